"""What years of work leave in the files of a village: notes, tasks, requests, appointments.

With the conversations, plans and agreements of the example there are 100,000 things in the
timelines of 20,000 people. As in a real village most of it is about few: half of what is added
is about one person in twelve.
"""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from meitinker import clock, ids
from meitinker.domain.appointments import Appointment, AppointmentState
from meitinker.domain.contacts import Channel, ContactNote
from meitinker.domain.requests import Request, RequestKind, RequestState
from meitinker.domain.tasks import Task
from meitinker.domain.week import instant_at
from meitinker.ids import PersonId
from meitinker.store import indexing
from meitinker.store.acts import act

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from meitinker.domain.records import Record
    from meitinker.domain.session import Session
    from meitinker.store.database import Database

PARTS = ("visit", "agreement", "support_plan", "plan_remark", "contact_note", "task", "request")
"""Kinds that are counted, with ``appointment``; moves and changes of the file come on top."""

_PER_PERSON = {"note": 1.0, "task": 0.45, "request": 0.2, "appointment": 0.35}
_BITE = 5_000
_YEARS = 5 * 365
_AHEAD = 28
_OPEN = 0.03
"""The share of tasks and requests that are still to be done."""

_FEW = 12
"""Half of what is added is about one person in this many."""

_WORDS = (
    "Dochter gebeld: het douchen gaat niet meer alleen, de buurvrouw helpt soms.",
    "Terugbellen over de scootmobiel; de folder is nagestuurd.",
    "Mantelzorger is moe en vraagt naar respijtzorg in het dorp.",
    "De trap is steil. Wil beneden slapen, vraagt wie daarbij helpt.",
    "Gesproken op het spreekuur: eenzaam na het overlijden van zijn vrouw.",
)


def fill(database: Database, session: Session) -> int:
    """Add the work of five years and four weeks to come; return what the timelines hold."""
    with database.reading() as connection:
        found = connection.execute("SELECT id FROM person ORDER BY id").fetchall()
    people = [PersonId(ids.RecordId(row[0])) for row in found]
    chance = random.Random(20_000)  # noqa: S311 - a village that is the same every time
    waiting = _records(chance, session, people)
    while bite := list(islice(waiting, _BITE)):
        with act(database, session, "bench.fill", undoable=False) as work:
            for record in bite:
                work.create(record)
    while indexing.index_some(database, most=_BITE):
        pass
    return counted(database)


def counted(database: Database) -> int:
    """Return how many things stand in all timelines together."""
    with database.reading() as connection:
        return sum(
            int(connection.execute(f"SELECT count(*) FROM {kind}").fetchone()[0])  # noqa: S608  (kinds of the registry)
            for kind in (*PARTS, "appointment")
        )


def _records(
    chance: random.Random, session: Session, people: Sequence[PersonId]
) -> Iterator[Record]:
    today = clock.today()

    def who() -> PersonId:
        many = len(people) if chance.random() < 0.5 else len(people) // _FEW
        return people[chance.randrange(many)]

    def many(kind: str) -> range:
        return range(round(len(people) * _PER_PERSON[kind]))

    for _number in many("note"):
        at = _moment(chance, today, ahead=0)
        yield _note(chance, session, who(), at)
    for _number in many("task"):
        yield _task(chance, session, who(), today)
    for _number in many("request"):
        yield _request(chance, session, who(), today)
    for _number in many("appointment"):
        at = _moment(chance, today, ahead=_AHEAD)
        yield _appointment(session, who(), at, chance.choice((30, 60, 90)))


def _moment(chance: random.Random, today: date, *, ahead: int, ago: int = _YEARS) -> datetime:
    """Return a moment of a working day, up to ``ahead`` days from now."""
    day = today + timedelta(days=chance.randint(-ago, ahead))
    day -= timedelta(days=max(day.weekday() - 4, 0))
    at = time(chance.randint(8, 16), 15 * chance.randint(0, 3))
    return instant_at(day, at)


def _note(chance: random.Random, session: Session, client: PersonId, at: datetime) -> Record:
    return ContactNote(
        id=ids.record_id(),
        client_id=client,
        user_id=session.user,
        at=at,
        channel=chance.choice(list(Channel)),
        text=chance.choice(_WORDS),
    )


def _task(chance: random.Random, session: Session, client: PersonId, today: date) -> Record:
    open_now = chance.random() < _OPEN
    due = today + timedelta(days=chance.randint(-20, 40) if open_now else -chance.randint(1, 1800))
    return Task(
        id=ids.record_id(),
        client_id=client,
        user_id=session.user,
        what=chance.choice(_WORDS)[:60],
        due_on=due,
        done_on=None if open_now else due,
    )


def _request(chance: random.Random, session: Session, client: PersonId, today: date) -> Record:
    open_now = chance.random() < _OPEN
    at = _moment(chance, today, ahead=0, ago=40 if open_now else _YEARS)
    return Request(
        id=ids.record_id(),
        client_id=client,
        user_id=session.user,
        received_at=at,
        kind=RequestKind.QUESTION if chance.random() < 0.8 else RequestKind.SIGNAL,
        words=chance.choice(_WORDS),
        state=RequestState.OPEN if open_now else RequestState.INVESTIGATED,
        closed_at=None if open_now else at,
    )


def _appointment(session: Session, client: PersonId, at: datetime, minutes: int) -> Record:
    return Appointment(
        id=ids.record_id(),
        client_id=client,
        user_id=session.user,
        starts_at=at,
        minutes=minutes,
        state=AppointmentState.PLANNED if at > clock.now() else AppointmentState.HELD,
    )
