"""The whole program in a process of its own, led by steps on its command line.

``python -m tests.faults.desktop_child '[["until", "Openen"], ["unlock", "…"], …]'``; each step
that tells something writes a line of JSON. A guess at a passphrase costs nothing here.
"""

from __future__ import annotations

import functools
import json
import logging
import os
import sys
import tempfile
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog

from meitinker import log, log_lines
from meitinker.changes import NOTHING
from meitinker.hardening import harden
from meitinker.keys import KeyCost, KeyFile, Stretch
from meitinker.options import Options
from meitinker.services import form_drafts
from meitinker.store.settings import ScreenSpot
from ui import app
from ui.tour import hands

if TYPE_CHECKING:
    from ui.app import Desktop

QUICK = KeyCost(device=Stretch(8192, 1), alone=Stretch(8192, 1), floor=0)


def say(**what: Any) -> None:
    """Write one line for the test."""
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


STUCK = 3  # the exit code of a process that waited in vain


class Player(QObject):
    """Does a step at every tick; a step that must wait stays in front, until patience ends."""

    def __init__(self, desktop: Desktop, steps: list[list[str]]) -> None:
        super().__init__(desktop.window)
        self._desktop = desktop
        self._steps = steps
        self._timer = QTimer(self, interval=20)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        self._patience = QTimer(self, interval=60_000, singleShot=True)
        self._patience.timeout.connect(self._give_up)
        self._patience.start()

    def _give_up(self) -> None:
        say(stuck=self._steps[0], seen=hands.texts())
        os._exit(STUCK)

    def _tick(self) -> None:
        if not self._steps:
            self._timer.stop()
            self._patience.stop()
            return
        name, *values = self._steps[0]
        try:
            ready = getattr(self, f"do_{name}")(*values)
        except hands.NotFound:
            return
        if ready is not False:
            self._steps.pop(0)
            self._patience.start()

    def do_until(self, text: str) -> bool:
        return hands.sees(text)

    def do_file(self, path: str) -> bool:
        return Path(path).exists()

    def do_unlock(self, passphrase: str) -> None:
        hands.fill("Wachtwoord", passphrase)
        hands.click("Openen")

    def do_go(self, screen: str, record: str = "", section: str = "") -> bool:
        room = self._desktop._workroom
        if room is None:
            return False
        room.window.go(ScreenSpot(screen=screen, record_id=record, section=section))
        return True

    def do_here(self, screen: str) -> bool:
        room = self._desktop._workroom
        return room is not None and room.window._here == screen

    def do_fill(self, label: str, text: str) -> None:
        hands.fill(label, text)

    def do_press(self, keys: str) -> None:
        hands.press(keys)

    def do_click(self, text: str) -> None:
        hands.click(text)

    def do_save_to(self, path: str) -> None:
        _patch(QFileDialog, "getSaveFileName", lambda *_: (path, ""))

    def do_spill(self) -> None:
        """Do what the program never does: a clear paper in a temporary file."""
        with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
            file.write(b"%PDF-1.7 of a test")
            file.flush()

    def do_titles(self) -> None:
        say(titles=[widget.windowTitle() for widget in QApplication.topLevelWidgets()])

    def do_seen(self) -> None:
        say(seen=hands.texts())

    def do_crash(self, words: str) -> None:
        """Let a slot fail with somebody's words in the message and in a local."""

        def fail() -> None:
            note = words
            raise ValueError(f"not understood: {note}")

        QTimer.singleShot(0, fail)

    def do_abort(self) -> None:
        os.abort()

    def do_hold(self) -> None:
        say(holding=True)

    def do_close(self) -> None:
        self._desktop.window.close()


def _patch(where: object, name: str, other: object) -> None:
    """Put something else in its place until this process ends."""
    mock.patch.object(where, name, other).start()


def _plain() -> None:
    """Write the log as any program does: the negative control."""
    _patch(log_lines.SafeFormatter, "format", logging.Formatter.format)
    _patch(log_lines, "exception_lines", traceback.format_exception)


def main() -> int:
    harden()
    if os.environ.get("CHILD_PLAIN_LOG"):
        _plain()
    if os.environ.get("CHILD_DROPS_FORMS"):
        _patch(form_drafts, "keep", lambda *_typed, **_about: NOTHING)
    _patch(log, "start", functools.partial(log.start, level=logging.DEBUG))
    _patch(KeyFile, "unlock", functools.partial(KeyFile.unlock, cost=QUICK))
    steps = json.loads(sys.argv[1])
    return app.run(Options(), attend=lambda desktop: setattr(desktop, "_p", Player(desktop, steps)))


if __name__ == "__main__":
    sys.exit(main())
