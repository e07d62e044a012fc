"""Many records added or removed at once: the same rows, changes and marks as one by one.

What costs time with each record alone is done once for all of them: asking what the role may,
the moment, and the statements, which SQLite runs over a whole run of rows.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.changes import Change
from meitinker.domain import rights
from meitinker.domain.kinds import kind_of
from meitinker.domain.records import require_fitting, to_values
from meitinker.errors import NotVisible, RecordGone
from meitinker.ids import RecordId, change_id
from meitinker.store import allowed, index, journal, rows, visibility

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from meitinker.domain.records import Kind, Record, Value
    from meitinker.domain.session import Session
    from meitinker.store.database import Transaction
    from meitinker.store.driver import Connection

CREATE, DELETE = "create", "delete"


def create(
    transaction: Transaction, session: Session, act_id: str, records: Iterable[Record]
) -> list[Change]:
    """Add new records in their order and return what was done; runs of one kind go together.

    Args:
        transaction: The one under way.
        session: Who adds them.
        act_id: The act that they are of.
        records: New ones, with ids of their own.

    Raises:
        InvalidField: A text is too long for its field.
        NotAllowed: The role may not begin records of a kind.
        NotVisible: One would lie outside what the session may see.
    """
    items: list[Change] = []
    for record, run in groupby(records, key=type):
        items += _create_run(transaction, session, act_id, kind_of(record), list(run))
    return items


def _create_run(
    transaction: Transaction, session: Session, act_id: str, kind: Kind, run: Sequence[Record]
) -> list[Change]:
    at = clock.instant_text(clock.now())
    told = [to_values(one) for one in run]
    changes = [change_id() for _ in run]
    for values in told:
        require_fitting(kind, values)
    rows.insert_all(
        transaction.connection,
        kind,
        [
            (one.id, values, dict.fromkeys(kind.groups, str(change)))
            for one, values, change in zip(run, told, changes, strict=True)
        ],
        changed=at,
    )
    _require(transaction, session, kind, dict(zip((str(one.id) for one in run), told, strict=True)))
    journal.append_all(
        transaction,
        [
            journal.Entry(
                change_id=change,
                act_id=act_id,
                device=session.device,
                author=session.user,
                operation=CREATE,
                kind=kind.name,
                record_id=one.id,
                fields=values,
                base={},
                at=at,
            )
            for one, values, change in zip(run, told, changes, strict=True)
        ],
    )
    index.created(transaction.connection, kind, [one.id for one in run])
    touched = frozenset(kind.fields)
    return [Change(kind.name, one.id, CREATE, touched) for one in run]


def remove(
    transaction: Transaction, session: Session, act_id: str, kind: Kind, record_ids: Sequence[str]
) -> list[Change]:
    """Remove records of a kind and return what was done; their rows become tombstones.

    Args:
        transaction: The one under way.
        session: Who removes them.
        act_id: The act that it is of.
        kind: Theirs.
        record_ids: Which, each once.

    Raises:
        NotAllowed: The role may not remove one of them.
        NotVisible: One is outside what the session may see, or does not exist.
        RecordGone: One was removed before.
    """
    connection, at = transaction.connection, clock.instant_text(clock.now())
    _require_visible(connection, session, kind, record_ids)
    standing = rows.read_all(connection, kind, record_ids)
    if len(standing) != len(record_ids):
        raise NotVisible(kind.name)
    if any(row.deleted for row in standing.values()):
        raise RecordGone(kind.name)
    entries: list[journal.Entry] = []
    gone: list[rows.StoredRow] = []
    for one in record_ids:
        row, change = standing[one], change_id()
        gone.append(
            msgspec.structs.replace(
                row, versions={**row.versions, rows.DELETED: str(change)}, deleted=True
            )
        )
        entries.append(
            journal.Entry(
                change_id=change,
                act_id=act_id,
                device=session.device,
                author=session.user,
                operation=DELETE,
                kind=kind.name,
                record_id=one,
                fields={},
                base=row.versions,
                at=at,
            )
        )
    rows.put_beside(connection, kind, gone, changed=at)
    told: dict[str, dict[str, Value]] = {one: {} for one in record_ids}
    allowed.require_all(connection, session, kind, told, act=rights.act_of(DELETE, {}))
    journal.append_all(transaction, entries)
    index.removed(connection, kind, record_ids)
    return [Change(kind.name, RecordId(one), DELETE, frozenset()) for one in record_ids]


def _require(
    transaction: Transaction,
    session: Session,
    kind: Kind,
    run: Mapping[str, Mapping[str, Value]],
) -> None:
    """Refuse what is not this session's; asked a record at a time where that can differ."""
    connection = transaction.connection
    _require_visible(connection, session, kind, run)
    allowed.require_all(connection, session, kind, run, act=rights.WriteAct.BEGIN)


def _require_visible(
    connection: Connection, session: Session, kind: Kind, record_ids: Iterable[str]
) -> None:
    if visibility.condition(session, kind) == visibility.EVERYTHING:
        return
    for record_id in record_ids:
        if not rows.visible(connection, session, kind, record_id):
            raise NotVisible(kind.name)
