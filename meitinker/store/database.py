"""Opening, writing and reading one store.

A :class:`Database` holds the lock on its folder, one writing connection and one read-only
connection. Every write goes through :meth:`Database.transaction`. A commit alone is not enough to
say "saved": a damaged WAL loses its tail in silence. So each commit is also recorded in the store
mark (:mod:`meitinker.store.mark`), and only then is the user told.
"""

from __future__ import annotations

import logging
import threading
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from meitinker import __version__, clock, paths
from meitinker.errors import (
    BugError,
    DiskFailed,
    DiskFull,
    MeitinkerError,
    StoreBehind,
    StoreDamaged,
    StoreMissing,
    StoreReadOnly,
    StoreTooNew,
)
from meitinker.ids import DeviceId, OrganisationId, RecordId, UserId
from meitinker.store import driver, making, migrations, state
from meitinker.store.connections import Connections
from meitinker.store.lock import StoreLock
from meitinker.store.mark import Mark, MarkState
from meitinker.store.state import GENESIS, StoreInfo, StoreState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from meitinker.keys import StoreKey
    from meitinker.paths import StoreFolder
    from meitinker.store.driver import Connection

_log = logging.getLogger(__name__)
_DISK = (DiskFull, DiskFailed, StoreReadOnly)


class Transaction:
    """A transaction in progress: its connection, and where the hash chains will end.

    Attributes:
        connection: The writing connection.
        incarnation: The device's incarnation; a restored backup starts a new one.
        head: Hash (hex) of the last header; whoever appends a header updates it.
        read_head: The same for the chain of the read log.
    """

    def __init__(self, connection: Connection, at: MarkState, read_head: str) -> None:
        """Begin at the chain heads as they stand."""
        self.connection = connection
        self.incarnation = at.incarnation
        self.head, self.read_head = at.head.hex(), read_head


