"""Remembering when the last backup was made, wherever it was put.

A stick that was taken out tells nothing. So the store itself keeps the moment and the kind of
place; a setting of this device, never sent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.store import settings

if TYPE_CHECKING:
    from meitinker.store.database import Database


class BackupNote(msgspec.Struct, frozen=True):
    """The last backup.

    Attributes:
        at: UTC text, or "" where none was made yet.
        elsewhere: Whether it was put outside this device's own folder.
    """

    at: str = ""
    elsewhere: bool = False


LAST = settings.Setting("last_backup", BackupNote, BackupNote())


def last(database: Database) -> BackupNote:
    """Return when the last backup was made."""
    with database.reading() as connection:
        return settings.get(connection, LAST)


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
