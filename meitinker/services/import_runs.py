"""What bringing in is for clients and for the map alike: columns kept, bites, and taking back."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from meitinker import clock, ids
from meitinker.errors import RecordGone, TableRefused
from meitinker.store import settings
from meitinker.store.import_log import Import, ImportLog
from meitinker.store.settings import Setting

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Sequence

    from meitinker.domain.session import Session
    from meitinker.store.database import Database

C = TypeVar("C", bound=tuple[Any, ...])
B = TypeVar("B")

Share = tuple[int, int]
"""How much is done, and how much there is."""


class RowState(StrEnum):
    """What becomes of a row; only what the map knows can be changed."""

    GOOD = "good"
    CHANGED = "changed"
    REFUSED = "refused"
    KNOWN = "known"
    DOUBLE = "double"


def columns(database: Database, kept: Setting[C], guessed: C) -> tuple[C, bool]:
    """Return what the columns of a list are, and whether a person once said so."""
    with database.reading() as connection:
        chosen = settings.get(connection, kept)
    return (chosen if len(chosen) == len(guessed) else guessed), bool(chosen)


def keep_columns(database: Database, kept: Setting[C], chosen: C, before: C) -> None:
    """Keep what a person said that the columns are, for the next list with these headings.

    Raises:
        TableRefused: There are more or fewer than the list has (``kind``).
        DiskFull, DiskFailed, StoreReadOnly: It was not kept.
    """
    if len(chosen) != len(before):
        raise TableRefused("another number of columns", reason="kind")
    with database.transaction() as transaction:
        settings.put(transaction, kept, chosen)


def run(
    database: Database,
    log: ImportLog[Any],
    one: Import,
    bites: Iterable[B],
    *,
    add: Callable[[Import, B, int], tuple[Import, int]],
    whole: int,
) -> Generator[Share, None, Import]:
    """Write one bite after another; closing it between two leaves whole things only.

    Args:
        database: The store.
        log: Where it is kept what came of it.
        one: As it begins.
        bites: What is written at once.
        add: Writes a bite with its number; returns how the import stands, and how much it was.
        whole: How much there is.
    """
    done = 0
    for number, bite in enumerate(bites):
        one, size = add(one, bite, number)
        done += size
        yield done, whole
    one = msgspec.structs.replace(one, ended=True)
    with database.transaction() as transaction:
        log.put(transaction, one)
    return one


def undo(
    database: Database,
    log: ImportLog[Any],
    import_id: str,
    *,
    back: Callable[[Import, int], tuple[Import, Sequence[str]]],
) -> Generator[Share, None, tuple[Import, tuple[str, ...]]]:
    """Take one bite after another back, the last first.

    Args:
        database: The store.
        log: Where it is kept what came of it.
        import_id: Of which import.
        back: Takes a bite back by its number; returns how the import stands, and the ids of
            what stayed.

    Raises:
        RecordGone: There is no such import on this device, or it was taken back before.
    """
    with database.reading() as connection:
        one = log.get(connection, import_id)
        bites = log.bites(connection, import_id)
    if one is None or one.undone_at:
        raise RecordGone("import")
    left: list[str] = []
    whole = one.added + one.changed
    for number in bites:
        one, stayed = back(one, number)
        left += stayed
        yield min(one.undone, whole), whole
    one = msgspec.structs.replace(one, undone_at=clock.instant_text(clock.now()))
    with database.transaction() as transaction:
        log.put(transaction, one)
    return one, tuple(left)


def begun(session: Session, source: str) -> Import:
    """Return an import that begins now."""
    now = clock.instant_text(clock.now())
    return Import(id=ids.new_id(), at=now, user=session.user, source=source)


def done(database: Database, log: ImportLog[Any]) -> list[Import]:
    """Return what was brought in on this device, the newest first."""
    with database.reading() as connection:
        return log.every(connection)
