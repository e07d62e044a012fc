"""Idleness: nobody touched key or mouse for a while."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QInputEvent, QInputMethodEvent

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


_INPUT: Final = (QInputEvent, QInputMethodEvent)


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
        application: QCoreApplication,
        parent: QObject | None = None,
        *,
        after: timedelta = IDLE_AFTER,
        warn_before: timedelta = WARN_BEFORE,
    ) -> None:
        """Watch ``application`` from the first tick on: who unlocked it touched it just now.

        Args:
            application: Whose events count.
            parent: Owner.
            after: How long until :attr:`idle`.
            warn_before: How long before that :attr:`warned` begins.
        """
        super().__init__(parent)
        self._application = application
        self._after = after
        self._warn_before = warn_before
        self._touched = clock.now()
        self._warning = False
        self._told = False
        self._listening = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.check)
        self._timer.start(_TICK)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note a touch and let every event pass; then look away for a whole tick.

        What a touch sets off, a page that is built perhaps, are thousands of events, and each
        that passes here costs as much as the work it asks for. Touches that are missed meanwhile
        make the lock come a second early at the most, never late.
        """
        # Every event of the program passes here: its class costs far less than its type.
        if isinstance(event, _INPUT) and event.type() in _TOUCHES:
            self._application.removeEventFilter(self)
            self._listening = False
            self._timer.start(_TICK)
            self.touch()
        return False

    def _listen(self) -> None:
        if not self._listening:
            self._listening = True
            self._application.installEventFilter(self)

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
        """Compare the clock with the last touch, and look out for the next.

        The timer asks this every second.
        """
        self._listen()
        if self._told:
            return
        left = self._left()
        if left <= timedelta():
            self._told = True
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
        self._timer.stop()
        self._application.removeEventFilter(self)
