"""The program at work in a large village: unlock, first screen, every place, one file.

Run as a process of its own with ``MEITINKER_EXAMPLE`` at a copy of the village and the id of a
person as argument. It goes in as a user does, by the passphrase on the unlock page.
"""

from __future__ import annotations

import gc
import sys
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from meitinker.options import Options
from meitinker.services import example
from meitinker.store.settings import ScreenSpot
from tests.bench.gui_hold import GuiHold
from tests.bench.screen import Painted, Reads, resident, rest, tell, wait
from ui import theme
from ui.app import Desktop, put_windows_first
from ui.starting import imports
from ui.starting.collecting import Collector
from ui.views.entry.unlock import UnlockPage
from ui.views.today.place import TodayPlace
from ui.window.main_window import MainWindow
from ui.work.tasks import Tasks

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.keys import StoreKey

PLACES = {
    "place.people": ScreenSpot(screen="people"),
    "place.visits": ScreenSpot(screen="visits"),
    "place.settings": ScreenSpot(screen="settings"),
    "place.help": ScreenSpot(screen="help"),
    "today.painted": ScreenSpot(screen="today"),
    "week.first": ScreenSpot(screen="today", section="week"),
    "requests.first": ScreenSpot(screen="today", section="requests"),
    "papers.first": ScreenSpot(screen="today", section="papers"),
    "week.painted": ScreenSpot(screen="today", section="week"),
    "requests.painted": ScreenSpot(screen="today", section="requests"),
    "today.again": ScreenSpot(screen="today"),
}
"""Where the day goes, by the figure that it gives; what is first built is told apart."""

_IN_SIGHT, _ALL = "in_sight", "all_shown"
"""What Vandaag does once what is in sight is filled, and once all is."""

_SETTLED = 0.5
"""Seconds in which what a place puts off (a second read, a remembered spot) is done."""

_KEY = 0.12
"""Seconds between two keys of who types a passphrase without a stumble."""

_LAST_PAINT = 0.06
"""Seconds within which the paint follows that shows the last answer."""


class Day:
    """One day: the program, and an eye on what it paints and reads."""

    def __init__(self) -> None:
        """Start the program as its own ``run`` does, without the log."""
        gc.disable()  # as the program: Python must not take Qt's objects apart on a lane
        self.application = QApplication(sys.argv[:1])
        Collector(self.application)
        theme.apply(self.application, theme.Theme())
        self.reads = Reads(Tasks)
        self.key_at = 0.0
        self.paints: list[float] = []
        self.shown_at: dict[str, float] = {}
        for name in (_IN_SIGHT, _ALL):
            setattr(TodayPlace, name, self._seen(name, getattr(TodayPlace, name)))
        example.unlocked = self._timed(example.unlocked)
        self.desktop = Desktop(self.application, Options(demo=True))
        Painted(self.desktop.window, self._painted)
        self.desktop.start()

    def unlock(self) -> tuple[float, float]:
        """Go in; return the milliseconds from the key to the painted first screen.

        Also to the last paint, with what stands below the edge as well.
        """
        page = self.desktop.window.currentWidget()
        if not isinstance(page, UnlockPage):
            raise TypeError("no unlock page")
        wait(self.application, page.open.isEnabled)
        for letter in example.OPENS_WITH:
            QTest.keyClicks(page.passphrase.line, letter)
            rest(self.application, _KEY)
        QTest.keyClick(page.passphrase.line, Qt.Key.Key_Return)
        wait(self.application, lambda: self._window() is not None)
        return self._until_shown(self.key_at, today=True)

    def visit(self, place: ScreenSpot) -> tuple[float, float]:
        """Go to a place; return the milliseconds until it is painted with what it read.

        First with what is in sight, then with all: Vandaag reads what stands below later.
        """
        window = self._window()
        if window is None:
            raise TypeError("not inside")
        start = time.perf_counter()
        window.go(place)
        taken = self._until_shown(start, today=place == PLACES["today.again"])
        rest(self.application, _SETTLED)
        return taken

    def _until_shown(self, since: float, *, today: bool) -> tuple[float, float]:
        """Return when what is in sight was painted, and all, counted from ``since``."""
        if today:
            wait(self.application, lambda: self.painted_at > self.shown_at.get(_ALL, 0.0) > since)
            first = next(at for at in self.paints if at > self.shown_at[_IN_SIGHT])
        else:
            wait(self.application, lambda: self.painted_at > since and self.reads.quiet)
            rest(self.application, _LAST_PAINT)
            first = self.painted_at
        return (first - since) * 1000, (self.painted_at - since) * 1000

    @property
    def painted_at(self) -> float:
        return self.paints[-1] if self.paints else 0.0

    def _window(self) -> MainWindow | None:
        shown = self.desktop.window.currentWidget()
        return shown if isinstance(shown, MainWindow) else None

    def _painted(self) -> None:
        self.paints.append(time.perf_counter())

    def _seen(self, name: str, done: Callable[[TodayPlace], None]) -> Callable[[TodayPlace], None]:
        def seen(place: TodayPlace) -> None:
            self.shown_at[name] = time.perf_counter()
            done(place)

        return seen

    def _timed(self, unlocked: Callable[..., StoreKey]) -> Callable[..., StoreKey]:
        def derive(*given: object, **named: object) -> StoreKey:
            key = unlocked(*given, **named)
            self.key_at = time.perf_counter()
            return key

        return derive


def main() -> None:
    """Live the day and tell what was measured."""
    imports.bring_qt()  # as the program does before it shows anything
    put_windows_first()
    day = Day()
    rest(day.application, _SETTLED)
    first_screen, first_whole = day.unlock()
    rest(day.application, _SETTLED)
    hold = GuiHold(day.application)
    places: dict[str, float] = {}
    for figure, place in PLACES.items():
        hold.step = figure
        places[figure], whole = day.visit(place)
        if figure.startswith("today."):
            places[f"whole.{figure}"] = whole
    files = []
    for number, person in enumerate(sys.argv[1:]):
        hold.step = "file"
        taken, _whole = day.visit(ScreenSpot(screen="people", record_id=person))
        if number:  # the first builds the page itself
            files.append(taken)
    tell(
        first_screen=first_screen,
        first_whole=first_whole,
        places=places,
        files=files,
        resident=resident(),
        held=hold.held(),
    )


if __name__ == "__main__":
    main()
