"""The hub's own file: its engine and its pool, with texts in a table beside its own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from meitinker.store import connections
from sync.hub.database import embedded, told
from sync.hub.sealing import AsItIs

if TYPE_CHECKING:
    from meitinker.store import connections
from sync.hub.database import HubDatabase

_KEY = bytes(range(32))
_PUT = text(
    "INSERT INTO save VALUES (:key, :text) ON CONFLICT (key) DO UPDATE SET text = excluded.text"
)
_GET = text("SELECT key, text FROM save")


class Subject:
    """One hub file and the saves in its table."""

    def __init__(self, folder: Path) -> None:
        """Work in ``folder``."""
        self._file = folder / "hub.db"
        self._hub: HubDatabase | None = None

    @property
    def _open(self) -> HubDatabase:
        if self._hub is None:
            raise RuntimeError("not open")
        return self._hub

    def do_create(self) -> dict[str, Any]:
        """Make the file, with its own tables and ours."""
        self.do_open()
        self._open.create()
        with self._open.engine.begin() as connection:
            connection.execute(text("CREATE TABLE save (key TEXT PRIMARY KEY, text TEXT)"))
        return {}

    def do_open(self) -> dict[str, Any]:
        """Open the file, as a hub that starts does."""
        self._hub = embedded(self._file, _KEY, AsItIs())
        return {}

    def do_trust(self) -> dict[str, Any]:
        """Take an fsync after one that failed at its word: for the negative controls."""
        connections.settle_log = lambda log: None
        return {}

    def do_checkpoint_every(self, pages: int) -> dict[str, Any]:
        """Checkpoint sooner than the hub does; the pool lends the same connection again."""
        with self._open.engine.connect() as connection:
            connection.execute(text(f"PRAGMA wal_autocheckpoint = {pages:d}"))
        return {}

    def do_save(self, key: int | str, text: str) -> dict[str, Any]:
        """Save one text in one unit of work."""
        with told(), self._open.engine.connect() as lent:
            connection = lent.execution_options(writes=True)
            with connection.begin():
                connection.execute(_PUT, {"key": str(key), "text": text})
        return {"key": key, "text": text}

    def do_read(self) -> dict[str, Any]:
        """Return every save and what integrity_check says."""
        with told(), self._open.engine.connect() as connection:
            saves = {row[0]: row[1] for row in connection.execute(_GET)}
            (found,) = connection.execute(text("PRAGMA integrity_check")).one()
        return {"saves": saves, "problems": [] if found == "ok" else [found]}

    def do_close(self) -> dict[str, Any]:
        """Close the file."""
        self._open.close()
        self._hub = None
        return {}
