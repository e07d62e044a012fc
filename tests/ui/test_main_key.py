"""A double press of Ctrl+Enter does one thing: the second never presses what came into sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from meitinker.exchange.example_stories import SJOUKJE
from meitinker.services import visits
from meitinker.store.settings import ScreenSpot
from tests.ui import checklist
from ui.theme import Theme, apply
from ui.views.people.place import PeoplePlace
from ui.views.requests.panel import RequestPanel
from ui.widgets import main_key
from ui.window.entries import foot, places
from ui.window.main_window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

    from ui.workplace import Workplace

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(
    example_workplace: Workplace, answered: Callable[[], None], qtbot: QtBot, qapp: QApplication
) -> Iterator[MainWindow]:
    """Lend the window at the list of residents."""
    apply(qapp, Theme())
    made = MainWindow(example_workplace, places(example_workplace), foot())
    qtbot.addWidget(made)
    example_workplace.tasks.changed.connect(made._changed)
    made.resize(1366, 768)
    made.show()
    made.activateWindow()
    made.go(ScreenSpot(screen="people"))
    answered()
    checklist.settle()
    yield made
    made.remembering.stop()


def take_a_request(window: MainWindow, work: Workplace, answered: Callable[[], None]) -> str:
    """Type a question about someone, press the main key, and return whose file then opened."""
    someone = str(SJOUKJE)
    panel = RequestPanel(work, parent=window)
    panel.told.connect(window.bars.tell_of_panel)
    panel.taken.connect(window.go)
    panel.begin(someone)
    answered()
    QTest.keyClicks(panel.form.fields.words.area, "Vraagt om hulp in huis.")
    panel.form.fields.who.button("self").click()
    press(window)
    for _turn in range(3):
        answered()
        checklist.settle()
    view = window.here
    assert isinstance(view, PeoplePlace)
    assert view.file_view.person_id == someone
    return someone


def press(window: MainWindow) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Return, CTRL)


def test_the_second_press_after_a_request_begins_no_conversation(
    window: MainWindow,
    example_workplace: Workplace,
    answered: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(main_key, "SETTLE", 60_000)  # a busy machine is not a slow hand
    work = example_workplace
    before = visits.count(work.database, work.session)
    take_a_request(window, work, answered)
    press(window)
    answered()
    assert visits.count(work.database, work.session) == before
    assert isinstance(window.here, PeoplePlace)


def test_a_press_that_comes_later_does_what_the_button_says(
    window: MainWindow,
    example_workplace: Workplace,
    answered: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Negative control: without the wait the second press leads to a conversation."""
    monkeypatch.setattr(main_key, "SETTLE", 0)
    take_a_request(window, example_workplace, answered)
    press(window)
    for _turn in range(3):
        answered()
        checklist.settle()
    assert not isinstance(window.here, PeoplePlace)


def test_a_main_key_that_is_held_presses_once(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    pressed: list[int] = []
    view = window.here
    assert view is not None
    monkeypatch.setattr(view, "confirm", lambda: pressed.append(1))
    press(window)
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, CTRL, "\r", True)
    QApplication.sendEvent(QApplication.focusWidget() or window, held)
    assert pressed == [1]
