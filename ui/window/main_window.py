"""The window of an open store: navigation, status and lock, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from meitinker.i18n import _
from meitinker.store.settings import ScreenSpot
from ui.forms.undoing import Undoing
from ui.messages import sentence_for
from ui.theme import mark, px
from ui.widgets.bars import MessageBar, UndoBar
from ui.widgets.form_field import WrappedLabel
from ui.widgets.main_key import MainKey
from ui.widgets.overlay import LaidOver
from ui.widgets.rail import Rail
from ui.widgets.rail import RailEntry as RailPlace
from ui.widgets.stack import Stack
from ui.widgets.tab_order import Read
from ui.window import keymap
from ui.window.place_view import NOTE, REQUEST, SEARCH
from ui.window.remembering import Remembering
from ui.window.window_bars import WindowBars
from ui.window.window_keys import WindowKeys

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from meitinker.changes import Changes
    from meitinker.errors import MeitinkerError
    from ui.widgets.bars import Kind
    from ui.window.place_view import PlaceView
    from ui.workplace import Workplace

NARROW_BELOW = 62
"""Width in rem under which the rail shows icons only (ux: adaptive panes)."""

_LOCK, _HELP = "lock", "help"


class Entry:
    """A place in the rail: how it is shown, and how its view is made when first needed."""

    def __init__(
        self,
        key: str,
        name: str,
        icon_name: str,
        *,
        view: Callable[[Workplace, QWidget], PlaceView],
    ) -> None:
        """Take what the rail shows and the maker of the view."""
        self.key = key
        self.name = name
        self.icon_name = icon_name
        self.make = view


class MainWindow(Read):
    """Rail, message bars and the current place.

    Signals:
        lockAsked: The user wants the store locked.
        textSizeAsked: Another text size in percent.
        paletteAsked: Ctrl+K.
        noteAsked: A contact note: a spot with the resident, or with nobody yet.
        requestAsked: A new request: a spot with the resident, or with nobody yet.
        made: A place was built, the first time it was needed.
    """

    lockAsked = Signal()
    textSizeAsked = Signal(int)
    paletteAsked = Signal()
    noteAsked = Signal(object)
    requestAsked = Signal(object)
    made = Signal(object)

    def __init__(
        self, workplace: Workplace, places: Sequence[Entry], foot: Sequence[Entry]
    ) -> None:
        """Build the window; it shows nothing until :meth:`arrive`."""
        super().__init__()
        self.workplace = workplace
        self._entries = {entry.key: entry for entry in (*places, *foot)}
        self._views: dict[str, PlaceView] = {}
        self._here = ""
        self._asked_from: ScreenSpot | None = None
        self._main_key = MainKey(self)
        self.undoing = Undoing(self)
        self.rail = self._make_rail(places, foot)
        self._stack = Stack(home=self.rail)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if workplace.demo:
            column.addWidget(_demo_banner())
        column.addWidget(self._stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(column, 1)
        self.bars = WindowBars(self, column, self._stack, lambda: self._about)
        self.remembering = Remembering(workplace, self, lambda: self._spot)
        self._connect()
        self.keys = WindowKeys(self, places)

    @property
    def here(self) -> PlaceView | None:
        """The place at hand."""
        return self._views.get(self._here)

    def place(self, key: str) -> PlaceView:
        """Return a place; it is built when it is first needed."""
        if key not in self._views:
            # Parented from the start: a widget that moves into the window later is styled twice.
            self._views[key] = view = self._entries[key].make(self.workplace, self._stack)
            view.go.connect(self.go)
            view.told.connect(self.tell)
            view.moved.connect(self._moved)
            view.written.connect(self.remembering.now)
            self._stack.addWidget(view)
            self.made.emit(view)
        return self._views[key]

    def go(self, spot: ScreenSpot) -> None:
        """Leave the current place, saving what was typed, and go to ``spot``.

        A panel over the place closes first. Where its text cannot be saved it stays open, and so
        does the place.
        """
        over = self._over
        if spot.screen == _LOCK:
            self.lockAsked.emit()
        elif over is None:
            self._go(spot)
        elif over.topic != spot.screen:
            over.leave(lambda safe: self._uncover(over, spot) if safe else None)

    @property
    def covered(self) -> bool:
        """Whether a panel covers the place: nobody would see what is done below it."""
        return self._over is not None

    @property
    def _over(self) -> LaidOver | None:
        """The topmost panel over the place, if any."""
        return next((one for one in self.findChildren(LaidOver)[::-1] if one.isVisible()), None)

    def _uncover(self, panel: LaidOver, spot: ScreenSpot) -> None:
        if shiboken6.isValid(panel):
            panel.dismiss()
        self._go(spot)

    def _go(self, spot: ScreenSpot) -> None:
        asked = {NOTE: self.noteAsked, REQUEST: self.requestAsked}.get(spot.screen)
        if asked is not None:
            asked.emit(spot)
            return
        view = self.here
        if view is None or spot.screen == self._here:
            self._arrive(spot)
        else:
            view.leave(lambda safe: self._arrive(spot) if safe else None)

    def go_home(self) -> None:
        """Go to the first place of the rail."""
        self.go(ScreenSpot(screen=next(iter(self._entries))))

    def leave(self, done: Callable[[bool], None]) -> None:
        """Save what was typed, in panels and the current place, and remember where the user is."""
        over = self._over
        if over is None:
            self._leave_place(done)
        else:
            over.leave(lambda safe: self._leave_place(done) if safe else done(False))

    def _leave_place(self, done: Callable[[bool], None]) -> None:
        view = self.here
        if view is None:
            done(True)
            return
        where = view.spot()
        view.leave(lambda safe: self.remembering.write(where, lambda told: done(safe and told)))

    def tell(self, kind: Kind, sentence: str, *, action: str = "") -> None:
        """Show a sentence in the bar of the window."""
        self.bars.tell(kind, sentence, action=action)

    def tell_error(self, error: MeitinkerError) -> None:
        """Show what went wrong and what to do next."""
        words = sentence_for(error)
        self.tell("fout", f"{words.sentence} {words.step}".strip())

    def ask(self, what: str, *values: int) -> None:
        """Call method ``what`` of the current :class:`PlaceView`.

        Nothing is done below a panel: nobody would see it.
        """
        view = self.here
        if view is not None and self._over is None:
            getattr(view, what)(*values)

    def confirm(self) -> None:
        """Press the main button of the current place, unless the key merely bounced."""
        view = self.here
        if view is None or self._over is not None:
            return
        if self._main_key.takes(view.pressed_for()):
            view.confirm()

    def reading(self) -> Sequence[QWidget]:
        """Return the rail, the bars (also the one below the place) and the place, in tab order."""
        view = self.here
        return (self.rail, *self.bars.above, *(view.reading() if view is not None else ()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show icons only in a narrow window."""
        super().resizeEvent(event)
        self.rail.set_narrow(self.width() < px(16) * NARROW_BELOW)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close a message on Escape, wherever nothing else handled the key."""
        bars = [*self.findChildren(UndoBar), *self.findChildren(MessageBar)]
        closing = next((bar for bar in bars if bar.isVisible() and bar.may_close), None)
        if event.key() == Qt.Key.Key_Escape and closing is not None:
            closing.clear()
        else:
            super().keyPressEvent(event)

    def _make_rail(self, places: Sequence[Entry], foot: Sequence[Entry]) -> Rail:
        above = [
            RailPlace(e.key, e.name, e.icon_name, keymap.place_key(number))
            for number, e in enumerate(places, start=1)
        ]
        below = [RailPlace(e.key, e.name, e.icon_name) for e in foot]
        return Rail(above, [*below, RailPlace(_LOCK, _("Op slot"), "lock", "Ctrl+L")])

    def _connect(self) -> None:
        tasks = self.workplace.tasks
        self.rail.chosen.connect(lambda key: self.go(ScreenSpot(screen=key)))
        tasks.changed.connect(self._changed)
        tasks.failed.connect(self.tell_error)
        self.bars.undone.connect(self.undoing.take_back_offered)

    def _arrive(self, spot: ScreenSpot) -> None:
        if spot.screen not in self._entries:
            if self.here is None:
                self.go_home()
            return
        view = self.place(spot.screen)
        if spot.screen != self._here:
            self.bars.leave_place()
            if self.here is not None:
                view.come_about(self.here.resident(), self.here.spot())
        self._here = spot.screen
        self._stack.setCurrentWidget(view)
        self.rail.set_current(spot.screen)
        self.setWindowTitle(self._entries[spot.screen].name)
        searching = spot.section == SEARCH
        view.come_from(self._asked_from)
        if spot.screen != _HELP:
            self._asked_from = None
        view.arrive(None if searching or spot == ScreenSpot(screen=spot.screen) else spot)
        if searching:
            view.search()
        self.remembering.soon()

    @property
    def _about(self) -> str:
        """The record that is at hand."""
        spot = self._spot
        return spot.record_id if spot is not None else ""

    @property
    def _spot(self) -> ScreenSpot | None:
        """Where the user is, once there is a place at hand."""
        return self.here.spot() if self.here is not None else None

    def _moved(self) -> None:
        self.bars.moved()
        self.remembering.soon()

    def _changed(self, changes: Changes) -> None:
        for view in self._views.values():
            view.refresh(changes)
        if self.undoing.offer(changes):
            self.bars.acted()

    def ask_note(self) -> None:
        """Begin a note; from within a file or a conversation it is about that resident."""
        about = self.here.resident() if self.here is not None else ""
        self.noteAsked.emit(ScreenSpot(screen=NOTE, record_id=about))

    def ask_help(self) -> None:
        """Open the guide at the chapter about the current screen; in the guide itself, stay."""
        over, view = self._over, self.here
        spot = view.spot() if view is not None else None
        if spot is not None and spot.screen != _HELP:
            self._asked_from = spot
        if over is not None and over.topic:
            about = over.topic
        elif spot is None or spot.screen == _HELP:
            about = ""
        else:
            about = f"{spot.screen}/{spot.section}" if spot.section else spot.screen
        self.go(ScreenSpot(screen=_HELP, section=about))


def _demo_banner() -> QWidget:
    """Return the strip that keeps anyone from taking the example village for real."""
    banner = WrappedLabel(_("Voorbeelddorp: alle mensen hier zijn verzonnen."), tone="klein")
    banner.setAlignment(Qt.AlignmentFlag.AlignCenter)
    banner.setObjectName("banner")  # ui/paper/paper_view.py: a page leaves room for it
    mark(banner, band="voorbeeld")
    return banner
