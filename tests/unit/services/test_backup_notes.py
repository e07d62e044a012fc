from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker import clock
from meitinker.paths import StoreFolder
from meitinker.services import backup_notes, backups
from meitinker.store.backup import BackupNote
from meitinker.store.database import Database
from tests import stores

if TYPE_CHECKING:
    from pathlib import Path

    from tests.stores import TestStore


def test_no_backup_is_told_as_none(store: TestStore) -> None:
    assert backup_notes.last(store.database).at == ""


def test_the_last_backup_is_remembered_over_a_restart(store: TestStore) -> None:
    with clock.running(stores.Clock("2026-11-12T14:05:00.000Z")):
        backup_notes.note(store.database, elsewhere=True)
    store.reopen()
    note = backup_notes.last(store.database)
    assert (note.at, note.elsewhere) == ("2026-11-12T14:05:00.000Z", True)


def test_a_backup_that_was_put_back_is_the_last_one_in_the_store_it_became(tmp_path: Path) -> None:
    with stores.guarded(tmp_path / "store") as guarded:
        made = backups.make(guarded.store.database, tmp_path)
    place = StoreFolder(tmp_path / "other")
    database = Database.open(place, backups.restore_with_code(made, place, guarded.code).key)
    try:
        note = backup_notes.last(database)
    finally:
        database.close()
    assert note == BackupNote(backups.told(made).made_at, elsewhere=True)


def test_a_later_backup_that_lies_on_the_device_is_the_last_one(tmp_path: Path) -> None:
    with stores.guarded(tmp_path / "store") as guarded:
        database = guarded.store.database
        with clock.running(stores.Clock("2026-11-12T14:05:00.000Z")):
            backup_notes.note(database, elsewhere=True)
        with clock.running(stores.Clock("2026-11-13T09:00:00.000Z")):
            backups.make(database)
        found = backup_notes.last(database, backups.made(guarded.store.folder))
        assert found == BackupNote("2026-11-13T09:00:00.000Z")
        assert backup_notes.last(database).elsewhere
