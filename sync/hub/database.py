"""The hub's database: one encrypted SQLite file, or PostgreSQL for many organisations.

A :class:`HubDatabase` lends units of work. A *writing* unit first takes the lock of its
organisation, so that places in the list are given out in the order in which they are committed,
also by several processes on one PostgreSQL (F9). What writes of one device alone, as a pull does,
works *beside* others and waits for none of them.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, create_engine, event, select
from sqlalchemy.exc import DataError, DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlalchemy.pool import QueuePool

from meitinker.errors import HubBusy, MeitinkerError, RequestRefused, StoreMissing, SyncError
from meitinker.store import connections, driver
from sync.hub import layout
from sync.hub.tables import ORGANISATION

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection, Engine, Select
    from sqlalchemy.engine.interfaces import DBAPIConnection, ExceptionContext
    from sqlalchemy.pool import ConnectionPoolEntry

    from sync.hub.sealing import Sealing

_KEPT = 8
_AT_MOST = 32
_POOL_SECONDS = 10
"""Connections that are kept, how many there may be, and how long to wait for one."""

_SERVER_TIMEOUTS = {
    "connect_timeout": 5,
    "options": "-c lock_timeout=10s -c statement_timeout=120s"
    " -c idle_in_transaction_session_timeout=300s",
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
}
"""How long PostgreSQL may take: who hangs must not keep the others from their organisation."""

_BUSY_STATES = frozenset({"55P03", "57014", "40001", "40P01", "53300", "57P01", "57P02", "57P03"})
"""SQLSTATEs of what passes: locked, took too long, deadlock, too many, stopping or starting."""

_LOG = "PRAGMA wal_autocheckpoint = 4000"
"""Pages (16 MB) that the log of the file takes before they are moved into it. A push of 500 writes
some 530, many of them the same index pages: at the usual 1,000 every second push would move them.
"""

_POOL: dict[str, Any] = {
    "poolclass": QueuePool,
    "pool_size": _KEPT,
    "max_overflow": _AT_MOST - _KEPT,
    "pool_timeout": _POOL_SECONDS,
    # the connection that was used last has the pages at hand
    "pool_use_lifo": True,
}

_END = select(ORGANISATION.c.end).where(ORGANISATION.c.organisation == bindparam("of_organisation"))
_LOCK = _END.with_for_update()

_OVERTAKEN = "40001"
"""SQLSTATE of a row that another unit wrote since the moment that this one sees."""

_log = logging.getLogger(__name__)

_FULL = ("database or disk is full", "disk I/O error")
_LOCKED = ("database is locked", "database table is locked")


class NeedsTurnError(Exception):
    """Raised when what was begun beside others has to be done in turn, under the lock."""


class HubDatabase:
    """The database of one hub, for one organisation or many."""

    def __init__(self, engine: Engine, sealing: Sealing, log: HubLog | None = None) -> None:
        """Use :func:`embedded` or :func:`server`."""
        self.engine = engine
        self.sealing = sealing
        self._log = log

    @property
    def has_one_writer(self) -> bool:
        """Whether all who write wait for one lock: threads would only take each other's time."""
        return self.engine.dialect.name != "postgresql"

    def create(self) -> None:
        """Make the tables, or bring those of an older program up to date.

        Raises:
            StoreTooNew: A newer program has been here.
        """
        layout.bring_up_to_date(self.engine)

    def close(self) -> None:
        """Let go of every connection; one that is still lent is closed as it comes back.

        The last of a file folds the log as it closes, so all of that is on the disk before.
        """
        if self._log is not None and not self._log.settled:
            with suppress(MeitinkerError, SQLAlchemyError), self.engine.connect() as connection:
                connection.execution_options(writes=True).begin()
        event.listen(self.engine.pool, "checkin", _close)
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Lend a connection that sees one moment."""
        with self.engine.connect() as connection:
            if self.engine.dialect.name == "postgresql":
                connection.execution_options(
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self, organisation: str) -> Iterator[tuple[Connection, int]]:
        """Lend a connection that holds the lock of ``organisation``, and the end of its list.

        Raises:
            StoreMissing: There is no such organisation at this hub.
        """
        with self.engine.connect() as connection:
            connection = connection.execution_options(writes=True)
            with connection.begin():
                yield connection, _end(connection, _LOCK, organisation)

    @contextmanager
    def beside(self, organisation: str) -> Iterator[tuple[Connection, int]]:
        """Lend a connection that sees ``organisation`` as of one moment, while others write.

        For what writes rows of one device alone. In one file it is :meth:`writing` all the same.

        Raises:
            NeedsTurnError: Another wrote one of these rows meanwhile; nothing was done.
            StoreMissing: There is no such organisation at this hub.
        """
        if self.has_one_writer:
            with self.writing(organisation) as lent:
                yield lent
            return
        with self.engine.connect() as connection:
            connection = connection.execution_options(
                isolation_level="REPEATABLE READ", beside=True
            )
            try:
                with connection.begin():
                    yield connection, _end(connection, _END, organisation)
            except DBAPIError as error:
                if getattr(error.orig, "sqlstate", None) == _OVERTAKEN:
                    raise NeedsTurnError from error
                raise


def require_turn(connection: Connection) -> None:
    """Refuse to go on without the lock of the organisation.

    Raises:
        NeedsTurnError: The unit of work is :meth:`HubDatabase.beside` others.
    """
    if connection.get_execution_options().get("beside"):
        raise NeedsTurnError


def _end(connection: Connection, asked: Select[Any], organisation: str) -> int:
    end = connection.execute(asked, {"of_organisation": organisation}).scalar_one_or_none()
    if end is None:
        raise StoreMissing("no such organisation at this hub")
    return int(end)


def embedded(path: Path, key: bytes, sealing: Sealing) -> HubDatabase:
    """Return the database in one SQLCipher file.

    Args:
        path: The file; made when it is not there.
        key: 32 bytes.
        sealing: How words of people are kept; plain, because the file is encrypted.
    """
    driver.check_versions()
    engine = create_engine(
        "sqlite+pysqlite://",
        creator=lambda: _opened(path, key),
        module=driver.MODULE,
        **_POOL,
    )
    log = HubLog(path)
    event.listen(engine, "first_connect", log.opened)
    event.listen(engine, "begin", log.begin)
    event.listen(engine, "handle_error", log.doubt)
    return HubDatabase(engine, sealing, log)


class HubLog:
    """The write-ahead log of the hub's file: whether all of it is known to be on the disk.

    Not when a process starts, for the one before it may have met a disk that failed, nor after
    an error. What was written then can be read and be gone with the power, and all that was
    promised after it with it; so it is written again before the next unit of work.

    Attributes:
        settled: Whether it is.
    """

    def __init__(self, path: Path) -> None:
        """Belong to the file at ``path``, which was not opened yet."""
        self._path = connections.log_of(path)
        self.settled = True

    def opened(self, *_about: object) -> None:
        """Know nothing of what another process left in it."""
        self.settled = False

    def begin(self, connection: Connection) -> None:
        """Begin a unit of work; the driver begins nothing by itself.

        Who writes takes the one write lock at once, so that nobody else writes in the log now.

        Raises:
            DiskFailed, DiskFull, StoreReadOnly: The log is not on the disk.
        """
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
        if writes and not self.settled:
            connections.settle_log(self._path)
            self.settled = True

    def doubt(self, context: ExceptionContext) -> None:
        """Remember that the disk said no."""
        if str(context.original_exception).startswith(_FULL):
            self.settled = False


def _opened(path: Path, key: bytes) -> driver.Connection:
    connection = driver.connect(path, key)
    connection.execute(_LOG)
    return connection


def server(dsn: str, sealing: Sealing) -> HubDatabase:
    """Return the database at a PostgreSQL address, ``postgresql+psycopg://…``."""
    engine = create_engine(dsn, connect_args=_SERVER_TIMEOUTS, pool_pre_ping=True, **_POOL)
    return HubDatabase(engine, sealing)


@contextmanager
def told() -> Iterator[None]:
    """Tell the faults of the database as errors of the exchange.

    Raises:
        HubBusy: It is locked, full or away; that passes.
        RequestRefused: A value that no database holds.
        SyncError: Anything else; its cause is for the log.
    """
    try:
        yield
    except (DataError, OverflowError) as error:
        raise RequestRefused("a value that no database holds", reason="value") from error
    except NoConnectionFree as error:
        raise HubBusy("no connection is free", seconds=10) from error
    except DBAPIError as error:
        if _passes(error):
            raise HubBusy("the database does not answer", seconds=10) from error
        if _has_no_room(error):
            _log.error("the disk of the hub is full, or fails")
        raise SyncError("the database failed") from error


def _has_no_room(error: DBAPIError) -> bool:
    return str(error.orig).startswith(_FULL)


def _passes(error: DBAPIError) -> bool:
    if _has_no_room(error):
        return False  # not by itself: who keeps the hub must hear of it
    if error.connection_invalidated or error.statement is None:
        return True
    state = getattr(error.orig, "sqlstate", None)
    return state in _BUSY_STATES or str(error.orig).startswith(_LOCKED)


def _close(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    connection.close()
