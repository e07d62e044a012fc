"""The least that PySide6 can show: the baseline of starting and of memory.

Run as a process of its own. It tells when its first paint was done (``time.monotonic``, which
all processes share) and, with ``memory`` as argument, how large it is then.
"""

from __future__ import annotations

import os
import sys
import time

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget


class Window(QWidget):
    """A window with a word in it."""

    def __init__(self) -> None:
        """Build it as large as the program's own."""
        super().__init__()
        QVBoxLayout(self).addWidget(QLabel("meitinker"))
        self.resize(1366, 768)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw, and tell so in the next turn, when everything was drawn."""
        super().paintEvent(event)
        QTimer.singleShot(0, told)


def told() -> None:
    """Print what was measured and end at once."""
    painted = time.monotonic()
    size = 0.0
    if "memory" in sys.argv:
        from tests.bench.screen import resident

        size = resident()
    sys.stdout.write(f'{{"painted": {painted}, "resident": {size}}}\n')
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    application = QApplication(sys.argv[:1])
    window = Window()
    window.show()
    application.exec()
