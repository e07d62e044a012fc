"""Indexing the services of the social map, in small bites beside the saving.

A service is indexed with what stands in the records around it. Its words are kept as they are,
folded: what a typed word may mean is spread over them when it is looked for
(:mod:`meitinker.domain.vocabulary`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain import dutch
from meitinker.domain.map_asking import code_word
from meitinker.domain.map_places import MAP_LOCATION, SERVICE_AT_LOCATION
from meitinker.domain.map_services import (
    MAP_SERVICE,
    SERVICE_AREA,
    SERVICE_ATTRIBUTE,
    ServiceStatus,
    Vocabulary,
)
from meitinker.domain.map_terms import shipped_labels
from meitinker.domain.providers import PROVIDER
from meitinker.store import sql

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from meitinker.domain.records import Kind
    from meitinker.store.driver import Connection

_AROUND = frozenset({SERVICE_ATTRIBUTE.name, SERVICE_AT_LOCATION.name, SERVICE_AREA.name})
"""Kinds that belong to one service; its area is no word, but who filters keeps what is wanted."""

_SHARED = {
    PROVIDER.name: "SELECT 'map_service', id, '' FROM map_service WHERE provider_id = ?",
    MAP_LOCATION.name: (
        "SELECT 'map_service', service_id, '' FROM service_at_location WHERE location_id = ?"
    ),
}
"""Kinds that may belong to many services, and which those are."""

_MOST_WORDS = 400
"""Words of one column; a description of a megabyte is about nothing more than its beginning."""

_MOST_LETTERS = 4_000
_LONGEST_WORD = 40

_SERVICE = """
SELECT e.doc, t.name, t.alternate_name, t.keywords, t.eligibility_description, t.description,
    t.status, coalesce(p.name, ''), coalesce(p.alternate_name, '')
FROM map_service AS t JOIN map_entry AS e ON e.service_id = t.id
LEFT JOIN provider AS p ON p.id = t.provider_id AND p.row_deleted = 0
WHERE t.id = ? AND t.row_deleted = 0
"""
_CODES = """
SELECT vocabulary, code FROM service_attribute WHERE service_id = ? AND row_deleted = 0
ORDER BY id
"""
_PLACES = """
SELECT m.name, m.place, m.street FROM service_at_location AS l
JOIN map_location AS m ON m.id = l.location_id AND m.row_deleted = 0
WHERE l.service_id = ? AND l.row_deleted = 0
"""
_KEEP = """
INSERT INTO map_words
    (rowid, name, everyday, terms, offer, description, provider, place, codes)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_NUMBER = """
INSERT INTO map_indexed (doc, version)
VALUES (?, (SELECT coalesce(max(version), 0) + 1 FROM map_indexed))
ON CONFLICT (doc) DO UPDATE SET version = excluded.version
"""
_REMOVED = "SELECT 1 FROM map_service WHERE id = ? AND row_deleted = 1"
_WAIT = "INSERT INTO search_pending (kind, record_id, person_id) "
_WAITS = _WAIT + "VALUES (?, ?, '') ON CONFLICT DO NOTHING"
_NEW = {
    MAP_SERVICE.name: """
        INSERT INTO search_pending (kind, record_id, person_id)
        SELECT 'map_service', value, '' FROM json_each(?) WHERE true ON CONFLICT DO NOTHING
    """,
    PROVIDER.name: """
        INSERT INTO search_pending (kind, record_id, person_id)
        SELECT 'map_service', t.id, '' FROM json_each(?) AS w
        JOIN map_service AS t ON t.provider_id = w.value WHERE true ON CONFLICT DO NOTHING
    """,
    MAP_LOCATION.name: """
        INSERT INTO search_pending (kind, record_id, person_id)
        SELECT 'map_service', t.service_id, '' FROM json_each(?) AS w
        JOIN service_at_location AS t ON t.location_id = w.value
        WHERE true ON CONFLICT DO NOTHING
    """,
    SERVICE_ATTRIBUTE.name: """
        INSERT INTO search_pending (kind, record_id, person_id)
        SELECT DISTINCT 'map_service', t.service_id, '' FROM json_each(?) AS w
        JOIN service_attribute AS t ON t.id = w.value WHERE true ON CONFLICT DO NOTHING
    """,
    SERVICE_AREA.name: """
        INSERT INTO search_pending (kind, record_id, person_id)
        SELECT DISTINCT 'map_service', t.service_id, '' FROM json_each(?) AS w
        JOIN service_area AS t ON t.id = w.value WHERE true ON CONFLICT DO NOTHING
    """,
    SERVICE_AT_LOCATION.name: """
        INSERT INTO search_pending (kind, record_id, person_id)
        SELECT DISTINCT 'map_service', t.service_id, '' FROM json_each(?) AS w
        JOIN service_at_location AS t ON t.id = w.value WHERE true ON CONFLICT DO NOTHING
    """,
}
"""What waits on account of new records, whose ids come as a JSON list."""
_OPEN = frozenset({ServiceStatus.ACTIVE, ServiceStatus.TEMPORARILY_CLOSED})


