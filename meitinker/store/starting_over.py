"""Reading the list again, because the hub or this store was put back to an earlier day.

Nothing that was typed here is lost by it: every change made here counts as not sent and is sent
again, under its old id. What others made and a restored hub no longer has stays readable among
what was received, below place 1.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.kinds import KINDS
from meitinker.store import hub_facts, settings, sql

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from meitinker.store.database import Database
    from meitinker.store.driver import Connection

_ALL_PLACES = "SELECT position, record_id FROM received WHERE position > 0 ORDER BY position"
_SOME_PLACES = "SELECT position FROM received WHERE position > 0 ORDER BY position LIMIT ?"
_FORGET_SOME = (
    "DELETE FROM sent WHERE sequence IN (SELECT sequence FROM sent ORDER BY sequence DESC LIMIT ?)"
)
_UNCOVER_SOME = (
    "UPDATE filled SET position = 0 WHERE record_id IN"
    " (SELECT record_id FROM filled WHERE position <> 0 LIMIT ?)"
)
_LOWEST = "SELECT min(0, coalesce(min(position), 0)) FROM received"
_AWAY = "UPDATE received SET position = ? WHERE position = ?"
_UNCOVERED = "UPDATE filled SET position = 0 WHERE record_id = ?"


MOST = 500
"""Places, answers and records that one bite puts away: about 20 ms."""


def begin_anew(database: Database, *, epoch: str, incarnation: int) -> None:
    """Let all that was sent count as not sent, and all that was read as not read.

    That takes many bites: this begins it, and :func:`put_some_away` does it. What is read of the
    list meanwhile would be wrong, so nothing is until that says it is done, also after a crash.

    Args:
        database: The store.
        epoch: Of the hub, from now on.
        incarnation: Of this store, from now on.

    Raises:
        DiskFull, DiskFailed, StoreReadOnly: Nothing was changed.
    """
    with database.transaction() as transaction:
        begun = hub_facts.ReadPosition(epoch=epoch, anew=True, away=True)
        settings.put(transaction, hub_facts.READING, begun)
        settings.put(transaction, hub_facts.INCARNATION, incarnation)
        settings.put(transaction, hub_facts.PAPERS, 0)
        settings.put(transaction, hub_facts.PAPERS_SENT, ())


def put_some_away(database: Database) -> bool:
    """Put some away of what :func:`begin_anew` began on; tell whether there is more.

    Raises:
        DiskFull, DiskFailed, StoreReadOnly: Nothing of this bite was changed.
    """
    with database.reading() as connection:
        if not settings.get(connection, hub_facts.READING).away:
            return False
    with database.transaction() as transaction:
        connection = transaction.connection
        found = [row[0] for row in connection.execute(_SOME_PLACES, (MOST,))]
        _move(connection, found)
        moved = len(found)
        for statement in (_FORGET_SOME, _UNCOVER_SOME):
            moved += connection.execute(statement, (MOST,)).rowcount
        if not moved:
            reading = settings.get(connection, hub_facts.READING)
            settings.put(
                transaction, hub_facts.READING, msgspec.structs.replace(reading, away=False)
            )
    return bool(moved)


def read_again(database: Database, within: Callable[[str], bool]) -> Iterator[Callable[[], None]]:
    """Yield the bites that let what was read of some dossiers count as not read.

    What was sent stays sent. One that is cut off leaves a difference that the next comparing
    finds.

    Args:
        database: The store.
        within: Tells of a dossier ("" is what is everyone's) whether it is one of them.

    Raises:
        DiskFull, DiskFailed, StoreReadOnly: Nothing of that bite was changed.
    """
    with database.reading() as connection:
        chosen = set(_records_within(connection, within))
        found = connection.execute(_ALL_PLACES).fetchall()
    gone = [position for position, record_id in found if record_id in chosen]
    names = sorted(chosen)
    yield partial(_from_the_start, database, everyones=within(""))
    for at in range(0, len(gone), MOST):
        yield partial(_put_away, database, gone[at : at + MOST])
    for at in range(0, len(names), MOST):
        yield partial(_uncover, database, names[at : at + MOST])


def _from_the_start(database: Database, *, everyones: bool) -> None:
    with database.transaction() as transaction:
        before = settings.get(transaction.connection, hub_facts.READING)
        now = msgspec.structs.replace(before, anew=True, emptied=True, fill="")
        if everyones:
            now = msgspec.structs.replace(now, position=0)
        settings.put(transaction, hub_facts.READING, now)


def _put_away(database: Database, gone: list[int]) -> None:
    with database.transaction() as transaction:
        _move(transaction.connection, gone)


def _uncover(database: Database, records: list[str]) -> None:
    with database.transaction() as transaction:
        transaction.connection.executemany(_UNCOVERED, [(one,) for one in records])


def _move(connection: Connection, gone: list[int]) -> None:
    """Move places below those of the list, each to one that was never used."""
    (lowest,) = connection.execute(_LOWEST).fetchone()
    moved = [(lowest - at, position) for at, position in enumerate(gone, start=1)]
    connection.executemany(_AWAY, moved)


def _records_within(connection: Connection, within: Callable[[str], bool]) -> Iterable[str]:
    for kind in KINDS.values():
        of = kind.scope.field if kind.scope.rule in {"person", "visit"} else "id"
        for record_id, belongs_to, *_ in connection.execute(sql.versions(kind.name, of)):
            dossier = "" if kind.scope.rule == "organisation" else str(belongs_to or "")
            if within(dossier):
                yield str(record_id)
