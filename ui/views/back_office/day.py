"""The part of Vandaag with the work of the back office: visits to check, and to hand over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.i18n import _
from meitinker.store.settings import ScreenSpot
from ui.viewmodels import places
from ui.viewmodels.today import office_items
from ui.views.back_office import KEY
from ui.views.today.part import DayPart
from ui.views.today.rows import DayCard

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from meitinker.domain.reviews import Status
    from ui.workplace import Workplace


class DayOffice(DayPart):
    """Fills a card, hidden while nothing waits for the office, and for who does not check."""

    kinds = (
        "visit",
        "review_step",
        "review_reply",
        "import_batch",
        "imported_visit",
        "import_undo",
    )

    def __init__(self, workplace: Workplace, parent: QWidget) -> None:
        """Build the card, empty, within ``parent``."""
        super().__init__(workplace, parent)
        self.card = DayCard(_("Backoffice"), parent)
        self.card.acted.connect(
            lambda item: self.go.emit(ScreenSpot(screen=KEY, section=item.section))
        )

    @property
    def nothing(self) -> bool:
        """Whether nothing waits for the office."""
        return not self.card.rows

    @staticmethod
    def read(workplace: Workplace) -> Mapping[Status, int]:
        """Return how many visits stand where; nothing for who does not check; runs on a lane."""
        if not places.makes(workplace.session.role, "review_step"):
            return {}
        from meitinker.services import reviews  # the office is not to hold up the first screen

        return reviews.counts(workplace.database, workplace.session)

    def show(self, found: Mapping[Status, int]) -> None:
        """Fill the card."""
        self.card.show_items(office_items(found))
        self.shown.emit()
