"""Freshness: that a person looked whether a service still is as the map says, and when again.

Checking is apart from editing: who mends a typing error has not asked the provider anything.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

import msgspec

from meitinker.domain.grounds import DIRECTORY, DIRECTORY_UPKEEP
from meitinker.domain.providers import EVERYWHERE, ProviderKind
from meitinker.domain.records import (
    WORKERS,
    Held,
    MergeClass,
    Record,
    Writers,
    declare,
)
from meitinker.domain.room import TEXT
from meitinker.ids import RecordId, UserId

CHECK_TERMS = "map_check_terms"
"""The reference sets that say after how many months a service is looked at again."""


class CheckWay(StrEnum):
    """How somebody checked."""

    PHONE = "phone"
    EMAIL = "email"
    VISIT = "visit"
    WEBSITE = "website"
    FORM = "form"


class CheckResult(StrEnum):
    """What came of it; who was not reached has not confirmed anything."""

    RIGHT = "right"
    MENDED = "mended"
    NOT_REACHED = "not_reached"
    GONE = "gone"


CONFIRMED = frozenset({CheckResult.RIGHT, CheckResult.MENDED})
"""Results after which the map may say that it was checked."""


class MapCheck(Record, frozen=True, kw_only=True):
    """A person checked a service on a day; whom they spoke is for who keeps the map."""

    service_id: Annotated[RecordId, Held(ground=DIRECTORY, ref="map_service")]
    user_id: Annotated[UserId, Held(ground=DIRECTORY, ref="user")]
    checked_on: Annotated[date, Held(ground=DIRECTORY, shareable=True)]
    result: Annotated[CheckResult, Held(ground=DIRECTORY)] = CheckResult.RIGHT
    at: Annotated[datetime | None, Held(ground=DIRECTORY_UPKEEP)] = None
    way: Annotated[CheckWay, Held(ground=DIRECTORY_UPKEEP)] = CheckWay.PHONE
    note: Annotated[str, Held(ground=DIRECTORY_UPKEEP, most=TEXT)] = ""


class CheckTerms(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """After how many months a service is due again; ``by_kind`` where helpers change sooner."""

    months: int
    by_kind: dict[ProviderKind, int] = {}

    def of(self, kind: ProviderKind) -> int:
        """Return the months for services of a kind of provider."""
        return self.by_kind.get(kind, self.months)


def due_on(checked_on: date | None, months: int) -> date | None:
    """Return the day from which a service is to be checked; None is at once: it never was."""
    if checked_on is None:
        return None
    month = checked_on.month - 1 + months
    year, month = checked_on.year + month // 12, month % 12 + 1
    # 31 August and six months: the end of February is near enough, and is a day that exists.
    return date(year, month, min(checked_on.day, 28))


def is_due(checked_on: date | None, months: int, *, today: date) -> bool:
    """Tell whether a service has to be checked again."""
    day = due_on(checked_on, months)
    return day is None or day <= today


MAP_CHECK = declare(
    "map_check",
    MapCheck,
    merge=MergeClass.APPEND_ONLY,
    scope=EVERYWHERE,
    # no `own`: it would let in whoever reads the day of a check and may make none
    writers=Writers(begin=WORKERS, change=WORKERS, author="user_id"),
)
