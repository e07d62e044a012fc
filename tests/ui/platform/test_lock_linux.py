from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

CHILD = Path(__file__).with_name("desktop_child.py")
ROOT = Path(__file__).parents[3]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="D-Bus is of Linux")


def heard(*steps: str, buses: str = "both", session: str = "7") -> dict[str, object]:
    """Play ``steps`` of a desktop on a real private bus and return what the watcher heard."""
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_SESSION_ID": session,
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        ["dbus-run-session", "--", sys.executable, str(CHILD), buses, *steps],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env=environment,
    )
    result: dict[str, object] = json.loads(done.stdout)
    result["errors"] = [line for line in done.stderr.splitlines() if "dbus-daemon" not in line]
    return result


def test_logind_lock_and_sleep_are_heard() -> None:
    told = heard("lock", "sleep")
    assert told["watching"] == "fully"
    assert told["signals"] == ["locked", "sleep"]


def test_the_session_is_asked_for_when_the_environment_does_not_tell() -> None:
    assert heard("lock", session="")["signals"] == ["locked"]


def test_a_screen_saver_that_comes_up_is_heard_and_one_that_goes_is_not() -> None:
    assert heard("saver-off")["signals"] == []
    assert heard("saver-on")["signals"] == ["locked"]


def test_the_lock_of_another_session_is_not_ours() -> None:
    assert heard("other-lock")["signals"] == []


def test_waking_up_is_not_sleep_and_takes_the_inhibitor_anew() -> None:
    told = heard("sleep", "wake")
    assert told["signals"] == ["sleep"]
    assert told["inhibits"] == 2


def test_logind_waits_until_we_have_locked() -> None:
    told = heard("held", "sleep", "held")
    assert told["held"] == [True, False], "the descriptor is held before and closed after"


def test_a_stopped_watcher_hears_nothing() -> None:
    assert heard("stop", "lock", "sleep", "saver-on")["signals"] == []


def test_no_bus_is_silent_and_told() -> None:
    told = heard("lock", buses="none")
    assert told["watching"] == "nothing"
    assert told["signals"] == []
    assert told["errors"] == []


def test_only_the_session_bus_hears_the_lock_only() -> None:
    told = heard("saver-on", buses="session")
    assert told["watching"] == "lock_only"
    assert told["signals"] == ["locked"]
