"""Asking about residents who were removed while others wrote about them (F10), as a card.

Who removed them did not know of the conversation, who had it did not know of the removal. The one
way on is to bring them back: a double is merged after that, and takes the words along.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker import clock
from meitinker.domain.kinds import KINDS
from meitinker.domain.merging import REMOVED, Reason
from meitinker.domain.people import PERSON
from meitinker.ids import RecordId, made_at
from meitinker.store import left_behind, rows, sent, visibility
from meitinker.store.conflicts import Conflict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from meitinker.domain.session import Session
    from meitinker.store.acts import Act
    from meitinker.store.driver import Connection
    from meitinker.store.leaving import Lying
    from meitinker.store.rows import StoredRow


def cards(connection: Connection, session: Session) -> Iterator[tuple[Conflict, StoredRow]]:
    """Yield a card for each removed resident of whom something stands that the session may see.

    A removal that the hub refused is no question: it is told as refused, and nobody else has it.
    """
    for person_id, there in _found(connection, session).items():
        row = rows.read(connection, PERSON, person_id)
        if row is None or sent.is_refused(connection, row.versions.get(REMOVED, "")):
            continue
        if rows.visible(connection, session, PERSON, person_id):
            yield _card(connection, row, there), row


def kinds_of(connection: Connection, session: Session, person_id: str) -> tuple[str, ...]:
    """Return the kinds of what stands of a removed resident, each once, in declared order."""
    there = _found(connection, session).get(person_id, [])
    return tuple(dict.fromkeys(one.kind for one in there))


def bring_back(work: Act, person_id: str) -> None:
    """Bring a removed resident back, with what was removed of them by the same act.

    Raises:
        RecordGone: They were not removed.
        NotVisible: They are outside what the session may see.
    """
    with_them = left_behind.removed_with(work.transaction.connection, person_id)
    work.restore(PERSON.record, RecordId(person_id))
    for one in with_them:
        work.restore(KINDS[one.kind].record, RecordId(one.record_id))


def _found(connection: Connection, session: Session) -> dict[str, list[Lying]]:
    kinds = [one for one in left_behind.words() if visibility.readable(session, one)]
    return left_behind.under_removed(connection, kinds)


def _card(connection: Connection, row: StoredRow, there: list[Lying]) -> Conflict:
    written = [
        version
        for one in there
        if (told := rows.read(connection, KINDS[one.kind], one.record_id)) is not None
        for version in told.versions.values()
    ]
    removal = row.versions.get(REMOVED, "")
    made = made_at(removal) or clock.now()
    return Conflict(
        id=f"{row.id}:{Reason.HAS_WORK}",
        kind=PERSON.name,
        record_id=row.id,
        part=REMOVED,
        reason=Reason.HAS_WORK,
        base={},
        mine={REMOVED: 0},
        theirs={REMOVED: 1},
        mine_change=max(written, default=""),
        theirs_change=removal,
        found_at=clock.instant_text(made),
        closed_by="",
    )
