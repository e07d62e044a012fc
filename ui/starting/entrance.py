"""The way in: which page stands first, and from a passphrase to an open store.

Everything slow (stretching a passphrase, opening, making) runs on a lane of its own.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from meitinker import labels, paths
from meitinker.errors import (
    DeviceWiped,
    MeitinkerError,
    StoreBehind,
    StoreDamaged,
    StoreMissing,
)
from meitinker.i18n import _
from meitinker.labels import Labelled
from ui.starting import entering
from ui.starting.code_sheet import CodeSheet
from ui.starting.entering import OpenStore
from ui.starting.first_time import FirstTime
from ui.starting.putting_back import PuttingBack
from ui.starting.warming import AFTER_FIRST_PAINT, LATER, Warming, filling
from ui.theme import draw_choices, load_style
from ui.views.entry.page import EntryPage
from ui.views.entry.unlock import UnlockPage
from ui.work.turns import in_a_later_turn

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QStackedWidget

    from meitinker.keys import StoreKey
    from meitinker.options import Options
    from ui.work.tasks import Tasks

    Refuse = Callable[[MeitinkerError], None]

_EXAMPLE = "MEITINKER_EXAMPLE"
_STORE = "MEITINKER_STORE"
_NEXT = 1
"""Milliseconds to the next turn of what a timer began: with none it would be the same one still."""


class Entrance(QObject):
    """Shows the pages before the work in ``stack``.

    Signals:
        opened: The :class:`OpenStore`.

    Attributes:
        first_time: Makes a store of one's own.
        putting_back: Offers backups where a store or its key does not open.
    """

    opened = Signal(object)

    def __init__(self, stack: QStackedWidget, options: Options) -> None:
        """Take the stack to show pages in."""
        super().__init__(stack)
        self._stack = stack
        self._options = options
        self._warming: Warming | None = None
        ready = partial(_by_turns, self, load_style, draw_choices, self._warm)
        QTimer.singleShot(AFTER_FIRST_PAINT, self, ready)
        self._closed = False
        self._example: Path | None = None
        self._folder = paths.StoreFolder(Path(os.environ.pop(_STORE, "")))
        self._code = CodeSheet(self)
        self.putting_back = PuttingBack(self)
        self.first_time = FirstTime(self)

    def show_first(self, reason: str) -> None:
        """Show the page that fits: the example village, the first time, or unlocking."""
        if self._options.demo:
            self._show_example(reason)
            return
        stores = labels.stores()
        if stores:
            self._show_unlock(stores, reason)
            # Later: importing what tidies would hold up the first paint.
            QTimer.singleShot(AFTER_FIRST_PAINT, self, partial(self._tidy, stores))
        else:
            self.first_time.show()
        if wiped := labels.wiped():
            self._tell_wiped(wiped)

    def _tell_wiped(self, folders: tuple[paths.StoreFolder, ...]) -> None:
        """Finish what the hub ordered to be destroyed, and say so on the page that is shown."""
        from ui.views.entry.wiped import tell_wiped

        page = self._stack.currentWidget()
        if isinstance(page, EntryPage):
            finish = partial(entering.finish_wiping, folders)
            self.tasks.write(page, finish, done=partial(tell_wiped, page), failed=page.tell_error)

    @cached_property
    def tasks(self) -> Tasks:
        """The lanes; made when the first work comes, as the first paint has no use for them."""
        from ui.work.tasks import Tasks

        return Tasks(self)

    def load_first(self, modules: Sequence[str], *, then: Callable[[], None]) -> None:
        """Load these before all else that is to be loaded, and call ``then``."""
        self._warm()
        if self._warming is not None:
            self._warming.hurry(modules, then=then)

    def _warm(self) -> None:
        if self._closed or self._warming is not None:
            return
        draw_choices()
        self._warming = Warming(self.tasks, self)

    def _tidy(self, stores: tuple[Labelled, ...]) -> None:
        if self._closed:
            return
        self.tasks.write(self, partial(entering.tidy, stores), failed=lambda _error: None)

    def passed_on(self) -> dict[str, str]:
        """Return what a fresh process must know to find the same store or example again."""
        if self._example:
            return {_EXAMPLE: str(self._example)}
        return {_STORE: str(self._folder.root)}

    def throw_away(self) -> None:
        """End the lanes and remove the example village, if there is one."""
        self.close_lanes()
        if self._example is not None:
            shutil.rmtree(self._example, ignore_errors=True)

    def close_lanes(self) -> None:
        """End the lanes and leave the example village for the process that follows."""
        self._closed = True
        if self._warming is not None:
            self._warming.stop()
        if "tasks" in vars(self):
            self.tasks.close()
        self._code.close()

    def show_page(self, page: EntryPage) -> None:
        """Show a page in the place of the one before, and put the keyboard in it."""
        before = self._stack.currentWidget()
        if before is not None or not page.plain:
            draw_choices()
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        page.focus_first()
        if before is not None:
            self._stack.removeWidget(before)
            before.deleteLater()

    def _show_unlock(self, stores: tuple[Labelled, ...], reason: str = "") -> None:
        known = len(stores) == 1 or any(one.folder == self._folder for one in stores)
        last = self._folder if known else labels.last()
        page = UnlockPage(stores, reason=reason, last=last)
        page.entered.connect(partial(self._enter, page))
        page.another.connect(self.first_time.show)
        page.forgotten.connect(self._forgotten)
        self.show_page(page)

    def _show_example(self, reason: str) -> None:
        known = os.environ.pop(_EXAMPLE, "")
        self._example = Path(known or tempfile.mkdtemp(prefix="meitinker-"))
        folder = paths.StoreFolder(self._example / "store")
        self._show_unlock((Labelled(_("Voorbeelddorp"), folder),), reason)
        page = self._stack.currentWidget()
        if isinstance(page, UnlockPage) and not folder.exists:
            page.busy(True, _("Het voorbeelddorp wordt gemaakt…"))
            self.tasks.write(
                page,
                partial(entering.make_example, folder, self._options.scale),
                done=lambda _result: self._example_ready(page),
                failed=page.refuse,
            )
        elif isinstance(page, UnlockPage):
            self._example_ready(page)

    def _example_ready(self, page: UnlockPage) -> None:
        from meitinker.services.example import OPENS_WITH

        page.busy(False)
        page.explain(
            _("Dit is het voorbeelddorp. Het wachtwoord is: {words}").format(words=OPENS_WITH)
        )
        page.focus_first()

    def _enter(self, page: UnlockPage, chosen: Labelled, passphrase: str) -> None:
        self._folder = chosen.folder
        unlock = entering.unlock_example if self._options.demo else entering.unlock
        ask = partial(
            self.tasks.write,
            page,
            partial(unlock, chosen.folder, passphrase),
            done=partial(self.open, page.refuse),
            failed=partial(self.putting_back.refuse_key, chosen.folder, page.refuse),
        )
        # That it is busy is painted first: beside a stretch that takes its memory, painting waits.
        in_a_later_turn(page, ask)

    def renew(self, folder: paths.StoreFolder, key: StoreKey) -> None:
        """Ask for a new passphrase of a store whose key came by its recovery code, and open it."""
        self._folder = folder
        self._code.renew(folder, key)

    def open(
        self, refuse: Refuse, key: StoreKey, *, recover: bool = False, by_code: bool = False
    ) -> None:
        """Open the chosen store with its key and go to work, or tell ``refuse`` why not."""
        self.tasks.write(
            self,
            partial(entering.open_store, self._folder, key, recover, by_code),
            done=self._opened,
            failed=partial(self.not_opened, refuse, key),
        )

    def not_opened(self, refuse: Refuse, key: StoreKey, error: MeitinkerError) -> None:
        """Show what can be done about a store that was unlocked and does not open."""
        if isinstance(error, StoreBehind):
            self._show_loss(error, key)
        elif isinstance(error, StoreDamaged | StoreMissing) and not self._options.demo:
            self.putting_back.offer(self._folder, key, error)
        elif isinstance(error, DeviceWiped) and self._folder.wiped.exists():
            self.show_first("")
        else:
            refuse(error)

    def _opened(self, found: OpenStore) -> None:
        """Go to work, after a code that was on the screen only when the program ended."""
        if found.sheet:
            self._code.show_anew(found)
        else:
            self.opened.emit(found)

    def _forgotten(self, chosen: Labelled) -> None:
        self._folder = chosen.folder
        self._code.ask(chosen.folder)

    def _show_loss(self, error: MeitinkerError, key: StoreKey) -> None:
        from ui.views.entry.recovery import LossPage

        page = LossPage(error)
        page.readOnly.connect(lambda: self.open(page.tell_error, key, recover=True))
        page.goOn.connect(lambda: self._go_on(page, key))
        page.putBack.connect(lambda: self.putting_back.offer(self._folder, key, error))
        self.show_page(page)

    def _go_on(self, page: EntryPage, key: StoreKey) -> None:
        self.tasks.write(
            page,
            partial(entering.accept_loss, self._folder, key),
            done=lambda _none: self.open(page.tell_error, key),
            failed=page.tell_error,
        )

    def made(self, made: tuple[paths.StoreFolder, OpenStore]) -> None:
        """Show the recovery code of a store that was just made; the work comes after it."""
        self._folder, found = made
        self._code.show_first(found)


def _by_turns(owner: QObject, *steps: Callable[[], object]) -> None:
    """Do one thing a turn: no key of the passphrase waits for more than one of them."""
    if filling():
        QTimer.singleShot(LATER, owner, partial(_by_turns, owner, *steps))
        return
    steps[0]()
    if steps[1:]:
        QTimer.singleShot(_NEXT, owner, partial(_by_turns, owner, *steps[1:]))
