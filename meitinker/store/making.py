"""Making the file of a store, and bringing it up to date: it is there whole or not at all."""

from __future__ import annotations

import shutil
from contextlib import suppress
from typing import TYPE_CHECKING

from meitinker import paths
from meitinker.errors import StoreDamaged, StoreExists
from meitinker.store import driver, migrations, state
from meitinker.store.connections import log_of

if TYPE_CHECKING:
    from pathlib import Path

    from meitinker.paths import StoreFolder
    from meitinker.store.state import StoreInfo


def make(folder: StoreFolder, key: bytes, info: StoreInfo) -> None:
    """Make the file beside its place, then give it its name.

    Raises:
        StoreExists: There is one already.
        StoreReadOnly, DiskFull, DiskFailed: The disk said no.
    """
    if folder.database.exists():
        raise StoreExists
    new = folder.database.with_suffix(".new")
    _begin_clean(folder, "store.new*")
    try:
        with driver.translated():
            connection = driver.connect(new, key)
            try:
                migrations.migrate(connection)
                state.begin(connection, info)
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                connection.close()
        with paths.disk_errors():
            new.replace(folder.database)
            paths.sync_folder(folder.root)
    finally:
        _clear(folder, "store.new*")


def migrate(folder: StoreFolder, key: bytes) -> None:
    """Migrate a copy, prove that it holds, and only then let it take the store's place.

    Nobody has the store open, and nothing stands in its write-ahead log: it would not be copied.

    Raises:
        StoreDamaged: The result does not pass the database's own checks.
        StoreReadOnly, DiskFull, DiskFailed: The disk said no.
    """
    copy = folder.database.with_suffix(".migrating")
    _begin_clean(folder, "store.migrating*")
    with paths.disk_errors():
        _copy(folder.database, copy)
    try:
        _migrate_file(copy, key)
        with paths.disk_errors():
            copy.replace(folder.database)
            paths.sync_folder(folder.root)
    finally:
        _clear(folder, "store.migrating*")


def look(folder: StoreFolder, key: bytes) -> Path:
    """Return a copy of the store in today's layout, to be looked at; the store stays as it is.

    Of a store that lacks savings nothing is migrated: its log is the last trace of them. Here it
    is copied, and folded into the copy.

    Raises:
        StoreDamaged: The result does not pass the database's own checks.
        StoreReadOnly, DiskFull, DiskFailed: The disk said no.
    """
    copy = folder.database.with_suffix(".look")
    _begin_clean(folder, "store.look*")
    try:
        with paths.disk_errors():
            _copy(folder.database, copy)
            log = log_of(folder.database)
            if log.exists():
                _copy(log, log_of(copy))
        _migrate_file(copy, key)
    except BaseException:
        forget_look(folder)
        raise
    return copy


def forget_look(folder: StoreFolder) -> None:
    """Remove the copy that was looked at, if there is one, also that of a program that was cut."""
    _clear(folder, "store.look*")


def _copy(source: Path, target: Path) -> None:
    paths.keep_private(target)
    shutil.copyfile(source, target)


def _begin_clean(folder: StoreFolder, names: str) -> None:
    """Remove what an attempt that was cut off left: its log would be read over a fresh file."""
    with paths.disk_errors():
        for leftover in folder.root.glob(names):
            leftover.unlink()


def _clear(folder: StoreFolder, names: str) -> None:
    """Remove what an attempt left, also on a disk that said no."""
    for leftover in folder.root.glob(names):
        with suppress(OSError):
            leftover.unlink(missing_ok=True)


def _migrate_file(path: Path, key: bytes) -> None:
    connection = driver.connect(path, key)
    try:
        with driver.translated():
            migrations.migrate(connection)
            state.put_program(connection)
            problems = driver.integrity_problems(connection)
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()
    if problems:
        raise StoreDamaged(f"{len(problems)} problems after migration")
