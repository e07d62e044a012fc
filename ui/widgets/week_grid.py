"""A week from Monday to Sunday on a grid of hours, for mouse, keyboard and screen reader.

Lines and office hours are painted; an appointment is a widget of its own, so that a screen
reader finds it by name. The grid is one stop of the Tab key: the arrows move within it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ui.theme import current, px
from ui.widgets.week_block import small_font
from ui.widgets.week_canvas import WeekCanvas

if TYPE_CHECKING:
    from datetime import date

    from ui.viewmodels.week import ShownWeek

LEAST_WIDTH = 640
"""Narrower than this, px at 100 %, names no longer fit in the columns: show a list."""

_HEAD = 32
_AWAY = 20
_ABOVE = 30
"""Minutes in sight above the first appointment."""

_MIDDLE = int(Qt.AlignmentFlag.AlignCenter)


class _Head(QWidget):
    """The names of the days above the columns; the canvas tells them to a screen reader."""

    def __init__(self, canvas: WeekCanvas, parent: QWidget) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self.measure()

    def measure(self) -> None:
        """Take the height that the names need."""
        week = self._canvas.week
        away = week is not None and any(day.away for day in week.days)
        self.setFixedHeight(px(_HEAD + (_AWAY if away else 0)))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the names; today on a ground of its own."""
        week = self._canvas.week
        if week is None:
            return
        painter, tokens = QPainter(self), current().tokens
        for number, day in enumerate(week.days):
            column = self._canvas.column(number)
            room = QRect(column.x(), 0, column.width(), px(_HEAD))
            ground = room.adjusted(1, 0, 0, 0)
            if day.today:
                painter.fillRect(ground, QColor(tokens.selected))
            painter.setFont(small_font(bold=day.today))
            painter.setPen(QColor(tokens.on_selected if day.today else tokens.text))
            painter.drawText(room, _MIDDLE, day.short)
            if day.away:
                self._draw_away(painter, room.translated(0, px(_HEAD)), day.away)
        painter.fillRect(QRect(0, self.height() - 1, self.width(), 1), QColor(tokens.line))
        painter.end()

    def _draw_away(self, painter: QPainter, room: QRect, words: str) -> None:
        room.setHeight(px(_AWAY))
        short = words.partition(".")[0]
        painter.setFont(small_font())
        painter.setPen(QColor(current().tokens.info))
        metrics = QFontMetrics(small_font())
        fitting = metrics.elidedText(short, Qt.TextElideMode.ElideRight, room.width() - px(4))
        painter.drawText(room, _MIDDLE, fitting)


class WeekGrid(QFrame):
    """The names of the days, and below them the hours, which scroll.

    Signals:
        opened: The key of an appointment.
        asked: The day and the minute at which a new appointment is wanted.
        turned: -1 for the week before, 1 for the week after.
        homed: The week of today is wanted.
    """

    opened = Signal(str)
    asked = Signal(object, int)
    turned = Signal(int)
    homed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin without a week."""
        super().__init__(parent)
        self._scrolled_for: date | None = None
        self.canvas = WeekCanvas()
        self._area = QScrollArea(self)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Always there, so that names and columns keep the same widths.
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._area.setWidgetResizable(True)
        self._area.setWidget(self.canvas)
        self._head = _Head(self.canvas, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self._area, 1)
        self.setFocusProxy(self.canvas)
        self.canvas.opened.connect(self.opened)
        self.canvas.asked.connect(self.asked)
        self.canvas.turned.connect(self.turned)
        self.canvas.homed.connect(self.homed)
        self.canvas.moved.connect(self._follow)

    def show_week(self, week: ShownWeek, now: int | None = None) -> None:
        """Show a week, scrolled to its first appointment when it is another one.

        Args:
            week: What to show.
            now: The minute since midnight at which the line of now is drawn, if it is.
        """
        self.canvas.show_week(week, now)
        self._head.measure()
        if self._scrolled_for != week.monday:
            self._scrolled_for = week.monday
            QTimer.singleShot(0, self, self._scroll_to_first)

    def stay(self, key: str = "") -> None:
        """Put the keyboard at the appointment ``key``, or else where it was in another week."""
        self.canvas.stay(key)

    @property
    def slot(self) -> tuple[date, int] | None:
        """The day and minute at which the keyboard is."""
        week, at = self.canvas.week, self.canvas.at
        return (week.days[at.day].day, at.begins) if week else None

    def _scroll_to_first(self) -> None:
        if self.canvas.week is not None:
            top = self.canvas.height_at(self.canvas.week.first_minute - _ABOVE)
            self._area.verticalScrollBar().setValue(top)

    def _follow(self, rect: QRect) -> None:
        """Keep what has the keyboard in sight."""
        middle = rect.center()
        self._area.ensureVisible(middle.x(), middle.y(), 0, rect.height() // 2 + px(8))
