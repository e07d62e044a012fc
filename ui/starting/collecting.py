"""Collecting Python's garbage on the GUI thread only.

The interpreter collects on whichever thread happens to make the next object. On a lane of the
store that thread would delete Qt objects that belong to the GUI thread, which Qt does not allow
(timers that cannot be stopped, crashes). So the automatic collection stays off and a timer of
the GUI thread does it, by the interpreter's own thresholds and its rule for all that is old: it
is gone through when a quarter has come to it, as that holds a key for as long as there is much.

What modules are made of stays to the end. It is left out as soon as they are loaded: gone through
with what was built meanwhile, it would be most of each collection.
"""

from __future__ import annotations

import gc
import sys

from PySide6.QtCore import QObject, QTimer

_LOOK_EVERY = 250
_OLDEST = 2
_SHARE = 4
"""Of what is old, one in so many must be new before all of it is gone through."""


class Collector(QObject):
    """Collects as usual, but here."""

    def __init__(self, parent: QObject) -> None:
        """Begin; what was built so far stays to the end and is left out."""
        super().__init__(parent)
        gc.disable()
        self._old = self._asked_at = 0
        self.leave_out()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def leave_out(self) -> None:
        """Leave what is there now out of all that is gone through: it stays to the end."""
        self._loaded = len(sys.modules)
        gc.freeze()

    def look(self) -> int | None:
        """Collect the oldest generation that is due; return it, or None when none is.

        After modules were loaded that is the youngest, whatever else is due.
        """
        if len(sys.modules) > self._loaded:
            gc.collect(0)
            self.leave_out()
            return 0
        counts, limits = gc.get_count(), gc.get_threshold()
        due = [one for one in (_OLDEST, 1, 0) if limits[one] and counts[one] > limits[one]]
        if _OLDEST in due and not self._much_is_new(counts[_OLDEST] - self._asked_at):
            due.remove(_OLDEST)
        if not due:
            return None
        gone = gc.collect(due[0])
        if due[0] == _OLDEST:
            self._old, self._asked_at = max(self._old - gone, 0), 0
        return due[0]

    def _much_is_new(self, since: int) -> bool:
        """Tell whether enough came to what is old; counted once in as often as Python collects."""
        if 0 < since <= gc.get_threshold()[_OLDEST]:
            return False
        self._asked_at = gc.get_count()[_OLDEST]
        old = len(gc.get_objects(generation=_OLDEST))
        if old - self._old <= self._old // _SHARE:
            return False
        self._old = old
        return True

    def stop(self) -> None:
        """Stop looking."""
        self._timer.stop()
