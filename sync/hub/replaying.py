"""What a list makes of every record, worked out anew in little memory.

Records that were touched lately are in memory; the rest lies in a file that only lives as long,
encrypted under a key that is kept nowhere.
"""

from __future__ import annotations

import secrets
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Self

import msgspec

from meitinker.domain.kinds import KINDS
from meitinker.domain.merging import Standing
from meitinker.domain.people import PERSON_MERGE
from meitinker.store import driver
from sync.hub.dossiers import dossier_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from meitinker.domain.merging import Reason
    from meitinker.domain.records import Kind, Value
    from sync.hub.judging import Judgement
    from sync.protocol import SealedChange

MOST_IN_MEMORY = 5_000

_KEY_BYTES = 32
_fields = msgspec.json.Decoder(tuple[dict[str, str | int | None], dict[str, str | int | None]])
_versions = msgspec.json.Decoder(dict[str, str])


class Replayed:
    """A shelf to judge on (:class:`sync.hub.judging.Shelf`); nothing waits: the list is closed.

    Attributes:
        position: The place that is judged now.
    """

    def __init__(self, is_placed: Callable[[str, int], bool]) -> None:
        """Begin empty; ``is_placed`` tells whether a change has a place before another."""
        self.position = 0
        self._is_placed = is_placed
        self._near: dict[str, tuple[Kind, Standing] | None] = {}
        self._changed: set[str] = set()
        self._villages: dict[str, Value] = {}
        self._merges: set[str] = set()
        self._count = 0

    def __enter__(self) -> Self:
        """Make the file."""
        self._folder = tempfile.TemporaryDirectory(prefix="meitinker-check-")
        file = Path(self._folder.name) / "replay.db"
        self._far = driver.connect(file, secrets.token_bytes(_KEY_BYTES))
        self._far.execute("PRAGMA synchronous = OFF")
        self._far.execute("BEGIN")
        self._far.execute(
            "CREATE TABLE record (record_id TEXT PRIMARY KEY, kind TEXT, versions BLOB,"
            " deleted INTEGER, fields BLOB) WITHOUT ROWID"
        )
        return self

    def __exit__(self, *_: object) -> None:
        """Let it go."""
        self._far.close()
        self._folder.cleanup()

    def __len__(self) -> int:
        """Return how many records there are."""
        return self._count

    def told(self, record_id: str) -> object:
        """Return fields, versions and whether it is gone."""
        found = self._found(record_id)
        if found is None:
            return None
        now = found[1]
        return {**now.fields, **now.extra}, dict(now.versions), now.deleted

    def dossier(self, record_id: str) -> str | None:
        """Return the dossier that a record lies in."""
        found = self._found(record_id)
        return dossier_of(found[0], record_id, found[1].fields) if found else None

    def villages(self) -> dict[str, Value]:
        """Return the village of each dossier."""
        return dict(self._villages)

    def standing(self, record_id: str) -> Standing | None:
        """Return a record as it stands."""
        found = self._found(record_id)
        return found[1] if found else None

    def kind(self, record_id: str) -> Kind | None:
        """Return what a record is."""
        found = self._found(record_id)
        return found[0] if found else None

    def put(self, kind: Kind, record_id: str, standing: Standing) -> None:
        """Keep what a record has become."""
        self._count += self._found(record_id) is None
        self._near[record_id] = (kind, standing)
        self._changed.add(record_id)
        if kind.scope.rule == "village":
            self._villages[record_id] = standing.fields[kind.scope.field]
        if kind is PERSON_MERGE:
            self._merges.add(record_id)

    def merges(self) -> dict[str, Standing]:
        """Return every merge of two files."""
        found = {one: self.standing(one) for one in self._merges}
        return {one: now for one, now in found.items() if now is not None}

    def has(self, change_id: str) -> bool:
        """Tell whether a change has a place before this one."""
        return self._is_placed(change_id, self.position)

    def place(self, _judgement: Judgement) -> None:
        """Forget it: its place is in the list."""

    def waiting_for(self, _key: str) -> Iterable[SealedChange]:
        """Return nothing."""
        return ()

    def keep_waiting(self, change: SealedChange, key: str, reason: Reason) -> None:
        """Forget it: its verdict already differs."""

    def _found(self, record_id: str) -> tuple[Kind, Standing] | None:
        if record_id not in self._near:
            if len(self._near) >= MOST_IN_MEMORY:
                self._put_away()
            self._near[record_id] = self._fetched(record_id)
        return self._near[record_id]

    def _put_away(self) -> None:
        rows = []
        for one in self._changed:
            found = self._near[one]
            if found is not None:
                kind, now = found
                fields = msgspec.json.encode((dict(now.fields), dict(now.extra)))
                versions = msgspec.json.encode(dict(now.versions))
                rows.append((one, kind.name, versions, int(now.deleted), fields))
        self._far.executemany(
            "INSERT INTO record VALUES (?, ?, ?, ?, ?) ON CONFLICT (record_id) DO UPDATE"
            " SET versions = excluded.versions, deleted = excluded.deleted,"
            " fields = excluded.fields",
            rows,
        )
        self._near.clear()
        self._changed.clear()

    def _fetched(self, record_id: str) -> tuple[Kind, Standing] | None:
        row = self._far.execute(
            "SELECT kind, versions, deleted, fields FROM record WHERE record_id = ?", (record_id,)
        ).fetchone()
        if row is None:
            return None
        kind, versions, deleted, told = row
        fields, extra = _fields.decode(told)
        standing = Standing(
            fields=fields, versions=_versions.decode(versions), extra=extra, deleted=bool(deleted)
        )
        return KINDS[kind], standing
