"""Where the cursor stands: a place to come back to, and where typing goes on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

if TYPE_CHECKING:
    from PySide6.QtCore import QObject, QPoint
    from PySide6.QtWidgets import QWidget

_BY_KEYS = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


@dataclass(frozen=True)
class TextPlace:
    """Where someone was in a text: kept with a draft so that work resumes there.

    Attributes:
        position: Characters before the cursor.
        anchor: The other end of the selection; equal to ``position`` without one.
        scroll: Value of the vertical scroll bar, in lines.
    """

    position: int = 0
    anchor: int = 0
    scroll: int = 0


def place_cursor(field: QObject, reason: Qt.FocusReason, *, wrong: bool) -> None:
    """Put the cursor where typing goes on: behind what stands there, or over what is wrong.

    Qt leaves it before the first letter. A place that was chosen is left alone.

    Args:
        field: What the focus comes to.
        reason: Why it came: a line that is tabbed to is selected by Qt.
        wrong: What stands there does not hold.
    """
    jumped = reason == Qt.FocusReason.OtherFocusReason
    if isinstance(field, QLineEdit) and jumped:
        if wrong:
            field.selectAll()
        elif not field.cursorPosition() and not field.hasSelectedText():
            field.end(False)
    elif isinstance(field, QPlainTextEdit) and (jumped or reason in _BY_KEYS):
        cursor = field.textCursor()
        if not cursor.position() and not cursor.hasSelection():
            field.moveCursor(QTextCursor.MoveOperation.End)


def cursor_of(widget: QWidget) -> QPoint:
    """Return where a menu that a key asked for stands: at the cursor, or below the widget."""
    if isinstance(widget, QPlainTextEdit):
        return widget.cursorRect().bottomLeft()
    return widget.rect().bottomLeft()
