"""Days, weeks and wall times: the nights on which the clock is put forward or back as well."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from meitinker import clock
from meitinker.domain import week
from meitinker.domain.appointments import Absence, OfficeHour
from meitinker.errors import InvalidField
from meitinker.ids import VillageId, record_id

SPRING = date(2026, 3, 29)
AUTUMN = date(2026, 10, 25)


def hour(weekday: int, begins: str = "09:00", ends: str = "10:00") -> OfficeHour:
    return OfficeHour(
        id=record_id(),
        village_id=VillageId(record_id()),
        user_id="u",
        weekday=weekday,
        begins=begins,
        ends=ends,
    )


@pytest.mark.parametrize(
    ("day", "hours"),
    [(SPRING, 23), (AUTUMN, 25), (date(2024, 2, 29), 24)],
)
def test_a_day_lasts_from_midnight_to_midnight(day: date, hours: int) -> None:
    span = week.day_span(day)
    assert span.ends - span.begins == timedelta(hours=hours)
    assert clock.local(span.begins).time() == clock.local(span.ends).time() == time()


def test_every_day_of_twenty_years_begins_where_the_one_before_ends() -> None:
    day = date(2020, 1, 1)
    while day < date(2040, 1, 1):
        following = day + timedelta(days=1)
        assert week.day_span(day).ends == week.day_span(following).begins
        assert clock.local(week.instant_at(day, time(9, 30))).replace(tzinfo=None).time() == time(
            9, 30
        )
        day = following


def test_an_hour_that_does_not_exist_is_an_hour_later_on_the_wall() -> None:
    assert clock.local(week.instant_at(SPRING, time(2, 30))).time() == time(3, 30)


def test_of_an_hour_that_comes_twice_the_first_is_meant() -> None:
    at = week.instant_at(AUTUMN, time(2, 30))
    assert clock.instant_text(at) == "2026-10-25T00:30:00.000Z"


def test_an_appointment_over_the_change_lasts_its_minutes() -> None:
    span = week.span_of(week.instant_at(AUTUMN, time(1, 30)), 120)
    assert clock.local(span.ends).time() == time(2, 30)
    assert span.ends - span.begins == timedelta(hours=2)


def test_what_only_touches_does_not_meet() -> None:
    first = week.span_of(week.instant_at(SPRING, time(10)), 60)
    assert not first.meets(week.span_of(first.ends, 30))
    assert first.meets(week.span_of(first.ends - timedelta(minutes=1), 30))
    assert first.meets(week.span_of(first.begins + timedelta(minutes=10), 5))


@pytest.mark.parametrize("day", [date(2026, 11, 23), date(2026, 11, 26), date(2026, 11, 29)])
def test_a_week_begins_on_monday(day: date) -> None:
    monday = week.monday_of(day)
    assert monday == date(2026, 11, 23)
    assert [one.isoweekday() for one in week.week_days(monday)] == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize("minutes", [0, 4, -60, 721, 100_000])
def test_an_appointment_of_no_length_is_refused(minutes: int) -> None:
    with pytest.raises(InvalidField) as refused:
        week.checked_minutes(minutes)
    assert refused.value.reason == "minutes_wrong"


@pytest.mark.parametrize("minutes", [5, 60, 720])
def test_an_appointment_of_some_length_is_taken(minutes: int) -> None:
    assert week.checked_minutes(minutes) == minutes


def test_office_hours_come_back_every_week_at_the_same_wall_time() -> None:
    found = list(week.occurrences([hour(7)], date(2026, 10, 12), date(2026, 11, 8)))
    walls = [clock.local(one.span.begins) for one in found]
    assert [one.date() for one in walls] == [
        date(2026, 10, 18), AUTUMN, date(2026, 11, 1), date(2026, 11, 8),
    ]  # fmt: skip
    assert {one.time() for one in walls} == {time(9)}
    assert walls[0].utcoffset() != walls[-1].utcoffset()


def test_office_hours_of_a_week_stand_in_the_order_of_time() -> None:
    hours = [hour(5), hour(1, "14:00", "15:00"), hour(1)]
    found = list(week.occurrences(hours, date(2026, 11, 23), date(2026, 11, 29)))
    assert [one.hour for one in found] == [hours[2], hours[1], hours[0]]


@pytest.mark.parametrize(
    ("weekday", "begins", "ends", "reason"),
    [
        (0, "09:00", "10:00", "weekday_wrong"),
        (8, "09:00", "10:00", "weekday_wrong"),
        (1, "24:00", "10:00", "time_wrong"),
        (1, "9:00", "10:00", "time_wrong"),
        (1, "09:00", "\u0661\u0660:00", "time_wrong"),
        (1, "09:00", "09:00", "ends_before_begins"),
        (1, "10:00", "09:00", "ends_before_begins"),
    ],
)
def test_an_hour_that_no_clock_has_is_refused(
    weekday: int, begins: str, ends: str, reason: str
) -> None:
    with pytest.raises(InvalidField) as refused:
        week.check_office_hour(hour(weekday, begins, ends))
    assert refused.value.reason == reason


@pytest.mark.parametrize("text", ["24:00", "9:00", "12.30", "\u0661\u0660:00", ""])
def test_what_no_clock_shows_is_no_time(text: str) -> None:
    with pytest.raises(InvalidField) as refused:
        week.wall_time(text)
    assert refused.value.reason == "time_wrong"
    assert week.wall_time("23:59") == time(23, 59)


def test_both_days_of_an_absence_count() -> None:
    away = Absence(
        id=record_id(), user_id="u", first_day=date(2026, 11, 23), last_day=date(2026, 11, 24)
    )
    week.check_absence(away)
    days = [date(2026, 11, 22) + timedelta(days=n) for n in range(4)]
    assert [week.absent_on([away], day) is away for day in days] == [False, True, True, False]


def test_an_absence_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(InvalidField):
        week.check_absence(Absence(id=record_id(), user_id="u", first_day=AUTUMN, last_day=SPRING))
