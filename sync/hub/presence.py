"""Who works on a hub: any number of processes may serve it, and nobody while it is put back.

In its folder that is an operating-system lock, which ends with the process that holds it. A
PostgreSQL may be served from several machines, so there a lock of the database goes beside it.
"""

from __future__ import annotations

import contextlib
import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from meitinker import paths
from meitinker.errors import StoreInUse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sync.hub.home import OpenHub

_FILE = "hub.lock"
_KEY = 0x6D65_6974_6875_6273
"""Key of the lock in PostgreSQL: any number that is always the same."""

_SHARED = text("SELECT pg_try_advisory_lock_shared(:key)").bindparams(key=_KEY)
_ALONE = text("SELECT pg_try_advisory_lock(:key)").bindparams(key=_KEY)
_LET_GO = text("SELECT pg_advisory_unlock_all()")


@contextmanager
def serving(hub: OpenHub) -> Iterator[None]:
    """Say that this process serves, as others may, as long as the block runs.

    Raises:
        StoreInUse: The hub is being put back.
    """
    with _held(hub, alone=False):
        yield


@contextmanager
def alone(hub: OpenHub) -> Iterator[None]:
    """Keep every process out that wants to serve, as long as the block runs.

    Raises:
        StoreInUse: One serves now.
    """
    with _held(hub, alone=True):
        yield


@contextmanager
def _held(hub: OpenHub, *, alone: bool) -> Iterator[None]:
    with _file_held(hub.folder / _FILE, alone=alone):
        if hub.database.engine.dialect.name != "postgresql":
            yield
            return
        engine = hub.database.engine.execution_options(isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            if not connection.execute(_ALONE if alone else _SHARED).scalar_one():
                raise StoreInUse
            try:
                yield
            finally:
                # the lock is the session's, and the pool would keep that; a server that is told
                # of its end only may hold the lock a moment longer than whoever comes next waits
                with contextlib.suppress(DBAPIError):
                    connection.execute(_LET_GO)
                connection.invalidate()


@contextmanager
def _file_held(path: Path, *, alone: bool) -> Iterator[None]:
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0)
    with paths.disk_errors():
        file = os.open(path, flags, paths.FILE_MODE)
    try:
        try:
            _lock(file, alone=alone)
        except OSError:
            raise StoreInUse from None
        yield
    finally:
        os.close(file)


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int, *, alone: bool) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1 + alone)

else:
    import fcntl

    def _lock(file: int, *, alone: bool) -> None:
        fcntl.flock(file, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
