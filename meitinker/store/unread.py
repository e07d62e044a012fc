"""What waited here for a newer program, after the program was brought up to date.

A kind or a field that the old one did not know is read now: from what was received, from fills,
and from what rows kept beside their columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.domain.kinds import KINDS
from meitinker.store import rows, sql
from meitinker.store.received import MOST, PROGRAM, Taking, kind_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from meitinker.domain.merging import Decide
    from meitinker.domain.records import Kind
    from meitinker.domain.session import Session
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection

_WAITS_FOR_MORE = (
    "SELECT position, waits_for FROM received WHERE waits_for <> '' AND position > ?"
    " AND (waits_for = 'program' OR waits_for LIKE 'kind:%') ORDER BY position LIMIT ?"
)


def retry_some(database: Database, session: Session, decide: Decide, *, after: int) -> int | None:
    """Judge some of what waited for a newer program; return where to go on, None at the end.

    Raises:
        DiskFull, DiskFailed, StoreReadOnly: Nothing of it was changed.
    """
    known = {PROGRAM, *(kind_key(name) for name in KINDS)}
    with database.reading() as connection:
        waiting = connection.execute(_WAITS_FOR_MORE, (after, MOST)).fetchall()
    if any(key in known for _place, key in waiting):
        with database.transaction() as transaction:
            taking = Taking(transaction, session, decide)
            for place, key in waiting:
                if key in known:
                    taking.again(place)
    return waiting[-1][0] if waiting else None


def know_more(database: Database, kind: Kind) -> None:
    """Put fields of a kind that waited for a newer program into the columns that it has for them.

    Raises:
        DiskFull, DiskFailed, StoreReadOnly: Nothing was changed.
    """
    asked = sql.select(kind.name, where="t.row_extra <> '{}'")
    with database.reading() as connection:
        waiting = [str(row[0]) for row in connection.execute(asked)]
    if not waiting:
        return
    with database.transaction() as transaction:
        for record_id in waiting:
            row = rows.read(transaction.connection, kind, record_id)
            if row is not None and set(row.extra) & set(kind.fields):
                _adopt(transaction.connection, kind, row)


def _adopt(connection: Connection, kind: Kind, row: rows.StoredRow) -> None:
    known = {name: value for name, value in row.extra.items() if name in kind.fields}
    versions: Mapping[str, str] = {
        kind.fields[name].group if name in known else name: version
        for name, version in row.versions.items()
    }
    extra = {name: value for name, value in row.extra.items() if name not in known}
    rows.update(connection, kind, row, known, versions=versions, deleted=row.deleted, extra=extra)
