from __future__ import annotations

from meitinker import ids
from meitinker.domain.people import Person, Phone
from meitinker.domain.visits import Visit
from meitinker.store import drafts
from meitinker.store.acts import act
from tests.stores import TestStore


def _listed(store: TestStore) -> list[str]:
    with store.database.reading() as connection:
        return [
            row[0]
            for row in connection.execute(
                "SELECT person_id FROM person_entry ORDER BY sort_name, person_id"
            )
        ]


def _pending(store: TestStore) -> set[tuple[str, str]]:
    with store.database.reading() as connection:
        return set(connection.execute("SELECT kind, person_id FROM search_pending").fetchall())


def _forget_pending(store: TestStore) -> None:
    with store.database.transaction() as transaction:
        transaction.connection.execute("DELETE FROM search_pending")


def test_the_list_of_people_is_right_the_moment_a_name_changes(store: TestStore) -> None:
    zwart, aalders = store.person("Zwart"), store.person("Aalders")
    assert _listed(store) == [aalders, zwart]
    with act(store.database, store.session, "person.edit") as work:
        work.edit(Person, zwart, {"surname": "Aa"})
    assert _listed(store) == [zwart, aalders]
    drafts.save(store.database, store.session, Person, aalders, {"surname": "A"})
    assert _listed(store) == [aalders, zwart]


def test_a_removed_person_leaves_the_list_and_comes_back(store: TestStore) -> None:
    person = store.person()
    with act(store.database, store.session, "person.remove") as work:
        work.delete(Person, person)
    assert _listed(store) == []
    with act(store.database, store.session, "person.back") as work:
        work.restore(Person, person)
    assert _listed(store) == [person]


def test_what_was_touched_waits_to_be_indexed_under_its_person(store: TestStore) -> None:
    person = store.person()
    visit = store.visit(person)
    _forget_pending(store)
    with act(store.database, store.session, "phone.add") as work:
        work.create(Phone(id=ids.record_id(), person_id=person, number="1"))
    drafts.save(store.database, store.session, Visit, visit, {"notes": "a"})
    drafts.save(store.database, store.session, Visit, visit, {"notes": "ab"})
    assert _pending(store) == {("phone", person), ("visit", person)}
