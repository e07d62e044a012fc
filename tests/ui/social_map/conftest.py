"""The place of the social map in a window, with the example village behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.services import half_typed, map_memory, people
from meitinker.store import indexing
from tests.ui import checklist
from ui.theme import Theme, apply
from ui.viewmodels.social_map import Filters
from ui.views.social_map.place import SocialMapPlace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from meitinker.changes import Changes
    from meitinker.services.half_typed import WaitingForm
    from meitinker.store.settings import ScreenSpot
    from ui.workplace import Workplace

V = TypeVar("V", bound=QWidget)


class Stage:
    """The place as the window shows it.

    Attributes:
        place: The place itself.
        told: What it asked the window to tell.
        changes: Every change that was written meanwhile.
    """

    def __init__(self, place: SocialMapPlace, wait: Callable[[], None]) -> None:
        """Listen to the place."""
        self.place = place
        self.work = place.workplace
        self.told: list[tuple[str, str]] = []
        self.changes: list[Changes] = []
        self._wait = wait
        place.told.connect(lambda kind, words: self.told.append((kind, words)))
        self.work.tasks.changed.connect(self._changed)

    def settle(self) -> None:
        """Let the lanes and the layout finish; who chose a row stays on it."""
        self._wait()
        if self.place._opening.isActive():
            self.place._opening.stop()
            self.place._stopped()
            self._wait()
        checklist.settle()
        self._wait()

    def open(self, spot: ScreenSpot | None = None) -> None:
        """Arrive and wait until all is shown."""
        self.place.arrive(spot)
        self.settle()

    def look_for(self, text: str) -> None:
        """Type in the search field, in place of what stands there."""
        self.place.search()
        QTest.keyClicks(self.place.finding.search.line, text)
        self.settle()

    def enter(self) -> None:
        """Press Enter in the search field."""
        QTest.keyClick(self.place.finding.search.line, Qt.Key.Key_Return)
        self.settle()

    def choose(self, filters: Filters) -> None:
        """Narrow the list."""
        self.place.finding.show_filters(filters)
        self.settle()

    def village(self, name: str) -> str:
        """Return the id of a village."""
        known = people.villages(self.work.database, self.work.session)
        return next(one.id for one in known if one.name == name)

    def panel(self, kind: type[V]) -> V:
        """Return the form that lies over the place."""
        (found,) = [one for one in self.place.window().findChildren(kind) if one.isVisible()]
        return found

    def waiting(self) -> tuple[WaitingForm, ...]:
        """Return the forms of the map that wait on Vandaag."""
        found = half_typed.waiting(self.work.database, self.work.session)
        return tuple(one for one in found if one.form in {"map_correction", "missing_service"})

    @property
    def titles(self) -> list[str]:
        """The names in the list."""
        return [one.title for one in self.place.finding.list.rows.rows]

    def _changed(self, changes: Changes) -> None:
        self.changes.append(changes)
        self.place.refresh(changes)


@pytest.fixture
def stage(
    example_workplace: Workplace, answered: Callable[[], None], qtbot: QtBot, qapp: QApplication
) -> Iterator[Stage]:
    """Lend the place in a window of an ordinary laptop."""
    while indexing.index_some(example_workplace.database):
        pass
    apply(qapp, Theme())
    window = QWidget()
    qtbot.addWidget(window)
    place = SocialMapPlace(example_workplace, window)
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(place)
    window.resize(1150, 768)
    window.show()
    window.activateWindow()
    yield Stage(place, answered)
    map_memory.forget(example_workplace.database)
