"""Columns: a page that does not grow wider than people read, and piles of what stands in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.theme import px

_WAS_HIDDEN = Qt.WidgetAttribute.WA_WState_ExplicitShowHide
"""Tells a widget that was hidden from one that was never shown."""


class Column(QWidget):
    """The column stands at the left, where reading begins; what is over stays empty."""

    def __init__(self, parent: QWidget | None = None, *, widest: int) -> None:
        """Make an empty column of at most ``widest`` px at 100 %."""
        super().__init__(parent)
        self._widest = widest
        self._content = QWidget(self)
        self.lines = QVBoxLayout(self._content)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._content, 1000)  # takes its widest before the air takes any
        row.addStretch(1)
        self._measure()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_content"):
            self._measure()

    def _measure(self) -> None:
        self._content.setMaximumWidth(px(self._widest))
        self.lines.setContentsMargins(px(24), px(24), px(24), px(24))
        self.lines.setSpacing(px(16))


class Pile(QWidget):
    """Widgets below each other that are replaced together.

    It keeps a list of its own: layouts are not asked for their items (see ``flow``).
    """

    def __init__(self, parent: QWidget | None = None, *, gap: int = 8) -> None:
        """Begin empty; ``gap`` is the room between, px at 100 %."""
        super().__init__(parent)
        self._widgets: tuple[QWidget, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(gap))

    @property
    def widgets(self) -> tuple[QWidget, ...]:
        """The widgets, from above."""
        return self._widgets

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Be out of sight within the block, so that all is laid out once after it.

        Each widget that comes into sight by itself has every layout above it done again; one
        that is put in a pile that shows does so in a turn of its own.
        """
        if not self.isVisible():
            yield
            return
        self.hide()
        try:
            yield
        finally:
            self.show()

    def replace(self, widgets: Iterable[QWidget]) -> None:
        """Put the widgets away and show others instead; one that is among these stays."""
        before, self._widgets = self._widgets, tuple(widgets)
        if before == self._widgets:
            return
        with self.changing():
            for widget in before:
                self._column.removeWidget(widget)
            put_away(widget for widget in before if widget not in self._widgets)
            for widget in self._widgets:
                self._column.addWidget(widget)
                if not widget.testAttribute(_WAS_HIDDEN):
                    widget.show()  # at once, and not in a turn of its own


class CardPile(QWidget):
    """Cards below each other that come and go, all given their places once a turn.

    It places them itself: each widget that is shown within a layout has every layout above it
    done at once, and a screen of eight cards would be laid out eight times.
    """

    def __init__(self, parent: QWidget | None = None, *, gap: int = 16) -> None:
        """Begin empty; ``gap`` is the room between, px at 100 %."""
        super().__init__(parent)
        self._gap = gap
        self._cards: tuple[QWidget, ...] = ()
        self._heights: dict[int, int] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, *cards: QWidget) -> None:
        """Put cards below those that are there; one that was hidden stays so."""
        for card in cards:
            hidden = card.isHidden() and card.testAttribute(_WAS_HIDDEN)
            card.setParent(self)
            card.setHidden(hidden)
        self._cards += cards

    def heightForWidth(self, width: int) -> int:
        """Return the height of the cards that show."""
        if width not in self._heights:
            self._heights[width] = self._arrange(width, place=False)
        return self._heights[width]

    def sizeHint(self) -> QSize:
        """Return the size that the widest card wants."""
        width = max((card.sizeHint().width() for card in self._shown()), default=0)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return the least width; the height follows from the width there is."""
        width = max((card.minimumSizeHint().width() for card in self._shown()), default=0)
        return QSize(width, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the cards their places."""
        super().resizeEvent(event)
        self._arrange(event.size().width(), place=True)

    def event(self, event: QEvent) -> bool:
        """Measure again when a card comes, goes or wants another size.

        Out of sight nothing tells of that: so also when it comes into sight.
        """
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show):
            self._heights = {}
            self._arrange(self.width(), place=True)
            self.updateGeometry()
        return super().event(event)

    def _shown(self) -> list[QWidget]:
        return [card for card in self._cards if not card.isHidden()]

    def _arrange(self, width: int, *, place: bool) -> int:
        top = 0
        for card in self._shown():
            top += px(self._gap) if top else 0
            height = card.heightForWidth(width)
            height = height if height >= 0 else card.sizeHint().height()
            if place:
                card.setGeometry(0, top, width, height)
            top += height
        return top


def stacked(*parts: QWidget, gap: int = 4, air: bool = False) -> QWidget:
    """Return parts below each other that stay; what comes and goes is a :class:`Pile`.

    Args:
        parts: From above.
        gap: The room between, px at 100 %: close, for what is one thing.
        air: What height is over stays empty below, or the parts would be spread over it.
    """
    block = QWidget()
    column = QVBoxLayout(block)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(px(gap))
    for part in parts:
        column.addWidget(part)
    if air:
        column.addStretch(1)
    return block


def put_away(widgets: Iterable[QWidget]) -> None:
    """Hide widgets at once and delete them when nothing uses them any more."""
    for widget in widgets:
        widget.hide()
        widget.deleteLater()
