"""A place of several pages, each behind a tab: Vandaag and Backoffice."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.theme import px
from ui.widgets.stack import Stack
from ui.widgets.tabs import Tabs
from ui.window.place_view import PlaceView

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from meitinker.changes import Changes
    from meitinker.store.settings import ScreenSpot
    from ui.workplace import Workplace


class Tab(NamedTuple):
    """A tab: what stands on it, and what makes its page when it is first turned to.

    Tabs of one ``group`` share a tab of that name; they stand in a second row while it is chosen.
    """

    name: str
    make: Callable[[Workplace, QWidget], PlaceView]
    group: str = ""


class TabbedPlace(PlaceView):
    """A row of tabs, and below it the page that is turned to; each is a place of its own.

    Attributes:
        tabs: The row.
        within: The row below it, while a tab is chosen that several share.
    """

    def __init__(
        self,
        workplace: Workplace,
        parent: QWidget | None = None,
        *,
        name: str,
        pages: Mapping[str, Tab],
    ) -> None:
        """Build the row; every page is made when it is first turned to.

        Args:
            workplace: As in :class:`PlaceView`.
            parent: As in Qt.
            name: What a screen reader calls the row.
            pages: By the section of a spot that means them; the first is where one arrives.
        """
        super().__init__(workplace, parent)
        self._known = dict(pages)
        self._sections = tuple(pages)
        self._here = self._sections[0]
        self._pages: dict[str, PlaceView] = {}
        self._groups: dict[str, list[str]] = {}
        for section, tab in pages.items():
            self._groups.setdefault(tab.group or tab.name, []).append(section)
        self.tabs, self.within = Tabs(name, self), Tabs("", self)
        for group in self._groups:
            self.tabs.addTab(group)
        self._stack = Stack(self, home=self.tabs)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(8), px(4), 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addWidget(self.within)
        column.addWidget(self._stack, 1)
        self.tabs.setVisible(len(self._groups) > 1)
        self._show_tab()
        self.tabs.currentChanged.connect(lambda at: self._turned([*self._groups.values()][at][0]))
        self.within.currentChanged.connect(lambda at: self._turned(self._beside()[at]))

    @property
    def section(self) -> str:
        """The section that is shown."""
        return self._here

    @property
    def page(self) -> PlaceView:
        """The page that is shown."""
        return self.page_of(self._here)

    def page_of(self, section: str) -> PlaceView:
        """Return the page of a section; it is made when it is first needed."""
        if section not in self._pages:
            self.take(section, self._known[section].make(self.workplace, self._stack))
        return self._pages[section]

    def take(self, section: str, page: PlaceView) -> None:
        """Take a page that was made already."""
        page.go.connect(self.go)
        page.told.connect(self.told)
        page.moved.connect(self.moved)
        page.written.connect(self.written)
        self._pages[section] = page
        self._stack.addWidget(page)

    def turn_to(self, section: str) -> PlaceView:
        """Show the page of a section and return it; an unknown one means the first."""
        self._here = section if section in self._known else self._sections[0]
        self._show_tab()
        page = self.page
        self._stack.setCurrentWidget(page)
        return page

    def arrive(self, spot: ScreenSpot | None) -> None:
        """Show the page that the spot means, or the first."""
        self.turn_to(spot.section if spot else self._sections[0]).arrive(spot)

    def spot(self) -> ScreenSpot:
        """Return where the user is on the page at hand."""
        return self.page.spot()

    def resident(self) -> str:
        """Return whom the page at hand is about."""
        return self.page.resident()

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
        here = self._sections.index(self._here)
        self._turned(self._sections[(here + step) % len(self._sections)])

    def next_pane(self, step: int) -> None:
        """Move the focus on the page at hand."""
        self.page.next_pane(step)

    def reading(self) -> Sequence[QWidget]:
        """Return the tabs and the parts of the page: pages are made later than the tabs."""
        return (self.tabs, self.within, *self.page.reading())

    def _beside(self) -> list[str]:
        """Return the sections that share the tab of the one at hand."""
        return next(held for held in self._groups.values() if self._here in held)

    def _show_tab(self) -> None:
        """Show in both rows where the user is."""
        beside = self._beside()
        group = [*self._groups.values()].index(beside)
        for row in (self.tabs, self.within):
            row.blockSignals(True)
        if self.tabs.currentIndex() != group or self.within.count() != len(beside):
            for at in reversed(range(self.within.count())):
                self.within.removeTab(at)
            for section in beside:
                self.within.addTab(self._known[section].name)
            self.within.setAccessibleName(self.tabs.tabText(group))
        self.tabs.setCurrentIndex(group)
        self.within.setCurrentIndex(beside.index(self._here))
        self.within.setVisible(len(beside) > 1)
        for row in (self.tabs, self.within):
            row.blockSignals(False)

    def _turned(self, wanted: str) -> None:
        """A tab was pressed: the page that is left keeps its own first."""
        left = self._here

        def kept(safe: bool) -> None:
            page = self.turn_to(wanted if safe else left)
            if safe:
                page.arrive(None)
                self.moved.emit()

        self.page.leave(kept)
