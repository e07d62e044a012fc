"""How things of the map stand that another program told of: all that belongs to them, by whom.

What an import set may be set anew by the next one; what a person said, changed or took away may
not, unless a person says so. Whose something is, its versions tell: each names a change.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.kinds import KINDS
from meitinker.domain.map_checks import CONFIRMED
from meitinker.domain.map_places import MAP_CONTACT, MAP_LOCATION, MAP_PHONE, SERVICE_AT_LOCATION
from meitinker.domain.map_services import (
    COST_OPTION,
    MAP_SERVICE,
    SERVICE_AREA,
    SERVICE_ATTRIBUTE,
)
from meitinker.domain.opening_hours import SCHEDULE
from meitinker.domain.providers import PROVIDER
from meitinker.domain.records import Value, canonical
from meitinker.store import rows
from meitinker.store.rows import StoredRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from meitinker.domain.records import Kind
    from meitinker.store.driver import Connection

IMPORT, UNDO = "map.import", "map.import_undo"
"""The acts that bring a directory in and take it back."""

_REACHED = (MAP_CONTACT, MAP_PHONE, SCHEDULE)
_OWNED: dict[str, tuple[str, tuple[Kind, ...]]] = {
    MAP_SERVICE.name: (
        "service_id",
        (SERVICE_ATTRIBUTE, SERVICE_AREA, COST_OPTION, SERVICE_AT_LOCATION, *_REACHED),
    ),
    PROVIDER.name: ("provider_id", (MAP_CONTACT, MAP_PHONE)),
    MAP_LOCATION.name: ("location_id", _REACHED),
    SERVICE_AT_LOCATION.name: ("at_location_id", _REACHED),
    MAP_CONTACT.name: ("contact_id", (MAP_PHONE,)),
}
"""What belongs to a kind, and the field by which it does."""

_OWNERS = frozenset(field for field, _ in _OWNED.values())

_MADE_HERE = """
SELECT coalesce(a.action, '') FROM change_header AS h LEFT JOIN act AS a ON a.act_id = h.act_id
WHERE h.change_id = ?
"""
_CAME_WITH = """
SELECT 1 FROM received AS r JOIN received AS f
    ON f.record_id = ? AND f.operation = 'create' AND f.act_id = r.act_id
WHERE r.record_id = ? AND r.change_id = ? AND r.operation = 'create'
"""
_SAID = """
SELECT p.fields FROM change_header AS h JOIN act AS a ON a.act_id = h.act_id
JOIN change_payload AS p ON p.change_id = h.change_id
WHERE h.record_id = ? AND a.action = ? ORDER BY h.sequence
"""
_SAID_ELSEWHERE = """
SELECT fields FROM received WHERE record_id = ? AND operation = 'create' ORDER BY position LIMIT 1
"""
_BEGUN = """
SELECT change_id FROM change_header WHERE record_id = :id AND operation = 'create'
UNION ALL SELECT change_id FROM received WHERE record_id = :id AND operation = 'create' LIMIT 1
"""
_CHECKED = """
SELECT 1 FROM map_check AS c LEFT JOIN change_header AS h ON h.record_id = c.id
WHERE c.service_id = ? AND c.row_deleted = 0 AND c.result IN (SELECT value FROM json_each(?))
    AND coalesce(h.sequence > (SELECT max(i.sequence) FROM change_header AS i
        JOIN act AS a ON a.act_id = i.act_id WHERE i.record_id = c.service_id AND a.action = ?), 1)
LIMIT 1
"""
_CONFIRMED = msgspec.json.encode(sorted(CONFIRMED)).decode()

Content = tuple[object, ...]
"""What a part says with all that belongs to it, but for ids: two of the same say the same."""


class MapPart(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A record that belongs to a thing, here or in a file, with what belongs to it in turn.

    ``row`` is None in a file.
    """

    kind: str
    id: str
    fields: dict[str, Value]
    row: StoredRow | None = None
    parts: tuple[MapPart, ...] = ()

    def content(self) -> Content:
        """Return what it says."""
        told = tuple(
            (name, value)
            for name, value in sorted(self.fields.items())
            if name not in _OWNERS or (name == "location_id" and self.kind == _AT)
        )
        return (self.kind, told, *sorted((one.content() for one in self.parts), key=repr))

    def whole(self) -> Iterator[MapPart]:
        """Yield it and all that belongs to it."""
        yield self
        for one in self.parts:
            yield from one.whole()


_AT = SERVICE_AT_LOCATION.name


class MapItem(msgspec.Struct, frozen=True, kw_only=True):
    """A thing as it stands: its row, what belongs to it, and what of that was taken away."""

    kind: str
    row: StoredRow
    parts: tuple[MapPart, ...]
    gone: tuple[MapPart, ...] = ()

    @property
    def mark(self) -> str:
        """A mark that changes when anything of it does."""
        told = {self.row.id: [self.row.versions, self.row.deleted]}
        for root in (*self.parts, *self.gone):
            for one in root.whole():
                if one.row is not None:
                    told[one.id] = [one.row.versions, one.row.deleted]
        return hashlib.sha256(canonical(told)).hexdigest()


