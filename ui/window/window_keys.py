"""The keys of the window: what each does, by the name it bears in :mod:`ui.window.keymap`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from meitinker.store.settings import ScreenSpot
from ui.theme import TEXT_SIZES, current
from ui.window import keymap

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ui.window.main_window import Entry, MainWindow


class WindowKeys(QObject):
    """Gives the window a QAction for every key; the palette does them by name as well."""

    def __init__(self, window: MainWindow, places: Sequence[Entry]) -> None:
        """Make the actions; the first nine ``places`` get Ctrl and their number."""
        super().__init__(window)
        self._window = window
        self._does = self._all()
        for key in keymap.every_key():
            does = self._redo if key.name == "redo" else self._does[key.name]
            self._add(key.sequence, key.words, does)
        for number, entry in enumerate(places, start=1):
            go = partial(window.go, ScreenSpot(screen=entry.key))
            self._add(keymap.place_key(number), entry.name, go)

    def act(self, name: str) -> bool:
        """Do what the key called ``name`` does; False: there is none."""
        does = self._does.get(name)
        if does is not None:
            does()
        return does is not None

    def _all(self) -> dict[str, Callable[[], None]]:
        window, ask = self._window, self._window.ask
        return {
            "palette": window.paletteAsked.emit,
            "find": partial(ask, "search"),
            "new": partial(ask, "new"),
            "note": window.ask_note,
            "confirm": window.confirm,
            "previous_section": partial(ask, "turn_section", -1),
            "next_section": partial(ask, "turn_section", 1),
            "next_pane": partial(ask, "next_pane", 1),
            "previous_pane": partial(ask, "next_pane", -1),
            "save": partial(ask, "save_now"),
            "undo": window.undoing.take_back,
            "redo": window.undoing.do_again,
            "print": partial(ask, "print_paper"),
            "lock": window.lockAsked.emit,
            "share": partial(ask, "share"),
            "place_text": partial(ask, "place_text"),
            "larger": partial(self._size, 1),
            "smaller": partial(self._size, -1),
            "usual_size": partial(window.textSizeAsked.emit, TEXT_SIZES[0]),
            "help": window.ask_help,
        }

    def _redo(self) -> None:
        """Do again what the key undid: in a text that is typing.

        There Qt takes Ctrl+Z itself, but knows Ctrl+Y on Windows only.
        """
        here = QApplication.focusWidget()
        if isinstance(here, QLineEdit | QPlainTextEdit):
            here.redo()
        else:
            self._window.undoing.do_again()

    def _size(self, step: int) -> None:
        at = TEXT_SIZES.index(current().text_size) + step
        if 0 <= at < len(TEXT_SIZES):
            self._window.textSizeAsked.emit(TEXT_SIZES[at])

    def _add(self, sequence: str, words: str, does: Callable[[], None]) -> None:
        action = QAction(words, self._window)
        action.setShortcut(QKeySequence(sequence))
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setAutoRepeat(does != self._window.confirm)  # held, it is one press
        action.triggered.connect(lambda: does())
        self._window.addAction(action)
