"""Conversations under way: one at a time with a resident, and a mistake can be taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from meitinker import clock
from meitinker.domain.appointments import Appointment, AppointmentState
from meitinker.domain.visits import LifeDomain, Visit
from meitinker.errors import InvalidField
from meitinker.ids import RecordId, VisitId
from meitinker.services import appointments, editing, running, undo, visits
from meitinker.services.appointments import Planned

if TYPE_CHECKING:
    from meitinker.ids import PersonId
    from tests.stores import TestStore


def agreed(store: TestStore, person: PersonId) -> RecordId:
    changes = appointments.make(
        store.database, store.session, person, plan=Planned(starts_at=clock.now())
    )
    return changes.created("appointment")


def listed(store: TestStore) -> list[str]:
    return [one.visit_id for one in visits.listed(store.database, store.session)]


def test_an_appointment_goes_on_with_the_conversation_under_way(store: TestStore) -> None:
    person = store.person("Jong")
    one = agreed(store, person)
    visit = store.visit(person)
    appointments.begin_visit(store.database, store.session, one)
    assert appointments.visit_of(store.database, store.session, one) == visit
    assert listed(store) == [visit]
    assert store.get(Appointment, one).state is AppointmentState.HELD


def test_nobody_elses_conversation_is_gone_on_with(store: TestStore) -> None:
    other = store.visit(store.person("Meer"))
    person = store.person("Jong")
    assert running.visit_with(store.database, store.session, person) is None
    one = agreed(store, person)
    begun = appointments.begin_visit(store.database, store.session, one).created("visit")
    assert begun != other
    assert running.visit_with(store.database, store.session, person) == begun


def test_an_empty_conversation_is_taken_away_and_comes_back(store: TestStore) -> None:
    person = store.person("Jong")
    one = agreed(store, person)
    begun = appointments.begin_visit(store.database, store.session, one).created("visit")
    running.discard(store.database, store.session, VisitId(RecordId(begun)))
    assert listed(store) == []
    appointment = store.get(Appointment, one)
    assert (appointment.visit_id, appointment.state) == (None, AppointmentState.PLANNED)
    undo.undo(store.database, store.session)
    assert listed(store) == [begun]
    assert store.get(Appointment, one).visit_id == begun


@pytest.mark.parametrize("written", ["words", "record"])
def test_a_conversation_with_anything_in_it_stays(store: TestStore, written: str) -> None:
    visit = store.visit(store.person("Jong"))
    if written == "words":
        fields = {"notes": "Zij vergeet het gas."}
        editing.save(
            store.database, store.session, kind="visit", record_id=RecordId(visit), fields=fields
        )
    else:
        visits.note_domain(store.database, store.session, visit, domain=LifeDomain.HOUSING)
    with pytest.raises(InvalidField, match="state"):
        running.discard(store.database, store.session, visit)
    assert store.get(Visit, visit).id == visit
