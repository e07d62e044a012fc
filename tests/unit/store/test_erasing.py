"""What is erased is gone from every place, and the chain still holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from meitinker.domain.people import Person, Phone
from meitinker.domain.visits import Visit
from meitinker.errors import NotVisible
from meitinker.ids import PersonId, record_id
from meitinker.store import checking, drafts, indexing, journal, search
from meitinker.store.acts import act
from tests.erasures import erase

if TYPE_CHECKING:
    from meitinker.store.driver import Connection
    from tests.stores import TestStore


def _remains(connection: Connection, record_id: str) -> int:
    """Return how many payloads and old values of a record are still there."""
    found = connection.execute(
        "SELECT count(p.change_id) + count(b.change_id) FROM change_header AS h"
        " LEFT JOIN change_payload AS p USING (change_id)"
        " LEFT JOIN change_before AS b USING (change_id)"
        " WHERE h.record_id = ? AND h.operation <> ?",
        (record_id, journal.ERASED),
    )
    return int(found.fetchone()[0])


def _index(store: TestStore) -> None:
    while indexing.index_some(store.database):
        pass


@pytest.mark.promise("A9")
def test_a9_what_is_erased_is_in_no_table_and_the_chain_holds(store: TestStore) -> None:
    person = store.person("Zwanikken")
    visit = store.visit(person, "Een heel bijzondere vraag")
    drafts.save(store.database, store.session, Visit, visit, {"notes": "bijzonderheid"})
    drafts.seal_all(store.database, store.session)
    _index(store)
    erase(store.database, store.session, [(Visit, visit), (Person, person)])
    _index(store)
    with store.database.reading() as connection:
        assert _remains(connection, visit) == 0
        assert _remains(connection, person) == 0
        assert search.people(connection, store.session, "zwanikken") == []
        assert search.notes(connection, store.session, "bijzondere") == []
        told = [h for h, _ in journal.headers(connection) if h.operation == journal.ERASED]
        assert [h.record_id for h in told] == [visit, person]
        assert list(journal.problems(connection, store.database.saved.head.hex())) == []
    assert checking.check(store.database).problems == ()
    with pytest.raises(NotVisible):
        store.get(Person, person)


@pytest.mark.promise("A9")
def test_a9_who_was_removed_before_is_erased_from_the_index_as_well(store: TestStore) -> None:
    person = store.person("Zwanikken")
    _index(store)
    with act(store.database, store.session, "person.remove") as work:
        work.delete(Person, person)
    erase(store.database, store.session, [(Person, person)])
    with store.database.reading() as connection:
        for table in ("person_words", "person_grams", "person_block"):
            asked = f"SELECT count(*) FROM {table}"  # noqa: S608 - a table's name, not a value
            assert connection.execute(asked).fetchone() == (0,), table


def test_control_removing_alone_leaves_what_was_written(store: TestStore) -> None:
    person = store.person("Zwanikken")
    with act(store.database, store.session, "person.remove") as work:
        work.delete(Person, person)
    with store.database.reading() as connection:
        assert _remains(connection, person) > 0


def test_a_phone_that_is_erased_is_not_found_by_its_number(store: TestStore) -> None:
    person = store.person("Jong")
    phone = Phone(
        id=record_id(), person_id=PersonId(person), number="0566 007919", digits="+31566007919"
    )
    with act(store.database, store.session, "phone.add") as work:
        work.create(phone)
    _index(store)
    erase(store.database, store.session, [(Phone, phone.id)])
    _index(store)
    with store.database.reading() as connection:
        assert search.people(connection, store.session, "0566007919") == []
        assert search.people(connection, store.session, "jong") != []
