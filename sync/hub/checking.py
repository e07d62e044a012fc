"""Whether a hub holds: the list without holes, every change as it was signed, records as replayed.

What the list makes of every record is worked out anew (:mod:`sync.hub.replaying`) and compared with
what stands in the tables: values, kinds, verdicts with what came in and what was lost, and in which
dossier and village all of it lies. So is every attachment with the sum that was taken when it
became whole.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import and_, or_, select

from meitinker.domain.grants import DOSSIER_GRANT, REPLACEMENT
from meitinker.domain.kinds import KINDS
from meitinker.errors import StoreDamaged
from sync import merge
from sync.changes import holds
from sync.hub import access, judging, papers, waiting
from sync.hub.replaying import Replayed
from sync.hub.tables import (
    ACCESS,
    CHANGE,
    DOSSIER,
    HOLDING,
    ORGANISATION,
    PAPER,
    PAPER_PART,
    RECORD,
    WAITING,
)
from sync.protocol import Lost, SealedChange

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Row

    from sync.hub.database import HubDatabase

_OPENING = frozenset({DOSSIER_GRANT.name, REPLACEMENT.name})
_MOST_TOLD = 20
_STREAMED = {"stream_results": True, "max_row_buffer": 100}

_change = msgspec.json.Decoder(SealedChange)
_fields = msgspec.json.Decoder(dict[str, str | int | None])
_took = msgspec.json.Decoder(tuple[str, ...])
_lost = msgspec.json.Decoder(tuple[Lost, ...])


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
        self._elsewhere: list[tuple[str, str, str]] = []
        self._hands: dict[str, str] = {}

    def found(self) -> Found:
        with Replayed(self._is_placed) as replayed:
            changes = self._replay(replayed)
            records = self._compare(replayed)
            self._compare_dossiers(replayed)
            self._compare_access(replayed)
        self._holdings()
        self._papers()
        return Found(
            organisation=self._organisation,
            changes=changes,
            records=records,
            waiting=self._waiting(),
            papers_missing=papers.counted(self._connection, self._organisation),
            problems=tuple(self._problems[:_MOST_TOLD]),
        )

    def _waiting(self) -> int:
        """Return how many changes wait; one that does not open is to be sent again."""
        count = 0
        for row in self._rows(WAITING, "change_id"):
            count += 1
            if not waiting.is_whole(self._sealing, row.body):
                self._problems.append(f"change {row.change_id}, which waits, does not open")
        return count

    def _is_placed(self, change_id: str, before: int) -> bool:
        asked = select(CHANGE.c.position).where(
            CHANGE.c.organisation == self._organisation,
            CHANGE.c.change_id == change_id,
            CHANGE.c.position < before,
        )
        return self._connection.execute(asked).first() is not None

    def _replay(self, shelf: Replayed) -> int:
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

    def _judge(self, shelf: Replayed, row: Row[Any], change: SealedChange) -> None:
        if change.change_id != row.change_id or not holds(change):
            self._problems.append(f"change {row.change_id} was altered")
        if (change.kind, change.device) != (row.kind, row.device):
            self._problems.append(f"change {row.change_id} is kept as another's or another kind")
        if judging.is_of_another_kind(shelf, change):
            told = f"change {row.change_id} calls record {change.record_id} a {change.kind}"
            self._problems.append(f"{told}, which it is not")
            return
        shelf.position = row.position
        (judgement, *more) = judging.judge(shelf, [change], end=row.position - 1)
        if more or _verdict(judgement) != _kept_verdict(row):
            self._problems.append(f"change {row.change_id} has another verdict")
        if judgement.took and change.kind in _OPENING:
            self._hands[change.record_id] = change.author
        lies = shelf.dossier(change.record_id)
        if row.dossier != lies:
            # a batch writes where the record lay at its end
            self._elsewhere.append((row.change_id, row.dossier, change.record_id))

    def _compare(self, replayed: Replayed) -> int:
        count = 0
        for row in self._rows(RECORD, "record_id"):
            count += 1
            kind = replayed.kind(row.record_id)
            if kind is not None and kind.name != row.kind:
                self._problems.append(f"record {row.record_id} is kept as another kind")
            if self._fields_of(row) != replayed.told(row.record_id):
                self._problems.append(f"record {row.record_id} is not what its changes made")
            if row.dossier != replayed.dossier(row.record_id):
                self._problems.append(f"record {row.record_id} lies in another dossier")
        missing = len(replayed) - count
        if missing > 0:
            self._problems.append(f"{missing} records are missing")
        for change_id, dossier, record_id in self._elsewhere:
            if dossier != replayed.dossier(record_id):
                self._problems.append(f"change {change_id} lies in another dossier")
        return count

    def _compare_dossiers(self, replayed: Replayed) -> None:
        """Compare where dossiers lie, which is what reach is made of, with what records say."""
        wanted = replayed.villages()
        roots = judging.standing_merges(replayed)
        for row in self._rows(DOSSIER, "dossier"):
            is_known = row.dossier in wanted
            village = wanted.pop(row.dossier, None)
            if not is_known or village != row.village:
                self._problems.append(f"dossier {row.dossier} lies in another village")
            if row.root != merge.end_of(roots, row.dossier):
                self._problems.append(f"dossier {row.dossier} is joined to another")
        self._problems.extend(f"dossier {one} is missing" for one in sorted(wanted))

    def _compare_access(self, replayed: Replayed) -> None:
        """Compare who was let in for a while with what the records of that say."""
        wanted: dict[str, dict[str, Any]] = {}
        for record_id, by in self._hands.items():
            kind, now = replayed.kind(record_id), replayed.standing(record_id)
            row = access.opened(kind, now, by) if kind is not None and now is not None else None
            if row is not None:
                wanted[record_id] = row
        for row in self._rows(ACCESS, "record_id"):
            told = wanted.pop(row.record_id, {})
            if not told or any(getattr(row, name) != value for name, value in told.items()):
                self._problems.append(f"access {row.record_id} is not what its record gives")
        self._problems.extend(f"access {one} is missing" for one in sorted(wanted))

    def _holdings(self) -> None:
        """Look whether what lies on devices is of this organisation, and no place of the future."""
        there = and_(
            DOSSIER.c.organisation == HOLDING.c.organisation,
            DOSSIER.c.dossier == HOLDING.c.dossier,
        )
        asked = (
            select(HOLDING.c.device, HOLDING.c.dossier)
            .outerjoin(DOSSIER, there)
            .where(
                HOLDING.c.organisation == self._organisation,
                or_(DOSSIER.c.dossier.is_(None), HOLDING.c.since > self._end),
            )
        )
        for row in self._streamed(asked):
            self._problems.append(f"dossier {row.dossier} cannot lie on device {row.device}")

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


def _verdict(judgement: judging.Judgement) -> tuple[object, ...]:
    told = (judgement.verdict.value, judgement.reason.value, judgement.position)
    return (*told, judgement.took, judgement.lost)


def _kept_verdict(row: Row[Any]) -> tuple[object, ...] | None:
    try:
        return (
            *(row.verdict, row.reason, row.position),
            *(_took.decode(row.took), _lost.decode(row.lost)),
        )
    except msgspec.DecodeError:
        return None
