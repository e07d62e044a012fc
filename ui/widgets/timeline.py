"""A person's timeline: dated entries under the name of their month, newest first or last.

Only rows in sight are painted, and long lists are measured in bites, so that ten thousand
entries do not hold up the screen.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from meitinker.i18n import _
from ui.theme import current, icon, px
from ui.theme.style import draw_ring
from ui.viewmodels.dates import day_text, month_text
from ui.viewmodels.parts import TimelineEntry
from ui.viewmodels.typing import breakable

__all__ = ["Timeline", "TimelineEntry", "TimelineModel"]

ENTRY_ROLE = Qt.ItemDataRole.UserRole
"""The `TimelineEntry` of a row, None for the row with a month's name."""

_Index = QModelIndex | QPersistentModelIndex
_Row = TimelineEntry | date  # a date is the first of a month that begins here
_ROOT = QModelIndex()
_WORDS = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_ONE_LINE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_MOST_LINES = 2
_AT_ONCE = 1000  # rows measured in one go, about 20 ms; longer lists in bites between events


class _Letters(NamedTuple):
    """The fonts of a row, their measures and the sizes of rows that follow from them."""

    heavy: QFont
    bold: QFontMetrics
    plain: QFontMetrics
    width: int  # of the text, px
    narrowest: int  # letter of the text, px
    month: QSize
    entries: dict[tuple[int, int], QSize]  # by lines of title, and of text
    titles: dict[str, int]  # widths that were measured: a long file has few titles and days
    days: dict[str, int]

    def title_room(self, day: str) -> int:
        """Return the width that a title has beside its day."""
        if day not in self.days:
            self.days[day] = self.plain.horizontalAdvance(day)
        return self.width - self.days[day] - px(12)

    def title_lines(self, title: str, day: str) -> int:
        """Return how many lines a title takes beside its day, at most two."""
        if title not in self.titles:
            self.titles[title] = self.bold.horizontalAdvance(title)
        return 1 if self.titles[title] < self.title_room(day) else _MOST_LINES

    def lines(self, text: str) -> int:
        """Return how many lines a text takes, at most two."""
        if not text:
            return 0
        # Measuring a long text costs more than all else: a narrow "i" each is too wide already.
        if len(text) * self.narrowest > self.width:
            return _MOST_LINES
        # Rounded, as in a list of rows: of just this width it may take another line.
        return 1 if self.plain.horizontalAdvance(text) < self.width else _MOST_LINES


