"""A text to read and to copy from, with the words marked in which it differs from another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QFont, QTextCharFormat, QTextCursor

from meitinker.domain.room import TEXT
from meitinker.i18n import _
from ui.theme import current
from ui.widgets.growing_text import GrowingText

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QWidget

    from ui.viewmodels.differing import Piece

_MOST_LINES = 14
"""Lines that are shown at once; a longer text scrolls."""


class MarkedText(GrowingText):
    """Marks by weight, line and ground: any two of these can be seen without colour."""

    def __init__(self, name: str, pieces: Sequence[Piece], parent: QWidget) -> None:
        """Show ``pieces``; ``name`` says what they are, for who hears the screen."""
        super().__init__(parent, 1, _MOST_LINES, room=TEXT)
        self._pieces = tuple(pieces)
        self.setReadOnly(True)
        self.setAccessibleName(name)
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Have a scroll bar only where not all lines are shown: else it takes room for nothing."""
        super().resizeEvent(event)
        policy = Qt.ScrollBarPolicy
        whole = self._wanted() < _MOST_LINES
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAlwaysOff if whole else policy.ScrollBarAsNeeded
        )

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_pieces"):
            self._show()

    def _show(self) -> None:
        self.clear()
        cursor = QTextCursor(self.document())
        for piece in self._pieces:
            cursor.insertText(piece.text, _marked() if piece.marked else QTextCharFormat())
        words = ", ".join(piece.text.strip() for piece in self._pieces if piece.marked)
        self.setAccessibleDescription(_("Hier staat iets anders: {words}").format(words=words))
        if not words:
            self.setAccessibleDescription("")


def _marked() -> QTextCharFormat:
    look = QTextCharFormat()
    look.setFontWeight(QFont.Weight.Bold)
    look.setFontUnderline(True)
    look.setBackground(QColor(current().tokens.info_bg))
    return look
