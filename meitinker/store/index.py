"""What follows from records at once: the sorted lists, aliases, and what waits.

Full-text indexing costs tens of milliseconds and stays out of the save: a touched record only
gets a row in ``search_pending`` here. The sorted list must be right the moment a name changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.domain.kinds import KINDS
from meitinker.domain.map_places import (
    MAP_CONTACT,
    MAP_LOCATION,
    MAP_PHONE,
    SERVICE_AT_LOCATION,
)
from meitinker.domain.map_services import (
    COST_OPTION,
    MAP_SERVICE,
    SERVICE_AREA,
    SERVICE_ATTRIBUTE,
    SERVICE_CAPACITY,
)
from meitinker.domain.opening_hours import SCHEDULE
from meitinker.domain.people import PERSON, PERSON_MERGE, Person, list_name
from meitinker.domain.providers import PROVIDER
from meitinker.domain.records import Search, from_values
from meitinker.domain.villages import folded
from meitinker.store import map_entries, map_indexing, reviews, rows, sql

if TYPE_CHECKING:
    from collections.abc import Sequence

    from meitinker.domain.records import Kind
    from meitinker.store.driver import Connection

_SEARCHED = frozenset(
    kind.name
    for kind in KINDS.values()
    if kind is PERSON_MERGE or any(kind.searched(part) for part in Search)
)

_OF_THE_MAP = frozenset(
    kind.name
    for kind in (
        *(PROVIDER, MAP_SERVICE, SERVICE_ATTRIBUTE, SERVICE_AREA, COST_OPTION, SERVICE_CAPACITY),
        *(MAP_LOCATION, SERVICE_AT_LOCATION, MAP_CONTACT, MAP_PHONE, SCHEDULE),
    )
)
"""Kinds that come in great numbers at once, and that nothing follows from but the map's search."""


def touched(connection: Connection, kind: Kind, record_id: str) -> None:
    """Bring up to date what follows from a record, and note what search must index."""
    if kind.name == PERSON.name:
        _list_person(connection, record_id)
    elif kind.name == PERSON_MERGE.name:
        rebuild_aliases(connection)
    reviews.touched(connection, kind, record_id)
    map_indexing.touched(connection, kind, record_id)
    map_entries.touched(connection, kind, record_id)
    if kind.name in _SEARCHED:
        connection.execute(
            "INSERT INTO search_pending (kind, record_id, person_id) VALUES (?, ?, ?)"
            " ON CONFLICT DO NOTHING",
            (kind.name, record_id, person_of(connection, kind, record_id)),
        )


def created(connection: Connection, kind: Kind, record_ids: Sequence[str]) -> None:
    """Do for new records of a kind what :func:`touched` does for one."""
    if kind.name in _OF_THE_MAP:
        map_indexing.created(connection, kind, record_ids)
        map_entries.created(connection, kind, record_ids)
        return
    for record_id in record_ids:
        touched(connection, kind, record_id)


def removed(connection: Connection, kind: Kind, record_ids: Sequence[str]) -> None:
    """Do for records of a kind that were removed what :func:`touched` does for one."""
    if kind.name in _OF_THE_MAP:
        for record_id in record_ids:
            map_indexing.forget(connection, kind, record_id)
        map_indexing.created(connection, kind, record_ids)  # the same services wait
        map_entries.removed(connection, kind, record_ids)
        return
    for record_id in record_ids:
        touched(connection, kind, record_id)


def person_of(connection: Connection, kind: Kind, record_id: str) -> str:
    """Return the person whose dossier a record belongs to, or "" where there is none."""
    if kind.name == PERSON.name:
        return record_id
    if kind.scope.rule != "person":
        return ""
    # The one column: the whole row may hold pages of notes, and this runs at every save.
    row = connection.execute(sql.one_field(kind.name, kind.scope.field), (record_id,)).fetchone()
    return str(row[0]) if row else ""


def _list_person(connection: Connection, person_id: str) -> None:
    row = rows.read(connection, PERSON, person_id)
    if row is None or row.deleted:
        unlist(connection, person_id)
        return
    person = from_values(Person, {**row.fields, "id": row.id})
    connection.execute(
        "INSERT INTO person_entry (person_id, doc, sort_name, village_id)"
        " VALUES (?, (SELECT coalesce(max(doc), 0) + 1 FROM person_entry), ?, ?)"
        " ON CONFLICT (person_id) DO UPDATE"
        " SET sort_name = excluded.sort_name, village_id = excluded.village_id",
        (person_id, folded(list_name(person)), person.village_id),
    )


def unlist(connection: Connection, person_id: str) -> None:
    """Take a person out of the list of people, with the words and the keys that find them.

    At once: the next person in the list may get the same number, and would be found by the words.
    """
    entry = connection.execute(
        "SELECT doc FROM person_entry WHERE person_id = ?", (person_id,)
    ).fetchone()
    if entry is not None:
        connection.execute("DELETE FROM person_words WHERE rowid = ?", entry)
        connection.execute("DELETE FROM person_grams WHERE rowid = ?", entry)
        connection.execute("DELETE FROM person_entry WHERE person_id = ?", (person_id,))
        connection.execute("DELETE FROM person_block WHERE person_id = ?", (person_id,))


def rebuild_aliases(connection: Connection) -> None:
    """Derive the alias table from the merges that stand.

    A file merged into one that was itself merged later resolves to the last one. Which of two
    merges stands is settled before they come here: the service looks at what stands, and of
    two devices' merges that would close a circle the authority's list lets in the first. So
    the order has no say (ids tell clocks, and clocks decide nothing); passing over a circle
    only keeps a damaged table from being followed for ever.
    """
    found = connection.execute(
        "SELECT from_id, into_id FROM person_merge"
        " WHERE row_deleted = 0 AND undone_at IS NULL ORDER BY id"
    ).fetchall()
    into: dict[str, str] = {}
    for source, target in found:
        if source not in into and _end(into, target) != source:
            into[source] = target
    connection.execute("DELETE FROM person_alias")
    connection.executemany(
        "INSERT INTO person_alias (alias, person_id) VALUES (?, ?)",
        [(alias, _end(into, alias)) for alias in into],
    )


def _end(into: dict[str, str], person_id: str) -> str:
    while person_id in into:
        person_id = into[person_id]
    return person_id
