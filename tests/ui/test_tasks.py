"""Answers of the lanes: whoever asks is told, also when the program itself is at fault."""

from __future__ import annotations

import threading
from functools import partial
from typing import TYPE_CHECKING

import pytest
import shiboken6
from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Signal

from meitinker.errors import BugError, DiskFull, MeitinkerError
from meitinker.store.lanes import Lane
from ui.work.tasks import Ahead, Tasks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot


@pytest.fixture
def tasks(qtbot: QtBot) -> Iterator[Tasks]:
    """Lend two lanes."""
    del qtbot
    lanes = Tasks()
    yield lanes
    lanes.close()


def _raises(error: Exception) -> None:
    raise error


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (DiskFull("ENOSPC"), DiskFull),
        (BugError("a transaction within a transaction"), BugError),
        (KeyError("Kanariepiet"), BugError),
    ],
)
@pytest.mark.parametrize("asked", [True, False])
def test_who_asks_is_told_of_every_failure(
    tasks: Tasks, qtbot: QtBot, error: Exception, told: type[MeitinkerError], asked: bool
) -> None:
    heard: list[MeitinkerError] = []
    tasks.failed.connect(heard.append)
    with qtbot.captureExceptions() as raised:
        tasks.write(tasks, lambda: _raises(error), failed=heard.append if asked else None)
        qtbot.waitUntil(lambda: bool(heard))
    assert [type(one) for one in heard] == [told]
    assert "Kanariepiet" not in str(heard[0])
    # The log hears of our own faults, and of no others.
    assert [one[1] for one in raised] == ([error] if told is BugError else [])


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("error", [None, DiskFull("ENOSPC")])
def test_a_reading_ahead_is_told_once_whichever_is_there_first(
    tasks: Tasks, qtbot: QtBot, late: bool, error: DiskFull | None
) -> None:
    told: list[object] = []
    read: list[object] = []
    ahead = Ahead(tasks, lambda: "what waits" if error is None else _raises(error))
    if late:
        tasks.read(tasks, lambda: None, done=read.append)  # answered after the one before it
        qtbot.waitUntil(lambda: bool(read))
        assert told == []
    ahead.hand_over(tasks, done=told.append, failed=told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert told == [error or "what waits"]


def test_a_reading_ahead_for_a_screen_that_is_gone_is_dropped(tasks: Tasks, qtbot: QtBot) -> None:
    told: list[object] = []
    read: list[object] = []
    screen = QObject()
    ahead = Ahead(tasks, lambda: "what waits")
    ahead.hand_over(screen, done=told.append, failed=told.append)
    shiboken6.delete(screen)
    tasks.read(tasks, lambda: None, done=read.append)
    qtbot.waitUntil(lambda: bool(read))
    assert told == []


class _Held:
    """Something that may only be deleted on the thread it lives on."""

    def __init__(self, deleted_on: list[int]) -> None:
        self._deleted_on = deleted_on

    def __del__(self) -> None:
        self._deleted_on.append(threading.get_ident())


def _holding(held: _Held, may: threading.Event) -> Callable[[], _Held]:
    def work() -> _Held:
        may.wait()
        return held

    return work


def test_what_the_work_held_is_let_go_of_on_the_gui_thread(tasks: Tasks, qtbot: QtBot) -> None:
    deleted_on: list[int] = []
    answered: list[int] = []
    may = threading.Event()
    for _turn in range(3):
        work = _holding(_Held(deleted_on), may)
        tasks.read(tasks, work, done=lambda _held: answered.append(1))
        del work
    may.set()
    qtbot.waitUntil(lambda: len(answered) == 3)
    tasks.close()
    assert deleted_on == [threading.get_ident()] * 3


def test_control_what_is_not_kept_is_let_go_of_on_the_lane() -> None:
    deleted_on: list[int] = []
    may = threading.Event()
    lane = Lane("test")
    lane.submit(_holding(_Held(deleted_on), may))
    may.set()
    lane.close()
    assert deleted_on != [threading.get_ident()]
    assert len(deleted_on) == 1


_NAMES = ("one", "two", "three")


def _turned(qtbot: QtBot, done: list[str], *, until: int) -> str:
    """Return what was done in order, with the turns of others in between as one dash."""

    def other() -> None:
        if done and done[-1] != "-":
            done.append("-")

    others = QTimer()
    others.timeout.connect(other)
    others.start(0)
    qtbot.waitUntil(lambda: sum(one != "-" for one in done) == until)
    others.stop()
    return " ".join(done).removesuffix(" -")


def test_each_answer_has_a_turn_of_its_own_in_the_order_in_which_they_came(
    tasks: Tasks, qtbot: QtBot
) -> None:
    done: list[str] = []
    for name in _NAMES:
        tasks.read(tasks, partial(str, name), done=done.append)
    tasks.close()  # all three wait now
    assert _turned(qtbot, done, until=3) == "one - two - three"


def test_the_answers_of_two_lanes_are_not_shown_in_one_turn(tasks: Tasks, qtbot: QtBot) -> None:
    done: list[str] = []
    tasks.read(tasks, lambda: "answer", done=done.append)
    tasks.write(tasks, lambda: "answer", done=done.append)
    tasks.close()
    assert _turned(qtbot, done, until=2) == "answer - answer"


class _Posting(QObject):
    answered = Signal(str)


def test_control_what_is_only_posted_is_shown_in_one_turn(qtbot: QtBot) -> None:
    done: list[str] = []
    posting = _Posting()
    posting.answered.connect(done.append, Qt.ConnectionType.QueuedConnection)
    for name in _NAMES:
        posting.answered.emit(name)
    assert _turned(qtbot, done, until=3) == "one two three"


def test_an_answer_that_takes_a_screen_away_drops_what_waits_for_it(
    tasks: Tasks, qtbot: QtBot
) -> None:
    done: list[str] = []
    screen = QObject()

    def close(name: str) -> None:
        done.append(name)
        shiboken6.delete(screen)

    tasks.read(tasks, lambda: "closes", done=close)
    tasks.read(screen, lambda: "too late", done=done.append)
    tasks.read(tasks, lambda: "there", done=done.append)
    tasks.close()
    qtbot.waitUntil(lambda: "there" in done)
    assert done == ["closes", "there"]


@pytest.mark.parametrize("later", [False, True])
def test_an_answer_that_opens_a_dialog_does_not_hold_up_the_next(
    tasks: Tasks, qtbot: QtBot, later: bool
) -> None:
    """Also where that is asked while the dialog is open."""
    dialog = QEventLoop()
    done: list[str] = []

    def close_dialog(name: str) -> None:
        done.append(name)
        dialog.quit()

    def ask() -> None:
        tasks.read(tasks, lambda: "next", done=close_dialog)

    def open_dialog(name: str) -> None:
        if later:
            ask()
        QTimer.singleShot(5000, dialog, dialog.quit)  # for a test that fails
        dialog.exec()
        done.append(name)

    tasks.read(tasks, lambda: "dialog", done=open_dialog)
    if not later:
        ask()
    qtbot.waitUntil(lambda: len(done) == 2)
    assert done == ["next", "dialog"]


def test_a_fault_in_one_answer_does_not_hold_up_the_next(tasks: Tasks, qtbot: QtBot) -> None:
    done: list[str] = []
    with qtbot.captureExceptions() as raised:
        tasks.read(tasks, lambda: ValueError("Kanariepiet"), done=_raises)
        tasks.read(tasks, lambda: "next", done=done.append)
        tasks.close()
        qtbot.waitUntil(lambda: bool(done))
    assert [one[0] for one in raised] == [ValueError]
