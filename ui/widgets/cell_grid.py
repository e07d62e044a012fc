"""A grid of small cells with a number and marks: the same picture as on paper.

Every mark has a shape of its own, so that it reads without colour; every cell is read aloud in
words. The arrows move from cell to cell, Tab leaves the grid.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui.theme import current, px
from ui.theme.style import draw_ring
from ui.viewmodels.coverage import CoverageTable, GridCell

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_CELL = Qt.ItemDataRole.UserRole
_WIDE, _HIGH = 36, 40
"""Of a cell, px at 100 %."""

_AIR = 8
_BAR = 4
_CROSS = 11


class CellModel(QAbstractTableModel):
    """The cells of a grid, and the names across and down."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self.table = CoverageTable((), (), ())

    def show_table(self, table: CoverageTable) -> None:
        """Show another grid."""
        self.beginResetModel()
        self.table = table
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """Return how many villages there are; cells have no children."""
        return 0 if parent.isValid() else len(self.table.rows)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.table.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the number, the cell itself, or all words for a screen reader."""
        if not index.isValid():
            return None
        cell = self.table.cells[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.number
        # The delegate's painting cannot be heard; this is what is read aloud.
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return cell.words
        return cell if role == _CELL else None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Return a name across or down."""
        across = orientation == Qt.Orientation.Horizontal
        names = self.table.columns if across else self.table.rows
        return names[section] if role == Qt.ItemDataRole.DisplayRole else None


class CellDelegate(QStyledItemDelegate):
    """Paints a cell of the grid."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint ground, number, marks and ring."""
        painter.save()
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        paint_cell(painter, option.rect, index.data(_CELL), selected=selected)
        if option.state & QStyle.StateFlag.State_HasFocus:
            draw_ring(painter, QRectF(option.rect))
        painter.restore()


def paint_cell(painter: QPainter, rect: QRect, cell: GridCell, *, selected: bool = False) -> None:
    """Paint a cell: bold on a ground where it is the village's own, a cross where nothing is."""
    tokens = current().tokens
    ground = tokens.selected if selected else tokens.rail if cell.own else tokens.surface
    ink = QColor(tokens.on_selected if selected else tokens.text)
    painter.fillRect(rect, QColor(ground))
    if cell.number:
        font = QFont()
        font.setWeight(QFont.Weight.Bold if cell.own else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(ink)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, cell.number)
    else:
        _paint_cross(painter, rect, ink)
    if cell.stale:
        wide = max(round(rect.width() * cell.stale), px(_BAR))
        foot = QRect(rect.x(), rect.bottom() + 1 - px(_BAR), wide, px(_BAR))
        painter.fillRect(foot, QColor(ink if selected else tokens.warning))
    if cell.double:
        _paint_blocks(painter, rect, ink, ground=ground)
    if cell.missing:
        font = QFont()
        font.setWeight(QFont.Weight.Bold)
        painter.setFont(font)
        painter.setPen(ink if selected else QColor(tokens.error))
        corner = rect.adjusted(px(3), 0, 0, 0)
        painter.drawText(corner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, "!")


def _paint_cross(painter: QPainter, rect: QRect, ink: QColor) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(ink, px(2)))
    middle, half = QRectF(rect).center(), px(_CROSS) / 2
    for lean in (1, -1):
        step = QPointF(half, half * lean)
        painter.drawLine(middle - step, middle + step)


def _paint_blocks(painter: QPainter, rect: QRect, ink: QColor, *, ground: str) -> None:
    painter.save()
    painter.setPen(ink)
    painter.setBrush(QColor(ground))
    side = px(6)
    for step in (px(3), 0):
        painter.drawRect(rect.right() - px(5) - side + step, rect.y() + px(4) + step, side, side)
    painter.restore()


class _Upright(QHeaderView):
    """Names that stand on end: a cell is narrower than what it is about."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def sizeHint(self) -> QSize:
        model = self.model()
        names = model.table.columns if isinstance(model, CellModel) else ()
        metrics = QFontMetrics(_letter())
        longest = max((metrics.horizontalAdvance(name) for name in names), default=0)
        return QSize(super().sizeHint().width(), longest + 2 * px(_AIR))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        tokens = current().tokens
        painter.save()
        painter.fillRect(rect, QColor(tokens.window))
        painter.setFont(_letter())
        painter.setPen(QColor(tokens.text))
        painter.translate(rect.x(), rect.bottom())
        painter.rotate(-90)
        room = QRect(px(_AIR), 0, rect.height() - px(_AIR), rect.width())
        middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        name = self.model().headerData(section, Qt.Orientation.Horizontal)
        painter.drawText(room, middle, str(name))
        painter.restore()


def _letter() -> QFont:
    font = QFont()
    font.setWeight(QFont.Weight.DemiBold)
    return font


class CellGrid(QTableView):
    """The grid.

    Signals:
        chosen: Row and column of the cell that a person went to; never sent by :meth:`select`.
    """

    chosen = Signal(int, int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Make an empty grid; ``name`` is what is read aloud on entering it."""
        super().__init__(parent)
        self._quiet = False
        self.setAccessibleName(name)
        self.cells = CellModel(self)
        self.setModel(self.cells)
        self.setItemDelegate(CellDelegate(self))
        self.setHorizontalHeader(_Upright(self))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.selectionModel().currentChanged.connect(self._tell)
        self._measure()

    def show_table(self, table: CoverageTable) -> None:
        """Show a grid; the cell at hand stays at hand where it still is."""
        here = self.currentIndex()
        row, column = here.row(), here.column()
        self._quiet = True
        self.cells.show_table(table)
        self._quiet = False
        self.horizontalHeader().updateGeometry()
        self.updateGeometries()
        self.select(row, column)

    def select(self, row: int, column: int) -> None:
        """Go to a cell without telling; to none where it is not there."""
        self._quiet = True
        self.setCurrentIndex(self.cells.index(row, column))
        self._quiet = False

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "cells"):
            self._measure()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show the focus also while no cell is chosen."""
        super().paintEvent(event)
        if self.hasFocus() and not self.currentIndex().isValid():
            painter = QPainter(self.viewport())
            draw_ring(painter, QRectF(self.viewport().rect()))
            painter.end()

    def _measure(self) -> None:
        self.horizontalHeader().setMinimumSectionSize(px(_WIDE))
        self.horizontalHeader().setDefaultSectionSize(px(_WIDE))
        self.verticalHeader().setDefaultSectionSize(px(_HIGH))

    def _tell(self, index: QModelIndex) -> None:
        if index.isValid() and not self._quiet:
            self.chosen.emit(index.row(), index.column())
