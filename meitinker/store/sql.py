"""The SQL that follows from the registry.

The only place where SQL is put together from parts; every part is an identifier of a declared
kind or a constant of this module. Values always travel as parameters (A2).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from meitinker.domain.kinds import KINDS
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


@lru_cache(maxsize=64)
def page_of_parts(dossier: str, selects: tuple[str, ...]) -> str:
    """Return a run of what ``selects`` find together in a dossier, newest first."""
    parts = " UNION ALL ".join(selects)
    return f"{dossier} {parts} ORDER BY 3 DESC, 2 DESC LIMIT :most OFFSET :skip"


def delete(kind: str) -> str:
    """Return the statement that destroys a row; removing leaves a tombstone instead."""
    return f"DELETE FROM {table(kind)} WHERE id = ?"
