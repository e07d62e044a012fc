"""What a place says when there is nothing in it yet: an icon, a sentence, a button."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import px
from ui.widgets.buttons import PrimaryButton
from ui.widgets.form_field import WrappedLabel
from ui.widgets.icon_label import IconLabel

_WIDTH = 340


class _Picture(IconLabel):
    side = 48


class EmptyState(QWidget):
    """Calm, in the middle, and always with what to do next."""

    acted = Signal()

    def __init__(
        self, sentence: str, parent: QWidget | None = None, *, icon_name: str, action: str = ""
    ) -> None:
        """Show ``sentence``; ``action`` names the one button, if there is anything to do."""
        super().__init__(parent)
        picture = _Picture(icon_name, self, tone="muted")
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._words = WrappedLabel(sentence, self)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button = PrimaryButton(action, self)
        self.button.setVisible(bool(action))
        self.button.clicked.connect(self.acted)
        middle = QWidget(self)
        self._middle = middle
        inside = QVBoxLayout(middle)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(px(16))
        inside.addWidget(picture)
        inside.addWidget(self._words)
        inside.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        across = QHBoxLayout()
        across.addStretch(1)
        # Takes its widest before the air around it takes any.
        across.addWidget(middle, 1000)
        across.addStretch(1)
        column = QVBoxLayout(self)
        # No air of its own above and below: with large letters the words need all the room.
        column.setContentsMargins(px(16), 0, px(16), 0)
        column.addStretch(1)
        column.addLayout(across)
        column.addStretch(2)
        self._measure()

    @property
    def sentence(self) -> str:
        """The words on the screen."""
        return self._words.text()

    def say(self, sentence: str) -> None:
        """Say something else."""
        self._words.setText(sentence)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._measure()

    def _measure(self) -> None:
        widest = px(_WIDTH)
        self._middle.setMaximumWidth(widest)
        if not self.button.isHidden():
            self._middle.setMinimumWidth(min(widest, self.button.sizeHint().width()))
