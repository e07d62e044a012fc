"""When services are open: weekly and monthly hours, and the days on which it is otherwise.

A schedule is what HSDS calls one: a part of a recurrence rule (RFC 5545) with a time of opening
and of closing, on the clock on the wall. One without ``freq`` is for a period only, and wins over
the others on its days: extra hours, or a closing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Annotated

import msgspec

from meitinker.domain.grounds import DIRECTORY as GROUND
from meitinker.domain.providers import CLERKS, EVERYWHERE, LONG_FACT
from meitinker.domain.records import Held, MergeClass, Record, declare
from meitinker.errors import InvalidField
from meitinker.ids import RecordId

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_ON = re.compile(r"(-?[1-5])?(MO|TU|WE|TH|FR|SA|SU)")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00")
_WEEK = 7
_LAST_MONTH_DAY = 31
_MOST_INTERVAL = 52
_YEAR = 366
_EVENING, _MORNING = "17:00", "08:00"


class Recurrence(StrEnum):
    """How hours recur; ``NONE`` is for a period only."""

    NONE = ""
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"


_HOURS = Held(ground=GROUND, group="hours", shareable=True)


class Schedule(Record, frozen=True, kw_only=True):
    """Hours of a service, of a location, or of a service at a location.

    Attributes:
        freq: How they recur.
        interval: Every how many weeks or months, reckoned from ``dtstart``.
        byday: Days as ``MO,TH``; monthly with their place in the month, ``1TU,-1FR``.
        bymonthday: Monthly: days of the month, ``1,15``.
        opens_at: Wall time, ``HH:MM``.
        closes_at: Wall time; midnight is ``24:00``, and what goes on by night closes the next
            morning (:attr:`OpenHours.by_night`).
        closed: Nobody is there in the period from ``valid_from`` to ``valid_to``.
        valid_from: First day that it holds, None since ever.
        valid_to: Last day that it holds, None for good.
        dtstart: A day on which it holds, for those that skip weeks or months.
        description: What else there is to say of it.
    """

    service_id: Annotated[RecordId | None, Held(ground=GROUND, ref="map_service")] = None
    location_id: Annotated[RecordId | None, Held(ground=GROUND, ref="map_location")] = None
    at_location_id: Annotated[RecordId | None, Held(ground=GROUND, ref="service_at_location")] = (
        None
    )
    freq: Annotated[Recurrence, _HOURS] = Recurrence.WEEKLY
    interval: Annotated[int, _HOURS] = 1
    byday: Annotated[str, _HOURS] = ""
    bymonthday: Annotated[str, _HOURS] = ""
    opens_at: Annotated[str, _HOURS] = ""
    closes_at: Annotated[str, _HOURS] = ""
    closed: Annotated[bool, _HOURS] = False
    valid_from: Annotated[date | None, _HOURS] = None
    valid_to: Annotated[date | None, _HOURS] = None
    dtstart: Annotated[date | None, _HOURS] = None
    description: Annotated[str, LONG_FACT] = ""


class OpenHours(msgspec.Struct, frozen=True, order=True):
    """From when until when it is open; both wall times, ``HH:MM``."""

    opens_at: str
    closes_at: str

    @property
    def by_night(self) -> bool:
        """Whether it opens in an evening and closes the next morning.

        Only then may the one come before the other: *9:00 – 5:00* was meant otherwise.
        """
        return _EVENING <= self.opens_at < "24:00" and self.closes_at <= _MORNING

    def holds(self, time: str) -> bool:
        """Tell whether it is open at a time of the day on which it opens."""
        return self.opens_at <= time and (time < self.closes_at or self.by_night)


ALL_DAY = OpenHours("00:00", "24:00")
"""Open day and night."""


def open_on(schedules: Iterable[Schedule], day: date) -> tuple[OpenHours, ...] | None:
    """Return the hours that begin on a day, earliest first; none where it is closed.

    None where nobody knows: no hours were ever told, or not how long it is open.
    """
    known = [one for one in schedules if one.closed or (one.opens_at and one.closes_at)]
    if not known:
        return None
    today = [one for one in known if _holds(one, day)]
    only = [one for one in today if one.freq is Recurrence.NONE or one.closed]
    spans = {
        OpenHours(one.opens_at, one.closes_at)
        for one in (only or today)
        if not one.closed and one.opens_at and one.closes_at
    }
    return tuple(sorted(spans))


def is_open(schedules: Iterable[Schedule], moment: datetime) -> bool | None:
    """Tell whether it is open at a moment on the clock on the wall; None where nobody knows."""
    known, day, time = tuple(schedules), moment.date(), f"{moment:%H:%M}"
    spans = open_on(known, day)
    if spans is None:
        return None
    if any(span.holds(time) for span in spans):
        return True
    # The rest is asked of few: hours of the evening before that are not over yet.
    hours = (OpenHours(one.opens_at, one.closes_at) for one in known)
    if time >= _MORNING or not any(one.by_night for one in hours):
        return False
    before = open_on(known, day - timedelta(days=1)) or ()
    return any(span.by_night and time < span.closes_at for span in before)


def next_day(schedules: Iterable[Schedule], day: date) -> date | None:
    """Return the first day from ``day`` on that it is open; None where it is not within a year."""
    known = tuple(schedules)
    days = (day + timedelta(days=ahead) for ahead in range(_YEAR))
    return next((one for one in days if open_on(known, one)), None)


def check_hours(schedule: Schedule) -> None:
    """Refuse hours that cannot be.

    Raises:
        InvalidField: A time that is none (``time_wrong``), closing before opening
            (``closes_before_opens``), days that are none (``days_wrong``), no days at all
            (``days_missing``), a period that ends before it begins (``ends_before_begins``) or is
            missing where nothing recurs (``period_missing``).
    """
    if not schedule.closed:
        _check_times(schedule)
    _check_days(schedule)
    first, last = schedule.valid_from, schedule.valid_to
    if first and last and last < first:
        raise InvalidField("valid_to", "ends_before_begins")
    if schedule.freq is Recurrence.NONE and first is None:
        raise InvalidField("valid_from", "period_missing")


def _check_times(schedule: Schedule) -> None:
    for name in ("opens_at", "closes_at"):
        if not _TIME.fullmatch(getattr(schedule, name)):
            raise InvalidField(name, "time_wrong")
    span = OpenHours(schedule.opens_at, schedule.closes_at)
    if span.closes_at <= span.opens_at and not span.by_night:
        raise InvalidField("closes_at", "closes_before_opens")


def _check_days(schedule: Schedule) -> None:
    if not 1 <= schedule.interval <= _MOST_INTERVAL:
        raise InvalidField("interval", "interval_wrong")
    days = _split(schedule.byday)
    if any(not _ON.fullmatch(one) for one in days):
        raise InvalidField("byday", "days_wrong")
    dates = _split(schedule.bymonthday)
    if any(not one.isdigit() or not 1 <= int(one) <= _LAST_MONTH_DAY for one in dates):
        raise InvalidField("bymonthday", "days_wrong")
    if schedule.freq is not Recurrence.NONE and not days and not dates:
        raise InvalidField("byday", "days_missing")


def _holds(schedule: Schedule, day: date) -> bool:
    if schedule.valid_from and day < schedule.valid_from:
        return False
    if schedule.valid_to and schedule.valid_to < day:
        return False
    match schedule.freq:
        case Recurrence.WEEKLY:
            return DAYS[day.weekday()] in _split(schedule.byday) and _in_turn(
                schedule, _week(day), _week(schedule.dtstart or day)
            )
        case Recurrence.MONTHLY:
            return _in_month(schedule, day) and _in_turn(
                schedule, _month(day), _month(schedule.dtstart or day)
            )
        case _:
            days = _split(schedule.byday)
            return not days or DAYS[day.weekday()] in days


def _in_month(schedule: Schedule, day: date) -> bool:
    if str(day.day) in _split(schedule.bymonthday):
        return True
    name = DAYS[day.weekday()]
    nth = (day.day - 1) // _WEEK + 1
    following = day + timedelta(days=_WEEK)
    told = {name, f"{nth}{name}"} | ({f"-1{name}"} if following.month != day.month else set())
    return bool(told & set(_split(schedule.byday)))


def _in_turn(schedule: Schedule, now: int, first: int) -> bool:
    return (now - first) % max(schedule.interval, 1) == 0


def _week(day: date) -> int:
    return (day.toordinal() - 1) // _WEEK


def _month(day: date) -> int:
    return day.year * 12 + day.month


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


SCHEDULE = declare(
    "schedule", Schedule, merge=MergeClass.BY_FIELD, scope=EVERYWHERE, writers=CLERKS
)
