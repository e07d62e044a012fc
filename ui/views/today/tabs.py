"""Vandaag in the rail: the day itself, the open requests and the week, behind a tab each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QTabBar, QVBoxLayout, QWidget

from meitinker.i18n import _
from meitinker.store.settings import Place
from ui.place_view import PlaceView
from ui.theme import px
from ui.views.papers import SECTION as PAPERS
from ui.views.requests import SECTION as REQUESTS
from ui.views.today.place import TodayPlace
from ui.views.week import SECTION as WEEK
from ui.widgets.stack import Stack

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from meitinker.changes import Changes
    from ui.views.today.reads import FirstReads
    from ui.workplace import Workplace

DAY = ""
"""The section of a spot in Vandaag that means the day itself."""


class TodayTabs(PlaceView):
    """A row of tabs, and below it the page that is turned to; each is a place of its own.

    The day is made with the window, because it is what the program opens with; the others are
    made when they are first turned to.
    """

    key = "today"

    def __init__(
        self,
        workplace: Workplace,
        parent: QWidget | None = None,
        *,
        ahead: FirstReads | None = None,
    ) -> None:
        """Build it at the day; ``ahead`` are its first readings, which are under way."""
        super().__init__(workplace, parent)
        self.tabs = QTabBar(self)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setAccessibleName(_("Onderdelen van Vandaag"))
        self._stack = Stack(self)
        self.day = TodayPlace(workplace, self._stack, ahead=ahead)
        self._pages: dict[str, PlaceView] = {}
        self._here = DAY
        self._sections = tuple(_makers())
        for section in self._sections:
            self.tabs.addTab(_name(section))
        self._add(DAY, self.day)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addWidget(self._stack, 1)
        column.setContentsMargins(px(8), px(4), 0, 0)
        self.tabs.currentChanged.connect(self._turned)

    @property
    def section(self) -> str:
        """The section that is shown."""
        return self._sections[self.tabs.currentIndex()]

    @property
    def page(self) -> PlaceView:
        """The page that is shown."""
        return self._page(self.section)

    def turn_to(self, section: str) -> PlaceView:
        """Show the page of a section and return it; an unknown one means the day."""
        known = section if section in self._sections else DAY
        self.tabs.blockSignals(True)
        self.tabs.setCurrentIndex(self._sections.index(known))
        self.tabs.blockSignals(False)
        page = self._page(known)
        self._stack.setCurrentWidget(page)
        self._here = known
        return page

    def arrive(self, spot: Place | None) -> None:
        """Show the page that the spot means, or the day."""
        self.turn_to(spot.section if spot else DAY).arrive(spot)

    def spot(self) -> Place:
        """Return where the user is on the page at hand."""
        return self.page.spot()

    def leave(self, done: Callable[[bool], None]) -> None:
        """Keep what was typed on the page at hand."""
        self.page.leave(done)

    def refresh(self, changes: Changes) -> None:
        """Tell every page that was made."""
        for page in self._pages.values():
            page.refresh(changes)

    def new(self) -> None:
        """Begin something new on the page at hand."""
        self.page.new()

    def search(self) -> None:
        """Search from the page at hand."""
        self.page.search()

    def confirm(self) -> None:
        """Press the main button of the page at hand."""
        self.page.confirm()

    def print_paper(self) -> None:
        """Print from the page at hand."""
        self.page.print_paper()

    def save_now(self) -> None:
        """Keep what was typed on the page at hand."""
        self.page.save_now()

    def turn_section(self, step: int) -> None:
        """Go to the next or previous tab."""
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + step) % self.tabs.count())

    def next_pane(self, step: int) -> None:
        """Move the focus on the page at hand."""
        self.page.next_pane(step)

    def reading(self) -> Sequence[QWidget]:
        """Return the tabs and the parts of the page: pages are made later than the tabs."""
        return (self.tabs, *self.page.reading())

    def _turned(self, number: int) -> None:
        """A tab was pressed: the page that is left keeps its own first."""
        wanted, left = self._sections[number], self._here

        def kept(safe: bool) -> None:
            page = self.turn_to(wanted if safe else left)
            if safe:
                page.arrive(None)
                self.moved.emit()

        self._pages[left].leave(kept)

    def _page(self, section: str) -> PlaceView:
        if section not in self._pages:
            self._add(section, _makers()[section](self.workplace, self._stack))
        return self._pages[section]

    def _add(self, section: str, page: PlaceView) -> None:
        page.go.connect(self.go)
        page.told.connect(self.told)
        page.moved.connect(self.moved)
        self._pages[section] = page
        self._stack.addWidget(page)


def _makers() -> dict[str, Callable[[Workplace, QWidget], PlaceView]]:
    """Return the pages by section, in the order of their tabs."""
    return {DAY: TodayPlace, REQUESTS: _requests, WEEK: _week, PAPERS: _papers}


def _name(section: str) -> str:
    return {
        DAY: _("Vandaag"),
        REQUESTS: _("Vragen"),
        WEEK: _("Week"),
        PAPERS: _("Nog te geven"),
    }[section]


def _requests(workplace: Workplace, parent: QWidget) -> PlaceView:
    from ui.views.requests.waiting import WaitingRequests

    return WaitingRequests(workplace, parent)


def _week(workplace: Workplace, parent: QWidget) -> PlaceView:
    from ui.views.week.page import WeekPage

    return WeekPage(workplace, parent)


def _papers(workplace: Workplace, parent: QWidget) -> PlaceView:
    from ui.views.papers.page import PapersPage

    return PapersPage(workplace, parent)
