"""Turns of the event loop: between two of them keys are taken and frames are painted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from collections.abc import Callable


def in_a_later_turn(owner: QObject, work: Callable[[], object]) -> None:
    """Do ``work`` in a turn of its own, unless ``owner`` is gone by then.

    By a timer that runs: ``QTimer.singleShot(0, …)`` posts the work, and what is posted from what
    was posted, as every answer of a lane is, is done in the turn at hand. The two together would
    hold up a key.

    What is to be painted by now is painted in the turn in between: a turn begins with that, and
    would go on with ``work``.
    """
    turn = QTimer(owner)
    turn.setSingleShot(True)
    turn.timeout.connect(work)
    turn.timeout.connect(turn.deleteLater)
    painted = QTimer(turn)
    painted.setSingleShot(True)
    painted.timeout.connect(turn.start)
    painted.start(0)
