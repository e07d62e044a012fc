"""All that happened in one dossier, of every kind, newest first and a page at a time."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.kinds import KINDS
from meitinker.store import sql, visibility

if TYPE_CHECKING:
    from collections.abc import Iterable

    from meitinker.domain.session import Session
    from meitinker.store.driver import Connection


class TimelineSort(StrEnum):
    """What of a dossier a reader may want to see alone."""

    VISITS = "visits"
    REQUESTS = "requests"
    NOTES = "notes"
    AGREEMENTS = "agreements"
    TASKS = "tasks"
    PAPERS = "papers"
    CHANGES = "changes"


class TimelineRow(msgspec.Struct, frozen=True):
    """One thing that happened in a dossier: what, which record, when (ISO), told in short.

    ``text`` is at most 200 characters of what was said; ``state`` is the code that goes with it.
    """

    what: str
    record_id: str
    at: str
    state: str
    text: str


_DOSSIER = (
    "WITH dossier (id) AS ("
    "SELECT :person UNION ALL SELECT alias FROM person_alias WHERE person_id = :person)"
)

# what: its sort, the kind it is a record of, and its select
_PARTS: dict[str, tuple[TimelineSort, str, str]] = {
    "visit": (
        TimelineSort.VISITS,
        "visit",
        "SELECT 'visit', id, coalesce(visited_on, started_at, ''), state,"
        " substr(question, 1, 200) FROM visit WHERE client_id IN dossier AND row_deleted = 0",
    ),
    "appointment": (
        TimelineSort.VISITS,
        "appointment",
        "SELECT 'appointment', id, starts_at, state || ':' || place || ':' || minutes, \"where\""
        " FROM appointment WHERE client_id IN dossier AND row_deleted = 0",
    ),
    "request": (
        TimelineSort.REQUESTS,
        "request",
        "SELECT 'request', id, received_at, kind || ':' || state, substr(words, 1, 200)"
        " FROM request WHERE client_id IN dossier AND row_deleted = 0",
    ),
    "application": (
        TimelineSort.REQUESTS,
        "application",
        "SELECT 'application', id, coalesce(signed_on, received_on), form,"
        " substr(asks_for, 1, 200) FROM application"
        " WHERE client_id IN dossier AND coalesce(signed_on, received_on) IS NOT NULL"
        " AND row_deleted = 0",
    ),
    "contact_note": (
        TimelineSort.NOTES,
        "contact_note",
        "SELECT 'contact_note', id, at, channel || ':' || outgoing || ':' || who,"
        " substr(text, 1, 200) FROM contact_note"
        " WHERE client_id IN dossier AND row_deleted = 0",
    ),
    "agreement": (
        TimelineSort.AGREEMENTS,
        "agreement",
        "SELECT 'agreement', a.id, coalesce(v.visited_on, v.started_at, ''), v.id,"
        " trim(a.who || ': ' || substr(a.what, 1, 200), ': ')"
        " FROM visit AS v JOIN agreement AS a ON a.visit_id = v.id"
        " WHERE v.client_id IN dossier AND a.row_deleted = 0 AND trim(a.what) <> ''",
    ),
    "referral": (
        TimelineSort.AGREEMENTS,
        "referral",
        "SELECT 'referral', id, at, warm || ':' || coalesce(contact_on, '') || ':'"
        " || contact_with || ':' || coalesce(visit_id, ''),"
        " trim(service_name || ', ' || provider_name, ', ') FROM referral"
        " WHERE client_id IN dossier AND row_deleted = 0",
    ),
    "task": (
        TimelineSort.TASKS,
        "task",
        "SELECT 'task', id, coalesce(done_on, due_on, row_changed),"
        " CASE WHEN done_on IS NULL THEN 'open' ELSE 'done' END, substr(what, 1, 200)"
        " FROM task WHERE client_id IN dossier AND row_deleted = 0",
    ),
    "plan": (
        TimelineSort.PAPERS,
        "support_plan",
        "SELECT 'plan', p.id, p.made_at,"
        " coalesce(h.way || ':' || coalesce(h.handed_over_on, ''), ''), cast(p.version AS TEXT)"
        " FROM support_plan AS p"
        " LEFT JOIN handover AS h ON h.plan_id = p.id AND h.row_deleted = 0"
        " WHERE p.client_id IN dossier AND p.row_deleted = 0",
    ),
    "remark": (
        TimelineSort.PAPERS,
        "plan_remark",
        "SELECT 'remark', id, said_on, stance, substr(text, 1, 200) FROM plan_remark"
        " WHERE client_id IN dossier AND said_on IS NOT NULL AND row_deleted = 0",
    ),
    "letter": (
        TimelineSort.PAPERS,
        "letter",
        "SELECT 'letter', id, made_at, coalesce(sent_on, ''), kind FROM letter"
        " WHERE client_id IN dossier AND row_deleted = 0",
    ),
    "attachment": (
        TimelineSort.PAPERS,
        "attachment",
        "SELECT 'attachment', id, added_at, media_type || ':' || coalesce(request_id, ''), name"
        " FROM attachment"
        " WHERE client_id IN dossier AND added_at IS NOT NULL AND row_deleted = 0",
    ),
    "consent": (
        TimelineSort.REQUESTS,
        "consent",
        "SELECT 'consent', id, answered_on, purpose || ':' || answer, about FROM consent"
        " WHERE client_id IN dossier AND row_deleted = 0",
    ),
    "tie_began": (
        TimelineSort.CHANGES,
        "tie",
        "SELECT 'tie_began', id, since, name, relation FROM tie"
        " WHERE client_id IN dossier AND since IS NOT NULL AND row_deleted = 0",
    ),
    "tie_ended": (
        TimelineSort.CHANGES,
        "tie",
        "SELECT 'tie_ended', id, until, name, relation FROM tie"
        " WHERE client_id IN dossier AND until IS NOT NULL AND row_deleted = 0",
    ),
    "address": (
        TimelineSort.CHANGES,
        "address",
        "SELECT 'address', id, valid_from, use,"
        " trim(street || ' ' || number || ', ' || place, ', ') FROM address"
        " WHERE person_id IN dossier AND valid_from IS NOT NULL AND row_deleted = 0",
    ),
    "merge": (
        TimelineSort.CHANGES,
        "person_merge",
        "SELECT 'merge', id, merged_at,"
        " CASE WHEN undone_at IS NULL THEN 'merged' ELSE 'undone' END, ''"
        " FROM person_merge WHERE into_id IN dossier AND row_deleted = 0",
    ),
    "transfer": (
        TimelineSort.CHANGES,
        "transfer",
        "SELECT 'transfer', id, \"on\", to_name, substr(note, 1, 200) FROM transfer"
        ' WHERE client_id IN dossier AND "on" IS NOT NULL AND row_deleted = 0',
    ),
    "details": (
        TimelineSort.CHANGES,
        "person",
        "SELECT 'details', max(change_id), max(at), '', '' FROM change_header"
        " WHERE record_id IN dossier AND kind = 'person' AND operation = 'edit'"
        " GROUP BY substr(at, 1, 10)",
    ),
}


def sort_of(what: str) -> TimelineSort:
    """Return what sort of thing a row tells of."""
    return _PARTS[what][0]


def page(
    connection: Connection,
    session: Session,
    person_id: str,
    *,
    sorts: Iterable[TimelineSort] = (),
    skip: int = 0,
    most: int = 200,
) -> list[TimelineRow]:
    """Return a run of what happened in a dossier, newest first.

    The caller has read the person under the same session first, so the dossier is visible;
    kinds that the role may not see are left out.

    Args:
        connection: Where to read.
        session: Who is asking.
        person_id: The person, as merged files resolve to.
        sorts: What to show; all of it without any.
        skip: Rows of the runs before this one.
        most: How many at the most.
    """
    wanted = frozenset(sorts)
    shown = tuple(
        what
        for what, (sort, kind, _select) in _PARTS.items()
        if visibility.readable(session, KINDS[kind]) and (not wanted or sort in wanted)
    )
    if not shown:
        return []
    found = connection.execute(
        sql.page_of_parts(_DOSSIER, tuple(_PARTS[what][2] for what in shown)),
        {"person": person_id, "most": most, "skip": skip},
    )
    return [TimelineRow(*row) for row in found]
