"""Visits as lists show them, and the end of the lists within one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.plans import HANDOVER
from meitinker.domain.visits import VISIT
from meitinker.store import list_sql, records, visibility

if TYPE_CHECKING:
    from datetime import date

    from meitinker.domain.agreements import Agreement
    from meitinker.domain.needs import Need
    from meitinker.domain.session import Session
    from meitinker.store.driver import Connection

PAGE = 200
"""Rows in one run of a list; :func:`count` and :func:`count_unsent` tell how many there are."""

_NAME = "d.given_names, d.called, d.prefix, d.surname, d.partner_name"
_TOPICS = (
    "(SELECT count(*) FROM domain_note AS n WHERE n.visit_id = t.id AND n.row_deleted = 0"
    " AND trim(n.note) <> '')"
)
_VISIT = (
    f"SELECT t.id, d.id, {_NAME}, t.state, t.visited_on, t.started_at,"
    f" {list_sql.WRITTEN},"
    f" trim(t.question) <> '', {_TOPICS}, {list_sql.EMPTY_VISIT}"
)
_HANDOVER = f"SELECT t.id, t.plan_id, p.visit_id, d.id, {_NAME}, {list_sql.WAY_NOW}, p.made_at"


class VisitEntry(msgspec.Struct, frozen=True):
    """One row of a list of visits; dates and instants are ISO text or None.

    It holds nothing of what was said, so that a list is no reading of a dossier: ``asked`` tells
    whether a question was written down (0 or 1), ``topics`` how many life domains have a note,
    ``changed_at`` when something in it was last written,
    ``empty`` whether it is under way and nothing stands in it but what it began with (0 or 1).
    """

    visit_id: str
    person_id: str
    given_names: str
    called: str
    prefix: str
    surname: str
    partner_name: str
    state: str
    visited_on: str | None
    started_at: str | None
    changed_at: str
    asked: int
    topics: int
    empty: int = 0


class UnsentEntry(msgspec.Struct, frozen=True):
    """A plan that still has to reach the resident; the newest version of it.

    ``passed_over`` counts the older versions that never reached anybody: they need not any more.
    """

    handover_id: str
    plan_id: str
    visit_id: str
    person_id: str
    given_names: str
    called: str
    prefix: str
    surname: str
    partner_name: str
    way: str
    made_at: str
    passed_over: int = 0


def entries(
    connection: Connection, session: Session, *, state: str | None = None, most: int = PAGE
) -> list[VisitEntry]:
    """Return visits, newest first; only those in ``state`` where one is named."""
    may, values = visibility.condition(session, VISIT)
    text = list_sql.visits(_VISIT, may, of_state=state is not None)
    asked = () if state is None else (state,)
    found = connection.execute(text, (*asked, *values, most))
    return [VisitEntry(*row) for row in found]


def unplanned(
    connection: Connection, session: Session, *, since: date, most: int = PAGE
) -> list[VisitEntry]:
    """Return the visits held since a day and concluded here that no plan was made of."""
    may, values = visibility.condition(session, VISIT)
    text = list_sql.unplanned(_VISIT, may)
    found = connection.execute(text, (since.isoformat(), *values, most))
    return [VisitEntry(*row) for row in found]


def count(connection: Connection, session: Session, *, state: str | None = None) -> int:
    """Return how many visits there are; only those in ``state`` where one is named."""
    may, values = visibility.condition(session, VISIT)
    text = list_sql.count_visits(may, of_state=state is not None)
    asked = () if state is None else (state,)
    return int(connection.execute(text, (*asked, *values)).fetchone()[0])


def count_unsent(connection: Connection, session: Session) -> int:
    """Return how many plans were not yet handed over."""
    may, values = visibility.condition(session, HANDOVER)
    return int(connection.execute(list_sql.count_unsent(may), values).fetchone()[0])


def unsent(connection: Connection, session: Session, *, most: int = PAGE) -> list[UnsentEntry]:
    """Return the plans not yet handed over, oldest first."""
    may, values = visibility.condition(session, HANDOVER)
    found = connection.execute(list_sql.unsent(_HANDOVER, may), (*values, most))
    return [UnsentEntry(*row) for row in found]


def next_position(
    connection: Connection, session: Session, kind: type[Need | Agreement], visit_id: str
) -> int:
    """Return the place at the end of a visit's list of needs or agreements, from 1 on."""
    held = records.find(connection, session, kind, order="position", visit_id=visit_id)
    return held[-1].position + 1 if held else 1
