"""A shelf of plain dicts, to judge on without a database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.domain.kinds import KINDS
from meitinker.domain.people import PERSON_MERGE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from meitinker.domain.merging import Reason, Standing
    from meitinker.domain.records import Kind
    from sync.hub.judging import Judgement
    from sync.protocol import SealedChange


class DictShelf:
    """What :class:`sync.hub.judging.Shelf` asks, in memory."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.records: dict[str, tuple[str, Standing]] = {}
        self.placed: set[str] = set()
        self.waiting: dict[str, list[tuple[SealedChange, Reason]]] = {}

    def standing(self, record_id: str) -> Standing | None:
        """Return a record as it stands."""
        found = self.records.get(record_id)
        return found[1] if found else None

    def kind(self, record_id: str) -> Kind | None:
        """Return what a record is."""
        found = self.records.get(record_id)
        return KINDS[found[0]] if found else None

    def put(self, kind: Kind, record_id: str, standing: Standing) -> None:
        """Keep what a record has become."""
        self.records[record_id] = (kind.name, standing)

    def merges(self) -> dict[str, Standing]:
        """Return every merge of two files."""
        return {one: s for one, (kind, s) in self.records.items() if kind == PERSON_MERGE.name}

    def has(self, change_id: str) -> bool:
        """Tell whether a change has a place."""
        return change_id in self.placed

    def place(self, judgement: Judgement) -> None:
        """Remember that a change got a place."""
        self.placed.add(judgement.change.change_id)

    def waiting_for(self, key: str) -> Iterable[SealedChange]:
        """Take out what waits for ``key``."""
        return [change for change, _reason in self.waiting.pop(key, [])]

    def keep_waiting(self, change: SealedChange, key: str, reason: Reason) -> None:
        """Keep what cannot be judged yet."""
        self.waiting.setdefault(key, []).append((change, reason))
