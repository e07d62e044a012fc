"""What every Qt test shares: no real screen, and nothing left behind."""

from __future__ import annotations

import gc
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from pytestqt.qtbot import QtBot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtCore import Qt

# Before the first QApplication: a test must not open windows on somebody's desk.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# A chatter of the offscreen platform about window managers, which it does not have.
_OFFSCREEN_CHATTER = "This plugin does not support propagateSizeHints"

_PATIENCE = 60_000
"""Milliseconds until waiting for a screen is in vain."""


_MEMORY, _PLENTY = Path("/dev/shm"), 4 * 2**30  # noqa: S108 - only as pytest's own folders


def pytest_configure(config: pytest.Config) -> None:
    """Let the one message of the offscreen platform pass that no test can prevent.

    And let tests of screens wait as long as a busy machine takes: what never comes still fails.
    Examples are the same at every run, so that a change is judged by what it changed; the full
    run looks for new ones.
    """
    settings.register_profile(
        "ours",
        deadline=None,
        derandomize="MEITINKER_SOAK" not in os.environ,
        suppress_health_check=[HealthCheck.too_slow],
    )
    settings.load_profile("ours")
    if "MEITINKER_SOAK" not in os.environ:
        _write_in_memory()
    config.addinivalue_line("qt_log_ignore", _OFFSCREEN_CHATTER)
    for wait in (QtBot.waitUntil, QtBot.waitSignal, QtBot.waitSignals):
        (wait.__kwdefaults__ or {})["timeout"] = _PATIENCE


def pytest_collection_finish() -> None:
    """Set aside what collecting made, once: a full collection would go through all of it anew.

    That is half a million objects at every eleventh test of a screen.
    """
    gc.collect()
    gc.freeze()


def _write_in_memory() -> None:
    """Keep what the tests write in memory, where a machine has plenty.

    Each save waits for the disk at least twice, and whether it came down is asked where calls to
    the disk are counted (``tests/faults``), on any disk. The full run stays on the real one.
    """
    if _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _PLENTY:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))


_SCREEN = frozenset({"qtbot", "qapp", "example_workplace"})


@pytest.fixture(autouse=True)
def _collected_here(request: pytest.FixtureRequest) -> Iterator[None]:
    """Collect garbage between tests of screens, on the GUI thread, as the program does.

    A lane that collects would delete Qt objects of the GUI thread: now and then a crash.
    """
    if _SCREEN.isdisjoint(request.fixturenames):
        yield
        return
    gc.disable()
    yield
    gc.collect(2 if gc.get_count()[2] > gc.get_threshold()[2] else 1)
    gc.enable()


@pytest.fixture(autouse=True)
def _nothing_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaves a window, a running timer or a running thread behind.

    Tests without Qt never import it, so for them this costs nothing. The fixtures of the
    test are wound up after this one began, so the look around happens after their end.
    """
    yield
    if "PySide6.QtWidgets" not in sys.modules:
        return
    release_buttons()
    left = left_behind()
    assert not left, f"left behind: {', '.join(left)}"


def release_buttons() -> None:
    """Let go of a mouse button that a test holds: a pane scrolls to no focus meanwhile."""
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QApplication

    if QApplication.instance() is None:
        return
    for button in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
        if QApplication.mouseButtons() & button:
            _release(button)


def _release(button: Qt.MouseButton) -> None:
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QWidget

    somewhere = QWidget()
    somewhere.show()
    QTest.mouseRelease(somewhere, button)
    somewhere.close()


def left_behind() -> list[str]:
    """Return the windows, timers and threads that are still alive."""
    from PySide6.QtCore import QCoreApplication, QEvent, QObject, QThread, QTimer
    from PySide6.QtWidgets import QApplication

    application = QApplication.instance()
    if not isinstance(application, QApplication):
        return []
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    windows = [w for w in application.topLevelWidgets() if w.isVisible()]
    owned = application.findChildren(QObject)
    timers = [o for o in owned if isinstance(o, QTimer) and o.isActive()]
    threads = [o for o in owned if isinstance(o, QThread) and o.isRunning()]
    return [repr(thing) for thing in (*windows, *timers, *threads)]
