"""Words that take the keyboard where a page opens: Enter does nothing there."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.theme import px
from ui.theme.style import draw_ring
from ui.widgets.form_field import WrappedLabel

_ROOM = 6
"""Between the ring and the words, px at 100 %."""


class Landing(WrappedLabel):
    """A sentence that says what to do here, and has the focus until that is chosen.

    The first button of a page that gives something away for good is no place to arrive at: who
    types on would press it unread.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None, *, tone: str = "") -> None:
        """Make a stop of Tab of a sentence."""
        super().__init__(text, parent, tone=tone)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setContentsMargins(px(_ROOM), px(_ROOM), px(_ROOM), px(_ROOM))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the words, and the ring while the keyboard is here."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            draw_ring(painter, self.rect().toRectF())
            painter.end()
