"""Columns: a page that does not grow wider than people read, and a pile that is replaced."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import px


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

    def replace(self, widgets: Iterable[QWidget]) -> None:
        """Put the widgets away and show others instead."""
        before, self._widgets = self._widgets, tuple(widgets)
        for widget in before:
            self._column.removeWidget(widget)
        put_away(before)
        for widget in self._widgets:
            self._column.addWidget(widget)


def put_away(widgets: Iterable[QWidget]) -> None:
    """Hide widgets at once and delete them when nothing uses them any more."""
    for widget in widgets:
        widget.hide()
        widget.deleteLater()
