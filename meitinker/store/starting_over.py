"""Reading the list again, because the hub or this store was put back to an earlier day.

Nothing that was typed here is lost by it: every change made here counts as not sent and is sent
again, under its old id. What others made and a restored hub no longer has stays readable among
what was received, below place 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.kinds import KINDS
from meitinker.store import hub_facts, sent, settings, sql

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from meitinker.store.database import Database, Transaction
    from meitinker.store.driver import Connection

_ALL_PLACES = "SELECT position, record_id FROM received WHERE position > 0 ORDER BY position"
_LOWEST = "SELECT min(0, coalesce(min(position), 0)) FROM received"
_AWAY = "UPDATE received SET position = ? WHERE position = ?"
_UNCOVERED = "UPDATE filled SET position = 0 WHERE record_id = ?"


def begin_anew(database: Database, *, epoch: str, incarnation: int) -> None:
    """Let all that was sent count as not sent, and all that was read as not read.

    Args:
        database: The store.
        epoch: Of the hub, from now on.
        incarnation: Of this store, from now on.

    Raises:
        DiskFull, DiskFailed, StoreReadOnly: Nothing was changed.
    """
    with database.transaction() as transaction:
        sent.forget(transaction)
        _put_away(transaction.connection, lambda _record: True)
        transaction.connection.execute("UPDATE filled SET position = 0")
        settings.put(transaction, hub_facts.READING, hub_facts.Reading(epoch=epoch, anew=True))
        settings.put(transaction, hub_facts.INCARNATION, incarnation)
        settings.put(transaction, hub_facts.PAPERS, 0)
        settings.put(transaction, hub_facts.PAPERS_SENT, ())


def read_again(database: Database, within: Callable[[str], bool]) -> None:
    """Let what was read of some dossiers count as not read; what was sent stays sent.

    Args:
        database: The store.
        within: Tells of a dossier ("" is what is everyone's) whether it is one of them.

    Raises:
        DiskFull, DiskFailed, StoreReadOnly: Nothing was changed.
    """
    with database.transaction() as transaction:
        connection = transaction.connection
        chosen = set(_records_within(connection, within))
        _put_away(connection, lambda record: record in chosen)
        connection.executemany(_UNCOVERED, [(one,) for one in sorted(chosen)])
        _from_the_start(transaction, everyones=within(""))


def _from_the_start(transaction: Transaction, *, everyones: bool) -> None:
    before = settings.get(transaction.connection, hub_facts.READING)
    now = msgspec.structs.replace(before, anew=True, emptied=True, fill="")
    if everyones:
        now = msgspec.structs.replace(now, position=0)
    settings.put(transaction, hub_facts.READING, now)


def _put_away(connection: Connection, chosen: Callable[[str], bool]) -> None:
    """Move places below those of the list, each to one that was never used."""
    (lowest,) = connection.execute(_LOWEST).fetchone()
    found = connection.execute(_ALL_PLACES).fetchall()
    gone = [position for position, record_id in found if chosen(record_id)]
    moved = [(lowest - at, position) for at, position in enumerate(gone, start=1)]
    connection.executemany(_AWAY, moved)


def _records_within(connection: Connection, within: Callable[[str], bool]) -> Iterable[str]:
    for kind in KINDS.values():
        of = kind.scope.field if kind.scope.rule in {"person", "visit"} else "id"
        for record_id, belongs_to, *_ in connection.execute(sql.versions(kind.name, of)):
            dossier = "" if kind.scope.rule == "organisation" else str(belongs_to or "")
            if within(dossier):
                yield str(record_id)
