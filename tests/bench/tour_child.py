"""The program in a tour, with the beat that tells how long its GUI thread is held.

Pictures, the first paint, a change of theme and the dialogs of the system are apart, as the
promise has it: a person does not type at those moments.
"""

from __future__ import annotations

import os
import sys
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from tests.bench.gui_hold import VARIABLE, GuiHold

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from PySide6.QtWidgets import QWidget

_LOOKING = ("texts", "sees", "field", "button", "button_near", "row", "name_of")
"""What looks at the screen for the story, in the module of its hands."""

_READING = ("text_of", "_rows_of")
"""What reads for the story what a paper or a delivery says; chapters know these by name."""


def _apart(hold: GuiHold, why: str, work: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(work)
    def done(*args: Any, **more: Any) -> Any:
        with hold.apart(why):
            return work(*args, **more)

    return done


def _finished_first(hold: GuiHold, work: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(work)
    def done(*args: Any, **more: Any) -> Any:
        hold.finish()
        return work(*args, **more)

    return done


class _Paced:
    """`QTest` with a pause after every key and click.

    The story types a whole form in one turn of the event loop; a key of a person waits for what
    the key before it set off, not for sixty of them.
    """

    def __init__(self, hold: GuiHold) -> None:
        """Tell ``hold`` where one key ends."""
        self._hold = hold

    def __getattr__(self, name: str) -> Callable[..., None]:
        return _parted(self._hold, getattr(QTest, name))

    def keyClicks(self, widget: QWidget, text: str) -> None:
        """Type ``text`` key by key."""
        for letter in text:
            self.keyClick(widget, letter)


def _play_as_people_do(hold: GuiHold) -> None:
    """Pause after each key in every module that plays, and leave out what only the story does."""
    chapters = import_module("ui.tour.chapters").__name__
    hands = import_module("ui.tour.hands")
    for name in _LOOKING:
        _leave_out(hold, hands, name)
    for name, module in list(sys.modules.items()):
        if name.startswith("ui.tour."):
            if "QTest" in vars(module):
                vars(module)["QTest"] = _Paced(hold)
            for reading in _READING if name.startswith(chapters) else ():
                _leave_out(hold, module, reading)


def _leave_out(hold: GuiHold, module: ModuleType, name: str) -> None:
    work = vars(module).get(name)
    if work is not None:
        vars(module)[name] = _apart(hold, "the tour's own looking", work)


def _parted(hold: GuiHold, work: Callable[..., None]) -> Callable[..., None]:
    def done(*args: Any, **more: Any) -> None:
        hold.part()
        work(*args, **more)
        hold.part()

    return done


def main() -> None:
    """Play the tour in this process and measure it; a file a process, by its number."""
    from ui import app, theme
    from ui.tour import pictures
    from ui.tour.player import Stage

    shown = app.Desktop.start

    def start(self: app.Desktop, *, reason: str = "") -> None:
        desktop = self
        os.environ[VARIABLE] = f"{os.environ['MEITINKER_GUI_HOLDS']}.{os.getpid()}"
        hold = GuiHold.from_environment(desktop.window)
        if hold is None:
            raise RuntimeError("no file for the beat")
        hold.laptop = Path(os.environ["MEITINKER_HOME"]).name  # a laptop of the story has its own
        pictures.take = _apart(hold, "picture", pictures.take)
        for name in ("getSaveFileName", "getOpenFileName", "getOpenFileNames"):
            asking = _apart(hold, "dialog of the system", getattr(QFileDialog, name))
            setattr(QFileDialog, name, staticmethod(asking))
        _play_as_people_do(hold)
        theme.apply = _apart(hold, "theme", theme.apply)
        step = Stage.step

        def told(self: Stage, words: str, *, picture: str = "") -> None:
            hold.part()
            hold.name(words)
            step(self, words, picture=picture)

        Stage.step = told  # type: ignore[method-assign]  # only here, in the measured process
        desktop.application.aboutToQuit.connect(hold.finish)
        desktop._replace = _finished_first(hold, desktop._replace)
        killed = _finished_first(hold, Stage.ask_to_be_killed)
        Stage.ask_to_be_killed = killed  # type: ignore[method-assign]  # likewise
        with hold.apart("first paint"):
            shown(desktop, reason=reason)
            desktop.application.processEvents()

    app.Desktop.start = start  # type: ignore[method-assign]  # likewise
    from meitinker.__main__ import main as program

    program()


if __name__ == "__main__":
    main()
