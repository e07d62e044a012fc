"""SQLCipher as the program wants it, and its errors as ours.

The only module that imports ``sqlcipher3``; it also points sqlite-utils at that driver, whose
error classes would be the standard library's otherwise.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import sqlcipher3
from sqlcipher3 import dbapi2

from meitinker import paths
from meitinker.errors import BugError, DiskFailed, DiskFull, StoreDamaged, StoreReadOnly

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from sqlite3 import Connection as Connection  # the same interface, with types
else:
    Connection = dbapi2.Connection
DatabaseError = dbapi2.DatabaseError
MODULE = dbapi2
"""The driver itself (PEP 249), for a library that opens its connections here."""

OLDEST_SQLITE = (3, 51, 3)
"""Older ones can lose a checkpointed WAL (the WAL-reset bug mended in 3.51.3)."""

PLAIN_HEADER = b"SQLite format 3\x00"

Row = tuple[Any, ...]

_PATIENCE = 10
"""Seconds that a connection waits for another one that is in its way."""


def use_with_sqlite_utils() -> None:
    """Make sqlite-utils import this driver, also for the errors that it catches."""
    sys.modules.setdefault("pysqlite3", sqlcipher3)
    sys.modules.setdefault("pysqlite3.dbapi2", dbapi2)


def check_versions() -> None:
    """Refuse to run on an SQLite that is too old or without a cipher.

    Raises:
        BugError: The driver is not the one the program was built with.
    """
    if dbapi2.sqlite_version_info < OLDEST_SQLITE:
        raise BugError(f"SQLite {dbapi2.sqlite_version} is too old")
    probe = dbapi2.connect(":memory:")
    try:
        version = probe.execute("PRAGMA cipher_version").fetchone()
    finally:
        probe.close()
    if not version or not version[0]:
        raise BugError("this SQLite has no cipher")


def connect(path: Path, key: bytes, *, read_only: bool = False) -> Connection:
    """Open the database at ``path`` with a raw 32-byte key.

    Args:
        path: The file; made when it is not there and not ``read_only``.
        key: 32 bytes; no derivation takes place.
        read_only: Refuse every write on this connection.

    Raises:
        StoreDamaged: Wrong key or damaged first page.
        StoreReadOnly: The file cannot be written.
        DiskFull, DiskFailed: The disk said no.
    """
    mode = "ro" if read_only else "rwc"
    if not read_only:
        with paths.disk_errors():
            paths.keep_private(path)  # its log and index are made with the mode of the file
    with translated():
        connection: Connection = dbapi2.connect(
            f"{path.absolute().as_uri()}?mode={mode}",
            uri=True,
            isolation_level=None,
            check_same_thread=False,
            timeout=_PATIENCE,
        )
        try:
            _configure(connection, key, read_only=read_only)
        except BaseException:
            connection.close()
            raise
    return connection


def _configure(connection: Connection, key: bytes, *, read_only: bool) -> None:
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    connection.execute("PRAGMA cipher_memory_security = OFF")
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("PRAGMA mmap_size = 0")
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cache_size = -32000")
    if read_only:
        connection.execute("PRAGMA query_only = ON")
        return
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA wal_autocheckpoint = 1000")


@contextmanager
def impatient(connection: Connection) -> Iterator[None]:
    """Let ``connection`` give up at once within the block where another one is in its way."""
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        yield
    finally:
        connection.execute(f"PRAGMA busy_timeout = {_PATIENCE * 1000}")


def require_sound(connection: Connection) -> None:
    """Refuse what was read on ``connection`` when a page of it failed the cipher's check.

    SQLCipher hands such a page over as zeros and raises nothing: the last page of a long text
    would be shown as a hole.

    Raises:
        StoreDamaged: A page did not hold; the connection is of no use any more.
    """
    if connection.execute("PRAGMA cipher_status").fetchone()[0] != "1":
        raise StoreDamaged("a page does not hold")


def integrity_problems(connection: Connection) -> list[str]:
    """Return what the cipher, the database and the foreign keys find wrong; names only."""
    return [
        *(f"cipher: {words}" for words in cipher_problems(connection)),
        *(f"database: {words}" for words in database_problems(connection)),
        *(f"reference: {words}" for words in reference_problems(connection)),
    ]


def cipher_problems(connection: Connection) -> Iterator[str]:
    """Yield the pages that do not hold."""
    yield from (str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check"))


def database_problems(connection: Connection) -> Iterator[str]:
    """Yield what SQLite finds wrong in its tables and in the index of search."""
    found = connection.execute("PRAGMA integrity_check")
    yield from (str(row[0]) for row in found if row[0] != "ok")


def reference_problems(connection: Connection) -> Iterator[str]:
    """Yield the tables with a row that points at nothing."""
    yield from (str(row[0]) for row in connection.execute("PRAGMA foreign_key_check"))


def is_encrypted(path: Path) -> bool:
    """Tell whether the file at ``path`` may be an encrypted database: not plain, not empty.

    An emptied file would open as a new and plain empty database.
    """
    with paths.disk_errors(), path.open("rb") as file:
        header = file.read(len(PLAIN_HEADER))
    return len(header) == len(PLAIN_HEADER) and header != PLAIN_HEADER


_BY_MESSAGE = (
    ("database or disk is full", DiskFull),
    ("readonly database", StoreReadOnly),
    ("unable to open database file", StoreReadOnly),
    ("file is not a database", StoreDamaged),
    ("malformed", StoreDamaged),
    ("vtable constructor failed", StoreDamaged),  # the first page of a search table
    ("disk I/O error", DiskFailed),
    ("database is locked", DiskFailed),
    ("out of memory", DiskFailed),
)

_BY_CODE = {
    8: StoreReadOnly,  # SQLITE_READONLY
    10: DiskFailed,  # SQLITE_IOERR
    11: StoreDamaged,  # SQLITE_CORRUPT, also of the search tables, whose words differ
    13: DiskFull,  # SQLITE_FULL
    14: StoreReadOnly,  # SQLITE_CANTOPEN
    26: StoreDamaged,  # SQLITE_NOTADB
    5: DiskFailed,  # SQLITE_BUSY
    7: DiskFailed,  # SQLITE_NOMEM
}


@contextmanager
def translated() -> Iterator[None]:
    """Turn errors of the driver into the program's own; ``paths.disk_errors`` does the disk's.

    Messages of the driver may hold values of rows, so they are not carried over.
    """
    try:
        yield
    except dbapi2.DatabaseError as error:
        text = str(error)
        for words, ours in _BY_MESSAGE:
            if words in text:
                raise ours(words) from None
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in _BY_CODE:
            raise _BY_CODE[code](f"SQLite error {code}") from None
        raise BugError(f"{type(error).__name__} of the database") from error
