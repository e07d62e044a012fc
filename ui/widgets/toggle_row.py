"""A check box or radio button with words that wrap.

Qt's own do not wrap their text, so theirs is empty, and a label beside them, which is their buddy
and can be clicked, carries the words.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QHBoxLayout, QRadioButton, QWidget

from ui.theme import px
from ui.widgets.form_field import WrappedLabel

_ROW = 32  # height of a row, px at 100 %: more than the 24 of WCAG 2.2, 2.5.8
_GAP = 8


class Box(QCheckBox):
    """A check box without words, hit on its ring as well."""

    def hitButton(self, at: QPoint) -> bool:
        """Tell whether a press ``at`` this point is on it."""
        return self.rect().contains(at)


class Dot(QRadioButton):
    """A radio button without words, hit on its ring as well."""

    def hitButton(self, at: QPoint) -> bool:
        """Tell whether a press ``at`` this point is on it."""
        return self.rect().contains(at)


class _ToggleLabel(WrappedLabel):
    """The words of a button that cannot wrap its own; a click on them is a click on it."""

    def __init__(self, text: str, button: QAbstractButton, parent: QWidget) -> None:
        super().__init__(text, parent)
        self._button = button
        self.setBuddy(button)
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Toggle as the button itself would, when the mouse is still on the words."""
        inside = self.rect().contains(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and inside and self._button.isEnabled():
            self._button.setFocus(Qt.FocusReason.MouseFocusReason)
            self._button.click()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the press, so that the release comes here."""
        event.accept()


class ToggleRow(QWidget):
    """A check box or radio button with its wrapped words."""

    def __init__(self, button: QAbstractButton, text: str, parent: QWidget) -> None:
        """Take the button over and give it its words."""
        super().__init__(parent)
        self.button = button
        button.setParent(self)
        button.setAccessibleName(text)
        self.words = _ToggleLabel(text, button, self)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self._layout.addWidget(self.words, 1)

    def measure(self, *, gap: int = _GAP) -> None:
        """Fit to the text size: the first line of the words stands level with the button."""
        self._layout.setSpacing(px(gap))
        self.setMinimumHeight(px(_ROW))
        side = self.button.sizeHint().height()
        line = self.words.fontMetrics().height()
        room = max(px(_ROW) - max(side, line), 0) // 2
        self._layout.setContentsMargins(0, room, 0, room)
        self.words.setContentsMargins(0, max((side - line) // 2, 0), 0, 0)
