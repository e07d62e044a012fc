"""What was sent to the hub, and what it answered.

Changes are sent in the order of the chain, so what was answered is its beginning and what still
waits is its end. An answer is not the end of it: a change counts once its place in the list came
back, or a fill that has it in (*settled*).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.merging import Reason, Verdict
from meitinker.store import journal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from meitinker.store.database import Transaction
    from meitinker.store.driver import Connection
    from meitinker.store.journal import Sealed

# An answer that came before and said more stays: that a change is known already says nothing.
_KEEP = (
    "INSERT INTO sent (sequence, change_id, at, verdict, reason, position, settled)"
    " SELECT sequence, change_id, ?, ?, ?, ?, 0 FROM change_header WHERE change_id = ?"
    " ON CONFLICT (change_id) DO UPDATE SET position = excluded.position,"
    " verdict = CASE WHEN excluded.verdict = 'duplicate' AND sent.position > 0"
    " THEN sent.verdict ELSE excluded.verdict END,"
    " reason = CASE WHEN excluded.verdict = 'duplicate' AND sent.position > 0"
    " THEN sent.reason ELSE excluded.reason END"
)
_SETTLE = (
    "UPDATE sent SET settled = 1 WHERE position BETWEEN 1 AND ? AND change_id IN"
    " (SELECT change_id FROM change_header WHERE record_id = ?)"
)
_ASKED_AGAIN = (
    "SELECT change_id, sequence FROM sent WHERE position = 0 AND settled = 0"
    " AND (verdict = 'quarantined' OR (verdict = 'refused' AND reason = 'no_room'))"
    " ORDER BY sequence <= ?, sequence LIMIT ?"
)
_LAST = (
    "SELECT s.change_id, h.kind, h.record_id, h.operation, s.at,"
    " coalesce(r.verdict, s.verdict), coalesce(r.reason, s.reason), h.author"
    " FROM sent AS s JOIN change_header AS h ON h.change_id = s.change_id"
    " LEFT JOIN received AS r ON r.change_id = s.change_id AND r.position = s.position"
    " ORDER BY s.at DESC, s.sequence DESC LIMIT ?"
)
_NOT_IN = (
    "SELECT s.change_id, h.kind, h.record_id, h.operation, s.at, s.verdict, s.reason, h.author"
    " FROM sent AS s JOIN change_header AS h ON h.change_id = s.change_id"
    " JOIN change_payload AS p ON p.change_id = s.change_id"
    " WHERE s.verdict IN ('quarantined', 'refused') AND s.position = 0 AND s.settled = 0"
    " ORDER BY s.sequence LIMIT ?"
)
_PAPERS = (
    "SELECT h.sequence, a.file, coalesce(s.position, 0), coalesce(s.settled, 0),"
    " h.change_id, h.record_id FROM change_header AS h JOIN attachment AS a ON a.id = h.record_id"
    " LEFT JOIN sent AS s ON s.change_id = h.change_id"
    " WHERE h.sequence > ? AND h.kind = 'attachment' AND h.operation = 'create'"
    " AND a.row_deleted = 0 AND a.file <> '' ORDER BY h.sequence"
)
_UNSENT = (
    "SELECT count(*), coalesce(min(h.at), '') FROM change_header AS h"
    " JOIN change_payload AS p ON p.change_id = h.change_id"
    " WHERE h.sequence > (SELECT coalesce(max(sequence), 0) FROM sent)"
    " AND h.operation <> 'erased'"
)


_AGAIN = (
    "UPDATE sent SET verdict = 'quarantined', reason = 'asked_again'"
    " WHERE change_id = ? AND verdict = 'refused' AND position = 0 AND settled = 0"
)
_IS_REFUSED = (
    "SELECT 1 FROM sent WHERE change_id = ? AND verdict = 'refused' AND position = 0"
    " AND settled = 0"
)
_WERE_ASIDE = (
    "SELECT change_id FROM sent WHERE verdict = 'refused' AND position = 0 AND settled = 1"
)
_ASIDE = (
    "UPDATE sent SET settled = 1 WHERE change_id = ? AND verdict = 'refused' AND position = 0"
    " AND settled = 0"
)


class HubAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What the hub said of one change; ``position`` 0 where it has no place in the list."""

    change_id: str
    verdict: Verdict
    reason: Reason = Reason.NONE
    position: int = 0


