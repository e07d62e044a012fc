from __future__ import annotations

import os
from typing import TYPE_CHECKING

import msgspec
import pytest

from meitinker import clock, ids
from meitinker.domain.attachments import Attachment
from meitinker.domain.people import PHONE, Person, Phone
from meitinker.domain.visits import Visit
from meitinker.errors import StoreDamaged
from meitinker.services import checking as service
from meitinker.services import reading
from meitinker.store import attachments, checking, drafts, replay
from meitinker.store.acts import act
from meitinker.store.database import Database

if TYPE_CHECKING:
    from meitinker.ids import PersonId, RecordId
    from meitinker.store.checking import Report
    from tests.stores import TestStore


@pytest.fixture
def full(store: TestStore) -> TestStore:
    """Fill a store with all that the checks look at."""
    person = store.person("Hoekstra")
    visit = store.visit(person, "Hoe gaat het?")
    session, database = store.session, store.database
    with act(database, session, "phone.add") as work:
        phone = work.create(Phone(id=ids.record_id(), person_id=person, number="0566 621 234"))
    with act(database, session, "phone.edit") as work:
        work.edit(Phone, phone, {"number": "0566 621 235"})
    with act(database, session, "phone.remove") as work:
        work.delete(Phone, phone)
    with act(database, session, "phone.back") as work:
        work.restore(Phone, phone)
        work.edit(Person, person, {"called": "Anne"})
    drafts.save(database, session, Visit, visit, {"notes": "verzegeld"})
    drafts.seal_all(database, session)
    reading.opened(database, session, Visit, visit)
    kept = attachments.keep(database, os.urandom(1000))
    with act(database, session, "attachment.add") as work:
        work.create(
            Attachment(
                id=ids.record_id(), client_id=person, file=kept.file, key=kept.key, size=kept.size
            )
        )
    drafts.save(database, session, Visit, visit, {"notes": "nog open", "question": "anders"})
    return store


def _failing(report: Report) -> set[str]:
    return {one.name for one in report.checks if not one.ok}


def _check(store: TestStore) -> Report:
    return checking.check(store.database)


def _sql(store: TestStore, statement: str) -> None:
    with store.database.transaction() as transaction:
        writer = transaction.connection
    writer.execute("PRAGMA foreign_keys = OFF")
    with store.database.transaction() as transaction:
        transaction.connection.execute(statement)
    writer.execute("PRAGMA foreign_keys = ON")


def test_a_sound_store_has_no_problems(full: TestStore) -> None:
    report = _check(full)
    assert report.problems == ()
    assert report.ok
    assert [one.name for one in report.checks] == list(checking._CHECKS)
    assert report.commits == full.database.saved.commits


def test_an_empty_store_and_one_opened_again_have_no_problems(store: TestStore) -> None:
    assert _check(store).ok
    store.person()
    store.reopen()
    assert _check(store).ok


def test_a_report_is_json_and_has_words(full: TestStore) -> None:
    report = msgspec.json.decode(_check(full).json())
    assert report["ok"] is True
    for one in report["checks"]:
        assert service.title(one["name"]) != one["name"]
    assert service.title("unheard of") == "unheard of"


@pytest.mark.parametrize(
    ("damage", "check"),
    [
        ("UPDATE person SET surname = 'Vries'", "replay"),
        ("UPDATE person SET row_deleted = 1", "replay"),
        ("UPDATE visit SET notes = 'x', question = 'y'", ""),
        ("UPDATE visit SET conclusion = 'by hand'", "replay"),
        ("UPDATE phone SET row_versions = '{}'", "replay"),
        ("DELETE FROM phone", "replay"),
        (
            "INSERT INTO email SELECT 'new', id, 'a@b.nl', '', '{}', '{}', 0, '' FROM person",
            "replay",
        ),
        ("DELETE FROM change_header WHERE sequence = 2", "chain"),
        ("UPDATE change_payload SET fields = '{}'", "chain"),
        ("UPDATE change_header SET author = 'someone'", "chain"),
        ("DELETE FROM read_entry", "read_chain"),
        ("UPDATE read_entry SET user = 'someone'", "read_chain"),
        ("DELETE FROM person_entry", "search"),
        ("DELETE FROM search_pending", "search"),
        ("INSERT INTO change_payload VALUES ('none', '{}', '{}', '')", "references"),
    ],
)
def test_what_was_changed_by_hand_is_told(full: TestStore, damage: str, check: str) -> None:
    _sql(full, damage)
    report = _check(full)
    assert (check in _failing(report)) if check else report.ok


@pytest.mark.promise("A10")
def test_a10_a_report_tells_no_values(full: TestStore) -> None:
    _sql(full, "UPDATE person SET surname = 'CANARY', given_names = 'CANARY'")
    report = _check(full)
    assert not report.ok
    assert b"CANARY" not in report.json()
    assert b"Hoekstra" not in report.json()


