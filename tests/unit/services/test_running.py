"""Conversations under way: one at a time with a resident, and a mistake can be taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from meitinker import clock
from meitinker.domain.appointments import Appointment, AppointmentState
from meitinker.domain.attachments import Attachment
from meitinker.domain.checkpoints import Talked, Topic
from meitinker.domain.self_reliance import Level
from meitinker.domain.visits import LifeDomain, Visit
from meitinker.errors import InvalidField
from meitinker.ids import RecordId, VisitId, record_id
from meitinker.services import (
    appointments,
    checkpoints,
    editing,
    requests,
    running,
    self_reliance,
    undo,
    visit_files,
    visits,
)
from meitinker.services.appointments import Planned
from meitinker.services.requests import NewRequest
from meitinker.store.acts import act

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


def _with(store: TestStore, visit: VisitId, part: str) -> None:
    """Let one thing stand in a conversation, apart from its words."""
    database, session = store.database, store.session
    client = store.get(Visit, visit).client_id
    match part:
        case "score":
            self_reliance.score(
                database, session, visit, domain=LifeDomain.HOUSING, level=Level.BARELY
            )
        case "checkpoint":
            checkpoints.answer(
                database, session, visit, topic=Topic.PGB, talked=Talked.TALKED, note=""
            )
        case "file":
            kept = Attachment(id=record_id(), client_id=client, visit_id=visit, name="gang.jpg")
            with act(database, session, "test.file") as work:
                work.create(kept)
        case _:
            visits.add_need(database, session, visit)


@pytest.mark.parametrize("part", ["score", "checkpoint", "file", "need"])
def test_the_list_offers_to_take_away_only_what_may_be_taken_away(
    store: TestStore, part: str
) -> None:
    person = store.person("Jong")
    visit = visits.begin(store.database, store.session, person).created("visit")
    (row,) = visits.listed(store.database, store.session)
    assert row.empty
    assert running.is_empty(visit_files.file_of(store.database, store.session, visit))
    _with(store, VisitId(visit), part)
    (row,) = visits.listed(store.database, store.session)
    assert not row.empty
    assert not running.is_empty(visit_files.file_of(store.database, store.session, visit))


def test_words_of_the_request_are_not_written_in_the_conversation(store: TestStore) -> None:
    person = store.person("Jong")
    asked = _asked(store, person)
    visits.begin(store.database, store.session, person, request_id=asked)
    (row,) = visits.listed(store.database, store.session)
    assert row.empty


def _asked(store: TestStore, person: PersonId, words: str = "Hulp bij de post") -> RecordId:
    new = NewRequest(words=words)
    return requests.take(store.database, store.session, person, new).created("request")


def _from(store: TestStore, person: PersonId, asked: RecordId) -> VisitId | None:
    running.begin_from(store.database, store.session, person, request_id=asked)
    return running.visit_from(store.database, store.session, person, request_id=asked)


def test_a_request_has_one_conversation_under_way(store: TestStore) -> None:
    person = store.person("Jong")
    asked = _asked(store, person)
    first = _from(store, person, asked)
    assert first is not None
    assert _from(store, person, asked) == first
    assert listed(store) == [first]


def test_one_under_way_that_had_no_request_is_about_this_one_from_then(store: TestStore) -> None:
    person = store.person("Jong")
    visit, asked = store.visit(person), _asked(store, person)
    assert _from(store, person, asked) == visit
    assert store.get(Visit, visit).request_id == asked


def test_one_about_another_request_is_left_alone(store: TestStore) -> None:
    person = store.person("Jong")
    one, other = _asked(store, person), _asked(store, person, "Een traplift")
    assert _from(store, person, one) != _from(store, person, other)
    assert len(listed(store)) == 2


def test_a_conversation_is_about_the_one_request_that_waits(store: TestStore) -> None:
    use, person = (store.database, store.session), store.person("Jong")
    first = running.begin(*use, person).created("visit")
    assert store.get(Visit, first).request_id is None
    running.discard(*use, VisitId(first))
    asked = requests.take(*use, person, NewRequest(words="De trap gaat niet meer."))
    second = store.get(Visit, running.begin(*use, person).created("visit"))
    assert second.request_id == asked.created("request")
    assert second.question == "De trap gaat niet meer."
    requests.take(*use, person, NewRequest(words="En het bad ook niet."))
    third = store.get(Visit, running.begin(*use, person).created("visit"))
    assert third.request_id is None, "which of the two is asked in the conversation"
