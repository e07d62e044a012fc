"""Applications that wait for a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.domain.applications import APPLICATION
from meitinker.store import list_sql, visibility

if TYPE_CHECKING:
    from meitinker.domain.session import Session
    from meitinker.store.driver import Connection


def undecided_ids(connection: Connection, session: Session) -> list[str]:
    """Return the ids of the applications whose decision was not sent, the oldest first."""
    may, values = visibility.condition(session, APPLICATION)
    return [str(row[0]) for row in connection.execute(list_sql.undecided(may), values)]
