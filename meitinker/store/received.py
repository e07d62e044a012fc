"""Taking in sealed changes from the authority's list, each with a verdict of its own.

The list tells in what order changes count; what this device changed itself lies on top of it
(:mod:`meitinker.store.rebase`). When nothing is pending, every device that read the same list
has the same rows and versions, and the same conflict cards.

A hub tells its verdict with each place, and it is followed; in a plain list each reader reaches
it. Places come of the dossiers within reach only, so a record that is not here needs no waiting
for: it belongs to a dossier that left. Of a change made here only the place comes back.

What cannot be judged yet (in a plain list a reference that has not arrived; a kind that only a
newer program knows) waits whole, in sight, and blocks nothing. How a verdict is reached is not
known here: the caller passes that in (:data:`meitinker.domain.merging.Decide`). Places below 1
are those of a list that the hub lost: they keep the words, and count no more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.changes import Change, Changes
from meitinker.domain.kinds import KINDS
from meitinker.domain.merging import (
    Decision,
    Reason,
    Ruling,
    Verdict,
    as_of_today,
    readable,
    references,
)
from meitinker.domain.records import canonical
from meitinker.store import conflicts, journal, rebase, rows
from meitinker.store.journal import Sealed
from meitinker.store.rebase import Rebase, incoming

if TYPE_CHECKING:
    from collections.abc import Iterable

    from meitinker.domain.merging import Decide
    from meitinker.domain.records import Kind
    from meitinker.domain.session import Session
    from meitinker.store.database import Database, Transaction
    from meitinker.store.driver import Connection

MOST = 25
"""Changes that one call should take in: 1 to 2 ms each, and typing waits at most 50 ms."""

_INSERT = (
    "INSERT INTO received (position, change_id, act_id, device, incarnation, at, author,"
    " operation, kind, record_id, previous, commitment, fields, base, salt, verdict, reason,"
    " waits_for, told, turn, took)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, '[]')"
)
_INSERT_PAST = (
    "INSERT INTO received (position, change_id, act_id, device, incarnation, at, author,"
    " operation, kind, record_id, previous, commitment, fields, base, salt, verdict, reason,"
    " waits_for, told, turn, took)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?, NULL, '[]')"
    " ON CONFLICT (position) DO UPDATE SET fields = excluded.fields, base = excluded.base"
)
_JUDGED = (
    "UPDATE received SET verdict = ?, reason = ?, waits_for = '', took = ?,"
    " turn = (SELECT coalesce(max(turn), 0) + 1 FROM received WHERE turn IS NOT NULL)"
    " WHERE position = ?"
)
_TAKEN = "SELECT 1 FROM received WHERE position = ?"
_KNOWN = "SELECT 1 FROM received WHERE change_id = ? AND reason <> 'altered' AND position > 0"
_HELD = "SELECT 1 FROM received WHERE change_id = ? AND verdict = 'quarantined' AND position > 0"
_ARRIVED = (
    "SELECT 1 FROM received WHERE record_id = ? AND turn IS NOT NULL AND position > 0 LIMIT 1"
)
_RECORD_WAITS = (
    "SELECT 1 FROM received WHERE record_id = ? AND verdict = 'quarantined' AND position > 0"
)
_COVERED = "SELECT 1 FROM filled WHERE record_id = ? AND position >= ?"
# "<> ''" lets it go by the index of what waits, which is next to nothing
_WAITING = (
    "SELECT position FROM received WHERE waits_for = ? AND waits_for <> '' AND position > 0"
    " ORDER BY position"
)
_SEALED = (
    "SELECT change_id, act_id, device, incarnation, at, author, operation, kind, record_id,"
    " previous, commitment, fields, base, salt, told FROM received WHERE position = ?"
)
_QUARANTINE = (
    "SELECT position, change_id, author, at, operation, kind, record_id, reason, waits_for"
    " FROM received WHERE verdict = 'quarantined' AND position > 0 ORDER BY position"
)
PROGRAM = "program"
"""What a change waits for that only a newer program can read."""


_told = msgspec.json.Decoder(Ruling)


class ListEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A place in the list.

    Attributes:
        position: From 1 on.
        change_id: The change that stands there.
        change: The change; None where it was made here, so that its words are here.
        told: The verdict; None in a plain list, where each reader reaches it.
    """

    position: int
    change_id: str
    change: Sealed | None = None
    told: Ruling | None = None


