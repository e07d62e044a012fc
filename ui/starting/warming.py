"""Loading the rest of the program while the user types the passphrase.

What the screens behind the unlock page are made of takes a second to import. It is loaded once
the first window has been painted, a module at a time and each after those it needs, so that no
key waits for more than one; who types fast has the rest loaded as before.

At last the sayings of the social map are cut into words: who asks for help in the first minute
would wait for it. It is done in bites, each begun when the GUI thread comes to it: a lane that
works on and on takes half of the interpreter's time from whatever is built beside it.

What knows no Qt is loaded on a lane. A class of Qt's may be made on the GUI thread only: PySide
looks its classes up there without the interpreter's lock, in a table that making one changes.
"""

from __future__ import annotations

import sys
from functools import cache, partial
from importlib import import_module
from importlib.machinery import PathFinder
from importlib.util import find_spec
from opcode import EXTENDED_ARG, opmap
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QScrollArea

from ui.work.turns import in_a_later_turn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import CodeType

    from ui.work.tasks import Tasks

BEHIND_THE_DOOR = (
    "meitinker.log_lines",
    "meitinker.services.opening",
    "ui.workplace",
    "ui.starting.workroom",
    *(("ui.platform.lock_linux",) if sys.platform.startswith("linux") else ()),
    "ui.views.today.tabs",
    "ui.views.people.place",
    "ui.views.visits.place",
    "ui.views.social_map.place",
    "ui.views.week.page",
    "ui.views.requests.waiting",
    "ui.views.papers.page",
    "ui.views.palette.palette",
    "ui.views.contacts.panel",
    "ui.views.requests.panel",
    "ui.views.settings.place",
    "ui.views.help.place",
    "ui.views.sending.place",
    "ui.views.back_office.tabs",
    "ui.views.back_office.batches",
    "ui.views.back_office.workload",
    "ui.views.back_office.papers",
    "ui.views.back_office.access",
    "ui.views.back_office.lists",
    "ui.viewmodels.client_lists",
    "ui.viewmodels.map_lists",
    "ui.views.back_office.map_upkeep",
    "ui.views.back_office.map_out",
    "ui.views.back_office.coverage",
    "meitinker.services.plans",
    "babel.dates",
    "stdnum.nl.bsn",
    "ui.widgets.dialogs",
    "pypdfium2",
)
"""In the order in which the user may need them."""

_WORK = ("meitinker.log_lines", "ui.workplace", "ui.starting.workroom")
AT = {
    "": "ui.views.today.tabs",
    "today": "ui.views.today.tabs",
    "people": "ui.views.people.place",
    "visits": "ui.views.visits.place",
    "social_map": "ui.views.social_map.place",
    "settings": "ui.views.settings.place",
    "help": "ui.views.help.place",
    "sending": "ui.views.sending.place",
    "back_office": "ui.views.back_office.tabs",
}
"""What shows a place, by the key of the place."""

_OURS = {"meitinker", "sync", "ui"}
_IMPORT, _FROM = opmap["IMPORT_NAME"], opmap["IMPORT_FROM"]

LATER = 25
"""Milliseconds after which is looked again whether loading holds nobody up."""

AFTER_FIRST_PAINT = 300
"""Milliseconds after the first page was asked for: by then it has been painted."""

AFTER_FIRST_SCREEN = 2_000
"""Milliseconds after the work was asked for: by then its first screen stands, on a slow laptop."""


def work_at(place: str) -> tuple[str, ...]:
    """Return what the work takes that begins at ``place``."""
    return (*_WORK, AT.get(place, AT[""]))


def makes_classes_of_qt(name: str) -> bool:
    """Tell whether a module may make a class of Qt's when it is loaded."""
    return name.startswith("ui.") and not name.startswith(("ui.viewmodels", "ui.messages"))


def needed(name: str) -> list[str]:
    """Return what a module of ours imports of ours while it is loaded, and is not loaded yet.

    Its compiled code tells, so what is imported for types alone is among it.
    """
    spec = find_spec(name)
    read = getattr(spec.loader, "get_code", None) if spec else None
    if read is None:
        return []
    imports: list[str] = []
    package = ""
    for opcode, named in _imports(read(name)):
        if opcode == _IMPORT:
            package = named if named.split(".")[0] in _OURS else ""
            imports.append(package)
        elif package and _holds(package, named):
            imports.append(f"{package}.{named}")
    return [one for one in dict.fromkeys(imports) if one and one not in sys.modules]


def _imports(code: CodeType) -> Iterator[tuple[int, str]]:
    """Yield what ``code`` imports and takes from it; ``dis`` would name every instruction."""
    names, above = code.co_names, 0
    for opcode, low in zip(code.co_code[::2], code.co_code[1::2], strict=True):
        number = above << 8 | low
        above = number if opcode == EXTENDED_ARG else 0
        if opcode in (_IMPORT, _FROM):
            yield opcode, names[number]


