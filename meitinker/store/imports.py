"""Lists of clients that were brought in on this device: what came of each row.

They stay on this device, like what can be undone: a key a row, so that the same row brings nobody
twice, and a run of people a bite, so that a whole list can be taken back. Of a row only a keyed
hash is kept, which tells nothing of who stood in it.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.kinds import KINDS
from meitinker.domain.people import PERSON
from meitinker.store import history, records, rows, settings
from meitinker.store.import_log import ImportLog
from meitinker.store.settings import Setting

if TYPE_CHECKING:
    from collections.abc import Iterable

    from meitinker.domain.session import Session
    from meitinker.keys import StoreKey
    from meitinker.store.database import Transaction
    from meitinker.store.driver import Connection

_KEY = "import.key."


class ImportedRow(msgspec.Struct, frozen=True, array_like=True):
    """What came of a row.

    Attributes:
        person_id: The person.
        key: The hash of what the row is known by, or "".
        records: Ids of all records that were made, the person's first.
    """

    person_id: str
    key: str
    records: tuple[str, ...]


LOG: ImportLog[tuple[ImportedRow, ...]] = ImportLog("import", tuple[ImportedRow, ...], ())
"""The lists that were brought in on this device."""


def key_of(key: StoreKey, source: str, name: str) -> str:
    """Return the keyed hash under which a row is known; "" where it has no name."""
    if not name:
        return ""
    told = f"{source}\x1f{name}".encode()
    return hashlib.blake2b(told, key=key.sub(b"import"), digest_size=16).hexdigest()


def person_of(connection: Connection, key: str) -> str | None:
    """Return the person that came of the row known as ``key`` before, or None."""
    if not key:
        return None
    return settings.get(connection, Setting(f"{_KEY}{key}", str, "")) or None


def who_is_there(connection: Connection) -> str:
    """Return a mark that changes when somebody is added or goes."""
    row = connection.execute("SELECT count(*), coalesce(max(doc), 0) FROM person_entry").fetchone()
    return f"{row[0]}.{row[1]}"


def note_keys(transaction: Transaction, made: Iterable[ImportedRow]) -> None:
    """Keep who came of the rows of a bite, so that none of them brings anybody twice."""
    for row in made:
        if row.key:
            settings.put(transaction, Setting(f"{_KEY}{row.key}", str, ""), row.person_id)


def forget_keys(transaction: Transaction, gone: Iterable[ImportedRow]) -> None:
    """Let the rows of people who were taken back come in again."""
    for row in gone:
        if row.key:
            settings.forget(transaction, Setting(f"{_KEY}{row.key}", str, ""))


def untouched(
    connection: Connection, session: Session, made: ImportedRow
) -> list[tuple[str, str]] | None:
    """Return the records that came of a row, kind and id, where all is as it came.

    None where anything was changed, added, removed or said of the person since, here or elsewhere.
    """
    if set(history.details_of(connection, made.person_id)) != set(made.records):
        return None
    found: list[tuple[str, str]] = []
    for record_id in made.records:
        changes = history.of_record(connection, record_id)
        if len(changes) != 1:
            return None
        one = changes[0]
        row = rows.read(connection, KINDS[one.kind], record_id)
        if row is None or row.deleted or set(row.versions.values()) != {one.change_id}:
            return None
        found.append((one.kind, record_id))
    return None if _spoken_of(connection, session, made) else found


def _spoken_of(connection: Connection, session: Session, made: ImportedRow) -> bool:
    """Tell whether any other record points at a person."""
    for kind in KINDS.values():
        for field in kind.fields.values():
            if field.held.ref != PERSON.name:
                continue
            there = records.find(connection, session, kind.record, **{field.name: made.person_id})
            if any(one.id not in made.records for one in there):
                return True
    return False
