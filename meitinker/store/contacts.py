"""Contact notes as lists show them: whom one had to do with last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.store import records

if TYPE_CHECKING:
    from meitinker.store.driver import Connection

# Ids grow with time, so the last of each kind are found without a walk through the table.
_LAST = """
SELECT client_id, max(at) FROM (
    SELECT client_id, at FROM (
        SELECT client_id, at FROM contact_note WHERE row_deleted = 0 ORDER BY id DESC LIMIT :near)
    UNION ALL
    SELECT client_id, at FROM (
        SELECT client_id, coalesce(started_at, visited_on) AS at FROM visit
        WHERE row_deleted = 0 ORDER BY coalesce(started_at, visited_on) DESC, id DESC LIMIT :near)
    UNION ALL
    SELECT client_id, at FROM (
        SELECT client_id, received_at AS at FROM request
        WHERE row_deleted = 0 ORDER BY id DESC LIMIT :near))
GROUP BY client_id ORDER BY 2 DESC
"""
_NEAR = 60
"""Records of each kind among which the last people are sought."""


def last_seen(connection: Connection, *, most: int) -> list[str]:
    """Return the people one had to do with last, the newest first.

    Whom the session may see is decided where their names are read.
    """
    found = connection.execute(_LAST, {"near": _NEAR})
    people = dict.fromkeys(records.resolve(connection, str(row[0])) for row in found)
    return list(people)[:most]
