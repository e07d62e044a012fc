"""Lists of two-line rows: a bold title, and below it an icon with how it stands."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import msgspec
from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.theme import SIZES, current, icon, px
from ui.theme.style import draw_ring
from ui.viewmodels.typing import breakable

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_ROW = Qt.ItemDataRole.UserRole

_BAR = 4
_ACROSS = 16
_DOWN = 10
_GAP = 4
_POINT = " · "
"""Between two things that are told of a row."""
_LEAST = 64
"""Height to which a list gives way to what stands above it, px at 100 %: a row and a bit."""
_MEASURED = 5000
"""Rows that a list remembers the size of."""


class Row(msgspec.Struct, frozen=True):
    """What a row shows.

    Attributes:
        key: What `RowList.chosen` carries; usually a record id.
        title: Bold first line.
        status: How it stands, in words; may be empty.
        icon_name: Icon before the status, or empty.
        tint: Token of the icon's colour; the words say the same.
    """

    key: str
    title: str
    status: str = ""
    icon_name: str = ""
    tint: str = "muted"


class RowModel(QAbstractListModel):
    """Rows in the order given."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows shown."""
        return self._rows

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show ``rows`` and nothing else."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """Return the number of rows; rows have no children."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the title, the row itself, or all words for a screen reader."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            # The delegate's painting cannot be heard; this is what is read aloud.
            return f"{row.title}, {row.status}" if row.status else row.title
        return row if role == _ROW else None


class RowDelegate(QStyledItemDelegate):
    """Paints a row; long words wrap, they are never cut off.

    It measures each row once a width: a list is laid out anew whenever one of its rows changes.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin with nothing measured."""
        super().__init__(parent)
        self._sizes: dict[tuple[Row, int, int], QSize] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height that the words need at the width of the view."""
        row: Row = index.data(_ROW)
        view = option.widget
        width = view.viewport().width() if isinstance(view, QAbstractItemView) else px(240)
        key = row, width, current().rem
        if key not in self._sizes:
            if len(self._sizes) > _MEASURED:
                self._sizes.clear()
            lines = self._title_height(row, width) + self._status_height(row, width)
            self._sizes[key] = QSize(width, lines + 2 * px(_DOWN) + 1)
        return self._sizes[key]

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint ground, bar, words and ring."""
        row: Row = index.data(_ROW)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        self._paint_ground(painter, option, selected=selected)
        self._paint_words(painter, option.rect, row, selected=selected)
        if option.state & QStyle.StateFlag.State_HasFocus:
            draw_ring(painter, QRectF(option.rect))
        painter.restore()

    def _paint_ground(
        self, painter: QPainter, option: QStyleOptionViewItem, *, selected: bool
    ) -> None:
        tokens, rect = current().tokens, option.rect
        if selected:
            painter.fillRect(rect, QColor(tokens.selected))
            bar = tokens.on_selected if tokens.action == tokens.selected else tokens.action
            painter.fillRect(QRect(rect.x(), rect.y(), px(_BAR), rect.height()), QColor(bar))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(tokens.window))
        painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), QColor(tokens.line))

    def _paint_words(self, painter: QPainter, rect: QRect, row: Row, *, selected: bool) -> None:
        tokens = current().tokens
        across, down = px(_ACROSS), px(_DOWN)
        inner = rect.adjusted(across, down, -across, 0)
        painter.setFont(_title_font(selected=selected))
        painter.setPen(QColor(tokens.on_selected if selected else tokens.text))
        inner.setHeight(self._title_height(row, rect.width()))
        painter.drawText(inner, _WRAP, breakable(row.title))
        if not row.status:
            return
        inner.moveTop(inner.bottom() + 1 + px(_GAP))
        inner.setHeight(self._status_height(row, rect.width()) - px(_GAP))
        painter.setFont(QFont())
        painter.setPen(QColor(tokens.muted_on_selected if selected else tokens.muted))
        if row.icon_name:
            side = px(SIZES.icon)
            line = QFontMetrics(QFont()).height()
            spot = QRect(inner.x(), inner.y() + (line - side) // 2, side, side)
            tint = "on_selected" if selected else row.tint
            icon(row.icon_name, tint).paint(painter, spot)
            inner.setLeft(inner.x() + side + px(6))
        painter.drawText(inner, _WRAP, breakable(_parted(row.status, inner.width())))

    def _title_height(self, row: Row, width: int) -> int:
        # Measured at the heaviest weight, so that selecting a row never makes it higher.
        return _height(row.title, width - 2 * px(_ACROSS), bold=True)

    def _status_height(self, row: Row, width: int) -> int:
        if not row.status:
            return 0
        room = px(SIZES.icon + 6) if row.icon_name else 0
        wide = width - 2 * px(_ACROSS) - room
        return px(_GAP) + _height(_parted(row.status, wide), wide)


_WRAP = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)


def _title_font(*, selected: bool) -> QFont:
    font = QFont()
    font.setWeight(QFont.Weight.Bold if selected else QFont.Weight.DemiBold)
    return font


def _parted(text: str, width: int) -> str:
    """Return a text with the parts between its points on new lines where they do not fit.

    A line that breaks by itself would end in the point that parts it from the next.
    """
    if _POINT not in text:
        return text
    letter = _letter(QFont().key(), bold=False)
    lines: list[str] = []
    for line in text.split("\n"):
        begun, *parts = line.split(_POINT)
        for part in parts:
            longer = f"{begun}{_POINT}{part}"
            if letter.fits(longer, width):
                begun = longer
            else:
                lines.append(begun)
                begun = part
        lines.append(begun)
    return "\n".join(lines)


