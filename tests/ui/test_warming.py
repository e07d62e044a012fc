"""Loading behind the unlock page: everything, in order, and nothing once it was stopped."""

from __future__ import annotations

import ast
import subprocess
import sys
import threading
import time
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

import ui
from meitinker.keys import cost
from meitinker.services import thesaurus
from ui.starting import warming
from ui.starting.warming import (
    AT,
    BEHIND_THE_DOOR,
    Warming,
    cut_sayings,
    makes_classes_of_qt,
    needed,
    work_at,
)
from ui.window.entries import foot
from ui.work.tasks import Tasks

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest
    from pytestqt.qtbot import QtBot


UI = Path(ui.__file__).parent
SELDOM = ("ui.views.entry.cover", "ui.views.today.reads")
"""What a fault alone shows, and what comes with the first place."""


def _once(done: list[str]) -> bool:
    done.append("last")
    return False


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


def test_what_is_cut_at_last_waits_for_all_modules_and_goes_on_until_all_is_cut(
    qtbot: QtBot,
) -> None:
    done: list[str] = []

    def bite() -> bool:
        done.append("bite")
        return done.count("bite") < 3

    for tasks in _tasks(qtbot):
        parent = QObject()
        one = Warming(tasks, parent, modules=["a", "b"], load=done.append, at_last=bite)
        qtbot.waitUntil(lambda: done.count("bite") == 3)
        one.hurry(["c"], then=partial(done.append, "then"))
        qtbot.waitUntil(lambda: "then" in done)
        tasks.close()  # what more it had asked for would be done by now
    assert done == ["a", "b", "bite", "bite", "bite", "c", "then"]


