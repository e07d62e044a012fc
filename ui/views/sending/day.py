"""The part of Vandaag with residents about whom a choice waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.i18n import _
from meitinker.services import conflicts
from meitinker.store.settings import ScreenSpot
from ui.viewmodels.conflict_cards import day_items
from ui.views.sending import KEY
from ui.views.today.part import DayPart
from ui.views.today.rows import DayCard

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from meitinker.changes import Changes
    from meitinker.services.conflicts import Asking
    from ui.workplace import Workplace


class DayConflicts(DayPart):
    """Fills a card, hidden while no choice waits."""

    def __init__(self, workplace: Workplace, parent: QWidget) -> None:
        """Build the card, empty, within ``parent``."""
        super().__init__(workplace, parent)
        self.card = DayCard(_("Kies wat klopt"), parent)
        self.card.acted.connect(
            lambda item: self.go.emit(ScreenSpot(screen=KEY, record_id=item.record_id))
        )
        self.card.looked.connect(
            lambda item: self.go.emit(ScreenSpot(screen="people", record_id=item.record_id))
        )
        if workplace.sending is not None:
            workplace.sending.ended.connect(lambda _outcome, _asked: self.load())

    @property
    def nothing(self) -> bool:
        """Whether no choice waits."""
        return not self.card.rows

    @staticmethod
    def read(workplace: Workplace) -> tuple[Asking, ...]:
        """Return about whom choices wait; runs on a lane."""
        return conflicts.asking(workplace.database, workplace.session)

    def show(self, found: tuple[Asking, ...]) -> None:
        """Fill the card."""
        self.card.show_items(day_items(found))
        self.shown.emit()

    def refresh(self, changes: Changes) -> None:
        """Look again when a choice was made or taken back, or a name may have changed."""
        if conflicts.asks_anew(changes) or (self.card.rows and changes.touches("person")):
            self.load()
