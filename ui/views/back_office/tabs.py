"""Backoffice in the rail: the visits that came in, and what was handed over, behind a tab each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QTabBar, QVBoxLayout, QWidget

from meitinker.i18n import _
from ui.place_view import PlaceView
from ui.theme import px
from ui.views.back_office import BATCHES, KEY
from ui.views.back_office.batches import BatchesPage
from ui.views.back_office.place import VisitsAtOffice
from ui.widgets.stack import Stack

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from meitinker.changes import Changes
    from meitinker.store.settings import Place
    from ui.workplace import Workplace


class BackOfficePlace(PlaceView):
    """A row of tabs, and below it the page that is turned to; each is a place of its own."""

    key = KEY

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build both pages; they load nothing before they are turned to."""
        super().__init__(workplace, parent)
        self.tabs = QTabBar(self)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setAccessibleName(_("Onderdelen van Backoffice"))
        self._stack = Stack(self)
        self.visits = VisitsAtOffice(workplace, self._stack)
        self.batches = BatchesPage(workplace, self._stack)
        self._pages: tuple[PlaceView, ...] = (self.visits, self.batches)
        self._here = 0
        for page, name in zip(self._pages, (_("Gesprekken"), _("Leveringen")), strict=True):
            self.tabs.addTab(name)
            self._stack.addWidget(page)
            page.go.connect(self.go)
            page.told.connect(self.told)
            page.moved.connect(self.moved)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(8), px(4), 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addWidget(self._stack, 1)
        self.tabs.currentChanged.connect(self._turned)

    @property
    def page(self) -> PlaceView:
        """The page that is shown."""
        return self._pages[self._here]

    def arrive(self, spot: Place | None) -> None:
        """Show the page that the spot means, or the visits."""
        self._turn_to(int(spot is not None and spot.section == BATCHES))
        self.page.arrive(spot)

    def spot(self) -> Place:
        """Return where the user is on the page at hand."""
        return self.page.spot()

    def resident(self) -> str:
        """Return whom the page at hand is about."""
        return self.page.resident()

    def leave(self, done: Callable[[bool], None]) -> None:
        """Keep what was typed on the page at hand."""
        self.page.leave(done)

    def refresh(self, changes: Changes) -> None:
        """Tell both pages."""
        for page in self._pages:
            page.refresh(changes)

    def confirm(self) -> None:
        """Press the main button of the page at hand."""
        self.page.confirm()

    def save_now(self) -> None:
        """Keep what was typed on the page at hand."""
        self.page.save_now()

    def turn_section(self, step: int) -> None:
        """Go to the next or previous tab."""
        self.tabs.setCurrentIndex((self._here + step) % self.tabs.count())

    def next_pane(self, step: int) -> None:
        """Move the focus on the page at hand."""
        self.page.next_pane(step)

    def reading(self) -> Sequence[QWidget]:
        """Return the tabs and the parts of the page."""
        return (self.tabs, *self.page.reading())

    def _turned(self, number: int) -> None:
        """A tab was pressed: the page that is left keeps its own first."""
        left = self._here

        def kept(safe: bool) -> None:
            self._turn_to(number if safe else left)
            if safe:
                self.page.arrive(None)
                self.moved.emit()

        self.page.leave(kept)

    def _turn_to(self, number: int) -> None:
        self._here = number
        self.tabs.blockSignals(True)
        self.tabs.setCurrentIndex(number)
        self.tabs.blockSignals(False)
        self._stack.setCurrentWidget(self._pages[number])
