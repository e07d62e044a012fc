"""Idleness: nobody touched key or mouse for a while."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

from meitinker import clock

IDLE_AFTER: Final = timedelta(minutes=10)
WARN_BEFORE: Final = timedelta(seconds=60)

_TICK: Final = 1000  # milliseconds
_TOUCHES: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TabletMove,
        QEvent.Type.TabletPress,
        QEvent.Type.InputMethod,
    }
)


class IdleWatcher(QObject):
    """Warns, then tells, that nobody is there; any touch in between begins anew.

    The time of day decides, not a count of ticks: a laptop that slept for an hour was idle for
    an hour, whatever its timers did.
    """

    warned = Signal(int)
    """Whole seconds left; once a second during the last :data:`WARN_BEFORE`."""

    resumed = Signal()
    """Someone touched key or mouse after a warning."""

    idle = Signal()
    """Time to lock; once, until the next touch."""

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        after: timedelta = IDLE_AFTER,
        warn_before: timedelta = WARN_BEFORE,
    ) -> None:
        """Watch from now on: who unlocked touched the program just now.

        Args:
            parent: Owner.
            after: How long until :attr:`idle`.
            warn_before: How long before that :attr:`warned` begins.
        """
        super().__init__(parent)
        self._after = after
        self._warn_before = warn_before
        self._touched = clock.now()
        self._warning = False
        self._over = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.check)
        self._timer.start(_TICK)
        self._look()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note a touch and let every event pass."""
        kind = event.type()
        if kind in _TOUCHES:
            self.touch()
        elif kind == QEvent.Type.FocusOut and not isinstance(watched, QWindow):
            watched.removeEventFilter(self)
        return False

    def _look(self) -> None:
        """Look at every window that there is now, and at what has the keyboard.

        Key, mouse, pen and finger come in at a window of the system, words of an input method at
        what has the keyboard. Widgets have thousands of events when a page is built, and each
        that passes Python costs as much as the work it asks for.
        """
        for entrance in _entrances():
            entrance.installEventFilter(self)

    def touch(self) -> None:
        """Note that someone is there."""
        # A touch later than the end comes too late: the lock is decided by the clock.
        if self._left() <= timedelta():
            self.check()
            return
        self._touched = clock.now()
        if self._warning:
            self._warning = False
            self.resumed.emit()

    def check(self) -> None:
        """Compare the clock with the last touch, and look at windows that came.

        The timer asks this every second. A touch that a new window gets before that makes the
        lock come a second early at the most, never late.
        """
        if self._over:
            return
        self._look()
        left = self._left()
        if left <= timedelta():
            self._over = True
            self.idle.emit()
        elif left <= self._warn_before:
            self._warning = True
            self.warned.emit(int(left.total_seconds()))

    def _left(self) -> timedelta:
        now = clock.now()
        if now < self._touched:
            self._touched = now  # the clock was set back: it must not hold up the lock for days
        return self._after - (now - self._touched)

    def stop(self) -> None:
        """Stop watching; safe to call twice."""
        self._over = True
        self._timer.stop()
        for entrance in _entrances():
            entrance.removeEventFilter(self)


def _entrances() -> list[QObject]:
    keyboard = QGuiApplication.focusObject()
    return [*QGuiApplication.allWindows(), *([keyboard] if keyboard is not None else [])]
