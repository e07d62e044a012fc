from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker import clock
from meitinker.services import backup_notes
from tests import stores

if TYPE_CHECKING:
    from tests.stores import TestStore


def test_no_backup_is_told_as_none(store: TestStore) -> None:
    assert backup_notes.last(store.database).at == ""


def test_the_last_backup_is_remembered_over_a_restart(store: TestStore) -> None:
    with clock.running(stores.Clock("2026-11-12T14:05:00.000Z")):
        backup_notes.note(store.database, elsewhere=True)
    store.reopen()
    note = backup_notes.last(store.database)
    assert (note.at, note.elsewhere) == ("2026-11-12T14:05:00.000Z", True)
