"""Who acts for a person, and who of them gets the letters."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from meitinker import ids
from meitinker.domain.representatives import (
    Representative,
    RepresentativeKind,
    acting_on,
    acts_on,
    addressee_on,
)
from meitinker.ids import PersonId

DAY = date(2026, 11, 22)
DAUGHTER = Representative(id=ids.record_id(), person_id=PersonId(ids.record_id()), name="Akke")


def of_kind(kind: RepresentativeKind, **fields: object) -> Representative:
    return msgspec.structs.replace(DAUGHTER, id=ids.record_id(), kind=kind, **fields)


CURATOR = of_kind(RepresentativeKind.CURATOR)
MENTOR = of_kind(RepresentativeKind.MENTOR)
BEWIND = of_kind(RepresentativeKind.BEWINDVOERDER)
PROXY = of_kind(RepresentativeKind.GEMACHTIGDE)
PARTNER = of_kind(RepresentativeKind.PARTNER)
SON = of_kind(RepresentativeKind.RELATIVE)


@pytest.mark.parametrize(
    ("begin", "end", "acts"),
    [
        (None, None, True),
        (DAY, DAY, True),
        (date(2026, 11, 23), None, False),
        (None, date(2026, 11, 21), False),
    ],
)
def test_both_ends_of_the_period_count(begin: date | None, end: date | None, acts: bool) -> None:
    representative = msgspec.structs.replace(DAUGHTER, valid_from=begin, valid_until=end)
    assert acts_on(representative, DAY) is acts


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ([], None),
        ([DAUGHTER], DAUGHTER),
        ([DAUGHTER, MENTOR], MENTOR),
        ([BEWIND, DAUGHTER, MENTOR], MENTOR),
        ([BEWIND, PROXY], PROXY),
        ([BEWIND], BEWIND),
        ([BEWIND, CURATOR], CURATOR),
        ([of_kind(RepresentativeKind.CURATOR, addressee=False), MENTOR], MENTOR),
        ([of_kind(RepresentativeKind.CURATOR, valid_until=date(2020, 1, 1)), MENTOR], MENTOR),
        ([of_kind(RepresentativeKind.MENTOR, addressee=False)], None),
        ([of_kind(RepresentativeKind.CURATOR, name=" "), MENTOR], MENTOR),
        ([of_kind(RepresentativeKind.CURATOR, name="")], None),
        ([SON], SON),
        ([SON, PARTNER], PARTNER),
        ([BEWIND, SON], SON),
        ([PARTNER, SON, PROXY], PROXY),
        ([PARTNER, of_kind(RepresentativeKind.MENTOR, addressee=False)], None),
        ([PARTNER, of_kind(RepresentativeKind.MENTOR, valid_until=date(2020, 1, 1))], PARTNER),
        ([PARTNER, of_kind(RepresentativeKind.MENTOR, name="")], PARTNER),
        ([msgspec.structs.replace(PARTNER, addressee=False), SON], SON),
    ],
)
def test_letters_go_to_who_the_law_names_first(
    known: list[Representative], expected: Representative | None
) -> None:
    assert addressee_on(known, DAY) == expected


def test_of_two_alike_the_first_entered_gets_the_letters() -> None:
    later = of_kind(RepresentativeKind.MENTOR)
    assert addressee_on([later, MENTOR], DAY) == MENTOR


def test_who_acts_comes_as_the_law_names_them_with_or_without_the_post() -> None:
    silent = of_kind(RepresentativeKind.MENTOR, addressee=False)
    assert acting_on([BEWIND, SON, PARTNER], DAY) == [PARTNER, SON, BEWIND]
    assert acting_on([BEWIND, PARTNER, PROXY, silent, SON, CURATOR], DAY) == [
        CURATOR,
        silent,
        PROXY,
        BEWIND,
    ]
