"""Waiting for the lanes of a store: as long as they work and no longer, on a busy machine too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QTimer

from meitinker.store.lanes import Priority

if TYPE_CHECKING:
    from ui.work.tasks import Tasks

_PATIENCE = 60_000
"""Milliseconds until waiting is in vain."""


def nothing() -> None:
    """Be what a lane is asked for when all that was asked before is to be done first."""


def rest(tasks: Tasks) -> None:
    """Let every lane do and tell all that it was asked before.

    Asked as the least urgent, or what goes in bites beside all else would still be under way. The
    loop ends with the last answer: to look every few milliseconds whether it came would be
    most of the time that a test of a screen takes.
    """
    loop, missing = QEventLoop(), [1] * 3

    def told(_answer: object) -> None:
        missing.pop()
        if not missing:
            loop.quit()

    tasks.write(tasks, nothing, done=told, urgency=Priority.BACKGROUND)
    tasks.read(tasks, nothing, done=told)
    tasks.file(tasks, nothing, done=told, failed=told, urgency=Priority.BACKGROUND)
    late = QTimer(loop)
    late.setSingleShot(True)
    late.timeout.connect(loop.quit)
    late.start(_PATIENCE)
    if missing:
        loop.exec()
    late.stop()
    assert not missing, "a lane did not answer"
