"""Where the user is in the window, written down: there they are again after a lock or a kill."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from meitinker.services import resuming

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.store.settings import ScreenSpot
    from ui.workplace import Workplace

_AFTER = 700
"""Milliseconds without a move after which the place is written."""


class Remembering(QObject):
    """Writes the spot a moment after each move, at once where that is asked."""

    def __init__(
        self, workplace: Workplace, parent: QObject, where: Callable[[], ScreenSpot | None]
    ) -> None:
        """Begin with nothing to write; ``where`` tells the spot, if there is one."""
        super().__init__(parent)
        self._workplace, self._where = workplace, where
        self.pause = QTimer(self)
        self.pause.setSingleShot(True)
        self.pause.setInterval(_AFTER)
        self.pause.timeout.connect(self.now)

    def soon(self) -> None:
        """The user moved: write that once they stay."""
        self.pause.start()

    def stop(self) -> None:
        """The store is about to be closed: nothing more is written."""
        self.pause.stop()

    def now(self) -> None:
        """Write where the user is."""
        self.pause.stop()
        where = self._where()
        if where is not None:
            self.write(where, lambda _safe: None)

    def write(self, where: ScreenSpot, done: Callable[[bool], None]) -> None:
        """Write ``where``, and tell whether that was done."""
        self._workplace.tasks.write(
            self,
            partial(resuming.remember, self._workplace.database, where),
            done=lambda _result: done(True),
            failed=lambda _error: done(False),
        )
