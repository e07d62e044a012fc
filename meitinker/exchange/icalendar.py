"""Days as an iCalendar file (RFC 5545) for the calendar on a telephone.

Instants go out in UTC, so that no time zone has to travel along and every reader shows the wall
time of its own place. Of residents nothing goes out but what the caller puts in ``what``.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable

    from icalendar import Event

PRODUCT = "-//meitinker//agenda//NL"
_UID_LENGTH = 32


class CalendarEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a calendar.

    Attributes:
        key: Tells entries apart; a later file with the same key replaces the entry.
        begins: An instant, or a local day for an entry of whole days.
        ends: The instant at which it ends, or the last day, inclusive.
        what: What is shown.
        where: The place, or "".
        cancelled: Whether it does not take place any more.
        busy: Whether the time is taken.
    """

    key: str
    begins: datetime | date
    ends: datetime | date
    what: str
    where: str = ""
    cancelled: bool = False
    busy: bool = True


def calendar(entries: Iterable[CalendarEntry], *, made_at: datetime) -> bytes:
    """Return an iCalendar file with ``entries``; ``made_at`` tells which of two files is newer."""
    from icalendar import Calendar

    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    for entry in entries:
        made.add_component(_event(entry, made_at))
    return bytes(made.to_ical())


def _event(entry: CalendarEntry, made_at: datetime) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", uid(entry.key))
    event.add("dtstamp", made_at.replace(microsecond=0))
    event.add("dtstart", entry.begins)
    # RFC 5545 §3.6.1: the end of whole days is the day after the last.
    whole_days = not isinstance(entry.ends, datetime)
    event.add("dtend", entry.ends + timedelta(days=1) if whole_days else entry.ends)
    event.add("summary", entry.what)
    if entry.where:
        event.add("location", entry.where)
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    taken = entry.busy and not entry.cancelled
    event.add("transp", "OPAQUE" if taken else "TRANSPARENT")
    return event


def uid(key: str) -> str:
    """Return the name of an entry outside the store; it tells nothing about the record."""
    digest = hashlib.sha256(f"calendar:{key}".encode()).hexdigest()
    return f"{digest[:_UID_LENGTH]}@meitinker"
