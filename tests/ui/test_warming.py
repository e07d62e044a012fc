"""Loading behind the unlock page: everything, in order, and nothing once it was stopped."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ui.tasks import Tasks
from ui.warming import BEHIND_THE_DOOR, Warming

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot


def _tasks(qtbot: QtBot) -> Iterator[Tasks]:
    del qtbot
    tasks = Tasks()
    yield tasks
    tasks.close()


def test_loads_every_module_in_order(qtbot: QtBot) -> None:
    loaded: list[str] = []
    for tasks in _tasks(qtbot):
        parent = QObject()
        Warming(tasks, parent, modules=["a", "b", "c"], load=loaded.append)
        qtbot.waitUntil(lambda: loaded == ["a", "b", "c"])


def test_stopped_it_asks_nothing_of_a_closed_lane(qtbot: QtBot) -> None:
    loaded: list[str] = []
    for tasks in _tasks(qtbot):
        parent = QObject()
        one = Warming(tasks, parent, modules=["a", "b", "c"], load=loaded.append)
        one.stop()
        tasks.close()
        qtbot.wait(5)
    assert loaded == []


def test_what_is_loaded_exists() -> None:
    assert [name for name in BEHIND_THE_DOOR if find_spec(name) is None] == []
