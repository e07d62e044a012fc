"""The program's own database, without the services on top: transactions, mark, recovery.

Each save is one :meth:`Database.transaction` on a text table, the searchable one and the chain's
head, so that the faults meet the same files in the same order as in the program, at the price
of a few milliseconds a run.
"""

from __future__ import annotations

import hashlib
import importlib
import shutil
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from meitinker import clock, ids, paths
from meitinker.keys import StoreKey
from meitinker.paths import StoreFolder
from meitinker.store import connections, database, driver, migrations, state
from tests.faults.places import fill

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

# Here, before the forks: every child would otherwise spend its time importing.
driver.use_with_sqlite_utils()
importlib.import_module("sqlite_utils.migrations")

KEY = StoreKey(bytes(range(32)))


def mapped(folder: Path) -> list[str]:
    """Return the names of the files under ``folder`` that this process has mapped."""
    lines = Path("/proc/self/maps").read_text(encoding="utf-8").splitlines()
    return sorted({Path(line.split()[-1]).name for line in lines if str(folder) in line})


def _info() -> state.StoreInfo:
    return state.StoreInfo(
        store=ids.new_id(),
        organisation=ids.OrganisationId(ids.record_id()),
        device=ids.DeviceId(ids.record_id()),
        user=ids.UserId(ids.record_id()),
    )


def _write(work: database.Transaction, key: int | str, text: str) -> None:
    work.connection.execute(
        "INSERT INTO setting VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (str(key), text),
    )
    work.connection.execute("DELETE FROM note_words WHERE rowid = ?", (int(key) + 1,))
    work.connection.execute(
        "INSERT INTO note_words (rowid, words) VALUES (?, ?)", (int(key) + 1, text)
    )
    work.head = hashlib.sha256(f"{work.head}{key}{text}".encode()).hexdigest()


