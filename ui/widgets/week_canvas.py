"""The hours of a week and what stands in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from meitinker.i18n import _
from ui.theme import px
from ui.theme.style import draw_ring
from ui.viewmodels.times import clock_text
from ui.viewmodels.week_stops import SLOT, WeekStop, beside, place_of, stops_of
from ui.widgets.announce import announce
from ui.widgets.week_block import LEAST, AppointmentBlock
from ui.widgets.week_painting import GUTTER, SLOT_HEIGHT, paint_week

if TYPE_CHECKING:
    from ui.viewmodels.week import ShownWeek, WeekBlock

_HOUR = 60
_WEEKEND = 64
_SATURDAY = 5
_NINE = 9 * _HOUR


class WeekCanvas(QWidget):
    """The hours and what stands in them.

    Signals:
        opened: The key of an appointment.
        asked: The day and the minute at which a new one is wanted.
        turned: -1 for the week before, 1 for the week after.
        homed: The week of today is wanted.
        moved: The keyboard is elsewhere: the rectangle to keep in sight.
    """

    opened = Signal(str)
    asked = Signal(object, int)
    turned = Signal(int)
    homed = Signal()
    moved = Signal(QRect)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin without a week."""
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Weekrooster"))
        self.week: ShownWeek | None = None
        self.blocks: dict[tuple[int, str], AppointmentBlock] = {}
        self._at = WeekStop(day=0, begins=_NINE)
        self._now: int | None = None

    # --- what is shown --------------------------------------------------------------------

    def show_week(self, week: ShownWeek, now: int | None) -> None:
        """Show a week; ``now`` is the minute of today's line, or None."""
        if self.week is None:  # the keyboard begins at today, where that is in it
            begins = (n for n, one in enumerate(week.days) if one.today)
            self._at = WeekStop(day=next(begins, 0), begins=_NINE)
        self.week, self._now = week, now
        wanted = {(n, b.key): b for n, day in enumerate(week.days) for b in day.blocks}
        for gone in [key for key in self.blocks if key not in wanted]:
            block = self.blocks.pop(gone)
            if block.hasFocus():
                self.setFocus(Qt.FocusReason.OtherFocusReason)
            block.hide()
            block.deleteLater()
        for key, shown in wanted.items():
            self._put(key, shown)
        hours = week.last_hour - week.first_hour
        self.setFixedHeight(hours * px(2 * SLOT_HEIGHT) + px(8))
        self._place()
        self.update()

    def _put(self, key: tuple[int, str], shown: WeekBlock) -> None:
        block = self.blocks.get(key)
        if block is None:
            block = AppointmentBlock(shown, self)
            block.clicked.connect(lambda: self.opened.emit(key[1]))
            self.blocks[key] = block
            block.show()
        else:
            block.show_block(shown)

    def _place(self) -> None:
        for (day, _key), block in self.blocks.items():
            column, shown = self.column(day), block.block
            wide = (column.width() - px(4)) // shown.lanes
            top, end = self.height_at(shown.begins), self.height_at(shown.ends)
            left = column.x() + px(2) + shown.lane * wide
            high = max(end - top - 1, px(LEAST))
            block.setGeometry(left, top + 1, wide - 1, high)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the blocks their places."""
        super().resizeEvent(event)
        self._place()

    # --- where things are -----------------------------------------------------------------

    def column(self, number: int) -> QRect:
        """Return the column of day 0 (Monday) to 6."""
        whole = self.width() - px(GUTTER)
        narrow = px(_WEEKEND) if self.week is None or self.week.weekend_is_empty else whole // 7
        wide = (whole - 2 * narrow) // _SATURDAY
        work = min(number, _SATURDAY)
        left = px(GUTTER) + work * wide + max(number - _SATURDAY, 0) * narrow
        if number > _SATURDAY:
            return QRect(left, 0, self.width() - left, self.height())  # with what is over
        return QRect(left, 0, wide if number < _SATURDAY else narrow, self.height())

    def height_at(self, minute: int) -> int:
        """Return how far below the top a minute lies."""
        first = self.week.first_hour if self.week else 0
        return px(4) + round((minute - first * _HOUR) * px(2 * SLOT_HEIGHT) / _HOUR)

    def slot_rect(self) -> QRect:
        """Return where the keyboard is."""
        column = self.column(self._at.day)
        top = self.height_at(self._at.begins)
        return QRect(column.x() + 1, top, column.width() - 1, px(SLOT_HEIGHT))

    @property
    def at(self) -> WeekStop:
        """The slot or appointment at which the keyboard is."""
        return self._at

    # --- keyboard and mouse ---------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move over slots and appointments, turn the week, or open."""
        key = Qt.Key(event.key())
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        sides = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        weeks = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key in steps:
            self._step(steps[key])
        elif key in sides:
            self._go_beside(sides[key])
        elif key in weeks:
            self.turned.emit(weeks[key])
        elif key == Qt.Key.Key_Home:
            self.homed.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        else:
            super().keyPressEvent(event)

    def _enter(self) -> None:
        if self.week is not None:
            self.asked.emit(self.week.days[self._at.day].day, self._at.begins)

    def _step(self, by: int) -> None:
        if self.week is None:
            return
        stops = stops_of(self.week, self._at.day)
        following = place_of(stops, self._at) + by
        self.go_to(stops[min(max(following, 0), len(stops) - 1)])

    def _go_beside(self, by: int) -> None:
        if self.week is None:
            return
        day = self._at.day + by
        if 0 <= day < len(self.week.days):
            self.go_to(beside(stops_of(self.week, day), self._at.begins))
        else:
            self._at = WeekStop(day=day % len(self.week.days), begins=self._at.begins)
            self.turned.emit(by)

    def go_to(self, stop: WeekStop) -> None:
        """Put the keyboard at a slot or an appointment."""
        self._at = stop
        block = self.blocks.get((stop.day, stop.key))
        (block or self).setFocus(Qt.FocusReason.OtherFocusReason)
        self.tell_slot()
        self.moved.emit(block.geometry() if block else self.slot_rect())
        self.update()

    def stay(self, key: str = "") -> None:
        """Go to an appointment, or come back to the slot at hand in another week."""
        if self.week is None:
            return
        day = next((n for n, known in self.blocks if known == key), self._at.day)
        stops = stops_of(self.week, day)
        wanted = (stop for stop in stops if key and stop.key == key)
        self.go_to(next(wanted, None) or beside(stops, self._at.begins))

    def tell_slot(self) -> None:
        """Tell a screen reader where the keyboard is; a block tells its own name."""
        if self.week is None or self._at.key:
            return
        words = self.slot_words()
        self.setAccessibleDescription(words)
        if self.hasFocus():
            announce(self, words)

    def slot_words(self) -> str:
        """Return the slot in words: ``dinsdag 24 november 10:30, vrij``."""
        if self.week is None:
            return ""
        day = self.week.days[self._at.day]
        parts = [f"{day.name} {clock_text(self._at.begins)}", _("vrij")]
        until = self._at.begins + SLOT
        parts += [b.text for b in day.bands if b.begins < until and self._at.begins < b.ends]
        return ", ".join([*parts, day.away] if day.away else parts)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the keyboard where the mouse is."""
        stop = self._slot_at(event)
        if stop is not None:
            self.go_to(stop)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Ask for a new appointment there."""
        if self._slot_at(event) is not None:
            self._enter()

    def _slot_at(self, event: QMouseEvent) -> WeekStop | None:
        if self.week is None:
            return None
        point = event.position().toPoint()
        for number in range(len(self.week.days)):
            if self.column(number).contains(point):
                first, last = self.week.first_hour * _HOUR, self.week.last_hour * _HOUR
                minute = first + (point.y() - px(4)) * _HOUR // px(2 * SLOT_HEIGHT)
                slot = min(max(minute // SLOT * SLOT, first), last - SLOT)
                return WeekStop(day=number, begins=slot)
        return None

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is."""
        super().focusInEvent(event)
        if self._at.key and (self._at.day, self._at.key) not in self.blocks:
            self._at = WeekStop(day=self._at.day, begins=self._at.begins // SLOT * SLOT)
        self.tell_slot()
        self.moved.emit(self.slot_rect())
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint days, hours, office hours, the line of now and where the keyboard is."""
        if self.week is not None:
            painter = QPainter(self)
            paint_week(painter, self, self.week, now=self._now)
            if self.hasFocus():
                draw_ring(painter, QRectF(self.slot_rect()))
            painter.end()
