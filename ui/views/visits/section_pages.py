"""The sections of one conversation, each on a page that is built when it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ui.views.visits.agreements import AgreementsSection
from ui.views.visits.attendees import AttendeesSection
from ui.views.visits.checks import ChecksSection
from ui.views.visits.closing import ClosingSection
from ui.views.visits.consents import ConsentsSection
from ui.views.visits.domains import DomainsSection
from ui.views.visits.ladder import LadderSection
from ui.views.visits.needs import NeedsSection
from ui.views.visits.photos import PhotosSection
from ui.views.visits.plan_page import PlanSection
from ui.views.visits.question import QuestionSection
from ui.views.visits.scores import ScoresSection
from ui.widgets.scrolling import ScrollPane

if TYPE_CHECKING:
    from collections.abc import Sequence

    from meitinker.store.settings import ScreenSpot
    from ui.views.visits.desk import Desk
    from ui.views.visits.section import VisitSection

_MADE_BY: dict[str, type[VisitSection]] = {
    section.key: section
    for section in (
        AttendeesSection,
        QuestionSection,
        DomainsSection,
        ScoresSection,
        NeedsSection,
        LadderSection,
        AgreementsSection,
        PhotosSection,
        ChecksSection,
        ConsentsSection,
        ClosingSection,
        PlanSection,
    )
}


class SectionPages(QObject):
    """Builds each section once, and shows it in a stack.

    Signals:
        turned: What the main button is to do in one of them changed.
    """

    turned = Signal()

    def __init__(self, desk: Desk, stack: QStackedWidget) -> None:
        """Begin with none in ``stack``."""
        super().__init__(stack)
        self._desk, self._stack = desk, stack
        self._pages: dict[str, ScrollPane] = {}
        self._rooms: dict[str, QVBoxLayout] = {}
        self._sections: dict[str, VisitSection] = {}

    def __contains__(self, key: str) -> bool:
        """Tell whether a section was built."""
        return key in self._sections

    def page(self, key: str) -> ScrollPane:
        """Return the page of a section, built now where it was not."""
        if key not in self._pages:
            holder = QWidget()
            self._rooms[key] = room = QVBoxLayout(holder)
            room.setContentsMargins(0, 0, 0, 0)
            self._pages[key] = ScrollPane(holder, self._stack)
            self._stack.addWidget(self._pages[key])
            self._sections[key] = _MADE_BY[key](self._desk, holder)
            self._sections[key].turned.connect(self.turned)
            room.addWidget(self._sections[key])
        return self._pages[key]

    def section(self, key: str) -> VisitSection:
        """Return a section that was built.

        Raises:
            KeyError: It was not.
        """
        return self._sections[key]

    def room(self, key: str) -> QVBoxLayout:
        """Return the column of a page that was built, with the section and what goes below it.

        Raises:
            KeyError: It was not.
        """
        return self._rooms[key]

    def look_at(self, key: str, spot: ScreenSpot) -> None:
        """Scroll the page of a section to where was looked, whatever is still to come there.

        Raises:
            KeyError: It was not built.
        """
        section = self.section(key)
        section.complete()
        self._rooms[key].activate()
        self.page(key).look_at(spot.scroll)
        if spot.away:
            section.stay()

    def built(self) -> Sequence[VisitSection]:
        """Return the sections that were built."""
        return [*self._sections.values()]


def known(key: str) -> bool:
    """Tell whether there is such a section."""
    return key in _MADE_BY
