"""The calm frame of every page before the work: one column in the middle of the window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from meitinker.errors import MeitinkerError
from ui.theme import mark, px
from ui.widgets.bars import MessageBar
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading

COLUMN = 560
"""Width of the column in px at 100 %: a passphrase of five words stands beside its button."""

_ALL_IT_CAN = 1000
"""Stretch of the column: it takes its whole width before the ground beside it gets any."""


class EntryPage(QWidget):
    """A heading, a sentence and what the subclass adds to :attr:`column`.

    Attributes:
        plain: Nothing on it is a choice (check box, combo box), so that Qt's own style will do.
    """

    plain = False

    def __init__(self, title: str, text: str = "", parent: QWidget | None = None) -> None:
        """Build the frame."""
        super().__init__(parent)
        card = QFrame()
        mark(card, rol="kaart")
        self.column = QVBoxLayout(card)
        self.column.setContentsMargins(px(32), px(32), px(32), px(32))
        self.column.setSpacing(px(16))
        self.heading = Heading(title, card, level=1)
        self.text = WrappedLabel(text, card, tone="muted")
        self.text.setVisible(bool(text))
        self.bar = MessageBar(card)
        for widget in (self.heading, self.text, self.bar):
            self.column.addWidget(widget)
        card.setMaximumWidth(px(COLUMN))
        middle = QWidget()
        row = QHBoxLayout(middle)
        row.setContentsMargins(px(16), px(24), px(16), px(24))
        row.addStretch(1)
        row.addWidget(card, _ALL_IT_CAN, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(middle)
        frame = QVBoxLayout(self)
        frame.setContentsMargins(0, 0, 0, 0)
        frame.addWidget(area)

    def tell_error(self, error: MeitinkerError) -> None:
        """Show what went wrong and what to do next."""
        from ui.messages import sentence_for

        words = sentence_for(error)
        self.bar.tell("fout", words.text)

    def focus_first(self) -> None:
        """Put the keyboard where the user begins."""