def test_a_broken_search_index_is_found_without_writing(full: TestStore) -> None:
    _sql(full, "INSERT INTO note_words (rowid, words) VALUES (9, 'hulp bij het huishouden')")
    commits = full.database.saved.commits
    assert _check(full).ok
    assert full.database.saved.commits == commits
    _sql(full, "DELETE FROM note_words_content WHERE id = 9")
    assert "search" in _failing(_check(full))


def test_a_damaged_or_missing_attachment_is_told(full: TestStore) -> None:
    (path,) = full.folder.attachments.iterdir()
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    assert _failing(_check(full)) == {"attachments"}
    path.unlink()
    assert _failing(_check(full)) == {"attachments"}


def test_a_left_over_file_is_told_and_swept(full: TestStore) -> None:
    kept = attachments.keep(full.database, b"no row")
    path = full.folder.attachments / kept.file
    long_ago = (clock.now() - 2 * attachments.GRACE).timestamp()
    os.utime(path, (long_ago, long_ago))
    assert _failing(_check(full)) == {"orphans"}
    assert service.check(full.database).ok
    assert not path.exists()


def test_a_missing_or_forged_mark_is_told(full: TestStore) -> None:
    mark = full.folder.mark.read_bytes()
    full.folder.mark.write_bytes(b"\0" * len(mark))
    assert _failing(_check(full)) == {"mark"}


@pytest.mark.promise("F5", "L20")
def test_f5_lost_savings_are_told_in_a_store_open_for_reading_only(full: TestStore) -> None:
    full.database.close()
    before = full.folder.database.read_bytes()
    full.reopen()
    full.person("Verloren")
    full.person("Verloren")
    full.database.close()
    full.folder.database.write_bytes(before)
    database = full.reopen(recover=True)
    report = service.check(database)
    assert _failing(report) == {"mark"}
    assert report.problems == ("mark: 2 savings are missing",)


@pytest.mark.promise("F5")
def test_f5_one_flipped_byte_in_any_page_is_told(full: TestStore) -> None:
    drafts.seal_all(full.database, full.session)
    full.database.close()
    path = full.folder.database
    whole = path.read_bytes()
    key = full.key
    step = max(1, len(whole) // 4096 // 12)
    for page in range(1, len(whole) // 4096, step):
        data = bytearray(whole)
        data[page * 4096 + 1234] ^= 1
        path.write_bytes(data)
        told = False
        try:
            database = Database.open(full.folder, key)
        except Exception as error:  # noqa: BLE001 - whichever, but not silence
            told = type(error).__name__ == "StoreDamaged"
        else:
            told = not checking.check(database).ok
            database.close()
        assert told, page
    path.write_bytes(whole)
    assert checking.check(full.reopen()).ok


def test_progress_is_told_and_cancels(full: TestStore) -> None:
    class Stop(Exception):
        pass

    seen: list[str] = []

    def stop(name: str, done: int, of: int) -> None:
        assert (done, of) == (len(seen), len(checking._CHECKS))
        seen.append(name)
        if name == "replay":
            raise Stop

    with pytest.raises(Stop):
        service.check(full.database, progress=stop)
    assert seen[0] == "cipher"
    assert "attachments" not in seen


def _receive(
    store: TestStore, position: int, record_id: str, operation: str, **fields: object
) -> str:
    change = ids.change_id()
    took = [PHONE.fields[name].group if name in PHONE.fields else name for name in fields]
    if operation == "delete":
        took = ["row_deleted"]
    values: dict[str, object] = {
        "position": position,
        "turn": position,
        "change_id": change,
        "operation": operation,
        "kind": "phone",
        "record_id": record_id,
        "fields": msgspec.json.encode(fields).decode(),
        "took": msgspec.json.encode(took).decode(),
        "base": "{}",
        "verdict": "applied",
    }
    with store.database.transaction() as transaction:
        columns = transaction.connection.execute(
            "SELECT name, type FROM pragma_table_info('received')"
        ).fetchall()
        listed = ", ".join(name for name, _ in columns)
        marks = ", ".join("?" for _ in columns)
        blank = {"TEXT": "", "INTEGER": 0}
        transaction.connection.execute(
            f"INSERT INTO received ({listed}) VALUES ({marks})",  # noqa: S608 - of the layout
            [values.get(name, blank[kind]) for name, kind in columns],
        )
    return change


def _phone(store: TestStore, person: PersonId) -> RecordId:
    with act(store.database, store.session, "phone.add") as work:
        return work.create(Phone(id=ids.record_id(), person_id=person, number="1", note="mine"))


def _set(store: TestStore, phone: str, group: str, change: str, value: str) -> None:
    with store.database.transaction() as transaction:
        versions = transaction.connection.execute(
            "SELECT row_versions FROM phone WHERE id = ?", (phone,)
        ).fetchone()[0]
        told = {**msgspec.json.decode(versions), group: change}
        transaction.connection.execute(
            "UPDATE phone SET note = ?, row_versions = ? WHERE id = ?",
            (value, msgspec.json.encode(told).decode(), phone),
        )


def test_replay_lets_the_version_tell_which_log_had_the_last_word(store: TestStore) -> None:
    phone = _phone(store, store.person())
    change = _receive(store, 1, phone, "edit", note="theirs")
    assert _check(store).ok
    _set(store, phone, "note", change, "theirs")
    assert _check(store).ok
    _set(store, phone, "note", change, "mine")
    assert _failing(_check(store)) == {"replay"}


def test_replay_of_a_record_that_came_from_elsewhere(store: TestStore) -> None:
    person = store.person()
    change = _receive(
        store, 1, "p1", "create", person_id=person, number="2", digits="2", note="n", newer="kept"
    )
    versions = msgspec.json.encode(
        {**dict.fromkeys(PHONE.groups, change), "newer": change}
    ).decode()
    with store.database.reading() as connection:
        assert list(replay.problems(connection)) == ["phone p1: the row of its changes is missing"]
    with store.database.transaction() as transaction:
        transaction.connection.execute(
            "INSERT INTO phone VALUES ('p1', ?, '2', '2', 'n', ?, '{\"newer\":\"kept\"}', 0, '')",
            (person, versions),
        )
    with store.database.reading() as connection:
        assert list(replay.problems(connection)) == []
    _receive(store, 2, "p1", "delete")
    with store.database.reading() as connection:
        assert list(replay.problems(connection)) == [
            "phone p1: being removed is not what the changes say"
        ]


def test_replay_asks_nothing_of_what_was_erased(store: TestStore) -> None:
    from meitinker.store import journal

    phone = _phone(store, store.person())
    with store.database.transaction() as transaction:
        journal.append(
            transaction,
            journal.Entry(
                change_id=ids.change_id(),
                act_id=ids.new_id(),
                device=store.session.device,
                author=store.session.user,
                operation=journal.ERASED,
                kind="phone",
                record_id=phone,
                fields={},
                base={},
            ),
        )
        transaction.connection.execute("DELETE FROM phone")
        transaction.connection.execute(
            "DELETE FROM change_payload WHERE change_id IN"
            " (SELECT change_id FROM change_header WHERE record_id = ? AND operation <> ?)",
            (phone, journal.ERASED),
        )
    assert _check(store).problems == ()


_PAGE = 4096


def _with_a_bad_page(store: TestStore, number: int) -> Report:
    """Check a store of which one page (the first is 1) was overwritten by a failing disk."""
    path = store.folder.database
    whole = path.read_bytes()
    begin = (number - 1) * _PAGE
    path.write_bytes(whole[:begin] + os.urandom(_PAGE) + whole[begin + _PAGE :])
    try:
        return service.check(store.database)
    finally:
        path.write_bytes(whole)


def _page_of(store: TestStore, table: str) -> int:
    with store.database.reading() as connection:
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)
        ).fetchone()
    return int(page)


