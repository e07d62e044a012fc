"""An icon beside words, drawn for the theme, text size and screen of now."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QWidget

from ui.theme import icon, px

_LOOKS_EVENTS = (
    QEvent.Type.FontChange,
    QEvent.Type.StyleChange,
    QEvent.Type.ApplicationFontChange,
    QEvent.Type.PaletteChange,
)


class IconLabel(QLabel):
    """An icon beside words; sharp at every scale and redrawn when theme or size changes.

    It is drawn when it is first shown: most icons of errors never are.
    """

    side = 20
    """Its side in px at 100 %."""

    _name = ""
    _drawn = True

    def __init__(
        self, name: str = "", parent: QWidget | None = None, *, tone: str = "text"
    ) -> None:
        super().__init__(parent)
        self._name, self._tone = name, tone
        # The words beside it say the same: a reader should not hear it twice.
        self.setAccessibleName("")
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        self._again()

    def set_icon(self, name: str, *, tone: str = "text") -> None:
        """Show another icon; an empty name shows none and takes no room."""
        if (name, tone) != (self._name, self._tone):
            self._name, self._tone = name, tone
            self._again()
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the room of the icon, drawn or not."""
        side = px(self.side) if self._name else 0
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        """Return the room of the icon, drawn or not."""
        return self.sizeHint()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what was not drawn while nobody saw it."""
        super().showEvent(event)
        if not self._drawn:
            self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Draw again for another theme or text size."""
        super().changeEvent(event)
        if event.type() in _LOOKS_EVENTS:
            self._again()

    def _again(self) -> None:
        self._drawn = False
        if self.isVisible():
            self._draw()

    def _draw(self) -> None:
        self._drawn = True
        if not self._name:
            self.clear()
            return
        side, ratio = px(self.side), self.devicePixelRatioF()
        self.setPixmap(icon(self._name, self._tone).pixmap(QSize(side, side), ratio))
