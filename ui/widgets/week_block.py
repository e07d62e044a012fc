"""One appointment on the grid of a week."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QTextLayout,
)
from PySide6.QtWidgets import QAbstractButton

from ui.theme import SIZES, current, icon, px
from ui.theme.style import draw_ring

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.viewmodels.week import WeekBlock

LEAST = 24
"""Least height of a block, px at 100 %: what can be hit (WCAG 2.5.8)."""

_EDGE = 4
_RIGHT = Qt.TextElideMode.ElideRight
_TEXT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
_OPENS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


def small_font(*, bold: bool = False) -> QFont:
    """Return the letter of captions."""
    font = QFont()
    font.setPixelSize(px(SIZES.small))
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return font


class AppointmentBlock(QAbstractButton):
    """One appointment on the grid; the arrows leave it again."""

    def __init__(self, block: WeekBlock, parent: QWidget) -> None:
        """Build it for ``block``."""
        super().__init__(parent)
        self.block = block
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # the grid itself is the stop
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.show_block(block)

    def show_block(self, block: WeekBlock) -> None:
        """Show how it stands now."""
        self.block = block
        self.setAccessibleName(block.name)
        self.setToolTip(block.name)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open on Enter; leave every other key to the grid."""
        if event.key() in _OPENS:
            self.click()
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, edge, time and name."""
        painter, tokens = QPainter(self), current().tokens
        rect = self.rect().adjusted(0, 0, -1, -1)
        ground = tokens.surface if self.block.over else tokens.selected
        ink = tokens.text if self.block.over else tokens.on_selected
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(ground))
        painter.setPen(QColor(tokens.control))
        painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, 0, 0), px(4), px(4))
        edge = tokens.on_selected if tokens.action == ground else tokens.colour(self.block.tint)
        painter.fillRect(QRect(0, px(2), px(_EDGE), self.height() - px(4)), QColor(edge))
        self._write(painter, ink)
        if self.hasFocus():
            draw_ring(painter, QRectF(self.rect()))
        painter.end()

    def _write(self, painter: QPainter, ink: str) -> None:
        line, high = QFontMetrics(small_font()).height(), self.height()
        lines = max((high - 2 * px(1)) // line, 1)  # whole ones: half a name cannot be read
        top = min(px(3), (high - lines * line) // 2)
        inner = self.rect().adjusted(px(_EDGE + 6), top, -px(4), -px(1))
        side = px(16)
        tint = "on_selected" if not self.block.over else self.block.tint
        spot = QRect(inner.x(), inner.y() + (line - side) // 2, side, side)
        icon(self.block.icon_name, tint).paint(painter, spot)
        painter.setPen(QColor(ink))
        words = inner.adjusted(side + px(4), 0, 0, 0)
        alone = lines == 1
        first = f"{self.block.time} {self.block.title}" if alone else self.block.time
        _draw(painter, words, first, bold=True)
        if not alone:
            inner.setTop(inner.top() + line)
            draw_lines(painter, inner, self.block.title)

    def sizeHint(self) -> QSize:
        """Return the least that can be hit."""
        return QSize(px(LEAST), px(LEAST))


def _draw(painter: QPainter, rect: QRect, text: str, *, bold: bool = False) -> None:
    font = small_font(bold=bold)
    painter.setFont(font)
    short = QFontMetrics(font).elidedText(text, _RIGHT, rect.width())
    painter.drawText(rect, _TEXT, short)


def draw_lines(painter: QPainter, rect: QRect, text: str) -> None:
    """Draw as many whole lines as there is room for; what is left out shows as "…"."""
    font = small_font()
    metrics, layout = QFontMetrics(font), QTextLayout(text, font)
    painter.setFont(font)
    most, top = max(rect.height() // metrics.height(), 1), rect.top()
    layout.beginLayout()
    for number in range(most):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(rect.width())
        begins = line.textStart()
        last = number == most - 1
        words = text[begins:] if last else text[begins : begins + line.textLength()]
        row = QRect(rect.left(), top, rect.width(), metrics.height())
        painter.drawText(row, _TEXT, metrics.elidedText(words, _RIGHT, rect.width()))
        top += metrics.height()
    layout.endLayout()
