"""The SQL that follows from the registry.

The only place where SQL is put together from parts; every part is an identifier of a declared
kind or a constant of this module. Values always travel as parameters (A2).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from meitinker.domain.kinds import KINDS
from meitinker.domain.plans import HandoverWay
from meitinker.errors import BugError

if TYPE_CHECKING:
    from meitinker.domain.records import Kind

ROW_COLUMNS = ("row_versions", "row_extra", "row_deleted", "row_changed")
"""What every record's row has beside its fields.

``row_versions``: JSON {merge group: id of the change that set it}; ``row_extra``: JSON of fields
that a newer program sent and this one does not know; ``row_deleted``: 1 for a tombstone;
``row_changed``: instant of the author's last change (never moved by import or migration).
"""


def table(kind: str) -> str:
    """Return the table of a kind, quoted.

    Raises:
        BugError: No such kind is declared.
    """
    if kind not in KINDS:
        raise BugError("unknown kind")
    return f'"{kind}"'


def column(kind: str, field: str) -> str:
    """Return a column of a kind, quoted.

    Raises:
        BugError: The kind has no such field.
    """
    if field != "id" and field not in KINDS[kind].fields and field not in ROW_COLUMNS:
        raise BugError("unknown field")
    return f'"{field}"'


@lru_cache(maxsize=256)
def insert(kind: str) -> str:
    """Return the statement that inserts a row: id, fields in order, then ROW_COLUMNS."""
    names = ("id", *KINDS[kind].fields, *ROW_COLUMNS)
    listed = ", ".join(column(kind, name) for name in names)
    marks = ", ".join("?" for _ in names)
    return f"INSERT INTO {table(kind)} ({listed}) VALUES ({marks})"


@lru_cache(maxsize=1024)
def update(kind: str, fields: tuple[str, ...]) -> str:
    """Return the statement that sets ``fields`` and all ROW_COLUMNS of one id."""
    sets = ", ".join(f"{column(kind, name)} = ?" for name in (*fields, *ROW_COLUMNS))
    return f"UPDATE {table(kind)} SET {sets} WHERE id = ?"


@lru_cache(maxsize=1024)
def select(kind: str, *, where: str = "1", order: str = "id", whole_row: bool = False) -> str:
    """Return a select of id and fields (and ROW_COLUMNS); ``where`` is this package's own."""
    names = ("id", *KINDS[kind].fields, *(ROW_COLUMNS if whole_row else ()))
    listed = ", ".join(f"t.{column(kind, name)}" for name in names)
    return f"SELECT {listed} FROM {table(kind)} AS t WHERE {where} ORDER BY {order}"


@lru_cache(maxsize=256)
def one_field(kind: str, field: str) -> str:
    """Return the select of one field of one id."""
    return f"SELECT {column(kind, field)} FROM {table(kind)} WHERE id = ?"


@lru_cache(maxsize=64)
def some_fields(kind: str, fields: tuple[str, ...], *, where: str) -> str:
    """Return a select of id and ``fields`` of the rows ``t`` that meet this package's ``where``."""
    listed = ", ".join(f"t.{column(kind, name)}" for name in ("id", *fields))
    return f"SELECT {listed} FROM {table(kind)} AS t WHERE {where} ORDER BY t.id"


def within(kind: str, field: str) -> str:
    """Return the condition that ``field`` is one of a JSON list."""
    return f"t.{column(kind, field)} IN (SELECT value FROM json_each(?))"


def naming(kind: str, field: str) -> str:
    """Return the select of id and ``field`` of the rows in which that is one of a JSON list."""
    return some_fields(kind, (field,), where=f"{within(kind, field)} AND t.row_deleted = 0")


def names(kind: Kind, *, whole_row: bool = False) -> tuple[str, ...]:
    """Return the columns of :func:`select`, in order."""
    return ("id", *kind.fields, *(ROW_COLUMNS if whole_row else ()))


def count(kind: str) -> str:
    """Return the statement that counts the rows of a kind, tombstones included."""
    return f"SELECT count(*) FROM {table(kind)}"


@lru_cache(maxsize=1024)
def exists(kind: str, *, where: str) -> str:
    """Return a select of 1 where a row ``t`` of the kind meets this package's own ``where``."""
    return f"SELECT 1 FROM {table(kind)} AS t WHERE {where}"


@lru_cache(maxsize=256)
def ids(kind: str, *, where: str) -> str:
    """Return a select of the ids of the rows ``t`` that meet this package's own ``where``."""
    return f"SELECT t.id FROM {table(kind)} AS t WHERE {where}"


