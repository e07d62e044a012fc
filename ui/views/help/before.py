"""The guide before the store is open: F1 on a page of the entrance."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.i18n import _
from ui.theme import px
from ui.views.help.reader import GuideReader
from ui.widgets.buttons import FlatButton


class GuideBefore(QWidget):
    """The guide with a way back to the page that asked for it; it holds nothing about anyone.

    Signals:
        closed: Back to the page.
    """

    closed = Signal()

    def __init__(self, about: str, parent: QWidget | None = None) -> None:
        """Open it at the chapter about a page."""
        super().__init__(parent)
        self.back = FlatButton(_("Terug"), self, icon_name="arrow-left")
        self.guide = GuideReader(self)
        self.back.clicked.connect(self.closed)
        self.back.setToolTip(_("Esc"))
        column = QVBoxLayout(self)
        column.setContentsMargins(px(8), px(4), 0, 0)
        column.setSpacing(0)
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.guide, 1)
        self._about = about

    def begin(self) -> None:
        """Take the keyboard."""
        self.guide.read(self._about)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back on Escape; F1 is answered already."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() != Qt.Key.Key_F1:
            super().keyPressEvent(event)
