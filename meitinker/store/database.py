"""Opening, writing and reading one store.

A :class:`Database` holds the lock of its folder, one writing connection and one read-only
connection. Every write is one :meth:`Database.transaction`; what it committed is promised in the
store mark before anyone is told that it was saved.
"""

from __future__ import annotations

import logging
import shutil
import threading
from contextlib import contextmanager, suppress
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
    StoreExists,
    StoreMissing,
    StoreReadOnly,
    StoreTooNew,
)
from meitinker.ids import DeviceId, OrganisationId, RecordId, UserId
from meitinker.store import driver, migrations
from meitinker.store.lock import StoreLock
from meitinker.store.mark import Mark, MarkState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from meitinker.keys import StoreKey
    from meitinker.paths import StoreFolder
    from meitinker.store.driver import Connection

_log = logging.getLogger(__name__)
_DISK = (DiskFull, DiskFailed, StoreReadOnly)
GENESIS = "0" * 64


class StoreInfo(msgspec.Struct, frozen=True):
    """What a store is: its id and whose it is. These ids stay after enrolment."""

    store: str
    organisation: OrganisationId
    device: DeviceId
    user: UserId


class Transaction:
    """One transaction under way: the connection and what the chain will end in.

    Attributes:
        connection: The writing connection.
        incarnation: Of the device; a restored backup begins a new one.
        head: Hash (hex) of the last header; whoever adds a header moves it.
        read_head: The same of the read log's chain.
    """

    def __init__(self, connection: Connection, incarnation: int, heads: tuple[str, str]) -> None:
        """Begin at the chain heads as they stand."""
        self.connection = connection
        self.incarnation = incarnation
        self.head, self.read_head = heads