@cache
def _where(package: str) -> Sequence[str] | None:
    spec = find_spec(package)
    return spec.submodule_search_locations if spec else None


@cache
def _holds(package: str, name: str) -> bool:
    """Tell whether ``name`` is a module in ``package``, and load neither."""
    where = _where(package)
    return bool(where) and PathFinder.find_spec(f"{package}.{name}", where) is not None


def filling() -> bool:
    """Tell whether who asks for memory now would stand still: a passphrase takes its own."""
    # To load it is not for the GUI thread; while a lane loads it, not all of it is there yet.
    fills = getattr(sys.modules.get("meitinker.keys.cost"), "filling", None)
    return fills is not None and bool(fills())


def meet_classes() -> None:
    """Make the classes of Qt known to PySide now, on the GUI thread.

    At the first widget that Qt made by itself PySide goes by every class there is: 20 ms, better
    spent before the passphrase than before the first screen.
    """
    QScrollArea().viewport()


def cut_sayings() -> bool:
    """Get ready a bite of what the social map needs of no store; return whether there is more."""
    from meitinker.services import thesaurus

    return thesaurus.cut_some()


class Warming(QObject):
    """Imports modules one by one, on the reading lane of the entrance where that may be."""

    def __init__(
        self,
        tasks: Tasks,
        parent: QObject,
        *,
        modules: Sequence[str] = BEHIND_THE_DOOR,
        load: Callable[[str], object] = import_module,
        needs: Callable[[str], Sequence[str]] = needed,
        at_last: Callable[[], bool] = cut_sayings,
    ) -> None:
        """Begin when the event loop turns; closing the lanes ends it after the module at hand.

        Args:
            tasks: The lanes of the entrance.
            parent: With which it ends.
            modules: What is loaded, in that order.
            load: Loads one.
            needs: What one needs that is not loaded yet.
            at_last: Done on a lane again and again after all that, until it returns that there
                is no more.
        """
        super().__init__(parent)
        self._tasks = tasks
        self._waiting = list(reversed(modules))
        self._looked_into: set[str] = set()
        self._load = load
        self._needs = needs
        self._at_last = at_last
        self._more = True
        self._aside = QTimer(self)
        self._aside.setSingleShot(True)
        self._aside.setInterval(AFTER_FIRST_SCREEN)
        self._going = True
        self._hurried: list[tuple[int, Callable[[], None]]] = []
        in_a_later_turn(self, self._begin)

    def hurry(self, modules: Sequence[str], *, then: Callable[[], None]) -> None:
        """Load these before the others, one a turn as well, and call ``then``: at once if all are.

        Args:
            modules: In the order in which they are loaded.
            then: Not called any more after :meth:`stop`.
        """
        self._aside.start()  # beside the first screen the bites would cost more than they save
        missing = [one for one in modules if one not in sys.modules]
        if not missing:
            then()
            return
        self._hurried.append((len(self._waiting), then))
        self._waiting += reversed(missing)
        if not self._going:
            self._going = True
            QTimer.singleShot(0, self, self._next)

    def stop(self) -> None:
        """Load nothing more."""
        self._more = False
        self._waiting.clear()
        self._hurried.clear()

    def _begin(self) -> None:
        meet_classes()
        in_a_later_turn(self, self._next)

    def _next(self) -> None:
        while self._waiting and self._waiting[-1] in sys.modules:
            self._waiting.pop()
        if self._hurried and len(self._waiting) <= self._hurried[-1][0]:
            in_a_later_turn(self, self._hurried.pop()[1])
            # What was hurried for is shown first: loading would hold up its first paint.
            QTimer.singleShot(0 if self._hurried else AFTER_FIRST_PAINT, self, self._next)
            return
        if not self._waiting and not self._more:
            self._going = False
            return
        if filling() or (not self._waiting and self._aside.isActive()):
            QTimer.singleShot(LATER, self, self._next)
            return
        if not self._waiting:
            self._tasks.read(self, self._at_last, done=self._bitten)
            return
        name = self._waiting[-1]
        if not makes_classes_of_qt(name):
            work = partial(self._load, self._waiting.pop())
            self._tasks.read(self, work, done=lambda _module: self._next())
            return
        if name in self._looked_into:
            self._load(self._waiting.pop())
        else:
            self._looked_into.add(name)
            first = [one for one in self._needs(name) if one not in self._looked_into]
            self._waiting += reversed(first)
        QTimer.singleShot(0, self, self._next)

    def _bitten(self, more: bool) -> None:
        self._more = self._more and more
        self._next()
