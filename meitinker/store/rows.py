"""The row of a record with what the store keeps beside its fields."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.merging import REMOVED
from meitinker.domain.records import Value, canonical
from meitinker.store import sql, visibility

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from meitinker.domain.records import Kind
    from meitinker.domain.session import Session
    from meitinker.store.driver import Connection, Row

DELETED = REMOVED
"""The merge group of being removed, beside the groups of the kind."""

_values = msgspec.json.Decoder(dict[str, str | int | None])
_versions = msgspec.json.Decoder(dict[str, str])


class StoredRow(msgspec.Struct, frozen=True):
    """A row as it stands.

    Attributes:
        id: The record.
        fields: Its values.
        versions: Per merge group the change that set it.
        extra: Fields that a newer program sent.
        deleted: Whether it is a tombstone.
    """

    id: str
    fields: dict[str, Value]
    versions: dict[str, str]
    extra: dict[str, Value]
    deleted: bool


def read(connection: Connection, kind: Kind, record_id: str) -> StoredRow | None:
    """Return the row of a record, tombstones included, or None."""
    text = sql.select(kind.name, where="t.id = ?", whole_row=True)
    row = connection.execute(text, (record_id,)).fetchone()
    return None if row is None else _stored(kind, row)


def read_all(
    connection: Connection, kind: Kind, record_ids: Sequence[str], *, by: str = "id"
) -> dict[str, StoredRow]:
    """Return the rows of records by their ids, tombstones included; those that are not are not.

    Args:
        connection: To the store.
        kind: Theirs.
        record_ids: Of the records, or of what the field ``by`` of theirs names.
        by: That field.
    """
    text = sql.select(kind.name, where=sql.within(kind.name, by), whole_row=True)
    found = connection.execute(text, (msgspec.json.encode(record_ids).decode(),))
    return {row[0]: _stored(kind, row) for row in found}


def _stored(kind: Kind, row: Row) -> StoredRow:
    end = 1 + len(kind.fields)
    versions, extra, deleted, _ = row[end:]
    return StoredRow(
        id=row[0],
        fields=dict(zip(kind.fields, row[1:end], strict=True)),
        versions=_versions.decode(versions),
        extra=_values.decode(extra),
        deleted=bool(deleted),
    )


def visible(connection: Connection, session: Session, kind: Kind, record_id: str) -> bool:
    """Tell whether the session may see the record (a tombstone counts as there)."""
    may, values = visibility.condition(session, kind)
    text = sql.exists(kind.name, where=f"t.id = ? AND {may}")
    return connection.execute(text, (record_id, *values)).fetchone() is not None


def insert(
    connection: Connection,
    kind: Kind,
    record_id: str,
    values: Mapping[str, Value],
    *,
    versions: Mapping[str, str],
    extra: Mapping[str, Value] | None = None,
) -> None:
    """Add the row of a new record; ``values`` has every field of the kind."""
    connection.execute(
        sql.insert(kind.name),
        (
            record_id,
            *(values[name] for name in kind.fields),
            *_beside(versions, extra or {}, deleted=False),
        ),
    )


def insert_all(
    connection: Connection,
    kind: Kind,
    new: Iterable[tuple[str, Mapping[str, Value], Mapping[str, str]]],
    *,
    changed: str,
) -> None:
    """Add the rows of new records: id, every field of the kind, versions; ``changed`` is UTC text.

    One statement for all of them.
    """
    told = itemgetter(*kind.fields)
    connection.executemany(
        sql.insert(kind.name),
        [
            (record_id, *told(values), *_beside(versions, {}, deleted=False, changed=changed))
            for record_id, values, versions in new
        ],
    )


def update(
    connection: Connection,
    kind: Kind,
    row: StoredRow,
    fields: Mapping[str, Value],
    *,
    versions: Mapping[str, str],
    deleted: bool,
    extra: Mapping[str, Value] | None = None,
) -> None:
    """Set fields and versions of a row that is there."""
    beside = _beside(versions, row.extra if extra is None else extra, deleted=deleted)
    connection.execute(sql.update(kind.name, tuple(fields)), (*fields.values(), *beside, row.id))


def put(connection: Connection, kind: Kind, row: StoredRow, *, changed: str) -> None:
    """Make a record's row what ``row`` says, new or there already; ``changed`` is UTC text."""
    beside = _beside(row.versions, row.extra, deleted=row.deleted, changed=changed)
    values = tuple(row.fields[name] for name in kind.fields)
    text = sql.update(kind.name, tuple(kind.fields))
    if connection.execute(text, (*values, *beside, row.id)).rowcount == 0:
        connection.execute(sql.insert(kind.name), (row.id, *values, *beside))


def put_beside(
    connection: Connection, kind: Kind, standing: Iterable[StoredRow], *, changed: str
) -> None:
    """Write what stands beside the fields of rows: versions, and whether each was removed."""
    connection.executemany(
        sql.update(kind.name, ()),
        [
            (*_beside(row.versions, row.extra, deleted=row.deleted, changed=changed), row.id)
            for row in standing
        ],
    )


def _beside(
    versions: Mapping[str, str], extra: Mapping[str, Value], *, deleted: bool, changed: str = ""
) -> tuple[str, str, int, str]:
    return (
        canonical(versions).decode(),
        canonical(extra).decode(),
        int(deleted),
        changed or clock.instant_text(clock.now()),
    )
