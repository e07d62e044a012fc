from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QMenu, QWidget

from meitinker import clock
from ui.platform.idle import IdleWatcher

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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
def field(qtbot: QtBot) -> Iterator[QLineEdit]:
    """Yield a field that has the keyboard, in a window that shows."""
    window = QWidget()
    qtbot.addWidget(window)
    field = QLineEdit(window)
    window.show()
    window.activateWindow()
    field.setFocus()
    assert QTest.qWaitForWindowActive(window)
    assert QGuiApplication.focusObject() is field
    yield field
    window.close()


@pytest.fixture
def watcher(wall: Wall, field: QLineEdit) -> Iterator[IdleWatcher]:
    watcher = IdleWatcher()
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


def _key(window: QWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_A)


def _press(window: QWindow) -> None:
    QTest.mousePress(window, Qt.MouseButton.LeftButton)
    QTest.mouseRelease(window, Qt.MouseButton.LeftButton)


def _move(window: QWindow) -> None:
    QTest.mouseMove(window, QPoint(3, 3))
    QTest.mouseMove(window, QPoint(5, 5))
    QCoreApplication.processEvents()


def _wheel(window: QWindow) -> None:
    QTest.wheelEvent(window, QPoint(3, 3), QPoint(0, 120))


def _finger(window: QWindow) -> None:
    QTest.touchEvent(window, QTest.createTouchDevice()).press(0, QPoint(3, 3), window).commit()


WAYS = [_key, _press, _move, _wheel, _finger]


@pytest.mark.parametrize("touch", WAYS)
def test_a_touch_of_a_window_begins_anew(
    wall: Wall, watcher: IdleWatcher, field: QLineEdit, touch: Callable[[QWindow], None]
) -> None:
    heard = Heard(watcher)
    wall.turn(minutes=9, seconds=30)
    watcher.check()
    touch(field.window().windowHandle())
    wall.turn(minutes=8)
    watcher.check()
    assert heard.events == ["warned 30", "resumed"]


def _dialog(field: QLineEdit) -> QWidget:
    dialog = QDialog(field)
    dialog.setModal(True)
    dialog.show()
    return dialog


def _menu(field: QLineEdit) -> QWidget:
    menu = QMenu(field)
    menu.addAction("a")
    menu.addAction("b")
    menu.popup(QPoint(0, 0))
    return menu


def _choices(field: QLineEdit) -> QWidget:
    combo = QComboBox(field.parentWidget())
    combo.addItems(["a", "b"])
    combo.show()
    combo.showPopup()
    return combo.view().window()


@pytest.mark.qt_log_ignore("does not support (raise|grabbing)", extend=True)  # a popup, offscreen
@pytest.mark.parametrize("touch", [_key, _move, _wheel, _finger])
@pytest.mark.parametrize("opened", [_dialog, _menu, _choices])
def test_so_does_a_touch_of_what_was_opened_over_it(
    wall: Wall,
    watcher: IdleWatcher,
    field: QLineEdit,
    opened: Callable[[QLineEdit], QWidget],
    touch: Callable[[QWindow], None],
) -> None:
    """A window that came after the watcher is looked at from the next second on."""
    heard = Heard(watcher)
    over = opened(field)
    wall.turn(minutes=9, seconds=30)
    watcher.check()
    touch(over.windowHandle())
    over.close()
    assert heard.events == ["warned 30", "resumed"]


def test_so_do_words_of_an_input_method(wall: Wall, watcher: IdleWatcher, field: QLineEdit) -> None:
    """They come in at what has the keyboard, and at no window."""
    heard = Heard(watcher)
    other = QLineEdit(field.parentWidget())
    other.show()
    other.setFocus()
    wall.turn(minutes=9, seconds=30)
    watcher.check()
    QCoreApplication.sendEvent(other, QInputMethodEvent("ê", []))
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
    wall: Wall, watcher: IdleWatcher, field: QLineEdit
) -> None:
    heard = Heard(watcher)
    watcher.stop()
    wall.turn(minutes=10)
    QTest.keyClick(field.window().windowHandle(), Qt.Key.Key_A)
    QCoreApplication.sendEvent(field, QInputMethodEvent("ê", []))
    assert heard.events == []


def test_a_page_that_is_built_does_not_pass_the_watcher(
    watcher: IdleWatcher, field: QLineEdit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its widgets have thousands of events, and each would pass through Python."""
    seen: list[QObject] = []
    look = watcher.eventFilter

    def spy(watched: QObject, event: QEvent) -> bool:
        seen.append(watched)
        return look(watched, event)

    monkeypatch.setattr(watcher, "eventFilter", spy)
    watcher.check()
    other = QLineEdit(field.parentWidget())
    other.show()
    other.setFocus()
    seen.clear()
    field.hide()  # what lost the keyboard is not looked at any more
    page = QWidget(field.parentWidget())
    for _ in range(20):
        QLineEdit(page)
    page.show()
    QCoreApplication.processEvents()
    assert {type(one) for one in seen} <= {QWindow}
    assert len(seen) < 20
