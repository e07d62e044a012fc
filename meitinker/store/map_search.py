"""Finding services of the social map by their words.

:mod:`meitinker.store.map_indexing` keeps the index; here is what it is asked. What typed words
may mean, and how well a service answers, is in :mod:`meitinker.domain.map_matching`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.map_services import MAP_SERVICE
from meitinker.domain.opening_hours import SCHEDULE, Schedule
from meitinker.domain.records import from_values
from meitinker.store import map_indexing, sql, visibility
from meitinker.store.social_map import WANTED, asked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from meitinker.domain.session import Session
    from meitinker.store.driver import Connection
    from meitinker.store.social_map import ServiceFilter

_DOCS = "SELECT rowid FROM map_words WHERE map_words MATCH ?"
_HELD = """
SELECT w.rowid, e.service_id, w.name, w.everyday, w.terms, w.offer, w.description, w.provider,
    w.place, w.codes
FROM map_words AS w JOIN map_entry AS e ON e.doc = w.rowid
WHERE w.rowid IN (SELECT value FROM json_each(?))
"""
_OF_ALL = "SELECT e.doc FROM map_service AS t JOIN map_entry AS e ON e.service_id = t.id"
_WANTED_DOCS = " WHERE ".join((_OF_ALL, WANTED))
_DOCS_OF = """
SELECT doc FROM map_entry WHERE service_id IN (SELECT value FROM json_each(?))
"""
_THESE = "SELECT t.id FROM map_service AS t WHERE t.id IN (SELECT value FROM json_each(:these))"
_WANTED_OF_THESE = " AND ".join((_THESE, WANTED))
_WAITING = """
SELECT record_id FROM search_pending WHERE kind = 'map_service'
UNION SELECT t.id FROM search_pending AS s JOIN map_service AS t ON t.provider_id = s.record_id
    WHERE s.kind = 'provider'
UNION SELECT l.service_id FROM search_pending AS s
    JOIN service_at_location AS l ON l.location_id = s.record_id WHERE s.kind = 'map_location'
LIMIT ?
"""
_MOST_WAITING = 40
"""Services that wait to be indexed and are read as they stand; of an import the rest comes soon."""

_TOWARDS = """
SELECT service_id, village_id, NULL, NULL FROM service_area
WHERE service_id IN (SELECT value FROM json_each(:these)) AND row_deleted = 0
    AND village_id IS NOT NULL
