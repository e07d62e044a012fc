"""Two parts side by side that go below each other before either is cut off."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QWidget

from ui.theme import px

_WORDS_ROOM = 220
"""Least room for the words, in pixels at 100 %: about four of them a line."""


class TightRow(QWidget):
    """A wide part with words and, at its right or below it, a part that keeps its width."""

    def __init__(self, wide: QWidget, beside: QWidget, parent: QWidget | None = None) -> None:
        """Take both parts over."""
        super().__init__(parent)
        self._wide = wide
        self._beside = beside
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(px(8))
        self._line.addWidget(wide, 1)
        self._line.addWidget(beside, 0)
        self._align()

    @property
    def stacked(self) -> bool:
        """Whether the parts stand below each other."""
        return self._line.direction() == QBoxLayout.Direction.TopToBottom

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stack the parts where the words would get too little room."""
        super().resizeEvent(event)
        needed = self._beside.sizeHint().width() + px(8) + self._words_room()
        tight = event.size().width() < needed
        if tight != self.stacked:
            way = QBoxLayout.Direction
            self._line.setDirection(way.TopToBottom if tight else way.LeftToRight)
            self._align()

    def _words_room(self) -> int:
        """Return what the words want: all their width, if that is little."""
        if not isinstance(self._wide, QLabel):
            return px(_WORDS_ROOM)
        whole = self._wide.fontMetrics().horizontalAdvance(self._wide.text())
        return min(whole, px(_WORDS_ROOM))

    def _align(self) -> None:
        centre = Qt.AlignmentFlag.AlignVCenter
        self._line.setAlignment(
            self._beside, Qt.AlignmentFlag.AlignLeft if self.stacked else centre
        )
