"""What was brought in on this device, lists of clients and directories alike: what came of each.

It stays on this device, like what can be undone: what each bite made, so that all of a file can
be taken back where it came in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

import msgspec

from meitinker.store import settings
from meitinker.store.settings import Setting

if TYPE_CHECKING:
    from meitinker.store.database import Transaction
    from meitinker.store.driver import Connection

B = TypeVar("B")

_EVERY = "SELECT value FROM setting WHERE name GLOB ? ORDER BY name DESC"
_BITES = "SELECT name FROM setting WHERE name GLOB ? ORDER BY name DESC"


class Import(msgspec.Struct, frozen=True, kw_only=True):
    """A file that was brought in.

    Attributes:
        id: Of the import.
        at: When it began, UTC text.
        user: Who did it.
        source: Which program it came from, as its user calls it.
        added: How many people or services came of it.
        changed: How many that were there it changed.
        ended: Whether it came to its end; else somebody stopped it, or the program did.
        undone_at: When it was taken back, UTC text, or "".
        undone: How many taking it back came past; not at its end, where that was broken off.
        kept: How many stayed then, because they were used since.
    """

    id: str
    at: str
    user: str
    source: str = ""
    added: int = 0
    changed: int = 0
    ended: bool = False
    undone_at: str = ""
    undone: int = 0
    kept: int = 0


_NONE = Import(id="", at="", user="")


class ImportLog(Generic[B]):
    """The imports of one kind of files; ``B`` is what is kept of a bite."""

    def __init__(self, name: str, made: type[B], nothing: B) -> None:
        """Keep them under a name; ``nothing`` is what a bite is that was never made."""
        self._name, self._type, self._nothing = name, made, nothing

    def every(self, connection: Connection) -> list[Import]:
        """Return what was brought in on this device, the newest first."""
        found = connection.execute(_EVERY, (f"{self._name}.done.*",))
        return [msgspec.json.decode(row[0], type=Import) for row in found]

    def get(self, connection: Connection, import_id: str) -> Import | None:
        """Return one import, or None."""
        found = settings.get(connection, self._done(import_id))
        return found if found.id else None

    def put(self, transaction: Transaction, one: Import) -> None:
        """Keep how an import stands."""
        settings.put(transaction, self._done(one.id), one)

    def note_bite(self, transaction: Transaction, one: Import, number: int, made: B) -> None:
        """Keep what one bite made, and how far the import is."""
        settings.put(transaction, self._bite(one.id, number), made)
        self.put(transaction, one)

    def bites(self, connection: Connection, import_id: str) -> list[int]:
        """Return the numbers of the bites of an import, the last first."""
        found = connection.execute(_BITES, (f"{self._name}.made.{import_id}.*",))
        return [int(str(row[0]).rpartition(".")[2]) for row in found]

    def bite_of(self, connection: Connection, import_id: str, number: int) -> B:
        """Return what one bite made."""
        return settings.get(connection, self._bite(import_id, number))

    def forget_bite(
        self, transaction: Transaction, one: Import, number: int, *, size: int, kept: int
    ) -> Import:
        """Forget a bite of ``size`` that was taken back but for ``kept``; return how it stands."""
        one = msgspec.structs.replace(one, undone=one.undone + size, kept=one.kept + kept)
        settings.forget(transaction, self._bite(one.id, number))
        self.put(transaction, one)
        return one

    def _done(self, import_id: str) -> Setting[Import]:
        return Setting(f"{self._name}.done.{import_id}", Import, _NONE)

    def _bite(self, import_id: str, number: int) -> Setting[B]:
        return Setting(f"{self._name}.made.{import_id}.{number:06d}", self._type, self._nothing)
