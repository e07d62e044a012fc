"""Concluding a conversation: it has no way back, so it takes two presses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from meitinker.services import visits

if TYPE_CHECKING:
    from meitinker.changes import Changes
    from meitinker.errors import MeitinkerError
    from ui.views.visits.closing import ClosingSection
    from ui.views.visits.desk import Desk


class Concluding(QObject):
    """What happens at "Gesprek afronden". The law's list warns and never blocks.

    Signals:
        turned: The main button does something else now: see :attr:`sure`.
        concluded: The visit is concluded and read anew.
    """

    turned = Signal()
    concluded = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        """Begin unsure."""
        super().__init__(parent)
        self._desk = desk
        self._under_way = False
        self._warned = False
        # A double click, or a key held down, is one press: nobody has read the warning yet.
        self._reading = QTimer(self)
        self._reading.setSingleShot(True)
        self._reading.setInterval(QApplication.doubleClickInterval())
        self._reading.timeout.connect(self.turned)

    @property
    def sure(self) -> bool:
        """Whether the next press concludes: the warning was there long enough to be seen."""
        return self._warned and not self._reading.isActive()

    def press(self, section: ClosingSection) -> None:
        """Warn at the first press; at the second keep all, look at the signature, conclude."""
        if self._under_way:
            return
        if not self.sure:
            self._reading.start()
            if not self._warned:
                self._warned = True
                section.warn()
            return
        self._under_way = True
        section.signing.sign_now(lambda signed: self._signed(section) if signed else self._stop())

    def back_off(self) -> None:
        """Be unsure again: the user went elsewhere."""
        self._warned = False
        self._reading.stop()

    def _signed(self, section: ClosingSection) -> None:
        def kept(safe: bool) -> None:
            if safe:
                section.signing.check_signature(
                    lambda same: self._conclude() if same else self._stop()
                )
            else:
                self._stop()

        self._desk.keeping.flush(kept)

    def _stop(self) -> None:
        self._under_way = False

    def _conclude(self) -> None:
        work, visit_id = self._desk.workplace, self._desk.visit_id

        def done(_changes: Changes) -> None:
            self._desk.reload(self._finish, failed=lambda _error: self._stop())

        def refused(error: MeitinkerError) -> None:
            self._stop()
            self._desk.failed.emit(error)

        self._desk.act(
            lambda: visits.conclude(work.database, work.session, visit_id),
            done=done,
            failed=refused,
        )

    def _finish(self) -> None:
        self._stop()
        self.concluded.emit()
