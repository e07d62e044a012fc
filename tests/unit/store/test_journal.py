from __future__ import annotations

import hashlib
import hmac

import msgspec
import pytest

from meitinker import ids
from meitinker.domain.people import Person
from meitinker.domain.records import canonical
from meitinker.store import history, journal
from meitinker.store.acts import act
from meitinker.store.history import ActState
from tests.stores import TestStore


@pytest.fixture
def three(store: TestStore) -> TestStore:
    for name in ("Een", "Twee", "Drie"):
        store.person(name)
    return store


def _problems(store: TestStore) -> list[str]:
    with store.database.reading() as connection:
        (head,) = connection.execute("SELECT head FROM store_state").fetchone()
        return list(journal.problems(connection, head))


def _tamper(store: TestStore, statement: str) -> None:
    with store.database.transaction() as transaction:
        writer = transaction.connection
    writer.execute("PRAGMA foreign_keys = OFF")
    with store.database.transaction() as transaction:
        transaction.connection.execute(statement)


_TAMPERING = [
    "UPDATE change_header SET author = 'someone' WHERE sequence = 2",
    "UPDATE change_header SET at = '2020-01-01T00:00:00.000Z' WHERE sequence = 3",
    "UPDATE change_header SET incarnation = 2 WHERE sequence = 1",
    "DELETE FROM change_header WHERE sequence = 2",
    "DELETE FROM change_header WHERE sequence = 3",
    "UPDATE change_header SET sequence = -sequence",
    "UPDATE change_payload SET fields = replace(fields, 'Twee', 'Vier')",
    'UPDATE change_payload SET base = \'{"x":"y"}\'',
    "UPDATE change_payload SET salt = salt || '01'",
    "DELETE FROM change_payload",
]


@pytest.mark.promise("L20", "L18")
@pytest.mark.parametrize("statement", _TAMPERING)
def test_l20_edits_removals_and_reordering_are_detected(three: TestStore, statement: str) -> None:
    assert _problems(three) == []
    _tamper(three, statement)
    assert _problems(three)


@pytest.mark.promise("L20")
def test_l20_control_without_the_hash_an_edit_goes_unseen(
    three: TestStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    with three.database.reading() as connection:
        stored = iter([own for _, own in journal.headers(connection)])
    _tamper(three, "UPDATE change_header SET author = 'someone'")
    monkeypatch.setattr(journal.Header, "hash", lambda _header: next(stored))
    assert _problems(three) == []


@pytest.mark.promise("L16")
def test_l16_a_payload_may_be_missing_only_under_an_erased_header(three: TestStore) -> None:
    with three.database.reading() as connection:
        first = next(journal.headers(connection))[0]
    _tamper(three, f"DELETE FROM change_payload WHERE change_id = '{first.change_id}'")  # noqa: S608 - an id of this test
    assert len(_problems(three)) == 1
    with three.database.transaction() as transaction:
        journal.append(
            transaction,
            journal.Entry(
                change_id=ids.change_id(),
                act_id=ids.new_id(),
                device=three.session.device,
                author=three.session.user,
                operation=journal.ERASED,
                kind=first.kind,
                record_id=first.record_id,
                fields={"ground": "Wmo 2015 art. 5.3.5"},
                base={},
            ),
        )
    assert _problems(three) == []
    _tamper(three, "UPDATE change_payload SET fields = replace(fields, '5.3.5', '5.3.4')")
    assert len(_problems(three)) == 1  # the ground itself cannot be altered either


def test_a_commitment_does_not_betray_a_guess(three: TestStore) -> None:
    """Two equal payloads have different commitments: each has its own salt."""
    with three.database.transaction() as transaction:
        for _ in range(2):
            journal.append(
                transaction,
                journal.Entry(
                    change_id=ids.change_id(),
                    act_id="a",
                    device="d",
                    author="u",
                    operation="edit",
                    kind="person",
                    record_id="r",
                    fields={"bsn": "999999990"},
                    base={},
                ),
            )
    with three.database.reading() as connection:
        found = [h.commitment for h, _ in journal.headers(connection) if h.record_id == "r"]
    assert len(set(found)) == 2


def test_a_change_says_what_it_said_and_an_unknown_one_nothing(three: TestStore) -> None:
    with three.database.reading() as connection:
        header, _ = next(journal.headers(connection))
        told = journal.payload(connection, header.change_id)
        assert told is not None
        assert told.fields["surname"] == "Een"
        assert journal.payload(connection, "unknown") is None


def test_history_tells_acts_and_the_changes_of_a_record(three: TestStore) -> None:
    person = three.person("Jong")
    with act(three.database, three.session, "person.edit", undoable=False) as work:
        work.edit(Person, person, {"called": "Anne"})
    with three.database.reading() as connection:
        told = history.of_record(connection, person)
        assert [one.operation for one in told] == ["create", "edit"]
        assert work.changes.act is not None
        assert history.changes_of(connection, work.changes.act) == [told[1]]
        final = history.newest(connection, three.session.user, ActState.FINAL)
        assert final is not None
        assert final.action == "person.edit"
        assert history.newest(connection, "someone else", ActState.DONE) is None
        assert history.before(connection, told[1].change_id) == {"called": ""}
        assert history.before(connection, told[0].change_id) == {}


def test_something_new_ends_the_possibility_to_redo(store: TestStore) -> None:
    user = store.session.user
    with store.database.transaction() as transaction:
        history.note(transaction, history.ActRow("1", user, "x", state=ActState.UNDO), undoes="0")
    with store.database.reading() as connection:
        assert history.newest(connection, user, ActState.UNDO) is not None
    store.person()
    with store.database.reading() as connection:
        assert history.newest(connection, user, ActState.UNDO) is None


@pytest.mark.promise("L20")
def test_l20_the_chain_and_the_commitment_are_over_the_one_canonical_form(
    three: TestStore,
) -> None:
    with three.database.reading() as connection:
        told = journal.unsent(connection)
        whole = connection.execute("SELECT hash FROM change_header ORDER BY sequence").fetchall()
    assert len(told) == len(whole) >= 3
    for one, (kept,) in zip(told, whole, strict=True):
        form = canonical(msgspec.structs.asdict(one.header))
        assert hashlib.sha256(form).hexdigest() == one.header.hash() == kept
        payload = canonical({"fields": one.fields, "base": one.base})
        salted = hmac.digest(bytes.fromhex(one.salt), payload, "sha256").hex()
        assert salted == one.header.commitment
        assert one.holds()