def _height(text: str, width: int, *, bold: bool = False) -> int:
    letter = _letter(QFont().key(), bold=bold)
    lines = text.split("\n")
    if all(letter.fits(one, width) for one in lines):
        # Breaking lines takes three times as long, and most rows need none broken.
        return letter.line + (len(lines) - 1) * letter.next_line
    return letter.metrics.boundingRect(_box(width), _WRAP, breakable(text)).height()


class _Letter:
    """A letter, with what was measured in it; each row is measured in parts and as a whole."""

    def __init__(self, metrics: QFontMetrics) -> None:
        self.metrics = metrics
        self.line, two = (
            metrics.boundingRect(_box(1000), _WRAP, words).height() for words in ("X", "X\nX")
        )
        self.next_line = two - self.line
        self._advance = lru_cache(maxsize=_MEASURED)(self._measured)

    def _measured(self, text: str) -> int:
        # A method of Python's: a cache asks what it is laid over for its documentation, and for
        # one of Qt's PySide then reads every signature there is.
        return self.metrics.horizontalAdvance(text)

    def fits(self, text: str, width: int) -> bool:
        """Tell whether ``text`` fits on one line of ``width``.

        The advance is rounded down as well as up: one of just this width may take another line.
        """
        return self._advance(text) < width


@lru_cache(maxsize=8)
def _letter(in_force: str, *, bold: bool) -> _Letter:
    """Return the letter that is in force, which ``in_force`` names."""
    del in_force  # Qt knows it
    return _Letter(QFontMetrics(_title_font(selected=True) if bold else QFont()))


def _box(width: int) -> QRect:
    return QRect(0, 0, max(width, 1), 100_000)


class RowList(QListView):
    """A list whose selection loads the detail; there is nothing to "open".

    Signals:
        chosen: The key of the row that a person selected; never sent by `select`.
    """

    chosen = Signal(str)

    def __init__(
        self, name: str, parent: QWidget | None = None, *, hugs: bool = False, most: int = 0
    ) -> None:
        """Make an empty list.

        Args:
            name: What is read aloud on entering it.
            parent: As in Qt.
            hugs: It is no higher than its rows: a list by itself, with nothing below it.
            most: It is as high as its rows, up to so many px at 100 %: a list among others.
        """
        super().__init__(parent)
        self._quiet = False
        self._hugs, self._most = hugs, most
        self.setAccessibleName(name)
        self.rows = RowModel(self)
        self.setModel(self.rows)
        self.setItemDelegate(RowDelegate(self))
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        # Tab leaves the list; the arrows move in it.
        self.setTabKeyNavigation(False)
        self.selectionModel().currentChanged.connect(self._tell)

    @property
    def current_key(self) -> str:
        """The key of the selected row, or nothing."""
        index = self.currentIndex()
        return self.rows.rows[index.row()].key if index.isValid() else ""

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show ``rows``; the selected one stays selected while it is there."""
        key, place = self.current_key, self.verticalScrollBar().value()
        self._quiet = True
        self.rows.set_rows(rows)
        self._quiet = False
        self.select(key)
        self.verticalScrollBar().setValue(place)

    def select(self, key: str) -> None:
        """Select the row with ``key`` without telling, or nothing if it is not there."""
        self._quiet = True
        keys = [row.key for row in self.rows.rows]
        index = self.rows.index(keys.index(key)) if key in keys else QModelIndex()
        self.setCurrentIndex(index)
        self._quiet = False

    def minimumSizeHint(self) -> QSize:
        """Ask for little: it scrolls, and the fields above it would be cut off."""
        least = super().minimumSizeHint()
        return QSize(least.width(), min(least.height(), px(_LEAST)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the words anew at another width, and keep the chosen row above a bar that comes."""
        foot = self.visualRect(self.currentIndex()).bottom()
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()
        elif event.size().height() <= foot < event.oldSize().height():
            self.scrollTo(self.currentIndex())

    def updateGeometries(self) -> None:
        """Be as high as the rows where the list hugs them."""
        super().updateGeometries()
        if self._most:
            rows = self.contentsSize().height() + 2 * self.frameWidth()
            wanted = max(min(rows, px(self._most)), 1)
            if (self.minimumHeight(), self.maximumHeight()) != (wanted, wanted):
                self.setFixedHeight(wanted)
        if self._hugs:
            wanted = self.contentsSize().height() + 2 * self.frameWidth()
            if self.maximumHeight() != max(wanted, 1):
                self.setMaximumHeight(max(wanted, 1))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show the focus also while no row is selected."""
        super().paintEvent(event)
        if self.hasFocus() and not self.currentIndex().isValid():
            painter = QPainter(self.viewport())
            draw_ring(painter, QRectF(self.viewport().rect()))
            painter.end()

    def _tell(self, index: QModelIndex, before: QModelIndex) -> None:
        if index.isValid() != before.isValid():
            self.viewport().update()  # the focus goes from the list to a row, or back
        if index.isValid() and not self._quiet:
            self.chosen.emit(self.rows.rows[index.row()].key)
