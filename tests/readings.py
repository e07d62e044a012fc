"""What the read log of a store tells: the program shows it to nobody yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.store import readlog

if TYPE_CHECKING:
    from meitinker.store.database import Database
    from meitinker.store.readlog import ReadEntry


def every(database: Database) -> list[ReadEntry]:
    """Return every entry, oldest first."""
    with database.reading() as connection:
        return [entry for entry, _previous, _own in readlog.entries(connection)]


def of_client(database: Database, client_id: str) -> list[ReadEntry]:
    """Return the readings of one dossier, oldest first."""
    return [entry for entry in every(database) if entry.client_id == client_id]