def touched(connection: Connection, kind: Kind, record_id: str) -> None:
    """Note that the service of a touched record waits to be indexed."""
    if kind.name == MAP_SERVICE.name:
        removed = connection.execute(_REMOVED, (record_id,)).fetchone()
        if removed is not None:
            # the list lets go of its number at once
            _take_out(connection, record_id)
    if kind.name == MAP_SERVICE.name or kind.name in _SHARED:
        connection.execute(_WAITS, (kind.name, record_id))
    elif kind.name in _AROUND:
        row = connection.execute(sql.one_field(kind.name, "service_id"), (record_id,)).fetchone()
        if row is not None:
            connection.execute(_WAITS, (MAP_SERVICE.name, row[0]))


def created(connection: Connection, kind: Kind, record_ids: Sequence[str]) -> None:
    """Note at once that the services of new records of a kind wait to be indexed.

    A shared record is new, so only what names it already waits on its account.
    """
    if text := _NEW.get(kind.name):
        connection.execute(text, (msgspec.json.encode(record_ids).decode(),))


def index_some(connection: Connection, waiting: Iterable[tuple[str, str]]) -> None:
    """Index what waits of these kinds and records; the services of a shared one wait anew."""
    services = []
    for kind, record_id in waiting:
        if kind == MAP_SERVICE.name:
            services.append(record_id)
        elif kind in _SHARED:
            # the true keeps the parser from taking ON for that of a join
            connection.execute(f"{_WAIT}{_SHARED[kind]} ON CONFLICT DO NOTHING", (record_id,))
    labels = shipped_labels() if services else {}
    for service_id in services:
        _index(connection, service_id, labels)


def forget(connection: Connection, kind: Kind, record_id: str) -> None:
    """Take a service that is to be erased out of the index, while the list still knows it."""
    if kind.name == MAP_SERVICE.name:
        _take_out(connection, record_id)


def words_of(connection: Connection, service_id: str) -> tuple[str, ...] | None:
    """Return what the index holds of a service as it stands now, column by column, or None."""
    return _words(connection, service_id, shipped_labels())


def _index(connection: Connection, service_id: str, labels: Mapping[str, str]) -> None:
    _take_out(connection, service_id)
    found = _words(connection, service_id, labels)
    if found is not None:
        row = connection.execute(
            "SELECT doc FROM map_entry WHERE service_id = ?", (service_id,)
        ).fetchone()
        connection.execute(_KEEP, (row[0], *found))


def _take_out(connection: Connection, service_id: str) -> None:
    row = connection.execute(
        "SELECT doc FROM map_entry WHERE service_id = ?", (service_id,)
    ).fetchone()
    if row is not None:
        connection.execute("DELETE FROM map_words WHERE rowid = ?", row)
        connection.execute(_NUMBER, row)


def _words(
    connection: Connection, service_id: str, labels: Mapping[str, str]
) -> tuple[str, ...] | None:
    row = connection.execute(_SERVICE, (service_id,)).fetchone()
    if row is None or row[6] not in _OPEN:
        return None
    _, name, other, keywords, for_whom, description, _, provider, provider_other = row
    codes = connection.execute(_CODES, (service_id,)).fetchall()
    categories = [code for vocabulary, code in codes if vocabulary == Vocabulary.CATEGORY]
    told = [labels.get(code, code) for vocabulary, code in codes if vocabulary in _TOLD]
    places = connection.execute(_PLACES, (service_id,)).fetchall()
    return (
        _folded(name, other),
        _folded(keywords),
        _folded(*(labels.get(code, code) for code in categories)),
        _folded(for_whom, *told),
        _folded(description),
        _folded(provider, provider_other),
        _folded(*(part for place in places for part in place)),
        " ".join(code_word(code) for code in categories),
    )


_TOLD = frozenset({Vocabulary.WHO_FOR.value})


def _folded(*texts: str | None) -> str:
    """Return the words of texts, folded, with spaces between; each as often as it stands there."""
    found: list[str] = []
    for text in texts:
        found += dutch.words((text or "")[:_MOST_LETTERS])
    return " ".join(word[:_LONGEST_WORD] for word in found[:_MOST_WORDS])
