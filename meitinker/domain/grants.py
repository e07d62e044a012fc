"""Working outside one's own villages for a while: one dossier opened, or a colleague replaced."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Annotated

from meitinker.domain.grounds import ACCESS
from meitinker.domain.organisation import UserVillage
from meitinker.domain.records import OFFICE, Held, MergeClass, Record, Scope, Writers, declare
from meitinker.domain.room import TEXT
from meitinker.errors import InvalidField
from meitinker.ids import PersonId, UserId, VillageId

A_DAY = timedelta(days=1)

LONGEST = timedelta(days=92)
"""How long a grant or a replacement lasts at most; who needs it longer works there."""


class DossierGrant(Record, frozen=True, kw_only=True):
    """A dossier of another village, opened to a colleague; both days are inclusive.

    Ending it early moves ``last_day``; the grant itself stays, so that it can be told later.
    """

    client_id: Annotated[PersonId, Held(ground=ACCESS, ref="person")]
    user_id: Annotated[UserId, Held(ground=ACCESS, ref="user")]
    given_by_id: Annotated[UserId, Held(ground=ACCESS, ref="user")]
    given_at: Annotated[datetime, Held(ground=ACCESS)]
    first_day: Annotated[date, Held(ground=ACCESS, group="period")]
    last_day: Annotated[date, Held(ground=ACCESS, group="period")]
    why: Annotated[str, Held(ground=ACCESS, most=TEXT)] = ""


class Replacement(Record, frozen=True, kw_only=True):
    """A colleague works in another's villages while that one is away; both days are inclusive."""

    user_id: Annotated[UserId, Held(ground=ACCESS, ref="user")]
    by_id: Annotated[UserId, Held(ground=ACCESS, ref="user")]
    given_by_id: Annotated[UserId, Held(ground=ACCESS, ref="user")]
    given_at: Annotated[datetime, Held(ground=ACCESS)]
    first_day: Annotated[date, Held(ground=ACCESS, group="period")]
    last_day: Annotated[date, Held(ground=ACCESS, group="period")]
    village_id: Annotated[VillageId | None, Held(ground=ACCESS, ref="village")] = None


def check_period(first_day: date, last_day: date) -> None:
    """Refuse a period that cannot be.

    Raises:
        InvalidField: It ends before it begins (``ends_before_begins``), or is too long
            (``period_too_long``).
    """
    if last_day < first_day:
        raise InvalidField("last_day", "ends_before_begins")
    if last_day - first_day >= LONGEST:
        raise InvalidField("last_day", "period_too_long", days=LONGEST.days)


def holds_on(one: DossierGrant | Replacement, day: date) -> bool:
    """Tell whether a grant or a replacement holds on ``day``."""
    return one.first_day <= day <= one.last_day


def dossiers_of(user_id: str, day: date, grants: Iterable[DossierGrant]) -> frozenset[PersonId]:
    """Return the dossiers that are open to a user on ``day`` by a grant."""
    return frozenset(
        one.client_id for one in grants if one.user_id == user_id and holds_on(one, day)
    )


def villages_of(
    user_id: str, day: date, own: Iterable[UserVillage], replacements: Iterable[Replacement]
) -> frozenset[VillageId]:
    """Return where a user works on ``day``: in the own villages and for whom they replace.

    Who replaces somebody gets that one's own villages, not those that one got by replacing.
    """
    known = list(own)
    found = {one.village_id for one in known if one.user_id == user_id}
    for one in replacements:
        if one.by_id == user_id and holds_on(one, day):
            theirs = {place.village_id for place in known if place.user_id == one.user_id}
            found |= theirs if one.village_id is None else theirs & {one.village_id}
    return frozenset(found)


_GIVEN = Writers(begin=OFFICE, change=OFFICE, author="given_by_id")
DOSSIER_GRANT = declare(
    "dossier_grant",
    DossierGrant,
    merge=MergeClass.COMMAND,
    scope=Scope.of_person("client_id"),
    writers=_GIVEN,
)
REPLACEMENT = declare(
    "replacement",
    Replacement,
    merge=MergeClass.COMMAND,
    scope=Scope.organisation(),
    writers=_GIVEN,
)
