"""Hulp: the guide, opened where it is about the place that asked, and whom to call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.i18n import _
from meitinker.services import organisation
from meitinker.store.settings import ScreenSpot
from ui.viewmodels import help as shown
from ui.views.help.reader import GuideReader
from ui.widgets.buttons import FlatButton
from ui.window.place_view import PlaceView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from meitinker.changes import Changes
    from meitinker.services.organisation import OwnOrganisation
    from ui.workplace import Workplace


class HelpPlace(PlaceView):
    """The guide as a place of the rail."""

    key = "help"

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build it."""
        super().__init__(workplace, parent)
        self.guide = GuideReader(self)
        self.guide.moved.connect(self.moved)
        self._from: ScreenSpot | None = None
        self.back = FlatButton(_("Terug naar waar u was"), self, icon_name="arrow-left")
        self.back.setToolTip(_("Esc"))
        self.back.clicked.connect(self._go_back)
        self.back.hide()
        frame = QVBoxLayout(self)
        frame.setContentsMargins(0, 0, 0, 0)
        frame.setSpacing(0)
        frame.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        frame.addWidget(self.guide)

    def come_from(self, spot: ScreenSpot | None) -> None:
        """Offer the way back to where F1 was pressed."""
        self._from = spot
        self.back.setVisible(spot is not None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back on Escape."""
        if event.key() == Qt.Key.Key_Escape and self._from is not None:
            self._go_back()
        else:
            super().keyPressEvent(event)

    def _go_back(self) -> None:
        if self._from is not None:
            self.go.emit(self._from)

    def arrive(self, spot: ScreenSpot | None) -> None:
        """Open the chapter about the place that ``spot`` names, and read the number to call."""
        self._read_call()
        self.guide.read(spot.section if spot else "", scroll=spot.scroll if spot else 0)

    def spot(self) -> ScreenSpot:
        """Return the chapter and how far it was read."""
        return ScreenSpot(screen=self.key, section=self.guide.here, scroll=self.guide.scrolled)

    def refresh(self, changes: Changes) -> None:
        """Show the new number when it was changed."""
        if changes.touches("organisation"):
            self._read_call()

    def search(self) -> None:
        """Go to the search field."""
        self.guide.search()

    def reading(self) -> Sequence[QWidget]:
        """Return the list of chapters and the chapter beside it."""
        return (self.back, *self.guide.panes.frames)

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

    def _show_call(self, own: OwnOrganisation) -> None:
        self.guide.show_call(shown.call_words(own.organisation.name, own.organisation.phone))
