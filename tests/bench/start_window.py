"""The program as its user starts it, up to the first paint of the unlock window.

Run as a process of its own with ``MEITINKER_HOME`` at a home that has a store. It tells when the
first paint was done. Nothing is imported here that the program does not import itself, and
nothing before it.
"""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent, QObject


def watch(window: QObject) -> None:
    """Tell when ``window`` was drawn, and end the process."""
    from PySide6.QtCore import QEvent, QObject, QTimer

    class FirstPaint(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            """See the first paint coming; the turn after it, everything has been drawn."""
            if event.type() == QEvent.Type.Paint:
                QTimer.singleShot(0, told)
            return False

    window.installEventFilter(FirstPaint(window))


def told() -> None:
    """Print when that was and end at once."""
    sys.stdout.write(f'{{"painted": {time.monotonic()}}}\n')
    sys.stdout.flush()
    os._exit(0)


def main() -> None:
    """Start the program with an eye on its window."""
    from ui.starting import imports

    imports.bring_qt()
    from ui.app import Desktop

    start = Desktop.start

    def watched(self: Desktop, *, reason: str = "") -> None:
        watch(self.window)
        start(self, reason=reason)

    Desktop.start = watched  # type: ignore[method-assign]  # the child's own copy of the program
    sys.argv = ["meitinker"]
    from meitinker.__main__ import main as run

    run()


if __name__ == "__main__":
    main()
