"""How many records of each kind a store holds, and what they amount to: to compare two stores."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.kinds import KINDS
from meitinker.store import sql

if TYPE_CHECKING:
    from meitinker.store.driver import Connection

_BESIDE = {
    "change": "SELECT count(*) FROM change_header",
    "payload": "SELECT count(*) FROM change_payload",
    "draft": "SELECT count(*) FROM draft",
    "reading": "SELECT count(*) FROM read_entry",
    "received": "SELECT count(*) FROM received",
    "conflict": "SELECT count(*) FROM conflict",
}


def counts(connection: Connection) -> dict[str, int]:
    """Return the number of rows of every kind, tombstones included, and of what lies beside."""
    statements = {name: sql.count(name) for name in KINDS} | _BESIDE
    return {
        name: int(connection.execute(statement).fetchone()[0])
        for name, statement in statements.items()
    }


def digests(connection: Connection) -> dict[str, str]:
    """Return per kind the SHA-256 (hex) of all its rows in order of id.

    Only to be compared in memory: a digest of little data gives that data away.
    """
    return {name: _digest(connection, name) for name in KINDS}


def _digest(connection: Connection, kind: str) -> str:
    found = hashlib.sha256()
    for row in connection.execute(sql.select(kind, whole_row=True)):
        found.update(msgspec.json.encode(row))
    return found.hexdigest()
