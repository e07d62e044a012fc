"""Reference sets: which version counts where and when, and that none changes unseen."""

from __future__ import annotations

from datetime import date
from importlib.resources import files

import msgspec
import pytest

from meitinker import ids
from meitinker.domain import reference
from meitinker.domain.organisation import Municipality, ReferenceOverlay
from meitinker.domain.reference import (
    LifeDomainEntry,
    MunicipalityEntry,
    ReferenceSet,
    VillageEntry,
    choose,
    overlay_set,
    shipped,
)
from meitinker.domain.visits import LifeDomain
from meitinker.errors import BugError, InvalidField
from meitinker.ids import MunicipalityId

LEEUWARDEN = Municipality(id=ids.record_id(), name="Leeuwarden")
HEERENVEEN = Municipality(id=ids.record_id(), name="Heerenveen")
DAY = date(2026, 11, 22)


def version(
    key: str,
    *,
    municipality: str | None = None,
    begin: date | None = None,
    end: date | None = None,
    checked: bool = True,
) -> ReferenceSet:
    return ReferenceSet(
        key=key,
        name="norm",
        municipality=municipality,
        valid_from=begin,
        valid_until=end,
        source="a test",
        checked=checked,
        text="[]",
    )


def own(name: str = "norm", content: str = "[]", **fields: object) -> ReferenceOverlay:
    overlay = ReferenceOverlay(id=ids.record_id(), name=name, content=content, checked=True)
    return msgspec.structs.replace(overlay, **fields)


GENERAL = version("general")
LOCAL = version("local", municipality="Leeuwarden")
LATER = version("later", begin=date(2026, 1, 1))
FUTURE = version("future", begin=date(2027, 1, 1))
PAST = version("past", begin=date(2020, 1, 1), end=date(2025, 12, 31))
UNCHECKED = version("unchecked", begin=date(2026, 6, 1), checked=False)


@pytest.mark.parametrize(
    ("sets", "where", "expected"),
    [
        ([], None, None),
        ([GENERAL], None, "general"),
        ([GENERAL], LEEUWARDEN, "general"),
        ([GENERAL, LOCAL], LEEUWARDEN, "local"),
        ([GENERAL, LOCAL], HEERENVEEN, "general"),
        ([GENERAL, LOCAL], None, "general"),
        ([LOCAL, LATER], LEEUWARDEN, "local"),
        ([GENERAL, LATER], None, "later"),
        ([GENERAL, FUTURE, PAST], None, "general"),
        ([PAST, FUTURE], None, None),
        ([UNCHECKED], None, None),
        ([GENERAL, UNCHECKED], None, "general"),
    ],
)
def test_which_shipped_version_counts(
    sets: list[ReferenceSet], where: Municipality | None, expected: str | None
) -> None:
    chosen = choose(sets, [], municipality=where, day=DAY)
    assert (chosen.key if chosen else None) == expected


def test_an_unchecked_version_counts_only_when_asked() -> None:
    assert choose([UNCHECKED], [], municipality=None, day=DAY) is None
    assert choose([UNCHECKED], [], municipality=None, day=DAY, unchecked=True) is UNCHECKED


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2019, 12, 31), None),
        (date(2020, 1, 1), "past"),
        (date(2025, 12, 31), "past"),
        (date(2026, 1, 1), None),
    ],
)
def test_both_ends_of_a_validity_count(day: date, expected: str | None) -> None:
    chosen = choose([PAST], [], municipality=None, day=day)
    assert (chosen.key if chosen else None) == expected


def test_the_organisations_own_wins_over_what_was_shipped() -> None:
    overlay = own()
    chosen = choose([GENERAL, LOCAL, LATER], [overlay], municipality=LEEUWARDEN, day=DAY)
    assert chosen is not None
    assert chosen.key == overlay.id
    assert chosen.overlay


def test_an_own_version_for_one_municipality_stays_there() -> None:
    local = own(municipality_id=MunicipalityId(LEEUWARDEN.id))
    everywhere = own()
    both = [everywhere, local]
    here = choose([GENERAL], both, municipality=LEEUWARDEN, day=DAY)
    there = choose([GENERAL], both, municipality=HEERENVEEN, day=DAY)
    assert (here and here.key, there and there.key) == (local.id, everywhere.id)


