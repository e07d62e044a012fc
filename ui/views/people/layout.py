"""How parts of a file stand beside each other, and below each other where it is narrow."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLayout,
    QLayoutItem,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.theme import mark, px
from ui.widgets.form_field import FormField, IconLabel, WrappedLabel
from ui.widgets.headings import Heading

FORM_WIDTH = 720
"""Widest form, px at 100 %: two fields beside each other, or a text that reads well."""

_LEAST_FIELD = 200


class Turning(QWidget):
    """Parts in a line that stand below each other when the line is too short for them."""

    def __init__(
        self, *parts: QWidget, least: int, gap: int = 16, parent: QWidget | None = None
    ) -> None:
        """Take the parts over.

        Args:
            parts: In reading order.
            least: Width in px at 100 % under which they go below each other.
            gap: Room between them, px at 100 %.
            parent: As in Qt.
        """
        super().__init__(parent)
        self._least = least
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(px(gap))
        for part in parts:
            self._line.addWidget(part, 1)

    @property
    def stacked(self) -> bool:
        """Whether the parts stand below each other."""
        return self._line.direction() == QBoxLayout.Direction.TopToBottom

    def set_stretch(self, *shares: int) -> None:
        """Share the line unevenly."""
        for index, share in enumerate(shares):
            self._line.setStretch(index, share)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turn the line at another width."""
        super().resizeEvent(event)
        tight = event.size().width() < px(self._least)
        if tight != self.stacked:
            way = QBoxLayout.Direction
            self._line.setDirection(way.TopToBottom if tight else way.LeftToRight)
            self.updateGeometry()


def field_row(*fields: QWidget) -> Turning:
    """Return fields side by side where each gets a decent width."""
    return Turning(*fields, least=_LEAST_FIELD * len(fields) + 16 * (len(fields) - 1))


def button_line(*buttons: QWidget) -> QWidget:
    """Return buttons in a line that wraps."""
    line = QWidget()
    flow = Flow(line, gap=12)
    for button in buttons:
        flow.addWidget(button)
    return line


def empty_layout(layout: QLayout) -> None:
    """Take every widget out of a layout and away."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def order_tabs(root: QWidget) -> None:
    """Let Tab follow the layout of ``root``: rows that were added later come in their place.

    Qt does not move what is hidden, so call it again when a part is shown.
    """
    stops = [stop for stop in _stops(root) if stop.isVisibleTo(root)]
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)


def _stops(widget: QWidget) -> Iterator[QWidget]:
    if isinstance(widget, FormField):
        yield widget  # Qt moves a field with its proxy as one block, in the order it was made
        return
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus.value and widget.focusProxy() is None:
        yield widget
    inner = widget.widget() if isinstance(widget, QScrollArea) else None
    if inner is not None:
        yield from _stops(inner)
    layout = widget.layout()
    if layout is not None:
        yield from _stops_in(layout)


def _stops_in(layout: QLayout) -> Iterator[QWidget]:
    for index in range(layout.count()):
        item = layout.itemAt(index)
        inner, widget = (item.layout(), item.widget()) if item is not None else (None, None)
        if widget is not None:
            yield from _stops(widget)
        elif inner is not None:
            yield from _stops_in(inner)


class Part(QWidget):
    """A heading with what belongs to it below."""

    def __init__(self, title: str, parent: QWidget | None = None, *, hint: str = "") -> None:
        """Begin with the heading and, where one is given, a sentence."""
        super().__init__(parent)
        self.setMaximumWidth(px(FORM_WIDTH))
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(px(16))
        self.column.addWidget(Heading(title, self, level=2))
        if hint:
            self.column.addWidget(WrappedLabel(hint, self, tone="muted"))

    def add(self, *widgets: QWidget) -> None:
        """Add widgets below what is there; several stand side by side."""
        self.column.addWidget(widgets[0] if len(widgets) == 1 else field_row(*widgets))

    def add_buttons(self, *buttons: QWidget) -> None:
        """Add buttons in a line that wraps."""
        self.column.addWidget(button_line(*buttons))


class Card(QFrame):
    """A card with a column."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        mark(self, rol="kaart")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(px(16), px(16), px(16), px(16))
        self.column.setSpacing(px(12))

    def add(self, *widgets: QWidget) -> None:
        """Add widgets below what is there; several stand side by side."""
        self.column.addWidget(widgets[0] if len(widgets) == 1 else field_row(*widgets))


class IconLine(QWidget):
    """An icon with words that wrap beside it."""

    def __init__(
        self,
        icon_name: str,
        text: str,
        parent: QWidget | None = None,
        *,
        tint: str = "muted",
        wraps: bool = True,
    ) -> None:
        """Show ``text``; without wrapping the line is as wide as its words."""
        super().__init__(parent)
        self.icon = IconLabel(icon_name, self, tone=tint)
        self.words = WrappedLabel(text, self)
        self.words.setWordWrap(wraps)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(6))
        row.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)


class Flow(QLayout):
    """A line of widgets that goes on below when it is full."""

    def __init__(self, parent: QWidget | None = None, *, gap: int = 16) -> None:
        """Begin empty; ``gap`` is the room between, px at 100 %."""
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(px(gap))
        if parent is not None:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            parent.setSizePolicy(policy)

    def addItem(self, item: QLayoutItem) -> None:
        """Add an item at the end."""
        self._items.append(item)

    def count(self) -> int:
        """Return how many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return an item, or None beyond the end, as Qt asks for it."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take an item out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Take no more room than needed."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Tell Qt to ask for the height."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines at ``width``."""
        return self._place(QRect(0, 0, width, 0), moving=False)

    def setGeometry(self, rect: QRect) -> None:
        """Put every item in its place."""
        super().setGeometry(rect)
        self._place(rect, moving=True)

    def sizeHint(self) -> QSize:
        """Return the room for the widest item."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """Return the room for the widest item."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _place(self, rect: QRect, *, moving: bool) -> int:
        x, y, high = rect.x(), rect.y(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            if x > rect.x() and x + size.width() > rect.right() + 1:
                x, y, high = rect.x(), y + high + self.spacing(), 0
            if moving:
                width = min(size.width(), rect.width())
                item.setGeometry(QRect(QPoint(x, y), QSize(width, size.height())))
            x += size.width() + self.spacing()
            high = max(high, size.height())
        return y + high - rect.y()
