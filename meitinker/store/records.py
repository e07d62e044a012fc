"""Reading records of any kind, within what the session may see.

Every read of the program goes through here or through a repository that uses
:mod:`meitinker.store.visibility` itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import msgspec

from meitinker.domain.kinds import kind_of
from meitinker.domain.records import Record, Value, from_values
from meitinker.errors import NotVisible
from meitinker.ids import RecordId
from meitinker.store import sql, visibility

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from meitinker.domain.records import Kind
    from meitinker.domain.session import Session
    from meitinker.store.driver import Connection, Row

R = TypeVar("R", bound=Record)

# As many ids as there are, in one parameter: the statement stays the same one.
_THESE = "t.id IN (SELECT value FROM json_each(?))"
_ALIASES = (
    "SELECT alias, person_id FROM person_alias WHERE alias IN (SELECT value FROM json_each(?))"
)
_SAME_PERSON = "IN (SELECT alias FROM person_alias WHERE person_id = ? UNION ALL VALUES (?))"


def get(connection: Connection, session: Session, record: type[R], record_id: str) -> R:
    """Return one record.

    Raises:
        NotVisible: It is not there, was removed, or is not this session's to see; the three
            are not told apart.
    """
    kind = kind_of(record)
    may, values = visibility.condition(session, kind)
    where = f"t.id = ? AND t.row_deleted = 0 AND {may}"
    row = connection.execute(sql.select(kind.name, where=where), (record_id, *values)).fetchone()
    if row is None:
        raise NotVisible(kind.name)
    return _record(session, kind, record, row)


def known(
    connection: Connection, session: Session, record: type[R], record_id: str | None
) -> R | None:
    """Return the record that another one points at, or None where :func:`get` would refuse it.

    What points at a record outlives it: a colleague may have removed it meanwhile, and a whole
    conversation must not stay shut for that.
    """
    if not record_id:
        return None
    try:
        return get(connection, session, record, record_id)
    except NotVisible:
        return None


def find(
    connection: Connection,
    session: Session,
    record: type[R],
    *,
    order: str = "id",
    **equal: Value,
) -> list[R]:
    """Return the records whose fields equal the values given, oldest first by default.

    A field that refers to a person also finds what was written under a file that was merged
    into that person's.

    Args:
        connection: Where to read.
        session: Who is asking.
        record: The record type.
        order: The field to order by.
        equal: Fields and values; ``ids`` never come from a user.
    """
    kind = kind_of(record)
    may, allowed = visibility.condition(session, kind)
    parts, values = ["t.row_deleted = 0", may], list(allowed)
    for name, value in equal.items():
        column = f"t.{sql.column(kind.name, name)}"
        if name in kind.fields and kind.fields[name].held.ref == "person":
            parts.append(f"{column} {_SAME_PERSON}")
            values += [value, value]
        elif value is None:
            parts.append(f"{column} IS NULL")
        else:
            parts.append(f"{column} = ?")
            values.append(value)
    text = sql.select(
        kind.name, where=" AND ".join(parts), order=f"t.{sql.column(kind.name, order)}, t.id"
    )
    return [_record(session, kind, record, row) for row in connection.execute(text, values)]


def of_several(
    connection: Connection,
    session: Session,
    record: type[R],
    field: str,
    owners: Iterable[str],
    *,
    order: str,
) -> list[R]:
    """Return the records whose ``field`` is one of the ids ``owners``, in one question.

    Args:
        connection: Where to read.
        session: Who is asking.
        record: The record type.
        field: The field that says whose it is; not one that refers to a person (:func:`find`).
        owners: Ids.
        order: The field to order by.
    """
    kind = kind_of(record)
    may, values = visibility.condition(session, kind)
    where = f"{sql.within(kind.name, field)} AND t.row_deleted = 0 AND {may}"
    text = sql.select(kind.name, where=where, order=f"t.{sql.column(kind.name, order)}, t.id")
    found = connection.execute(text, (_listed(owners), *values))
    return [_record(session, kind, record, row) for row in found]


def chosen(
    connection: Connection, session: Session, record: type[R], record_ids: Iterable[str]
) -> list[R]:
    """Return the records of these ids that the session may see, in the order asked."""
    kind = kind_of(record)
    may, values = visibility.condition(session, kind)
    where = f"{_THESE} AND t.row_deleted = 0 AND {may}"
    wanted = list(record_ids)
    rows = connection.execute(sql.select(kind.name, where=where), (_listed(wanted), *values))
    found: dict[str, R] = {}
    for row in rows:
        one = _record(session, kind, record, row)
        found[one.id] = one
    return [found[wish] for wish in wanted if wish in found]


def resolved(connection: Connection, person_ids: Iterable[str]) -> dict[str, str]:
    """Return whom these person ids stand for, as :func:`resolve` does for one."""
    wanted = set(person_ids)
    found = connection.execute(_ALIASES, (_listed(wanted),))
    return {one: one for one in wanted} | {str(alias): str(one) for alias, one in found}


def resolve(connection: Connection, person_id: str) -> str:
    """Return the person a (possibly merged) person id stands for."""
    row = connection.execute(
        "SELECT person_id FROM person_alias WHERE alias = ?", (person_id,)
    ).fetchone()
    return str(row[0]) if row else person_id


def merged_into(connection: Connection, person_id: str) -> list[RecordId]:
    """Return the ids of the files that stand merged into a person's."""
    found = connection.execute(
        "SELECT alias FROM person_alias WHERE person_id = ? ORDER BY alias", (person_id,)
    )
    return [RecordId(row[0]) for row in found]


def _listed(ids: Iterable[str]) -> str:
    return msgspec.json.encode(sorted(ids)).decode()


def _record(session: Session, kind: Kind, record: type[R], row: Row) -> R:
    values: Mapping[str, Value] = dict(zip(sql.names(kind), row, strict=True))
    hidden = visibility.hidden_fields(session, kind)
    if hidden:
        values = {
            name: kind.fields[name].default if name in hidden else value
            for name, value in values.items()
        }
    return from_values(record, values)
