from __future__ import annotations

import ctypes
import sys
from ctypes import wintypes
from typing import TYPE_CHECKING

import pytest

from ui.platform.lock import LockWatcher, Watching
from ui.platform.lock_choice import lock_watcher
from ui.platform.lock_macos import MacLockWatcher
from ui.platform.lock_windows import MessageFilter, WindowsLockWatcher

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def test_an_unknown_system_is_silent_and_told(qtbot: QtBot) -> None:
    watcher = lock_watcher(system="plan9")
    assert type(watcher) is LockWatcher
    assert watcher.watching is Watching.NOTHING
    watcher.stop()


@pytest.mark.parametrize(
    ("lock", "sleep", "expected"),
    [
        (True, True, Watching.FULLY),
        (True, False, Watching.LOCK_ONLY),
        (False, True, Watching.SLEEP_ONLY),
        (False, False, Watching.NOTHING),
    ],
)
def test_what_is_heard_has_a_name(lock: bool, sleep: bool, expected: Watching) -> None:
    assert Watching.of(lock=lock, sleep=sleep) is expected


@pytest.mark.parametrize(
    ("message", "parameter", "expected"),
    [
        (0x02B1, 7, ["locked"]),
        (0x02B1, 8, []),  # unlock
        (0x0218, 4, ["sleeps"]),
        (0x0218, 7, []),  # resume
        (0x0100, 7, []),  # a key
    ],
)
def test_windows_messages_are_told_apart(message: int, parameter: int, expected: list[str]) -> None:
    told: list[str] = []
    sieve = MessageFilter(lambda: told.append("locked"), lambda: told.append("sleeps"))
    sent = wintypes.MSG(message=message, wParam=parameter)
    passed = sieve.nativeEventFilter(b"windows_generic_MSG", ctypes.addressof(sent))
    assert passed == (False, 0)
    assert told == expected
    sieve.nativeEventFilter(b"xcb_generic_event_t", 0)
    assert told == expected


@pytest.mark.skipif(sys.platform == "win32", reason="there it hears all")
def test_away_from_windows_its_watcher_claims_no_lock(qtbot: QtBot) -> None:
    watcher = WindowsLockWatcher()
    claimed = [watcher.watching]
    watcher.stop()
    claimed.append(watcher.watching)
    assert claimed == [Watching.SLEEP_ONLY, Watching.NOTHING]


@pytest.mark.skipif(sys.platform == "darwin", reason="there it hears the lock")
def test_away_from_macos_its_watcher_claims_nothing(qtbot: QtBot) -> None:
    watcher = MacLockWatcher()
    assert watcher.watching is Watching.NOTHING
    watcher.stop()
