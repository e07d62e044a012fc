"""The journal: every sealed change, in a chain that cannot be altered unnoticed (L18, L20).

A change has a *header* (who, when, what, where) that is chained by hash, and a *payload* (new
values, base versions) in a second table. The header holds a commitment to its payload,
HMAC-SHA256 with a random salt, so that the payload can be destroyed under an ``erased`` header
without breaking the chain.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.records import Value, canonical
from meitinker.store.state import GENESIS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from meitinker.store.database import Transaction
    from meitinker.store.driver import Connection

ERASED = "erased"
"""Operation of the header that allows the payloads of a record to be missing."""

_INSERT_HEADER = (
    "INSERT INTO change_header (change_id, act_id, device, incarnation, at, author, operation,"
    " kind, record_id, previous, commitment, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_INSERT_PAYLOAD = "INSERT INTO change_payload (change_id, fields, base, salt) VALUES (?, ?, ?, ?)"
_HEADERS = (
    "SELECT change_id, act_id, device, incarnation, at, author, operation, kind, record_id,"
    " previous, commitment, hash FROM change_header ORDER BY sequence"
)
_OWN = (
    "SELECT h.change_id, h.act_id, h.device, h.incarnation, h.at, h.author, h.operation, h.kind,"
    " h.record_id, h.previous, h.commitment, p.fields, p.base, p.salt"
    " FROM change_header AS h JOIN change_payload AS p ON p.change_id = h.change_id"
)
# What the hub answered is the beginning of the chain, because it is sent in that order. An
# erasing is told by the chain of this device alone.
_NOT_ANSWERED = (
    " WHERE h.sequence > (SELECT coalesce(max(sequence), 0) FROM sent)"
    " AND h.operation <> 'erased'"
    " AND NOT EXISTS (SELECT 1 FROM received AS r WHERE r.change_id = h.change_id"
    " AND r.reason <> 'altered' AND r.position > 0)"
    " AND h.sequence > coalesce((SELECT sequence FROM change_header WHERE change_id = ?), 0)"
    " ORDER BY h.sequence LIMIT ?"
)
_NO_VERDICT = (
    " AND h.operation <> 'erased'"
    " AND NOT EXISTS (SELECT 1 FROM received AS r WHERE r.change_id = h.change_id"
    " AND r.turn IS NOT NULL AND r.position > 0)"
    " AND NOT EXISTS (SELECT 1 FROM sent AS s WHERE s.change_id = h.change_id AND s.settled = 1)"
)
_IN_ORDER = " ORDER BY h.sequence"
_RECORDS = (
    "SELECT DISTINCT h.record_id"
    " FROM change_header AS h JOIN change_payload AS p ON p.change_id = h.change_id WHERE 1"
)
_OF_RECORD = " WHERE h.record_id = ? AND h.kind = ?"
_OF_MERGES = " WHERE h.record_id IN (SELECT id FROM person_merge)"
_UNSENT = _OWN + _NOT_ANSWERED
_PENDING = _OWN + _OF_RECORD + _NO_VERDICT + _IN_ORDER
_PENDING_MERGES = _OWN + _OF_MERGES + _NO_VERDICT + _IN_ORDER
_PENDING_RECORDS = _RECORDS + _NO_VERDICT
_CHANGE = _OWN + " WHERE h.change_id = ?"
_BEGUN_IN = "SELECT incarnation FROM change_header WHERE record_id = ? ORDER BY sequence LIMIT 1"
_PAYLOAD = "SELECT fields, base, salt FROM change_payload WHERE change_id = ?"


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """What the chain covers of one change."""

    change_id: str
    act_id: str
    device: str
    incarnation: int
    at: str
    author: str
    operation: str
    kind: str
    record_id: str
    previous: str
    commitment: str

    def hash(self) -> str:
        """Return the SHA-256 (hex) of the header's canonical form."""
        return hashlib.sha256(msgspec.json.encode(self, order="sorted")).hexdigest()


class Payload(msgspec.Struct, frozen=True):
    """What a change says: new values, and the versions it was made on per merge group."""

    fields: dict[str, Value]
    base: dict[str, str]


