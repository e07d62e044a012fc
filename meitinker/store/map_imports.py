"""Directories that were brought in on this device: what came of each, and what is there already.

As with lists of clients this stays on the device: which records a bite made, so that a whole
directory can be taken back where it came in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.kinds import KINDS
from meitinker.domain.map_places import place_key
from meitinker.domain.providers import name_key
from meitinker.store import sql
from meitinker.store.import_log import ImportLog

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from meitinker.store.driver import Connection

_KNOWN = {
    "organization": "SELECT id, source, source_key FROM provider WHERE row_deleted = 0",
    "service": "SELECT id, source, source_key FROM map_service WHERE row_deleted = 0",
    "location": "SELECT id, source, source_key FROM map_location WHERE row_deleted = 0",
}
_NAMES = "SELECT id, name FROM provider WHERE row_deleted = 0 ORDER BY id"
_PLACES = (
    "SELECT id, name, street, number, place FROM map_location WHERE row_deleted = 0 ORDER BY id"
)
_THERE = """
SELECT t.id, t.name, coalesce(p.name, ''), t.url, coalesce((SELECT group_concat(l.place, char(31))
    FROM service_at_location AS a JOIN map_location AS l ON l.id = a.location_id
    WHERE a.service_id = t.id AND a.row_deleted = 0 AND l.row_deleted = 0), ''),
    coalesce((SELECT group_concat(n.number, char(31)) FROM map_phone AS n
    WHERE n.service_id = t.id AND n.row_deleted = 0), '')
FROM map_service AS t LEFT JOIN provider AS p ON p.id = t.provider_id
WHERE t.row_deleted = 0 ORDER BY t.id
"""
_OF_SOURCE = """
SELECT id FROM map_service
WHERE row_deleted = 0 AND status = 'active' AND source = ? AND source_key <> '' ORDER BY id
"""
_MARK = """
SELECT (SELECT count(*) || '.' || coalesce(max(doc), 0) FROM map_entry) || '/' ||
    (SELECT count(*) || '.' || coalesce(max(id), '') FROM provider WHERE row_deleted = 0)
"""


# A version is that of the first change here, or of an import of later that was taken back: what
# a colleague did has a version that this device never made.
_AS_CAME = """
t.id IN (SELECT value FROM json_each(?)) AND t.row_deleted = 0
AND NOT EXISTS (SELECT 1 FROM json_each(t.row_versions) AS v
    WHERE v.value <> coalesce((SELECT h.change_id FROM change_header AS h
        WHERE h.record_id = t.id ORDER BY h.sequence LIMIT 1), '')
    AND NOT EXISTS (SELECT 1 FROM change_header AS h JOIN act AS a ON a.act_id = h.act_id
        WHERE h.change_id = v.value AND a.action = 'map.import_undo'))
"""


class ImportedItem(msgspec.Struct, frozen=True, array_like=True):
    """What came in as one thing: a service, a provider or a place with all that belongs to it.

    Attributes:
        kind: Its kind.
        record_id: The thing itself.
        parts: Ids of what belongs to it, by kind.
    """

    kind: str
    record_id: str
    parts: dict[str, tuple[str, ...]]


class Updated(msgspec.Struct, frozen=True, array_like=True):
    """What was there and follows a file since.

    Attributes:
        kind: Its kind.
        record_id: The thing itself.
        gone: Kinds and ids of what belonged to it and was taken away, owners first.
        added: Ids of what came in place of that, by kind, owners first.
    """

    kind: str
    record_id: str
    gone: tuple[tuple[str, str], ...]
    added: dict[str, tuple[str, ...]]


class Bite(msgspec.Struct, frozen=True, array_like=True):
    """What one transaction made and changed; ``act`` is its act, where it changed anything."""

    made: tuple[ImportedItem, ...] = ()
    updated: tuple[Updated, ...] = ()
    act: str = ""


LOG: ImportLog[Bite] = ImportLog("map_import", Bite, Bite())
"""The directories that were brought in on this device."""


class There(msgspec.Struct, frozen=True, array_like=True):
    """A service that is there, as far as another one is compared with it."""

    service_id: str
    name: str
    provider: str
    url: str
    places: tuple[str, ...]
    numbers: tuple[str, ...]


def known(connection: Connection, source: str) -> dict[tuple[str, str], str]:
    """Return the ids of what is there by table of the standard and the id that it has in files.

    An id that no two things share is known whichever file bears it; any other only from the
    program that ``source`` names. What leaves under our own id is known by that. Providers and
    places are also known by what they are called, for lists that give them no id.
    """
    found: dict[tuple[str, str], str] = {}
    for table, text in _KNOWN.items():
        for record_id, told, key in connection.execute(text):
            found[table, record_id] = record_id
            if key and (told == source or _is_unique(key)):
                found[table, key] = record_id
    for record_id, name in connection.execute(_NAMES):
        found.setdefault(("organization", name_key(name)), record_id)
    for record_id, *where in connection.execute(_PLACES):
        found.setdefault(("location", place_key(*where)), record_id)
    return found


def running(connection: Connection, source: str) -> list[str]:
    """Return the ids of the services that came from a program and run still."""
    return [str(row[0]) for row in connection.execute(_OF_SOURCE, (source,))]


def there(connection: Connection) -> list[There]:
    """Return all services that are there."""
    return [
        There(one, name, provider, url, _parted(places), _parted(numbers))
        for one, name, provider, url, places, numbers in connection.execute(_THERE)
    ]


def mark(connection: Connection) -> str:
    """Return a mark that changes when a service or provider is added or goes."""
    return str(connection.execute(_MARK).fetchone()[0])


def used(connection: Connection, made: Sequence[ImportedItem]) -> set[str]:
    """Return which things were changed, added to, taken away or named since they came in."""
    owner = {one.record_id: one.record_id for one in made}
    by_kind: dict[str, list[str]] = {}
    for one in made:
        by_kind.setdefault(one.kind, []).append(one.record_id)
        for kind, parts in one.parts.items():
            by_kind.setdefault(kind, []).extend(parts)
            owner.update(dict.fromkeys(parts, one.record_id))
    found: set[str] = set()
    for kind, ids in by_kind.items():
        found |= {owner[record_id] for record_id in _changed(connection, kind, ids)}
        found |= {owner[record_id] for record_id in _named(connection, kind, ids, known=owner)}
    return found


def _changed(connection: Connection, kind: str, ids: Sequence[str]) -> Iterable[str]:
    """Return which records are not as they came."""
    wanted = msgspec.json.encode(ids).decode()
    found = connection.execute(sql.ids(kind, where=_AS_CAME), (wanted,))
    as_came = {str(row[0]) for row in found}
    return [one for one in ids if one not in as_came]


def _named(
    connection: Connection, kind: str, ids: Sequence[str], *, known: dict[str, str]
) -> Iterable[str]:
    """Return which records something names that did not come with them."""
    wanted = msgspec.json.encode(ids).decode()
    for other in KINDS.values():
        for field in other.pointing:
            if other.fields[field].held.ref != kind:
                continue
            for one, named in connection.execute(sql.naming(other.name, field), (wanted,)):
                if known.get(str(one)) != known[str(named)]:
                    yield str(named)


def _parted(text: str) -> tuple[str, ...]:
    return tuple(part for part in str(text).split("\x1f") if part)


def _is_unique(key: str) -> bool:
    return len(key) == 36 and key.count("-") == 4
