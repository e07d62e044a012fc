"""When it is open: weekly, monthly, every other week, and the days on which it is otherwise."""

from __future__ import annotations

from datetime import UTC, date, datetime

import msgspec
import pytest

from meitinker.domain.opening_hours import (
    OpenHours,
    Recurrence,
    Schedule,
    check_hours,
    is_open,
    open_on,
)
from meitinker.errors import InvalidField
from meitinker.ids import record_id

SUNDAY = date(2026, 11, 22)
MONDAY = date(2026, 11, 23)
TUESDAY = date(2026, 11, 24)


def weekly(days: str = "MO", **told: object) -> Schedule:
    one = Schedule(id=record_id(), byday=days, opens_at="10:00", closes_at="12:00")
    return msgspec.structs.replace(one, **told)


def monthly(days: str = "", **told: object) -> Schedule:
    return weekly(days, freq=Recurrence.MONTHLY, **told)


def once(first: date, last: date | None = None, **told: object) -> Schedule:
    return weekly("", freq=Recurrence.NONE, valid_from=first, valid_to=last or first, **told)


def on(day: date, *hours: Schedule) -> list[str] | None:
    found = open_on(hours, day)
    return None if found is None else [f"{one.opens_at}-{one.closes_at}" for one in found]


def test_weekly_hours_hold_on_their_days() -> None:
    assert on(MONDAY, weekly("MO,TH")) == ["10:00-12:00"]
    assert on(TUESDAY, weekly("MO,TH")) == []


def test_without_hours_nobody_knows() -> None:
    assert on(MONDAY) is None
    assert on(MONDAY, weekly(opens_at="")) is None
    assert is_open([], datetime(2026, 11, 23, 11, tzinfo=UTC)) is None


def test_several_hours_of_a_day_come_in_order_and_each_once() -> None:
    afternoon = weekly(opens_at="13:00", closes_at="17:00")
    assert on(MONDAY, afternoon, weekly(), weekly()) == ["10:00-12:00", "13:00-17:00"]


@pytest.mark.parametrize(
    ("days", "day", "opens"),
    [
        ("1TU", date(2026, 11, 3), True),
        ("1TU", date(2026, 11, 10), False),
        ("-1FR", date(2026, 11, 27), True),
        ("-1FR", date(2026, 11, 20), False),
        ("5MO", date(2026, 11, 30), True),
        ("TU", TUESDAY, True),
    ],
)
def test_monthly_hours_by_their_place_in_the_month(days: str, day: date, *, opens: bool) -> None:
    assert bool(on(day, monthly(days))) is opens


def test_monthly_hours_by_day_of_the_month() -> None:
    assert on(date(2026, 11, 15), monthly(bymonthday="1,15"))
    assert on(date(2026, 11, 16), monthly(bymonthday="1,15")) == []


def test_every_other_week_is_reckoned_from_its_first_day() -> None:
    other = weekly(interval=2, dtstart=date(2026, 11, 9))
    assert [bool(on(date(2026, 11, day), other)) for day in (9, 16, 23, 30)] == [
        True,
        False,
        True,
        False,
    ]


def test_every_other_week_is_one_of_calendar_weeks() -> None:
    other = weekly("MO,SU", interval=2, dtstart=date(2026, 11, 15))
    assert on(SUNDAY, other) == []
    assert on(MONDAY, other)


def test_every_third_month() -> None:
    other = monthly("1MO", interval=3, dtstart=date(2026, 9, 7))
    assert on(date(2026, 12, 7), other)
    assert on(date(2026, 11, 2), other) == []


def test_hours_hold_within_their_period_both_days_included() -> None:
    summer = weekly(valid_from=MONDAY, valid_to=MONDAY)
    assert on(MONDAY, summer)
    assert on(date(2026, 11, 30), summer) == []


def test_a_closing_wins_over_what_recurs() -> None:
    shut = once(MONDAY, date(2026, 12, 6), closed=True, opens_at="", closes_at="")
    assert on(MONDAY, weekly(), shut) == []
    assert on(date(2026, 12, 7), weekly(), shut)


