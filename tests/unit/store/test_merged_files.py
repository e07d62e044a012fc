"""The list of people and the file say the same of someone whose two files were merged."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from meitinker import clock
from meitinker.domain.addresses import Address, address_on
from meitinker.domain.people import Person
from meitinker.domain.plans import Handover, HandoverWay, SupportPlan
from meitinker.domain.visits import VisitState
from meitinker.ids import record_id
from meitinker.services import merging, people, visits
from meitinker.store import people as rows
from meitinker.store.acts import act

if TYPE_CHECKING:
    from meitinker.domain.records import Record
    from meitinker.ids import PersonId
    from meitinker.store.people import PersonEntry
    from tests.stores import TestStore

TODAY = date(2026, 11, 12)


def create(store: TestStore, *made: Record) -> None:
    with act(store.database, store.session, "test.add") as work:
        for one in made:
            work.create(one)


def listed(store: TestStore, person: PersonId) -> PersonEntry:
    with store.database.reading() as connection:
        (entry,) = rows.page(connection, store.session, TODAY.isoformat())
        assert rows.entries(connection, store.session, TODAY.isoformat(), people=[person]) == [
            entry
        ]
    assert entry.person_id == person
    return entry


@pytest.fixture
def merged(store: TestStore) -> tuple[PersonId, PersonId]:
    """Two files of one person: the double and the one that stayed."""
    double, kept = store.person("Dykstra"), store.person("Dijkstra")
    merging.merge(store.database, store.session, from_id=double, into_id=kept)
    return double, kept


def test_visits_and_plans_under_the_double_are_in_the_list(
    store: TestStore, merged: tuple[PersonId, PersonId]
) -> None:
    double, kept = merged
    begun, done = store.visit(double), store.visit(double)
    visits.conclude(store.database, store.session, done)
    plan = SupportPlan(
        id=record_id(), visit_id=done, client_id=double, number=1, version=1, made_at=clock.now()
    )
    waiting = Handover(
        id=record_id(), plan_id=plan.id, client_id=double, way=HandoverWay.SEND_LATER
    )
    create(store, plan, waiting)
    entry = listed(store, kept)
    assert (entry.visit_id, entry.unsent) == (begun, 1)
    told = people.file_of(store.database, store.session, kept).timeline
    states = {row.record_id: row.state for row in told if row.what == "visit"}
    assert states == {begun: VisitState.OPEN.value, done: VisitState.CONCLUDED.value}


@pytest.mark.parametrize("under_double", [True, False])
def test_the_list_shows_the_address_that_the_file_shows(
    store: TestStore, merged: tuple[PersonId, PersonId], *, under_double: bool
) -> None:
    double, kept = merged
    newer, older = (double, kept) if under_double else (kept, double)
    homes = (
        Address(id=record_id(), person_id=older, street="Oud", valid_from=date(2001, 1, 1)),
        Address(id=record_id(), person_id=newer, street="Nieuw", valid_from=date(2020, 1, 1)),
        Address(id=record_id(), person_id=newer, street="Later", valid_from=date(2030, 1, 1)),
    )
    create(store, *homes)
    shown = address_on(people.file_of(store.database, store.session, kept).addresses, TODAY)
    assert shown is not None
    assert listed(store, kept).street == shown.street == "Nieuw"


def test_a_secret_address_of_the_double_is_secret_in_the_list(
    store: TestStore, merged: tuple[PersonId, PersonId]
) -> None:
    double, kept = merged
    assert listed(store, kept).secret_address == 0
    with act(store.database, store.session, "test.edit") as work:
        work.edit(Person, double, {"secret_address": True})
    assert listed(store, kept).secret_address == 1


def test_taken_apart_each_has_its_own_again(
    store: TestStore, merged: tuple[PersonId, PersonId]
) -> None:
    double, kept = merged
    begun = store.visit(double)
    (merge,) = people.file_of(store.database, store.session, kept).merged
    merging.unmerge(store.database, store.session, merge.id)
    with store.database.reading() as connection:
        page = rows.page(connection, store.session, TODAY.isoformat())
    assert {entry.person_id: entry.visit_id for entry in page} == {kept: None, double: begun}
