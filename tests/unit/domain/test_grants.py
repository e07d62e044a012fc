"""Grants and replacements hold from their first day up to and including the last."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from meitinker import clock
from meitinker.domain.grants import (
    LONGEST,
    DossierGrant,
    Replacement,
    check_period,
    dossiers_of,
    villages_of,
)
from meitinker.domain.organisation import UserVillage
from meitinker.errors import InvalidField
from meitinker.ids import PersonId, RecordId, UserId, VillageId

FIRST, LAST = date(2026, 12, 1), date(2026, 12, 14)
HINKE, SYTSKE, OFFICE = (UserId(RecordId(name)) for name in ("hinke", "sytske", "office"))
GROU, WARTEN, NES = (VillageId(RecordId(name)) for name in ("grou", "warten", "nes"))
PERSON = PersonId(RecordId("p"))
OWN = [
    UserVillage(id=RecordId(f"{user}-{village}"), user_id=user, village_id=village)
    for user, village in ((HINKE, GROU), (HINKE, NES), (SYTSKE, WARTEN))
]


def replaced(village: VillageId | None = None) -> list[Replacement]:
    return [
        Replacement(
            id=RecordId("r"),
            user_id=HINKE,
            by_id=SYTSKE,
            given_by_id=OFFICE,
            given_at=clock.now(),
            first_day=FIRST,
            last_day=LAST,
            village_id=village,
        )
    ]


@pytest.mark.parametrize(
    ("day", "holds"),
    [
        (FIRST - timedelta(days=1), False),
        (FIRST, True),
        (LAST, True),
        (LAST + timedelta(days=1), False),
    ],
)
def test_both_days_are_inclusive(day: date, *, holds: bool) -> None:
    grant = DossierGrant(
        id=RecordId("g"),
        client_id=PERSON,
        user_id=SYTSKE,
        given_by_id=OFFICE,
        given_at=clock.now(),
        first_day=FIRST,
        last_day=LAST,
    )
    assert dossiers_of(SYTSKE, day, [grant]) == ({PERSON} if holds else frozenset())
    assert dossiers_of(HINKE, day, [grant]) == frozenset()
    here = {WARTEN, GROU, NES} if holds else {WARTEN}
    assert villages_of(SYTSKE, day, OWN, replaced()) == here
    assert villages_of(HINKE, day, OWN, replaced()) == {GROU, NES}


def test_one_village_may_be_replaced_and_only_an_own_one() -> None:
    assert villages_of(SYTSKE, FIRST, OWN, replaced(GROU)) == {WARTEN, GROU}
    elsewhere = VillageId(RecordId("elsewhere"))
    assert villages_of(SYTSKE, FIRST, OWN, replaced(elsewhere)) == {WARTEN}


def test_a_period_ends_and_is_not_for_ever() -> None:
    check_period(FIRST, FIRST)
    check_period(FIRST, FIRST + LONGEST - timedelta(days=1))
    with pytest.raises(InvalidField, match="ends_before_begins"):
        check_period(FIRST, FIRST - timedelta(days=1))
    with pytest.raises(InvalidField, match="period_too_long"):
        check_period(FIRST, FIRST + LONGEST)
