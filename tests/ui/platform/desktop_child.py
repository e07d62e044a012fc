"""Plays the steps of a desktop against a real watcher and prints what it heard as JSON.

Usage: ``desktop_child.py both|session|none STEP…``. The desktop (``logind_child.py``) is a process
of its own: a call over QtDBus holds Python's lock until it is answered.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtDBus import QDBus, QDBusConnection, QDBusMessage

from ui.platform.lock_linux import LinuxLockWatcher

DESKTOP = Path(__file__).with_name("logind_child.py")


def ask(method: str, *values: str) -> Any:
    """Call the desktop's test interface; its signal comes before its answer."""
    call = QDBusMessage.createMethodCall(
        "org.freedesktop.login1", "/test", "nl.meitinker.Test", method
    )
    call.setArguments(list(values))
    answer = QDBusConnection.sessionBus().call(call, QDBus.CallMode.Block, 5000)
    QCoreApplication.processEvents()
    return answer.arguments()[0] if answer.arguments() else None


def play(watcher: LinuxLockWatcher, steps: tuple[str, ...]) -> list[bool]:
    held = []
    for step in steps:
        if step == "held":
            held.append(bool(ask("Held")))
        elif step == "stop":
            watcher.stop()
        else:
            ask("Play", step)
    return held


def main(buses: str, *steps: str) -> None:
    application = QCoreApplication([])
    real, dead = QDBusConnection.sessionBus(), QDBusConnection("not connected")
    keeper, signals = QObject(), list[str]()
    watcher = LinuxLockWatcher(
        keeper,
        session_bus=dead if buses == "none" else real,
        system_bus=real if buses == "both" else dead,
    )
    watcher.sessionLocked.connect(lambda: signals.append("locked"))
    watcher.aboutToSleep.connect(lambda: signals.append("sleep"))
    told = {
        "watching": watcher.watching.value,
        "held": play(watcher, steps),
        "signals": signals,
        "inhibits": int(ask("Inhibits")),
    }
    watcher.stop()
    sys.stdout.write(json.dumps(told))
    application.quit()


def with_desktop(arguments: list[str]) -> None:
    desktop = subprocess.Popen([sys.executable, str(DESKTOP)], stdout=subprocess.PIPE, text=True)
    try:
        assert desktop.stdout is not None
        assert desktop.stdout.readline() == "ready\n"
        main(*arguments)
    finally:
        desktop.terminate()
        desktop.wait()


if __name__ == "__main__":
    with_desktop(sys.argv[1:])
