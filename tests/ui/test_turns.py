"""Work in a turn of its own: what came meanwhile is done before it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from ui.work.turns import in_a_later_turn

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot


class _Lane(QObject):
    """Tells its answer as a lane does: posted to the thread of the screens."""

    answered = Signal()


def _played(qtbot: QtBot, later: Callable[[QObject, Callable[[], object]], object]) -> list[str]:
    """Return what was done in order by an answer that leaves a part and a rest for later."""
    lane = _Lane()
    done: list[str] = []
    others = QTimer(lane)
    others.setInterval(0)
    others.timeout.connect(lambda: done.append("other"))

    def part() -> None:
        done.append("part")
        later(lane, partial(done.append, "rest"))

    def answer() -> None:
        done.append("answer")
        others.start()
        later(lane, part)

    lane.answered.connect(answer, Qt.ConnectionType.QueuedConnection)
    lane.answered.emit()
    qtbot.waitUntil(lambda: "rest" in done)
    others.stop()
    return done[: done.index("rest") + 1]


def test_what_waits_for_a_turn_lets_others_go_first(qtbot: QtBot) -> None:
    done = _played(qtbot, in_a_later_turn)
    between = done.index("part")
    assert done[:between].count("other") >= 2, "a turn of others, and one to paint what they made"
    assert done[between:].count("other") >= 2


def test_what_is_posted_from_an_answer_does_not(qtbot: QtBot) -> None:
    """The control: so Qt does it by itself."""

    def posted(owner: QObject, work: Callable[[], object]) -> None:
        QTimer.singleShot(0, owner, work)

    assert _played(qtbot, posted)[:2] == ["answer", "part"]


def test_nothing_is_done_for_who_is_gone(qtbot: QtBot) -> None:
    done: list[str] = []
    gone, there = QObject(), QObject()
    in_a_later_turn(gone, partial(done.append, "gone"))
    del gone
    in_a_later_turn(there, partial(done.append, "there"))
    qtbot.waitUntil(lambda: bool(done))
    assert done == ["there"]


def test_nothing_is_left_of_a_turn_that_was(qtbot: QtBot) -> None:
    owner = QObject()
    done: list[str] = []
    in_a_later_turn(owner, partial(done.append, "work"))
    qtbot.waitUntil(lambda: bool(done))
    qtbot.waitUntil(lambda: not owner.findChildren(QTimer))
