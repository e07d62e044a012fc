"""The keys under which likely doubles meet, and the candidates that share one with a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.domain import doubles
from meitinker.domain.addresses import Address
from meitinker.domain.kinds import kind_of
from meitinker.domain.people import PERSON, Person, Phone
from meitinker.domain.records import Record, from_values
from meitinker.store import records, secrecy, sql, visibility

if TYPE_CHECKING:
    from typing import TypeVar

    from meitinker.domain.session import Session
    from meitinker.store.driver import Connection

    R = TypeVar("R", bound=Record)

MOST_CANDIDATES = 200
"""More share a key only by a very common name; the nearest keys come first."""


def refresh(connection: Connection, person_id: str) -> None:
    """Bring the keys of a person up to date (part of indexing)."""
    connection.execute("DELETE FROM person_block WHERE person_id = ?", (person_id,))
    people = _of(connection, Person, person_id)
    if not people:
        return
    draft = doubles.draft_of(
        people[0],
        # A secret address makes nobody alike: that two live together would tell where.
        ()
        if secrecy.has_secret_address(connection, person_id)
        else _of(connection, Address, person_id),
        phones=_of(connection, Phone, person_id),
    )
    connection.executemany(
        "INSERT INTO person_block (block, person_id) VALUES (?, ?)",
        [(key, person_id) for key in sorted(doubles.blocking_keys(draft))],
    )


def candidates(
    connection: Connection,
    session: Session,
    draft: doubles.PersonDraft,
    *,
    by: frozenset[str] | None = None,
    most: int = MOST_CANDIDATES,
) -> list[doubles.Candidate]:
    """Return the people within the session's sight that share a key with ``draft``.

    Without ``by`` all its keys count; a whole list is compared by the telling ones only, with
    the ``most`` that share the most of them.

    A secret address is left out, so that nobody learns it by typing it with the name.
    """
    keys = sorted(doubles.blocking_keys(draft) if by is None else by)
    if not keys or not visibility.readable(session, PERSON):
        return []
    inside, values = visibility.in_villages(session, "e.village_id", "e.person_id")
    found = connection.execute(
        sql.sharing_blocks(len(keys), inside), (*keys, *values, most)
    ).fetchall()
    return [
        doubles.Candidate(
            person=records.get(connection, session, Person, person_id),
            addresses=_homes(connection, session, person_id),
            phones=tuple(records.find(connection, session, Phone, person_id=person_id)),
        )
        for (person_id,) in found
    ]


def _homes(connection: Connection, session: Session, person_id: str) -> tuple[Address, ...]:
    if secrecy.has_secret_address(connection, person_id):
        return ()
    return tuple(records.find(connection, session, Address, person_id=person_id))


def _of(connection: Connection, record: type[R], person_id: str) -> list[R]:
    kind = kind_of(record)
    column = sql.column(kind.name, "id" if kind is PERSON else "person_id")
    where = f"t.{column} = ? AND t.row_deleted = 0"
    names = sql.names(kind)
    return [
        from_values(record, dict(zip(names, row, strict=True)))
        for row in connection.execute(sql.select(kind.name, where=where), (person_id,))
    ]
