"""Concluding a conversation: it has no way back, so it takes two presses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from meitinker.i18n import _
from meitinker.services import visits

if TYPE_CHECKING:
    from meitinker.changes import Changes
    from ui.views.visits.closing import ClosingSection
    from ui.views.visits.desk import Desk
    from ui.views.visits.telling import Telling


class Concluding(QObject):
    """What happens at "Gesprek afronden". The law's list warns and never blocks.

    Signals:
        concluded: The visit is concluded and read anew.
    """

    concluded = Signal()

    def __init__(self, desk: Desk, telling: Telling, parent: QObject) -> None:
        """Begin unsure."""
        super().__init__(parent)
        self._desk = desk
        self._telling = telling
        self.sure = False

    def press(self, section: ClosingSection) -> None:
        """Warn at the first press; at the second keep all, look at the signature, conclude."""
        if not self.sure:
            self.sure = True
            self._telling.tell(
                "waarschuwing",
                _("Na het afronden kunt u dit gesprek niet meer veranderen. Klopt alles?"),
            )
            section.missing.call()
            return

        def kept(safe: bool) -> None:
            if safe:
                section.check_signature(lambda same: self._conclude() if same else None)

        section.sign_now(lambda: self._desk.keeping.flush(kept))

    def _conclude(self) -> None:
        work, visit_id = self._desk.workplace, self._desk.visit_id

        def done(_changes: Changes) -> None:
            self._telling.bar.clear()
            self._desk.reload(self.concluded.emit)

        self._desk.act(lambda: visits.conclude(work.database, work.session, visit_id), done=done)
