"""The SQL of the back office's lists, put together from constants of this module."""

from __future__ import annotations

from functools import lru_cache

from meitinker.domain.reviews import Status
from meitinker.store import sql
from meitinker.store.list_sql import CLIENT


@lru_cache(maxsize=32)
def note(kind: str) -> str:
    """Return the statement that notes the visit of a record of ``kind``, where it is concluded."""
    return (
        f"INSERT INTO review_due (visit_id) SELECT v.id FROM {sql.table(kind)} AS t JOIN visit AS v"
        f" ON v.id = t.{sql.column(kind, 'visit_id')}"
        " WHERE t.id = ? AND v.state = 'concluded' ON CONFLICT DO NOTHING"
    )


_ENTRY = (
    "SELECT t.visit_id, d.id, d.given_names, d.called, d.prefix, d.surname, d.partner_name,"
    " d.village_id, t.user_id, t.status, t.clash, t.clerk, t.since, t.urgent, t.again, t.number,"
    " v.visited_on, v.request_id"
)
_ORDER = "ORDER BY t.urgent DESC, t.since, t.visit_id"
_LIVES_THERE = (
    "SELECT p.id FROM person AS p WHERE p.village_id = ?"
    " AND p.id NOT IN (SELECT a.alias FROM person_alias AS a)"
)
_ASKED = {
    "status": "t.status = ?",
    "user_id": "t.user_id = ?",
    "urgent": "t.urgent = 1",
    "since": "t.since >= ?",
    # whose files were merged counts with the file that stayed
    "village_id": (
        f"t.client_id IN ({_LIVES_THERE} UNION ALL SELECT m.alias FROM person_alias AS m"
        f" WHERE m.person_id IN ({_LIVES_THERE}))"
    ),
}
"""What visits can be asked by; a village takes its parameter twice. Only what is asked stands in
the statement: with all of it in each, no index would be of use."""


@lru_cache(maxsize=128)
def listed(asked: tuple[str, ...], inside: str) -> str:
    """Return the select of visits at the back office: urgent ones first, then the oldest.

    Which ones are shown is found first; names are read of those only. Takes the parameters of
    what is ``asked``, of ``inside``, then how many and from where; where no status is asked for,
    :func:`of_every_status` tells them.
    """
    chosen = (
        f"SELECT t.visit_id FROM visit_review AS t WHERE {_conditions(asked)} AND {inside}"
        f" {_ORDER} LIMIT ? OFFSET ?"
    )
    if "status" not in asked:
        first = _first_of_each(asked, inside)
        chosen = f"SELECT t.visit_id FROM ({first}) AS t {_ORDER} LIMIT ? OFFSET ?"
    return (
        f"{_ENTRY} FROM visit_review AS t {CLIENT} JOIN visit AS v ON v.id = t.visit_id"
        f" WHERE t.visit_id IN ({chosen}) {_ORDER}"
    )


def of_every_status(values: tuple[object, ...], *, most: int, skip: int) -> tuple[object, ...]:
    """Return the parameters of :func:`listed` where no status is asked for.

    Args:
        values: Those of what is asked and of ``inside``.
        most: How many.
        skip: From where.
    """
    return (*(*values, most + skip) * len(Status), most, skip)


def _first_of_each(asked: tuple[str, ...], inside: str) -> str:
    """Return the select of the first visits of every status: each comes sorted from the index.

    All of them together would be sorted, a hundred thousand for a run of two hundred.
    """
    runs = (
        f"SELECT * FROM (SELECT t.visit_id, t.urgent, t.since FROM visit_review AS t"
        f" WHERE t.status = '{one.value}' AND {_conditions(asked)} AND {inside} {_ORDER} LIMIT ?)"
        for one in Status
    )
    return " UNION ALL ".join(runs)


@lru_cache(maxsize=128)
def counted(asked: tuple[str, ...], inside: str) -> str:
    """Return the count by status of what :func:`listed` selects."""
    return (
        "SELECT t.status, count(*) FROM visit_review AS t"
        f" WHERE {_conditions(asked)} AND {inside} GROUP BY t.status"
    )


def _conditions(asked: tuple[str, ...]) -> str:
    return " AND ".join(_ASKED[one] for one in asked) or "1"


_OPEN = {
    "visit": ("t.user_id", "NULL", "t.state = 'open'"),
    "request": ("t.user_id", "NULL", "t.state IN ('open', 'handed_over')"),
    "task": ("t.user_id", "t.due_on", "t.done_on IS NULL"),
}
"""Of each kind: whose it is, by when, and when it is open."""

_OPEN_STATUSES = ", ".join(f"'{one.value}'" for one in Status if one is not Status.IMPORTED)

_UNSENT = {
    "handover": (
        "handover AS t JOIN support_plan AS p ON p.id = t.plan_id",
        "t.handed_over_on IS NULL AND NOT EXISTS (SELECT 1 FROM support_plan AS q"
        " WHERE q.visit_id = p.visit_id AND q.version > p.version AND q.row_deleted = 0)",
    ),
    "letter": ("letter AS t", "t.sent_on IS NULL"),
}
"""Of each kind of paper: where it stands, and when it still has to go."""


@lru_cache(maxsize=16)
def open_things(kind: str, inside: str) -> str:
    """Return the select of what is open of ``kind``: id, whose, resident, village, by when."""
    user, due, is_open = _OPEN[kind]
    return (
        f"SELECT t.id, {user}, d.id, d.village_id, {due} FROM {sql.table(kind)} AS t {CLIENT}"
        f" WHERE {is_open} AND t.row_deleted = 0 AND {inside}"
    )


@lru_cache(maxsize=16)
def waits(inside: str) -> str:
    """Return the count of visits that were not handed over, by meitinker, village and status."""
    return (
        "SELECT t.user_id, d.village_id, t.status, count(*)"
        f" FROM visit_review AS t {CLIENT} WHERE t.status IN ({_OPEN_STATUSES}) AND {inside}"
        " GROUP BY t.user_id, d.village_id, t.status"
    )


@lru_cache(maxsize=16)
def unsent(kind: str, inside: str) -> str:
    """Return the count of papers of ``kind`` that still have to go, by village."""
    where, waiting = _UNSENT[kind]
    return (
        f"SELECT d.village_id, count(*) FROM {where} {CLIENT}"
        f" WHERE {waiting} AND t.row_deleted = 0 AND {inside} GROUP BY d.village_id"
    )


@lru_cache(maxsize=16)
def batch_shares(inside: str) -> str:
    """Return the count of what left in batches, by batch and meitinker; it takes a JSON list."""
    undone = "FROM import_undo AS u WHERE u.imported_id = t.id AND u.row_deleted = 0"
    return (
        f"SELECT t.batch_id, v.user_id, count(*), sum(EXISTS (SELECT 1 {undone})),"
        f" min(v.visited_on), max(v.visited_on), coalesce(max((SELECT max(u.why) {undone})), '')"
        " FROM imported_visit AS t JOIN visit AS v ON v.id = t.visit_id"
        f" WHERE {sql.within('imported_visit', 'batch_id')} AND t.row_deleted = 0 AND {inside}"
        " GROUP BY t.batch_id, v.user_id ORDER BY count(*) DESC, v.user_id"
    )
