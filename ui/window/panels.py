"""What is opened over the window: looking anything up, a contact note, a new request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from meitinker.i18n import _
from ui.viewmodels.places import has

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.store.settings import ScreenSpot
    from ui.window.main_window import MainWindow
    from ui.workplace import Workplace


class Panels(QObject):
    """Opens a panel when the window asks for it; each is imported when it is first wanted."""

    def __init__(
        self, workplace: Workplace, window: MainWindow, *, acted: Callable[[str], None]
    ) -> None:
        """Listen to ``window``, and go with it; ``acted`` does what was chosen by its name."""
        super().__init__(window)
        self._workplace, self._window, self._acted = workplace, window, acted
        window.paletteAsked.connect(self._show_palette)
        window.noteAsked.connect(self._show_note)
        window.requestAsked.connect(self._show_request)

    def _show_palette(self) -> None:
        from ui.views.palette.palette import Palette

        here = self._window.here
        client = here.resident() if here is not None else ""
        palette = Palette(self._workplace, parent=self._window, client_id=client)
        palette.chosen.connect(self._window.go)
        palette.acted.connect(self._acted)
        palette.show()

    def _show_note(self, spot: ScreenSpot) -> None:
        """Open the contact note; one that is open already stays as it is typed."""
        from ui.viewmodels.half_typed import NOTE_TYPED
        from ui.views.contacts.panel import NotePanel
        from ui.window.place_view import MEND

        if any(panel.isVisible() for panel in self._window.findChildren(NotePanel)):
            return
        if not self._is_theirs(spot):
            return
        panel = NotePanel(self._workplace, parent=self._window)
        panel.told.connect(self._window.bars.tell_of_panel)
        panel.asked.connect(self._window.go)
        if spot.section == MEND:
            panel.begin(note_id=spot.record_id)
        elif spot.section == NOTE_TYPED:
            panel.begin(spot.field, key=spot.record_id)
        else:
            panel.begin(spot.record_id)

    def _show_request(self, spot: ScreenSpot) -> None:
        """Open the form of a new request; one that is open already stays as it is typed."""
        from ui.views.requests.panel import RequestPanel

        if any(panel.isVisible() for panel in self._window.findChildren(RequestPanel)):
            return
        if not self._is_theirs(spot):
            return
        panel = RequestPanel(self._workplace, parent=self._window)
        panel.told.connect(self._window.bars.tell_of_panel)
        panel.taken.connect(self._window.go)
        panel.begin(spot.record_id)

    def _is_theirs(self, spot: ScreenSpot) -> bool:
        """Tell whether the role may make what is asked for; a form would only be refused."""
        theirs = has(self._workplace.session.role, spot.screen)
        if not theirs:
            self._window.tell("uitleg", _("Notities en vragen horen niet bij uw rol."))
        return theirs
