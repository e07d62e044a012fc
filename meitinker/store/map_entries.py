"""The list of services by name, with the day each was last found to be right: follows at once.

Names sort as people do, without accents: the column of the record cannot be walked in that order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.map_checks import CONFIRMED, MAP_CHECK
from meitinker.domain.map_services import MAP_SERVICE
from meitinker.domain.villages import folded
from meitinker.store import sql

if TYPE_CHECKING:
    from collections.abc import Sequence

    from meitinker.domain.records import Kind
    from meitinker.store.driver import Connection

_KEEP = """
INSERT INTO map_entry (service_id, doc, sort_name, checked_on)
VALUES (?, (SELECT coalesce(max(doc), 0) + 1 FROM map_entry), ?, ?)
ON CONFLICT (service_id) DO UPDATE
    SET sort_name = excluded.sort_name, checked_on = excluded.checked_on
"""
_STANDS = """
SELECT t.name, t.row_deleted, (SELECT max(c.checked_on) FROM map_check AS c
    WHERE c.service_id = t.id AND c.result IN (SELECT value FROM json_each(?))
    AND c.row_deleted = 0)
FROM map_service AS t WHERE t.id = ?
"""
_STAND = """
SELECT t.id, t.name, (SELECT max(c.checked_on) FROM map_check AS c
    WHERE c.service_id = t.id AND c.result IN (SELECT value FROM json_each(?))
    AND c.row_deleted = 0)
FROM json_each(?) AS w JOIN map_service AS t ON t.id = w.value WHERE t.row_deleted = 0
"""
_CONFIRMED = msgspec.json.encode(sorted(CONFIRMED)).decode()


def touched(connection: Connection, kind: Kind, record_id: str) -> None:
    """Bring the list up to date with a service or a check that was touched."""
    if kind.name == MAP_SERVICE.name:
        _list(connection, record_id)
    elif kind.name == MAP_CHECK.name:
        row = connection.execute(sql.one_field(kind.name, "service_id"), (record_id,)).fetchone()
        if row is not None:
            _list(connection, str(row[0]))


def created(connection: Connection, kind: Kind, record_ids: Sequence[str]) -> None:
    """List new services at once; a new check is as any that is touched."""
    if kind.name != MAP_SERVICE.name:
        for record_id in record_ids if kind.name == MAP_CHECK.name else ():
            touched(connection, kind, record_id)
        return
    wanted = msgspec.json.encode(record_ids).decode()
    found = connection.execute(_STAND, (_CONFIRMED, wanted)).fetchall()
    connection.executemany(_KEEP, [(one, folded(str(name)), day) for one, name, day in found])


def removed(connection: Connection, kind: Kind, record_ids: Sequence[str]) -> None:
    """Take services that were removed off the list; a check that was counts no more."""
    if kind.name == MAP_SERVICE.name:
        connection.executemany(
            "DELETE FROM map_entry WHERE service_id = ?", [(one,) for one in record_ids]
        )
        return
    for record_id in record_ids if kind.name == MAP_CHECK.name else ():
        touched(connection, kind, record_id)


def forget(connection: Connection, kind: Kind, record_id: str) -> None:
    """Take a service that is to be erased off the list."""
    if kind.name == MAP_SERVICE.name:
        connection.execute("DELETE FROM map_entry WHERE service_id = ?", (record_id,))


def _list(connection: Connection, service_id: str) -> None:
    row = connection.execute(_STANDS, (_CONFIRMED, service_id)).fetchone()
    if row is None or row[1]:
        connection.execute("DELETE FROM map_entry WHERE service_id = ?", (service_id,))
        return
    connection.execute(_KEEP, (service_id, folded(str(row[0])), row[2]))
