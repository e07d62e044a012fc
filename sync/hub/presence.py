"""Who works on a hub: any number of processes may serve it, and nobody while it is put back.

In its folder that is an operating-system lock, which ends with the process that holds it. A
PostgreSQL may be served from several machines, so there a lock of the database goes beside it. That
one ends with its connection, also where the process goes on: whoever serves looks now and then
whether it still stands, and takes it again, or stops.
"""

from __future__ import annotations

import contextlib
import logging
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

    from sqlalchemy import Connection, TextClause

    from sync.hub.home import OpenHub

_log = logging.getLogger(__name__)

_FILE = "hub.lock"
_KEY = 0x6D65_6974_6875_6273
"""Key of the lock in PostgreSQL: any number that is always the same."""

_SHARED = text("SELECT pg_try_advisory_lock_shared(:key)").bindparams(key=_KEY)
_ALONE = text("SELECT pg_try_advisory_lock(:key)").bindparams(key=_KEY)
_ALIVE = text("SELECT 1")
_LET_GO = text("SELECT pg_advisory_unlock_all()")


class Presence:
    """The lock of one process, as long as it works."""

    def __init__(self, connection: Connection | None, asked: TextClause) -> None:
        """Hold what ``asked`` gives on ``connection``; without one a file's lock is enough.

        Raises:
            StoreInUse: Somebody else works, or the hub is being put back.
        """
        self._connection = connection
        self._asked = asked
        self._lost = False
        if not self._take():
            raise StoreInUse

    def look(self) -> bool:
        """Tell whether the lock stands; where its connection was lost, it is taken again.

        False where somebody else took it meanwhile: this process must stop. While the database
        does not answer nobody can take it, so that is no reason.
        """
        if self._connection is None:
            return True
        try:
            # a connection that was lost tells so once, and is another from then on
            self._connection.execute(_ALIVE)
        except DBAPIError as error:
            _log.error("the connection that says that this process serves was lost", exc_info=error)
            self._lost = True
            self._connection.rollback()
        if not self._lost:
            return True
        try:
            return self._take()
        except DBAPIError:
            self._connection.rollback()
            return True

    def let_go(self) -> None:
        """Give the lock back.

        It is the session's, and the pool would keep that; a server that is told of its end only
        may hold the lock a moment longer than whoever comes next waits.
        """
        if self._connection is not None:
            with contextlib.suppress(DBAPIError):
                self._connection.execute(_LET_GO)
            self._connection.invalidate()

    def _take(self) -> bool:
        if self._connection is None:
            return True
        taken = bool(self._connection.execute(self._asked).scalar_one())
        self._lost = not taken
        return taken


@contextmanager
def serving(hub: OpenHub) -> Iterator[Presence]:
    """Say that this process serves, as others may, as long as the block runs.

    Raises:
        StoreInUse: The hub is being put back.
    """
    with _held(hub, alone=False) as presence:
        yield presence


@contextmanager
def alone(hub: OpenHub) -> Iterator[None]:
    """Keep every process out that wants to serve, as long as the block runs.

    Raises:
        StoreInUse: One serves now.
    """
    with _held(hub, alone=True):
        yield


@contextmanager
def _held(hub: OpenHub, *, alone: bool) -> Iterator[Presence]:
    asked = _ALONE if alone else _SHARED
    with _file_held(hub.folder / _FILE, alone=alone):
        if hub.database.engine.dialect.name != "postgresql":
            yield Presence(None, asked)
            return
        engine = hub.database.engine.execution_options(isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            presence = Presence(connection, asked)
            try:
                yield presence
            finally:
                presence.let_go()


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
