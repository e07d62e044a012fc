"""The same store without its cipher, so that a test can read what the disk really holds.

Everything else is the program's own: layout, pragmas, write path. ``lax`` switches the two
guards against lingering text off, for the negative control.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from meitinker.store import driver, form_drafts
from tests.faults import ground

if TYPE_CHECKING:
    from pathlib import Path

_configure = driver._configure


class _Unkeyed:
    """A connection that hears no key."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def execute(self, statement: str, *rest: Any) -> Any:
        if statement.startswith("PRAGMA key"):
            statement = "SELECT 1"
        return self._connection.execute(statement, *rest)


def _without_key(connection: Any, key: bytes, *, read_only: bool) -> None:
    unkeyed: Any = _Unkeyed(connection)
    _configure(unkeyed, key, read_only=read_only)


class Subject(ground.Subject):
    """The store in clear."""

    def __init__(self, folder: Path) -> None:
        """Take the cipher away in this process."""
        super().__init__(folder)
        driver._configure = _without_key
        driver.is_encrypted = lambda path: path.exists()
        driver.require_sound = lambda connection: None  # no cipher, so none that could tell

    def do_lax(self, secure_delete: bool, fts: bool) -> dict[str, Any]:
        """Switch the guards on or off."""
        with self._open.transaction() as work:
            for table in ("person_words", "person_grams", "note_words"):
                work.connection.execute(
                    f"INSERT INTO {table} ({table}, rank) VALUES ('secure-delete', ?)",  # noqa: S608 - names of this test
                    (int(fts),),
                )
            connection = work.connection
        connection.execute(f"PRAGMA secure_delete = {int(secure_delete)}")
        return {}

    def do_remove(self, key: int) -> dict[str, Any]:
        """Delete a save and its words."""
        with self._open.transaction() as work:
            work.connection.execute("DELETE FROM setting WHERE name = ?", (str(key),))
            work.connection.execute("DELETE FROM note_words WHERE rowid = ?", (key + 1,))
        return {}

    def do_form(self, text: str) -> dict[str, Any]:
        """Keep a half-typed form; without words it is dropped."""
        with self._open.transaction() as work:
            if text:
                form_drafts.put(work, "remark", "someone", text)
            else:
                form_drafts.drop(work, "remark", "someone")
        return {}

    def do_checkpoint(self) -> dict[str, Any]:
        """Bring the log into the file and cut it."""
        with self._open.transaction() as work:
            connection = work.connection
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return {}
