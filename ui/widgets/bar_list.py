"""A list of which each row has a bar: how much there is, and how much of that presses.

The bar is for who would rather look; the words of the row say the same, and they are what a
screen reader gets. What presses is filled, what will soon is striped and the rest is open, so
that it can be told apart without colours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from ui.theme import current, px
from ui.widgets.lists import Row, RowDelegate, RowList

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

Index = QModelIndex | QPersistentModelIndex

_BAR = 12
_ACROSS = 16
_BELOW = 10
_LEAST = 3
"""Height of a bar, room at its sides and below it, and least width of a part; px at 100 %."""


class BarRow(Row, frozen=True, kw_only=True):
    """A row with its bar.

    Attributes:
        late: How much is late.
        soon: How much will be soon.
        rest: How much more there is.
        most: How much fills the whole width: that of the longest bar.
    """

    late: int = 0
    soon: int = 0
    rest: int = 0
    most: int = 1


class BarDelegate(RowDelegate):
    """Paints the bar below the words of a row."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of the words, and of the bar."""
        words = super().sizeHint(option, index)
        return QSize(words.width(), words.height() + px(_BAR + _BELOW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the row, then its bar."""
        super().paint(painter, option, index)
        row = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(row, BarRow):
            return
        room = QRect(option.rect)
        room.setTop(room.bottom() - px(_BAR + _BELOW))
        room.setHeight(px(_BAR))
        room.adjust(px(_ACROSS), 0, -px(_ACROSS), 0)
        painter.save()
        _paint_bar(painter, room, row, selected=bool(option.state & _SELECTED))
        painter.restore()


class BarList(RowList):
    """A list of :class:`BarRow`."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Make an empty list; ``name`` is read aloud on entering it."""
        super().__init__(name, parent)
        self.setItemDelegate(BarDelegate(self))


_SELECTED = QStyle.StateFlag.State_Selected


def _paint_bar(painter: QPainter, room: QRect, row: BarRow, *, selected: bool) -> None:
    tokens = current().tokens
    edge = QColor(tokens.on_selected if selected else tokens.control)
    parts = (
        (row.late, QColor(edge if selected else tokens.error), Qt.BrushStyle.SolidPattern),
        (row.soon, QColor(edge if selected else tokens.warning), Qt.BrushStyle.BDiagPattern),
        (row.rest, edge, Qt.BrushStyle.NoBrush),
    )
    left = room.left()
    for count, colour, pattern in parts:
        if not count:
            continue
        width = max(round(room.width() * count / max(row.most, 1)), px(_LEAST))
        painter.setPen(QPen(colour, max(px(1), 1)))
        painter.setBrush(QBrush(colour, pattern))
        painter.drawRect(left, room.top(), width - 1, room.height() - 1)
        left += width
