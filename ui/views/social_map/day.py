"""The part of Vandaag with what the back office answered to what the user told of the map."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from meitinker.i18n import _
from meitinker.store.settings import ScreenSpot
from ui.viewmodels.today import heard_items
from ui.views.social_map import KEY
from ui.views.today.part import DayPart
from ui.views.today.rows import DayCard

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from meitinker.services.map_answers import HeardAnswer
    from ui.viewmodels.today import Item
    from ui.workplace import Workplace


class DayAnswers(DayPart):
    """Fills a card, hidden while there is no answer that was not read."""

    kinds = ("map_correction_answer", "missing_service_answer", "map_service")

    def __init__(self, workplace: Workplace, parent: QWidget) -> None:
        """Build the card, empty, within ``parent``."""
        super().__init__(workplace, parent)
        self.card = DayCard(_("Antwoord op wat u doorgaf"), parent)
        self.card.acted.connect(self._read)
        self.card.looked.connect(
            lambda item: self.go.emit(ScreenSpot(screen=KEY, record_id=item.record_id))
        )

    @property
    def nothing(self) -> bool:
        """Whether every answer was read."""
        return not self.card.rows

    @staticmethod
    def read(workplace: Workplace) -> tuple[HeardAnswer, ...]:
        """Return the answers that were not read yet; runs on a lane."""
        from meitinker.services import map_answers  # the map is not to hold up the first screen

        return map_answers.heard(workplace.database, workplace.session)

    def show(self, found: tuple[HeardAnswer, ...]) -> None:
        """Fill the card."""
        self.card.show_items(heard_items(found))
        self.shown.emit()

    def _read(self, item: Item) -> None:
        from meitinker.services import map_answers

        work = self._workplace
        work.tasks.write(
            self,
            partial(map_answers.note_read, work.database, item.key),
            done=lambda _none: self.load(),
            failed=self.failed.emit,
        )
