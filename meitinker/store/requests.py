"""Open requests, and letters that still have to go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.letters import LETTER
from meitinker.domain.requests import REQUEST
from meitinker.store import list_sql, visibility

if TYPE_CHECKING:
    from meitinker.domain.session import Session
    from meitinker.store.driver import Connection

_LETTER = (
    "SELECT t.id, t.kind, t.request_id, d.id, d.given_names, d.called, d.prefix, d.surname,"
    f" d.partner_name, {list_sql.WAY_NOW}, t.made_at"
)


class UnsentLetter(msgspec.Struct, frozen=True):
    """A letter that still has to go; nothing of what it says. ``made_at`` is UTC text."""

    letter_id: str
    kind: str
    request_id: str | None
    person_id: str
    given_names: str
    called: str
    prefix: str
    surname: str
    partner_name: str
    way: str
    made_at: str


def open_ids(connection: Connection, session: Session) -> list[str]:
    """Return the ids of the requests whose terms still run, oldest first."""
    may, values = visibility.condition(session, REQUEST)
    found = connection.execute(list_sql.open_requests(may), (*values, *values))
    return [str(row[0]) for row in found]


def count_unsent(connection: Connection, session: Session) -> int:
    """Return how many letters still have to go."""
    may, values = visibility.condition(session, LETTER)
    found = connection.execute(list_sql.count_unsent_letters(may), values).fetchone()
    return int(found[0])


def unsent_letters(
    connection: Connection, session: Session, *, most: int = 200
) -> list[UnsentLetter]:
    """Return the letters that still have to go, oldest first."""
    may, values = visibility.condition(session, LETTER)
    found = connection.execute(list_sql.unsent_letters(_LETTER, may), (*values, most))
    return [UnsentLetter(*row) for row in found]