class Sealed(msgspec.Struct, frozen=True):
    """A change as it travels: header, payload and the salt that binds them."""

    header: Header
    fields: dict[str, Value]
    base: dict[str, str]
    salt: str

    def holds(self) -> bool:
        """Tell whether the payload is the one that the header was made for."""
        return holds(self.header.commitment, self.salt, self.fields, self.base)


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A change before it is chained."""

    change_id: str
    act_id: str
    device: str
    author: str
    operation: str
    kind: str
    record_id: str
    fields: Mapping[str, Value]
    base: Mapping[str, str]
    at: str = ""


def holds(commitment: str, salt: str, fields: Mapping[str, Value], base: Mapping[str, str]) -> bool:
    """Tell whether ``commitment`` was made for this payload, with this salt (hex)."""
    try:
        key = bytes.fromhex(salt)
    except ValueError:
        return False
    return hmac.compare_digest(_commitment(key, fields, base).encode(), commitment.encode())


def bound(entry: Entry, *, incarnation: int, previous: str) -> Sealed:
    """Return ``entry`` as the change that follows the header with the hash ``previous``."""
    salt = secrets.token_bytes(32)
    commitment = _commitment(salt, entry.fields, entry.base)
    header = _header(entry, commitment, incarnation=incarnation, previous=previous)
    return Sealed(header, dict(entry.fields), dict(entry.base), salt.hex())


def _header(entry: Entry, commitment: str, *, incarnation: int, previous: str) -> Header:
    return Header(
        change_id=entry.change_id,
        act_id=entry.act_id,
        device=entry.device,
        incarnation=incarnation,
        at=entry.at or clock.instant_text(clock.now()),
        author=entry.author,
        operation=entry.operation,
        kind=entry.kind,
        record_id=entry.record_id,
        previous=previous,
        commitment=commitment,
    )


def append(work: Transaction, entry: Entry) -> None:
    """Add ``entry`` to the chain, within the transaction under way."""
    append_all(work, (entry,))


def append_all(work: Transaction, entries: Iterable[Entry]) -> None:
    """Add entries to the chain in their order, within the transaction under way."""
    headers, payloads = [], []
    for entry in entries:
        fields, base = canonical(entry.fields), canonical(entry.base)
        salt = secrets.token_bytes(32)
        commitment = _committed(salt, fields, base)
        header = _header(entry, commitment, incarnation=work.incarnation, previous=work.head)
        work.head = header.hash()
        headers.append((*msgspec.structs.astuple(header), work.head))
        payloads.append((entry.change_id, fields.decode(), base.decode(), salt.hex()))
    work.connection.executemany(_INSERT_HEADER, headers)
    work.connection.executemany(_INSERT_PAYLOAD, payloads)


def payload(connection: Connection, change_id: str) -> Payload | None:
    """Return what a change says, or None when it was erased or is unknown."""
    row = connection.execute(_PAYLOAD, (change_id,)).fetchone()
    if row is None:
        return None
    return Payload(msgspec.json.decode(row[0]), msgspec.json.decode(row[1]))


def change(connection: Connection, change_id: str) -> Sealed | None:
    """Return a change made here with its words, or None when they were erased or it is unknown."""
    row = connection.execute(_CHANGE, (change_id,)).fetchone()
    return sealed(row) if row else None


def unsent(connection: Connection, *, most: int = 500, after: str = "") -> list[Sealed]:
    """Return the oldest changes made here that were neither answered nor seen in the list.

    Only those that came ``after`` a change, where its id is told.
    """
    return [sealed(row) for row in connection.execute(_UNSENT, (after, most))]


def pending(connection: Connection, kind: str, record_id: str) -> list[Sealed]:
    """Return the changes of a record made here on which the authority has no verdict yet."""
    return [sealed(row) for row in connection.execute(_PENDING, (record_id, kind))]


def pending_merges(connection: Connection) -> list[Sealed]:
    """Return the pending merges of persons: each is judged in the light of all the others."""
    return [sealed(row) for row in connection.execute(_PENDING_MERGES)]


def pending_records(connection: Connection) -> set[str]:
    """Return the records with changes made here on which the authority has no verdict yet."""
    return {str(row[0]) for row in connection.execute(_PENDING_RECORDS)}


def sealed(row: Sequence[str | int]) -> Sealed:
    """Return the change of a row: the columns of a header, then fields, base and salt as text."""
    *header, fields, base, salt = row
    return Sealed(
        msgspec.convert(header, _Row).header(),
        msgspec.json.decode(str(fields), type=dict[str, str | int | None]),
        msgspec.json.decode(str(base), type=dict[str, str]),
        str(salt),
    )


def begun_in(connection: Connection, record_id: str) -> int | None:
    """Return the incarnation of this device that began a record; None where another did."""
    row = connection.execute(_BEGUN_IN, (record_id,)).fetchone()
    return int(row[0]) if row else None


def headers(connection: Connection) -> Iterator[tuple[Header, str]]:
    """Yield every header in order, with the hash that stands beside it."""
    for row in connection.execute(_HEADERS):
        yield msgspec.convert(row[:-1], _Row).header(), row[-1]


class _Row(msgspec.Struct, frozen=True, array_like=True):
    change_id: str
    act_id: str
    device: str
    incarnation: int
    at: str
    author: str
    operation: str
    kind: str
    record_id: str
    previous: str
    commitment: str

    def header(self) -> Header:
        return Header(**msgspec.structs.asdict(self))


def problems(connection: Connection, head: str) -> Iterator[str]:
    """Yield what does not hold in the chain that should end in ``head``.

    An edited, deleted or reordered header breaks a hash; a changed payload breaks its
    commitment; a missing payload is accepted only under a later ``erased`` header.
    """
    previous = GENESIS
    missing: dict[str, str] = {}
    for header, stored in headers(connection):
        if header.previous != previous:
            yield f"chain broken before {header.change_id}"
        if header.hash() != stored:
            yield f"header {header.change_id} was altered"
        if header.operation == ERASED:
            missing.pop(header.record_id, None)
        if not _holds(connection, header):  # of an erased header: on what ground, and who approved
            missing[header.record_id] = header.change_id
        previous = stored
    if previous != head:
        yield "chain does not end where the store says"
    yield from (f"payload of {change} is missing or altered" for change in missing.values())


def _holds(connection: Connection, header: Header) -> bool:
    row = connection.execute(_PAYLOAD, (header.change_id,)).fetchone()
    if row is None:
        return False
    fields, base = msgspec.json.decode(row[0]), msgspec.json.decode(row[1])
    return hmac.compare_digest(_commitment(bytes.fromhex(row[2]), fields, base), header.commitment)


def _commitment(salt: bytes, fields: Mapping[str, Value], base: Mapping[str, str]) -> str:
    return _committed(salt, canonical(fields), canonical(base))


def _committed(salt: bytes, fields: bytes, base: bytes) -> str:
    """Return the commitment to a payload of which both parts are in their canonical form."""
    return hmac.digest(salt, b'{"base":%b,"fields":%b}' % (base, fields), "sha256").hex()


def author(connection: Connection, change_id: str) -> str | None:
    """Return the user who made a change on this device, or None for others' changes."""
    row = connection.execute(
        "SELECT author FROM change_header WHERE change_id = ?", (change_id,)
    ).fetchone()
    return str(row[0]) if row else None