def count_where(kind: str, *, where: str) -> str:
    """Return a select of how many rows ``t`` meet this package's own ``where``."""
    return f"SELECT count(*) FROM {table(kind)} AS t WHERE {where}"


@lru_cache(maxsize=256)
def versions(kind: str, field: str) -> str:
    """Return the select of id, one field, versions and whether removed, of every row."""
    return f"SELECT id, {column(kind, field)}, row_versions, row_deleted FROM {table(kind)}"


def own_or_merged(column: str) -> str:
    """Return the condition that a person column names a person or a file merged into theirs.

    Takes the person's id twice as parameter.
    """
    return (
        f"({column} = ? OR {column} IN"
        " (SELECT alias FROM person_alias WHERE person_id = ?)) AND t.row_deleted = 0"
    )


@lru_cache(maxsize=64)
def sharing_blocks(keys: int, inside: str) -> str:
    """Return the select of people who share one of ``keys`` blocks, most shared first."""
    marks = ", ".join("?" for _ in range(keys))
    return (
        "SELECT e.person_id FROM person_block AS b JOIN person_entry AS e USING (person_id)"
        f" WHERE b.block IN ({marks}) AND {inside}"
        " AND e.person_id NOT IN (SELECT alias FROM person_alias)"
        " GROUP BY e.person_id ORDER BY count(*) DESC, e.person_id LIMIT ?"
    )


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

# Their own file and those merged into it. Written with IN, so that each part goes by its index.
_FILES = "(SELECT t.id UNION ALL SELECT m.alias FROM person_alias AS m WHERE m.person_id = t.id)"

# The unary plus keeps SQLite from the index on the state: without statistics it takes that one,
# and walks through every concluded visit of the village for each person shown.
_PERSON_ENTRY = f"""
SELECT e.person_id, t.given_names, t.called, t.prefix, t.surname, t.partner_name, t.born_on,
    coalesce(nullif(v.frisian_name, ''), v.dutch_name),
    (SELECT max(s.secret_address) FROM person AS s WHERE s.id IN {_FILES} AND s.row_deleted = 0),
    t.deceased_on, a.street, a.number,
    (SELECT max(o.id) FROM visit AS o
        WHERE o.client_id IN {_FILES} AND +o.state = 'open' AND o.row_deleted = 0),
    (SELECT max(c.visited_on) FROM visit AS c
        WHERE c.client_id IN {_FILES} AND +c.state = 'concluded' AND c.row_deleted = 0),
    (SELECT count(*) FROM handover AS h
        WHERE h.client_id IN {_FILES} AND h.handed_over_on IS NULL AND h.row_deleted = 0)
FROM person_entry AS e
JOIN person AS t ON t.id = e.person_id
LEFT JOIN village AS v ON v.id = t.village_id
LEFT JOIN address AS a ON a.id = (
    SELECT h.id FROM address AS h WHERE h.person_id IN {_FILES} AND h.use = 'home'
        AND h.row_deleted = 0 AND (h.valid_from IS NULL OR h.valid_from <= :today)
        AND (h.valid_until IS NULL OR h.valid_until >= :today)
    ORDER BY h.valid_from DESC, h.id DESC LIMIT 1)
"""


@lru_cache(maxsize=16)
def page_of_people(not_merged: str, inside: str) -> str:
    """Return the select of a run of the people list after ``:name``, ``:id``."""
    return (
        f"{_PERSON_ENTRY} WHERE (e.sort_name, e.person_id) > (:name, :id) AND {not_merged}"
        f" AND {inside} ORDER BY e.sort_name, e.person_id LIMIT :most"
    )


@lru_cache(maxsize=128)
def chosen_people(people: int, inside: str) -> str:
    """Return the select of the people ``:p0`` to ``:p<people - 1>``."""
    marks = ", ".join(f":p{i}" for i in range(people))
    return f"{_PERSON_ENTRY} WHERE e.person_id IN ({marks}) AND {inside}"


@lru_cache(maxsize=16)
def count_people(not_merged: str, inside: str) -> str:
    """Return the count of the people list."""
    return f"SELECT count(*) FROM person_entry AS e WHERE {not_merged} AND {inside}"


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


@lru_cache(maxsize=64)
def page_of_parts(dossier: str, selects: tuple[str, ...]) -> str:
    """Return a run of what ``selects`` find together in a dossier, newest first."""
    parts = " UNION ALL ".join(selects)
    return f"{dossier} {parts} ORDER BY 3 DESC, 2 DESC LIMIT :most OFFSET :skip"


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


def delete(kind: str) -> str:
    """Return the statement that destroys a row; removing leaves a tombstone instead."""
    return f"DELETE FROM {table(kind)} WHERE id = ?"


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
