"""Hands that leave the mouse alone: what they need is reached with Tab, as by who cannot point.

It fails where the keyboard does not lead to what the story needs.
"""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QFileDialog, QLineEdit

from ui.tour import hands
from ui.tour.player import Wait, a_look, until

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

_MOST_TABS = 90
"""A page with a checklist is left in fewer."""

_TRIES = 3
_A_MOMENT = 0.3
_A_WHILE = 3.0
_PALETTE = "Zoek een inwoner of wat u wilt doen"


def walk_to(text: str) -> QWidget:
    """Press Tab until the keyboard is on what a screen reader calls ``text``; return it.

    Raises:
        NotFound: Tab does not lead there.
    """
    for _tab in range(_MOST_TABS):
        at = QApplication.focusWidget()
        if at is not None and at.isEnabled() and hands.name_of(at).startswith(text):
            return at
        QTest.keyClick(at or hands.window(), Qt.Key.Key_Tab)
    raise hands.NotFound(f"Tab does not lead to {text!r}")


def fill(label: str, text: str) -> None:
    """Walk to a field and type ``text`` over what stands there.

    Raises:
        NotFound: Tab does not lead there, or the keyboard does not stay.
    """
    for _try in range(_TRIES):  # a place that is just being shown takes the keyboard back
        at = walk_to(label)
        hands.press("Ctrl+A")
        if QApplication.focusWidget() is at:
            hands.write(text)
            return
    raise hands.NotFound(f"the keyboard does not stay in {label!r}")


def push(text: str) -> None:
    """Walk to a button or box and press the space bar on it."""
    QTest.keyClick(walk_to(text), Qt.Key.Key_Space)


def tick(text: str) -> None:
    """Walk to a question of boxes, go along its answers with the arrows, and tick ``text``.

    Raises:
        NotFound: The keyboard does not lead there.
    """
    for _key in range(_MOST_TABS):
        at = QApplication.focusWidget()
        if isinstance(at, QCheckBox) and hands.name_of(at).startswith(text):
            QTest.keyClick(at, Qt.Key.Key_Space)
            return
        along = Qt.Key.Key_Down if isinstance(at, QCheckBox) else Qt.Key.Key_Tab
        QTest.keyClick(at or hands.window(), along)
    raise hands.NotFound(f"the arrows do not lead to {text!r}")


def go_to(words: str, seen: str) -> Generator[Wait, None, None]:
    """Find a place or a person with Ctrl+K, and go there once ``seen`` is offered."""
    for _try in range(_TRIES):  # a place that is just being shown takes the keyboard back
        hands.press("Ctrl+K")
        begun = time.monotonic()
        yield Wait("the palette", partial(_searching_since, begun))
        if hands.sees(_PALETTE):
            break
    yield until(_PALETTE)
    hands.write(words)
    yield until(seen)
    hands.press("Return")


def save_as(button: str, path: Path) -> Generator[Wait, None, None]:
    """Push a button that asks where a file goes, and type the place."""
    # The dialog has an event loop of its own: pressing must not wait for its end.
    QTimer.singleShot(0, partial(push, button))
    yield Wait("a dialog for the file", _asks)
    yield Wait("the keyboard to be in the name of the file", _names)
    hands.press("Ctrl+A")
    hands.write(f'"{path}"')  # between quotes no list of names opens
    for _try in range(_TRIES):  # a folder that is still being read takes the first one
        QTimer.singleShot(0, partial(hands.key, Qt.Key.Key_Return))
        yield a_look(_A_MOMENT)
        if not _asks():
            break
    yield Wait(f"{path.name} to be written", path.exists)


def _searching_since(begun: float) -> bool:
    return hands.sees(_PALETTE) or time.monotonic() - begun > _A_WHILE


def _names() -> bool:
    """Walk on in the dialog until a name can be typed."""
    front, at = hands.window(), QApplication.focusWidget()
    if at is None or not front.isAncestorOf(at):
        front.activateWindow()  # without a window manager nobody does it
    elif not isinstance(at, QLineEdit):
        QTest.keyClick(at, Qt.Key.Key_Tab)
    return isinstance(at, QLineEdit) and front.isAncestorOf(at)


def _asks() -> bool:
    return isinstance(hands.window(), QFileDialog)
