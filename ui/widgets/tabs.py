"""Tabs that scroll by arrows one can see and hit, where a narrow pane does not hold them all."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QIcon, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QTabBar, QToolButton, QWidget

from meitinker.i18n import _
from ui.theme import icon, px

_ICON = 20
_BESIDE = 16
"""White on either side of the word of a tab, px at 100 %."""
_ICONS = {"ScrollLeftButton": "chevron-left", "ScrollRightButton": "chevron-right"}
_ARROWS = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End})
_PRESSES = frozenset({QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride})
_KEYPAD = Qt.KeyboardModifier.KeypadModifier


class Tabs(QTabBar):
    """A row of tabs without a line below; the arrows are only there when they are needed."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Build an empty row that a screen reader calls ``name``."""
        super().__init__(parent)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # a press on one brings the keyboard too
        self.setAccessibleName(name)
        self._walked = False
        words = {
            "ScrollLeftButton": _("Tabs naar links"),
            "ScrollRightButton": _("Tabs naar rechts"),
        }
        for button in self.findChildren(QToolButton):
            if button.objectName() in words:
                button.setAccessibleName(words[button.objectName()])
                button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the arrow keys go along the tabs
                # Qt gives them back their own arrow at every layout, and our style draws none.
                button.installEventFilter(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show whole tabs only: half a word says nothing, the arrows tell that there is more."""
        super().paintEvent(event)
        room = self.rect()
        begins = [b.x() for b in self.findChildren(QToolButton) if b.isVisible()]
        room.setRight(min([*begins, room.right() + 1]) - 1)
        beside = px(_BESIDE)
        cut = [
            tab.intersected(room)
            for tab in map(self.tabRect, range(self.count()))
            if tab.intersects(room) and not room.contains(tab.adjusted(beside, 0, -beside, 0))
        ]
        painter = QPainter(self)
        for part in cut if len(cut) < self.count() else ():
            painter.fillRect(part, self.palette().window())
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Note whether the arrows are walking along the tabs, or another key was pressed."""
        if isinstance(event, QKeyEvent) and event.type() in _PRESSES:
            self._walked = event.key() in _ARROWS and not event.modifiers() & ~_KEYPAD
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Keep the keyboard while the arrows walk: a page that arrives would take it away."""
        super().focusOutEvent(event)
        if self._walked and event.reason() == Qt.FocusReason.OtherFocusReason:
            QTimer.singleShot(0, self, self._take_back)
        else:
            self._walked = False

    def _take_back(self) -> None:
        if self._walked and self.isVisible():
            self.setFocus(Qt.FocusReason.TabFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Paint the arrows as our own icons."""
        # By its name: PySide may lend another object of Python for the same button.
        name = _ICONS.get(watched.objectName()) if event.type() == QEvent.Type.Paint else None
        if name is not None and isinstance(watched, QToolButton):
            self._paint(watched, name)
            return True
        return super().eventFilter(watched, event)

    def _paint(self, button: QToolButton, name: str) -> None:
        side = px(_ICON)
        box = QRect(0, 0, side, side)
        box.moveCenter(button.rect().center())
        mode = QIcon.Mode.Normal if button.isEnabled() else QIcon.Mode.Disabled
        arrow = icon(name, "action")  # nothing may go wrong while it is painted: Qt would crash
        painter = QPainter(button)
        painter.fillRect(button.rect(), self.palette().window())
        arrow.paint(painter, box, Qt.AlignmentFlag.AlignCenter, mode)
        painter.end()
