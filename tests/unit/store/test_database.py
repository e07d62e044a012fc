from __future__ import annotations

import errno
import os
import threading
from typing import TYPE_CHECKING

import pytest

from meitinker import __version__
from meitinker.errors import (
    BugError,
    DiskFailed,
    DiskFull,
    StoreBehind,
    StoreDamaged,
    StoreExists,
    StoreInUse,
    StoreMissing,
    StoreTooNew,
)
from meitinker.keys.storekey import StoreKey
from meitinker.paths import StoreFolder
from meitinker.store import checking, driver, migrations
from meitinker.store.database import Database
from meitinker.store.driver import integrity_problems
from meitinker.store.state import GENESIS
from tests import stores

if TYPE_CHECKING:
    from pathlib import Path

    from tests.stores import TestStore


def _put(store: TestStore, name: str) -> None:
    with store.database.transaction() as transaction:
        transaction.connection.execute("INSERT INTO setting VALUES (?, '1')", (name,))


def _put_and_fail(store: TestStore, name: str) -> None:
    with store.database.transaction() as transaction:
        transaction.connection.execute("INSERT INTO setting VALUES (?, '1')", (name,))
        raise ValueError("stop")


def _names(store: TestStore) -> list[str]:
    with store.database.reading() as connection:
        return [row[0] for row in connection.execute("SELECT name FROM setting ORDER BY name")]


def test_a_new_store_is_empty_encrypted_and_sound(store: TestStore) -> None:
    assert driver.is_encrypted(store.folder.database)
    assert store.database.saved.commits == 0
    assert store.database.saved.head.hex() == GENESIS
    assert not store.database.recovering
    with store.database.reading() as connection:
        assert integrity_problems(connection) == []
        assert migrations.version(connection) == migrations.LATEST


def test_what_was_saved_is_there_after_a_restart(store: TestStore) -> None:
    _put(store, "a")
    info = store.database.info
    assert store.reopen().info == info
    assert _names(store) == ["a"]
    assert store.database.saved.commits == 1


def test_every_commit_counts_once_and_a_failed_one_does_not(store: TestStore) -> None:
    _put(store, "a")
    with pytest.raises(ValueError, match="stop"):
        _put_and_fail(store, "b")
    _put(store, "c")
    assert _names(store) == ["a", "c"]
    assert store.database.saved.commits == 2


def test_a_transaction_within_one_spoils_neither(store: TestStore) -> None:
    with store.database.transaction() as outer:
        outer.connection.execute("INSERT INTO setting VALUES ('a', '1')")
        with pytest.raises(BugError):
            _put(store, "inner")
        outer.connection.execute("INSERT INTO setting VALUES ('b', '1')")
    assert _names(store) == ["a", "b"]
    assert store.database.saved.commits == 1


def test_the_reading_connection_refuses_to_write(store: TestStore) -> None:
    from meitinker.errors import StoreReadOnly

    with pytest.raises(StoreReadOnly), store.database.reading() as connection:
        connection.execute("INSERT INTO setting VALUES ('a', '1')")


