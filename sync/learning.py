"""Taking in what only this version of the program can read, once after an update, in bites."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker import __version__
from meitinker.domain.kinds import KINDS
from meitinker.store import fills, hub_facts, settings, unread
from sync import following

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.domain.records import Kind
    from meitinker.domain.session import Session
    from meitinker.store.database import Database
    from sync.session import Bites


def learn(database: Database, session: Session, *, bites: Bites) -> None:
    """Let what waited for a newer program come in, if this one is newer than the last.

    One that is broken off begins again: what came in already is passed over.

    Raises:
        DiskFull, DiskFailed, StoreReadOnly: Not all came in; the next exchange goes on.
    """
    with database.reading() as connection:
        if settings.get(connection, hub_facts.PROGRAM) == __version__:
            return
    for kind in KINDS.values():
        bites(_knowing(database, kind))
    place: int | None = 0
    while place is not None:
        place = bites(_retrying(database, session, place))
    record: str | None = ""
    while record is not None:
        record = bites(_reading(database, session, record))

    def done() -> None:
        with database.transaction() as transaction:
            settings.put(transaction, hub_facts.PROGRAM, __version__)

    bites(done)


def _knowing(database: Database, kind: Kind) -> Callable[[], None]:
    return lambda: unread.know_more(database, kind)


def _retrying(database: Database, session: Session, after: int) -> Callable[[], int | None]:
    return lambda: unread.retry_some(database, session, following.decide, after=after)


def _reading(database: Database, session: Session, after: str) -> Callable[[], str | None]:
    return lambda: fills.take_readable(database, session, following.decide, after=after)