@pytest.mark.parametrize(
    "overlay",
    [
        own("another set"),
        own(valid_from=date(2027, 1, 1)),
        own(valid_until=date(2025, 1, 1)),
        own(checked=False),
        own(municipality_id=MunicipalityId(HEERENVEEN.id)),
    ],
    ids=["another set", "not yet", "no more", "unchecked", "elsewhere"],
)
def test_an_own_version_that_does_not_fit_leaves_the_shipped_one(
    overlay: ReferenceOverlay,
) -> None:
    assert choose([GENERAL], [overlay], municipality=LEEUWARDEN, day=DAY) is GENERAL


def test_an_own_set_needs_no_shipped_one() -> None:
    overlay = own("our own list")
    chosen = choose([], [overlay], municipality=None, day=DAY)
    assert chosen is not None
    assert chosen.name == "our own list"


def test_an_overlay_that_is_no_json_is_refused() -> None:
    with pytest.raises(InvalidField) as caught:
        overlay_set(own(content="{half"))
    assert (caught.value.field, caught.value.reason) == ("content", "content_not_json")


def test_content_of_another_shape_is_refused() -> None:
    with pytest.raises(InvalidField) as caught:
        overlay_set(own(content='[{"name": "Grou"}]')).read(list[VillageEntry])
    assert caught.value.reason == "content_wrong_shape"


def test_spaces_and_order_do_not_tell_two_contents_apart() -> None:
    one, other = own(content='{"a": 1, "b": 2}'), own(content='{"b":2,"a":1}')
    assert overlay_set(one).text == overlay_set(other).text


def test_no_overlay_changes_a_shipped_file() -> None:
    folder = files("resources").joinpath("reference", "villages")
    before = {f.name: f.read_bytes() for f in folder.iterdir()}
    sets = shipped("villages")
    overlay = own("villages", content="[]")
    assert choose(shipped("villages"), [overlay], municipality=None, day=DAY) is not None
    shipped("villages")[0].read(list[VillageEntry]).clear()
    reference.shipped.cache_clear()
    assert {f.name: f.read_bytes() for f in folder.iterdir()} == before
    assert shipped("villages") == sets


def test_an_unknown_set_is_a_bug() -> None:
    with pytest.raises(BugError):
        shipped("nothing")


def test_a_shipped_file_with_a_misspelt_field_is_a_bug() -> None:
    with pytest.raises(BugError):
        reference._from_file("norm", "2026-01-01", data=b'{"valid_form": null}')


def test_eighteen_villages_in_four_municipalities() -> None:
    villages = shipped("villages")[-1].read(list[VillageEntry])
    municipalities = {m.name for m in shipped("municipalities")[-1].read(list[MunicipalityEntry])}
    per_municipality = {m: [v for v in villages if v.municipality == m] for m in municipalities}
    assert {m: len(v) for m, v in per_municipality.items()} == {
        "Leeuwarden": 9,
        "Heerenveen": 3,
        "Súdwest-Fryslân": 5,
        "De Fryske Marren": 1,
    }
    assert len({p for v in villages for p in v.postcodes}) == 18


def test_recalled_postcodes_are_not_passed_off_as_checked() -> None:
    assert not any(s.checked for s in shipped("villages"))
    assert choose(shipped("villages"), [], municipality=None, day=DAY) is None


def test_every_list_of_life_domains_covers_the_matrix_as_far_as_it_goes() -> None:
    for domains in shipped("life_domains"):
        entries = domains.read(list[LifeDomainEntry])
        covered = {LifeDomain(c) for e in entries for c in e.covers}
        assert covered == set(LifeDomain), domains.key
        assert len({e.code for e in entries}) == len(entries)
        assert all(e.label for e in entries)


def test_leeuwarden_has_its_own_list_from_2026() -> None:
    sets = shipped("life_domains")
    after = choose(sets, [], municipality=LEEUWARDEN, day=DAY, unchecked=True)
    before = choose(sets, [], municipality=LEEUWARDEN, day=date(2025, 12, 31), unchecked=True)
    assert after is not None
    assert before is not None
    assert len(after.read(list[LifeDomainEntry])) == 8
    assert len(before.read(list[LifeDomainEntry])) == 13
