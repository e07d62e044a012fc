"""Parts of the same width beside each other, or below each other where the room is too small."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QBoxLayout, QWidget

from ui.theme import px

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent


class Abreast(QWidget):
    """All beside each other, or all below each other: half and half reads as a table."""

    def __init__(
        self, parts: Sequence[QWidget], parent: QWidget | None = None, *, least: int, gap: int = 16
    ) -> None:
        """Take the parts over; ``least`` is the room that each needs, px at 100 %."""
        super().__init__(parent)
        self._least, self._gap, self._count = least, gap, len(parts)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(px(gap))
        for part in parts:
            self._line.addWidget(part, 1)

    @property
    def stacked(self) -> bool:
        """Whether the parts stand below each other."""
        return self._line.direction() == QBoxLayout.Direction.TopToBottom

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stack the parts where one would get too little room."""
        super().resizeEvent(event)
        needed = self._count * px(self._least) + (self._count - 1) * px(self._gap)
        tight = event.size().width() < needed
        if tight != self.stacked:
            way = QBoxLayout.Direction
            self._line.setDirection(way.TopToBottom if tight else way.LeftToRight)
