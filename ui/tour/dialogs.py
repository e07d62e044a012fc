"""Hands in a dialog of the system's kind: its one field, and its main button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from ui.tour.hands import NotFound, touch, widgets

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def fill_only(text: str) -> None:
    """Type ``text`` in the text field of the dialog in front.

    Raises:
        NotFound: The dialog has no such field.
    """
    QTest.keyClicks(_only_field(), text)


def paste_only(text: str) -> None:
    """Paste ``text`` in the text field of the dialog in front.

    A dialog for folders chooses each folder that is typed on the way to the one that is meant.

    Raises:
        NotFound: The dialog has no such field.
    """
    QApplication.clipboard().setText(text)
    QTest.keySequence(_only_field(), QKeySequence("Ctrl+V"))


def _only_field() -> QWidget:
    lines = [w for w in widgets(QLineEdit) if w.isEnabled()]
    if not lines:
        raise NotFound("no field to type in")
    touch(lines[0])
    QTest.keySequence(lines[0], QKeySequence("Ctrl+A"))
    return lines[0]


def press_main() -> None:
    """Click the main button of the dialog in front, if there still is one."""
    main = [w for w in widgets(QPushButton) if isinstance(w, QPushButton) and w.isDefault()]
    if main:
        QTest.mouseClick(main[0], Qt.MouseButton.LeftButton)
