"""A backup under way: off both lanes of the store, with progress, and it can be stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from meitinker.errors import MeitinkerError
from meitinker.services import backups
from meitinker.store.lanes import Lane

if TYPE_CHECKING:
    from concurrent.futures import Future
    from pathlib import Path

    from meitinker.store.database import Database


class _Stopped(Exception):
    """Raised within the work when the user stopped it."""


class BackupWork(QObject):
    """Makes one backup at a time.

    Signals:
        progressed: What is done (``copy``, ``write``, ``verify``) and how far, in percent.
        made: The path of the backup, and how many attachments were missing in the store.
        failed: The error.
        stopped: The user stopped it; nothing was left behind.
    """

    progressed = Signal(str, int)
    made = Signal(object, int)
    failed = Signal(object)
    stopped = Signal()
    _bite = Signal(str, int)
    _ended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin idle."""
        super().__init__(parent)
        self._lane: Lane | None = None
        self._stop = False
        self._told = ("", -1)
        queued = Qt.ConnectionType.QueuedConnection
        self._bite.connect(self.progressed, queued)
        self._ended.connect(self._end, queued)

    @property
    def running(self) -> bool:
        """Whether a backup is being made."""
        return self._lane is not None

    def start(self, database: Database, target: Path | None) -> None:
        """Make a backup in ``target``, or among the device's own where it is None."""
        if self.running:
            return
        self._stop, self._told = False, ("", -1)
        self._lane = Lane("backup")
        future = self._lane.submit(lambda: self._make(database, target))
        future.add_done_callback(self._done)

    def stop(self) -> None:
        """Stop at the next bite."""
        self._stop = True

    def _make(self, database: Database, target: Path | None) -> tuple[Path, int]:
        """Runs on the lane."""
        path = backups.make(database, target, progress=self._progress)
        return path, len(backups.told(path).missing)

    def _progress(self, what: str, done: int, of: int) -> None:
        """Runs on the lane: tells of whole percents only, thousands of bites are noise."""
        if self._stop:
            raise _Stopped
        percent = 100 * done // max(of, 1)
        if (what, percent) != self._told and shiboken6.isValid(self):
            self._told = (what, percent)
            self._bite.emit(what, percent)

    def _done(self, future: Future[tuple[Path, int]]) -> None:
        if shiboken6.isValid(self):
            self._ended.emit(future)

    def _end(self, future: Future[tuple[Path, int]]) -> None:
        if self._lane is not None:
            self._lane.close()
            self._lane = None
        error = future.exception()
        if error is None:
            self.made.emit(*future.result())
        elif isinstance(error, _Stopped):
            self.stopped.emit()
        elif isinstance(error, MeitinkerError) and error.family != "bug":
            self.failed.emit(error)
        else:
            raise error
