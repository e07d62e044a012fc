"""Remembering when the last backup was made, wherever it was put.

A stick that was taken out tells nothing. So the store itself keeps the moment and the kind of
place; a setting of this device, never sent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker import clock
from meitinker.store import settings
from meitinker.store.backup import LAST, BackupNote

if TYPE_CHECKING:
    from collections.abc import Iterable

    from meitinker.services.backups import KeptBackup
    from meitinker.store.database import Database


def last(database: Database, kept: Iterable[KeptBackup] = ()) -> BackupNote:
    """Return when the last backup was made: as was remembered, or a later one that is ``kept``."""
    with database.reading() as connection:
        remembered = settings.get(connection, LAST)
    here = (BackupNote(one.made_at) for one in kept)
    return max((remembered, *here), key=lambda note: note.at)


def note(database: Database, *, elsewhere: bool) -> BackupNote:
    """Remember that a backup was made just now; a store that is only read remembers nothing.

    Raises:
        DiskFull, DiskFailed, StoreReadOnly: It was not remembered; the backup is there.
    """
    made = BackupNote(clock.instant_text(clock.now()), elsewhere)
    if not database.recovering:
        with database.transaction() as transaction:
            settings.put(transaction, LAST, made)
    return made