class Database:
    """One open store."""

    def __init__(self, folder: StoreFolder, key: StoreKey, lock: StoreLock) -> None:
        """Use :meth:`create` or :meth:`open`."""
        self.folder = folder
        self.key = key
        self._lock = lock
        self._mark = Mark(folder.mark, key.sub(b"mark"))
        self._guard = threading.RLock()
        self._read_guard = threading.RLock()
        self._writer: Connection | None = None
        self._reader: Connection | None = None
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
            _make(folder, key, info)
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
        """Write within one transaction, durable and promised in the mark when it ends.

        Raises:
            DiskFull, DiskFailed, StoreReadOnly: Nothing of it counts as saved.
            StoreBehind: The store is open for reading only.
            BugError: There is one under way in this thread already; it goes on unharmed.
        """
        with self._guard:
            if self._recovering:
                raise StoreBehind("open for reading only")
            connection = self._sound_writer()
            if connection.in_transaction:
                # Before anything is rolled back: the outer one must stay whole.
                raise BugError("a transaction within a transaction")
            heads = (self._state.head.hex(), self._read_head)
            after = None
            try:
                with driver.translated():
                    connection.execute("BEGIN IMMEDIATE")
                    work = Transaction(connection, self._state.incarnation, heads)
                    yield work
                    driver.require_sound(connection)
                    after = self._after(work)
                    connection.execute(_SET_STATE, _state_row(after, work.read_head))
                    connection.execute("COMMIT")
                self._mark.write(after)
            except (*_DISK, StoreDamaged):
                # The cipher refuses a connection on which one read failed, and one that was
                # opened while the disk was read-only stays so: never go on with it.
                _roll_back(connection)
                if after is None or not self._landed(after):
                    self._close_connections()
                    raise
            except BaseException:
                _roll_back(connection)
                raise
            self._state, self._read_head = after, work.read_head

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Lend the read-only connection; it sees everything that was committed."""
        with self._read_guard, driver.translated():
            if self._reader is None:
                key = self.key.sub(b"db")
                self._reader = driver.connect(self.folder.database, key, read_only=True)
            reader = self._reader
            try:
                try:
                    yield reader
                finally:
                    driver.require_sound(reader)
            except (driver.DatabaseError, StoreDamaged):
                if self._reader is reader:
                    self._reader = None
                    reader.close()
                raise

    def fold_log(self) -> None:
        """Fold the write-ahead log into the file and cut it: nothing stands in it any more.

        Raises:
            DiskFailed, DiskFull, StoreReadOnly: It still does.
        """
        with self._guard, self._read_guard:
            self._settle()

    def accept_loss(self) -> None:
        """Go on with a store that is behind its mark, as a new incarnation of the device.

        The savings that are missing stay missing; the numbers they bore are not used again.

        Raises:
            BugError: The store is not behind.
        """
        if not self._recovering:
            raise BugError("nothing was lost")
        with self._guard:
            mark = self._mark.read()
            commits = max(self._state.commits, mark.commits if mark else 0)
            self._recovering = False
            self._close_connections()
            self._connect()
            self._state = msgspec.structs.replace(
                self._state, commits=commits, incarnation=self._state.incarnation + 1
            )
            with self.transaction():
                _log.warning("went on after a loss")

    def new_incarnation(self) -> None:
        """Begin a new incarnation of the device: what follows is told from what was before."""
        with self._guard:
            self._state = msgspec.structs.replace(
                self._state, incarnation=self._state.incarnation + 1
            )
            with self.transaction():
                _log.info("new incarnation")

    def close(self) -> None:
        """Close every file; a second call does nothing."""
        with self._guard, self._read_guard:
            self._close_connections()
            self._mark.close()
            self._lock.release()

    def _open(self, *, recover: bool) -> None:
        # Looked at for reading only: a writing connection would, when it closes, fold a damaged
        # log into the file and remove it, and with it all that is left of the missing savings.
        with self.reading() as connection:
            found = migrations.version(connection)
            if found > migrations.LATEST:
                raise StoreTooNew(store=_program(connection), program=__version__)
            self.info = _read_info(connection)
            self._take_state(connection)
        missing = self._missing()
        if missing and not recover:
            raise StoreBehind(missing=missing, since=_instant(self._state.at))
        self._recovering = bool(missing)
        if found < migrations.LATEST and not missing:
            self._migrate()
        elif not missing:
            self._settle()
            self._mark.write(self._state)

    def _settle(self) -> None:
        """Fold the log into the file and cut it, each on the disk before the next step.

        A commit can be in the cache and not on the disk (a kill or an error before its fsync); a
        mark that promised it would run ahead. And frames that a failed fsync dropped must not
        come back before the pages that replaced them.

        Raises:
            DiskFailed, DiskFull, StoreReadOnly: It is not on the disk.
        """
        connection = self._sound_writer()
        with driver.translated():
            busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if busy:
            raise DiskFailed("busy")
        with paths.disk_errors():
            paths.sync_file(self.folder.database.with_name("store.db-wal"))

    def _connect(self) -> None:
        self._writer = driver.connect(self.folder.database, self.key.sub(b"db"))
        self._take_state(self._writer)

    def _take_state(self, connection: Connection) -> None:
        with driver.translated():
            row = connection.execute(_GET_STATE).fetchone()
        if row is None:
            raise StoreDamaged("no state")
        self._state = MarkState(row[0], row[1], row[2], bytes.fromhex(row[3]))
        self._read_head = row[4]

    def _missing(self) -> int:
        """Return how many savings the store lacks, by its mark."""
        mark = self._mark.read()
        if mark is None:
            return 1 if self._state.commits > 1 else 0
        if mark.commits == self._state.commits and mark.head != self._state.head:
            raise StoreDamaged("the chain is not the one that was marked")
        return max(mark.commits - self._state.commits, 0)

    def _migrate(self) -> None:
        """Migrate a copy, verify it, and only then let it take the store's place."""
        self._settle()  # what is in the log would not be in the copy
        self._close_connections()
        copy = self.folder.database.with_suffix(".migrating")
        with paths.disk_errors():
            shutil.copyfile(self.folder.database, copy)
        try:
            verified_migration(copy, self.key.sub(b"db"))
            with paths.disk_errors():
                copy.replace(self.folder.database)
                paths.sync_folder(self.folder.root)
        finally:
            for leftover in self.folder.root.glob("store.migrating*"):
                with suppress(OSError):
                    leftover.unlink(missing_ok=True)
        self._connect()
        self._mark.write(self._state)

    def _sound_writer(self) -> Connection:
        """Return the writing connection, opened again if an error closed it."""
        if self._writer is None:
            before = self._state
            try:
                self._connect()
                if self._state.commits < before.commits:
                    raise DiskFailed("savings are gone")
                self._settle()
            except MeitinkerError:
                self._close_connections()
                self._state = before
                raise
        if self._writer is None:
            raise BugError("no connection")
        return self._writer

    def _after(self, work: Transaction) -> MarkState:
        return MarkState(
            commits=self._state.commits + 1,
            at=int(clock.now().timestamp() * 1000),
            incarnation=self._state.incarnation,
            head=bytes.fromhex(work.head),
        )

    def _landed(self, after: MarkState) -> bool:
        """Open again after a disk error and tell whether ``after`` is there for good.

        A commit whose fsync failed can be in the file and yet not on the disk. Only when
        everything can be checkpointed and marked without an error does it count.
        """
        before = self._state
        self._close_connections()
        self._mark.close()
        try:
            self._sound_writer()
            if self._state.commits != after.commits:
                return False
            self._mark.write(after)
        except MeitinkerError:
            # Still failing: the next write opens again and compares.
            self._close_connections()
            self._state = before
            return False
        return True

    def _close_connections(self) -> None:
        # Who is reading on the other lane finishes first: no list ends in the middle.
        with self._read_guard:
            for connection in (self._reader, self._writer):
                if connection is not None:
                    with suppress(MeitinkerError), driver.translated():
                        connection.close()
            self._reader = self._writer = None


