"""Many rows written at once, and many values asked about at once.

A wording that does not grow with them is read and planned once by PostgreSQL and by its driver.
"""

from __future__ import annotations

from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Self

import msgspec
from sqlalchemy import ARRAY, Boolean, Text, TypeDecorator, any_, bindparam, func, insert, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import ColumnElement
from sqlalchemy.sql.visitors import InternalTraversal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection, Dialect, Select, Table
    from sqlalchemy.sql.compiler import SQLCompiler


class _Listed(TypeDecorator[list[str]]):
    """Texts as one JSON array, for SQLite."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: list[str] | None, _dialect: Dialect) -> str:
        """Return the array."""
        return msgspec.json.encode(value).decode()


class OneOf(ColumnElement[bool]):
    """The condition that a text is one of many, told as one array.

    Of a list of some hundred values SQLAlchemy makes a wording anew each time, which takes longer
    than the answer.
    """

    inherit_cache = True
    type = Boolean()
    _traverse_internals = [  # noqa: RUF012  (declared so by SQLAlchemy)
        ("listed", InternalTraversal.dp_clauseelement),
        ("array", InternalTraversal.dp_clauseelement),
    ]

    def __init__(self, column: ColumnElement[Any], values: Iterable[str] | str) -> None:
        """Compare ``column`` with values, or with those that come under a name."""
        name, told = (values, []) if isinstance(values, str) else (None, list(values))
        each = func.json_each(bindparam(name, told, type_=_Listed())).table_valued("value")
        self.listed = column.in_(select(each.c.value))
        self.array = column == any_(bindparam(name, told, type_=ARRAY(Text)))

    def self_group(self, against: Any = None) -> Self:
        """Return the condition as it stands: compared with 1, no index would answer it."""
        return self


@compiles(OneOf)
def _listed(element: OneOf, compiler: SQLCompiler, **told: Any) -> str:
    return compiler.process(element.listed, **told)


@compiles(OneOf, "postgresql")
def _array(element: OneOf, compiler: SQLCompiler, **told: Any) -> str:
    return compiler.process(element.array, **told)


def unnested(table: Table, names: Sequence[str]) -> Select[Any]:
    """Return the rows of ``table`` whose columns come as arrays of one length, for PostgreSQL."""
    columns = (bindparam(name, type_=ARRAY(table.c[name].type)) for name in names)
    return select(*(func.unnest(column) for column in columns))


def insert_all(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that name the same columns, at least one, and hold what a driver takes as it is.

    SQLAlchemy would look at every value of every row first; of a large push that is a tenth.
    """
    names = tuple(rows[0])
    if connection.dialect.name == "postgresql":
        _copy(connection, table, names, rows)
        return
    statement, order = _insertion(connection.dialect, table, names)
    connection.exec_driver_sql(statement, list(map(itemgetter(*order), rows)))


@cache
def _insertion(dialect: Dialect, table: Table, names: tuple[str, ...]) -> tuple[str, list[str]]:
    """Return the statement for SQLite, and the order of its values."""
    compiled = insert(table).compile(dialect=dialect, column_keys=list(names))
    return str(compiled), list(getattr(compiled, "positiontup", None) or ())


def _copy(
    connection: Connection, table: Table, names: tuple[str, ...], rows: Sequence[Mapping[str, Any]]
) -> None:
    """Send rows as one stream: a statement for each takes both sides three times as long."""
    dialect = connection.dialect
    statement, types = _copying(dialect, table, names)
    try:
        with connection.connection.cursor() as cursor, cursor.copy(statement) as stream:  # type: ignore[attr-defined]  # of the driver
            stream.set_types(types)
            for row in map(itemgetter(*names), rows):
                stream.write_row(row)
    except dialect.loaded_dbapi.Error as error:
        # as SQLAlchemy tells the faults of what it sends itself
        raise DBAPIError.instance(statement, None, error, dialect.loaded_dbapi.Error) from error


@cache
def _copying(dialect: Dialect, table: Table, names: tuple[str, ...]) -> tuple[str, list[str]]:
    quoted = dialect.identifier_preparer
    listed = ", ".join(quoted.quote(name) for name in names)
    types = [table.c[name].type.compile(dialect).lower() for name in names]
    return f"COPY {quoted.format_table(table)} ({listed}) FROM STDIN (FORMAT BINARY)", types
