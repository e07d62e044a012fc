"""Undo and redo at the boundary of typing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from meitinker import clock
from meitinker.changes import NOTHING
from meitinker.domain.people import Person, Phone
from meitinker.domain.plans import Handover, HandoverWay, SupportPlan
from meitinker.errors import NoWayBack, UndoRefused
from meitinker.ids import RecordId, VisitId
from meitinker.services import editing, people, plans, undo, visits
from meitinker.store import history
from tests.unit.services.world import World

if TYPE_CHECKING:
    from meitinker.ids import PersonId
    from tests.stores import TestStore


def _type(store: TestStore, person: PersonId, called: str) -> None:
    fields = {"called": called}
    editing.save(store.database, store.session, kind="person", record_id=person, fields=fields)


@pytest.fixture
def undone(store: TestStore) -> PersonId:
    """Return a person whose name was typed, and that typing undone."""
    person = store.person()
    _type(store, person, "Jan")
    undo.undo(store.database, store.session)
    assert store.get(Person, person).called == ""
    return person


def test_redo_brings_back_what_was_undone(store: TestStore, undone: PersonId) -> None:
    assert undo.redo(store.database, store.session).items
    assert store.get(Person, undone).called == "Jan"


def test_what_was_typed_since_stays_and_there_is_nothing_to_redo(
    store: TestStore, undone: PersonId
) -> None:
    _type(store, undone, "Piet")
    assert undo.redo(store.database, store.session) == NOTHING
    assert store.get(Person, undone).called == "Piet"
    assert undo.undo(store.database, store.session).action == "person.write"


def _concluded(store: TestStore) -> tuple[VisitId, RecordId]:
    """Return a conversation that was concluded, and what was added before it."""
    person = store.person()
    phone = people.add_phone(store.database, store.session, person).created("phone")
    changes = visits.begin(store.database, store.session, person)
    visit = VisitId(changes.created("visit"))
    visits.conclude(store.database, store.session, visit)
    return visit, phone


def test_what_has_no_way_back_is_not_reached_past(store: TestStore) -> None:
    """Undo after a conclusion took back what was done before it, on another screen."""
    _visit, phone = _concluded(store)
    with pytest.raises(NoWayBack) as refused:
        undo.undo(store.database, store.session)
    assert refused.value.params == {"action": "visit.conclude"}
    assert store.get(Phone, phone).person_id


def test_a_plan_that_was_given_is_taken_back_and_the_plan_stays(store: TestStore) -> None:
    visit = World(store).visit
    visits.conclude(store.database, store.session, visit)
    given = plans.make(store.database, store.session, visit, way=HandoverWay.AT_THE_TABLE)
    assert (given.action, given.undoable) == ("plan.give", True)
    handover = given.created("handover")
    assert store.get(Handover, handover).handed_over_on == clock.today()
    assert undo.undo(store.database, store.session).action == "plan.give"
    assert store.get(Handover, handover).handed_over_on is None
    assert [one.handover_id for one in plans.unsent(store.database, store.session)] == [handover]
    assert store.get(SupportPlan, given.created("support_plan")).version == 1
    with store.database.reading() as connection:
        told = [one.operation for one in history.told(connection, handover)]
    assert told == ["create", "edit", "edit"], "that it was given stays in the history"
    with pytest.raises(NoWayBack):
        undo.undo(store.database, store.session)
    plans.choose_way(store.database, store.session, handover, way=HandoverWay.SEND_LATER)
    assert store.get(Handover, handover).way is HandoverWay.SEND_LATER


def test_what_is_offered_is_taken_back_and_not_what_was_typed_since(store: TestStore) -> None:
    """The bar named one thing and took back the words that were typed meanwhile."""
    other, person = store.person(), store.person()
    act = people.add_phone(store.database, store.session, other).act
    _type(store, person, "Jan")
    assert undo.undo(store.database, store.session, act_id=act).action == "phone.add"
    assert store.get(Person, person).called == "Jan"
    assert undo.undo(store.database, store.session, act_id=act) == NOTHING, "once is enough"
    assert store.get(Person, person).called == "Jan"


def test_what_was_built_on_is_not_taken_back_from_under_it(store: TestStore) -> None:
    person = store.person()
    act = people.set_secret_address(store.database, store.session, person, secret=True).act
    _type(store, person, "Jan")
    with pytest.raises(UndoRefused):
        undo.undo(store.database, store.session, act_id=act)
    assert store.get(Person, person).secret_address
