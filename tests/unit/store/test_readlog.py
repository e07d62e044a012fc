from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec
import pytest

from meitinker import ids
from meitinker.domain.people import Person
from meitinker.domain.visits import Visit
from meitinker.services import reading
from meitinker.store import readlog
from meitinker.store.readlog import WINDOW, Action, LoggedReading

if TYPE_CHECKING:
    from meitinker.store.readlog import ReadEntry
    from tests.stores import Clock, TestStore


def _entries(store: TestStore) -> list[ReadEntry]:
    with store.database.reading() as connection:
        return [entry for entry, _previous, _own in readlog.entries(connection)]


def _head(store: TestStore) -> str:
    with store.database.reading() as connection:
        return str(connection.execute("SELECT read_head FROM store_state").fetchone()[0])


def _problems(store: TestStore) -> list[str]:
    with store.database.reading() as connection:
        return list(readlog.problems(connection, _head(store)))


@pytest.mark.promise("L19", "L18")
def test_l19_every_way_of_reading_yields_one_entry(store: TestStore) -> None:
    person = store.person()
    visit = store.visit(person)
    reading.opened(store.database, store.session, Visit, visit)
    reading.printed(store.database, store.session, Visit, visit, paper="support_plan")
    reading.exported(store.database, store.session, Person, [person])
    reading.revealed(store.database, store.session, Person, person, field="bsn")
    reading.searched(store.database, store.session, "de Jong", 3)
    reading.doubles_shown(store.database, store.session, "Jan Jong", 2)
    reading.escrow_used(store.database, store.session, "open 1a2b3c4d")
    found = _entries(store)
    assert [entry.action for entry in found] == [action.value for action in Action]
    assert [entry.client_id for entry in found] == [person, person, person, person, "", "", ""]
    assert {(e.user, e.device, e.purpose) for e in found} == {
        (store.session.user, store.session.device, "support")
    }
    assert [entry.results for entry in found] == [1, 1, 1, 1, 3, 2, 1]
    assert found[3].terms == "bsn"
    assert _problems(store) == []


def test_a_repeat_within_15_minutes_writes_nothing(store: TestStore, hands: Clock) -> None:
    person = store.person()
    for minutes in (0, 7, 7):
        hands.at += timedelta(minutes=minutes)
        reading.opened(store.database, store.session, Person, person)
    commits = store.database.saved.commits
    reading.opened(store.database, store.session, Person, person)
    assert store.database.saved.commits == commits
    assert len(_entries(store)) == 1


def test_after_15_minutes_it_is_another_reading(store: TestStore, hands: Clock) -> None:
    person = store.person()
    reading.opened(store.database, store.session, Person, person)
    hands.at += WINDOW
    reading.opened(store.database, store.session, Person, person)
    hands.at -= timedelta(days=3650)
    reading.opened(store.database, store.session, Person, person)
    assert len(_entries(store)) == 3
    assert _problems(store) == []


def test_another_user_or_action_is_no_repeat(store: TestStore, hands: Clock) -> None:
    person = store.person()
    other = msgspec.structs.replace(store.session, user=ids.UserId(ids.record_id()))
    reading.opened(store.database, store.session, Person, person)
    reading.opened(store.database, other, Person, person)
    reading.printed(store.database, other, Person, person)
    assert len(_entries(store)) == 3


def test_many_readings_are_one_transaction(store: TestStore) -> None:
    people = [store.person() for _ in range(4)]
    commits = store.database.saved.commits
    reading.exported(store.database, store.session, Person, [*people, people[0]])
    assert store.database.saved.commits == commits + 1
    assert len(_entries(store)) == 4


@pytest.mark.promise("L19", "A10")
def test_l19_a_search_keeps_hashes_and_never_words(store: TestStore) -> None:
    reading.searched(store.database, store.session, "Hoekstra, Jôhn", 2)
    reading.searched(store.database, store.session, "  ", 0)
    (entry,) = _entries(store)
    assert "oekstra" not in entry.terms
    assert len(entry.terms.split()) == 2
    assert readlog.hashed(store.key, "john") in entry.terms.split()
    assert readlog.hashed(store.key, "visser") not in entry.terms.split()


@pytest.fixture
def three(store: TestStore) -> TestStore:
    for name in ("one", "two", "three"):
        readlog.note(store.database, store.session, [LoggedReading(Action.OPEN, "person", name)])
    return store


@pytest.mark.promise("L20")
@pytest.mark.parametrize(
    "tamper",
    [
        "UPDATE read_entry SET record_id = 'other' WHERE sequence = 2",
        "UPDATE read_entry SET until = '2099' WHERE sequence = 3",
        "DELETE FROM read_entry WHERE sequence = 2",
        "DELETE FROM read_entry WHERE sequence = 3",
        "DELETE FROM read_entry",
        "UPDATE read_entry SET sequence = -sequence",
    ],
)
def test_l20_an_edited_removed_or_reordered_reading_is_detected(
    three: TestStore, tamper: str
) -> None:
    assert _problems(three) == []
    with three.database.transaction() as transaction:
        transaction.connection.execute(tamper)
    assert _problems(three)


@pytest.mark.promise("L20")
def test_l20_control_without_hashing_an_edit_goes_unseen(
    three: TestStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    with three.database.reading() as connection:
        stored = [own for _entry, _previous, own in readlog.entries(connection)]
    with three.database.transaction() as transaction:
        transaction.connection.execute("UPDATE read_entry SET user = 'nobody'")
    assert _problems(three)
    given = iter(stored)
    monkeypatch.setattr(readlog.ReadEntry, "hash", lambda *_: next(given))
    assert _problems(three) == []


def test_the_chain_goes_on_after_a_restart(three: TestStore) -> None:
    three.reopen()
    readlog.note(three.database, three.session, [LoggedReading(Action.OPEN, "person", "four")])
    assert len(_entries(three)) == 4
    assert _problems(three) == []


def test_a_store_open_for_reading_only_still_shows_what_was_saved(three: TestStore) -> None:
    three.database.close()
    before = three.folder.database.read_bytes()
    three.reopen()
    person = three.person()
    three.database.close()
    three.folder.database.write_bytes(before)
    three.reopen(recover=True)
    reading.opened(three.database, three.session, Person, person)
    assert len(_entries(three)) == 3
