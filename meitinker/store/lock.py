"""The lock that keeps a second copy of the program away from a store."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from meitinker import paths
from meitinker.errors import StoreInUse

if TYPE_CHECKING:
    from pathlib import Path


class StoreLock:
    """An operating-system lock on ``store.lock``; it ends with the process that holds it."""

    def __init__(self, path: Path) -> None:
        """Take the lock.

        Raises:
            StoreInUse: Another process holds it.
            StoreReadOnly, DiskFull, DiskFailed: The lock file cannot be opened.
        """
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0)
        with paths.disk_errors():
            self._file = os.open(path, flags, 0o600)
        try:
            _lock(self._file)
        except OSError:
            os.close(self._file)
            raise StoreInUse from None

    def release(self) -> None:
        """Let go; a second call does nothing."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