class TimelineModel(QAbstractListModel):
    """Entries in the order given, with a row for every month that begins."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[_Row] = []

    def set_entries(self, entries: Sequence[TimelineEntry]) -> None:
        """Show other entries; they come sorted by day, either way."""
        self.beginResetModel()
        self._rows = []
        month: date | None = None
        for entry in entries:
            first = entry.day.replace(day=1)
            if first != month:
                self._rows.append(first)
                month = first
            self._rows.append(entry)
        self.endResetModel()

    def row_of(self, key: str) -> int | None:
        """Return the row of an entry, or None."""
        for row, shown in enumerate(self._rows):
            if isinstance(shown, TimelineEntry) and shown.key == key:
                return row
        return None

    def row(self, number: int) -> TimelineEntry | date:
        """Return what stands in a row: an entry, or the first day of a month."""
        return self._rows[number]

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Return how many rows there are, months included."""
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Let months be passed over: only entries can be chosen."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        leaf = Qt.ItemFlag.ItemNeverHasChildren
        if isinstance(self._rows[index.row()], date):
            return leaf
        return leaf | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the entry, its title, or everything in words for who hears the list."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ENTRY_ROLE:
            return row if isinstance(row, TimelineEntry) else None
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title if isinstance(row, TimelineEntry) else month_text(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _spoken(row)
        return None


class _TimelineDelegate(QStyledItemDelegate):
    """Paints a month as a heading and an entry as icon, title, day and text."""

    def __init__(self, view: QListView, model: TimelineModel) -> None:
        super().__init__(view)
        self._view, self._model = view, model
        self._measured: _Letters | None = None

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the height of one row at the width of the list."""
        letters = self._letters()
        entry = self._model.row(index.row())  # not by Qt: it asks Python three times for that
        if isinstance(entry, date):
            return letters.month
        title = letters.title_lines(entry.title, _when(entry))
        return letters.entries[title, letters.lines(entry.text)]

    def forget(self) -> None:
        """Measure again: the font or the width is another."""
        self._measured = None

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one row in the colours of the theme."""
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        entry: TimelineEntry | None = index.data(ENTRY_ROLE)
        painter.save()
        if entry is None:
            self._paint_month(painter, rect, str(index.data()))
        else:
            self._paint_entry(painter, rect, entry, state)
        painter.restore()

    def _letters(self) -> _Letters:
        """Return what rows are measured with; kept, because every row asks."""
        if self._measured is None:
            font = self._view.font()
            heavy = QFont(font)
            heavy.setWeight(QFont.Weight.DemiBold)
            bold, plain = QFontMetrics(heavy), QFontMetrics(font)
            head, line = bold.lineSpacing(), plain.lineSpacing()
            self._measured = _Letters(
                heavy=heavy,
                bold=bold,
                plain=plain,
                width=self._view.viewport().width() - self._text_left() - px(16),
                narrowest=plain.horizontalAdvance("i"),
                titles={},
                days={},
                month=QSize(0, head + px(16 + 6)),
                entries={
                    (title, lines): QSize(0, title * head + lines * line + px(20))
                    for title in range(1, _MOST_LINES + 1)
                    for lines in range(_MOST_LINES + 1)
                },
            )
        return self._measured

    def _text_left(self) -> int:
        return px(16 + 20 + 12)

    def _paint_month(self, painter: QPainter, rect: QRect, words: str) -> None:
        tokens = current().tokens
        painter.setFont(self._letters().heavy)
        painter.setPen(QColor(tokens.muted))
        box = rect.adjusted(px(16), px(16), -px(16), 0)
        painter.drawText(box, _ONE_LINE, words)
        painter.setPen(QPen(QColor(tokens.line), px(1)))
        painter.drawLine(rect.left() + px(16), rect.bottom(), rect.right() - px(16), rect.bottom())

    def _paint_entry(
        self, painter: QPainter, rect: QRect, entry: TimelineEntry, state: QStyle.StateFlag
    ) -> None:
        tokens = current().tokens
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        text, muted = tokens.text, tokens.muted
        if chosen:
            text, muted = tokens.on_selected, tokens.muted_on_selected
            painter.fillRect(rect, QColor(tokens.selected))
            bar = QRect(rect.left(), rect.top(), px(4), rect.height())
            painter.fillRect(bar, QColor(tokens.action))
        inner = rect.adjusted(px(16), px(10), -px(16), -px(10))
        self._paint_icon(painter, inner.topLeft(), entry.icon, "on_selected" if chosen else "muted")
        inner.setLeft(rect.left() + self._text_left())
        letters = self._letters()
        bold, plain = letters.bold, letters.plain
        head = QRect(inner.left(), inner.top(), inner.width(), bold.lineSpacing())
        day = _when(entry)
        painter.setPen(QColor(muted))
        painter.setFont(self._view.font())
        painter.drawText(head, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, day)
        head.setWidth(letters.title_room(day))
        lines = letters.title_lines(entry.title, day)
        head.setHeight(lines * bold.lineSpacing())
        painter.setPen(QColor(text))
        painter.setFont(letters.heavy)
        self._paint_words(painter, head, entry.title, bold)
        painter.setFont(self._view.font())
        painter.setPen(QColor(muted))
        inner.setTop(head.bottom() + 1)
        self._paint_words(painter, inner, entry.text, plain)
        if state & QStyle.StateFlag.State_HasFocus:
            draw_ring(painter, QRectF(rect), radius=0)

    def _paint_icon(self, painter: QPainter, place: QPoint, name: str, tint: str) -> None:
        side = px(20)
        line = self._letters().bold.lineSpacing()
        top = place.y() + max((line - side) // 2, 0)
        icon(name, tint).paint(painter, QRect(place.x(), top, side, side))

    def _paint_words(
        self, painter: QPainter, box: QRect, words: str, metrics: QFontMetrics
    ) -> None:
        """Paint at most two lines; what does not fit ends in an ellipsis."""
        if not words:
            return
        words = breakable(words)
        room = box.width() * _MOST_LINES
        if metrics.horizontalAdvance(words) > room:
            # A little less than two lines' worth: words do not break just at the edge.
            words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, int(room * 0.9))
        painter.drawText(box, _WORDS, words)


class Timeline(QListView):
    """The list itself; Enter or a double click opens an entry.

    Signals:
        opened: The key of the entry that was opened.
        picked: The key of the entry that is selected now.
    """

    opened = Signal(str)
    picked = Signal(str)
    _ready = False  # Qt may tell of a style while the parts are still being made

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = TimelineModel(self)
        self.setModel(self._model)
        self._delegate = _TimelineDelegate(self, self._model)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(_("Tijdlijn"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setBatchSize(_AT_ONCE)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.activated.connect(self._open)
        self.selectionModel().currentChanged.connect(self._pick)
        self._ready = True

    def set_entries(self, entries: Sequence[TimelineEntry]) -> None:
        """Show other entries, sorted by day, and keep the selected one if it is still there."""
        for name in {entry.icon for entry in entries}:
            icon(name)  # an icon that is not shipped must fail here, not while painting
        key = self.current_key()
        self._delegate.forget()  # titles of another file are not kept
        mode = QListView.LayoutMode
        self.setLayoutMode(mode.SinglePass if len(entries) <= _AT_ONCE else mode.Batched)
        self._model.set_entries(entries)
        if key is not None:
            self.select(key)

    def current_key(self) -> str | None:
        """Return the key of the selected entry, or None."""
        entry = self.currentIndex().data(ENTRY_ROLE)
        return entry.key if isinstance(entry, TimelineEntry) else None

    def select(self, key: str) -> None:
        """Select an entry and bring it into sight; an unknown key changes nothing."""
        row = self._model.row_of(key)
        if row is None:
            return
        index = self._model.index(row)
        self.setCurrentIndex(index)
        if not self.visualRect(index).isValid():
            # Its bite was not measured yet, so Qt cannot scroll there: measure all at once.
            self.setLayoutMode(QListView.LayoutMode.SinglePass)
            self.doItemsLayout()
            self.scrollTo(index)

    def changeEvent(self, event: QEvent) -> None:
        """Measure the rows again for another text size."""
        super().changeEvent(event)
        if self._ready and event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._delegate.forget()
            self.scheduleDelayedItemsLayout()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Measure the rows again: text wraps elsewhere."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._delegate.forget()
            self.scheduleDelayedItemsLayout()

    def _open(self, index: QModelIndex) -> None:
        entry = index.data(ENTRY_ROLE)
        if isinstance(entry, TimelineEntry):
            self.opened.emit(entry.key)

    def _pick(self, index: QModelIndex) -> None:
        entry = index.data(ENTRY_ROLE)
        if isinstance(entry, TimelineEntry):
            self.picked.emit(entry.key)


def _when(entry: TimelineEntry) -> str:
    """Return day and time as they stand at the right; the year is in the heading."""
    day = day_text(entry.day, with_year=False)
    return f"{day}, {entry.time}" if entry.time else day


def _spoken(row: _Row) -> str:
    if not isinstance(row, TimelineEntry):
        return month_text(row)
    day = " ".join(part for part in (day_text(row.day), row.time) if part)
    parts = (day, row.kind, row.title, row.text)
    return ". ".join(part.rstrip(".") for part in parts if part)