UNION ALL
SELECT l.service_id, m.village_id, m.latitude, m.longitude FROM service_at_location AS l
JOIN map_location AS m ON m.id = l.location_id AND m.row_deleted = 0
WHERE l.service_id IN (SELECT value FROM json_each(:these)) AND l.row_deleted = 0
"""
_GIVEN = """
SELECT service_id, id, location_id FROM service_at_location
WHERE service_id IN (SELECT value FROM json_each(?)) AND row_deleted = 0
"""
_HOURS = (
    "t.row_deleted = 0 AND (t.service_id IN (SELECT value FROM json_each(?1))"
    " OR t.at_location_id IN (SELECT value FROM json_each(?2))"
    " OR t.location_id IN (SELECT value FROM json_each(?2)))"
)


class Held(msgspec.Struct, frozen=True):
    """A service as the index has it: its words, column by column, and its categories."""

    service_id: str
    columns: tuple[str, ...]
    codes: str


class Spot(msgspec.Struct, frozen=True):
    """Where a service is given or for whom: a village, or a point in millionths of a degree."""

    service_id: str
    village_id: str | None
    latitude: int | None
    longitude: int | None


def version(connection: Connection) -> int:
    """Return a number that grows each time that a service is indexed."""
    return int(
        connection.execute("SELECT coalesce(max(version), 0) FROM map_indexed").fetchone()[0]
    )


def counts(connection: Connection) -> dict[str, int]:
    """Return the words of the index, each with the number of services in which it stands."""
    return dict(connection.execute("SELECT term, doc FROM map_vocabulary"))


def how_many(connection: Connection) -> int:
    """Return how many services are in the list."""
    return int(connection.execute("SELECT count(*) FROM map_entry").fetchone()[0])


def docs_with(
    connection: Connection, words: Iterable[str], *, own_words: bool = False
) -> list[int]:
    """Return the numbers of the services that hold any of ``words``.

    With ``own_words`` only in their name or their own words of every day.
    """
    match = " OR ".join(f'"{word}"' for word in words)
    if not match:
        return []
    if own_words:
        match = f"{{name everyday}} : ({match})"
    return [row[0] for row in connection.execute(_DOCS, (match,))]


def docs_of(connection: Connection, services: Iterable[str]) -> list[int]:
    """Return the numbers of services."""
    return [row[0] for row in connection.execute(_DOCS_OF, (_listed(services),))]


def wanted_docs(connection: Connection, session: Session, wanted: ServiceFilter) -> frozenset[int]:
    """Return the numbers of all services that are wanted."""
    if not visibility.reads_any(session, MAP_SERVICE):
        return frozenset()
    return frozenset(row[0] for row in connection.execute(_WANTED_DOCS, asked(wanted)))


def held(connection: Connection, session: Session, docs: Iterable[int]) -> dict[int, Held]:
    """Return services by their numbers."""
    if not visibility.reads_any(session, MAP_SERVICE):
        return {}
    numbers = msgspec.json.encode(sorted(docs)).decode()
    rows = connection.execute(_HELD, (numbers,))
    return {row[0]: Held(row[1], tuple(row[2:-1]), row[-1]) for row in rows}


def waiting(connection: Connection, session: Session) -> list[Held]:
    """Return services that wait to be indexed, as they stand now; those that are gone empty."""
    if not visibility.reads_any(session, MAP_SERVICE):
        return []
    found = []
    for (service_id,) in connection.execute(_WAITING, (_MOST_WAITING,)).fetchall():
        words = map_indexing.words_of(connection, service_id)
        columns, codes = (words[:-1], words[-1]) if words else ((), "")
        found.append(Held(service_id, columns, codes))
    return found


def wanted_of(
    connection: Connection, services: Iterable[str], wanted: ServiceFilter
) -> frozenset[str]:
    """Return which of ``services`` are wanted."""
    values = {"these": _listed(services), **asked(wanted)}
    return frozenset(row[0] for row in connection.execute(_WANTED_OF_THESE, values))


def spots(connection: Connection, services: Iterable[str]) -> list[Spot]:
    """Return where services are given and which villages they are for."""
    rows = connection.execute(_TOWARDS, {"these": _listed(services)})
    return [Spot(*row) for row in rows]


def hours(connection: Connection, services: Iterable[str]) -> dict[str, list[Schedule]]:
    """Return the hours of services: their own, else those of where they are given."""
    listed = _listed(services)
    given = connection.execute(_GIVEN, (listed,)).fetchall()
    of: dict[str, list[str]] = {}
    for service_id, *places in given:
        for place in places:
            of.setdefault(str(place), []).append(str(service_id))
    own: dict[str, list[Schedule]] = {}
    there: dict[str, list[Schedule]] = {}
    text = sql.select(SCHEDULE.name, where=_HOURS)
    names = sql.names(SCHEDULE)
    for row in connection.execute(text, (listed, msgspec.json.encode(sorted(of)).decode())):
        schedule = from_values(Schedule, dict(zip(names, row, strict=True)))
        if schedule.service_id:
            own.setdefault(schedule.service_id, []).append(schedule)
        for service_id in of.get(schedule.at_location_id or schedule.location_id or "", ()):
            there.setdefault(service_id, []).append(schedule)
    return {**there, **own}


def _listed(services: Iterable[str]) -> str:
    return msgspec.json.encode(sorted(services)).decode()
