"""Loading behind the unlock page: everything, in order, and nothing once it was stopped."""

from __future__ import annotations

import ast
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

import ui
from ui.tasks import Tasks
from ui.warming import BEHIND_THE_DOOR, PLACES, Warming, load_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot


UI = Path(ui.__file__).parent
SELDOM = ("ui.views.entry.cover", "ui.views.today.reads")
"""What a fault alone shows, and what comes with the first place."""


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
    assert [n for n in (*BEHIND_THE_DOOR, *PLACES.values()) if find_spec(n) is None] == []


def test_what_opens_over_a_place_or_behind_a_tab_is_loaded_before_it_is_asked_for() -> None:
    """Loading it at the click would hold up the click."""
    asked = set()
    for where in ("workroom.py", "entries.py", "views/today/tabs.py"):
        tree = ast.parse((UI / where).read_text("utf-8"))
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        inner = [node for one in functions for node in ast.walk(one)]
        asked |= {n.module for n in inner if isinstance(n, ast.ImportFrom)}
    views = {one for one in asked if one and one.startswith("ui.views.")}
    assert "ui.views.contacts.panel" in views
    assert views - {*BEHIND_THE_DOOR, *PLACES.values(), *SELDOM} == set()


def test_the_place_where_the_user_was_is_loaded_and_none_that_is_not_there() -> None:
    loaded: list[str] = []
    for screen in ("visits", "", "nowhere"):
        load_place(screen, load=loaded.append)
    assert loaded == ["ui.views.visits.place", "ui.views.today.tabs"]
