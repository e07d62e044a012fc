"""Who changed what, when, and what stood there; a BSN is never told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from meitinker import clock
from meitinker.domain.addresses import Address
from meitinker.domain.organisation import User
from meitinker.domain.people import Person, Phone
from meitinker.errors import NotVisible
from meitinker.ids import RecordId, record_id
from meitinker.services import editing, history, merging, people
from meitinker.store.acts import act
from tests.stores import Clock

if TYPE_CHECKING:
    from meitinker.ids import PersonId
    from tests.stores import TestStore


@pytest.fixture
def client(store: TestStore) -> PersonId:
    with act(store.database, store.session, "user.add") as work:
        work.create(User(id=store.session.user, name="Hinke Terpstra"))
    return store.person("Jong")


def write(store: TestStore, kind: str, record_id: str, **fields: str) -> None:
    editing.save(
        store.database, store.session, kind=kind, record_id=RecordId(record_id), fields=fields
    )
    editing.seal(store.database, store.session)


def told(store: TestStore, client: PersonId) -> list[tuple[str, object, object]]:
    changes = history.of_details(store.database, store.session, client)
    return [(change.field, change.before, change.after) for change in changes]


def test_what_stood_there_who_changed_it_and_when(store: TestStore, client: PersonId) -> None:
    for hour, name in ((10, "Jongsma"), (11, "de Jong")):
        with clock.running(Clock(f"2026-11-12T{hour}:00:00.000Z")):
            write(store, "person", client, surname=name)
    newest, first = history.of_details(store.database, store.session, client)
    assert (newest.before, newest.after, newest.at[11:13]) == ("Jongsma", "de Jong", "11")
    assert (first.before, first.after, first.author) == ("Jong", "Jongsma", "Hinke Terpstra")


def test_adding_is_no_change_and_removing_is_one(store: TestStore, client: PersonId) -> None:
    phone = people.add_phone(store.database, store.session, client).created("phone")
    assert told(store, client) == []
    with clock.running(Clock("2026-11-12T10:00:00.000Z")):  # both within one millisecond
        write(store, "phone", phone, note="werk")
        people.remove(store.database, store.session, Phone, phone)
    assert told(store, client) == [("", None, None), ("note", "", "werk")]


def test_that_a_bsn_changed_is_told_but_not_what_it_was(store: TestStore, client: PersonId) -> None:
    write(store, "person", client, bsn="999990019")
    (change,) = history.of_details(store.database, store.session, client)
    assert (change.field, change.hidden, change.before, change.after) == ("bsn", True, None, None)


def test_of_a_secret_address_it_tells_that_it_changed_not_where_to(
    store: TestStore, client: PersonId
) -> None:
    address = Address(id=record_id(), person_id=client, street="De Buorren", number="14")
    with act(store.database, store.session, "address.add") as work:
        work.create(address)
    write(store, "address", address.id, street="Haven")
    assert told(store, client) == [("street", "De Buorren", "Haven")]
    write(store, "person", client, called="Sjoukje")
    people.set_secret_address(store.database, store.session, client, secret=True)
    found = {one.field: one for one in history.of_details(store.database, store.session, client)}
    street, called = found["street"], found["called"]
    assert (street.before, street.after, street.hidden) == (None, None, True)
    assert (called.after, called.hidden) == ("Sjoukje", False)


def test_a_merged_file_brings_its_history(store: TestStore, client: PersonId) -> None:
    double = store.person("Jong-Dubbel")
    write(store, "person", double, called="Sjoukje")
    assert told(store, client) == []
    merging.merge(store.database, store.session, from_id=double, into_id=client)
    assert told(store, client) == [("called", "", "Sjoukje")]


def test_one_field_alone(store: TestStore, client: PersonId) -> None:
    write(store, "person", client, surname="Meer", called="Sjoukje")
    found = history.of_field(
        store.database, store.session, "person", RecordId(client), field="surname"
    )
    assert [(change.before, change.after) for change in found] == [("Jong", "Meer")]
    with pytest.raises(NotVisible):
        history.of_field(
            store.database, store.session, "person", RecordId("nobody"), field="surname"
        )


def test_a_field_that_was_set_back_shows_both_ways(store: TestStore, client: PersonId) -> None:
    write(store, "person", client, surname="Meer")
    write(store, "person", client, surname="Jong")
    assert told(store, client) == [("surname", "Meer", "Jong"), ("surname", "Jong", "Meer")]
    assert store.get(Person, client).surname == "Jong"
