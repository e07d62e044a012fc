"""Decisions that are due on Vandaag: the example village has one on whatever day it is opened."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import msgspec
import pytest

from meitinker import clock
from meitinker.domain import clocks
from meitinker.domain.applications import About, Application, ClockStop
from meitinker.domain.clocks import Clock, ClockState
from meitinker.domain.letters import Letter, LetterKind
from meitinker.domain.terms import ONE_DAY
from meitinker.exchange import example_village as example
from meitinker.services.application_files import Undecided
from meitinker.store.people import PersonEntry
from ui.viewmodels import pressing

if TYPE_CHECKING:
    from collections.abc import Iterator

SMALLEST = 11
"""Persons: the stories and no more, for every application is told in one of them."""

FIRST = date(2026, 11, 1)
DAYS = 400
NOBODY = PersonEntry("", "Fenne", "", "", "Bûter", "", *(None, None, 0), *(None,) * 5, 0)


def letters(kind: LetterKind, found: list[Letter]) -> dict[str, list[Letter]]:
    """Return the letters of a kind by the application they are about."""
    about: dict[str, list[Letter]] = {}
    for letter in found:
        if letter.kind is kind:
            key = msgspec.json.decode(letter.content, type=About).application_id
            about.setdefault(key, []).append(letter)
    return about


def undecided(today: date) -> Iterator[Undecided]:
    """Yield the applications of the village of ``today`` that wait, as the service lists them."""
    records = tuple(example.generate(SMALLEST, today))
    sent = [one for one in records if isinstance(one, Letter)]
    decided, still = (letters(k, sent) for k in (LetterKind.DECISION, LetterKind.SUSPENSION))
    for one in records:
        if isinstance(one, Application) and str(one.id) not in decided:
            stops = [
                msgspec.json.decode(letter.content, type=ClockStop).days
                for letter in still.get(str(one.id), ())
            ]
            assert one.received_on is not None
            running = clocks.decision_clock(one.received_on, stops)
            yield Undecided(application_id=one.id, person=NOBODY, clock=running)


def due_on(today: date, waiting: tuple[Undecided, ...], wall: time) -> list[Clock]:
    """Return the clocks of the decisions that Vandaag lists at that time on the wall."""
    now = datetime.combine(today, wall, clock.AMSTERDAM).astimezone(UTC)
    with clock.running(lambda: now):
        shown = {item.key for item in pressing.decisions(waiting)}
        found = [one.clock for one in waiting if one.application_id in shown]
        assert all(one.state(now) is ClockState.RUNNING for one in found)
        return found


@pytest.mark.parametrize("month", range(0, DAYS, 40))
def test_one_decision_of_the_village_is_due_on_every_day_at_every_hour(month: int) -> None:
    for today in (FIRST + timedelta(days=month + n) for n in range(40)):
        waiting = tuple(undecided(today))
        at = [due_on(today, waiting, wall) for wall in (time(), time(12), time(23, 59, 59))]
        assert [len(found) for found in at] == [1, 1, 1], today


def test_a_decision_that_is_due_later_than_a_week_is_not_listed() -> None:
    later = clocks.decision_clock(FIRST + ONE_DAY)
    one = Undecided(application_id=example.municipality_id("x"), person=NOBODY, clock=later)
    assert due_on(FIRST, (one,), time(12)) == []
