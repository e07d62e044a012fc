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


def names(kind: Kind, *, whole_row: bool = False) -> tuple[str, ...]:
    """Return the columns of :func:`select`, in order."""
    return ("id", *kind.fields, *(ROW_COLUMNS if whole_row else ()))


@lru_cache(maxsize=1024)
def equals(kind: str, fields: tuple[str, ...]) -> str:
    """Return the condition that each of ``fields`` equals a parameter."""
    return " AND ".join(f"t.{column(kind, name)} = ?" for name in fields) or "1"


def count(kind: str) -> str:
    """Return the statement that counts the rows of a kind, tombstones included."""
    return f"SELECT count(*) FROM {table(kind)}"


@lru_cache(maxsize=1024)
def exists(kind: str, *, where: str) -> str:
    """Return a select of 1 where a row ``t`` of the kind meets this package's own ``where``."""
    return f"SELECT 1 FROM {table(kind)} AS t WHERE {where}"
