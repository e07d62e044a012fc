"""People as lists show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.people import PERSON
from meitinker.domain.plans import HANDOVER
from meitinker.domain.visits import VISIT
from meitinker.store import sql, visibility

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from meitinker.domain.session import Session
    from meitinker.store.driver import Connection, Row


class PersonEntry(msgspec.Struct, frozen=True):
    """One row of a list of people; dates are ISO text or None.

    ``visit_id`` is the open visit, if there is one; ``unsent`` counts plans not yet handed
    over.
    """

    person_id: str
    given_names: str
    called: str
    prefix: str
    surname: str
    partner_name: str
    born_on: str | None
    village: str | None
    secret_address: int
    deceased_on: str | None
    street: str | None
    number: str | None
    visit_id: str | None
    last_visit: str | None
    unsent: int


_NOT_MERGED = "e.person_id NOT IN (SELECT alias FROM person_alias)"


def page(
    connection: Connection,
    session: Session,
    today: str,
    *,
    after: tuple[str, str] = ("", ""),
    most: int = 100,
) -> list[PersonEntry]:
    """Return a run of the list of people by surname.

    Args:
        connection: Where to read.
        session: Who is asking.
        today: The date (ISO) for which addresses are shown.
        after: Folded sort name and id of the last row before the run.
        most: How many at the most.
    """
    inside = _inside(session)
    if inside is None:
        return []
    condition, values = inside
    names = {f"v{i}": value for i, value in enumerate(values)}
    text = sql.page_of_people(_NOT_MERGED, _named(condition))
    found = connection.execute(
        text, {"today": today, "name": after[0], "id": after[1], "most": most, **names}
    )
    return _shown(session, found)


def entries(
    connection: Connection, session: Session, today: str, *, people: Sequence[str]
) -> list[PersonEntry]:
    """Return the rows of these people, in the order asked; those not visible are left out."""
    inside = _inside(session)
    if inside is None or not people:
        return []
    condition, values = inside
    names = {f"v{i}": value for i, value in enumerate(values)}
    chosen = {f"p{i}": person for i, person in enumerate(people)}
    text = sql.chosen_people(len(people), _named(condition))
    found = connection.execute(text, {"today": today, **names, **chosen})
    rows = {entry.person_id: entry for entry in _shown(session, found)}
    return [rows[person] for person in people if person in rows]


def count(connection: Connection, session: Session) -> int:
    """Return how many people the session sees in the list."""
    inside = _inside(session)
    if inside is None:
        return 0
    condition, values = inside
    text = sql.count_people(_NOT_MERGED, condition)
    return int(connection.execute(text, values).fetchone()[0])


def sort_name(connection: Connection, person_id: str) -> str:
    """Return the folded name by which the list sorts a person, or ""."""
    row = connection.execute(
        "SELECT sort_name FROM person_entry WHERE person_id = ?", (person_id,)
    ).fetchone()
    return str(row[0]) if row else ""


def _shown(session: Session, found: Iterable[Row]) -> list[PersonEntry]:
    """Return rows of the list without what the role may not know of visits and plans."""
    entries = [PersonEntry(*row) for row in found]
    hidden: dict[str, str | int | None] = {}
    if not visibility.readable(session, VISIT):
        hidden |= {"visit_id": None, "last_visit": None}
    if not visibility.readable(session, HANDOVER):
        hidden["unsent"] = 0
    return [msgspec.structs.replace(entry, **hidden) for entry in entries] if hidden else entries


def _inside(session: Session) -> visibility.Condition | None:
    if not visibility.readable(session, PERSON):
        return None
    return visibility.in_villages(session, "e.village_id", "e.person_id")


def _named(condition: str) -> str:
    """Return ``condition`` with named parameters v0, v1 … in place of question marks."""
    first, *rest = condition.split("?")
    return first + "".join(f":v{i}{part}" for i, part in enumerate(rest))
