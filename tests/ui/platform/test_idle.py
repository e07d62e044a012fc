from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from meitinker import clock
from ui.platform.idle import IdleWatcher

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

START = datetime(2026, 11, 12, 9, 0, tzinfo=UTC)


class Wall:
    """A clock on the wall that the test turns."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def turn(self, **span: float) -> None:
        self.now += timedelta(**span)


class Heard:
    """What an idle watcher told."""

    def __init__(self, watcher: IdleWatcher) -> None:
        self.events: list[str] = []
        watcher.warned.connect(lambda left: self.events.append(f"warned {left}"))
        watcher.resumed.connect(lambda: self.events.append("resumed"))
        watcher.idle.connect(lambda: self.events.append("idle"))


@pytest.fixture
def wall() -> Iterator[Wall]:
    wall = Wall()
    with clock.running(wall):
        yield wall


@pytest.fixture
def watcher(wall: Wall, qapp: QApplication) -> Iterator[IdleWatcher]:
    watcher = IdleWatcher(qapp)
    yield watcher
    watcher.stop()


def test_it_warns_a_minute_before_and_tells_once(wall: Wall, watcher: IdleWatcher) -> None:
    heard = Heard(watcher)
    wall.turn(minutes=8, seconds=59)
    watcher.check()
    assert heard.events == []
    wall.turn(seconds=1)
    watcher.check()
    wall.turn(seconds=45)
    watcher.check()
    wall.turn(seconds=15)
    watcher.check()
    watcher.check()
    assert heard.events == ["warned 60", "warned 15", "idle"]


def test_a_real_key_begins_anew(wall: Wall, watcher: IdleWatcher, qtbot: QtBot) -> None:
    heard = Heard(watcher)
    field = QLineEdit()
    qtbot.addWidget(field)
    wall.turn(minutes=9, seconds=30)
    watcher.check()
    QTest.keyClick(field, Qt.Key.Key_A)
    wall.turn(minutes=8)
    watcher.check()
    assert heard.events == ["warned 30", "resumed"]


def test_a_touch_after_the_end_comes_too_late(wall: Wall, watcher: IdleWatcher) -> None:
    heard = Heard(watcher)
    wall.turn(hours=1)  # the laptop slept: no timer ran
    watcher.touch()
    assert heard.events == ["idle"]


def test_a_clock_set_back_does_not_hold_up_the_lock(wall: Wall, watcher: IdleWatcher) -> None:
    heard = Heard(watcher)
    wall.turn(days=-400)
    watcher.check()
    wall.turn(minutes=10)
    watcher.check()
    assert heard.events == ["idle"]


def test_stopped_it_no_longer_looks_at_events(
    wall: Wall, watcher: IdleWatcher, qtbot: QtBot
) -> None:
    heard = Heard(watcher)
    field = QLineEdit()
    qtbot.addWidget(field)
    watcher.stop()
    wall.turn(minutes=10)
    QTest.keyClick(field, Qt.Key.Key_A)
    assert heard.events == []


def test_after_a_touch_it_looks_away_until_the_next_second(
    wall: Wall, watcher: IdleWatcher, qtbot: QtBot
) -> None:
    """A page that a key opens is thousands of events; the lock comes early then, never late."""
    heard = Heard(watcher)
    field = QLineEdit()
    qtbot.addWidget(field)
    QTest.keyClick(field, Qt.Key.Key_A)
    wall.turn(minutes=9, seconds=30)
    QTest.keyClick(field, Qt.Key.Key_B)  # within the same second, by the timer
    watcher.check()
    assert heard.events == ["warned 30"]
    watcher._timer.timeout.emit()
    QTest.keyClick(field, Qt.Key.Key_C)
    assert heard.events == ["warned 30", "warned 30", "resumed"]


def test_who_just_unlocked_is_not_looked_at_before_the_first_second(
    wall: Wall, watcher: IdleWatcher, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The screens that come then are thousands of events, and each would pass through Python."""
    seen: list[QObject] = []
    look = watcher.eventFilter

    def spy(watched: QObject, event: QEvent) -> bool:
        seen.append(watched)
        return look(watched, event)

    monkeypatch.setattr(watcher, "eventFilter", spy)
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    assert seen == []
    watcher._timer.timeout.emit()
    field.hide()
    assert field in seen
