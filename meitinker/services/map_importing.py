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

from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.organisation import Municipality
from meitinker.domain.providers import PROVIDER
from meitinker.domain.rights import WriteAct as Right
from meitinker.domain.rights import may
from meitinker.domain.villages import Village
from meitinker.errors import NotAllowed, TableRefused
from meitinker.exchange import hsds_checking, hsds_offers, hsds_old, map_columns, map_lists
from meitinker.exchange.hsds_records import DirectoryContext, Reader
from meitinker.services import (
    import_runs,
    map_doubles,
    map_import_bites,
    map_import_writing,
    map_terms,
    map_updates,
)
from meitinker.services.form_drafts import Form, TypedFields
from meitinker.services.import_runs import RowState, Share
from meitinker.services.map_import_report import DirectoryPreview, ServiceRow
from meitinker.services.map_updates import DirectoryItem, Update
from meitinker.store import hub_facts, map_imports, records, settings
from meitinker.store.import_log import Import
from meitinker.store.settings import Setting

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping, Sequence

    from meitinker.domain.session import Session
    from meitinker.exchange.hsds_offers import ReadService
    from meitinker.exchange.map_columns import MapColumns
    from meitinker.exchange.map_lists import ChosenFile, ReadList
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection

CHECKED_AT_ONCE = 100
"""Services that are made of rows in one bite."""

DEFAULT_SOURCE = "HSDS"
"""What a directory came from whose user says nothing of it."""

CHOOSING = Form("map_list", TypedFields)
"""What the columns of a list are and which program it is from, as typed: about its layout."""

DECIDING = Form("map_list_doubles", TypedFields)
"""Which likely doubles are another service all the same, and where the file is followed."""

read_file = map_lists.read_file


def begin(
    database: Database, session: Session, found: ReadList, *, heading_row: int = 0
) -> ChosenFile:
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
        return map_lists.ChosenFile(found=found)
    headed = map_columns.FIELDS.headed(found.table, row=heading_row)
    guessed = map_columns.FIELDS.guessed(headed.headings)
    columns, kept = import_runs.columns(database, _columns_of(headed.layout), guessed)
    return map_lists.ChosenFile(found=found, headed=headed, columns=columns, kept=kept)


def choose(
    database: Database, session: Session, listed: ChosenFile, columns: MapColumns
) -> ChosenFile:
    """Say what the columns of a list are; kept for the next list with these headings.

    Raises:
        NotAllowed: This role writes nothing in the map.
        TableRefused: Params: ``reason`` (``no_service``, ``no_provider``, ``twice``, ``kind``).
        DiskFull, DiskFailed, StoreReadOnly: It was not kept.
    """
    _require_role(database, session)
    map_columns.require_usable(columns)
    if listed.headed is None:
        raise TableRefused("no columns to choose", reason="kind")
    kept = _columns_of(listed.headed.layout)
    import_runs.keep_columns(database, kept, columns, listed.columns)
    return msgspec.structs.replace(listed, columns=columns, kept=True)