def items_of(connection: Connection, kind: str, ids: Sequence[str]) -> dict[str, MapItem]:
    """Return how things of a kind stand, by their ids."""
    found = rows.read_all(connection, KINDS[kind], ids)
    by_owner = _belonging(connection, kind, list(found))
    told = {}
    for one, row in found.items():
        parts = by_owner.get(one, [])
        told[one] = MapItem(
            kind=kind,
            row=row,
            parts=tuple(part for part in parts if part.row and not part.row.deleted),
            gone=tuple(part for part in parts if part.row and part.row.deleted),
        )
    return told


def tree(kind: str, parts: Sequence[tuple[str, str, dict[str, Value]]]) -> tuple[MapPart, ...]:
    """Return the parts of one thing of a kind (kind, id, values of each), each with its own."""
    field, _ = _OWNED[kind]
    by_owner: dict[str, list[tuple[str, str, dict[str, Value]]]] = {}
    for name, one, fields in parts:
        for above in ("contact_id", "at_location_id", field):
            if owner := fields.get(above):
                by_owner.setdefault("" if above == field else str(owner), []).append(
                    (name, one, fields)
                )
                break
    return _grown(by_owner, "")


def _grown(
    by_owner: dict[str, list[tuple[str, str, dict[str, Value]]]], owner: str
) -> tuple[MapPart, ...]:
    return tuple(
        MapPart(kind=kind, id=one, fields=fields, parts=_grown(by_owner, one))
        for kind, one, fields in by_owner.get(owner, ())
    )


def _belonging(connection: Connection, kind: str, ids: Sequence[str]) -> dict[str, list[MapPart]]:
    """Return what belongs to records of a kind, by their ids; tombstones too."""
    field, kinds = _OWNED.get(kind, ("", ()))
    found: dict[str, list[MapPart]] = {}
    if not ids:
        return found
    for part in kinds:
        there = rows.read_all(connection, part, ids, by=field)
        under = _belonging(connection, part.name, list(there))
        for one, row in there.items():
            above = str(row.fields[field])
            whole = MapPart(
                kind=part.name,
                id=one,
                fields=row.fields,
                row=row,
                parts=tuple(each for each in under.get(one, ()) if each.row and not _gone(each)),
            )
            found.setdefault(above, []).append(whole)
    return found


def _gone(part: MapPart) -> bool:
    return part.row is not None and part.row.deleted


class Whose:
    """Tells of the parts of one thing whether an import set them, and what imports said."""

    def __init__(self, connection: Connection, thing: MapItem) -> None:
        """Begin with a thing; the store is asked when something of it is."""
        self._connection, self._thing = connection, thing

    def imported(self, change_id: str, record_id: str) -> bool:
        """Tell whether an import made a change: here, or elsewhere along with the thing."""
        here = self._connection.execute(_MADE_HERE, (change_id,)).fetchone()
        if here is not None:
            return bool(here[0] == IMPORT)
        if not self._thing.row.fields.get("source_key"):
            return False
        came = (self._thing.row.id, record_id, change_id)
        return self._connection.execute(_CAME_WITH, came).fetchone() is not None

    def taken_back(self, change_id: str) -> bool:
        """Tell whether a change took an import back."""
        here = self._connection.execute(_MADE_HERE, (change_id,)).fetchone()
        return here is not None and here[0] == UNDO

    def said(self) -> list[dict[str, Value]]:
        """Return what imports said of the thing itself, the oldest first."""
        one = self._thing.row.id
        found = self._connection.execute(_SAID, (one, IMPORT)).fetchall()
        if not found and self._thing.row.fields.get("source_key"):
            found = self._connection.execute(_SAID_ELSEWHERE, (one,)).fetchall()
        return [msgspec.json.decode(row[0], type=dict[str, str | int | None]) for row in found]

    def undone(self) -> bool:
        """Tell whether an import of the thing was ever taken back: then none is the last."""
        found = self._connection.execute(_SAID, (self._thing.row.id, UNDO))
        return found.fetchone() is not None

    def untouched(self, part: MapPart) -> bool:
        """Tell whether a part, and all that belongs to it, is as imports left it."""
        return all(
            self.imported(version, one.id) or self.taken_back(version)
            for one in part.whole()
            if one.row is not None
            for version in set(one.row.versions.values())
        )

    def came(self, part: MapPart) -> bool:
        """Tell whether a part came by an import that did not take it away again since."""
        if part.row is None:
            return False
        begun = self._connection.execute(_BEGUN, {"id": part.id}).fetchone()
        if begun is None or not self.imported(str(begun[0]), part.id):
            return False
        ended = part.row.versions.get(rows.DELETED, "")
        return not (part.row.deleted and self.imported(ended, part.id))

    def as_it_came(self, part: MapPart) -> MapPart:
        """Return a part that came by an import as it was then."""
        payload = self._connection.execute(_SAID, (part.id, IMPORT)).fetchone()
        came = msgspec.json.decode(payload[0]) if payload else part.fields
        return msgspec.structs.replace(
            part, fields=came, parts=tuple(self.as_it_came(one) for one in part.parts)
        )

    def checked(self) -> bool:
        """Tell whether a person found the service right after the last import of it."""
        told = (self._thing.row.id, _CONFIRMED, IMPORT)
        return self._connection.execute(_CHECKED, told).fetchone() is not None
