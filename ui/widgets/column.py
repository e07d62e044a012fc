"""A page of one column that does not grow wider than people read, at any text size."""

from __future__ import annotations

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