def check(
    database: Database, session: Session, listed: ChosenFile, *, source: str = ""
) -> Generator[Share, None, DirectoryPreview]:
    """Find out what would come of each row, in bites; nothing is written.

    Each bite asks the store for itself, so all of it may go beside the lanes.

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
    program = source.strip() or _source_of(listed)
    with database.reading() as connection:
        around = _around(connection, session, program)
        doubles = map_doubles.Doubles(map_imports.there(connection))
        mark = map_imports.mark(connection)
    rows = map_lists.as_source(listed)
    whole = len(rows.tables.get("service", ()))
    yield 0, whole
    checked = hsds_checking.check(hsds_old.renewed(rows))
    yield 0, whole
    reader = Reader(checked, around)
    yield 0, whole
    only = map_updates.told_of(listed)
    judged: list[ServiceRow] = []
    offers = hsds_offers.offers(reader)
    while some := list(islice(offers, CHECKED_AT_ONCE)):
        different = _different(database, _services(some), only=only)
        judged += [_judged(offer, reader, doubles, different) for offer in some]
        yield len(judged), whole
    other: list[Update] = []
    for shared in _shared(reader) if only is None else ():
        other += _different(database, shared, only=None).values()
        yield whole, whole
    found = [*(row.update for row in judged if row.update is not None), *other]
    return DirectoryPreview(
        listed=map_lists.without_rows(listed),
        source=program,
        rows=tuple(judged),
        problems=(*checked.problems, *reader.notes.problems),
        providers=reader.providers,
        locations=reader.locations,
        around=tuple(other),
        gone=tuple(_gone(database, reader, judged, program)),
        names=_names(database, reader, found),
        checked=mark,
    )


def run(
    database: Database,
    session: Session,
    report: DirectoryPreview,
    *,
    also: frozenset[int] = frozenset(),
    theirs: frozenset[tuple[str, str]] = frozenset(),
) -> Generator[Share, None, Import]:
    """Bring in the good services, in bites; closing it between two leaves whole services only.

    Providers and places come in with the first service that has them; those of no service last.
    Then what is there already follows the file, but for what a person was asked about; what is
    in the file no more stops only where a person said so.

    Args:
        database: The store.
        session: Who brings them in.
        report: What :func:`check` found.
        also: Places in ``report.rows`` of doubles of which a person said: another service.
        theirs: Ids of things, and fields of them, of which a person said: as the file has it.

    Yields:
        How many services are done, and how many there are.

    Raises:
        NotAllowed: This role writes nothing in the map.
        TableRefused: Something was added or changed since it was checked (``map_changed``): check
            again; what came in by then stays.
        DiskFull, DiskFailed, StoreReadOnly: The bite at hand was not written; those before were.
    """
    _require_role(database, session)
    with database.reading() as connection:
        if report.checked != map_imports.mark(connection):
            raise TableRefused("something was added since", reason="map_changed")
    wanted = [
        row.offer
        for place, row in enumerate(report.rows)
        if row.state is RowState.GOOD or (row.state is RowState.DOUBLE and place in also)
    ]
    changed = [
        accepted
        for one in report.updates()
        if (accepted := one.accepted(_chosen(one, theirs))) is not None
    ]
    begun = import_runs.begun(session, report.source)
    add = partial(map_import_writing.add, database, session)
    bites = map_import_bites.bites(report, wanted, changed)
    whole = len(wanted) + len(changed)
    return (
        yield from import_runs.run(database, map_imports.LOG, begun, bites, add=add, whole=whole)
    )


def undo(
    database: Database, session: Session, import_id: str
) -> Generator[Share, None, tuple[Import, tuple[str, ...]]]:
    """Take a whole directory back, in bites: all of which nothing was said or changed since.

    What was there before and followed the file gets back what it said then.

    Yields:
        How many things are done, and how many there are.

    Returns:
        How the directory stands now, and the ids of what stayed, because it or what belongs to
        it was used since.

    Raises:
        NotAllowed: This role writes nothing in the map.
        RecordGone: There is no such directory on this device, or it was taken back before.
        DiskFull, DiskFailed, StoreReadOnly: The bite at hand was not taken back.
    """
    _require_role(database, session)
    back = partial(map_import_writing.take_back, database, session)
    return (yield from import_runs.undo(database, map_imports.LOG, import_id, back=back))


def done(database: Database, session: Session) -> list[Import]:
    """Return the directories that were brought in on this device, the newest first.

    Raises:
        NotAllowed: This role writes nothing in the map.
    """
    _require_role(database, session)
    return import_runs.done(database, map_imports.LOG)


def _judged(
    offer: ReadService,
    reader: Reader,
    doubles: map_doubles.Doubles,
    different: Mapping[str, Update],
) -> ServiceRow:
    """Return what becomes of a service."""
    if offer.refused:
        return ServiceRow(offer=offer, state=RowState.REFUSED)
    if offer.known:
        update = different.get(offer.known)
        state = RowState.KNOWN if update is None else RowState.CHANGED
        slim = msgspec.structs.replace(offer, records=())
        return ServiceRow(offer=slim, state=state, update=update)
    alike = doubles.alike(map_doubles.told(offer, reader), offer.row)
    double = any(one.probable for one in alike)
    return ServiceRow(offer=offer, state=RowState.DOUBLE if double else RowState.GOOD, alike=alike)


def _services(offers: Sequence[ReadService]) -> list[DirectoryItem]:
    return [DirectoryItem(one.records[0], one.records[1:], one.row) for one in offers if one.known]


def _shared(reader: Reader) -> Iterator[list[DirectoryItem]]:
    """Yield providers, then places, that are there under the id that they have in the file."""
    for things in (reader.providers, reader.locations):
        known = (one for key, one in things.items() if one.known and not key.startswith("#"))
        while some := list(islice(known, CHECKED_AT_ONCE)):
            yield [DirectoryItem(one.record, one.parts, one.row) for one in some]


def _different(
    database: Database, told: Sequence[DirectoryItem], *, only: frozenset[str] | None
) -> dict[str, Update]:
    with database.reading() as connection:
        return map_updates.updates(connection, told, only=only)


def _gone(
    database: Database, reader: Reader, judged: Sequence[ServiceRow], program: str
) -> list[Update]:
    named = frozenset(str(reader.known("service", row.offer.key)) for row in judged)
    with database.reading() as connection:
        return map_updates.gone(connection, program, named)


def _names(database: Database, reader: Reader, found: Sequence[Update]) -> dict[str, str]:
    with database.reading() as connection:
        there = map_updates.names(connection, found)
    shared = (*reader.providers.values(), *reader.locations.values())
    return {
        **{str(one.record.id): map_updates.called(one.record) for one in shared if not one.known},
        **{str(one.id): one.dutch_name for one in reader.around.villages},
        **reader.around.municipalities,
        **there,
    }


def _chosen(one: Update, theirs: frozenset[tuple[str, str]]) -> frozenset[str]:
    return frozenset(field for record_id, field in theirs if record_id == one.record_id)


def _source_of(listed: ChosenFile) -> str:
    """Return what a file is from of which nobody says so: numbers of two lists are not alike."""
    return DEFAULT_SOURCE if listed.headed is None else f"list {listed.headed.layout[:8]}"


def _around(connection: Connection, session: Session, source: str) -> DirectoryContext:
    return DirectoryContext(
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