def test_nothing_is_cut_while_the_first_screen_is_built(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    monkeypatch.setattr(warming, "AFTER_FIRST_SCREEN", 3_600_000)
    for tasks in _tasks(qtbot):
        parent = QObject()
        last = partial(_once, done)
        one = Warming(tasks, parent, modules=["a", "b"], load=done.append, at_last=last)
        one.hurry([], then=lambda: None)
        qtbot.waitUntil(lambda: "b" in done)
        one.hurry(["c"], then=partial(done.append, "then"))
        qtbot.waitUntil(lambda: "then" in done)
        tasks.close()  # what it had been asked to do would be done by now
    assert "last" not in done


def test_what_is_cut_goes_on_once_the_first_screen_stands(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    monkeypatch.setattr(warming, "AFTER_FIRST_SCREEN", 1)
    for tasks in _tasks(qtbot):
        parent = QObject()
        last = partial(_once, done)
        one = Warming(tasks, parent, modules=["a"], load=done.append, at_last=last)
        one.hurry([], then=lambda: None)
        qtbot.waitUntil(lambda: "last" in done)
    assert done == ["a", "last"]


def test_what_is_cut_at_last_are_the_sayings_that_were_shipped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    while cut_sayings():
        pass
    monkeypatch.delattr(thesaurus, "Thesaurus")
    assert thesaurus.ready(thesaurus.shipped_meanings()).meant(["hulp", "huishouden"])


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
    assert [n for n in BEHIND_THE_DOOR if find_spec(n) is None] == []


def test_what_opens_over_a_place_or_behind_a_tab_is_loaded_before_it_is_asked_for() -> None:
    """Loading it at the click would hold up the click."""
    asked = set()
    tabs = ("views/today/tabs.py", "views/back_office/tabs.py")
    for where in ("starting/workroom.py", "window/panels.py", "window/entries.py", *tabs):
        tree = ast.parse((UI / where).read_text("utf-8"))
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        inner = [node for one in functions for node in ast.walk(one)]
        asked |= {n.module for n in inner if isinstance(n, ast.ImportFrom)}
    views = {one for one in asked if one and one.startswith("ui.views.")}
    assert "ui.views.contacts.panel" in views
    assert views - {*BEHIND_THE_DOOR, *SELDOM} == set()


def test_classes_of_qt_are_made_on_the_gui_thread_and_the_rest_on_a_lane(qtbot: QtBot) -> None:
    loaded: dict[str, str] = {}

    def load(name: str) -> None:
        loaded[name] = threading.current_thread().name

    needs = {"ui.c": ["meitinker.b", "ui.viewmodels.a"], "ui.d": ["ui.c"]}
    for tasks in _tasks(qtbot):
        parent = QObject()
        Warming(tasks, parent, modules=["ui.d"], load=load, needs=lambda n: needs.get(n, []))
        qtbot.waitUntil(lambda: "ui.d" in loaded)
    gui = threading.current_thread().name
    assert list(loaded.items()) == [
        ("meitinker.b", "store-read"),
        ("ui.viewmodels.a", "store-read"),
        ("ui.c", gui),
        ("ui.d", gui),
    ]


def test_modules_that_need_each_other_are_loaded_too(qtbot: QtBot) -> None:
    loaded: list[str] = []
    needs = {"ui.c": ["ui.d"], "ui.d": ["ui.c"]}
    for tasks in _tasks(qtbot):
        parent = QObject()
        Warming(tasks, parent, modules=["ui.c"], load=loaded.append, needs=lambda n: needs[n])
        qtbot.waitUntil(lambda: len(loaded) == 2)
    assert loaded == ["ui.d", "ui.c"]


FRESH = """
import builtins, sys, threading
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication
made, build = [], builtins.__build_class__
def noting(*words, **more):
    one = build(*words, **more)
    if issubclass(one, QObject) and threading.current_thread() is not threading.main_thread():
        made.append(one.__module__)
    return one
builtins.__build_class__ = noting
application = QApplication([])
from ui.starting import warming
from ui.work.tasks import Tasks
if sys.argv[1:] == ["careless"]:
    warming.makes_classes_of_qt = lambda name: False
tasks, steps = Tasks(), []
def load(name):
    before = len(sys.modules)
    __import__(name)
    steps.append(sum(one.startswith("ui.") for one in list(sys.modules)[before:]))
warming.Warming(tasks, application, load=load)
def look():
    if set(warming.BEHIND_THE_DOOR) <= set(sys.modules):
        application.quit()
timer = QTimer(application, interval=5)
timer.timeout.connect(look)
timer.start()
application.exec()
tasks.close()
print(len(made), max(steps), sum(steps))
"""


def _fresh(*words: str) -> tuple[int, int, int]:
    """Return the classes made on a lane, the most modules of one step, and all modules."""
    told = subprocess.run(
        [sys.executable, "-c", FRESH, *words], capture_output=True, text=True, check=True
    )
    made, largest, every = (int(number) for number in told.stdout.split())
    return made, largest, every


def test_a_fresh_process_makes_no_class_of_qt_on_a_lane_and_takes_small_steps() -> None:
    made, largest, every = _fresh()
    assert made == 0
    assert largest <= 12
    assert every > 150


def test_control_classes_that_are_made_on_a_lane_are_seen() -> None:
    made, largest, _every = _fresh("careless")
    assert made > 50
    assert largest > 12


def test_what_a_module_needs_is_read_from_its_code() -> None:
    assert makes_classes_of_qt("ui.views.people.place")
    assert not makes_classes_of_qt("ui.viewmodels.people")
    assert needed("os.path") == []


def test_what_is_wanted_now_is_loaded_before_the_rest_and_told_of(qtbot: QtBot) -> None:
    loaded: list[str] = []
    for tasks in _tasks(qtbot):
        parent = QObject()
        one = Warming(tasks, parent, modules=["a", "b"], load=loaded.append)
        one.hurry(["c", "d"], then=lambda: loaded.append("then"))
        qtbot.waitUntil(lambda: "b" in loaded)
    assert loaded == ["c", "d", "then", "a", "b"]


def test_what_is_wanted_when_all_was_loaded_is_told_of_at_once(qtbot: QtBot) -> None:
    told: list[str] = []
    for tasks in _tasks(qtbot):
        parent = QObject()
        one = Warming(tasks, parent, modules=["a"], load=told.append)
        one.hurry(["sys"], then=lambda: told.append("then"))
        assert told == ["then"]
        qtbot.waitUntil(lambda: "a" in told)
        one.hurry(["e"], then=lambda: told.append("again"))
        qtbot.waitUntil(lambda: "again" in told)


def test_stopped_it_tells_of_nothing_that_is_wanted(qtbot: QtBot) -> None:
    told: list[str] = []
    for tasks in _tasks(qtbot):
        parent = QObject()
        one = Warming(tasks, parent, modules=[], load=told.append)
        one.hurry(["f"], then=lambda: told.append("then"))
        one.stop()
        tasks.close()
        qtbot.wait(5)
    assert told == []


def test_what_every_place_takes_to_begin_at_exists() -> None:
    assert {entry.key for entry in foot()} <= set(AT)
    assert [one for key in AT for one in work_at(key) if find_spec(one) is None] == []
    assert work_at("a place that was") == work_at("today")


def test_a_module_named_in_a_package_is_needed_a_thing_in_a_module_is_not() -> None:
    ask = "from ui.starting.warming import needed; print(needed('ui.views.today.reads'))"
    told = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    found = ast.literal_eval(told.stdout)
    assert "meitinker.services.today" in found
    assert "ui.work.tasks" in found
    assert [one for one in found if find_spec(one) is None] == []


def test_nothing_is_loaded_while_the_system_gives_a_stretch_its_memory(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever asks for memory then is held up for as long as that takes."""
    told: list[str] = []
    filling = [True, True]

    def look() -> bool:
        told.append("look")
        return bool(filling and filling.pop())

    monkeypatch.setattr(warming, "filling", look)
    for tasks in _tasks(qtbot):
        parent = QObject()
        Warming(tasks, parent, modules=["a"], load=told.append)
        qtbot.waitUntil(lambda: "a" in told)
    assert told[:4] == ["look", "look", "look", "a"]


def test_a_stretch_that_begins_is_seen_and_a_while_later_it_has_its_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = [time.monotonic() + 1000]  # whatever stretched before
    monkeypatch.setattr(cost, "_begun", [0.0])  # what is begun then is not told to later tests
    monkeypatch.setattr(cost, "time", SimpleNamespace(monotonic=lambda: now[0]))
    assert not warming.filling()
    cost.stretched("a passphrase", bytes(cost.SALT_SIZE), cost.Stretch(cost.MEBIBYTE, 1))
    assert warming.filling()
    now[0] += 1
    assert not warming.filling()


def test_a_module_that_a_lane_is_loading_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "meitinker.keys.cost", ModuleType("meitinker.keys.cost"))
    assert not warming.filling()
