"""Reading what makes the version of a visit; whoever asks may see the visit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.domain.records import Value
from meitinker.domain.visit_versions import FIELDS
from meitinker.store import sql

if TYPE_CHECKING:
    from meitinker.domain.visit_versions import Content
    from meitinker.store.driver import Connection

_WHERE = {
    "visit": "t.id = ? AND t.row_deleted = 0",
    "plan_remark": (
        "t.plan_id IN (SELECT p.id FROM support_plan AS p WHERE p.visit_id = ?)"
        " AND t.row_deleted = 0"
    ),
}
_OF_VISIT = "t.visit_id = ? AND t.row_deleted = 0"


def content_of(connection: Connection, visit_id: str) -> Content:
    """Return what stands in a visit, by kind and record; nothing where there is none."""
    found: dict[str, dict[str, dict[str, Value]]] = {}
    for kind, fields in FIELDS.items():
        text = sql.some_fields(kind, fields, where=_WHERE.get(kind, _OF_VISIT))
        rows = connection.execute(text, (visit_id,)).fetchall()
        if rows:
            found[kind] = {row[0]: dict(zip(fields, row[1:], strict=True)) for row in rows}
    return found
