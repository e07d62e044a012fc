"""The two connections to one store: one that writes, one that only reads."""

from __future__ import annotations

import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from meitinker import paths
from meitinker.errors import DiskFailed, MeitinkerError, StoreDamaged
from meitinker.store import driver

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from meitinker.store.driver import Connection


def log_of(path: Path) -> Path:
    """Return where the write-ahead log of the database at ``path`` is."""
    return path.with_name(f"{path.name}-wal")


def settle_log(log: Path) -> None:
    """Put a log on the disk as it stands, and its name; nobody else may be writing.

    A part of it may be in the cache alone, and taken for written (``paths.write_again``). And of
    a folder that could not be synced when the log was made, SQLite says nothing.

    Raises:
        DiskFailed, DiskFull, StoreReadOnly: It is not on the disk.
    """
    with paths.disk_errors():
        paths.write_again(log)
        paths.sync_folder(log.parent)


class Connections:
    """Opened when they are asked for; after an error closed, and opened anew."""

    def __init__(self, path: Path, key: bytes) -> None:
        """Take the file and the subkey that opens it."""
        self._path, self._key = path, key
        self._log = log_of(path)
        self._read_guard = threading.RLock()
        self._reader: Connection | None = None
        self.writer: Connection | None = None

    def open_writer(self) -> Connection:
        """Open the connection that writes."""
        self.writer = driver.connect(self._path, self._key)
        return self.writer

    def apart(self) -> Connection:
        """Open a connection that only reads; who asked closes it."""
        return driver.connect(self._path, self._key, read_only=True)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Lend the one that only reads; what was read counts when the cipher has no complaint."""
        with self._read_guard, driver.translated():
            if self._reader is None:
                self._reader = self.apart()
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

    def settle(self, writer: Connection) -> None:
        """Fold the log into the file and cut it, each on the disk before the next step.

        A commit can be in the cache and not on the disk (a kill or an error before its fsync); a
        mark that promised it would run ahead. The log is written once more first: were a part of
        it lost while it is folded, its older frames would come back over pages that are newer.

        Raises:
            DiskFailed, DiskFull, StoreReadOnly: It is not on the disk.
        """
        settle_log(self._log)
        if not self._fold(writer):
            raise DiskFailed("busy")

    def fold_log(self, writer: Connection) -> bool:
        """Do the same where nobody is in the way; tell whether it was done.

        Raises:
            DiskFailed, DiskFull, StoreReadOnly: It is not on the disk.
        """
        with self._read_guard, driver.impatient(writer):
            return self._fold(writer)

    def _fold(self, writer: Connection) -> bool:
        with driver.translated():
            busy = writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if not busy:
            with paths.disk_errors():
                paths.sync_file(self._log)
        return not busy

    def abandon(self) -> None:
        """Close both after an error, and leave the log as it is, to be settled another time.

        The last connection that writes would fold it into the file as it closes, though nobody
        knows what of it is on the disk. One that only reads does not, and so it goes last.
        """
        with self._read_guard:
            with suppress(MeitinkerError):
                self._reader = self._reader or self.apart()
            self._close(self.writer, self._reader)

    def close(self) -> None:
        """Close both. Who is reading on another lane finishes first: no list ends in the middle."""
        with self._read_guard:
            self._close(self._reader, self.writer)

    def _close(self, *connections: Connection | None) -> None:
        for connection in connections:
            if connection is not None:
                with suppress(MeitinkerError), driver.translated():
                    connection.close()
        self._reader = self.writer = None
