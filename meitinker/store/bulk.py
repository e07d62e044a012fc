"""Many new records at once: the same rows, changes and marks for search as one by one.

What costs time with each record alone is done once for all of them: asking what the role may,
the moment, and the statements, which SQLite runs over a whole run of rows.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from meitinker import clock
from meitinker.changes import Change
from meitinker.domain import rights
from meitinker.domain.kinds import kind_of
from meitinker.domain.records import require_fitting, to_values
from meitinker.errors import NotVisible
from meitinker.ids import change_id
from meitinker.store import allowed, index, journal, rows, visibility

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from meitinker.domain.records import Kind, Record, Value
    from meitinker.domain.session import Session
    from meitinker.store.database import Transaction

CREATE = "create"


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


def _require(
    transaction: Transaction,
    session: Session,
    kind: Kind,
    run: Mapping[str, Mapping[str, Value]],
) -> None:
    """Refuse what is not this session's; asked a record at a time where that can differ."""
    connection = transaction.connection
    if visibility.condition(session, kind) != visibility.EVERYTHING:
        for record_id in run:
            if not rows.visible(connection, session, kind, record_id):
                raise NotVisible(kind.name)
    allowed.require_all(connection, session, kind, run, act=rights.Act.BEGIN)
