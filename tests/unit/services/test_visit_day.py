"""The day of a conversation: told afterwards or mended, with all that hangs on it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from meitinker import clock
from meitinker.domain.requests import Request
from meitinker.domain.self_reliance import Level, Score
from meitinker.domain.visits import LifeDomain, Visit
from meitinker.errors import AlreadyConcluded, BugError, InvalidField
from meitinker.ids import RecordId, VisitId
from meitinker.services import editing, requests, self_reliance, undo, visit_day, visits
from meitinker.services.requests import NewRequest
from meitinker.store import records
from tests.stores import Clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from meitinker.ids import PersonId
    from tests.stores import TestStore


@pytest.fixture
def wall() -> Iterator[Clock]:
    wall = Clock()
    with clock.running(wall):
        yield wall


@pytest.fixture
def client(store: TestStore, wall: Clock) -> PersonId:
    return store.person("Jong")


def begun(store: TestStore, client: PersonId, request: RecordId | None = None) -> VisitId:
    changes = visits.begin(store.database, store.session, client, request_id=request)
    return VisitId(changes.created("visit"))


def scores(store: TestStore, visit: VisitId) -> list[Score]:
    with store.database.reading() as connection:
        return records.find(connection, store.session, Score, visit_id=visit)


def test_the_scores_go_along_and_one_undo_brings_all_back(
    store: TestStore, client: PersonId
) -> None:
    visit = begun(store, client)
    self_reliance.score(
        store.database, store.session, visit, domain=LifeDomain.FINANCES, level=Level.NOT
    )
    before, day = store.get(Visit, visit), clock.today() - timedelta(days=1)
    visit_day.set_day(store.database, store.session, visit, on=day)
    moved = store.get(Visit, visit)
    assert (moved.visited_on, moved.started_at) == (day, None)
    assert [one.scored_on for one in scores(store, visit)] == [day]
    undo.undo(store.database, store.session)
    assert store.get(Visit, visit) == before
    assert [one.scored_on for one in scores(store, visit)] == [before.visited_on]


def test_the_wait_of_its_request_ends_on_the_day_of_the_talk(
    store: TestStore, client: PersonId, wall: Clock
) -> None:
    new = NewRequest(words="Ik val vaak.")
    request = requests.take(store.database, store.session, client, new).created("request")
    wall.at += timedelta(days=3)
    visit = begun(store, client, request)
    assert store.get(Request, request).appointed_at == store.get(Visit, visit).started_at
    day = clock.today() - timedelta(days=2)
    visit_day.set_day(store.database, store.session, visit, on=day)
    appointed = store.get(Request, request).appointed_at
    assert appointed is not None
    assert clock.local(appointed).date() == day


def test_an_appointment_that_was_made_before_stays(
    store: TestStore, client: PersonId, wall: Clock
) -> None:
    new = NewRequest(words="Ik val vaak.")
    request = requests.take(store.database, store.session, client, new).created("request")
    wall.at += timedelta(hours=1)
    requests.appoint(store.database, store.session, request)
    made = store.get(Request, request)
    wall.at += timedelta(days=3)
    visit = begun(store, client, request)
    day = clock.today() - timedelta(days=1)
    visit_day.set_day(store.database, store.session, visit, on=day)
    assert store.get(Request, request) == made


def test_a_day_to_come_is_refused_and_so_is_one_of_a_concluded_talk(
    store: TestStore, client: PersonId
) -> None:
    visit = begun(store, client)
    with pytest.raises(InvalidField):
        visit_day.set_day(
            store.database, store.session, visit, on=clock.today() + timedelta(days=1)
        )
    visits.conclude(store.database, store.session, visit)
    with pytest.raises(AlreadyConcluded):
        visit_day.set_day(store.database, store.session, visit, on=clock.today())


def test_it_is_no_field_to_type_in(store: TestStore, client: PersonId) -> None:
    visit = begun(store, client)
    with pytest.raises(BugError):
        editing.save(
            store.database,
            store.session,
            kind="visit",
            record_id=RecordId(visit),
            fields={"visited_on": "2026-11-01"},
        )


def test_a_talk_over_midnight_keeps_its_day(
    store: TestStore, client: PersonId, wall: Clock
) -> None:
    wall.at = clock.instant_from("2026-11-12T22:50:00.000Z")  # 23:50 in the village
    visit = begun(store, client)
    wall.at += timedelta(minutes=30)
    self_reliance.score(
        store.database, store.session, visit, domain=LifeDomain.FINANCES, level=Level.NOT
    )
    held = store.get(Visit, visit)
    assert held.visited_on is not None
    assert held.visited_on.isoformat() == "2026-11-12"
    assert [one.scored_on for one in scores(store, visit)] == [held.visited_on]
    visit_day.set_day(store.database, store.session, visit, on=held.visited_on)
    assert store.get(Visit, visit).started_at == held.started_at
