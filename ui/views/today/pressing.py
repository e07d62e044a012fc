"""The part of Vandaag with requests and applications whose clock runs out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.i18n import _
from meitinker.services import application_files, request_files
from meitinker.store.settings import ScreenSpot
from ui.viewmodels import pressing as said
from ui.views.requests import SECTION as REQUESTS
from ui.views.today.part import DayPart
from ui.views.today.rows import DayCard
from ui.views.week import FOR
from ui.views.week import SECTION as WEEK

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from meitinker.services.application_files import Undecided
    from meitinker.services.request_files import Pressing
    from ui.viewmodels.today import Item
    from ui.workplace import Workplace

    Waiting = tuple[Pressing, tuple[Undecided, ...]]


class DayRequests(DayPart):
    """Fills a card with questions and one with decisions, each hidden while no clock presses."""

    kinds = (
        "request", "appointment", "visit", "handover", "application", "letter",
        "reference_overlay", "person", "person_merge",
    )  # fmt: skip

    def __init__(self, workplace: Workplace, parent: QWidget) -> None:
        """Build the cards, empty, within ``parent``."""
        super().__init__(workplace, parent)
        self._due: tuple[Item, ...] = ()
        self.card = DayCard(_("Vragen met haast"), parent)
        self.decisions = DayCard(_("Besluiten die er moeten zijn"), parent)
        for card in (self.card, self.decisions):
            card.acted.connect(self._act)
            card.looked.connect(
                lambda item: self.go.emit(ScreenSpot(screen="people", record_id=item.record_id))
            )
        self.decisions.more.connect(self._show_all)
        self.card.more.connect(lambda: self.go.emit(ScreenSpot(screen="today", section=REQUESTS)))

    @property
    def nothing(self) -> bool:
        """Whether no clock presses."""
        return not (self.card.rows or self.decisions.rows)

    @staticmethod
    def read(workplace: Workplace) -> Waiting:
        """Return the clocks that press now; runs on a lane."""
        database, session = workplace.database, workplace.session
        return (
            request_files.pressing(database, session, within=said.SOON, most=said.MOST),
            application_files.undecided(database, session),
        )

    def show(self, found: Waiting) -> None:
        """Fill the cards with the clocks that press."""
        asked, undecided = found
        self.card.show_items(said.pressing(asked.first), more=said.more_words(asked.further))
        self._due = said.decisions(undecided)
        rest = said.more_decisions(max(len(self._due) - said.MOST, 0))
        self.decisions.show_items(self._due[: said.MOST], more=rest)
        self.shown.emit()

    def _show_all(self) -> None:
        before = len(self.decisions.rows)
        self.decisions.show_items(self._due)
        self.decisions.rows[before].button.setFocus()

    def _act(self, item: Item) -> None:
        if item.screen == "today":
            spot = ScreenSpot(screen="today", section=WEEK, field=FOR, record_id=item.key)
        else:
            spot = ScreenSpot(screen="people", section=REQUESTS, record_id=item.record_id)
        self.go.emit(spot)
