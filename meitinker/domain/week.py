"""The week on the wall clock of Europe/Amsterdam, and what clashes in it.

Appointments are kept as instants. A day on the wall lasts 23, 24 or 25 hours, so days and weeks
begin and end at a local midnight and are never counted in hours.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.errors import InvalidField

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from meitinker.domain.appointments import Absence, OfficeHour

LEAST_MINUTES = 5
MOST_MINUTES = 720
"""An appointment longer than twelve hours is a typing error."""

BACK, AHEAD = timedelta(days=366), timedelta(days=3 * 366)
"""So far back and ahead something is planned; a day further off is a typing error (1908)."""

DAYS = 7
_WALL = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


class Span(msgspec.Struct, frozen=True):
    """A stretch of time from one instant up to, and not with, another."""

    begins: datetime
    ends: datetime

    def meets(self, other: Span) -> bool:
        """Tell whether both have time in common; what only touches does not."""
        return self.begins < other.ends and other.begins < self.ends


class Occurrence(msgspec.Struct, frozen=True):
    """An office hour on one day."""

    hour: OfficeHour
    span: Span


def instant_at(day: date, wall: time) -> datetime:
    """Return the instant at which the wall clock shows ``wall`` on ``day``.

    In the night that summer time begins an hour does not exist: what is planned there is an hour
    later on the wall. In the night that it ends an hour comes twice: the first one is meant.
    """
    return datetime.combine(day, wall, clock.AMSTERDAM).astimezone(UTC)


def day_span(day: date) -> Span:
    """Return the span of one local day."""
    return days_span(day, day)


def days_span(first: date, last: date) -> Span:
    """Return the span of whole local days, both inclusive."""
    return Span(instant_at(first, time()), instant_at(last + timedelta(days=1), time()))


def monday_of(day: date) -> date:
    """Return the Monday of the week of ``day``."""
    return day - timedelta(days=day.weekday())


def week_days(monday: date) -> tuple[date, ...]:
    """Return the seven days from ``monday``."""
    return tuple(monday + timedelta(days=n) for n in range(DAYS))


def span_of(starts_at: datetime, minutes: int) -> Span:
    """Return the span of an appointment: minutes that pass, whatever the wall says meanwhile."""
    return Span(starts_at, starts_at + timedelta(minutes=minutes))


def checked_minutes(minutes: int) -> int:
    """Return ``minutes`` when an appointment may last so long.

    Raises:
        InvalidField: ``minutes_wrong``, with ``least`` and ``most``.
    """
    if not LEAST_MINUTES <= minutes <= MOST_MINUTES:
        raise InvalidField("minutes", "minutes_wrong", least=LEAST_MINUTES, most=MOST_MINUTES)
    return minutes


def checked_day(field: str, day: date, today: date) -> date:
    """Return ``day`` when something can be planned or noted for it.

    Raises:
        InvalidField: ``planning_day_wrong`` for ``field``: years ago, or years ahead.
    """
    if not today - BACK <= day <= today + AHEAD:
        raise InvalidField(field, "planning_day_wrong")
    return day


def wall_time(text: str) -> time:
    """Return the time that ``HH:MM`` means.

    Raises:
        InvalidField: ``time_wrong``: no time between 00:00 and 23:59.
    """
    if not _WALL.fullmatch(text):
        raise InvalidField("begins", "time_wrong")
    return time.fromisoformat(text)


def check_office_hour(hour: OfficeHour) -> None:
    """Refuse an hour that no clock or calendar has.

    Raises:
        InvalidField: A time that is none, an end before the beginning, or no weekday.
    """
    if not 1 <= hour.weekday <= DAYS:
        raise InvalidField("weekday", "weekday_wrong")
    for field in ("begins", "ends"):
        if not _WALL.fullmatch(getattr(hour, field)):
            raise InvalidField(field, "time_wrong")
    if hour.ends <= hour.begins:
        raise InvalidField("ends", "ends_before_begins")


def check_absence(absence: Absence) -> None:
    """Refuse an absence that ends before it begins.

    Raises:
        InvalidField: ``ends_before_begins``.
    """
    if absence.last_day < absence.first_day:
        raise InvalidField("last_day", "ends_before_begins")


def occurrences(hours: Iterable[OfficeHour], first: date, last: date) -> Iterator[Occurrence]:
    """Yield the office hours within days, both inclusive, in the order of time."""
    found = []
    for hour in hours:
        day = first + timedelta(days=(hour.weekday - first.isoweekday()) % DAYS)
        while day <= last:
            span = Span(
                instant_at(day, wall_time(hour.begins)), instant_at(day, wall_time(hour.ends))
            )
            found.append(Occurrence(hour, span))
            day += timedelta(days=DAYS)
    yield from sorted(found, key=lambda one: (one.span.begins, one.hour.id))


def absent_on(absences: Iterable[Absence], day: date) -> Absence | None:
    """Return the absence that ``day`` falls in, the last begun where there are two, or None."""
    found = [one for one in absences if one.first_day <= day <= one.last_day]
    return max(found, key=lambda one: (one.first_day, one.id), default=None)