class Quarantined(msgspec.Struct, frozen=True):
    """A change in quarantine: readable as far as this program can, kept whole."""

    position: int
    change_id: str
    author: str
    at: str
    operation: str
    kind: str
    record_id: str
    reason: Reason
    waits_for: str


def receive(
    database: Database, session: Session, batch: Iterable[ListEntry], decide: Decide
) -> Changes:
    """Take in changes in the order of the list, whole or not at all; return what came of it.

    Args:
        database: The store.
        session: Whose device this is; open drafts of touched records are sealed first.
        batch: Places in the list, ascending; those that were taken in already are passed over.
            At most :data:`MOST`: one call is one transaction.
        decide: How a verdict is reached.

    Raises:
        DiskFull, DiskFailed, StoreReadOnly: Nothing of the batch was taken in.
    """
    with database.transaction() as transaction:
        taking = Taking(transaction, session, decide)
        for place in batch:
            taking.take(place)
    return taking.result()


def quarantine(connection: Connection) -> list[Quarantined]:
    """Return the changes that wait, in the order of the list."""
    names = Quarantined.__struct_fields__
    return [
        msgspec.convert(dict(zip(names, row, strict=True)), Quarantined)
        for row in connection.execute(_QUARANTINE)
    ]


def change_at(connection: Connection, place: int) -> Sealed | None:
    """Return the change at a place of the list, or None where none was taken in."""
    row = connection.execute(_SEALED, (place,)).fetchone()
    return journal.sealed(row[:-1]) if row else None


def note_lost(connection: Connection, place: ListEntry) -> None:
    """Write the cards of a change that lost before the fill came that has its outcome in.

    It is kept for its words and moves no row.
    """
    change, told = place.change, place.told
    if change is None or told is None or not change.holds():
        return
    kind, header = KINDS.get(change.header.kind), change.header
    now = rebase.standing(connection, kind, header.record_id) if kind else None
    if kind is None or now is None:
        return
    connection.execute(
        _INSERT_PAST,
        (
            place.position,
            *msgspec.structs.astuple(header),
            canonical(change.fields).decode(),
            canonical(change.base).decode(),
            change.salt,
            told.verdict,
            told.reason,
            msgspec.json.encode(told).decode(),
        ),
    )
    conflicts.withdraw(connection, [header.change_id])
    coming = as_of_today(kind, now, incoming(change))
    decision = Decision(verdict=told.verdict, reason=told.reason, standing=now, lost=told.lost)
    conflicts.note(connection, kind, header.record_id, coming, decision)