def test_extra_hours_take_the_place_of_the_usual_ones() -> None:
    extra = once(MONDAY, opens_at="19:00", closes_at="21:00")
    assert on(MONDAY, weekly(), extra) == ["19:00-21:00"]


def test_open_now_is_until_the_minute_that_it_closes() -> None:
    times = {"09:59": False, "10:00": True, "11:59": True, "12:00": False}
    told = {time: is_open([weekly()], datetime.fromisoformat(f"{MONDAY}T{time}")) for time in times}
    assert told == times


def test_open_until_midnight() -> None:
    night = weekly(closes_at="24:00")
    check_hours(night)
    assert is_open([night], datetime(2026, 11, 23, 23, 59, tzinfo=UTC)) is True


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-11-23T01:00", False),
        ("2026-11-23T19:59", False),
        ("2026-11-23T20:00", True),
        ("2026-11-23T23:59", True),
        ("2026-11-24T00:00", True),
        ("2026-11-24T01:59", True),
        ("2026-11-24T02:00", False),
        ("2026-11-24T20:00", False),
    ],
)
def test_a_night_is_of_the_day_on_which_it_begins(moment: str, *, opens: bool) -> None:
    night = weekly(opens_at="20:00", closes_at="02:00")
    check_hours(night)
    assert is_open([night], datetime.fromisoformat(moment)) is opens


def test_a_closing_ends_no_night_that_began_before_it() -> None:
    night = weekly("MO,TU", opens_at="22:00", closes_at="08:00")
    shut = once(TUESDAY, closed=True, opens_at="", closes_at="")
    told = {
        time: is_open([night, shut], datetime.fromisoformat(f"2026-11-{time}"))
        for time in ("24T07:59", "24T22:00", "25T07:59")
    }
    assert told == {"24T07:59": True, "24T22:00": False, "25T07:59": False}


def test_a_night_every_other_week_is_open_the_morning_after_too() -> None:
    other = weekly(
        "SU", opens_at="20:00", closes_at="02:00", interval=2, dtstart=date(2026, 11, 15)
    )
    mornings = {day: datetime(2026, 11, day, 1, tzinfo=UTC) for day in (16, 23, 30)}
    told = {day: is_open([other], moment) for day, moment in mornings.items()}
    assert told == {16: True, 23: False, 30: True}


@pytest.mark.parametrize(
    ("hours", "reason"),
    [
        (weekly(opens_at="9:00"), "time_wrong"),
        (weekly(opens_at="25:00"), "time_wrong"),
        (weekly(closes_at=""), "time_wrong"),
        (weekly(closes_at="09:00"), "closes_before_opens"),
        (weekly(closes_at="02:00"), "closes_before_opens"),
        (weekly(opens_at="17:00", closes_at="09:00"), "closes_before_opens"),
        (weekly(opens_at="24:00", closes_at="02:00"), "closes_before_opens"),
        (weekly("XX"), "days_wrong"),
        (weekly("6MO"), "days_wrong"),
        (weekly(""), "days_missing"),
        (monthly(bymonthday="32"), "days_wrong"),
        (monthly(bymonthday="x"), "days_wrong"),
        (weekly(interval=0), "interval_wrong"),
        (weekly(valid_from=TUESDAY, valid_to=MONDAY), "ends_before_begins"),
        (weekly("", freq=Recurrence.NONE), "period_missing"),
    ],
)
def test_hours_that_cannot_be_are_refused(hours: Schedule, reason: str) -> None:
    with pytest.raises(InvalidField) as refused:
        check_hours(hours)
    assert refused.value.reason == reason


def test_a_closing_needs_no_times() -> None:
    check_hours(once(MONDAY, closed=True, opens_at="", closes_at=""))


def test_spans_sort_by_when_they_begin() -> None:
    assert sorted([OpenHours("13:00", "14:00"), OpenHours("09:00", "17:00")])[0].opens_at == "09:00"
