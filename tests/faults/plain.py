"""SQLCipher bare: the subject on which the machinery itself is tested.

One table in a WAL database, with the durability chosen by the test, so that the same power cuts
that lose nothing with ``synchronous=FULL`` can be seen to lose saves with NORMAL and OFF.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

_KEY = "00" * 32


class Subject:
    """A table of saves in ``plain.db``."""

    def __init__(self, folder: Path) -> None:
        """Work in ``folder``."""
        self._folder = folder
        self._db: Any = None

    def do_open(self, synchronous: str = "FULL", checkpoint: int = 8) -> dict[str, Any]:
        """Open or make the database; checkpoint the WAL every so many pages."""
        self._db = dbapi2.connect(str(self._folder / "plain.db"), isolation_level=None)
        self._db.execute(f"PRAGMA key = \"x'{_KEY}'\"")
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute(f"PRAGMA synchronous = {synchronous}")
        self._db.execute(f"PRAGMA wal_autocheckpoint = {checkpoint}")
        self._db.execute(
            "CREATE TABLE IF NOT EXISTS save (key INTEGER PRIMARY KEY, text TEXT) STRICT"
        )
        return {}

    def do_save(self, key: int, text: str) -> dict[str, Any]:
        """Save one text."""
        self._db.execute(
            "INSERT INTO save VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET text = excluded.text",
            (key, text),
        )
        return {"key": key, "text": text}

    def do_begin(self) -> dict[str, Any]:
        """Begin a transaction, so that what follows is answered before it is kept."""
        self._db.execute("BEGIN")
        return {}

    def do_commit(self) -> dict[str, Any]:
        """End the transaction."""
        self._db.execute("COMMIT")
        return {}

    def do_read(self) -> dict[str, Any]:
        """Return every save and what integrity_check says."""
        saves = dict(self._db.execute("SELECT key, text FROM save").fetchall())
        return {"saves": saves, "check": self._db.execute("PRAGMA integrity_check").fetchone()[0]}

    def do_map_clear(self) -> dict[str, Any]:
        """Map a clear database into memory and return what is mapped."""
        clear = sqlite3.connect(self._folder / "clear.db")
        clear.execute("PRAGMA mmap_size = 1000000")
        clear.execute("CREATE TABLE t (a)")
        clear.execute("INSERT INTO t VALUES (zeroblob(20000))")
        clear.commit()
        clear.execute("SELECT * FROM t").fetchall()
        lines = Path("/proc/self/maps").read_text(encoding="utf-8").splitlines()
        names = {Path(line.split()[-1]).name for line in lines if str(self._folder) in line}
        return {"mapped": sorted(names)}

    def do_empty(self) -> dict[str, Any]:
        """Remove the database."""
        for path in self._folder.iterdir():
            path.unlink()
        return {}

    def do_close(self) -> dict[str, Any]:
        """Close the database."""
        self._db.close()
        return {}
