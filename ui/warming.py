"""Loading the rest of the program while the user types the passphrase.

What the screens behind the unlock page are made of takes a second to import. It is loaded on a
lane, a module at a time, once the first window has been painted; who types fast waits for the
module at hand and loads the rest as before.
"""

from __future__ import annotations

import sys
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtWidgets import QScrollArea

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ui.tasks import Tasks

BEHIND_THE_DOOR = (
    "meitinker.log_lines",
    "meitinker.services.opening",
    "ui.workplace",
    "ui.workroom",
    *(("ui.platform.lock_linux",) if sys.platform.startswith("linux") else ()),
    "ui.views.today.tabs",
    "ui.views.people.place",
    "ui.views.visits.place",
    "ui.views.week.page",
    "ui.views.requests.waiting",
    "ui.views.papers.page",
    "ui.views.palette.palette",
    "ui.views.contacts.panel",
    "ui.views.requests.panel",
    "ui.views.settings.place",
    "ui.views.help.place",
    "ui.views.sending.place",
    "meitinker.services.plans",
    "babel.dates",
    "ui.widgets.dialogs",
    "pypdfium2",
)
"""In the order in which the user may need them."""

PLACES = {
    "": "ui.views.today.tabs",
    "today": "ui.views.today.tabs",
    "people": "ui.views.people.place",
    "visits": "ui.views.visits.place",
    "settings": "ui.views.settings.place",
    "help": "ui.views.help.place",
}
"""What each place of the window is made of, by the screen of a spot; "" for a first day."""

AFTER_FIRST_PAINT = 300
"""Milliseconds after the first page was asked for: by then it has been painted."""


def load_place(screen: str, *, load: Callable[[str], object] = import_module) -> None:
    """Import what a place is made of, on a lane: the user was there, and arrives there next."""
    if screen in PLACES:
        load(PLACES[screen])


def meet_classes() -> None:
    """Make the classes of Qt known to PySide now, on the GUI thread.

    At the first widget that Qt made by itself, and at the first object that an event filter of
    the application sees before it is whole, PySide goes by every class there is: 20 and 40 ms,
    better spent before the passphrase than before the first screen. The one in a turn of its
    own before the other, so that no key waits for both.
    """
    QScrollArea().viewport()


def meet_unfinished() -> None:
    """Show PySide objects before they are whole; see :func:`meet_classes`."""
    application = QCoreApplication.instance()
    if application is None:
        return
    onlooker = _Onlooker()
    application.installEventFilter(onlooker)
    QScrollArea().viewport()
    application.removeEventFilter(onlooker)


class _Onlooker(QObject):
    """Sees every event and lets it pass, as the watcher of idleness will."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        del watched, event
        return False


class Warming(QObject):
    """Imports modules one by one on the reading lane of the entrance."""

    def __init__(
        self,
        tasks: Tasks,
        parent: QObject,
        *,
        modules: Sequence[str] = BEHIND_THE_DOOR,
        load: Callable[[str], object] = import_module,
    ) -> None:
        """Begin when the event loop turns; closing the lanes ends it after the module at hand."""
        super().__init__(parent)
        self._tasks = tasks
        self._waiting = list(modules)
        self._load = load
        QTimer.singleShot(0, self, self._begin)

    def stop(self) -> None:
        """Load nothing more."""
        self._waiting.clear()

    def _begin(self) -> None:
        meet_classes()
        QTimer.singleShot(0, self, self._go_on)

    def _go_on(self) -> None:
        meet_unfinished()
        self._next()

    def _next(self) -> None:
        if self._waiting:
            work = partial(self._load, self._waiting.pop(0))
            self._tasks.read(self, work, done=lambda _module: self._next())
