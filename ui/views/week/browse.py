"""The week itself: which one, its grid or list, and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from meitinker import clock
from meitinker.i18n import _
from ui.theme import px
from ui.views.week.week_list import WeekList
from ui.widgets.buttons import Button, FlatButton, IconButton, PrimaryButton
from ui.widgets.column import stacked
from ui.widgets.flow import Flow
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading
from ui.widgets.rows import TightRow
from ui.widgets.scrolling import lay_out_now
from ui.widgets.stack import Stack
from ui.widgets.week_grid import LEAST_WIDTH, WeekGrid

if TYPE_CHECKING:
    from ui.viewmodels.week import ShownWeek

_HOUR = 60
_LEAST_HEIGHT = 320


class Browse(QWidget):
    """Shows a week as a grid, or as a list where the grid would be too narrow or is not wanted.

    Signals:
        opened: The key of an appointment.
        asked: The day and minute at which a new appointment is wanted.
        turned: -1 for the week before, 1 for the week after.
        homed: The week of today.
        new: A new appointment, at the slot at hand.
        availability: Office hours and absence are wanted.
        saved: The week is wanted as a calendar file; whether with initials.
    """

    opened = Signal(str)
    asked = Signal(object, int)
    turned = Signal(int)
    homed = Signal()
    new = Signal()
    availability = Signal()
    saved = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build it without a week."""
        super().__init__(parent)
        self._wants_list = False
        self.title = Heading("", level=1)
        self.dates = WrappedLabel("", tone="muted")
        self.before = IconButton(_("Vorige week"), icon_name="chevron-left")
        self.after = IconButton(_("Volgende week"), icon_name="chevron-right")
        self.home = Button(_("Deze week"))
        self.home.hide()
        self.make = PrimaryButton(_("Nieuwe afspraak"), icon_name="plus")
        self.as_list = FlatButton(_("Toon als lijst"), icon_name="list-check")
        self.hours = FlatButton(_("Spreekuur en afwezigheid"), icon_name="clock")
        self.save = FlatButton(_("Bewaar als agenda"), icon_name="calendar-event")
        self.grid = WeekGrid()
        self.list = WeekList()
        self._stack = Stack()
        for widget in (self.grid, self.list):
            self._stack.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(16), px(24), px(16))
        column.setSpacing(px(12))
        column.addWidget(TightRow(stacked(self.title, self.dates), self._turning()))
        column.addWidget(Flow(self.as_list, self.hours, self.save, gap=12))
        column.addWidget(self._stack, 1)
        self._connect()

    @property
    def shows_list(self) -> bool:
        """Whether the list stands in the place of the grid."""
        return self._stack.currentWidget() is self.list

    def show_week(self, week: ShownWeek) -> None:
        """Show a week in both ways."""
        self.title.setText(week.title)
        self.dates.setText(week.dates)
        now = clock.local(clock.now())
        self.grid.show_week(week, now.hour * _HOUR + now.minute)
        self.list.show_week(week)
        self.home.setVisible(not week.here)
        self._arrange()
        lay_out_now()  # a button that comes or goes moves those beside it

    def focus_week(self, key: str = "") -> None:
        """Put the keyboard in the week, at the appointment ``key`` where it is there."""
        if self.shows_list:
            self.list.focus(key)
        else:
            self.grid.stay(key)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the list where the grid would be too narrow."""
        super().resizeEvent(event)
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn the week also from the list and the buttons."""
        weeks = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
        key = Qt.Key(event.key())
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key in weeks:
            self.turned.emit(weeks[key])
        else:
            super().keyPressEvent(event)

    def _turning(self) -> QWidget:
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        row.addStretch(1)  # a button that goes leaves its room there
        for button in (self.before, self.home, self.after, self.make):
            row.addWidget(button)
        return line

    def _connect(self) -> None:
        self.before.clicked.connect(lambda: self.turned.emit(-1))
        self.after.clicked.connect(lambda: self.turned.emit(1))
        self.home.clicked.connect(self.homed)
        self.make.clicked.connect(self.new)
        self.hours.clicked.connect(self.availability)
        self.save.clicked.connect(lambda: self.saved.emit(False))
        self.as_list.clicked.connect(self._change)
        self.grid.opened.connect(self.opened)
        self.grid.asked.connect(self.asked)
        self.grid.turned.connect(self.turned)
        self.grid.homed.connect(self.homed)
        self.list.opened.connect(self.opened)

    def _change(self) -> None:
        self._wants_list = not self._wants_list
        self._arrange()

    def _arrange(self) -> None:
        narrow = self.width() - 2 * px(24) < px(LEAST_WIDTH) or self.height() < px(_LEAST_HEIGHT)
        wanted = self.list if narrow or self._wants_list else self.grid
        if self._stack.currentWidget() is not wanted:
            self._stack.setCurrentWidget(wanted)
        self.as_list.setVisible(not narrow)
        self.as_list.setText(_("Toon als rooster") if self._wants_list else _("Toon als lijst"))
