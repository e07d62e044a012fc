"""What the list had made of records, taken in at once instead of change by change.

A dossier that comes within reach arrives as a *fill*: its records as they stood at one place of
the list. That is kept beside the rows as the ground on which later places count, on which own
changes that have no verdict yet are laid back, and with which ``meitinker check`` begins.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.changes import Change, Changes
from meitinker.domain.kinds import KINDS
from meitinker.domain.merging import Incoming, Standing, readable
from meitinker.domain.people import PERSON_MERGE
from meitinker.domain.records import Value, canonical
from meitinker.ids import RecordId, made_at
from meitinker.store import index, received, rows, sent
from meitinker.store.rebase import Rebase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from meitinker.domain.merging import Decide
    from meitinker.domain.records import Kind
    from meitinker.domain.session import Session
    from meitinker.store.database import Database, Transaction
    from meitinker.store.driver import Connection
    from meitinker.store.received import ListEntry

MOST = 60
"""Records that one call should take in: about 0.5 ms each, and typing waits at most 50 ms."""

_KEEP = (
    "INSERT INTO filled (record_id, kind, dossier, position, turn, fields, versions, deleted)"
    " VALUES (?, ?, ?, ?, (SELECT coalesce(max(turn), 0) FROM received WHERE turn IS NOT NULL),"
    " ?, ?, ?)"
    " ON CONFLICT (record_id) DO UPDATE SET kind = excluded.kind, dossier = excluded.dossier,"
    " position = excluded.position, turn = excluded.turn, fields = excluded.fields,"
    " versions = excluded.versions, deleted = excluded.deleted"
)
_TOUCHED = (
    "SELECT EXISTS (SELECT 1 FROM change_header WHERE record_id = :id)"
    " OR EXISTS (SELECT 1 FROM draft WHERE record_id = :id)"
)
_GROUND = "SELECT record_id, kind, turn, fields, versions, deleted FROM filled ORDER BY record_id"
_SOME = (
    "SELECT record_id, kind, fields, versions, deleted FROM filled WHERE record_id > ?"
    " ORDER BY record_id LIMIT ?"
)
_LOOKED_AT = 500
"""Records that are looked at at once for what an older program could not read."""

_fields = msgspec.json.Decoder(dict[str, str | int | None])
_versions = msgspec.json.Decoder(dict[str, str])


class Filled(msgspec.Struct, frozen=True, kw_only=True):
    """What the list made of a record.

    Attributes:
        kind: Its kind, perhaps one that only a newer program knows.
        record_id: The record.
        fields: Values, also of fields that only a newer program knows.
        versions: Per merge group the change that set it.
        deleted: Whether it is a tombstone.
    """

    kind: str
    record_id: str
    fields: dict[str, Value]
    versions: dict[str, str]
    deleted: bool = False


class FilledRecord(msgspec.Struct, frozen=True):
    """A record as a fill brought it; what was judged up to ``turn`` is in it."""

    record_id: str
    kind: str
    turn: int
    fields: dict[str, Value]
    versions: dict[str, str]
    deleted: bool


class FillPart(msgspec.Struct, frozen=True, kw_only=True):
    """Records of one dossier, as they stood at one place of the list.

    ``lost`` are changes that lost to others, and that nobody has decided on yet.
    """

    dossier: str
    position: int
    records: tuple[Filled, ...] = ()
    lost: tuple[ListEntry, ...] = ()


def fill(
    database: Database, session: Session, parts: Iterable[FillPart], decide: Decide
) -> Changes:
    """Take in records of dossiers, at most :data:`MOST` in all, whole or not at all.

    What was typed here and has no place in the list yet lies on top of it again afterwards. A
    record that this program cannot read is kept, without a row, until it can.

    Raises:
        DiskFull, DiskFailed, StoreReadOnly: Nothing of it was taken in.
    """
    items: list[Change] = []
    with database.transaction() as transaction:
        for part in parts:
            items += _take_part(transaction, session, part, decide)
    return Changes(None, "sync.filled", undoable=False, items=tuple(items))


def _take_part(
    transaction: Transaction, session: Session, part: FillPart, decide: Decide
) -> list[Change]:
    items: list[Change] = []
    for record in part.records:
        _keep(transaction.connection, part, record)
        sent.settle(transaction.connection, record.record_id, part.position)
        items += _take(transaction, session, record, decide)
    for place in part.lost:
        received.note_lost(transaction.connection, place)
    return items


def take_readable(
    database: Database, session: Session, decide: Decide, *, after: str
) -> str | None:
    """Make rows of some of what an older program could not read; for after an update.

    Args:
        database: The store.
        session: Whose device this is.
        decide: How a verdict is reached.
        after: The record that was looked at last, "" to begin.

    Returns:
        The record that was looked at last now, or None where all were.

    Raises:
        DiskFull, DiskFailed, StoreReadOnly: Nothing was made of these.
    """
    with database.reading() as connection:
        some = connection.execute(_SOME, (after, _LOOKED_AT)).fetchall()
        unread = [row for row in some if _has_no_row(connection, row[1], row[0])]
    for run in range(0, len(unread), MOST):
        with database.transaction() as transaction:
            for record_id, kind, fields, versions, deleted in unread[run : run + MOST]:
                record = Filled(
                    kind=kind,
                    record_id=record_id,
                    fields=_fields.decode(fields),
                    versions=_versions.decode(versions),
                    deleted=bool(deleted),
                )
                _take(transaction, session, record, decide)
    return str(some[-1][0]) if some else None


def _has_no_row(connection: Connection, name: str, record_id: str) -> bool:
    kind = KINDS.get(name)
    return kind is not None and rows.read(connection, kind, record_id) is None


def grounds(connection: Connection) -> Iterator[FilledRecord]:
    """Yield what fills brought, by record."""
    for record_id, kind, turn, fields, versions, deleted in connection.execute(_GROUND):
        yield FilledRecord(
            record_id, kind, turn, _fields.decode(fields), _versions.decode(versions), bool(deleted)
        )


def _keep(connection: Connection, part: FillPart, record: Filled) -> None:
    connection.execute(
        _KEEP,
        (
            record.record_id,
            record.kind,
            part.dossier,
            part.position,
            canonical(record.fields).decode(),
            canonical(record.versions).decode(),
            int(record.deleted),
        ),
    )


def _take(
    transaction: Transaction, session: Session, record: Filled, decide: Decide
) -> list[Change]:
    kind = KINDS.get(record.kind)
    if kind is None:
        return []
    fields = kind.of_today(record.fields, {})
    if not readable(kind, record.record_id, _as_change(fields)):
        return []
    now, at = _standing(kind, record, fields), _changed(record)
    touched = transaction.connection.execute(_TOUCHED, {"id": record.record_id}).fetchone()[0]
    if touched or kind is PERSON_MERGE:
        rebase = Rebase(transaction, session, kind, record.record_id)
        rebase.ground(record.record_id, now)
        rebase.lay_back(decide, without="")
        return rebase.write(at=at, operation="edit")
    return _put(transaction.connection, kind, record.record_id, now, at=at)


def _put(
    connection: Connection, kind: Kind, record_id: str, now: Standing, *, at: str
) -> list[Change]:
    """Write a record of which nothing was ever made here."""
    row = rows.StoredRow(
        record_id, dict(now.fields), dict(now.versions), dict(now.extra), now.deleted
    )
    if rows.read(connection, kind, record_id) == row:
        return []
    rows.put(connection, kind, row, changed=at)
    index.touched(connection, kind, record_id)
    return [Change(kind.name, RecordId(record_id), "edit", frozenset(now.fields))]


def _standing(kind: Kind, record: Filled, fields: Mapping[str, Value]) -> Standing:
    return Standing(
        fields={name: fields.get(name, field.default) for name, field in kind.fields.items()},
        versions=record.versions,
        extra={name: value for name, value in fields.items() if name not in kind.fields},
        deleted=record.deleted,
    )


def _as_change(fields: Mapping[str, Value]) -> Incoming:
    return Incoming(change_id="", device="", at="", operation="create", fields=fields, base={})


def _changed(record: Filled) -> str:
    """Return when a record was last changed: ids sort by when they were made."""
    newest = made_at(max(record.versions.values(), default=""))
    return clock.instant_text(newest or clock.now())
