"""Collecting Python's garbage on the GUI thread only.

The interpreter collects on whichever thread happens to make the next object. On a lane of the
store that thread would delete Qt objects that belong to the GUI thread, which Qt does not allow
(timers that cannot be stopped, crashes). So the automatic collection stays off and a timer of
the GUI thread does it, by the interpreter's own thresholds.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_LOOK_EVERY = 1_000


class Collector(QObject):
    """Collects as usual, but here."""

    def __init__(self, parent: QObject) -> None:
        """Begin; what was built so far stays to the end and is left out."""
        super().__init__(parent)
        gc.disable()
        gc.freeze()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> int | None:
        """Collect the oldest generation that is due; return it, or None when none is."""
        counts, limits = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if limits[generation] and counts[generation] > limits[generation]:
                gc.collect(generation)
                return generation
        return None

    def stop(self) -> None:
        """Stop looking."""
        self._timer.stop()
