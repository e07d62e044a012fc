"""Buttons of every kind, 44 high, with an icon in the colour of their words."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui.theme import SIZES, icon, mark, px
from ui.viewmodels.typing import as_it_is
from ui.widgets.form_field import WrappedLabel

_AIR = 6
"""Extra pixels between icon and words; Qt's own 4 look glued."""


def _pressed_by_enter(button: QAbstractButton, event: QKeyEvent) -> bool:
    """Press the button that has the focus on Enter, as on Space; tell whether the key was that.

    A key that is held presses once: what comes into sight would be pressed as well.
    """
    plain = event.modifiers() in (
        Qt.KeyboardModifier.NoModifier,
        Qt.KeyboardModifier.KeypadModifier,
    )
    if not plain or event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        return False
    if not event.isAutoRepeat():
        button.click()
    return True


class Button(QPushButton):
    """A button with words and, where it helps, an icon."""

    kind: ClassVar[str] = ""
    tint: ClassVar[str] = "action"

    def __init__(self, text: str, parent: QWidget | None = None, *, icon_name: str = "") -> None:
        """Make a button that says ``text``: a verb and what it acts on."""
        super().__init__(as_it_is(text), parent)
        self.setAutoDefault(False)
        if self.kind:
            self.setProperty(self.kind, "true")
        self.set_icon(icon_name)

    def set_icon(self, name: str) -> None:
        """Show another icon before the words; an empty name shows none."""
        self._icon_name = name
        if name:
            self.setIcon(icon(name, self.tint))
        self._size_icon()

    def setText(self, text: str) -> None:
        """Say ``text``; words that come later keep as far from the icon."""
        super().setText(as_it_is(text))
        self._size_icon()

    def set_main(self, *, main: bool) -> None:
        """Look like the main button of a screen, or like an ordinary one."""
        tint = PrimaryButton.tint if main else self.tint
        mark(self, **{PrimaryButton.kind: "true" if main else ""})
        if self._icon_name:
            self.setIcon(icon(self._icon_name, tint))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Be pressed by Enter too."""
        if not _pressed_by_enter(self, event):
            super().keyPressEvent(event)

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


class LineButton(FlatButton):
    """A flat button whose words wrap, for whole sentences; Qt's own buttons never wrap."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        """Make a button that says ``text``, over as many lines as it takes."""
        super().__init__("", parent)
        self.setAccessibleName(text)
        self._words = WrappedLabel(text, self, tone="link")
        self._words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(px(6), px(10), px(6), px(10))
        self._column.addWidget(self._words)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def say(self, text: str) -> None:
        """Say ``text`` instead."""
        self._words.setText(text)
        self.setAccessibleName(text)

    def sizeHint(self) -> QSize:
        """Return the size of the words."""
        return self._column.totalSizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the least size: one line of the longest word."""
        return self._column.totalMinimumSize()

    def heightForWidth(self, width: int) -> int:
        """Return the height of the words when they wrap at ``width`` pixels."""
        return max(self._column.totalHeightForWidth(width), px(SIZES.control_height))


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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Be pressed by Enter too."""
        if not _pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._size_icon()

    def _size_icon(self) -> None:
        self.setIconSize(QSize(px(SIZES.icon), px(SIZES.icon)))
