"""What the window asks of every place in the rail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from meitinker.i18n import _
from meitinker.store.settings import ScreenSpot
from ui.widgets.tab_order import Read

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from meitinker.changes import Changes
    from ui.workplace import Workplace


SEARCH = "search"
"""The section of a spot that asks for the search field of its screen."""

BEGIN = "begin"
"""The section of a spot at Gesprekken that begins a visit: its record is the resident, or ""
where the resident is still to be chosen."""

NEW_FOR_VISIT = "new-for-visit"
"""The section of a spot at Inwoners that adds someone and then begins a visit with them; its
field is the name that was looked for."""

NEW_FOR_NOTE = "new-for-note"
"""The same for a contact note, which waits: its record is the key of what is typed."""

NOTE = "note"
"""The screen of a spot that asks for the panel of a contact note: the record is the resident, or
the note itself where the section is :data:`MEND`, or the key of one that is typed (the field is
then whom it turned out to be about). The place at hand stays."""

MEND = "mend"

REQUEST = "request"
"""The screen of a spot that asks for the panel of a new request: the record is the resident, or
"" while nobody was chosen. The place at hand stays."""


def place_of(widget: QWidget) -> QWidget:
    """Return the place in which ``widget`` stands, or its window: what a panel lies over."""
    place: QWidget | None = widget
    while place is not None and not isinstance(place, PlaceView):
        place = place.parentWidget()
    return place or widget.window()


class PlaceView(Read):
    """One place: Vandaag, Inwoners, Gesprekken ….

    Subclasses set :attr:`key` and override what they need. Everything slow goes through
    ``workplace.tasks``; nothing here may hold the GUI thread.

    Signals:
        go: Asks the window for another place (a :class:`ScreenSpot`: screen, record, section).
        told: A message for the bar of the window: kind (``gelukt``, ``uitleg``,
            ``waarschuwing``, ``fout``) and sentence.
        moved: The spot changed enough to be remembered.
        written: What was typed is safe: where the cursor is goes along at once, so that neither
            is ahead of the other after a kill.
    """

    go = Signal(object)
    told = Signal(str, str)
    moved = Signal()
    written = Signal()

    key = ""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build the place; it loads nothing before :meth:`arrive`."""
        super().__init__(parent)
        self.workplace = workplace

    def arrive(self, spot: ScreenSpot | None) -> None:
        """Come into view, at ``spot`` where one is told."""

    def spot(self) -> ScreenSpot:
        """Return where the user is, to come back there after a lock or a kill."""
        return ScreenSpot(screen=self.key)

    def come_from(self, spot: ScreenSpot | None) -> None:
        """Take where the user was when a key asked for this place, to lead back there."""

    def come_about(self, resident: str, spot: ScreenSpot) -> None:
        """Take which resident was at hand, or "", at the place where the user comes from."""

    def resident(self) -> str:
        """Return the resident whom what is at hand is about, or ""."""
        return ""

    def leave(self, done: Callable[[bool], None]) -> None:
        """Keep everything that was typed, then call ``done``: True when all of it is safe."""
        done(True)

    def refresh(self, changes: Changes) -> None:
        """Take in what was changed, here or elsewhere."""

    def new(self) -> None:
        """Begin something new (Ctrl+N)."""

    def search(self) -> None:
        """Go to the search field of this place (Ctrl+F)."""

    def confirm(self) -> None:
        """Press the main button (Ctrl+Enter)."""

    def pressed_for(self) -> str:
        """Return what the main button is about now: pressed twice, it is about one thing."""
        spot = self.spot()
        return "/".join((spot.screen, spot.section, spot.record_id, spot.field))

    def print_paper(self) -> None:
        """Print what is shown (Ctrl+P)."""
        self.told.emit("uitleg", _("Op dit scherm is er niets om af te drukken."))

    def share(self) -> None:
        """Show the resident what they may see of what is at hand (F11)."""
        self.told.emit("uitleg", _("Open eerst een gesprek. Dan kan de inwoner meekijken."))

    def place_text(self) -> None:
        """Put the text that is selected with another field as well (Ctrl+Shift+B)."""
        self.told.emit("uitleg", _("Open eerst een gesprek en kies daar tekst."))

    def save_now(self) -> None:
        """Keep what was typed now and say so (Ctrl+S)."""

    def turn_section(self, step: int) -> None:
        """Go to the next (1) or previous (-1) section (Ctrl+PgDn, Ctrl+PgUp)."""

    def next_pane(self, step: int) -> None:
        """Move the focus to the next (1) or previous (-1) pane (F6, Shift+F6)."""