@pytest.mark.parametrize(
    ("table", "fails", "holds"),
    [
        ("change_header", {"cipher", "chain", "replay"}, {"read_chain", "mark", "attachments"}),
        ("read_entry", {"cipher", "read_chain"}, {"chain", "mark", "replay", "attachments"}),
        ("person_entry", {"cipher", "search"}, {"chain", "read_chain", "mark", "replay"}),
        ("attachment", {"cipher", "attachments", "replay"}, {"chain", "read_chain", "mark"}),
        ("store_state", {"cipher", "chain", "read_chain", "mark"}, {"attachments"}),
    ],
)
def test_one_bad_page_keeps_no_other_check_from_telling(
    full: TestStore, table: str, fails: set[str], holds: set[str]
) -> None:
    full.database.fold_log()
    report = _with_a_bad_page(full, _page_of(full, table))
    assert [one.name for one in report.checks] == list(checking._CHECKS)
    assert fails <= _failing(report)
    assert holds.isdisjoint(_failing(report))
    assert report.commits == full.database.saved.commits


def test_whatever_page_is_bad_every_check_says_something(full: TestStore) -> None:
    full.database.fold_log()
    pages = full.folder.database.stat().st_size // _PAGE
    schema = 0
    for number in range(2, pages + 1, 7):
        try:
            report = _with_a_bad_page(full, number)
        except StoreDamaged:
            schema += 1  # the layout itself: the store does not open at all
            continue
        assert [one.name for one in report.checks] == list(checking._CHECKS)
        assert "cipher" in _failing(report), number
    assert schema < pages // 14


def test_control_on_one_connection_a_bad_page_silences_what_comes_after(
    full: TestStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    full.database.fold_log()
    monkeypatch.setattr(checking._View, "renew", lambda _view: None)
    report = _with_a_bad_page(full, _page_of(full, "change_header"))
    assert {"read_chain", "attachments"} <= _failing(report)
