"""What the bench's child processes show and watch: a bare window, and the program's own.

The program has no hooks for this: the child filters events of its window and stands between
the screens and their lanes.
"""

from __future__ import annotations

import os
import sys
import time
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

import msgspec
from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QApplication, QWidget

    from ui.work.tasks import Tasks

PATIENCE = 60.0
"""Seconds after which a child gives up."""


class Painted(QObject):
    """Calls back after each time that a window was drawn to the end."""

    def __init__(self, window: QWidget, then: Callable[[], None]) -> None:
        """Watch ``window`` from now on."""
        super().__init__(window)
        self._then = then
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """See a paint coming; the turn after it, everything has been drawn."""
        if event.type() in (QEvent.Type.Paint, QEvent.Type.UpdateRequest):
            QTimer.singleShot(0, self._then)
        return False


class Reads:
    """Counts what the screens have asked of the lanes and not been answered yet."""

    def __init__(self, tasks: type[Tasks]) -> None:
        """Stand between every screen and its reading lane from now on."""
        self.asked = 0
        self.answered = 0
        original = tasks.read

        def read(self_: Tasks, owner: QObject, work: Any, *, done: Any, failed: Any = None) -> None:
            self.asked += 1

            def answer(result: Any) -> None:
                self.answered += 1
                done(result)

            def refuse(error: Any) -> None:
                self.answered += 1
                (failed or self_.failed.emit)(error)

            original(self_, owner, work, done=answer, failed=refuse)

        tasks.read = cast("Any", read)  # type: ignore[method-assign]  # the child's own copy of the program

    @property
    def quiet(self) -> bool:
        """Whether everything asked was answered."""
        return self.asked == self.answered > 0


def wait(application: QApplication, until: Callable[[], bool]) -> None:
    """Let the program run until ``until`` holds.

    Raises:
        TimeoutError: It never did.
    """
    alarm = QTimer()
    alarm.start(20)
    end = time.monotonic() + PATIENCE
    while not until():
        if time.monotonic() > end:
            raise TimeoutError
        application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def rest(application: QApplication, seconds: float) -> None:
    """Let the program run for a while, so that what it puts off is done as well."""
    end = time.monotonic() + seconds
    wait(application, lambda: time.monotonic() >= end)


def resident() -> float:
    """Return the resident memory of this process in MB (10^6 bytes)."""
    psutil = import_module("psutil")  # has no types
    return float(psutil.Process().memory_info().rss) / 1e6


def tell(**measured: object) -> None:
    """Hand what was measured to the bench and end at once."""
    sys.stdout.buffer.write(msgspec.json.encode(measured) + b"\n")
    sys.stdout.flush()
    os._exit(0)
