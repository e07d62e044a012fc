"""A place with a list at the left, and at the right what was chosen in it: people, social map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from ui.widgets.panes import AdaptivePanes, Room
from ui.window.place_view import PlaceView

if TYPE_CHECKING:
    from ui.workplace import Workplace


class ListedPlace(PlaceView):
    """Subclasses make :attr:`panes`, and say what stands in them.

    Attributes:
        panes: The list, and beside it what was chosen.
        opens_after: Milliseconds: who runs through the list with the arrows opens only where
            they stop.
    """

    panes: AdaptivePanes
    opens_after = 0

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Begin with nothing chosen."""
        super().__init__(workplace, parent)
        self._wanted = ""
        self._opening = QTimer(self)
        self._opening.setSingleShot(True)
        self._opening.setInterval(self.opens_after)
        self._opening.timeout.connect(self._stopped)

    @property
    def search_line(self) -> QLineEdit:
        """Where is typed what is looked for."""
        raise NotImplementedError

    @property
    def list_of(self) -> QWidget:
        """What is chosen from."""
        raise NotImplementedError

    @property
    def shown_key(self) -> str:
        """What is shown at the right, or ""."""
        raise NotImplementedError

    def first_stop(self) -> QWidget | None:
        """Return where the keyboard arrives in what is shown, or None where that is nothing."""
        raise NotImplementedError

    def open_key(self, key: str) -> None:
        """Show what was chosen; it is :attr:`shown_key` once it was read."""
        raise NotImplementedError

    def search(self) -> None:
        """Go to the search field and select what was typed there (Ctrl+F)."""
        self.panes.show_list()
        self.search_line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search_line.selectAll()

    def next_pane(self, step: int) -> None:
        """Move the focus between search, list and what is shown."""
        first = self.first_stop()
        stops = [self.search_line, self.list_of, *([first] if first is not None else [])]
        now = QApplication.focusWidget()
        at_right = now is not None and self.panes.detail_frame.isAncestorOf(now)
        here = len(stops) - 1 if at_right else int(now is self.list_of)
        target = stops[(here + step) % len(stops)]
        if self.panes.room == Room.ONE:
            (self.panes.show_detail if target is first else self.panes.show_list)()
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def choose(self, key: str) -> None:
        """Open at once, unless the last one was chosen just before."""
        running = self._opening.isActive()
        self._wanted = key
        if not running:
            self.open_key(key)
        self._opening.start()

    def _stopped(self) -> None:
        """Open where the arrows stopped, unless that shows already."""
        if self._wanted != self.shown_key:
            self.open_key(self._wanted)
