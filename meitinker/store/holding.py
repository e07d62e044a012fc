"""What the list has made of all that lies here, to compare it with what the hub has.

It is read over a connection of its own, at one moment, so that nobody waits for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.kinds import KINDS
from meitinker.store import driver, journal, rebase, received, rows, sql

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from meitinker.domain.records import Kind
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection, Row

_UNKNOWN = "SELECT record_id, kind, dossier, versions, deleted FROM filled"

_versions = msgspec.json.Decoder(dict[str, str])


class HeldRecord(msgspec.Struct, frozen=True):
    """One record as the list has it, without what was not sent from here."""

    dossier: str
    record_id: str
    versions: Mapping[str, str]
    deleted: bool


def held(database: Database) -> list[HeldRecord] | None:
    """Return every record that the list has brought; None where some cannot be read here yet.

    Raises:
        StoreDamaged, DiskFailed: A page does not hold.
    """
    connection = database.apart()
    try:
        with driver.translated():
            connection.execute("BEGIN")
            found = None if received.quarantine(connection) else list(_held(connection))
            driver.require_sound(connection)
            return found
    finally:
        connection.close()


def _held(connection: Connection) -> Iterator[HeldRecord]:
    changed_here = journal.pending_records(connection)
    for kind in KINDS.values():
        of = kind.scope.field if kind.scope.rule in {"person", "visit"} else "id"
        for row in connection.execute(sql.versions(kind.name, of)):
            one = _of_row(kind, row)
            if one.record_id in changed_here:
                below = rebase.by_authority(connection, kind, one.record_id)
                if below is None:
                    continue
                dossier = one.dossier if of == "id" else str(below.fields[of] or "")
                one = HeldRecord(dossier, one.record_id, below.versions, below.deleted)
            yield one
    for record_id, name, dossier, versions, deleted in connection.execute(_UNKNOWN):
        known = KINDS.get(name)
        if known is None or rows.read(connection, known, record_id) is None:
            yield HeldRecord(dossier, record_id, _versions.decode(versions), bool(deleted))


def _of_row(kind: Kind, row: Row) -> HeldRecord:
    record_id, belongs_to, versions, deleted = row
    dossier = "" if kind.scope.rule == "organisation" else str(belongs_to or "")
    return HeldRecord(dossier, str(record_id), _versions.decode(versions), bool(deleted))
