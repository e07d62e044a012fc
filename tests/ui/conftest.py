"""The example village for the tests of screens, made once and copied for every test."""

from __future__ import annotations

import builtins
import threading
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QApplication

from meitinker.services import opening
from tests import stores
from tests.ui import lanes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from ui.window.place_view import PlaceView
    from ui.workplace import Workplace

V = TypeVar("V", bound="PlaceView")


class Shown(Protocol):
    """Shows a place over the example village, of an ordinary size or another."""

    def __call__(self, kind: type[V], width: int = 1150, height: int = 768) -> V:
        """Return the place as it is after arriving."""
        ...


_PARTS = 12
"""Turns in which a screen may fill its parts, one a turn (``ui/work/together.py``)."""

PERSONS = 60
"""Enough for every kind of row, few enough to be made in half a second."""


@pytest.fixture(scope="session", autouse=True)
def classes_of_qt_are_made_on_one_thread() -> Iterator[None]:
    """Fail where a test had a class of Qt made on a lane: PySide crashes on that, now and then."""
    elsewhere: list[str] = []
    build = builtins.__build_class__

    def noting(*words: Any, **more: Any) -> Any:
        made = build(*words, **more)
        away = threading.current_thread() is not threading.main_thread()
        if away and isinstance(made, type(QObject)):
            elsewhere.append(f"{made.__module__}.{made.__qualname__}")
        return made

    builtins.__build_class__ = noting
    yield
    builtins.__build_class__ = build
    assert elsewhere == []


@pytest.fixture
def example_workplace(tmp_path: Path, qtbot: QtBot) -> Iterator[Workplace]:
    """Lend a workplace over a store of its own with the example village in it."""
    from ui.starting.preferences import Preferences
    from ui.work.tasks import Tasks
    from ui.workplace import Workplace

    with stores.village(tmp_path / "store", persons=PERSONS) as database:
        tasks = Tasks()
        try:
            yield Workplace(
                database=database,
                session=opening.session_of(database),
                tasks=tasks,
                preferences=Preferences(),
                demo=True,
            )
        finally:
            tasks.close()


@pytest.fixture
def answered(example_workplace: Workplace) -> Callable[[], None]:
    """Return a function that waits until all lanes did and told all that was asked of them.

    What is built in bites is there as well then: whether a bite came would be a matter of luck.
    """
    from ui.widgets.bites import Bites

    tasks = example_workplace.tasks

    def wait() -> None:
        for _turn in range(3):  # an answer may ask again
            lanes.rest(tasks)
            for window in QApplication.topLevelWidgets():
                for bites in window.findChildren(Bites):
                    bites.complete()
            for _part in range(_PARTS):
                QCoreApplication.processEvents()

    return wait


@pytest.fixture
def shown_over(
    example_workplace: Workplace, answered: Callable[[], None], qtbot: QtBot, qapp: QApplication
) -> Shown:
    """Return a function that shows a place over the example village, as it is after arriving."""
    from tests.ui import checklist
    from ui.theme import Theme, apply

    def show(kind: type[V], width: int = 1150, height: int = 768) -> V:
        apply(qapp, Theme())
        view = kind(example_workplace)
        qtbot.addWidget(view)
        example_workplace.tasks.changed.connect(view.refresh)
        view.resize(width, height)
        view.show()
        view.activateWindow()
        view.arrive(None)
        answered()
        checklist.settle()
        return view

    return show
