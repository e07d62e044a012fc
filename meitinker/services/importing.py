"""Bringing in the clients that another program knows: look, check, bring in, take back.

::

    table = tables.read_file(path)                      # off the lanes: a file takes a while
    listed = importing.begin(database, session, table)  # what the columns seem to be
    report = yield from importing.check(...)            # a dry run: nothing is written
    done = yield from importing.run(database, session, report)

Checking and bringing in go in bites: each ``next`` takes a moment on the lane of the store, and
whoever stops between two of them has whole rows only. Every row of a list brings somebody once,
also when the list is brought in again.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import msgspec

from meitinker import clock, ids
from meitinker.domain.kinds import KINDS
from meitinker.domain.organisation import Organisation
from meitinker.domain.session import Everywhere, Role
from meitinker.domain.villages import Village
from meitinker.errors import NotAllowed, TableRefused
from meitinker.exchange import client_columns
from meitinker.exchange.client_rows import RowContext, RowReader
from meitinker.services import import_runs, reading
from meitinker.services.form_drafts import Form, TypedFields
from meitinker.services.import_rows import ClientRow, Within, judged, name_of
from meitinker.services.import_runs import RowState, Share
from meitinker.store import imports, records
from meitinker.store.acts import act
from meitinker.store.import_log import Import
from meitinker.store.imports import ImportedRow
from meitinker.store.settings import Setting

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from meitinker.domain.session import Session
    from meitinker.exchange.client_columns import Columns
    from meitinker.exchange.list_columns import Headed
    from meitinker.exchange.tables import Table
    from meitinker.store.database import Database

CHOOSING = Form("client_list", TypedFields)
"""What the columns of a list are and which program it is from, as typed: about its layout."""

DECIDING = Form("client_list_doubles", TypedFields)
"""Which likely doubles are somebody else all the same: about the layout of the list."""

CHECKED_AT_ONCE = 10
"""Rows that are checked in one bite: comparing one with all who are there takes some ms."""

ADDED_AT_ONCE = 10
"""Rows that become people in one bite; each is three or four records."""

_ROLES = frozenset({Role.MEITINKER, Role.BACK_OFFICE})


class ChosenList(msgspec.Struct, frozen=True, kw_only=True):
    """A list that is looked at: its headings and rows, and what its columns are.

    ``kept`` tells whether the columns were chosen by hand for such a list before.
    """

    headed: Headed
    columns: Columns
    kept: bool
    notes: tuple[str, ...]
    hash: str

    def __repr__(self) -> str:
        """Return a text without anybody's name: an error may quote it (A10)."""
        return f"Listed({len(self.headed.rows)} rows)"


class ImportPreview(msgspec.Struct, frozen=True, kw_only=True):
    """What would come of a list; nothing was written.

    Attributes:
        source: Which program it came from: rows of one source are known again by their number.
        headings: Of the columns.
        columns: What they are.
        rows: What becomes of each.
        checked: A mark of who was there; when it differs at the run, rows are checked anew.
    """

    source: str
    headings: tuple[str, ...]
    columns: Columns
    rows: tuple[ClientRow, ...]
    checked: str

    def __repr__(self) -> str:
        """Return a text without anybody's name: an error may quote it (A10)."""
        return f"Report({len(self.rows)} rows)"

    def count(self, state: RowState) -> int:
        """Return how many rows are in ``state``."""
        return sum(1 for row in self.rows if row.state is state)


def begin(
    database: Database, session: Session, table: Table, *, heading_row: int = 0
) -> ChosenList:
    """Return what the columns of a list are: as chosen last time, else as their headings say.

    Args:
        database: The store.
        session: Who looks.
        table: The list.
        heading_row: Where the headings stand; 0 to look for them.

    Raises:
        NotAllowed: This role brings nobody in.
        TableRefused: Nothing stands below the headings (``empty``).
    """
    _require_role(session)
    headed = client_columns.FIELDS.headed(table, row=heading_row)
    guessed = client_columns.FIELDS.guessed(headed.headings)
    columns, kept = import_runs.columns(database, _columns_of(headed), guessed)
    return ChosenList(headed=headed, columns=columns, kept=kept, notes=table.notes, hash=table.hash)


def choose(
    database: Database, session: Session, listed: ChosenList, columns: Columns
) -> ChosenList:
    """Say what the columns are; kept for the next list with these headings.

    Raises:
        NotAllowed: This role brings nobody in.
        TableRefused: Params: ``reason`` (``no_name``, ``twice``).
        DiskFull, DiskFailed, StoreReadOnly: It was not kept.
    """
    _require_role(session)
    client_columns.require_usable(columns)
    import_runs.keep_columns(database, _columns_of(listed.headed), columns, listed.columns)
    return msgspec.structs.replace(listed, columns=columns, kept=True)


def check(
    database: Database, session: Session, listed: ChosenList, *, source: str = ""
) -> Generator[Share, None, ImportPreview]:
    """Find out what would come of each row, in bites; nothing is written but that it was read.

    Args:
        database: The store.
        session: Who looks.
        listed: The list, its columns chosen.
        source: What its user calls the program that it came from; "" for whoever writes these
            headings.

    Yields:
        How many rows are done, and how many there are.

    Raises:
        NotAllowed: This role brings nobody in.
        TableRefused: Params: ``reason`` (``no_name``, ``twice``).
        DiskFull, DiskFailed, StoreReadOnly: That people were shown could not be written down.
    """
    _require_role(session)
    client_columns.require_usable(listed.columns)
    reader = RowReader(listed.columns, _around(database, session))
    named = source.strip() or listed.headed.layout
    mark = _who_is_there(database)
    found: list[ClientRow] = []
    within = Within()
    whole = listed.headed.rows
    for start in range(0, len(whole), CHECKED_AT_ONCE):
        for row in whole[start : start + CHECKED_AT_ONCE]:
            read = reader.read(row)
            key = imports.key_of(database.key, named, name_of(read))
            found.append(judged(database, session, read, key=key, within=within))
        yield len(found), len(whole)
    shown = sum(1 for row in found for one in row.alike if one.person_id)
    reading.doubles_shown(database, session, "", shown)
    return ImportPreview(
        source=named,
        headings=listed.headed.headings,
        columns=listed.columns,
        rows=tuple(found),
        checked=mark,
    )


