"""Pages of which one is in sight: only that one asks for room, and only that one is typed in."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget


class Stack(QStackedWidget):
    """A stack whose height is what there is: its pages scroll.

    Qt's own asks for the room of its highest page, also of one that is out of sight. At 200 %
    the window then grew beyond a laptop's screen, and its lowest buttons with it.
    """

    def __init__(self, parent: QWidget | None = None, *, home: QWidget | None = None) -> None:
        """Begin without pages.

        Args:
            parent: As in Qt.
            home: Where the keyboard goes when a page that was left asks for it, and where it
                was before is out of sight; without it the pages see to that themselves.
        """
        super().__init__(parent)
        self._home = home
        application = QApplication.instance()
        if home is not None and isinstance(application, QApplication):
            application.focusChanged.connect(self._stay)

    def hasHeightForWidth(self) -> bool:
        """Say that less width asks for no more height."""
        return False

    def minimumSizeHint(self) -> QSize:
        """Return the least width of the page in sight, and no height."""
        page = self.currentWidget()
        return QSize(page.minimumSizeHint().width() if page is not None else 0, 0)

    def _stay(self, before: QWidget | None, now: QWidget | None) -> None:
        """Keep the keyboard in sight: a page that was left may have its answer only now."""
        page = self.currentWidget()
        if now is None or page is None or self._home is None:
            return
        if self.isAncestorOf(now) and now is not page and not page.isAncestorOf(now):
            seen = before is not None and before.isVisible()
            target = before if before is not None and seen else self._home
            target.setFocus(Qt.FocusReason.OtherFocusReason)
