"""Pages of which one is in sight, and only that one asks for room."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStackedWidget


class Stack(QStackedWidget):
    """A stack whose height is what there is: its pages scroll.

    Qt's own asks for the room of its highest page, also of one that is out of sight. At 200 %
    the window then grew beyond a laptop's screen, and its lowest buttons with it.
    """

    def hasHeightForWidth(self) -> bool:
        """Say that less width asks for no more height."""
        return False

    def minimumSizeHint(self) -> QSize:
        """Return the least width of the page in sight, and no height."""
        page = self.currentWidget()
        return QSize(page.minimumSizeHint().width() if page is not None else 0, 0)
