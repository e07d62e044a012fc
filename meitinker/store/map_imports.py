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
from meitinker.store import settings, sql
from meitinker.store.imports import Import
from meitinker.store.settings import Setting

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from meitinker.store.database import Transaction
    from meitinker.store.driver import Connection

_DONE, _MADE = "map_import.done.", "map_import.made."
_NONE = Import(id="", at="", user="")

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
_MARK = """
SELECT (SELECT count(*) || '.' || coalesce(max(doc), 0) FROM map_entry) || '/' ||
    (SELECT count(*) || '.' || coalesce(max(id), '') FROM provider WHERE row_deleted = 0)
"""


class Made(msgspec.Struct, frozen=True, array_like=True):
    """What came in as one thing: a service, a provider or a place with all that belongs to it.

    Attributes:
        kind: Its kind.
        record_id: The thing itself.
        parts: Ids of what belongs to it, by kind.
    """

    kind: str
    record_id: str
    parts: dict[str, tuple[str, ...]]


class Bite(msgspec.Struct, frozen=True, array_like=True):
    """What one transaction made."""

    made: tuple[Made, ...] = ()


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


def there(connection: Connection) -> list[There]:
    """Return all services that are there."""
    return [
        There(one, name, provider, url, _parted(places), _parted(numbers))
        for one, name, provider, url, places, numbers in connection.execute(_THERE)
    ]


def mark(connection: Connection) -> str:
    """Return a mark that changes when a service or provider is added or goes."""
    return str(connection.execute(_MARK).fetchone()[0])


def every(connection: Connection) -> list[Import]:
    """Return the directories that were brought in on this device, the newest first."""
    found = connection.execute(
        "SELECT value FROM setting WHERE name GLOB 'map_import.done.*' ORDER BY name DESC"
    )
    return [msgspec.json.decode(row[0], type=Import) for row in found]


def get(connection: Connection, import_id: str) -> Import | None:
    """Return one directory that was brought in, or None."""
    found = settings.get(connection, _done(import_id))
    return found if found.id else None


def put(transaction: Transaction, one: Import) -> None:
    """Keep how a directory stands."""
    settings.put(transaction, _done(one.id), one)


def note_bite(transaction: Transaction, one: Import, number: int, bite: Bite) -> None:
    """Keep what one bite made."""
    settings.put(transaction, _bite(one.id, number), bite)
    put(transaction, one)


def bites(connection: Connection, import_id: str) -> list[int]:
    """Return the numbers of the bites of a directory, the last first."""
    found = connection.execute(
        "SELECT name FROM setting WHERE name GLOB ? ORDER BY name DESC", (f"{_MADE}{import_id}.*",)
    )
    return [int(str(row[0]).rpartition(".")[2]) for row in found]


def bite_of(connection: Connection, import_id: str, number: int) -> Bite:
    """Return what one bite made."""
    return settings.get(connection, _bite(import_id, number))


def forget_bite(transaction: Transaction, one: Import, number: int) -> None:
    """Forget a bite that was taken back."""
    settings.forget(transaction, _bite(one.id, number))
    put(transaction, one)


def used(connection: Connection, made: Sequence[Made]) -> set[str]:
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
    where = (
        "t.id IN (SELECT value FROM json_each(?)) AND t.row_deleted = 0 AND"
        " (SELECT count(DISTINCT v.value) = 1 AND max(v.value) ="
        " (SELECT h.change_id FROM change_header AS h WHERE h.record_id = t.id"
        " ORDER BY h.sequence LIMIT 1) FROM json_each(t.row_versions) AS v)"
    )
    as_came = {str(row[0]) for row in connection.execute(sql.ids(kind, where=where), (wanted,))}
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


def _done(import_id: str) -> Setting[Import]:
    return Setting(f"{_DONE}{import_id}", Import, _NONE)


def _bite(import_id: str, number: int) -> Setting[Bite]:
    return Setting(f"{_MADE}{import_id}.{number:06d}", Bite, Bite())
