"""Whether a hub holds: the list without holes, every change as it was signed, records as replayed.

What the list makes of every record is worked out anew, in memory, and compared with what stands
in the tables; so is every attachment with the sum that was taken when it became whole.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import select

from meitinker.domain.kinds import KINDS
from meitinker.domain.people import PERSON_MERGE
from meitinker.errors import StoreDamaged
from sync.changes import arrived
from sync.hub import judging, papers
from sync.hub.tables import CHANGE, ORGANISATION, PAPER, PAPER_PART, RECORD, WAITING
from sync.protocol import Change

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Connection, Row

    from meitinker.domain.merging import Reason, Standing
    from meitinker.domain.records import Kind
    from sync.hub.database import HubDatabase

_MOST_TOLD = 20
_STREAMED = {"stream_results": True, "max_row_buffer": 100}

_change = msgspec.json.Decoder(Change)
_fields = msgspec.json.Decoder(dict[str, str | int | None])


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What a check of one organisation found.

    Attributes:
        organisation: Its id.
        changes: Places in its list.
        records: Records.
        waiting: Changes that wait for something before they can be judged.
        papers_missing: Attachments that laptops still have to send.
        problems: What does not hold, at most twenty: what and which id.
    """

    organisation: str
    changes: int
    records: int
    waiting: int
    papers_missing: int
    problems: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong; what waits or has to come is not wrong."""
        return not self.problems


def check(database: HubDatabase) -> list[Found]:
    """Check every organisation of a hub."""
    with database.reading() as connection:
        told = connection.execute(select(ORGANISATION).order_by(ORGANISATION.c.organisation)).all()
        return [_Check(database, connection, row).found() for row in told]


class _Check:
    def __init__(self, database: HubDatabase, connection: Connection, row: Row[Any]) -> None:
        self._sealing = database.sealing
        self._connection = connection
        self._organisation: str = row.organisation
        self._end: int = row.end
        self._problems: list[str] = []

    def found(self) -> Found:
        replayed = _Replayed()
        changes = self._replay(replayed)
        records = self._compare(replayed)
        self._papers()
        with_waiting = self._rows(WAITING, "change_id")
        return Found(
            organisation=self._organisation,
            changes=changes,
            records=records,
            waiting=sum(1 for _ in with_waiting),
            papers_missing=papers.counted(self._connection, self._organisation),
            problems=tuple(self._problems[:_MOST_TOLD]),
        )

    def _replay(self, shelf: _Replayed) -> int:
        count = 0
        for row in self._rows(CHANGE, "position"):
            count += 1
            if row.position != count:
                self._problems.append(f"place {count} is missing")
                count = row.position
            try:
                change = _change.decode(self._sealing.open(row.body))
            except (StoreDamaged, msgspec.DecodeError):
                self._problems.append(f"change {row.change_id} does not open")
                continue
            self._judge(shelf, row, change)
        if count != self._end:
            self._problems.append(f"the list ends at {count} and should at {self._end}")
        return count

    def _judge(self, shelf: _Replayed, row: Row[Any], change: Change) -> None:
        if change.change_id != row.change_id or not arrived(change).holds():
            self._problems.append(f"change {row.change_id} was altered")
        if judging.is_of_another_kind(shelf, change):
            told = f"change {row.change_id} calls record {change.record_id} a {change.kind}"
            self._problems.append(f"{told}, which it is not")
            return
        (outcome, *more) = judging.judge(shelf, [change], end=row.position - 1)
        if more or (outcome.verdict.value, outcome.position) != (row.verdict, row.position):
            self._problems.append(f"change {row.change_id} has another verdict")

    def _compare(self, replayed: _Replayed) -> int:
        count = 0
        for row in self._rows(RECORD, "record_id"):
            count += 1
            kind = replayed.kind(row.record_id)
            if kind is not None and kind.name != row.kind:
                self._problems.append(f"record {row.record_id} is kept as another kind")
            if self._fields_of(row) != replayed.told(row.record_id):
                self._problems.append(f"record {row.record_id} is not what its changes made")
        missing = len(replayed.records) - count
        if missing > 0:
            self._problems.append(f"{missing} records are missing")
        return count

    def _fields_of(self, row: Row[Any]) -> object:
        kind = KINDS.get(row.kind)
        try:
            fields = _fields.decode(self._sealing.open(row.fields))
            versions = msgspec.json.decode(row.versions)
        except (StoreDamaged, msgspec.DecodeError):
            return None
        of_today = kind.of_today(fields, {}) if kind is not None else fields
        return dict(of_today), versions, bool(row.deleted)

    def _papers(self) -> None:
        for row in self._rows(PAPER, "name"):
            if row.digest and self._digest(row.name) != row.digest:
                self._problems.append(f"attachment {row.name} was altered")

    def _digest(self, name: str) -> str:
        adding = hashlib.sha256()
        asked = (
            select(PAPER_PART.c.body)
            .where(PAPER_PART.c.organisation == self._organisation, PAPER_PART.c.name == name)
            .order_by(PAPER_PART.c.offset)
        )
        for body in self._streamed(asked):
            adding.update(body[0])
        return adding.hexdigest()

    def _rows(self, table: Any, order: str) -> Iterator[Any]:
        asked = (
            select(table).where(table.c.organisation == self._organisation).order_by(table.c[order])
        )
        return self._streamed(asked)

    def _streamed(self, asked: Any) -> Iterator[Any]:
        yield from self._connection.execute(asked, execution_options=_STREAMED)


class _Replayed:
    """Records as the list makes them, in memory; nothing waits, because the list is closed."""

    def __init__(self) -> None:
        self.records: dict[str, tuple[Kind, Standing]] = {}
        self._placed: set[str] = set()

    def told(self, record_id: str) -> object:
        """Return fields, versions and whether it is gone."""
        found = self.records.get(record_id)
        if found is None:
            return None
        now = found[1]
        return {**now.fields, **now.extra}, dict(now.versions), now.deleted

    def standing(self, record_id: str) -> Standing | None:
        """Return a record as it stands."""
        found = self.records.get(record_id)
        return found[1] if found else None

    def kind(self, record_id: str) -> Kind | None:
        """Return what a record is."""
        found = self.records.get(record_id)
        return found[0] if found else None

    def put(self, kind: Kind, record_id: str, standing: Standing) -> None:
        """Keep what a record has become."""
        self.records[record_id] = (kind, standing)

    def merges(self) -> dict[str, Standing]:
        """Return every merge of two files."""
        return {one: now for one, (kind, now) in self.records.items() if kind is PERSON_MERGE}

    def has(self, change_id: str) -> bool:
        """Tell whether a change has a place."""
        return change_id in self._placed

    def place(self, outcome: judging.Outcome) -> None:
        """Remember a change."""
        self._placed.add(outcome.change.change_id)

    def waiting_for(self, _key: str) -> Iterable[Change]:
        """Return nothing."""
        return ()

    def keep_waiting(self, change: Change, key: str, reason: Reason) -> None:
        """Forget it: its verdict already differs."""
