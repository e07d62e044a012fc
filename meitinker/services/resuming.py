"""Coming back to the same place after a lock, a crash or a kill."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker import clock
from meitinker.store import settings

if TYPE_CHECKING:
    from datetime import datetime

    from meitinker.store.database import Database
    from meitinker.store.settings import ScreenSpot


def place(database: Database) -> ScreenSpot | None:
    """Return where the user was, or None when that is not known."""
    with database.reading() as connection:
        return settings.place(connection)


def remember(database: Database, where: ScreenSpot) -> None:
    """Remember where the user is; a store that is open for reading only remembers nothing.

    Raises:
        DiskFull, DiskFailed, StoreReadOnly: It was not remembered.
    """
    if database.recovering:
        return
    with database.transaction() as transaction:
        settings.put_place(transaction, where, at=clock.instant_text(clock.now()))


def last_at(database: Database, record_id: str) -> datetime | None:
    """Return when the user was last at a record, reading or writing; None if that was long ago."""
    with database.reading() as connection:
        at = settings.last_times(connection).get(record_id)
    return clock.instant_from(at) if at else None
