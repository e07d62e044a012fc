"""What is painted behind the appointments of a week: days, hours, office hours, and now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter

from ui.theme import current, px
from ui.viewmodels.times import clock_text
from ui.widgets.week_block import draw_lines, small_font

if TYPE_CHECKING:
    from ui.viewmodels.week import Day, ShownWeek

GUTTER = 56
"""Room for the hours at the left, px at 100 %."""

SLOT_HEIGHT = 28
"""Height of half an hour, px at 100 %."""

_HOUR = 60
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)


class Places(Protocol):
    """Where things are on the canvas, in pixels."""

    def column(self, number: int) -> QRect:
        """Return the column of day 0 (Monday) to 6."""

    def height_at(self, minute: int) -> int:
        """Return how far below the top a minute lies."""

    def rect(self) -> QRect:
        """Return the whole canvas."""


def paint_week(painter: QPainter, places: Places, week: ShownWeek, *, now: int | None) -> None:
    """Paint the ground of a week; ``now`` is the minute of today's line, or None."""
    painter.setFont(small_font())
    for number, day in enumerate(week.days):
        _paint_day(painter, places.column(number), day)
    _paint_hours(painter, places, week)
    for number, day in enumerate(week.days):
        _paint_bands(painter, places, places.column(number), day)
    _paint_now(painter, places, week, now)


def _paint_day(painter: QPainter, column: QRect, day: Day) -> None:
    tokens = current().tokens
    painter.fillRect(column, QColor(tokens.rail if day.away else tokens.surface))
    painter.fillRect(QRect(column.x(), 0, 1, column.height()), QColor(tokens.line))


def _paint_hours(painter: QPainter, places: Places, week: ShownWeek) -> None:
    tokens, width = current().tokens, places.rect().width()
    for hour in range(week.first_hour, week.last_hour + 1):
        top = places.height_at(hour * _HOUR)
        painter.fillRect(QRect(px(GUTTER), top, width - px(GUTTER), 1), QColor(tokens.line))
        painter.setPen(QColor(tokens.muted))
        room = QRect(0, top - px(4), px(GUTTER - 8), px(SLOT_HEIGHT))
        if hour < week.last_hour:
            painter.drawText(room, _RIGHT, clock_text(hour * _HOUR))


def _paint_bands(painter: QPainter, places: Places, column: QRect, day: Day) -> None:
    tokens = current().tokens
    for band in day.bands:
        top, end = places.height_at(band.begins), places.height_at(band.ends)
        room = QRect(column.x() + 1, top + 1, column.width() - 1, end - top - 1)
        painter.fillRect(room, QColor(tokens.info_bg))
        painter.fillRect(QRect(room.x(), room.y(), px(2), room.height()), QColor(tokens.info))
        painter.setPen(QColor(tokens.info))
        draw_lines(painter, room.adjusted(px(8), px(2), -px(4), 0), band.text)


def _paint_now(painter: QPainter, places: Places, week: ShownWeek, now: int | None) -> None:
    today = next((n for n, day in enumerate(week.days) if day.today), None)
    if today is None or now is None:
        return
    if week.first_hour * _HOUR <= now <= week.last_hour * _HOUR:
        column = places.column(today)
        ink = QColor(current().tokens.error)
        painter.fillRect(QRect(column.x(), places.height_at(now), column.width(), px(2)), ink)
