"""Contact notes: kept while typed, added with a task, and never mixed with another's."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import msgspec
import pytest

from meitinker import clock, ids
from meitinker.domain.contacts import Channel, ContactNote
from meitinker.domain.network import Tie
from meitinker.domain.tasks import Task
from meitinker.errors import InvalidField, NotVisible
from meitinker.ids import RecordId
from meitinker.services import contacts, form_drafts, merging, undo, visits
from meitinker.services.contacts import TypedNote
from meitinker.store import readlog
from meitinker.store.acts import act
from tests.stores import Clock

if TYPE_CHECKING:
    from meitinker.ids import PersonId
    from tests.stores import TestStore


@pytest.fixture
def client(store: TestStore) -> PersonId:
    return store.person("Jong")


def note(client: str, text: str = "Dochter gebeld", **more: object) -> TypedNote:
    return msgspec.structs.replace(TypedNote(client_id=client, text=text), **more)


def keep(store: TestStore, typed: TypedNote) -> TypedNote:
    at = clock.instant_text(clock.now())
    kept = msgspec.structs.replace(typed, key=typed.key or ids.record_id(), at=typed.at or at)
    form_drafts.keep(store.database, store.session, contacts.FORM, kept, about=kept.key)
    return kept


def test_a_note_goes_into_the_dossier_with_the_task_that_follows(
    store: TestStore, client: PersonId
) -> None:
    due = date(2026, 11, 30)
    typed = note(client, who="dochter Anna", channel=Channel.STREET, task="Bel terug", due_on=due)
    changes = contacts.add(store.database, store.session, typed)
    kept = store.get(ContactNote, changes.created("contact_note"))
    assert (kept.who, kept.channel, kept.text) == ("dochter Anna", Channel.STREET, typed.text)
    task = store.get(Task, changes.created("task"))
    assert (task.what, task.due_on, task.contact_note_id) == ("Bel terug", due, kept.id)
    assert task.user_id == store.session.user


def test_one_undo_takes_back_the_note_and_its_task(store: TestStore, client: PersonId) -> None:
    changes = contacts.add(store.database, store.session, note(client, task="Bel terug"))
    undo.undo(store.database, store.session)
    for record, kind in ((ContactNote, "contact_note"), (Task, "task")):
        with pytest.raises(NotVisible):
            store.get(record, changes.created(kind))


@pytest.mark.parametrize(
    ("typed", "field"),
    [(TypedNote(text="gebeld"), "client_id"), (TypedNote(client_id="x", text=" "), "text")],
)
def test_a_note_needs_a_resident_and_words(store: TestStore, typed: TypedNote, field: str) -> None:
    with pytest.raises(InvalidField) as refused:
        contacts.add(store.database, store.session, typed)
    assert refused.value.field == field


def test_what_is_typed_stays_over_a_restart_and_goes_when_it_is_added(
    store: TestStore, client: PersonId
) -> None:
    typed = keep(store, note(client))
    store.reopen()
    assert contacts.drafts(store.database) == (typed,)
    contacts.add(store.database, store.session, typed)
    assert contacts.drafts(store.database) == ()


def test_a_refused_note_stays_as_it_was_typed(store: TestStore) -> None:
    typed = keep(store, note("", "Dochter gebeld"))
    with pytest.raises(InvalidField):
        contacts.add(store.database, store.session, typed)
    assert contacts.drafts(store.database) == (typed,)


def test_two_notes_under_way_do_not_mix(store: TestStore, client: PersonId) -> None:
    other = store.person("Meer")
    first = keep(store, note(client, "over de een"))
    second = keep(store, note(other, "over de ander"))
    assert contacts.begun(store.database, store.session, client).draft == first
    assert contacts.begun(store.database, store.session, other).draft == second
    keep(store, TypedNote(key=second.key, client_id=other))
    assert contacts.drafts(store.database) == (first,)


def test_the_moment_is_that_of_the_first_words(store: TestStore, client: PersonId) -> None:
    clock_hand = Clock("2026-11-12T14:05:00.000Z")
    with clock.running(clock_hand):
        typed = keep(store, note(client))
        clock_hand.at = clock.instant_from("2026-11-12T16:00:00.000Z")
        made = contacts.add(store.database, store.session, typed).created("contact_note")
    assert clock.instant_text(store.get(ContactNote, made).at) == "2026-11-12T14:05:00.000Z"


def test_a_note_is_mended_where_it_stands(store: TestStore, client: PersonId) -> None:
    made = contacts.add(store.database, store.session, note(client)).created("contact_note")
    typed = contacts.opened(store.database, store.session, made)
    changes = contacts.add(
        store.database, store.session, msgspec.structs.replace(typed, text="Zoon gebeld")
    )
    assert changes.action == "contact_note.edit"
    assert store.get(ContactNote, made).text == "Zoon gebeld"


def test_a_removed_note_comes_back_by_undo(store: TestStore, client: PersonId) -> None:
    made = contacts.add(store.database, store.session, note(client)).created("contact_note")
    contacts.remove(store.database, store.session, made)
    with pytest.raises(NotVisible):
        store.get(ContactNote, made)
    undo.undo(store.database, store.session)
    assert store.get(ContactNote, made).text == "Dochter gebeld"


def test_the_last_people_come_first_and_merged_ones_once(
    store: TestStore, client: PersonId
) -> None:
    other, double = store.person("Meer"), store.person("Meer-Dubbel")
    for number, person in enumerate((client, double, other)):
        with clock.running(Clock(f"2026-11-12T1{number}:00:00.000Z")):
            contacts.add(store.database, store.session, note(person))
    assert [p.person_id for p in contacts.recent(store.database, store.session)] == [
        other,
        double,
        client,
    ]
    merging.merge(store.database, store.session, from_id=double, into_id=other)
    recent = contacts.recent(store.database, store.session)
    assert [p.person_id for p in recent] == [other, client]


def test_who_may_have_called_comes_from_calls_network_and_tables(
    store: TestStore, client: PersonId
) -> None:
    visit = store.visit(client)
    visits.add_attendee(store.database, store.session, visit, name="Wiebe", tie="buurman")
    tie = Tie(id=ids.record_id(), client_id=client, name="Anna", relation="dochter")
    with act(store.database, store.session, "tie.add") as work:
        work.create(tie)
    contacts.add(store.database, store.session, note(client, who="huisarts"))
    begun = contacts.begun(store.database, store.session, client)
    assert begun.whom == ("huisarts", "dochter Anna", "buurman Wiebe")


def test_choosing_a_resident_is_logged_and_what_is_gone_is_not_shown(
    store: TestStore, client: PersonId
) -> None:
    contacts.begun(store.database, store.session, client)
    with store.database.reading() as connection:
        read = [entry.record_id for entry, _before, _own in readlog.entries(connection)]
    assert read == [client]
    with pytest.raises(NotVisible):
        contacts.begun(store.database, store.session, RecordId("nobody"))


def test_a_talk_of_yesterday_is_of_yesterday(store: TestStore, client: PersonId) -> None:
    yesterday = clock.today() - timedelta(days=1)
    made = contacts.add(store.database, store.session, note(client, on=yesterday))
    kept = store.get(ContactNote, made.created("contact_note"))
    assert clock.local(kept.at).date() == yesterday
    opened = contacts.opened(store.database, store.session, kept.id)
    assert opened.on == yesterday
    contacts.add(store.database, store.session, msgspec.structs.replace(opened, text="Anders"))
    assert store.get(ContactNote, kept.id).at == kept.at
    earlier = yesterday - timedelta(days=1)
    contacts.add(store.database, store.session, msgspec.structs.replace(opened, on=earlier))
    assert clock.local(store.get(ContactNote, kept.id).at).date() == earlier


def test_a_talk_still_to_come_is_refused(store: TestStore, client: PersonId) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    with pytest.raises(InvalidField) as refused:
        contacts.add(store.database, store.session, note(client, on=tomorrow))
    assert refused.value.field == "on"


def test_who_may_have_called_is_named_once_and_never_the_resident(
    store: TestStore, client: PersonId
) -> None:
    visit = store.visit(client)
    for name, tie in (("Jong", "inwoner"), ("Anna", "dochter"), ("Anna Bakker", "dochter")):
        visits.add_attendee(store.database, store.session, visit, name=name, tie=tie)
    visits.add_attendee(store.database, store.session, visit, name="Piet Bakker", tie="zoon")
    assert contacts.begun(store.database, store.session, client).whom == (
        "dochter Anna Bakker",
        "zoon Piet Bakker",
    )


def test_who_is_known_by_one_word_and_in_full_is_named_once_where_there_is_but_one(
    store: TestStore, client: PersonId
) -> None:
    ties = (
        ("Jansen", "huisarts"),
        ("De buren van nummer 8", "buren"),
        ("Anna", "dochter"),
        ("Sjoukje", "dochter"),
    )
    with act(store.database, store.session, "tie.add") as work:
        for name, relation in ties:
            work.create(Tie(id=ids.record_id(), client_id=client, name=name, relation=relation))
    for who in ("huisarts", "dochter"):
        contacts.add(store.database, store.session, note(client, who=who))
    whom = contacts.begun(store.database, store.session, client).whom
    assert whom[:2] == ("dochter", "huisarts Jansen"), "of two daughters nobody knows which"
    assert sorted(whom[2:]) == ["De buren van nummer 8", "dochter Anna", "dochter Sjoukje"]
