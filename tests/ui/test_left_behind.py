"""The guard over all Qt tests sees what is left behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QThread, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from tests.conftest import left_behind

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def test_a_window_that_stays_is_seen(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    assert left_behind() == []
    window.show()
    assert len(left_behind()) == 1


def test_a_timer_that_runs_on_is_seen(qapp: QApplication) -> None:
    timer = QTimer(qapp)
    timer.start(10_000)
    assert len(left_behind()) == 1
    timer.stop()
    timer.setParent(None)
    assert left_behind() == []


def test_a_thread_that_runs_on_is_seen(qapp: QApplication) -> None:
    thread = QThread(qapp)
    thread.start()
    assert len(left_behind()) == 1
    thread.quit()
    assert thread.wait(5_000)
    thread.setParent(None)
    assert left_behind() == []
