"""A text area that grows with its lines, and takes no more than it can hold."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QWidget

from ui.theme import px
from ui.viewmodels.typing import visible


class GrowingText(QPlainTextEdit):
    """As high as its lines, between a least and a most.

    Signals:
        refused: More was pasted than fits; nothing of it was taken.
    """

    refused = Signal()

    def __init__(self, parent: QWidget, least: int, most: int, *, room: int) -> None:
        """Build it; ``room`` is how many characters it takes."""
        super().__init__(parent)
        self._least, self._most, self._room = least, most, room
        self._lines_asked = 0
        self.setTabChangesFocus(True)  # else Tab is swallowed (WCAG 2.1.2)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFrameShape(QFrame.Shape.NoFrame)
        # Words wrap: a bar would only stand in the height that the lines take.
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.textChanged.connect(self._grow)

    def sizeHint(self) -> QSize:
        """Return the height of the lines that are shown, whatever height it has now."""
        self.ensurePolished()  # font and frame are of its look
        lines = self._wanted()
        frame = self.contentsMargins().top() + self.contentsMargins().bottom()
        # A line is laid out in whole pixels, rounded up; the metrics in whole pixels round down.
        line = ceil(QFontMetricsF(self.font()).lineSpacing())
        text = ceil(lines * line + 2 * self.document().documentMargin())
        # Qt keeps a pixel below the last line for itself: without it there is a bar to scroll by.
        return QSize(super().sizeHint().width(), text + 1 + frame)

    def minimumSizeHint(self) -> QSize:
        """Return the same height: less would hide text, and no width of its own."""
        return QSize(px(120), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Count the lines again: another width wraps elsewhere."""
        super().resizeEvent(event)
        self._grow()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste what people see of a text, if it fits: half of it would be lost unseen."""
        text = visible(source.text(), lines=True)
        cursor = self.textCursor()
        kept = len(self.toPlainText()) - len(cursor.selectedText())
        if kept + len(text) > self._room:
            self.refused.emit()
            return
        cursor.insertText(text)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def _wanted(self) -> int:
        # A plain text document measures its height in lines, wrapped ones included.
        lines = ceil(self.document().size().height())
        return min(max(lines, self._least), self._most)

    def _grow(self) -> None:
        if self._wanted() != self._lines_asked:
            self._lines_asked = self._wanted()
            self.updateGeometry()
