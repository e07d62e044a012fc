"""Which village a place and postcode mean; either name is right."""

from __future__ import annotations

import pytest

from meitinker import ids
from meitinker.domain.villages import Village, folded, village_at

GROU = Village(id=ids.record_id(), frisian_name="Grou", dutch_name="Grouw", postcodes="9001 9002")
NES = Village(id=ids.record_id(), frisian_name="Nes", dutch_name="Nes", postcodes="8494")
WALTA = Village(id=ids.record_id(), frisian_name="Wâlterswâld", postcodes="9113")
SHARED = Village(id=ids.record_id(), dutch_name="Sneek", postcodes="9002")
ALL = [GROU, NES, WALTA]


@pytest.mark.parametrize(
    ("place", "postcode", "expected"),
    [
        ("Grou", "", GROU),
        ("Grouw", "", GROU),
        (" GROUW ", "9001 KA", GROU),
        ("waltERSwald", "", WALTA),
        ("", "9001 KA", GROU),
        ("", "9002", GROU),
        ("Nes", "8494 AB", NES),
        ("Nes", "9163 AB", None),  # Nes on Ameland
        ("Nes", "", NES),
        ("Zwolle", "9001 KA", None),
        ("", "1234 AB", None),
        ("", "", None),
    ],
)
def test_which_village_is_meant(place: str, postcode: str, expected: Village | None) -> None:
    assert village_at(ALL, place=place, postcode=postcode) == expected


def test_a_postcode_of_two_villages_does_not_say_which() -> None:
    assert village_at([GROU, SHARED], place="", postcode="9002 AB") is None
    assert village_at([GROU, SHARED], place="Sneek", postcode="9002 AB") == SHARED


@pytest.mark.parametrize(
    ("village", "name", "names"),
    [(GROU, "Grou", ("Grou", "Grouw")), (NES, "Nes", ("Nes",)), (SHARED, "Sneek", ("Sneek",))],
)
def test_the_name_on_the_sign_and_both_names(
    village: Village, name: str, names: tuple[str, ...]
) -> None:
    assert (village.name, village.names) == (name, names)


def test_folding_drops_accents_case_and_outer_spaces() -> None:
    assert folded(" Wâldsang É ") == "waldsang e"
