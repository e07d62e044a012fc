from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from meitinker import ids
from meitinker.changes import NOTHING
from meitinker.domain.people import PERSON, Person, Phone
from meitinker.domain.visits import Visit
from meitinker.errors import BugError, NotVisible, RecordGone
from meitinker.ids import PersonId, RecordId, VillageId
from meitinker.store import drafts, history, journal, records, rows
from meitinker.store.acts import Act, act
from meitinker.store.history import ActState
from tests.stores import TestStore

Way = Callable[[Act], object]


def _row(store: TestStore, person: str) -> rows.StoredRow:
    with store.database.reading() as connection:
        row = rows.read(connection, PERSON, person)
    assert row is not None
    return row


def test_an_act_tells_what_it_touched(store: TestStore) -> None:
    person = Person(id=ids.record_id(), surname="Jong")
    with act(store.database, store.session, "person.add") as work:
        work.create(person)
        phone = work.create(Phone(id=ids.record_id(), person_id=PersonId(person.id), number="1"))
        work.edit(Person, person.id, {"called": "Anne", "surname": "Jong"})
    assert [(c.kind, c.operation) for c in work.changes.items] == [
        ("person", "create"),
        ("phone", "create"),
        ("person", "edit"),
    ]
    assert work.changes.items[2].fields == {"called"}
    assert work.changes.created("phone") == phone
    assert work.changes.undoable
    assert store.get(Person, person.id).called == "Anne"


def test_an_act_that_fails_halfway_leaves_nothing(store: TestStore) -> None:
    person = Person(id=ids.record_id(), surname="Jong")
    with pytest.raises(NotVisible), act(store.database, store.session, "x") as work:  # noqa: PT012 - the act ends by raising
        work.create(person)
        work.edit(Person, ids.record_id(), {"called": "Anne"})
    with pytest.raises(NotVisible):
        store.get(Person, person.id)
    with store.database.reading() as connection:
        assert list(journal.headers(connection)) == []


def test_an_act_without_changes_writes_no_change(store: TestStore) -> None:
    person = store.person("Jong")
    with act(store.database, store.session, "person.edit") as work:
        work.edit(Person, person, {"surname": "Jong"})
    assert work.changes == NOTHING
    with store.database.reading() as connection:
        assert len(list(journal.headers(connection))) == 1
        newest = history.newest(connection, store.session.user, ActState.DONE)
    assert newest is not None
    assert newest.action == "person.add"


def test_only_the_groups_of_an_edit_get_a_new_version(store: TestStore) -> None:
    person = store.person("Jong")
    before = _row(store, person).versions
    assert set(before) == set(PERSON.groups)
    with act(store.database, store.session, "person.edit") as work:
        work.edit(Person, person, {"called": "Anne"})
    after = _row(store, person).versions
    group = PERSON.fields["called"].group
    assert {name for name in after if after[name] != before[name]} == {group}
    with store.database.reading() as connection:
        told = journal.payload(connection, after[group])
    assert told == journal.Payload({"called": "Anne"}, {group: before[group]})


def test_removing_leaves_a_tombstone_that_comes_back(store: TestStore) -> None:
    person = store.person("Jong")
    with act(store.database, store.session, "person.remove") as work:
        work.delete(Person, person)
    assert _row(store, person).deleted
    with pytest.raises(NotVisible):
        store.get(Person, person)
    again_ways: tuple[Way, ...] = (
        lambda w: w.delete(Person, person),
        lambda w: w.edit(Person, person, {"called": "x"}),
    )
    for again in again_ways:
        with pytest.raises(RecordGone), act(store.database, store.session, "x") as work:
            again(work)
    with act(store.database, store.session, "person.back") as work:
        work.restore(Person, person)
    assert store.get(Person, person).surname == "Jong"
    with pytest.raises(RecordGone), act(store.database, store.session, "x") as work:
        work.restore(Person, person)


def test_a_field_that_does_not_exist_is_our_fault(store: TestStore) -> None:
    person = store.person()
    with pytest.raises(BugError), act(store.database, store.session, "x") as work:
        work.edit(Person, person, {"nonsense": 1})


@pytest.mark.promise("A17")
def test_a17_nothing_outside_the_villages_is_written(store: TestStore) -> None:
    here, there = VillageId(ids.record_id()), VillageId(ids.record_id())
    person = store.person(village=there)
    session = msgspec.structs.replace(store.session, villages=frozenset({here}))
    stranger = Person(id=ids.record_id(), village_id=there)
    ways: tuple[Way, ...] = (
        lambda w: w.edit(Person, person, {"called": "x"}),
        lambda w: w.delete(Person, person),
        lambda w: w.create(stranger),
        lambda w: w.create(Phone(id=ids.record_id(), person_id=person, number="1")),
    )
    for write in ways:
        with pytest.raises(NotVisible), act(store.database, session, "x") as work:
            write(work)
    assert store.get(Person, person).called == ""
    granted = msgspec.structs.replace(session, grants=frozenset({RecordId(person)}))
    with act(store.database, granted, "x") as work:
        work.edit(Person, person, {"called": "x"})


def test_an_act_seals_all_that_is_being_typed(store: TestStore) -> None:
    person = store.person()
    visit, other = store.visit(person), store.visit(person)
    for one in (visit, other):
        drafts.save(store.database, store.session, Visit, one, {"notes": "typed"})
    before = store.database.saved.commits
    with act(store.database, store.session, "visit.edit") as work:
        work.edit(Visit, visit, {"conclusion": "done"})
    assert store.database.saved.commits == before + 1  # one commit and one mark for all of it
    assert [c.record_id for c in work.changes.items] == [visit]
    with store.database.reading() as connection:
        assert drafts.open_drafts(connection) == []
        told = [h.operation for h, _ in journal.headers(connection) if h.record_id == visit]
        fields = [
            journal.payload(connection, one.change_id)
            for one in history.of_record(connection, visit)
        ]
    assert told == ["create", "edit", "edit"]
    assert [sorted(one.fields) for one in fields[1:] if one] == [["notes"], ["conclusion"]]


def test_records_are_found_by_their_fields_and_aliases(store: TestStore) -> None:
    one, two = store.person("Een"), store.person("Twee")
    visit = store.visit(one, "a")
    store.visit(two, "b")
    with store.database.reading() as connection:
        found = records.find(connection, store.session, Visit, client_id=one)
        assert [record.id for record in found] == [visit]
        assert records.find(connection, store.session, Visit, visited_on="1999-01-01") == []
        assert len(records.find(connection, store.session, Visit, visited_on=None)) == 2
        with pytest.raises(BugError):
            records.find(connection, store.session, Visit, **{'x"; DROP TABLE visit; --': "1"})
