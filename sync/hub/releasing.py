"""Looking again at what waits, when the hub starts: its program, or someone's reach, may be new.

A change of a kind that an older hub did not know waits for that kind, one that it could not read
for a newer program, one that its device might not make for another reach. Each is judged once
more, in units of work of a few hundred.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select, update

from meitinker.domain.kinds import KINDS
from sync.hub import callers, judging, register, waiting
from sync.hub.admitting import Waiters
from sync.hub.shelf import SqlShelf
from sync.hub.tables import ORGANISATION, WAITING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Connection

    from sync.hub.database import HubDatabase
    from sync.protocol import SealedChange

_AT_ONCE = 200


def release(database: HubDatabase) -> int:
    """Judge again what may come in by now; return how many changes got a place."""
    return sum(_release(database, one) for one in register.ids(database) if _is_due(database, one))


def _is_due(database: HubDatabase, organisation: str) -> bool:
    """Tell whether anything may come in by now; nobody is held up for that."""
    asked = select(WAITING.c.change_id).where(WAITING.c.organisation == organisation, _may_come())
    with database.reading() as connection:
        return connection.execute(asked.limit(1)).first() is not None


def _release(database: HubDatabase, organisation: str) -> int:
    placed, after = 0, ""
    while True:
        with database.writing(organisation) as (connection, end):
            rows = _some(connection, organisation, after)
            if not rows:
                return placed
            after = rows[-1].change_id
            found = waiting.opened(connection, organisation, database.sealing, rows)
            changes = [change for _row, change in found]
            placed += _judge(connection, database, organisation, changes, end)


def _some(connection: Connection, organisation: str, after: str) -> Sequence[Any]:
    asked = (
        select(WAITING.c.change_id, WAITING.c.body)
        .where(WAITING.c.organisation == organisation, WAITING.c.change_id > after, _may_come())
        .order_by(WAITING.c.change_id)
        .limit(_AT_ONCE)
    )
    return connection.execute(asked).all()


def _judge(
    connection: Connection,
    database: HubDatabase,
    organisation: str,
    changes: Sequence[SealedChange],
    end: int,
) -> int:
    shelf = SqlShelf(connection, organisation, database.sealing)
    waiting.forget(connection, organisation, [one.change_id for one in changes])
    shelf.fetch(changes)
    waiters = Waiters(
        connection, shelf, lambda device: callers.caller_of(connection, organisation, device)
    )
    admitted = []
    for change in changes:
        if reason := waiters.refusal(change):
            judging.out_of_reach(shelf, change, reason)
        else:
            admitted.append(change)
    judgements = judging.judge(shelf, admitted, end=end, refusal=waiters.refusal)
    shelf.write()
    found = [one.position for one in judgements if one.position]
    if found:
        connection.execute(
            update(ORGANISATION)
            .where(ORGANISATION.c.organisation == organisation)
            .values(end=found[-1])
        )
    return len(found)


def _may_come() -> ColumnElement[bool]:
    known = [f"{judging.KIND_KEY}{name}" for name in KINDS]
    return or_(
        WAITING.c.waits_for == judging.PROGRAM_KEY,
        WAITING.c.waits_for.in_(known),
        WAITING.c.waits_for.like(f"{judging.REACH_KEY}%"),
    )
