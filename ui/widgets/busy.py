"""How far long work is, and a way to stop it; out of sight while there is none."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from meitinker.i18n import _
from ui.theme import px
from ui.widgets.buttons import Button
from ui.widgets.form_field import WrappedLabel

_WIDTH = 400


class Busy(QWidget):
    """A sentence, a bar, and the button that stops.

    Attributes:
        stop: The button.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin out of sight."""
        super().__init__(parent)
        self.words = WrappedLabel("", tone="muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setMaximumWidth(px(_WIDTH))
        self.stop = Button(_("Stop"), icon_name="player-stop")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(self.words)
        column.addWidget(self.bar)
        column.addWidget(self.stop, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def begin(self, words: str) -> None:
        """Say what begins."""
        self.tell(words, 0, 0)
        self.show()

    def tell(self, words: str, done: int, of: int) -> None:
        """Say how far it is; of nothing known yet the bar only moves."""
        self.words.setText(words)
        self.bar.setAccessibleName(words)
        self.bar.setMaximum(of)
        self.bar.setValue(done)