def verified_migration(path: Path, key: bytes) -> None:
    """Bring the store file at ``path`` up to date and prove that it holds.

    Raises:
        StoreDamaged: The result does not pass the database's own checks.
    """
    connection = driver.connect(path, key)
    try:
        with driver.translated():
            migrations.migrate(connection)
            connection.execute(
                "UPDATE store_info SET value = ? WHERE name = 'program'", (__version__,)
            )
            problems = integrity_problems(connection)
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()
    if problems:
        raise StoreDamaged(f"{len(problems)} problems after migration")


def integrity_problems(connection: Connection) -> list[str]:
    """Return what the cipher, the database and the foreign keys find wrong; names only."""
    found = [f"cipher: {row[0]}" for row in connection.execute("PRAGMA cipher_integrity_check")]
    found += [
        f"database: {row[0]}"
        for row in connection.execute("PRAGMA integrity_check")
        if row[0] != "ok"
    ]
    found += [f"reference: {row[0]}" for row in connection.execute("PRAGMA foreign_key_check")]
    return found


_NONE = RecordId("")
_GET_INFO = "SELECT name, value FROM store_info"
_GET_STATE = "SELECT commits, saved_at, incarnation, head, read_head FROM store_state WHERE id = 1"
_SET_STATE = (
    "UPDATE store_state SET commits = ?, saved_at = ?, incarnation = ?, head = ?, read_head = ?"
    " WHERE id = 1"
)


def _state_row(state: MarkState, read_head: str) -> tuple[int, int, int, str, str]:
    return (state.commits, state.at, state.incarnation, state.head.hex(), read_head)


def _make(folder: StoreFolder, key: StoreKey, info: StoreInfo) -> None:
    """Make the file beside its place, so that a store is there whole or not at all."""
    if folder.database.exists():
        raise StoreExists
    new = folder.database.with_suffix(".new")
    for leftover in folder.root.glob("store.new*"):
        leftover.unlink()
    with driver.translated():
        connection = driver.connect(new, key.sub(b"db"))
        try:
            migrations.migrate(connection)
            _write_info(connection, info)
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()
    with paths.disk_errors():
        new.replace(folder.database)
        paths.sync_folder(folder.root)


def _write_info(connection: Connection, info: StoreInfo) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(
        "INSERT INTO store_state VALUES (1, 0, 0, 1, ?, ?)",
        (GENESIS, GENESIS),
    )
    rows = {**msgspec.structs.asdict(info), "program": __version__}
    connection.executemany("INSERT INTO store_info VALUES (?, ?)", list(rows.items()))
    connection.execute("COMMIT")


def _program(connection: Connection) -> str:
    with driver.translated():
        return str(dict(connection.execute(_GET_INFO).fetchall()).get("program", "?"))


def _read_info(connection: Connection) -> StoreInfo:
    with driver.translated():
        rows = dict(connection.execute(_GET_INFO).fetchall())
    try:
        return msgspec.convert(rows, StoreInfo)
    except msgspec.ValidationError:
        raise StoreDamaged("no info") from None


def _instant(milliseconds: int) -> str:
    return clock.instant_text(clock.instant_of(milliseconds))


def _roll_back(connection: Connection) -> None:
    with suppress(MeitinkerError), driver.translated():
        if connection.in_transaction:
            connection.execute("ROLLBACK")
