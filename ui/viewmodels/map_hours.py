"""Opening hours as they are filled in, and what they become. No Qt here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.opening_hours import DAYS, Recurrence
from meitinker.domain.words import weekday
from meitinker.i18n import _
from ui.viewmodels.parts import Choice

if TYPE_CHECKING:
    from datetime import date
    from typing import Any

    from meitinker.domain.opening_hours import Schedule

WEEKLY, FORTNIGHTLY, MONTHLY, ONCE, CLOSED = "weekly", "fortnightly", "monthly", "once", "closed"
_NTH = re.compile(r"(-?[1-5])(MO|TU|WE|TH|FR|SA|SU)")
_FORTNIGHT = 2


class Hours(msgspec.Struct, frozen=True, kw_only=True):
    """Hours as they stand in the form.

    Attributes:
        how: One of the ways in which they recur.
        days: Days of the week.
        nth: Which of them in a month, ``1`` to ``4`` or ``-1``.
        opens_at: As typed.
        closes_at: As typed.
        first: First day, or the day itself; of every other week a day on which it is open.
        last: Last day.
        remark: What else there is to say.
    """

    how: str = WEEKLY
    days: tuple[str, ...] = ()
    nth: str = "1"
    opens_at: str = ""
    closes_at: str = ""
    first: date | None = None
    last: date | None = None
    remark: str = ""


def ways() -> list[Choice]:
    """Return how hours recur, or do not."""
    return [
        Choice(WEEKLY, _("Elke week")),
        Choice(FORTNIGHTLY, _("Om de week")),
        Choice(MONTHLY, _("Elke maand")),
        Choice(ONCE, _("Anders op een dag of in een periode")),
        Choice(CLOSED, _("Dicht op een dag of in een periode")),
    ]


def days() -> list[Choice]:
    """Return the days of the week."""
    return [Choice(code, weekday(number)) for number, code in enumerate(DAYS)]


def places_in_month() -> list[Choice]:
    """Return which of its days in a month."""
    return [
        Choice("1", _("De eerste")),
        Choice("2", _("De tweede")),
        Choice("3", _("De derde")),
        Choice("4", _("De vierde")),
        Choice("-1", _("De laatste")),
    ]


def shown(one: Schedule | None) -> Hours | None:
    """Return hours as they stand in the form; None where the form cannot show how they recur."""
    if one is None:
        return Hours()
    how = _how(one)
    if not how:
        return None
    found = [_NTH.fullmatch(part) for part in _parts(one.byday)]
    nth = {match[1] for match in found if match}
    if how == MONTHLY and (len(nth) != 1 or None in found):
        return None
    return Hours(
        how=how,
        days=tuple(part[-2:] for part in _parts(one.byday)),
        nth=next(iter(nth), "1"),
        opens_at=one.opens_at,
        closes_at=one.closes_at,
        first=one.dtstart if how == FORTNIGHTLY else one.valid_from,
        last=one.valid_to,
        remark=one.description,
    )


def fields(hours: Hours) -> dict[str, Any]:
    """Return what hours become, by the names of the fields of a schedule."""
    once = hours.how in (ONCE, CLOSED)
    nth = hours.nth if hours.how == MONTHLY else ""
    freq = Recurrence.MONTHLY if hours.how == MONTHLY else Recurrence.WEEKLY
    fortnightly = hours.how == FORTNIGHTLY
    return {
        "freq": Recurrence.NONE if once else freq,
        "interval": _FORTNIGHT if fortnightly else 1,
        "byday": "" if once else ",".join(f"{nth}{day}" for day in hours.days),
        "opens_at": "" if hours.how == CLOSED else time_of(hours.opens_at),
        "closes_at": "" if hours.how == CLOSED else time_of(hours.closes_at),
        "closed": hours.how == CLOSED,
        "valid_from": None if fortnightly else hours.first,
        "valid_to": (hours.last or hours.first) if once else hours.last,
        "dtstart": hours.first if fortnightly else None,
        "description": hours.remark,
    }


def asks(how: str) -> frozenset[str]:
    """Return the fields that are asked for a way of recurring."""
    times = {"opens_at", "closes_at"}
    return {
        WEEKLY: frozenset({"byday", *times}),
        FORTNIGHTLY: frozenset({"byday", "first", *times}),
        MONTHLY: frozenset({"nth", "byday", *times}),
        ONCE: frozenset({"first", "last", *times}),
        CLOSED: frozenset({"first", "last"}),
    }[how]


def time_of(text: str) -> str:
    """Return a time as it is kept, ``09:30``, where ``9.30``, ``930`` or ``9`` was typed."""
    found = re.fullmatch(r"(\d{1,2})(?:[:.]?(\d{2}))?(?:\s*uur)?", text.strip())
    return f"{int(found[1]):02d}:{found[2] or '00'}" if found else text.strip()


def _how(one: Schedule) -> str:
    """Return how hours recur, as the form tells it; "" where it cannot."""
    if one.bymonthday:
        return ""
    if one.closed or one.freq is Recurrence.NONE:
        plain = one.freq is Recurrence.NONE and not one.byday
        return (CLOSED if one.closed else ONCE) if plain else ""
    known = {
        (Recurrence.WEEKLY, 1): WEEKLY,
        (Recurrence.WEEKLY, _FORTNIGHT): FORTNIGHTLY,
        (Recurrence.MONTHLY, 1): MONTHLY,
    }
    way = known.get((one.freq, one.interval), "")
    return "" if way == FORTNIGHTLY and (one.valid_from or one.dtstart is None) else way


def _parts(byday: str) -> list[str]:
    return [part.strip() for part in byday.split(",") if part.strip()]
