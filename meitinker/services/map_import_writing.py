"""Writing a directory into the social map a bite at a time, and taking a bite back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.kinds import KINDS, kind_of
from meitinker.domain.map_places import (
    MAP_LOCATION,
    MapContact,
    MapLocation,
    MapPhone,
    ServiceAtLocation,
)
from meitinker.domain.map_services import (
    MAP_SERVICE,
    CostOption,
    MapService,
    ServiceArea,
    ServiceAttribute,
)
from meitinker.domain.opening_hours import Schedule
from meitinker.domain.providers import PROVIDER, Provider
from meitinker.domain.records import Record
from meitinker.errors import TableRefused
from meitinker.ids import RecordId
from meitinker.services.map_updates import Update
from meitinker.store import history, map_imports, map_standing, rows
from meitinker.store.acts import act
from meitinker.store.map_imports import Bite, ImportedItem, Updated

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from meitinker.domain.session import Session
    from meitinker.services.map_import_bites import Thing
    from meitinker.store.acts import Act
    from meitinker.store.database import Database
    from meitinker.store.history import ActChange
    from meitinker.store.import_log import Import

_KINDS: tuple[type[Record], ...] = (
    *(Provider, MapLocation, MapService, ServiceAttribute, ServiceArea, CostOption),
    *(ServiceAtLocation, MapContact, MapPhone, Schedule),
)
_ORDER = {kind: place for place, kind in enumerate(_KINDS)}
"""In which order the records of a bite are written: runs of one kind go together."""


def add(
    database: Database, session: Session, one: Import, bite: Sequence[Thing], number: int
) -> tuple[Import, int]:
    """Write one bite: its records, what it made and changed, and how far the directory is.

    Raises:
        TableRefused: What it changes is not as it was when it was looked at (``map_changed``).
    """
    new = [thing for thing in bite if not isinstance(thing, Update)]
    changed = [thing for thing in bite if isinstance(thing, Update)]
    services = sum(1 for things in new if isinstance(things[0], MapService))
    one = msgspec.structs.replace(
        one, added=one.added + services, changed=one.changed + len(changed)
    )
    with act(database, session, map_standing.IMPORT, undoable=False) as work:
        _require_as_seen(work, changed)
        flat = [record for things in new for record in things]
        work.create_all(sorted(flat, key=_order))
        updated = tuple(_follow(work, each) for each in changed)
        work.finish()
        told = Bite(tuple(_made(things) for things in new), updated, work.changes.act or "")
        map_imports.LOG.note_bite(work.transaction, one, number, told)
    return one, services + len(changed)


def take_back(
    database: Database, session: Session, one: Import, number: int
) -> tuple[Import, list[str]]:
    """Take one bite back: services first, so that nothing names a provider that goes."""
    stayed: list[str] = []
    with act(database, session, map_standing.UNDO, undoable=False) as work:
        connection = work.transaction.connection
        bite = map_imports.LOG.bite_of(connection, one.id, number)
        changes = {each.record_id: each for each in history.changes_of(connection, bite.act)}
        for each in reversed(bite.updated):
            if _follows_still(work, each, changes):
                _set_back(work, each, changes)
            else:
                stayed.append(each.record_id)
        for kind in (MAP_SERVICE, MAP_LOCATION):
            made = [each for each in bite.made if each.kind == kind.name]
            used = map_imports.used(connection, made)
            stayed += sorted(used) if kind is MAP_SERVICE else []
            _remove(work, [each for each in made if each.record_id not in used])
        _remove_providers(work, [each for each in bite.made if each.kind == PROVIDER.name])
        services = sum(1 for each in bite.made if each.kind == MAP_SERVICE.name)
        size = services + len(bite.updated)
        one = map_imports.LOG.forget_bite(
            work.transaction, one, number, size=size, kept=len(stayed)
        )
    return one, stayed


def _require_as_seen(work: Act, changed: Sequence[Update]) -> None:
    for kind in dict.fromkeys(one.kind for one in changed):
        asked = {one.record_id: one.mark for one in changed if one.kind == kind}
        found = map_standing.items_of(work.transaction.connection, kind, list(asked))
        if {key: one.mark for key, one in found.items()} != asked:
            raise TableRefused("something was changed since", reason="map_changed")


def _follow(work: Act, update: Update) -> Updated:
    """Make a thing what the file says; return what goes and comes with that."""
    told = {one.field: one.theirs for one in update.differences if one.is_field}
    work.edit(KINDS[update.kind].record, RecordId(update.record_id), told)
    gone = tuple(part for one in update.differences for part in one.gone)
    added = sorted((part for one in update.differences for part in one.added), key=_order)
    _delete(work, gone)
    work.create_all(added)
    by_kind: dict[str, tuple[str, ...]] = {}
    for part in added:
        kind = kind_of(type(part)).name
        by_kind[kind] = (*by_kind.get(kind, ()), part.id)
    return Updated(update.kind, update.record_id, gone, by_kind)


def _follows_still(work: Act, one: Updated, changes: Mapping[str, ActChange]) -> bool:
    """Tell whether nobody touched since what an update set."""
    connection, kind = work.transaction.connection, KINDS[one.kind]
    row = rows.read(connection, kind, one.record_id)
    if row is None or row.deleted:
        return False
    edit = changes.get(one.record_id)
    before = history.before(connection, edit.change_id) if edit else {}
    if any(row.versions[kind.fields[name].group] != edit.change_id for name in before if edit):
        return False
    for part, record_id in one.gone:
        there = rows.read(connection, KINDS[part], record_id)
        removed = changes.get(record_id)
        if there is None or removed is None:
            return False
        if there.versions.get(rows.DELETED) != removed.change_id:
            return False
    added = [ImportedItem(kind, each, {}) for kind, ids in one.added.items() for each in ids]
    return not added or not map_imports.used(connection, (_together(added),))


def _together(parts: Sequence[ImportedItem]) -> ImportedItem:
    """Return parts as one thing, so that it does not count that one names another."""
    first, *others = parts
    by_kind: dict[str, tuple[str, ...]] = {}
    for each in others:
        by_kind[each.kind] = (*by_kind.get(each.kind, ()), each.record_id)
    return ImportedItem(first.kind, first.record_id, by_kind)


def _set_back(work: Act, one: Updated, changes: Mapping[str, ActChange]) -> None:
    """Give a thing back what it said before it followed the file."""
    record, edit = KINDS[one.kind].record, changes.get(one.record_id)
    if edit is not None:
        before = history.before(work.transaction.connection, edit.change_id)
        work.edit(record, RecordId(one.record_id), before)
    _delete(work, [(kind, each) for kind, made in one.added.items() for each in made])
    for kind, record_id in one.gone:
        work.restore(KINDS[kind].record, RecordId(record_id))


def _delete(work: Act, parts: Sequence[tuple[str, str]]) -> None:
    """Take parts away, what belongs to another before that one."""
    for record in reversed(_KINDS):
        kind = kind_of(record).name
        work.delete_all(record, [one for name, one in parts if name == kind])


def _order(record: Record) -> int:
    return _ORDER[type(record)]


def _made(things: tuple[Record, ...]) -> ImportedItem:
    parts: dict[str, tuple[str, ...]] = {}
    for record in things[1:]:
        kind = kind_of(type(record)).name
        parts[kind] = (*parts.get(kind, ()), record.id)
    return ImportedItem(kind_of(type(things[0])).name, things[0].id, parts)


def _remove_providers(work: Act, made: Sequence[ImportedItem]) -> None:
    """Take providers away that nothing names, then those of which they were a part, and so on."""
    left = list(made)
    while left:
        used = map_imports.used(work.transaction.connection, left)
        free = [each for each in left if each.record_id not in used]
        if not free:
            return
        _remove(work, free)
        left = [each for each in left if each.record_id in used]


def _remove(work: Act, made: Sequence[ImportedItem]) -> None:
    """Take things away with all that belongs to them: what names another before that one."""
    gone: dict[str, list[str]] = {}
    for each in made:
        for part, record_ids in each.parts.items():
            gone.setdefault(part, []).extend(record_ids)
        gone.setdefault(each.kind, []).append(each.record_id)
    for record in reversed(_KINDS):
        work.delete_all(record, gone.get(kind_of(record).name, []))