class Subject:
    """One store and the saves in its ``setting`` table."""

    def __init__(self, folder: Path) -> None:
        """Work in ``folder``."""
        self._folder = StoreFolder(folder)
        self._db: database.Database | None = None
        self._jumped: AbstractContextManager[None] | None = None

    @property
    def _open(self) -> database.Database:
        if self._db is None:
            raise RuntimeError("not open")
        return self._db

    def do_create(self) -> dict[str, Any]:
        """Make an empty store and open it."""
        self._db = database.Database.create(self._folder, KEY, _info())
        return {}

    def do_open(self, recover: bool = False) -> dict[str, Any]:
        """Open the store; a second open gives the first one back."""
        if self._db is not None:
            self._db.close()
        self._db = database.Database.open(self._folder, KEY, recover=recover)
        saved = self._db.saved
        return {
            "recovering": self._db.recovering,
            "commits": saved.commits,
            "incarnation": saved.incarnation,
        }

    def do_checkpoint_every(self, pages: int) -> dict[str, Any]:
        """Checkpoint sooner than the program does, so that a short run meets checkpoints."""
        with self._open.transaction() as work:
            connection = work.connection
        connection.execute(f"PRAGMA wal_autocheckpoint = {pages:d}")
        return {}

    def do_weaken(self, pragma: str) -> dict[str, Any]:
        """Set a pragma of the writing connection: for the negative controls."""
        with self._open.transaction() as work:
            connection = work.connection
        connection.execute(f"PRAGMA {pragma}")
        return {}

    def do_trust(self) -> dict[str, Any]:
        """Take an fsync after one that failed at its word: for the negative controls."""
        paths.write_again = lambda path: None
        connections.Connections.abandon = (  # type: ignore[method-assign]  # only in this process
            connections.Connections.close
        )
        return {}

    def do_pragma(self, name: str) -> dict[str, Any]:
        """Return a pragma of the writing connection."""
        with self._open.transaction() as work:
            return {"name": name, "value": work.connection.execute(f"PRAGMA {name}").fetchone()[0]}

    def do_save(self, key: int | str, text: str) -> dict[str, Any]:
        """Save one text in one transaction."""
        with self._open.transaction() as work:
            _write(work, key, text)
        return {"key": key, "text": text}

    def do_begin(self) -> dict[str, Any]:
        """Begin a transaction that never ends: for the negative control."""
        self._endless = self._open.transaction()
        self._work = self._endless.__enter__()
        return {}

    def do_speak_too_soon(self, key: int, text: str) -> dict[str, Any]:
        """Write within the endless transaction and call it saved."""
        _write(self._work, key, text)
        return {"key": key, "text": text}

    def do_text(self, key: int) -> dict[str, Any]:
        """Return one text as a screen asks for it, without checking anything else."""
        with self._open.reading() as connection:
            wanted = (str(key),)
            row = connection.execute("SELECT value FROM setting WHERE name = ?", wanted).fetchone()
        return {"text": row[0] if row else None}

    def do_read(self) -> dict[str, Any]:
        """Return every save and what the checks find, as ``meitinker check`` would."""
        # The cipher's check reads the file past the write-ahead log, where a checkpoint that was
        # killed half-way may have left a torn page; so the log is brought in first.
        if not self._open.recovering:
            apart = driver.connect(self._folder.database, KEY.sub(b"db"))
            with driver.translated():
                apart.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                apart.close()
        with self._open.reading() as connection:
            saves = dict(connection.execute("SELECT name, value FROM setting").fetchall())
            words = dict(connection.execute("SELECT rowid - 1, words FROM note_words").fetchall())
            problems = driver.integrity_problems(connection)
        if {str(key): text for key, text in words.items()} != saves:
            problems.append("search differs")
        return {"saves": saves, "problems": problems}

    def do_accept_loss(self) -> dict[str, Any]:
        """Go on after a loss."""
        self._open.accept_loss()
        return {}

    def do_jump(self, years: float) -> dict[str, Any]:
        """Let the clock stand ``years`` away from the real one from now on."""
        real: Callable[[], Any] = clock.now
        instant = real() + timedelta(days=365 * years)
        self._jumped = clock.running(lambda: instant)
        self._jumped.__enter__()
        return {}

    def do_fill(self) -> dict[str, Any]:
        """Take all room on the disk that holds the store."""
        fill(self._folder.root.parent)
        return {}

    def do_make_room(self) -> dict[str, Any]:
        """Give the room back."""
        (self._folder.root.parent / "ballast").unlink()
        return {}

    def do_grow(self) -> dict[str, Any]:
        """Let the program know a newer layout, so that the next open migrates."""
        migrations.STEPS = (*migrations.STEPS, _NextLayout)  # type: ignore[assignment]  # a layout made up for this test
        migrations.LATEST = len(migrations.STEPS)
        return {}

    def do_at(self) -> dict[str, Any]:
        """Return when the last save was, in milliseconds since 1970."""
        return {"at": self._open.saved.at}

    def do_sort(self) -> dict[str, Any]:
        """Let SQLite sort more than its cache holds, which elsewhere makes temporary files."""
        with self._open.reading() as connection:
            connection.execute("PRAGMA cache_size = 10")
            rows = connection.execute(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400)"
                " SELECT value || i FROM setting, n ORDER BY 1 DESC"
            ).fetchall()
        return {"rows": len(rows)}

    def do_maps(self) -> dict[str, Any]:
        """Return the names of the files mapped into this process."""
        return {"mapped": mapped(self._folder.root)}

    def do_open_beside(self) -> dict[str, Any]:
        """Try to open the same store a second time."""
        database.Database.open(self._folder, KEY).close()
        return {}

    def do_latest(self) -> dict[str, Any]:
        """Return the newest layout the program knows."""
        return {"latest": migrations.LATEST}

    def do_empty(self) -> dict[str, Any]:
        """Remove everything."""
        shutil.rmtree(self._folder.root)
        self._folder.root.mkdir()
        return {}

    def do_version(self) -> dict[str, Any]:
        """Return the layout the store has."""
        with self._open.reading() as connection:
            return {"version": migrations.version(connection)}

    def do_close(self) -> dict[str, Any]:
        """Close the store."""
        self._open.close()
        self._db = None
        return {}


class _NextLayout:
    """A layout step that touches every row, as a real one may."""

    @staticmethod
    def apply(db: Any) -> None:
        """Add a column and fill it."""
        db.execute("ALTER TABLE setting ADD COLUMN length INTEGER NOT NULL DEFAULT 0")
        db.execute("UPDATE setting SET length = length(value)")
