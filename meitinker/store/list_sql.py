"""The SQL of the lists: visits, papers that wait, tasks, appointments, requests.

As in :mod:`meitinker.store.sql`: parts are constants of this module, columns of the module that
asks, and conditions of :mod:`meitinker.store.visibility`; values travel as parameters (A2).
"""

from __future__ import annotations

from functools import lru_cache

from meitinker.domain.plans import HandoverWay

CLIENT = (
    "JOIN person AS d ON d.id = coalesce((SELECT m.person_id FROM person_alias AS m"
    " WHERE m.alias = t.client_id), t.client_id)"
)
"""Joins as ``d`` the person that ``t`` is of, also where its file was merged into another."""

HIDDEN = (
    "(SELECT max(s.secret_address) FROM person AS s WHERE s.row_deleted = 0 AND s.id IN"
    " (SELECT d.id UNION ALL SELECT m.alias FROM person_alias AS m WHERE m.person_id = d.id))"
)
"""Of the person joined as ``d``: whether one of their files is secret."""

WAY_NOW = (
    f"CASE WHEN t.way = '{HandoverWay.SEND_LATER}' AND (d.deceased_on IS NOT NULL OR {HIDDEN})"
    f" THEN '{HandoverWay.BRING_LATER}' ELSE t.way END"
)
"""How a paper joined as ``t`` goes to them: what may not be posted has to be brought."""


@lru_cache(maxsize=16)
def visits(columns: str, inside: str, *, of_state: bool) -> str:
    """Return the select of visits, newest first; with ``of_state`` it takes a state first."""
    state = "t.state = ?" if of_state else "1"
    return (
        f"{columns} FROM visit AS t {CLIENT} WHERE {state} AND t.row_deleted = 0 AND {inside}"
        " ORDER BY coalesce(t.started_at, t.visited_on) DESC, t.id DESC LIMIT ?"
    )


@lru_cache(maxsize=16)
def count_visits(inside: str, *, of_state: bool) -> str:
    """Return the count of what :func:`visits` selects."""
    state = "t.state = ?" if of_state else "1"
    return (
        f"SELECT count(*) FROM visit AS t {CLIENT} WHERE {state} AND t.row_deleted = 0 AND {inside}"
    )


LED_TO = "(SELECT w.id FROM visit AS w WHERE w.id = t.visit_id AND w.row_deleted = 0)"
"""The visit that an appointment led to, unless a colleague removed it."""


@lru_cache(maxsize=16)
def unplanned(columns: str, inside: str) -> str:
    """Return the select of visits concluded here that no plan was made of, newest first.

    It takes the day from which on they were held. Those that this device did not conclude itself
    are a colleague's to end, or came from before the program: so it goes by what was concluded
    here, which is little, and not by the village's conversations of half a year.
    """
    return (
        f"{columns} FROM visit AS t {CLIENT} WHERE t.id IN"
        " (SELECT h.record_id FROM change_header AS h WHERE h.operation = 'conclude')"
        " AND +t.state = 'concluded' AND t.row_deleted = 0"
        " AND +coalesce(t.started_at, t.visited_on) >= ?"
        " AND NOT EXISTS (SELECT 1 FROM support_plan AS p WHERE p.visit_id = t.id"
        f" AND p.row_deleted = 0) AND {inside}"
        " ORDER BY coalesce(t.started_at, t.visited_on) DESC, t.id DESC LIMIT ?"
    )


_NOTHING_IN = " AND ".join(
    f"NOT EXISTS (SELECT 1 FROM {kind} AS c WHERE c.visit_id = t.id AND c.row_deleted = 0)"
    for kind in (
        *("attendee", "domain_note", "need", "agreement", "signature", "support_plan", "score"),
        *("checkpoint", "application"),
    )
)
EMPTY_VISIT = (
    "t.state = 'open' AND t.notes = '' AND t.conclusion = ''"
    " AND t.question IN ('', coalesce("
    "(SELECT r.words FROM request AS r WHERE r.id = t.request_id), ''))"
    f" AND {_NOTHING_IN} AND NOT EXISTS (SELECT 1 FROM attachment AS c"
    " WHERE c.client_id IN (t.client_id, d.id) AND c.visit_id = t.id AND c.row_deleted = 0)"
)
"""Whether nothing stands in a visit but what it began with; files are found by their dossier."""

WRITTEN = "max(t.row_changed, {parts})".format(
    parts=", ".join(
        f"coalesce((SELECT max(c.row_changed) FROM {kind} AS c WHERE c.visit_id = t.id), '')"
        for kind in (
            *("attendee", "domain_note", "need", "finding", "agreement", "signature"),
            *("score", "checkpoint", "application", "attachment", "referral"),
        )
    )
)
"""When a visit was last written in, wherever in it; taking something away is writing as well."""

_NEWEST_PLAN = (
    "NOT EXISTS (SELECT 1 FROM support_plan AS q WHERE q.visit_id = p.visit_id"
    " AND q.version > p.version AND q.row_deleted = 0)"
)
"""A version that a newer one came after need not reach anybody any more."""

