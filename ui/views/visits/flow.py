"""Buttons side by side that go on on the next line where the room ends."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import px

_GAP = 8


class Flow(QWidget):
    """Puts its parts one after the other, as words in a text.

    A widget and no layout: layouts written in Python keep dead items (see ``tab_order``).
    """

    def __init__(self, *parts: QWidget) -> None:
        """Take the parts over, in the order of reading."""
        super().__init__()
        self._parts = parts
        for part in parts:
            part.setParent(self)
            part.installEventFilter(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        """Say that less width means more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the lines at ``width``."""
        return self._arrange(width, place=False)

    def sizeHint(self) -> QSize:
        """Return the size of all parts on one line."""
        sizes = [part.sizeHint() for part in self._shown()]
        width = sum(size.width() + px(_GAP) for size in sizes)
        return QSize(width, max((size.height() for size in sizes), default=0))

    def minimumSizeHint(self) -> QSize:
        """Return the width of the widest part, and the height at the present width."""
        widest = max((part.sizeHint().width() for part in self._shown()), default=0)
        return QSize(widest, self._arrange(max(self.width(), widest), place=False))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        self._arrange(self.width(), place=True)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close up when a part comes, goes or changes its words."""
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._again()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Break the lines anew when a part wants another size."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._again()
        return super().event(event)

    def _again(self) -> None:
        self._arrange(self.width(), place=True)
        self.updateGeometry()

    def _shown(self) -> list[QWidget]:
        return [part for part in self._parts if not part.isHidden()]

    def _arrange(self, width: int, *, place: bool) -> int:
        x = y = line = 0
        for part in self._shown():
            size = part.sizeHint()
            if x and x + size.width() > width:
                x, y, line = 0, y + line + px(_GAP), 0
            if place:
                part.setGeometry(x, y, min(size.width(), width), size.height())
            x += size.width() + px(_GAP)
            line = max(line, size.height())
        return y + line
