"""The Algemene termijnenwet over twenty years: every day and every holiday (L1)."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

import pytest

from meitinker.domain import terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DAY = timedelta(days=1)

# Good Friday, Easter Monday, King's day, Ascension Day, Whit Monday as month-day. Taken over from
# the package holidays 0.109 (categories public and optional), which the program does not need.
MOVABLE = {
    2015: "04-03 04-06 04-27 05-14 05-25",
    2016: "03-25 03-28 04-27 05-05 05-16",
    2017: "04-14 04-17 04-27 05-25 06-05",
    2018: "03-30 04-02 04-27 05-10 05-21",
    2019: "04-19 04-22 04-27 05-30 06-10",
    2020: "04-10 04-13 04-27 05-21 06-01",
    2021: "04-02 04-05 04-27 05-13 05-24",
    2022: "04-15 04-18 04-27 05-26 06-06",
    2023: "04-07 04-10 04-27 05-18 05-29",
    2024: "03-29 04-01 04-27 05-09 05-20",
    2025: "04-18 04-21 04-26 05-29 06-09",
    2026: "04-03 04-06 04-27 05-14 05-25",
    2027: "03-26 03-29 04-27 05-06 05-17",
    2028: "04-14 04-17 04-27 05-25 06-05",
    2029: "03-30 04-02 04-27 05-10 05-21",
    2030: "04-19 04-22 04-27 05-30 06-10",
    2031: "04-11 04-14 04-26 05-22 06-02",
    2032: "03-26 03-29 04-27 05-06 05-17",
    2033: "04-15 04-18 04-27 05-26 06-06",
    2034: "04-07 04-10 04-27 05-18 05-29",
    2035: "03-23 03-26 04-27 05-03 05-14",
}
FIXED = "01-01 05-05 12-25 12-26"
LENGTHS = ({"days": 3}, {"days": 7}, {"weeks": 2}, {"weeks": 6})


@cache
def on_paper(year: int) -> frozenset[date]:
    """Return the holidays of the table."""
    days = f"{MOVABLE[year]} {FIXED}".split()
    return frozenset(date.fromisoformat(f"{year}-{day}") for day in days)


@cache
def works(day: date) -> bool:
    """Tell from the table whether people work on ``day``."""
    return day.isoweekday() < 6 and day not in on_paper(day.year)


def starts() -> Iterator[date]:
    """Return every day on which a term can begin, so that the table holds its end."""
    day = date(2015, 1, 1)
    while day < date(2035, 11, 1):
        yield day
        day += DAY


def broken(last_day: Callable[..., date]) -> Iterator[tuple[date, dict[str, int], date]]:
    """Return the terms of twenty years that end elsewhere than articles 1 and 2 say."""
    for begins in starts():
        for length in LENGTHS:
            bare = begins + timedelta(**length)
            end = last_day(begins, **length)
            within = [begins + DAY * n for n in range(1, (end - begins).days + 1)]
            moved = [day for day in within if day >= bare]
            right = (
                works(end)
                and sum(map(works, within)) >= 2
                # not a day longer than needed: the day before would not do
                and (end == bare or not works(moved[-2]) or sum(map(works, within)) == 2)
            )
            if not right:
                yield begins, length, end


@pytest.mark.promise("L1")
def test_l1_the_holidays_of_twenty_years_are_those_of_article_3() -> None:
    assert {year: terms.holidays(year) for year in MOVABLE} == {y: on_paper(y) for y in MOVABLE}


@pytest.mark.promise("L1")
def test_l1_every_term_of_twenty_years_ends_where_the_law_says() -> None:
    assert list(broken(terms.last_day)) == []


@pytest.mark.promise("L1")
def test_l1_control_without_moving_the_end_terms_are_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terms, "on_working_day", lambda day, _equal: day)
    assert next(broken(terms.last_day), None)


@pytest.mark.promise("L1")
def test_l1_control_without_two_working_days_terms_are_wrong(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(terms, "_with_working_days", lambda _begins, end, _equal: end)
    assert next(broken(terms.last_day), None)


@pytest.mark.promise("L1")
@pytest.mark.parametrize("forgotten", [date(2026, 5, 5), date(2026, 4, 3), date(2026, 4, 27)])
def test_l1_control_a_calendar_that_forgets_a_day_is_found(
    monkeypatch: pytest.MonkeyPatch, forgotten: date
) -> None:
    whole = terms.holidays
    monkeypatch.setattr(terms, "holidays", lambda year: whole(year) - {forgotten})
    assert next(broken(terms.last_day), None)


@pytest.mark.parametrize(
    ("begins", "length", "end"),
    [
        ("2026-11-02", {"weeks": 6}, "2026-12-14"),  # Monday to Monday
        ("2026-11-13", {"weeks": 6}, "2026-12-28"),  # Christmas Day, Boxing Day, Sunday
        ("2026-11-20", {"weeks": 6}, "2027-01-04"),  # New Year's Day, over the end of the year
        ("2026-10-31", {"weeks": 6}, "2026-12-14"),  # a Saturday
        ("2026-03-24", {"weeks": 6}, "2026-05-06"),  # the fifth of May, no lustrum
        ("2026-03-27", {"days": 7}, "2026-04-07"),  # Good Friday, Easter
        ("2026-03-16", {"weeks": 6}, "2026-04-28"),  # King's day
        ("2025-03-15", {"weeks": 6}, "2025-04-28"),  # King's day kept on a Saturday
        ("2026-04-02", {"weeks": 6}, "2026-05-15"),  # Ascension Day
        ("2026-04-13", {"weeks": 6}, "2026-05-26"),  # Whit Monday
        ("2024-02-29", {"weeks": 2}, "2024-03-14"),  # a leap day
        ("2026-12-24", {"days": 3}, "2026-12-29"),  # three days must hold two working days
        ("2026-12-24", {"days": 2}, "2026-12-28"),  # two days need not
        ("2026-04-02", {"days": 3}, "2026-04-08"),  # Thursday before Easter
        ("2026-11-02", {"days": 90}, "2027-02-01"),  # a Sunday, still governed
        ("2026-11-01", {"days": 91}, "2027-01-31"),  # a Sunday, governed no more (art. 4)
        ("2026-11-08", {"weeks": 12}, "2027-02-01"),
        ("2026-11-08", {"weeks": 13}, "2027-02-07"),
    ],
)
def test_terms_end_where_a_calendar_on_the_wall_says(
    begins: str, length: dict[str, int], end: str
) -> None:
    days, weeks = length.get("days", 0), length.get("weeks", 0)
    last = terms.last_day(date.fromisoformat(begins), days=days, weeks=weeks)
    assert last == date.fromisoformat(end)


def test_a_day_that_a_decree_puts_on_a_par_with_holidays_moves_a_term() -> None:
    begins, friday = date(2026, 11, 13), date(2026, 11, 20)
    assert terms.last_day(begins, days=7) == friday
    equal = frozenset({friday})
    assert terms.last_day(begins, days=7, equal=equal) == date(2026, 11, 23)
    assert terms.following_working_day(date(2026, 11, 19), equal) == date(2026, 11, 23)
    assert not terms.is_working_day(friday, equal)
    # two working days must be in it: the decreed one is none
    assert terms.last_day(date(2026, 11, 19), days=3, equal=equal) == date(2026, 11, 24)


def test_the_act_does_not_govern_hours() -> None:
    assert not terms.governed(hours=24)
    assert terms.governed(weeks=6)


def test_the_fifth_of_may_counts_every_year_and_good_friday_too() -> None:
    assert all(date(year, 5, 5) in terms.holidays(year) for year in range(2015, 2036))
    assert all(terms.easter(year) - 2 * DAY in terms.holidays(year) for year in range(2015, 2036))


@pytest.mark.parametrize(
    ("year", "sunday"), [(1961, "1961-04-02"), (2000, "2000-04-23"), (2038, "2038-04-25")]
)
def test_easter(year: int, sunday: str) -> None:
    assert terms.easter(year) == date.fromisoformat(sunday)
