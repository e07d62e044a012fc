"""When a task is due, and whose it is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from meitinker.domain.tasks import When, due_on, is_ours

SUNDAY, MONDAY = date(2026, 11, 22), date(2026, 11, 23)


@pytest.mark.parametrize(
    ("today", "when", "due"),
    [
        (MONDAY, When.TODAY, MONDAY),
        (SUNDAY, When.TOMORROW, MONDAY),
        (SUNDAY, When.NEXT_WEEK, MONDAY + timedelta(days=7)),
        (MONDAY, When.NEXT_WEEK, date(2026, 11, 30)),
        (date(2026, 12, 31), When.TOMORROW, date(2027, 1, 1)),
        (date(2026, 12, 31), When.NEXT_WEEK, date(2027, 1, 4)),
    ],
)
def test_the_day_that_is_meant(today: date, when: When, due: date) -> None:
    assert due_on(when, today) == due


def test_a_day_of_ones_own_is_that_day() -> None:
    assert due_on(When.DAY, MONDAY, day=SUNDAY) == SUNDAY
    assert due_on(When.DAY, MONDAY) is None


@pytest.mark.parametrize(
    "who", ["wij", "Wij", "ik ", "Wy", "meitinker", "Hinke", "hinke terpstra", "dochter en wij"]
)
def test_ours(who: str) -> None:
    assert is_ours(who, ["Hinke Terpstra", "meitinker"])


@pytest.mark.parametrize("who", ["", "dochter", "Wijnand", "huisarts", "Terpstra", "wijkzuster"])
def test_not_ours(who: str) -> None:
    assert not is_ours(who, ["Hinke Terpstra", "meitinker"])


def test_a_worker_without_a_name_does_not_own_what_is_nobodys() -> None:
    assert not is_ours("", [""])