_PASSED_OVER = (
    "(SELECT count(*) FROM support_plan AS o JOIN handover AS h ON h.plan_id = o.id"
    " AND h.row_deleted = 0 AND h.handed_over_on IS NULL"
    " WHERE o.visit_id = p.visit_id AND o.version < p.version AND o.row_deleted = 0)"
)
"""How many older versions of a plan never reached anybody."""


@lru_cache(maxsize=16)
def count_unsent(inside: str) -> str:
    """Return the count of what :func:`unsent` selects."""
    return (
        f"SELECT count(*) FROM handover AS t JOIN support_plan AS p ON p.id = t.plan_id {CLIENT}"
        f" WHERE t.row_deleted = 0 AND t.handed_over_on IS NULL AND {_NEWEST_PLAN} AND {inside}"
    )


@lru_cache(maxsize=16)
def undecided(inside: str) -> str:
    """Return the select of the ids of applications without a decision, the oldest first."""
    return (
        "SELECT t.id FROM application AS t WHERE t.row_deleted = 0 AND t.received_on IS NOT NULL"
        f" AND {inside} AND NOT EXISTS (SELECT 1 FROM letter AS l WHERE l.client_id = t.client_id"
        " AND l.kind = 'decision' AND l.row_deleted = 0"
        " AND json_extract(l.content, '$.application_id') = t.id) ORDER BY t.received_on, t.id"
    )


@lru_cache(maxsize=16)
def unsent(columns: str, inside: str) -> str:
    """Return the select of handovers that still wait, oldest first.

    After ``columns`` comes how many older versions never reached anybody. Which ones are shown
    is found first: sorting works out every column of each one that waits.
    """
    waits = f"FROM handover AS t JOIN support_plan AS p ON p.id = t.plan_id {CLIENT}"
    chosen = (
        f"SELECT t.id {waits} WHERE t.row_deleted = 0 AND t.handed_over_on IS NULL"
        f" AND {_NEWEST_PLAN} AND {inside} ORDER BY p.made_at LIMIT ?"
    )
    return f"{columns}, {_PASSED_OVER} {waits} WHERE t.id IN ({chosen}) ORDER BY p.made_at"


@lru_cache(maxsize=16)
def open_tasks(columns: str, inside: str) -> str:
    """Return the select of a user's open tasks due on or before a day, longest due first."""
    return (
        f"{columns} FROM task AS t {CLIENT} WHERE t.done_on IS NULL AND t.row_deleted = 0"
        f" AND t.user_id = ? AND (t.due_on IS NULL OR t.due_on <= ?) AND {inside}"
        " ORDER BY t.due_on, t.id LIMIT ?"
    )


@lru_cache(maxsize=16)
def count_open_tasks(inside: str) -> str:
    """Return the count of what :func:`open_tasks` selects."""
    return (
        f"SELECT count(*) FROM task AS t {CLIENT} WHERE t.done_on IS NULL AND t.row_deleted = 0"
        f" AND t.user_id = ? AND (t.due_on IS NULL OR t.due_on <= ?) AND {inside}"
    )


@lru_cache(maxsize=16)
def last_visits(columns: str, where: str) -> str:
    """Return the select of visits that meet this package's own ``where``, newest first."""
    return (
        f"{columns} FROM visit AS t {CLIENT} WHERE t.row_deleted = 0 AND {where}"
        " ORDER BY coalesce(t.started_at, t.visited_on) DESC, t.id DESC LIMIT :most"
    )


@lru_cache(maxsize=16)
def appointments(columns: str, joined: str, inside: str) -> str:
    """Return the select of a user's appointments that begin from one instant up to another."""
    return (
        f"{columns} FROM appointment AS t {CLIENT} {joined} WHERE t.user_id = ? AND t.starts_at > ?"
        f" AND t.starts_at < ? AND t.row_deleted = 0 AND {inside} ORDER BY t.starts_at, t.id"
    )


@lru_cache(maxsize=16)
def open_requests(inside: str) -> str:
    """Return the select of the ids of requests whose terms still run, oldest first.

    Takes the parameters of ``inside`` twice.
    """
    found = "SELECT t.id, t.received_at FROM request AS t WHERE t.state = "
    seen = f"AND t.row_deleted = 0 AND {inside}"
    return f"{found} 'open' {seen} UNION ALL {found} 'handed_over' {seen} ORDER BY received_at, id"


@lru_cache(maxsize=16)
def count_unsent_letters(inside: str) -> str:
    """Return the count of what :func:`unsent_letters` selects."""
    return (
        f"SELECT count(*) FROM letter AS t {CLIENT} WHERE t.sent_on IS NULL AND t.row_deleted = 0"
        f" AND {inside}"
    )


@lru_cache(maxsize=16)
def unsent_letters(columns: str, inside: str) -> str:
    """Return the select of letters that still have to go, oldest first."""
    return (
        f"{columns} FROM letter AS t {CLIENT} WHERE t.sent_on IS NULL AND t.row_deleted = 0"
        f" AND {inside} ORDER BY t.made_at LIMIT ?"
    )
