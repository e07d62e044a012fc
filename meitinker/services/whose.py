"""About whom a record is, by name, for lists of records of any kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.kinds import KINDS
from meitinker.domain.organisation import User
from meitinker.domain.people import PERSON, Person, full_name
from meitinker.domain.records import from_values
from meitinker.domain.villages import Village
from meitinker.store import journal, records, rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from meitinker.domain.records import Kind
    from meitinker.domain.session import Session
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection
    from meitinker.store.rows import StoredRow

MOST = 100
"""Records that are told of those that wait to be sent."""

_LOOK_AT = 5_000
"""Changes that are looked at for that: the rest is counted elsewhere."""


class Unsent(msgspec.Struct, frozen=True):
    """A record with changes that wait to be sent, and when the oldest of these was made."""

    kind: str
    record_id: str
    at: str
    changes: int = 1


def unsent(database: Database) -> tuple[Unsent, ...]:
    """Return the records with changes that wait to be sent, oldest first; names no one."""
    found: dict[str, Unsent] = {}
    with database.reading() as connection:
        for change in journal.unsent(connection, most=_LOOK_AT):
            header = change.header
            before = found.get(header.record_id)
            if before is None and len(found) >= MOST:
                continue
            found[header.record_id] = (
                msgspec.structs.replace(before, changes=before.changes + 1)
                if before
                else Unsent(header.kind, header.record_id, header.at)
            )
    return tuple(found.values())


def names(
    database: Database, session: Session, wanted: Iterable[tuple[str, str]]
) -> dict[str, str]:
    """Return by record the resident it is about, as far as the session may see it.

    Args:
        database: The store.
        session: Who asks.
        wanted: Kinds and records; what is unknown, out of sight or about nobody is left out.
    """
    found: dict[str, str] = {}
    with database.reading() as connection:
        for name, record_id in wanted:
            kind = KINDS.get(name)
            if kind is None or not rows.visible(connection, session, kind, record_id):
                continue
            row = rows.read(connection, kind, record_id)
            person_id = person_of(connection, kind, row) if row else ""
            if person_id:
                found[record_id] = name_of(connection, person_id)
    return found


def person_of(connection: Connection, kind: Kind, row: StoredRow) -> str:
    """Return the resident whose file a record is in, or ""."""
    if kind is PERSON:
        return records.resolve(connection, row.id)
    if kind.scope.rule != "person":
        return ""
    return records.resolve(connection, str(row.fields[kind.scope.field] or ""))


def pointed(connection: Connection, session: Session, ref: str, record_id: str) -> str:
    """Return the name of the person, user or village that a field points at; "" out of sight."""
    if ref == PERSON.name:
        return name_of(connection, record_id)
    record: type[User] | type[Village] = User if ref == "user" else Village
    found = {str(one.id): one.name for one in records.find(connection, session, record)}
    return found.get(record_id, "")


def name_of(connection: Connection, person_id: str) -> str:
    """Return a resident's name, also of a file that was removed; "" where there is none."""
    row = rows.read(connection, PERSON, person_id) if person_id else None
    return full_name(from_values(Person, {**row.fields, "id": person_id})) if row else ""
