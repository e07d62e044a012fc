"""Residents who were removed while something of them stands: the words of who did not know (F10).

One takes a resident away again whom another has just had a conversation with. Each of the two
came in by itself, and no version of either clashes. So it is not found as changes come in, but by
what stands: the same on every device, in whatever order it came, and gone as soon as it is right.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.kinds import KINDS
from meitinker.domain.people import PERSON
from meitinker.domain.records import MergeClass
from meitinker.domain.visits import VISIT
from meitinker.store import leaving, rows, sql

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from meitinker.domain.records import Kind
    from meitinker.store.driver import Connection
    from meitinker.store.leaving import Lying

# by the indexes of ids alone: who stands has an entry, and rows of all residents are many pages;
# a file that was merged stands for another one, and is read there
_REMOVED = (
    "t.id IN (SELECT p.id FROM person AS p"
    " WHERE NOT EXISTS (SELECT 1 FROM person_entry AS e WHERE e.person_id = p.id))"
    " AND t.row_deleted = 1"
    " AND NOT EXISTS (SELECT 1 FROM person_alias AS a WHERE a.alias = t.id)"
)
_MERGED = (
    "SELECT alias, person_id FROM person_alias WHERE person_id IN (SELECT value FROM json_each(?))"
)
_ACT = (
    "SELECT act_id FROM received WHERE change_id = :id"
    " UNION ALL SELECT act_id FROM change_header WHERE change_id = :id LIMIT 1"
)


def words() -> Iterator[Kind]:
    """Yield the kinds of what people write about a resident; what lies in a visit goes by it."""
    for kind in KINDS.values():
        own = kind.merge not in {MergeClass.COMMAND, MergeClass.SINGLE_WRITER} or kind is VISIT
        if kind.scope.rule == "person" and own:
            yield kind


def under_removed(connection: Connection, kinds: Iterable[Kind]) -> dict[str, list[Lying]]:
    """Return by resident who was removed what of ``kinds`` stands of them, or of files merged."""
    removed = [str(one) for (one,) in connection.execute(sql.ids(PERSON.name, where=_REMOVED))]
    found: dict[str, list[Lying]] = defaultdict(list)
    if not removed:
        return found
    merged = connection.execute(_MERGED, (msgspec.json.encode(removed).decode(),))
    whose = {one: one for one in removed} | {str(one): str(end) for one, end in merged}
    told = msgspec.json.encode(list(whose)).decode()
    for kind in kinds:
        asked = sql.naming(kind.name, kind.scope.field)
        for record_id, person_id in connection.execute(asked, (told,)):
            found[whose[str(person_id)]].append(leaving.Lying(kind.name, str(record_id)))
    return found


def removed_with(connection: Connection, person_id: str) -> list[Lying]:
    """Return what was removed of a resident by the very act that removed them, as far as known."""
    act = _removed_by(connection, PERSON, person_id)
    return [
        one
        for one in leaving.records_of(connection, person_id)
        if act and one.record_id != person_id and KINDS[one.kind].merge is MergeClass.BY_FIELD
        if _removed_by(connection, KINDS[one.kind], one.record_id) == act
    ]


def _removed_by(connection: Connection, kind: Kind, record_id: str) -> str:
    """Return the act that removed a record, or "" where it stands or that is not known."""
    row = rows.read(connection, kind, record_id)
    if row is None or not row.deleted:
        return ""
    found = connection.execute(_ACT, {"id": row.versions.get(rows.DELETED, "")}).fetchone()
    return str(found[0]) if found else ""
