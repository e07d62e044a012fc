"""The tab "Vragen" of Vandaag: the open requests, the most pressing first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.store.settings import ScreenSpot
from ui.messages import sentence_for
from ui.theme import px
from ui.views.requests import SECTION
from ui.views.requests.request_list import RequestList
from ui.window.place_view import REQUEST, SEARCH, PlaceView

if TYPE_CHECKING:
    from meitinker.changes import Changes
    from meitinker.errors import MeitinkerError
    from ui.workplace import Workplace


class WaitingRequests(PlaceView):
    """The list by itself, as a page of Vandaag."""

    key = "today"

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build it empty."""
        super().__init__(workplace, parent)
        self.requests = RequestList(workplace, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(16), px(24), px(16))
        column.addWidget(self.requests)
        self.requests.opened.connect(self._open)
        self.requests.new_asked.connect(self.new)
        self.requests.failed.connect(self._fail)

    def arrive(self, spot: ScreenSpot | None) -> None:
        """Read the list and put the keyboard on it."""
        self.requests.load()
        stop = self.requests.list if self.requests.shown else self.requests.new_button
        stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def spot(self) -> ScreenSpot:
        """Return this tab."""
        return ScreenSpot(screen=self.key, section=SECTION)

    def refresh(self, changes: Changes) -> None:
        """Look again when something that is shown here was touched."""
        self.requests.refresh(changes)

    def new(self) -> None:
        """Take a new request (Ctrl+N)."""
        self.go.emit(ScreenSpot(screen=REQUEST))

    def search(self) -> None:
        """Look for someone in the list of people (Ctrl+F)."""
        self.go.emit(ScreenSpot(screen="people", section=SEARCH))

    def confirm(self) -> None:
        """Open what is selected, or take a new request."""
        if self.requests.list.current_key:
            self.requests.list.activated.emit(self.requests.list.currentIndex())
        else:
            self.new()

    def _open(self, person_id: str) -> None:
        self.go.emit(ScreenSpot(screen="people", record_id=person_id, section=SECTION))

    def _fail(self, error: MeitinkerError) -> None:
        self.told.emit("fout", sentence_for(error).text)
