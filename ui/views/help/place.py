"""Hulp: the guide, opened where it is about the place that asked, and whom to call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.services import organisation
from meitinker.store.settings import Place
from ui.place_view import PlaceView
from ui.viewmodels import help as shown
from ui.views.help.reader import GuideReader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from meitinker.changes import Changes
    from meitinker.services.organisation import Own
    from ui.workplace import Workplace


class HelpPlace(PlaceView):
    """The guide as a place of the rail."""

    key = "help"

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build it."""
        super().__init__(workplace, parent)
        self.guide = GuideReader(self)
        self.guide.moved.connect(self.moved)
        frame = QVBoxLayout(self)
        frame.setContentsMargins(0, 0, 0, 0)
        frame.addWidget(self.guide)

    def arrive(self, spot: Place | None) -> None:
        """Open the chapter about the place that ``spot`` names, and read the number to call."""
        self._read_call()
        self.guide.read(spot.section if spot else "", scroll=spot.scroll if spot else 0)

    def spot(self) -> Place:
        """Return the chapter and how far it was read."""
        return Place(screen=self.key, section=self.guide.here, scroll=self.guide.scrolled)

    def refresh(self, changes: Changes) -> None:
        """Show the new number when it was changed."""
        if changes.touches("organisation"):
            self._read_call()

    def search(self) -> None:
        """Go to the search field."""
        self.guide.search()

    def reading(self) -> Sequence[QWidget]:
        """Return the list of chapters and the chapter beside it."""
        return self.guide.panes.frames

    def turn_section(self, step: int) -> None:
        """Read the next or previous chapter of the list."""
        self.guide.turn_section(step)

    def next_pane(self, step: int) -> None:
        """Move between the list and the chapter."""
        self.guide.next_pane()

    def _read_call(self) -> None:
        work = self.workplace
        work.tasks.read(
            self,
            lambda: organisation.own(work.database, work.session),
            done=self._show_call,
            failed=lambda _error: None,
        )

    def _show_call(self, own: Own) -> None:
        self.guide.show_call(shown.call_words(own.organisation.name, own.organisation.phone))
