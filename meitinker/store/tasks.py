"""Tasks as lists show them, and the people of whom nothing was heard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.tasks import TASK
from meitinker.domain.visits import VISIT
from meitinker.store import list_sql, visibility

if TYPE_CHECKING:
    from meitinker.domain.session import Session
    from meitinker.store.driver import Connection

_TASK = (
    "SELECT t.id, d.id, d.given_names, d.called, d.prefix, d.surname, d.partner_name,"
    " t.what, t.due_on, coalesce((SELECT q.visit_id FROM review_step AS q"
    " WHERE q.task_id = t.id AND q.row_deleted = 0 LIMIT 1), '')"
)
_LAST = (
    "SELECT d.id, d.given_names, d.called, d.prefix, d.surname, d.partner_name,"
    " coalesce(t.started_at, t.visited_on)"
)

# A later visit, a note, a request or an appointment that is to come or came about (who cancels or
# is not at home is not heard from), also under a file merged into this one; and something to be
# in touch about.
_SILENT = """
d.deceased_on IS NULL
AND coalesce(t.started_at, t.visited_on) >= :after
AND coalesce(t.started_at, t.visited_on) < :before
AND (t.state = 'open'
    OR EXISTS (SELECT 1 FROM need AS n WHERE n.visit_id = t.id AND n.row_deleted = 0)
    OR EXISTS (SELECT 1 FROM support_plan AS p WHERE p.visit_id = t.id AND p.row_deleted = 0))
AND NOT EXISTS (SELECT 1 FROM visit AS l WHERE l.row_deleted = 0
    AND (coalesce(l.started_at, l.visited_on), l.id) > (coalesce(t.started_at, t.visited_on), t.id)
    AND l.client_id IN (SELECT d.id UNION ALL
        SELECT m.alias FROM person_alias AS m WHERE m.person_id = d.id))
AND NOT EXISTS (SELECT 1 FROM contact_note AS l WHERE l.row_deleted = 0 AND l.at >= :before
    AND l.client_id IN (SELECT d.id UNION ALL
        SELECT m.alias FROM person_alias AS m WHERE m.person_id = d.id))
AND NOT EXISTS (SELECT 1 FROM request AS l WHERE l.row_deleted = 0 AND l.received_at >= :before
    AND l.client_id IN (SELECT d.id UNION ALL
        SELECT m.alias FROM person_alias AS m WHERE m.person_id = d.id))
AND NOT EXISTS (SELECT 1 FROM appointment AS l WHERE l.row_deleted = 0 AND l.starts_at >= :before
    AND l.state IN ('planned', 'held')
    AND l.client_id IN (SELECT d.id UNION ALL
        SELECT m.alias FROM person_alias AS m WHERE m.person_id = d.id))
"""


class TaskEntry(msgspec.Struct, frozen=True):
    """One row of a list of open tasks; ``due_on`` is ISO text or None.

    ``asked_visit`` is the conversation about which the back office asks, or "".
    """

    task_id: str
    person_id: str
    given_names: str
    called: str
    prefix: str
    surname: str
    partner_name: str
    what: str
    due_on: str | None
    asked_visit: str = ""


class SilentEntry(msgspec.Struct, frozen=True):
    """Someone of whom nothing was heard since ``last`` (ISO text)."""

    person_id: str
    given_names: str
    called: str
    prefix: str
    surname: str
    partner_name: str
    last: str


def waiting(
    connection: Connection, session: Session, *, until: str, most: int = 200
) -> list[TaskEntry]:
    """Return the open tasks of the session's user that are due on or before ``until``.

    What has no date is due at once. The longest due comes first.
    """
    may, values = visibility.condition(session, TASK)
    text = list_sql.open_tasks(_TASK, may)
    found = connection.execute(text, (session.user, until, *values, most))
    return [TaskEntry(*row) for row in found]


def count_waiting(connection: Connection, session: Session, *, until: str) -> int:
    """Return how many tasks :func:`waiting` finds where there is room for all."""
    may, values = visibility.condition(session, TASK)
    text = list_sql.count_open_tasks(may)
    return int(connection.execute(text, (session.user, until, *values)).fetchone()[0])


def silent(
    connection: Connection, session: Session, *, after: str, before: str, most: int = 50
) -> list[SilentEntry]:
    """Return people with a need or plan whose last contact lies in a period, newest first.

    Args:
        connection: Where to read.
        session: Who is asking.
        after: First day (ISO) of the period; who was silent before it counts as at rest.
        before: The day (ISO) after which there was no contact of any kind.
        most: How many at the most.
    """
    may, values = visibility.condition(session, VISIT)
    named = "".join(
        part + (f":v{i}" if i < len(values) else "") for i, part in enumerate(may.split("?"))
    )
    names = {f"v{i}": value for i, value in enumerate(values)}
    text = list_sql.last_visits(_LAST, f"{_SILENT} AND {named}")
    found = connection.execute(text, {"after": after, "before": before, "most": most, **names})
    return [SilentEntry(*row) for row in found]
