"""The read log: who read what of whom, in a chain of its own per device (L18, L19, L20).

An entry stands for every repeat of the same reading within 15 minutes of its ``at``; ``until``
says where that window ends. A repeat inside the window writes nothing. So an entry never changes
once it is chained, the hash covers all of it, and looking again at an open file costs no write.
"""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import msgspec

from meitinker import clock
from meitinker.domain.kinds import KINDS
from meitinker.domain.people import PERSON
from meitinker.domain.records import canonical
from meitinker.domain.villages import folded
from meitinker.store import rows
from meitinker.store.state import GENESIS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from meitinker.domain.session import Session
    from meitinker.keys import StoreKey
    from meitinker.store.database import Database, Transaction
    from meitinker.store.driver import Connection

WINDOW = timedelta(minutes=15)
"""Within this time a repeat of the same reading is the same reading (design: the store)."""

_LOOK_BACK = 500
"""How many entries back a repeat is looked for: nobody opens more in a quarter of an hour."""

_HASH_BYTES = 16
_WORD = re.compile(r"\w+")

_INSERT = (
    "INSERT INTO read_entry (at, until, user, device, action, kind, record_id, client_id, purpose,"
    " terms, results, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_ALL = (
    "SELECT at, until, user, device, action, kind, record_id, client_id, purpose, terms, results,"
    " previous, hash FROM read_entry ORDER BY sequence"
)
_REPEATED = (
    "SELECT 1 FROM read_entry"
    " WHERE sequence > (SELECT coalesce(max(sequence), 0) FROM read_entry) - ?"
    " AND user = ? AND action = ? AND kind = ? AND record_id = ? AND terms = ?"
    " AND at <= ? AND until > ? LIMIT 1"
)


class Action(StrEnum):
    """What was done with what was read."""

    OPEN = "open"
    PRINT = "print"
    EXPORT = "export"
    REVEAL = "reveal"
    SEARCH = "search"
    DOUBLES = "doubles"
    ESCROW = "escrow"


class LoggedReading(msgspec.Struct, frozen=True):
    """One reading, before it is written down.

    Attributes:
        action: What is done.
        kind: Kind of the record, or of what is searched; "" for all kinds.
        record_id: The record, or "" for a list or a search.
        terms: The field that is revealed, the paper that is printed, what officers did together;
            for a search, and for likely doubles of what is typed, what :func:`hashed` gave.
        results: How many records are shown.
    """

    action: Action
    kind: str
    record_id: str = ""
    terms: str = ""
    results: int = 1


class ReadEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of the read log; the instants are UTC text."""

    at: str
    until: str
    user: str
    device: str
    action: str
    kind: str
    record_id: str
    client_id: str
    purpose: str
    terms: str
    results: int

    def hash(self, previous: str) -> str:
        """Return the SHA-256 (hex) of this entry after the one whose hash is ``previous``."""
        return hashlib.sha256(
            canonical({**msgspec.structs.asdict(self), "previous": previous})
        ).hexdigest()


def note(database: Database, session: Session, reads: Iterable[LoggedReading]) -> int:
    """Write readings down, those apart that repeat one of the last quarter of an hour.

    Call it before the content shows: when it raises, nothing may be shown.

    Args:
        database: The store.
        session: Who reads, on which device and for what purpose.
        reads: What is read; written in one transaction.

    Returns:
        How many entries were written.

    Raises:
        DiskFull, DiskFailed, StoreReadOnly: The reading could not be written down.
        StoreBehind: The store is open for reading only.
    """
    wanted = list(dict.fromkeys(reads))
    with database.reading() as connection:
        # Without this look a repeat would cost a transaction with its two fsyncs.
        fresh = [read for read in wanted if not _repeats(connection, session, read)]
    if fresh:
        with database.transaction() as transaction:
            for read in fresh:
                append(transaction, session, read)
    return len(fresh)


def append(transaction: Transaction, session: Session, read: LoggedReading) -> None:
    """Chain one reading within the transaction under way, repeat or not."""
    now = clock.now()
    entry = ReadEntry(
        at=clock.instant_text(now),
        until=clock.instant_text(now + WINDOW),
        user=session.user,
        device=session.device,
        action=read.action.value,
        kind=read.kind,
        record_id=read.record_id,
        client_id=client_of(transaction.connection, read.kind, read.record_id),
        purpose=session.purpose.value,
        terms=read.terms,
        results=read.results,
    )
    head = entry.hash(transaction.read_head)
    transaction.connection.execute(
        _INSERT, (*msgspec.structs.astuple(entry), transaction.read_head, head)
    )
    transaction.read_head = head


def hashed(key: StoreKey, typed: str) -> str:
    """Return the words of a search as keyed hashes, sorted, each once.

    The log tells whether a name was looked for to whoever holds the key and knows the name;
    it does not tell what was typed.
    """
    secret = key.sub(b"readlog")
    return " ".join(sorted({_hash(secret, word) for word in _WORD.findall(folded(typed))}))


def entries(connection: Connection) -> Iterator[tuple[ReadEntry, str, str]]:
    """Yield every entry in order, with the hash before it and its own."""
    for *told, previous, own in connection.execute(_ALL):
        yield _entry(told), previous, own


def problems(connection: Connection, head: str) -> Iterator[str]:
    """Yield what does not hold in the chain that should end in ``head``.

    An edited, removed or reordered entry breaks a hash; a lost tail misses the head.
    """
    before = GENESIS
    for number, (entry, previous, own) in enumerate(entries(connection), start=1):
        if previous != before:
            yield f"read log broken before entry {number}"
        if entry.hash(previous) != own:
            yield f"read log entry {number} was altered"
        before = own
    if before != head:
        yield "read log does not end where the store says"


def client_of(connection: Connection, kind: str, record_id: str) -> str:
    """Return the dossier a record belongs to, or "" where it belongs to none."""
    if kind == PERSON.name or not record_id:
        return record_id
    declared = KINDS.get(kind)
    if declared is None or declared.scope.rule != "person":
        return ""
    row = rows.read(connection, declared, record_id)
    return str(row.fields[declared.scope.field] or "") if row else ""


def _repeats(connection: Connection, session: Session, read: LoggedReading) -> bool:
    now = clock.instant_text(clock.now())
    row = connection.execute(
        _REPEATED,
        (
            _LOOK_BACK,
            session.user,
            read.action.value,
            read.kind,
            read.record_id,
            read.terms,
            now,
            now,
        ),
    ).fetchone()
    return row is not None


def _hash(secret: bytes, word: str) -> str:
    return hashlib.blake2b(word.encode(), key=secret, digest_size=_HASH_BYTES).hexdigest()


def _entry(row: Iterable[Any]) -> ReadEntry:
    return ReadEntry(**dict(zip(ReadEntry.__struct_fields__, row, strict=True)))
