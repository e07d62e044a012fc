"""Bringing a directory of another program into the social map: look, check, bring in, take back.

::

    found = map_importing.read_file(path)                 # off the lanes: a file takes a while
    listed = map_importing.begin(database, session, found)
    report = yield from map_importing.check(...)          # a dry run: nothing is written
    done = yield from map_importing.run(database, session, report)

Bringing in goes in bites of whole services, each with all that belongs to it: each ``next`` takes
a moment on the lane of the store. Whoever stops between two has whole services only; the same file
goes on where it stopped, since what came in is known again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import clock, ids
from meitinker.domain.kinds import kind_of
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
from meitinker.domain.organisation import Municipality
from meitinker.domain.providers import PROVIDER, Provider
from meitinker.domain.records import Record
from meitinker.domain.rights import Act as Right
from meitinker.domain.rights import may
from meitinker.domain.villages import Village
from meitinker.errors import NotAllowed, RecordGone, TableRefused
from meitinker.exchange import hsds_checking, hsds_offers, hsds_old, map_columns, map_lists
from meitinker.exchange.hsds_records import Around, Reader
from meitinker.services import map_doubles, map_import_bites, map_terms
from meitinker.services.map_import_report import Report, Row, State
from meitinker.store import hub_facts, map_imports, records, settings
from meitinker.store.acts import act
from meitinker.store.imports import Import
from meitinker.store.map_imports import Bite, Made
from meitinker.store.settings import Setting

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from meitinker.domain.session import Session
    from meitinker.exchange.hsds_offers import Offer
    from meitinker.exchange.map_columns import MapColumns
    from meitinker.exchange.map_lists import Found, Listed
    from meitinker.store.acts import Act
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection

CHECKED_AT_ONCE = 100
"""Services that are made of rows in one bite."""

DEFAULT_SOURCE = "HSDS"
"""What a directory came from whose user says nothing of it."""

_KINDS: tuple[type[Record], ...] = (
    *(Provider, MapLocation, MapService, ServiceAttribute, ServiceArea, CostOption),
    *(ServiceAtLocation, MapContact, MapPhone, Schedule),
)
_ORDER = {kind: place for place, kind in enumerate(_KINDS)}
"""In which order the records of a bite are written: runs of one kind go together."""

read_file = map_lists.read_file

Share = tuple[int, int]
"""How much is done, and how much there is."""


def begin(database: Database, session: Session, found: Found, *, heading_row: int = 0) -> Listed:
    """Return how a file is read: a directory of HSDS as it is, a list by its columns.

    Args:
        database: The store.
        session: Who looks.
        found: The file.
        heading_row: Where the headings of a list stand; 0 to look for them.

    Raises:
        NotAllowed: This role writes nothing in the map.
        TableRefused: Nothing stands below the headings (``empty``).
    """
    _require_role(database, session)
    if found.table is None:
        return map_lists.Listed(found=found)
    headed = map_columns.FIELDS.headed(found.table, row=heading_row)
    with database.reading() as connection:
        kept = settings.get(connection, _columns_of(headed.layout))
    guessed = map_columns.FIELDS.guessed(headed.headings)
    columns = kept if len(kept) == len(guessed) else guessed
    return map_lists.Listed(found=found, headed=headed, columns=columns, kept=bool(kept))


def choose(database: Database, session: Session, listed: Listed, columns: MapColumns) -> Listed:
    """Say what the columns of a list are; kept for the next list with these headings.

    Raises:
        NotAllowed: This role writes nothing in the map.
        TableRefused: Params: ``reason`` (``no_service``, ``no_provider``, ``twice``, ``kind``).
        DiskFull, DiskFailed, StoreReadOnly: It was not kept.
    """
    _require_role(database, session)
    map_columns.require_usable(columns)
    if listed.headed is None or len(columns) != len(listed.columns):
        raise TableRefused("another number of columns", reason="kind")
    with database.transaction() as transaction:
        settings.put(transaction, _columns_of(listed.headed.layout), columns)
    return msgspec.structs.replace(listed, columns=columns, kept=True)


def check(
    database: Database, session: Session, listed: Listed, *, source: str = ""
) -> Generator[Share, None, Report]:
    """Find out what would come of each row, in bites; nothing is written.

    The store is asked in the first bite only, so all of it may go beside the lanes.

    Args:
        database: The store.
        session: Who looks.
        listed: The file, the columns of a list chosen.
        source: What its user calls the program that it came from.

    Yields:
        How many services are done, and how many there are.

    Raises:
        NotAllowed: This role writes nothing in the map.
        TableRefused: Params: ``reason`` (``no_service``, ``no_provider``, ``twice``).
    """
    _require_role(database, session)
    named = source.strip() or DEFAULT_SOURCE
    with database.reading() as connection:
        around = _around(connection, session, named)
        doubles = map_doubles.Doubles(map_imports.there(connection))
        mark = map_imports.mark(connection)
    rows = map_lists.as_source(listed)
    whole = len(rows.tables.get("service", ()))
    yield 0, whole
    checked = hsds_checking.check(hsds_old.renewed(rows))
    yield 0, whole
    reader = Reader(checked, around)
    yield 0, whole
    judged: list[Row] = []
    for offer in hsds_offers.offers(reader):
        judged.append(_judged(offer, reader, doubles))
        if len(judged) % CHECKED_AT_ONCE == 0:
            yield len(judged), whole
    return Report(
        listed=map_lists.without_rows(listed),
        source=named,
        rows=tuple(judged),
        problems=(*checked.problems, *reader.notes.problems),
        providers=reader.providers,
        locations=reader.locations,
        checked=mark,
    )


def run(
    database: Database, session: Session, report: Report, *, also: frozenset[int] = frozenset()
) -> Generator[Share, None, Import]:
    """Bring in the good services, in bites; closing it between two leaves whole services only.

    Providers and places come in with the first service that has them; those of no service last.

    Args:
        database: The store.
        session: Who brings them in.
        report: What :func:`check` found.
        also: Places in ``report.rows`` of doubles of which a person said: another service.

    Yields:
        How many services are done, and how many there are.

    Raises:
        NotAllowed: This role writes nothing in the map.
        TableRefused: Something was added since it was checked (``map_changed``): check again.
        DiskFull, DiskFailed, StoreReadOnly: The bite at hand was not written; those before were.
    """
    _require_role(database, session)
    with database.reading() as connection:
        if report.checked != map_imports.mark(connection):
            raise TableRefused("something was added since", reason="map_changed")
    wanted = [
        row.offer
        for place, row in enumerate(report.rows)
        if row.state is State.GOOD or (row.state is State.DOUBLE and place in also)
    ]
    one = Import(
        id=ids.new_id(), at=clock.instant_text(clock.now()), user=session.user, source=report.source
    )
    done = 0
    for number, bite in enumerate(map_import_bites.bites(report, wanted)):
        one = _add(database, session, one, bite=bite, number=number)
        done += sum(1 for things in bite if isinstance(things[0], MapService))
        yield done, len(wanted)
    one = msgspec.structs.replace(one, ended=True)
    with database.transaction() as transaction:
        map_imports.put(transaction, one)
    return one


def undo(
    database: Database, session: Session, import_id: str
) -> Generator[Share, None, tuple[Import, tuple[str, ...]]]:
    """Take a whole directory back, in bites: all of which nothing was said or changed since.

    Yields:
        How many bites are done, and how many there are.

    Returns:
        How the directory stands now, and the ids of the services that stayed, because they or
        what belongs to them were used since.

    Raises:
        NotAllowed: This role writes nothing in the map.
        RecordGone: There is no such directory on this device, or it was taken back before.
        DiskFull, DiskFailed, StoreReadOnly: The bite at hand was not taken back.
    """
    _require_role(database, session)
    with database.reading() as connection:
        one = map_imports.get(connection, import_id)
        bites = map_imports.bites(connection, import_id)
    if one is None or one.undone_at:
        raise RecordGone("import")
    left: list[str] = []
    for done, number in enumerate(bites, 1):
        one, stayed = _take_back(database, session, one, number=number)
        left += stayed
        yield done, len(bites)
    one = msgspec.structs.replace(one, undone_at=clock.instant_text(clock.now()))
    with database.transaction() as transaction:
        map_imports.put(transaction, one)
    return one, tuple(left)


def done(database: Database, session: Session) -> list[Import]:
    """Return the directories that were brought in on this device, the newest first.

    Raises:
        NotAllowed: This role writes nothing in the map.
    """
    _require_role(database, session)
    with database.reading() as connection:
        return map_imports.every(connection)


def _judged(offer: Offer, reader: Reader, doubles: map_doubles.Doubles) -> Row:
    """Return what becomes of a service."""
    if offer.refused:
        return Row(offer=offer, state=State.REFUSED)
    if offer.known:
        return Row(offer=offer, state=State.KNOWN)
    alike = doubles.alike(map_doubles.told(offer, reader), offer.row)
    double = any(one.probable for one in alike)
    return Row(offer=offer, state=State.DOUBLE if double else State.GOOD, alike=alike)


def _add(
    database: Database,
    session: Session,
    one: Import,
    *,
    bite: Sequence[tuple[Record, ...]],
    number: int,
) -> Import:
    """Write one bite: its records, what it made, and how far the directory is."""
    made = tuple(_made(things) for things in bite)
    services = sum(1 for things in bite if isinstance(things[0], MapService))
    one = msgspec.structs.replace(one, added=one.added + services)
    with act(database, session, "map.import", undoable=False) as work:
        flat = [record for things in bite for record in things]
        work.create_all(sorted(flat, key=lambda record: _ORDER[type(record)]))
        map_imports.note_bite(work.transaction, one, number, Bite(made))
    return one


def _made(things: tuple[Record, ...]) -> Made:
    parts: dict[str, tuple[str, ...]] = {}
    for record in things[1:]:
        kind = kind_of(type(record)).name
        parts[kind] = (*parts.get(kind, ()), record.id)
    return Made(kind_of(type(things[0])).name, things[0].id, parts)


def _take_back(
    database: Database, session: Session, one: Import, *, number: int
) -> tuple[Import, list[str]]:
    """Take one bite back: services first, so that nothing names a provider that goes."""
    stayed: list[str] = []
    with act(database, session, "map.import_undo", undoable=False) as work:
        connection = work.transaction.connection
        bite = map_imports.bite_of(connection, one.id, number)
        for kind in (MAP_SERVICE, MAP_LOCATION):
            made = [each for each in bite.made if each.kind == kind.name]
            used = map_imports.used(connection, made)
            stayed += sorted(used) if kind is MAP_SERVICE else []
            _remove(work, [each for each in made if each.record_id not in used])
        _remove_providers(work, [each for each in bite.made if each.kind == PROVIDER.name])
        one = msgspec.structs.replace(one, kept=one.kept + len(stayed))
        map_imports.forget_bite(work.transaction, one, number)
    return one, stayed


def _remove_providers(work: Act, made: Sequence[Made]) -> None:
    """Take providers away that nothing names, then those of which they were a part, and so on."""
    left = list(made)
    while left:
        used = map_imports.used(work.transaction.connection, left)
        free = [each for each in left if each.record_id not in used]
        if not free:
            return
        _remove(work, free)
        left = [each for each in left if each.record_id in used]


def _remove(work: Act, made: Sequence[Made]) -> None:
    """Take things away with all that belongs to them: what names another before that one."""
    gone: dict[str, list[str]] = {}
    for each in made:
        for part, record_ids in each.parts.items():
            gone.setdefault(part, []).extend(record_ids)
        gone.setdefault(each.kind, []).append(each.record_id)
    for record in reversed(_KINDS):
        work.delete_all(record, gone.get(kind_of(record).name, []))


def _around(connection: Connection, session: Session, source: str) -> Around:
    return Around(
        source=source,
        villages=tuple(records.find(connection, session, Village)),
        municipalities={
            str(one.id): one.name for one in records.find(connection, session, Municipality)
        },
        tree=map_terms.tree_in(connection, session),
        who_for={
            code: one.label for code, one in map_terms.who_for_in(connection, session).items()
        },
        known=map_imports.known(connection, source),
    )


def _columns_of(layout: str) -> Setting[MapColumns]:
    return Setting(f"map_import.columns.{layout}", map_columns.MapColumns, ())


def _require_role(database: Database, session: Session) -> None:
    if may(session.role, PROVIDER, Right.BEGIN, own=False):
        return
    with database.reading() as connection:
        if settings.get(connection, hub_facts.BELONGING).hub:
            raise NotAllowed(PROVIDER.name)
