"""Buttons of every kind, 44 high, with an icon in the colour of their words."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from ui.theme import SIZES, icon, px

_AIR = 6
"""Extra pixels between icon and words; Qt's own 4 look glued."""


class Button(QPushButton):
    """A button with words and, where it helps, an icon."""

    kind: ClassVar[str] = ""
    tint: ClassVar[str] = "action"

    def __init__(self, text: str, parent: QWidget | None = None, *, icon_name: str = "") -> None:
        """Make a button that says ``text``: a verb and what it acts on."""
        super().__init__(text, parent)
        self.setAutoDefault(False)
        if self.kind:
            self.setProperty(self.kind, "true")
        self.set_icon(icon_name)

    def set_icon(self, name: str) -> None:
        """Show another icon before the words; an empty name shows none."""
        if name:
            self.setIcon(icon(name, self.tint))
        self._size_icon()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._size_icon()

    def _size_icon(self) -> None:
        air = _AIR if self.text() else 0
        self.setIconSize(QSize(px(SIZES.icon + air), px(SIZES.icon)))


class PrimaryButton(Button):
    """The one main button of a screen."""

    kind = "primair"
    tint = "on_action"


class FlatButton(Button):
    """A button that looks like a link, for what is seldom needed."""

    kind = "vlak"


class DangerButton(Button):
    """A button for what cannot be undone."""

    kind = "gevaar"
    tint = "error"


class IconButton(QToolButton):
    """A button with an icon only; its name shows on hover and is read aloud."""

    def __init__(
        self, name: str, parent: QWidget | None = None, *, icon_name: str, tint: str = "action"
    ) -> None:
        """Make a button called ``name``."""
        super().__init__(parent)
        self.setIcon(icon(icon_name, tint))
        self.setAccessibleName(name)
        self.setToolTip(name)
        self._size_icon()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._size_icon()

    def _size_icon(self) -> None:
        self.setIconSize(QSize(px(SIZES.icon), px(SIZES.icon)))
