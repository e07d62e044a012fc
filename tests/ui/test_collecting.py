"""Garbage is collected, and on the GUI thread."""

from __future__ import annotations

import gc
import sys
import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication

from ui.starting.collecting import Collector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot


@pytest.fixture
def _as_it_was() -> Iterator[None]:
    yield
    gc.unfreeze()
    gc.disable()  # as it was for a test of a screen


class _Ring:
    gone: list[int]

    def __init__(self, gone: list[int]) -> None:
        self.gone = gone
        self.me = self

    def __del__(self) -> None:
        self.gone.append(threading.get_ident())


def _litter(gone: list[int]) -> None:
    for _one in range(5_000):
        _Ring(gone)


@pytest.mark.usefixtures("_as_it_was")
def test_what_a_lane_dropped_is_collected_on_the_gui_thread(qtbot: QtBot) -> None:
    application = QCoreApplication.instance()
    assert application is not None
    collector = Collector(application)
    gone: list[int] = []
    lane = threading.Thread(target=_litter, args=(gone,))
    lane.start()
    lane.join()
    assert gone == []
    assert collector.look() is not None
    gc.collect()
    assert set(gone) == {threading.get_ident()}
    collector.stop()
    collector.deleteLater()


def test_control_the_usual_collection_happens_on_the_lane() -> None:
    gc.enable()
    gone: list[int] = []
    lane = threading.Thread(target=_litter, args=(gone,))
    lane.start()
    lane.join()
    assert threading.get_ident() not in set(gone)
    assert gone


class _Counted:
    """What Python would count, without making as many objects."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count, self.old = 0, 0
        self.collected: list[int] = []
        monkeypatch.setattr(gc, "get_count", lambda: (0, 0, self.count))
        monkeypatch.setattr(gc, "get_objects", lambda generation: range(self.old))
        monkeypatch.setattr(gc, "collect", self._collect)

    def _collect(self, generation: int) -> int:
        self.collected.append(generation)
        self.count = 0
        return 0


@pytest.mark.usefixtures("_as_it_was")
def test_all_that_is_old_is_gone_through_when_a_quarter_has_come_to_it(
    qapp: QCoreApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    collector = Collector(qapp)
    counted = _Counted(monkeypatch)
    counted.count, counted.old = 11, 1000
    assert collector.look() == 2
    counted.count, counted.old = 11, 1250
    assert collector.look() is None
    counted.count, counted.old = 12, 9999
    assert collector.look() is None, "not counted again at every look"
    counted.count, counted.old = 22, 1251
    assert collector.look() == 2
    assert counted.collected == [2, 2]
    collector.stop()
    collector.deleteLater()


@pytest.mark.usefixtures("_as_it_was")
def test_what_was_loaded_is_left_out_once_what_is_new_was_collected(
    qapp: QCoreApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    collector = Collector(qapp)
    counted = _Counted(monkeypatch)
    monkeypatch.setitem(sys.modules, "a module that came", sys)
    counted.count, counted.old = 11, 1000
    before = gc.get_freeze_count()
    kept = [[one] for one in range(100)]
    assert collector.look() == 0
    assert gc.get_freeze_count() >= before + len(kept)
    assert collector.look() is None
    assert counted.collected == [0]
    collector.stop()
    collector.deleteLater()


@pytest.mark.usefixtures("_as_it_was")
def test_what_is_left_out_is_not_gone_through_again(qapp: QCoreApplication) -> None:
    collector = Collector(qapp)
    loaded: list[list[int]] = [[] for _one in range(100)]
    before = gc.get_freeze_count()
    collector.leave_out()
    assert gc.get_freeze_count() >= before + len(loaded)
    collector.stop()
    collector.deleteLater()
