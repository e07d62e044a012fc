"""What a person had before them when they typed, beside what stands in the record by then.

While a field is being filled in, an exchange may bring what somebody else wrote in it. What is
typed on then was made on the words that the screen showed, and not on those that stand: that is
the version it must name, so that a clash is a clash (F8).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.store import conflicts, journal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from meitinker.domain.records import Kind, Value
    from meitinker.store.driver import Connection
    from meitinker.store.rows import StoredRow

_FURTHEST = 50
"""Versions that are looked back: who types on in older words than that made them on nothing."""

_OWN = (
    "SELECT h.change_id, p.fields FROM change_header AS h"
    " JOIN change_payload AS p ON p.change_id = h.change_id"
    " WHERE h.record_id = ? ORDER BY h.sequence DESC LIMIT ?"
)
_fields = msgspec.json.Decoder(dict[str, str | int | None])


def made_on(
    connection: Connection,
    kind: Kind,
    row: StoredRow,
    *,
    groups: Iterable[str],
    seen: Mapping[str, Value],
) -> dict[str, str]:
    """Return the groups in which others wrote what was not seen, with the version that was.

    Args:
        connection: Of the store.
        kind: Kind of the record.
        row: The record as it stands.
        groups: The merge groups that are about to be written.
        seen: What stood in its fields for whoever types; a field that is not named counts as seen.

    Returns:
        Per group the version that was seen; "" where it is not known any more. What this device
        wrote itself, by another screen or by undoing, counts as seen.
    """
    found = {}
    for group in groups:
        told = {name: seen[name] for name in kind.groups[group] if name in seen}
        version = row.versions.get(group, "")
        if all(row.fields[name] == value for name, value in told.items()):
            continue
        if version and journal.author(connection, version) is None:
            found[group] = _version_with(connection, kind, row, group=group, told=told)
    return found


def _version_with(
    connection: Connection, kind: Kind, row: StoredRow, *, group: str, told: Mapping[str, Value]
) -> str:
    """Return the newest version of a group that says what is ``told``, or ""."""
    for change_id, text in connection.execute(_OWN, (row.id, _FURTHEST)):
        fields = kind.of_today(_fields.decode(text), {})
        if told.items() <= fields.items():
            return str(change_id)
    version = row.versions[group]
    for _ in range(_FURTHEST):
        version = conflicts.version_before(connection, version, group)
        if not version:
            break
        stood = conflicts.value_at(connection, kind, row.id, group=group, change_id=version)
        if told.items() <= stood.items():
            return version
    return ""
