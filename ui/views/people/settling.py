"""Writing a look-up down once it has rested: not at every key, and not later than it was used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from ui.views.people.people_list import SETTLED_AFTER

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.workplace import Workplace


class SettledLog(QObject):
    """Keeps the last look-up until nothing was typed for a moment, then writes it down."""

    def __init__(self, workplace: Workplace, parent: QObject) -> None:
        """Begin with nothing to write."""
        super().__init__(parent)
        self._workplace = workplace
        self._write: Callable[[], None] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLED_AFTER)
        self._timer.timeout.connect(self.now)

    def shown(self, write: Callable[[], None]) -> None:
        """Let ``write``, which calls a service, write down what is shown once it has rested."""
        self._write = write
        self._timer.start()

    def forget(self) -> None:
        """What was shown is gone before anyone could read it."""
        self._write = None
        self._timer.stop()

    def now(self) -> None:
        """Write it down now: it rested, or the user went on with what was found."""
        write = self._write
        self.forget()
        if write is not None:
            self._workplace.tasks.write(self, write)