class Taking:
    """A batch being taken in, within one transaction."""

    def __init__(self, transaction: Transaction, session: Session, decide: Decide) -> None:
        """Begin with nothing taken."""
        self._transaction = transaction
        self._connection = transaction.connection
        self._session = session
        self._decide = decide
        self._items: list[Change] = []

    def take(self, place: ListEntry) -> None:
        """Take in what stands at one place of the list."""
        if self._connection.execute(_TAKEN, (place.position,)).fetchone():
            return
        change = place.change or journal.change(self._connection, place.change_id)
        if change is None or (place.told is not None and self._is_past(place, change)):
            return  # made here and erased since, or of a dossier that left, or in its fill
        if not change.holds():
            self._keep(place, change, Verdict.REFUSED, Reason.ALTERED)
        elif self._connection.execute(_KNOWN, (place.change_id,)).fetchone():
            self._keep(place, change, Verdict.DUPLICATE, Reason.NONE)
        else:
            self._keep(place, change, Verdict.QUARANTINED, Reason.NONE)
            if self._judge(place.position, change, place.told):
                self.release([change.header.record_id, change.header.change_id])

    def again(self, place: int) -> None:
        """Judge what stands at a place and waited, and what waited for that in its turn."""
        self.release(self._judged_again(place))

    def release(self, arrived: list[str]) -> None:
        """Judge what waited for the records and changes that are there now."""
        while arrived:
            key = arrived.pop(0)
            for (place,) in self._connection.execute(_WAITING, (key,)).fetchall():
                arrived += self._judged_again(place)

    def _judged_again(self, place: int) -> list[str]:
        *row, told = self._connection.execute(_SEALED, (place,)).fetchone()
        change = journal.sealed(row)
        if self._judge(place, change, _told.decode(told) if told else None):
            return [change.header.record_id, change.header.change_id]
        return []

    def result(self) -> Changes:
        """Return what screens must show again."""
        return Changes(None, "sync.received", undoable=False, items=tuple(self._items))

    def _is_past(self, place: ListEntry, change: Sealed) -> bool:
        """Tell whether a fill had this place already, or its record is not within reach."""
        kind, record_id = KINDS.get(change.header.kind), change.header.record_id
        if self._connection.execute(_COVERED, (record_id, place.position)).fetchone():
            return True
        if kind is None or incoming(change).begins or rows.read(self._connection, kind, record_id):
            return False
        return self._connection.execute(_RECORD_WAITS, (record_id,)).fetchone() is None

    def _keep(self, place: ListEntry, change: Sealed, verdict: Verdict, reason: Reason) -> None:
        self._connection.execute(
            _INSERT,
            (
                place.position,
                *msgspec.structs.astuple(change.header),
                canonical(change.fields).decode(),
                canonical(change.base).decode(),
                change.salt,
                verdict,
                reason,
                "",
                msgspec.json.encode(place.told).decode() if place.told else "",
            ),
        )

    def _judge(self, place: int, change: Sealed, told: Ruling | None) -> bool:
        """Reach a verdict; tell whether there is one, or the change waits (still)."""
        header = change.header
        waits_for, reason = _waits_for(self._connection, change, told)
        if waits_for:
            return self._wait(place, waits_for, reason)
        kind = KINDS[header.kind]
        record = Rebase(self._transaction, self._session, kind, header.record_id)
        if not (record.knows(header.record_id) or incoming(change).begins):
            record.lay_back(self._decide, without="")
            return self._wait(place, header.record_id, Reason.NOT_THERE_YET)
        if told is not None:  # read again from the beginning, it may have its cards already
            conflicts.withdraw(self._connection, [header.change_id])
        decision = record.judge(change, self._decide, authority=True, told=told)
        took = msgspec.json.encode(decision.took).decode()
        self._connection.execute(_JUDGED, (decision.verdict, decision.reason, took, place))
        record.lay_back(self._decide, without=header.change_id)
        self._items += record.write(at=header.at, operation=header.operation)
        return True

    def _wait(self, place: int, waits_for: str, reason: Reason) -> bool:
        self._connection.execute(
            "UPDATE received SET reason = ?, waits_for = ? WHERE position = ?",
            (reason, waits_for, place),
        )
        return False


def kind_key(name: str) -> str:
    """Return what a change of a kind waits for that only a newer program knows."""
    return f"kind:{name}"


def _waits_for(connection: Connection, change: Sealed, told: Ruling | None) -> tuple[str, Reason]:
    """Return what must be there before ``change`` can be judged, or "", and why it waits."""
    kind = KINDS.get(change.header.kind)
    if kind is None:
        return kind_key(change.header.kind), Reason.UNKNOWN_KIND
    if not readable(kind, change.header.record_id, incoming(change)):
        return PROGRAM, Reason.UNREADABLE
    missing = _missing(connection, kind, change) if told is None else ""
    missing = missing or _still_waiting(connection, change)
    return (missing, Reason.NOT_THERE_YET) if missing else ("", Reason.NONE)


def _missing(connection: Connection, kind: Kind, change: Sealed) -> str:
    """Return the first record or change that ``change`` builds on and the list has not brought.

    Only the list counts: what this device made itself and has not sent is not there for others.
    """
    record_id = change.header.record_id
    refs = list(references(kind, record_id, change.fields))
    if not incoming(change).begins:
        refs.insert(0, record_id)
    for ref in refs:
        if connection.execute(_ARRIVED, (ref,)).fetchone() is None:
            return ref
    return ""


def _still_waiting(connection: Connection, change: Sealed) -> str:
    """Return what ``change`` builds on and cannot be read here yet, or ""."""
    for version in sorted(set(change.base.values())):
        if connection.execute(_HELD, (version,)).fetchone():
            return version
    kind, record_id = KINDS[change.header.kind], change.header.record_id
    begun = incoming(change).begins or rows.read(connection, kind, record_id) is not None
    return "" if begun else record_id
