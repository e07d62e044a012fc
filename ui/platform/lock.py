"""What every lock watcher offers, and the one that can watch nothing."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QObject, Signal


class Watching(Enum):
    """How much of the desktop a watcher hears."""

    FULLY = "fully"
    LOCK_ONLY = "lock_only"
    SLEEP_ONLY = "sleep_only"
    NOTHING = "nothing"

    @classmethod
    def of(cls, *, lock: bool, sleep: bool) -> Watching:
        """Return the member for what is heard."""
        if lock and sleep:
            return cls.FULLY
        if lock:
            return cls.LOCK_ONLY
        return cls.SLEEP_ONLY if sleep else cls.NOTHING


class LockWatcher(QObject):
    """Hears that the screen is locked or the computer goes to sleep.

    This base hears nothing; it stands where a system offers no way. A desktop that cannot be
    heard is no reason to stop: the idle watcher locks as well, and :attr:`watching` lets the
    settings page say how things are.
    """

    sessionLocked = Signal()
    aboutToSleep = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Start hearing nothing."""
        super().__init__(parent)
        self._watching = Watching.NOTHING

    @property
    def watching(self) -> Watching:
        """How much is heard."""
        return self._watching

    def stop(self) -> None:
        """Stop hearing; safe to call twice."""
        self._watching = Watching.NOTHING
