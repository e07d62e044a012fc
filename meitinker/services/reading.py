"""Writing down that something is read, before it shows (NEN 7513, L19).

Every screen, paper and export that shows a dossier calls one of these first. When it raises,
nothing may be shown. A store that is open for reading only, because savings are missing, cannot
take an entry: reading goes on there, or nobody could see what was saved, and the program's own
log counts it.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from meitinker.domain.kinds import kind_of
from meitinker.domain.people import PERSON
from meitinker.store import readlog
from meitinker.store.readlog import Action, LoggedReading

if TYPE_CHECKING:
    from collections.abc import Iterable

    from meitinker.domain.records import Record
    from meitinker.domain.session import Session
    from meitinker.store.database import Database

_log = logging.getLogger(__name__)


def opened(database: Database, session: Session, record: type[Record], record_id: str) -> None:
    """Write down that a record is opened.

    Raises:
        DiskFull, DiskFailed, StoreReadOnly: It could not be written down: show nothing.
    """
    _note(database, session, [LoggedReading(Action.OPEN, kind_of(record).name, record_id)])


def listed(
    database: Database, session: Session, record: type[Record], record_ids: Iterable[str]
) -> None:
    """Write down that the content of records shows in a list: each counts as opened.

    Raises:
        DiskFull, DiskFailed, StoreReadOnly: It could not be written down: show nothing.
    """
    name = kind_of(record).name
    _note(database, session, [LoggedReading(Action.OPEN, name, one) for one in record_ids])


def printed(
    database: Database, session: Session, record: type[Record], record_id: str, *, paper: str = ""
) -> None:
    """Write down that a record goes on paper; ``paper`` is the document's neutral name.

    Raises:
        DiskFull, DiskFailed, StoreReadOnly: It could not be written down: print nothing.
    """
    _note(database, session, [LoggedReading(Action.PRINT, kind_of(record).name, record_id, paper)])


def exported(
    database: Database,
    session: Session,
    record: type[Record],
    record_ids: Iterable[str],
    *,
    what: str = "",
) -> None:
    """Write down that records leave the store in a file; an entry for each.

    Raises:
        DiskFull, DiskFailed, StoreReadOnly: It could not be written down: export nothing.
    """
    name = kind_of(record).name
    _note(database, session, [LoggedReading(Action.EXPORT, name, one, what) for one in record_ids])


def revealed(
    database: Database, session: Session, record: type[Record], record_id: str, *, field: str
) -> None:
    """Write down that a masked field, such as a BSN, is shown in full (L10).

    Raises:
        DiskFull, DiskFailed, StoreReadOnly: It could not be written down: keep it masked.
    """
    _note(database, session, [LoggedReading(Action.REVEAL, kind_of(record).name, record_id, field)])


def searched(
    database: Database, session: Session, typed: str, results: int, *, kind: str = ""
) -> None:
    """Write down a search that has settled: the words as keyed hashes, and how many were found.

    Args:
        database: The store.
        session: Who searches.
        typed: What was typed; only its hashes are kept.
        results: How many records were shown.
        kind: What was searched; "" for everything.

    Raises:
        DiskFull, DiskFailed, StoreReadOnly: It could not be written down.
    """
    terms = readlog.hashed(database.key, typed)
    if terms:
        _note(database, session, [LoggedReading(Action.SEARCH, kind, "", terms, results)])


def doubles_shown(database: Database, session: Session, typed: str, results: int) -> None:
    """Write down that likely doubles of a person who is being typed were shown, with their names.

    Args:
        database: The store.
        session: Who types.
        typed: The name that was typed; only its hashes are kept.
        results: How many people were shown; none is no reading.

    Raises:
        DiskFull, DiskFailed, StoreReadOnly: It could not be written down.
    """
    if results:
        terms = readlog.hashed(database.key, typed)
        _note(database, session, [LoggedReading(Action.DOUBLES, PERSON.name, "", terms, results)])


def escrow_used(database: Database, session: Session, deed: str) -> None:
    """Write down that two officers of the organisation may open the store, or did.

    Args:
        database: The store.
        session: Of the user of the store: officers have none.
        deed: ``set``, or ``open`` and who they are.

    Raises:
        DiskFull, DiskFailed, StoreReadOnly: It could not be written down: do not go on.
    """
    _note(database, session, [LoggedReading(Action.ESCROW, "", "", deed)])


def _note(database: Database, session: Session, reads: list[LoggedReading]) -> None:
    if database.recovering:
        _log.warning("%d readings not kept: the store is open for reading only", len(reads))
        return
    readlog.note(database, session, reads)
