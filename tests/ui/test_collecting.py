"""Garbage is collected, and on the GUI thread."""

from __future__ import annotations

import gc
import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication

from ui.collecting import Collector

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
