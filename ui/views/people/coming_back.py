"""Where the user is on a page, and how to come back there after a lock or a kill."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtWidgets import QWidget

    from meitinker.store.settings import ScreenSpot
    from ui.widgets.form_field import FormField
    from ui.widgets.scrolling import ScrollPane


def focused(fields: Iterable[tuple[str, FormField]]) -> tuple[str, int]:
    """Return the name of the field with the focus and its cursor, or "" and 0."""
    now = QApplication.focusWidget()
    for name, field in fields:
        if now is not None and field.isAncestorOf(now):
            return name, _cursor(now)
    return "", 0


def go_to(spot: ScreenSpot, fields: Iterable[tuple[str, FormField]], pane: ScrollPane) -> None:
    """Scroll as it was and go to the field and its cursor; a field that is gone is left."""
    pane.look_at(spot.scroll)
    field = dict(fields).get(spot.field)
    if field is None:
        return
    field.setFocus(Qt.FocusReason.OtherFocusReason)
    now = QApplication.focusWidget()
    if isinstance(now, QLineEdit):
        now.setCursorPosition(spot.cursor)
    elif isinstance(now, QPlainTextEdit):
        cursor = now.textCursor()
        cursor.setPosition(min(spot.cursor, now.document().characterCount() - 1))
        now.setTextCursor(cursor)
    if spot.away:
        pane.look_at(spot.scroll)


def _cursor(widget: QWidget) -> int:
    if isinstance(widget, QLineEdit):
        return widget.cursorPosition()
    if isinstance(widget, QPlainTextEdit):
        return widget.textCursor().position()
    return 0