class SentChange(msgspec.Struct, frozen=True, array_like=True):
    """A change that was sent, and the last that is known of it.

    ``verdict`` is that of the list once its place came back.
    """

    change_id: str
    kind: str
    record_id: str
    operation: str
    at: str
    verdict: Verdict
    reason: Reason
    author: str


class SentPaper(msgspec.Struct, frozen=True):
    """The file of an attachment that was added here.

    Attributes:
        sequence: Of the change that added it.
        file: Its name.
        position: Place of that change in the list; 0 where it has none.
        waits: Whether it may still get one.
        change_id: That change.
        record_id: The attachment.
    """

    sequence: int
    file: str
    position: int
    waits: bool
    change_id: str
    record_id: str


def keep(transaction: Transaction, answers: Iterable[HubAnswer], *, at: str) -> None:
    """Keep what the hub answered at the instant ``at`` (UTC text)."""
    transaction.connection.executemany(
        _KEEP,
        [(at, one.verdict, one.reason, one.position, one.change_id) for one in answers],
    )


def settle(connection: Connection, record_id: str, position: int) -> None:
    """Note that what was sent of a record up to a place of the list is in what a fill brought."""
    connection.execute(_SETTLE, (position, record_id))


def ask_again(transaction: Transaction, change_id: str) -> bool:
    """Let a refused change be sent again with the next exchange; tell whether it was refused."""
    return transaction.connection.execute(_AGAIN, (change_id,)).rowcount > 0


def is_refused(connection: Connection, change_id: str) -> bool:
    """Tell whether a change was refused, and not put aside."""
    return connection.execute(_IS_REFUSED, (change_id,)).fetchone() is not None


def put_aside(transaction: Transaction, change_id: str) -> None:
    """Let a refused change count as done with."""
    transaction.connection.execute(_ASIDE, (change_id,))


def were_put_aside(connection: Connection) -> set[str]:
    """Return the changes that were put aside: no row has them."""
    return {str(row[0]) for row in connection.execute(_WERE_ASIDE)}


def waiting(connection: Connection) -> tuple[int, str]:
    """Return how many changes wait to be sent, and the moment of the oldest (UTC text), or ""."""
    count, since = connection.execute(_UNSENT).fetchone()
    return int(count), str(since)


def undecided(connection: Connection, *, most: int, after: int = 0) -> tuple[list[Sealed], int]:
    """Return changes that wait at the hub, or for room there: it may have a verdict by now.

    Args:
        connection: Of the store.
        most: How many at once.
        after: The change of the chain to begin after, round to it again.

    Returns:
        The changes, oldest first, and where to go on the next time: 0 where that was all.
    """
    found = connection.execute(_ASKED_AGAIN, (after, most)).fetchall()
    changes = (journal.change(connection, row[0]) for row in found)
    mark = int(found[-1][1]) if len(found) == most else 0
    return [one for one in changes if one is not None], mark


def last(connection: Connection, *, most: int) -> list[SentChange]:
    """Return the changes that were sent last, newest first."""
    return [msgspec.convert(row, SentChange) for row in connection.execute(_LAST, (most,))]


def not_in(connection: Connection, *, most: int) -> list[SentChange]:
    """Return the changes that have no place in the list: kept waiting or refused; oldest first."""
    return [msgspec.convert(row, SentChange) for row in connection.execute(_NOT_IN, (most,))]


def papers(connection: Connection, *, after: int) -> list[SentPaper]:
    """Return the files of attachments added here after a change of the chain, oldest first."""
    return [
        SentPaper(sequence, file, place, not (place or settled), change, record)
        for sequence, file, place, settled, change, record in connection.execute(_PAPERS, (after,))
    ]
