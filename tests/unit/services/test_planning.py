"""What is typed of an appointment outlives a kill, and shows nobody what they may not see."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.villages import Village
from meitinker.ids import VillageId, record_id
from meitinker.services import appointments, form_drafts, planning
from meitinker.services.appointments import Planned
from meitinker.services.planning import TypedAppointment
from meitinker.store.acts import act
from tests import readings

if TYPE_CHECKING:
    from tests.stores import TestStore


def keep(store: TestStore, typed: TypedAppointment) -> None:
    about = typed.appointment_id or typed.client_id
    form_drafts.keep(store.database, store.session, planning.FORM, typed, about=about)


def test_the_form_is_there_after_a_new_start_until_it_is_emptied(store: TestStore) -> None:
    person = store.person("Hoekstra")
    assert planning.resumed(store.database, store.session, person) is None
    typed = TypedAppointment(client_id=person, day="2", time="14", note="Let op")
    keep(store, typed)
    store.reopen()
    found = planning.resumed(store.database, store.session, person)
    assert found is not None
    assert (found.typed, found.client.surname, found.file) == (typed, "Hoekstra", None)
    form_drafts.keep(store.database, store.session, planning.FORM, TypedAppointment(), about=person)
    assert planning.resumed(store.database, store.session, person) is None


def test_one_with_another_resident_takes_no_ones_place(store: TestStore) -> None:
    first, other = store.person("Hoekstra"), store.person("Meer")
    for person in (first, other):
        keep(store, TypedAppointment(client_id=person, note=person))
    for person in (first, other):
        found = planning.resumed(store.database, store.session, person)
        assert found is not None
        assert found.typed.note == person


def test_an_appointment_that_was_being_changed_comes_with_it(store: TestStore) -> None:
    person = store.person("Hoekstra")
    plan = Planned(starts_at=clock.now())
    one = appointments.make(store.database, store.session, person, plan=plan).created("appointment")
    keep(store, TypedAppointment(client_id=person, appointment_id=one, note="x"))
    found = planning.resumed(store.database, store.session, one)
    assert found is not None
    assert found.file is not None
    assert found.file.appointment.id == one
    (seen,) = readings.of_client(store.database, person)
    assert (seen.kind, seen.record_id) == ("appointment", one)


def test_who_may_not_see_the_resident_gets_nothing_back(store: TestStore) -> None:
    village = Village(id=record_id(), frisian_name="Grou")
    with act(store.database, store.session, "village.add") as work:
        work.create(village)
    person = store.person("Hoekstra", VillageId(village.id))
    keep(store, TypedAppointment(client_id=person, note="Schulden"))
    elsewhere = msgspec.structs.replace(store.session, villages=frozenset({VillageId(record_id())}))
    assert planning.resumed(store.database, store.session, person) is not None
    assert planning.resumed(store.database, elsewhere, person) is None
