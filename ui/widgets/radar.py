"""A radar: how each of a few things stood then, and how it stands now.

The picture is for who would rather look; the sentences beside it say the same, and they are what
a screen reader gets.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import current, px

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.viewmodels.self_reliance import Axis

MOST = 5
"""The highest score; the middle of the picture is 0."""

_LEAST_SIDE, _SIDE = 280, 440
_WORDS_WIDTH = 132
_DOT = 4


class Radar(QWidget):
    """Draws the scores of two days over each other: then dashed and open, now filled."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin with nothing to show."""
        super().__init__(parent)
        self._axes: tuple[Axis, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)

    @property
    def axes(self) -> tuple[Axis, ...]:
        """What is shown."""
        return self._axes

    def show_axes(self, axes: Sequence[Axis], *, told: str) -> None:
        """Show these; ``told`` is the whole picture in words."""
        self._axes = tuple(axes)
        self.setAccessibleName(told)
        self.update()

    def sizeHint(self) -> QSize:
        """Return a square with room for words at both sides."""
        return QSize(px(_SIDE + _WORDS_WIDTH), px(_SIDE))

    def minimumSizeHint(self) -> QSize:
        """Return the least at which the words can be told apart."""
        return QSize(px(_LEAST_SIDE), px(_SIDE))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw web, then, now and words."""
        if not self._axes:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_web(painter)
        self._draw_scores(painter, [axis.then for axis in self._axes], now=False)
        self._draw_scores(painter, [axis.now for axis in self._axes], now=True)
        self._draw_words(painter)
        painter.end()

    def spot(self, place: int, score: float) -> QPointF:
        """Return where a score of the axis at ``place`` is drawn."""
        turn = 2 * math.pi * place / len(self._axes)
        away = self._radius() * score / MOST
        middle = QPointF(self.width() / 2, self.height() / 2)
        return middle + QPointF(math.sin(turn) * away, -math.cos(turn) * away)

    def words_room(self, place: int) -> QRectF:
        """Return where the words of the axis at ``place`` are drawn."""
        tip, middle = self.spot(place, MOST), self.width() / 2
        width, height = self._words_width(), self._words_height()
        gap = px(8)
        if abs(tip.x() - middle) < 1:
            left = middle - width / 2
            above = tip.y() < self.height() / 2
            return QRectF(left, tip.y() - gap - height if above else tip.y() + gap, width, height)
        left = tip.x() + gap if tip.x() > middle else tip.x() - gap - width
        left = min(max(left, 0.0), self.width() - width)
        return QRectF(left, tip.y() - height / 2, width, height)

    def _radius(self) -> float:
        across = (self.width() - 2 * (self._words_width() + px(8))) / 2
        down = (self.height() - 2 * (self._words_height() + px(8))) / 2
        return max(min(across, down), px(48))

    def _words_width(self) -> float:
        return min(px(_WORDS_WIDTH), self.width() * 0.32)

    def _words_height(self) -> float:
        return self.fontMetrics().lineSpacing() * 3

    def _draw_web(self, painter: QPainter) -> None:
        painter.setPen(QPen(QColor(current().tokens.line), 1))
        for score in range(1, MOST + 1):
            painter.drawPolygon(self._polygon([score] * len(self._axes)))
        for place in range(len(self._axes)):
            painter.drawLine(self.spot(place, 0), self.spot(place, MOST))

    def _draw_scores(self, painter: QPainter, scores: Sequence[int], *, now: bool) -> None:
        tokens = current().tokens
        colour = QColor(tokens.action if now else tokens.muted)
        style = Qt.PenStyle.SolidLine if now else Qt.PenStyle.DashLine
        painter.setPen(QPen(colour, px(2), style))
        if now:
            filled = QColor(colour)
            filled.setAlphaF(0.16)
            painter.setBrush(filled)
        painter.drawPolygon(self._polygon(scores))
        painter.setPen(QPen(colour, px(2)))
        painter.setBrush(colour if now else QColor(tokens.surface))
        for place, score in enumerate(scores):
            painter.drawEllipse(self.spot(place, score), px(_DOT), px(_DOT))
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _draw_words(self, painter: QPainter) -> None:
        painter.setPen(QColor(current().tokens.text))
        middle = self.width() / 2
        for place, axis in enumerate(self._axes):
            tip = self.spot(place, MOST)
            side = Qt.AlignmentFlag.AlignHCenter
            above_or_below = Qt.AlignmentFlag.AlignVCenter
            if abs(tip.x() - middle) < 1:
                above = tip.y() < self.height() / 2
                above_or_below = (
                    Qt.AlignmentFlag.AlignBottom if above else Qt.AlignmentFlag.AlignTop
                )
            else:
                right = tip.x() > middle
                side = Qt.AlignmentFlag.AlignLeft if right else Qt.AlignmentFlag.AlignRight
            flags = side | above_or_below | Qt.TextFlag.TextWordWrap
            painter.drawText(self.words_room(place), flags, axis.name)

    def _polygon(self, scores: Sequence[int]) -> QPolygonF:
        return QPolygonF([self.spot(place, score) for place, score in enumerate(scores)])
