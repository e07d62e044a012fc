"""What the words of changes are that the hub did not take, so that a person can read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.domain.kinds import KINDS
from meitinker.services import reading
from meitinker.store import journal, received, rows, visibility

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from meitinker.domain.records import Value
    from meitinker.domain.session import Session
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection
    from meitinker.store.journal import Sealed


def words(
    database: Database, session: Session, changes: Iterable[str]
) -> dict[str, dict[str, Value]]:
    """Return by change the fields it set, without what only points elsewhere.

    What the user wrote is theirs to read, also where its file is out of their reach by now; what
    others wrote only as far as the session sees the record. That it is read is logged first.

    Raises:
        DiskFull, DiskFailed, StoreReadOnly: It could not be logged: show nothing.
    """
    wanted = set(changes)
    with database.reading() as connection:
        found = [one for one in _kept(connection, wanted) if _may_read(connection, session, one)]
    by_kind: dict[str, list[str]] = {}
    for change in found:
        by_kind.setdefault(change.header.kind, []).append(change.header.record_id)
    for kind, record_ids in by_kind.items():
        reading.listed(database, session, KINDS[kind].record, record_ids)
    return {change.header.change_id: _shown(session, change) for change in found}


def _kept(connection: Connection, wanted: set[str]) -> Iterator[Sealed]:
    """Yield the changes that were made here, and those of others that wait here."""
    for change_id in wanted:
        own = journal.change(connection, change_id)
        if own is not None:
            yield own
    for waiting in received.quarantine(connection):
        held = received.change_at(connection, waiting.position)
        if held is not None and waiting.change_id in wanted:
            yield held


def _may_read(connection: Connection, session: Session, change: Sealed) -> bool:
    kind = KINDS.get(change.header.kind)
    if kind is None:
        return False
    own = change.header.author == session.user
    return own or rows.visible(connection, session, kind, change.header.record_id)


def _shown(session: Session, change: Sealed) -> dict[str, Value]:
    kind = KINDS[change.header.kind]
    hidden = visibility.hidden_fields(session, kind)
    return {
        name: value
        for name, value in change.fields.items()
        if name in kind.fields and name not in hidden and not kind.fields[name].held.ref
    }
