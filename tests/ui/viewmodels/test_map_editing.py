"""Words of a service that is changed: what is typed, and hours as they are filled in."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from meitinker.domain.opening_hours import OpenHours, Recurrence, Schedule, check_hours, open_on
from meitinker.ids import record_id
from ui.viewmodels import map_editing as said
from ui.viewmodels import map_hours as hours
from ui.viewmodels.map_hours import Hours

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("", None), ("7,50", 750), ("€ 7.5", 750), ("12", 1200), ("12,-", 1200), ("0", 0)],
)
def test_an_amount_is_read_as_people_write_it(typed: str, kept: int | None) -> None:
    assert said.hundredths_of(typed) == kept
    assert said.hundredths_of(said.amount_text(kept)) == kept


@pytest.mark.parametrize("typed", ["gratis", "7,505", "-3", "7,50 euro", "€"])
def test_what_is_no_amount_is_told(typed: str) -> None:
    assert not said.is_amount(typed)
    with pytest.raises(ValueError, match=typed):
        said.hundredths_of(typed)


def test_a_number_is_whole_and_small() -> None:
    assert (said.number_of(" 12 "), said.number_of("")) == (12, None)
    assert not said.is_number("twaalf")
    assert not said.is_number("1" * 7)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("9", "09:00"), ("9.30", "09:30"), ("930", "09:30"), ("24:00", "24:00"), ("9 uur", "09:00"),
     ("straks", "straks")],
)  # fmt: skip
def test_a_time_is_read_as_people_write_it(typed: str, kept: str) -> None:
    assert hours.time_of(typed) == kept


WAYS: dict[str, Hours] = {
    hours.WEEKLY: Hours(days=("MO", "TH"), opens_at="9", closes_at="12"),
    hours.FORTNIGHTLY: Hours(
        how=hours.FORTNIGHTLY, days=("MO",), opens_at="9", closes_at="12", first=MONDAY
    ),
    hours.MONTHLY: Hours(how=hours.MONTHLY, days=("MO",), nth="4", opens_at="9", closes_at="12"),
    hours.ONCE: Hours(how=hours.ONCE, opens_at="9", closes_at="12", first=MONDAY),
    hours.CLOSED: Hours(how=hours.CLOSED, first=MONDAY, last=MONDAY),
}


@pytest.mark.parametrize("how", WAYS)
def test_hours_become_a_schedule_and_are_shown_again(how: str) -> None:
    one = Schedule(id=record_id(), **hours.fields(WAYS[how]))
    check_hours(one)
    expected = () if how == hours.CLOSED else (OpenHours("09:00", "12:00"),)
    assert open_on((one,), MONDAY) == expected
    again = hours.shown(one)
    assert again is not None
    assert again.how == how
    assert hours.fields(again) == hours.fields(WAYS[how])


@pytest.mark.parametrize(
    "fields",
    [
        {"byday": "MO", "interval": 3},
        {"freq": Recurrence.MONTHLY, "bymonthday": "1,15"},
        {"freq": Recurrence.MONTHLY, "byday": "1MO,3MO"},
        {"freq": Recurrence.MONTHLY, "byday": "MO"},
        {"byday": "MO", "interval": 2},
    ],
)
def test_what_the_form_cannot_show_is_left_alone(fields: dict[str, Any]) -> None:
    assert hours.shown(Schedule(id=record_id(), **fields)) is None


def test_every_way_asks_what_it_needs() -> None:
    for way in hours.ways():
        needed = {"byday"} if way.key in {hours.WEEKLY, hours.MONTHLY} else {"first"}
        assert needed <= hours.asks(way.key)
