"""A copy of a file that leaves the program: in bites, with how far it is, and to be stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from meitinker.store.lanes import Priority

if TYPE_CHECKING:
    from collections.abc import Iterator

    from meitinker.errors import MeitinkerError
    from meitinker.exchange.pdfs import Share
    from ui.workplace import Workplace


class Copying(QObject):
    """Makes one copy at a time; who goes away stops it, and then there is none.

    Signals:
        progressed: How many pages are done, and how many there are.
        ended: None where the copy is there, else the error.
    """

    progressed = Signal(int, int)
    ended = Signal(object)

    def __init__(self, workplace: Workplace, parent: QObject) -> None:
        """Begin without a copy."""
        super().__init__(parent)
        self._tasks = workplace.tasks
        self._bites: Iterator[Share] | None = None

    @property
    def running(self) -> bool:
        """Whether a copy is being made."""
        return self._bites is not None

    def start(self, bites: Iterator[Share]) -> None:
        """Make the copy that comes of ``bites``."""
        if self._bites is None:
            self._bites = bites
            self._next(bites)

    def stop(self) -> None:
        """Make it no further; the page at hand is the last."""
        self._bites = None

    def _next(self, bites: Iterator[Share]) -> None:
        # After what a user asks for in the meantime, such as another file.
        self._tasks.file(
            self,
            lambda: next(bites, None),
            done=lambda share: self._went_on(bites, share),
            failed=self._failed,
            urgency=Priority.BACKGROUND,
        )

    def _went_on(self, bites: Iterator[Share], share: Share | None) -> None:
        if self._bites is not bites:
            return
        if share is None:
            self._bites = None
            self.ended.emit(None)
        else:
            self.progressed.emit(*share)
            self._next(bites)

    def _failed(self, error: MeitinkerError) -> None:
        self._bites = None
        self.ended.emit(error)
