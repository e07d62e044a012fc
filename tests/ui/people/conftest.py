"""The place of the people in a window, with the example village behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tests.ui import checklist
from ui.theme import Theme, apply
from ui.views.people.place import PeoplePlace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from meitinker.changes import Changes
    from meitinker.store.settings import ScreenSpot
    from ui.workplace import Workplace


class Stage:
    """The place as the window shows it.

    Attributes:
        place: The place itself.
        went: Where it asked the window to go.
        told: What it asked the window to tell.
        changes: Every change that was written meanwhile.
    """

    def __init__(self, place: PeoplePlace, window: QWidget, wait: Callable[[], None]) -> None:
        """Listen to the place."""
        self.place = place
        self.window = window
        self.went: list[ScreenSpot] = []
        self.told: list[tuple[str, str]] = []
        self.changes: list[Changes] = []
        self._wait = wait
        place.go.connect(self.went.append)
        place.told.connect(lambda kind, words: self.told.append((kind, words)))
        place.workplace.tasks.changed.connect(self._changed)

    def settle(self) -> None:
        """Let the lanes and the layout finish."""
        self._wait()
        checklist.settle()
        self._wait()

    def open(self, spot: ScreenSpot | None) -> None:
        """Arrive and wait until all is shown."""
        self.place.arrive(spot)
        self.settle()

    def _changed(self, changes: Changes) -> None:
        self.changes.append(changes)
        self.place.refresh(changes)


@pytest.fixture
def stage(
    example_workplace: Workplace, answered: Callable[[], None], qtbot: QtBot, qapp: QApplication
) -> Iterator[Stage]:
    """Lend the place in a window of an ordinary laptop."""
    apply(qapp, Theme())
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    place = PeoplePlace(example_workplace)
    column.addWidget(place)
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    checklist.settle()
    yield Stage(place, window, answered)
    apply(qapp, Theme())
