"""Widgets side by side that go on on the next line where the room ends."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import px
from ui.widgets.column import put_away


class Flow(QWidget):
    """Puts its parts one after the other, as words in a text.

    A widget and no layout: an item of a layout that Python has seen and Qt deletes leaves a
    dead wrapper behind, and the next object at that address crashes the program (PySide6
    6.11.3). A layout written in Python sees all its items.
    """

    def __init__(
        self,
        *parts: QWidget,
        gap: int = 8,
        between: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Take the parts over, in the order of reading.

        Args:
            parts: What is put in lines.
            gap: Room beside a part, px at 100 %.
            between: Room between two lines; as much as ``gap`` unless said.
            parent: As in Qt.
        """
        super().__init__(parent)
        self._gap, self._between = gap, gap if between is None else between
        self._parts: tuple[QWidget, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._take(parts)

    @property
    def parts(self) -> tuple[QWidget, ...]:
        """The parts, in the order of reading."""
        return self._parts

    def replace(self, *parts: QWidget) -> None:
        """Put the parts away and show others instead; one that is among these stays."""
        before, self._parts = self._parts, ()
        for part in before:
            part.removeEventFilter(self)
        put_away(part for part in before if part not in parts)
        self._take(parts)
        for part in parts:
            part.show()
        self._again()

    def hasHeightForWidth(self) -> bool:
        """Say that less width means more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the lines at ``width``."""
        return self._arrange(width, place=False)

    def sizeHint(self) -> QSize:
        """Return the size of all parts on one line."""
        sizes = [part.sizeHint() for part in self._shown()]
        width = sum(size.width() + px(self._gap) for size in sizes)
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

    def _take(self, parts: tuple[QWidget, ...]) -> None:
        self._parts = parts
        for part in parts:
            part.setParent(self)
            part.installEventFilter(self)

    def _again(self) -> None:
        self._arrange(self.width(), place=True)
        self.updateGeometry()

    def _shown(self) -> list[QWidget]:
        return [part for part in self._parts if not part.isHidden()]

    def _arrange(self, width: int, *, place: bool) -> int:
        y, gap, between = 0, px(self._gap), px(self._between)
        for line in self._lines(width):
            x, height = 0, max(size.height() for _part, size in line)
            for part, size in line:
                if place:
                    # On one ground: a button beside a field stands at the field, not its label.
                    top = y + height - size.height()
                    part.setGeometry(x, top, min(size.width(), width), size.height())
                x += size.width() + gap
            y += height + between
        return max(y - between, 0)

    def _lines(self, width: int) -> list[list[tuple[QWidget, QSize]]]:
        lines: list[list[tuple[QWidget, QSize]]] = []
        x = 0
        for part in self._shown():
            size = part.sizeHint().expandedTo(part.minimumSize())
            if not lines or x + size.width() > width:
                lines.append([])
                x = 0
            lines[-1].append((part, size))
            x += size.width() + px(self._gap)
        return lines
