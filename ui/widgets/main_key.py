"""What Ctrl+Enter presses, and whether a double press of it is a second one."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from PySide6.QtCore import QDeadlineTimer, QObject
from PySide6.QtWidgets import QWidget

SETTLE = 1000
"""Milliseconds in which a second press does nothing where the first made another screen: nobody
has seen yet what it would do there."""


class MainKey(QObject):
    """The main key of one window; the panels over it find it there, as its child."""

    def __init__(self, window: QObject) -> None:
        """Begin with nothing pressed."""
        super().__init__(window)
        self._about = ""
        self._settling = QDeadlineTimer(0)

    def takes(self, about: str) -> bool:
        """Tell whether a press counts; ``about`` is what the main button is about now."""
        if about != self._about and not self._settling.hasExpired():
            return False
        self._about = about
        self._settling.setRemainingTime(SETTLE)
        return True


def main_key_takes(window: QObject | None, about: str) -> bool:
    """Ask the main key of ``window``; where there is none every press counts."""
    key = window.findChild(MainKey) if window is not None else None
    return key is None or key.takes(about)


@runtime_checkable
class Confirms(Protocol):
    """A form with a button of its own, which the main key presses while one types in it."""

    def confirm(self) -> None:
        """Press the button."""


def form_around(widget: QWidget | None, within: QWidget) -> Confirms | None:
    """Return the nearest form around ``widget`` that has a button of its own, below ``within``."""
    while widget is not None and widget is not within:
        if isinstance(widget, Confirms):
            return widget
        widget = widget.parentWidget()
    return None
