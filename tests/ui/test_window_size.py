"""No place makes the window larger than the screen of a laptop, at any text size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from meitinker.store.settings import ScreenSpot
from tests.ui import checklist
from ui.theme import Theme, apply
from ui.widgets.stack import Stack
from ui.window.entries import foot, places
from ui.window.main_window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from ui.workplace import Workplace

SPOTS = (
    *(
        ScreenSpot(screen="today", section=section)
        for section in ("", "requests", "week", "papers")
    ),
    ScreenSpot(screen="people"),
    ScreenSpot(screen="people", section="new"),
    ScreenSpot(screen="visits"),
    ScreenSpot(screen="social_map"),
    ScreenSpot(screen="settings", section="look"),
    ScreenSpot(screen="help"),
)


@pytest.fixture
def window(example_workplace: Workplace, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    made = MainWindow(example_workplace, places(example_workplace), foot())
    yield made
    apply(qapp, Theme())


@pytest.mark.promise("L29")
@pytest.mark.parametrize(("text_size", "width", "height"), [(200, 1366, 768), (100, 683, 384)])
def test_l29_the_window_stays_within_the_screen(
    text_size: int,
    width: int,
    height: int,
    window: MainWindow,
    answered: Callable[[], None],
    qtbot: QtBot,
    qapp: QApplication,
) -> None:
    apply(qapp, Theme(text_size=text_size))
    whole = QStackedWidget()
    qtbot.addWidget(whole)
    whole.addWidget(window)
    whole.resize(width, height)
    whole.show()
    grown = {}
    for spot in SPOTS:
        window.go(spot)
        answered()
        checklist.settle()
        if (whole.width(), whole.height()) != (width, height):
            grown[spot.screen, spot.section] = whole.size().toTuple()
    window.remembering.stop()
    assert grown == {}


@pytest.mark.parametrize(("kind", "asks"), [(Stack, 0), (QStackedWidget, 900)])
def test_a_page_out_of_sight_asks_for_no_room(
    kind: type[QStackedWidget], asks: int, qtbot: QtBot
) -> None:
    """With the control that Qt's own does."""
    stack, high = kind(), QWidget()
    qtbot.addWidget(stack)
    stack.addWidget(QWidget())
    stack.addWidget(high)
    column, tall = QVBoxLayout(high), QWidget()
    column.setContentsMargins(0, 0, 0, 0)
    tall.setMinimumHeight(900)
    column.addWidget(tall)
    assert stack.minimumSizeHint().height() == asks
