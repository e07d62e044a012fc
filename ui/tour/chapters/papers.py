"""Saving, choosing and reading the files of the story."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog

from meitinker.exchange.pdfs import ALONE
from ui.tour import dialogs, hands
from ui.tour.player import Wait, a_look

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from ui.tour.player import Stage


_PATIENCE = 0.5
_TRIES = 4


def save_as(stage: Stage, button: str, name: str) -> Generator[Wait, None, None]:
    """Press a button that saves a PDF, and type in the dialog where it goes."""
    path = stage.out / name
    yield from _ask_with(button)
    dialogs.fill_only(str(path))
    for _click in range(2):  # the first closes the list of names that typing opened
        yield from _press_main()
        if not _asks():
            break
    yield Wait(f"{name} to be written", path.exists)


def open_from(path: Path, button: str) -> Generator[Wait, None, None]:
    """Press a button that asks for a file, and type in the dialog which one."""
    yield from _ask_with(button)
    for _try in range(_TRIES):
        # Between quotes no list of names opens; a folder that is still being read may be taken
        # for what was typed, and then the dialog goes there and asks again.
        dialogs.fill_only(f'"{path}"')
        yield a_look(_PATIENCE)
        yield from _press_main()
        if not _asks():
            break
    yield Wait("the dialog to go", lambda: not _asks())


def choose_folder(path: Path, button: str) -> Generator[Wait, None, None]:
    """Press a button that asks for a folder, and paste in the dialog which one."""
    yield from _ask_with(button)
    for _try in range(_TRIES):
        dialogs.paste_only(f"{path}/")  # behind a stroke no list of names opens
        yield a_look(_PATIENCE)
        yield from _press_main()
        if not _asks():
            break
    yield Wait("the dialog to go", lambda: not _asks())


def _ask_with(button: str) -> Generator[Wait, None, None]:
    # The dialog has an event loop of its own: pressing must not wait for its end.
    QTimer.singleShot(0, partial(hands.click, button))
    yield Wait("a dialog for the file", _asks)


def _press_main() -> Generator[Wait, None, None]:
    QTimer.singleShot(0, dialogs.press_main)
    start = time.monotonic()
    yield Wait("the click to work", partial(_settled, start))


def _settled(since: float) -> bool:
    return not _asks() or time.monotonic() - since > _PATIENCE


def _asks() -> bool:
    return isinstance(hands.window(), QFileDialog)


def text_of(path: Path) -> str:
    """Return the text of a PDF in reading order, with single spaces."""
    import pypdfium2

    with ALONE, pypdfium2.PdfDocument(path) as document:  # a page may be on its way to the screen
        pages = [page.get_textpage().get_text_range() for page in document]
    return " ".join(" ".join(pages).split())