def run(
    database: Database,
    session: Session,
    report: ImportPreview,
    *,
    also: frozenset[int] = frozenset(),
) -> Generator[Share, None, Import]:
    """Bring in the good rows, in bites; closing it between two leaves whole rows only.

    What was written by then stands, and :func:`done` tells it truthfully. A row that came in
    meanwhile by another run is passed over.

    Args:
        database: The store.
        session: Who brings them in.
        report: What :func:`check` found.
        also: Numbers of rows that are like somebody, of which a person said: another one.

    Yields:
        How many rows are done, and how many there are.

    Raises:
        NotAllowed: This role brings nobody in.
        TableRefused: People came in since it was checked (``changed``): check again.
        NotVisible: A village is no longer this session's.
        DiskFull, DiskFailed, StoreReadOnly: The bite at hand was not written; those before were.
    """
    _require_role(session)
    if report.checked != _who_is_there(database):
        raise TableRefused("people came in since", reason="changed")
    wanted = [
        row
        for row in report.rows
        if row.state is RowState.GOOD or (row.state is RowState.DOUBLE and row.number in also)
    ]
    bites = (wanted[at : at + ADDED_AT_ONCE] for at in range(0, len(wanted), ADDED_AT_ONCE))
    begun = import_runs.begun(session, report.source)
    add = partial(_add, database, session)
    return (
        yield from import_runs.run(database, imports.LOG, begun, bites, add=add, whole=len(wanted))
    )


def undo(
    database: Database, session: Session, import_id: str
) -> Generator[Share, None, tuple[Import, tuple[str, ...]]]:
    """Take a whole list back, in bites: everybody of whom nothing was said or changed since.

    Yields:
        How many people are done, and how many came of the list.

    Returns:
        How the list stands now, and the ids of who stayed, because they were used since.

    Raises:
        NotAllowed: This role brings nobody in.
        RecordGone: There is no such list on this device, or it was taken back before.
        DiskFull, DiskFailed, StoreReadOnly: The bite at hand was not taken back.
    """
    _require_role(session)
    back = partial(_take_back, database, session)
    return (yield from import_runs.undo(database, imports.LOG, import_id, back=back))


def done(database: Database, session: Session) -> list[Import]:
    """Return the lists that were brought in on this device, the newest first.

    Raises:
        NotAllowed: This role brings nobody in.
    """
    _require_role(session)
    return import_runs.done(database, imports.LOG)


def _add(
    database: Database, session: Session, one: Import, bite: Sequence[ClientRow], number: int
) -> tuple[Import, int]:
    """Write one bite: the people, how they are known again, and how far the list is."""
    made: list[ImportedRow] = []
    with act(database, session, "clients.import", undoable=False) as work:
        connection = work.transaction.connection
        for row in bite:
            client = row.read.client
            if client is None or imports.person_of(connection, row.key) is not None:
                continue
            written = tuple(work.create(record) for record in client.records)
            made.append(ImportedRow(client.person.id, row.key, written))
        one = msgspec.structs.replace(one, added=one.added + len(made))
        imports.note_keys(work.transaction, made)
        imports.LOG.note_bite(work.transaction, one, number, tuple(made))
    return one, len(bite)


def _take_back(
    database: Database, session: Session, one: Import, number: int
) -> tuple[Import, list[str]]:
    stayed: list[str] = []
    with act(database, session, "clients.import_undo", undoable=False) as work:
        connection = work.transaction.connection
        made = imports.LOG.bite_of(connection, one.id, number)
        gone: list[ImportedRow] = []
        for row in made:
            whole = imports.untouched(connection, session, row)
            if whole is None:
                stayed.append(row.person_id)
                continue
            for kind, record_id in reversed(whole):
                work.delete(KINDS[kind].record, ids.RecordId(record_id))
            gone.append(row)
        imports.forget_keys(work.transaction, gone)
        one = imports.LOG.forget_bite(
            work.transaction, one, number, size=len(made), kept=len(stayed)
        )
    return one, stayed


def _around(database: Database, session: Session) -> RowContext:
    with database.reading() as connection:
        villages = records.find(connection, session, Village)
        demo = any(one.demo for one in records.find(connection, session, Organisation))
    return RowContext(
        villages=tuple(villages),
        within=None if isinstance(session.villages, Everywhere) else session.villages,
        now=clock.now(),
        today=clock.today(),
        demo=demo,
    )


def _who_is_there(database: Database) -> str:
    """Return a mark that changes when somebody is added."""
    with database.reading() as connection:
        return imports.who_is_there(connection)


def _columns_of(headed: Headed) -> Setting[Columns]:
    return Setting(f"import.columns.{headed.layout}", client_columns.Columns, ())


def _require_role(session: Session) -> None:
    if session.role not in _ROLES:
        raise NotAllowed("brings nobody in")