class Database:
    """One open store."""

    def __init__(self, folder: StoreFolder, key: StoreKey, lock: StoreLock) -> None:
        """Use :meth:`create` or :meth:`open`."""
        self.folder = folder
        self.key = key
        self._lock = lock
        self._mark = Mark(folder.mark, key.sub(b"mark"))
        self._guard = threading.RLock()
        self._connections_to = partial(Connections, key=key.sub(b"db"))
        self._connections = self._connections_to(folder.database)
        self._state = MarkState(0, 0, 0, bytes.fromhex(GENESIS))
        self._read_head = GENESIS
        self._recovering = False
        self.info = StoreInfo("", OrganisationId(_NONE), DeviceId(_NONE), UserId(_NONE))

    @classmethod
    def create(cls, folder: StoreFolder, key: StoreKey, info: StoreInfo) -> Database:
        """Make an empty store in ``folder`` and open it.

        Raises:
            StoreExists: There is one already.
            StoreInUse, StoreReadOnly, DiskFull, DiskFailed: The folder cannot be used.
        """
        driver.check_versions()
        folder.prepare()
        lock = StoreLock(folder.lock)
        try:
            making.make(folder, key.sub(b"db"), info)
        finally:
            lock.release()
        return cls.open(folder, key)

    @classmethod
    def open(cls, folder: StoreFolder, key: StoreKey, *, recover: bool = False) -> Database:
        """Open the store in ``folder``.

        Args:
            folder: Where it lies.
            key: Its key.
            recover: Open a store that is behind its mark, for reading only.

        Raises:
            StoreMissing: There is none; nothing was made.
            StoreInUse: Another program has it open.
            StoreTooNew: A newer program wrote it.
            StoreBehind: Savings are missing (not with ``recover``).
            StoreDamaged: It does not open.
            StoreReadOnly, DiskFull, DiskFailed: The disk said no.
        """
        driver.check_versions()
        if not folder.database.exists():
            raise StoreMissing
        if not driver.is_encrypted(folder.database):
            raise StoreDamaged("not encrypted")
        database = cls(folder, key, StoreLock(folder.lock))
        try:
            database._open(recover=recover)
        except BaseException as error:
            database.close()
            if isinstance(error, DiskFailed) and paths.is_full(folder.root):
                raise DiskFull from None
            raise
        return database

    @property
    def recovering(self) -> bool:
        """Whether the store is open for reading only, because savings are missing."""
        return self._recovering

    @property
    def saved(self) -> MarkState:
        """What is promised as saved."""
        return self._state

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Write in one transaction: durable, and recorded in the mark, when the block ends.

        Raises:
            DiskFull, DiskFailed, StoreReadOnly: Nothing of it counts as saved.
            StoreBehind: The store is open for reading only.
            BugError: This thread already has a transaction open; that one is unaffected.
        """
        with self._guard:
            if self._recovering:
                raise StoreBehind("open for reading only")
            with self._written() as work:
                yield work

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Lend the read-only connection; it sees everything that was committed."""
        with self._connections.reading() as connection:
            yield connection

    def apart(self) -> Connection:
        """Open one more connection that only reads, for work that takes long; close it."""
        return self._connections.apart()

    def fold_log(self) -> bool:
        """Checkpoint the write-ahead log into the database file and truncate it; tell whether so.

        Not while a backup or a check reads one moment of it: typing would wait for them too.

        Raises:
            DiskFailed, DiskFull, StoreReadOnly: The log is not empty.
        """
        with self._guard:
            return self._connections.fold_log(self._sound_writer())

    def accept_loss(self) -> None:
        """Continue with a store that is behind its mark, as a new incarnation of the device.

        The missing commits stay missing; their numbers are never reused.

        Raises:
            BugError: The store is not behind.
            DiskFull, DiskFailed, StoreReadOnly: It is behind as before, and still read-only.
        """
        if not self._recovering:
            raise BugError("nothing was lost")
        with self._guard:
            shown, behind = self._connections, self._state
            shown.close()
            self._connections = self._connections_to(self.folder.database)
            try:
                layout = migrations.version(self._sound_writer())
                self._state = _incarnated(self._state, lost=self._mark.missing(self._state))
                with self._written():
                    _log.warning("went on after a loss")
            except BaseException:
                self._connections.abandon()
                self._connections, self._state = shown, behind
                raise
            self._recovering = False
            if layout < migrations.LATEST:
                self._migrate()

    def new_incarnation(self) -> None:
        """Start a new incarnation of the device, to tell later changes from earlier ones."""
        with self._guard:
            self._state = _incarnated(self._state)
            with self.transaction():
                _log.info("new incarnation")

    def close(self) -> None:
        """Close every file; a second call does nothing."""
        with self._guard:
            self._connections.close()
            self._mark.close()
            making.forget_look(self.folder)
            self._lock.release()

    @contextmanager
    def _written(self) -> Iterator[Transaction]:
        connection = self._sound_writer()
        if connection.in_transaction:
            # Raised before the rollback below could touch the outer transaction.
            raise BugError("a transaction within a transaction")
        after = None
        try:
            with driver.translated():
                connection.execute("BEGIN IMMEDIATE")
                work = Transaction(connection, self._state, self._read_head)
                yield work
                driver.require_sound(connection)
                after = self._state.followed_by(work.head)
                state.write(connection, StoreState(after, work.read_head))
                connection.execute("COMMIT")
            self._mark.write(after)
        except (*_DISK, StoreDamaged):
            # After a failed read the cipher rejects the connection, and one opened on a
            # read-only disk stays read-only: never reuse it.
            _roll_back(connection)
            if after is None or not self._landed(after):
                self._connections.abandon()
                raise
        except BaseException:
            _roll_back(connection)
            if after is not None:  # stopped before its mark: the end of the chain is read anew
                self._connections.close()
            raise
        self._state, self._read_head = after, work.read_head

    def _open(self, *, recover: bool) -> None:
        # Read-only at first: closing a writing connection would checkpoint a damaged log and
        # delete it, and with it the last trace of the missing commits.
        with self.reading() as connection:
            found = migrations.version(connection)
            if found > migrations.LATEST:
                raise StoreTooNew(store=state.program(connection), program=__version__)
            self.info = state.info(connection)
            self._take_state(connection)
        missing = self._mark.missing(self._state)
        if missing and not recover:
            raise StoreBehind(missing=missing, since=_instant(self._state.at))
        self._recovering = bool(missing)
        old = found < migrations.LATEST
        if missing and old:
            self._connections.close()
            self._connections = self._connections_to(making.look(self.folder, self.key.sub(b"db")))
        elif old:
            self._migrate()
        elif not missing:
            self._sound_writer()
            self._mark.write(self._state)

    def _connect(self) -> Connection:
        writer = self._connections.open_writer()
        self._take_state(writer)
        return writer

    def _take_state(self, connection: Connection) -> None:
        with driver.translated():
            found = state.read(connection)
        self._state, self._read_head = found.marked, found.read_head

    def _migrate(self) -> None:
        self._sound_writer()  # the copy is made of the file alone, without its log
        self._connections.close()
        making.migrate(self.folder, self.key.sub(b"db"))
        self._connect()
        self._mark.write(self._state)

    def _sound_writer(self) -> Connection:
        """Return the writing connection; where it is opened for it, nothing stands in its log."""
        writer = self._connections.writer
        if writer is not None:
            return writer
        before = self._state
        try:
            writer = self._connect()
            if self._state.commits < before.commits:
                raise DiskFailed("savings are gone")
            self._connections.settle(writer)
        except MeitinkerError:
            self._connections.abandon()
            self._state = before
            raise
        return writer

    def _landed(self, after: MarkState) -> bool:
        """Reopen after a disk error and tell whether ``after`` was committed for good.

        A commit whose fsync failed may be in the file and yet not on the disk. It counts only
        if everything can be checkpointed and marked without an error.
        """
        before = self._state
        self._connections.abandon()
        self._mark.close()
        try:
            self._sound_writer()
            if self._state.commits != after.commits:
                return False
            self._mark.write(after)
        except MeitinkerError:
            self._state = before  # still failing: the next write reopens and compares again
            return False
        return True


_NONE = RecordId("")


def _incarnated(of: MarkState, *, lost: int = 0) -> MarkState:
    commits, incarnation = of.commits + lost, of.incarnation + 1
    return msgspec.structs.replace(of, commits=commits, incarnation=incarnation)


def _instant(milliseconds: int) -> str:
    return clock.instant_text(clock.instant_of(milliseconds))


def _roll_back(connection: Connection) -> None:
    with suppress(MeitinkerError), driver.translated():
        if connection.in_transaction:
            connection.execute("ROLLBACK")