def test_writers_of_many_threads_take_turns(store: TestStore) -> None:
    def put_ten(number: int) -> None:
        for i in range(10):
            _put(store, f"{number}-{i}")

    threads = [threading.Thread(target=put_ten, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(_names(store)) == 40
    assert store.database.saved.commits == 40


def test_no_store_and_a_store_too_many_are_told(store: TestStore, tmp_path: Path) -> None:
    nowhere = StoreFolder(tmp_path / "nowhere")
    with pytest.raises(StoreMissing):
        Database.open(nowhere, store.key)
    assert not nowhere.root.exists()
    with pytest.raises(StoreInUse):
        Database.open(store.folder, store.key)
    store.database.close()
    with pytest.raises(StoreExists):
        Database.create(store.folder, store.key, stores.info())
    store.reopen()


def test_a_wrong_key_opens_nothing_and_changes_nothing(store: TestStore) -> None:
    _put(store, "a")
    store.database.close()
    before = store.folder.database.read_bytes()
    with pytest.raises(StoreDamaged):
        Database.open(store.folder, StoreKey.new())
    assert store.folder.database.read_bytes() == before
    store.reopen()
    assert _names(store) == ["a"]


@pytest.mark.promise("F24")
def test_f24_an_empty_or_plain_file_becomes_no_blank_store(store: TestStore) -> None:
    store.database.close()
    whole = store.folder.database.read_bytes()
    for content in (b"", driver.PLAIN_HEADER + whole[16:]):
        store.folder.database.write_bytes(content)
        with pytest.raises(StoreDamaged):
            Database.open(store.folder, store.key)
        assert store.folder.database.read_bytes() == content
    store.folder.database.write_bytes(whole)
    store.reopen()


@pytest.mark.promise("F24")
def test_f24_control_the_driver_alone_begins_a_blank_store_in_an_empty_file(
    store: TestStore,
) -> None:
    store.database.close()
    whole = store.folder.database.read_bytes()
    store.folder.database.write_bytes(b"")
    connection = driver.connect(store.folder.database, store.key.sub(b"db"))
    assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    connection.execute("CREATE TABLE blank (word)")
    connection.close()
    assert store.folder.database.read_bytes() != b""
    store.folder.database.write_bytes(whole)
    store.reopen()


def test_a_store_of_a_newer_program_is_refused_with_both_versions(store: TestStore) -> None:
    store.database.close()
    connection = driver.connect(store.folder.database, store.key.sub(b"db"))
    connection.execute("UPDATE store_info SET value = '99.0' WHERE name = 'program'")
    connection.execute(f"PRAGMA user_version = {migrations.LATEST + 1:d}")
    connection.close()
    with pytest.raises(StoreTooNew) as caught:
        Database.open(store.folder, store.key)
    assert caught.value.params == {"store": "99.0", "program": __version__}


def _set_back(store: TestStore, *names: str) -> None:
    """Leave the file as it was before the last savings, and the mark as it is."""
    store.database.close()
    before = store.folder.database.read_bytes()
    store.reopen()
    for name in names:
        _put(store, name)
    store.database.close()
    store.folder.database.write_bytes(before)


@pytest.mark.promise("F5", "L20")
def test_f5_a_store_behind_its_mark_is_refused_by_number(store: TestStore) -> None:
    _put(store, "a")
    _set_back(store, "b", "c")
    with pytest.raises(StoreBehind) as caught:
        Database.open(store.folder, store.key)
    assert caught.value.params["missing"] == 2
    assert str(caught.value.params["since"]).endswith("Z")


@pytest.mark.promise("F5", "L20")
def test_f5_control_without_its_mark_two_lost_savings_would_go_unseen(store: TestStore) -> None:
    """SQLite itself finds nothing wrong; only the mark can tell."""
    _put(store, "a")
    _set_back(store, "b", "c")
    connection = driver.connect(store.folder.database, store.key.sub(b"db"))
    assert integrity_problems(connection) == []
    connection.close()


def test_a_lost_mark_of_a_used_store_is_no_silent_start(store: TestStore) -> None:
    for name in "abc":
        _put(store, name)
    store.database.close()
    store.folder.mark.unlink()
    with pytest.raises(StoreBehind):
        Database.open(store.folder, store.key)


def test_read_only_recovery_reads_and_refuses_to_write(store: TestStore) -> None:
    _put(store, "a")
    _set_back(store, "b", "c")
    database = store.reopen(recover=True)
    assert database.recovering
    assert _names(store) == ["a"]
    with pytest.raises(StoreBehind):
        _put(store, "d")


def test_after_an_accepted_loss_the_store_goes_on_as_a_new_incarnation(store: TestStore) -> None:
    _put(store, "a")
    _set_back(store, "b", "c")
    database = store.reopen(recover=True)
    incarnation = database.saved.incarnation
    database.accept_loss()
    _put(store, "d")
    assert not store.reopen().recovering
    assert store.database.saved.incarnation == incarnation + 1
    assert _names(store) == ["a", "d"]
    assert store.database.saved.commits > 3
    with pytest.raises(BugError):
        store.database.accept_loss()


def test_another_chain_under_the_same_number_is_damage(store: TestStore) -> None:
    store.person("Eerste")
    store.database.close()
    mark = store.folder.mark.read_bytes()
    connection = driver.connect(store.folder.database, store.key.sub(b"db"))
    connection.execute("UPDATE store_state SET head = ?", ("ab" * 32,))
    connection.close()
    with pytest.raises(StoreDamaged):
        Database.open(store.folder, store.key)
    assert store.folder.mark.read_bytes() == mark


def test_a_new_incarnation_is_kept(store: TestStore) -> None:
    store.database.new_incarnation()
    store.person()
    assert store.reopen().saved.incarnation == 2
    with store.database.reading() as connection:
        assert connection.execute("SELECT DISTINCT incarnation FROM change_header").fetchall() == [
            (2,)
        ]


@pytest.mark.promise("F3")
@pytest.mark.parametrize(("code", "error"), [(errno.ENOSPC, DiskFull), (errno.EIO, DiskFailed)])
def test_f3_a_save_without_its_mark_is_not_told_as_saved(
    store: TestStore, monkeypatch: pytest.MonkeyPatch, code: int, error: type[Exception]
) -> None:
    _put(store, "a")
    saved = store.database.saved

    def fail(_handle: int) -> None:
        raise OSError(code, "no")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(error):
        _put(store, "b")
    assert store.database.saved == saved
    monkeypatch.undo()
    _put(store, "c")
    assert {"a", "c"} <= set(_names(store))
    store.reopen()
    assert {"a", "c"} <= set(_names(store))


@pytest.mark.skipif(os.name == "nt", reason="Windows removes no file that is open")
def test_what_goes_to_a_removed_folder_is_not_told_as_saved(
    store: TestStore, tmp_path: Path
) -> None:
    _put(store, "a")
    # An open file takes writes after its name is gone: nothing but a look tells.
    store.folder.root.rename(tmp_path / "kept")
    for _again in range(2):
        with pytest.raises((DiskFailed, StoreMissing)):
            _put(store, "b")
    assert not store.folder.root.exists()

    (tmp_path / "kept").rename(store.folder.root)
    _put(store, "c")
    assert "c" in _names(store)
    assert checking.check(store.database).problems == ()


@pytest.mark.skipif(os.name == "nt", reason="Windows removes no file that is open")
def test_a_mark_that_is_removed_is_made_anew(store: TestStore) -> None:
    _put(store, "a")
    store.folder.mark.unlink()
    _put(store, "b")
    store.reopen()
    assert _names(store) == ["a", "b"]


def test_who_stops_it_between_commit_and_mark_leaves_one_chain(
    store: TestStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl+C at a terminal comes where the disk is waited for."""

    def stop(_state: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(store.database._mark, "write", stop)
        with pytest.raises(KeyboardInterrupt):
            store.person("Eerste")
    store.person("Tweede")
    assert checking.check(store.database).problems == ()
    assert not store.reopen().recovering


def test_who_reads_while_an_error_closes_the_store_reads_to_the_end(store: TestStore) -> None:
    for name in ("a", "b", "c"):
        _put(store, name)
    reads, failed, told = threading.Event(), threading.Event(), list[str]()

    def read() -> None:
        with store.database.reading() as connection:
            rows = connection.execute("SELECT name FROM setting ORDER BY name")
            told.append(rows.fetchone()[0])
            reads.set()
            failed.wait(0.2)  # not set while the closing waits for this very reading
            told.extend(row[0] for row in rows)

    reader = threading.Thread(target=read)
    reader.start()
    reads.wait()
    with pytest.raises(DiskFailed), store.database.transaction():
        raise DiskFailed("EIO")
    failed.set()
    reader.join()
    assert told == ["a", "b", "c"]
    assert _names(store) == ["a", "b", "c"]


def test_the_log_is_cut_but_not_from_under_who_reads_one_moment(store: TestStore) -> None:
    store.person("Eerste")
    log = store.folder.database.with_name("store.db-wal")
    moment = driver.connect(store.folder.database, store.key.sub(b"db"), read_only=True)
    moment.execute("BEGIN")
    moment.execute("SELECT count(*) FROM person").fetchone()
    store.person("Tweede")
    assert not store.database.fold_log()
    assert moment.execute("SELECT count(*) FROM person").fetchone() == (1,)
    moment.close()
    assert store.database.fold_log()
    assert log.stat().st_size == 0


def test_closing_twice_is_harmless(store: TestStore) -> None:
    store.database.close()
    store.database.close()


@pytest.mark.promise("A25", "F2")
def test_a25_the_engine_is_set_as_promised(store: TestStore) -> None:
    with store.database.transaction() as transaction:
        writer = transaction.connection
    with store.database.reading() as reader:
        for connection in (writer, reader):
            for pragma, wanted in (("temp_store", 2), ("foreign_keys", 1), ("mmap_size", 0)):
                row = connection.execute(f"PRAGMA {pragma}").fetchone()
                assert (row[0] if row else 0) == wanted, pragma
    for pragma, wish in (("journal_mode", "wal"), ("synchronous", 2), ("secure_delete", 1)):
        assert writer.execute(f"PRAGMA {pragma}").fetchone()[0] == wish
    wal = store.folder.database.with_name("store.db-wal").read_bytes()
    assert driver.PLAIN_HEADER not in wal
