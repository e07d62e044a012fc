"""An open store at work: its window, its watchers, and how it is locked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import msgspec
import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QLabel, QSizePolicy

from meitinker.errors import MeitinkerError
from meitinker.i18n import _, ngettext
from meitinker.services import editing
from meitinker.store import indexing
from meitinker.store.lanes import Priority
from meitinker.store.settings import ScreenSpot
from ui.platform.idle import IdleWatcher
from ui.platform.lock_choice import lock_watcher
from ui.widgets.bites import Bites
from ui.window.entries import TODAY, foot, places
from ui.window.main_window import MainWindow
from ui.window.panels import Panels
from ui.window.place_view import PlaceView
from ui.work.sending import sending_of
from ui.work.turns import in_a_later_turn

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from sync.session import ExchangeOutcome
    from ui.app import Desktop
    from ui.starting.preferences import Preferences
    from ui.views.entry.cover import CoverPage
    from ui.views.today.reads import FirstReads
    from ui.workplace import Workplace

_LATEST_LOCK = 15
"""Minutes; who wants longer finds the file open in front of a stranger."""

_ANSWER_WITHIN = 5_000
"""Milliseconds that a lock waits for the last words before it hides them."""

_SEAL_AFTER = 10 * 60 * 1000
"""Milliseconds without typing after which drafts are sealed (design: autosave)."""


class Workroom(QObject):
    """Brings window, watchers and store together, and takes them apart at lock."""

    def __init__(self, desktop: Desktop, workplace: Workplace, *, last: ScreenSpot | None) -> None:
        """Begin with the store that was opened; ``last`` is where the user was."""
        super().__init__(desktop.window)
        self._last = last
        self._desktop = desktop
        self._sending = None if workplace.demo else sending_of(workplace, self)
        self.workplace = replace(workplace, sending=self._sending)
        self._locking = self._closed = False
        self._reason = ""
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(_ANSWER_WITHIN)
        self._late.timeout.connect(self._hide_anyway)
        self._covered: CoverPage | None = None
        self._ahead = _read_ahead(workplace, last)
        self._anew = Bites(self)
        self._window = self._make_window()
        self._idle = self._idle_watcher()
        self._watcher = lock_watcher(self)
        self._watcher.sessionLocked.connect(partial(self.lock, "session"))
        self._watcher.aboutToSleep.connect(partial(self.lock, "sleep"))
        self._seal = QTimer(self)
        self._seal.setSingleShot(True)
        self._seal.setInterval(_SEAL_AFTER)
        self._seal.timeout.connect(self._seal_typing)
        workplace.tasks.rested.connect(self._rested)
        if self._sending is not None:
            self._sending.stood.connect(self._tell_rail)
            self._sending.began.connect(self._tell_rail)
            self._sending.ended.connect(self._tell_reach)
            self._sending.over.connect(self.lock)

    def show(self) -> None:
        """Show the work, at the place where the user was."""
        stack = self._desktop.window
        before = stack.currentWidget()
        stack.addWidget(self.window)
        stack.setCurrentWidget(self.window)
        if before is not None:
            stack.removeWidget(before)
            before.deleteLater()
        # In a turn of its own: window and place together would hold up a click.
        in_a_later_turn(self, self._arrive)

    def _arrive(self) -> None:
        if self._closed or self.window.here is not None:
            return  # who was asked for a place in the meantime is there
        if self._last is None:
            self.window.go_home()
        else:
            self.window.go(self._last)
        if self._sending is not None and not self.workplace.database.recovering:
            self._sending.begin()

    def lock(self, reason: str = "key") -> None:
        """Keep what was typed, close the store and let a fresh process show the unlock page.

        Text that cannot be saved is not given up: the window is covered instead, also when
        nothing answers.
        """
        if self._locking or self._covered is not None:
            return
        self._locking = True
        self._reason = reason
        self._late.start()
        self.window.leave(partial(self._left, reason))

    def close(self) -> None:
        """End the watchers and lanes, seal what was typed, and close the store."""
        self._closed = True
        self._idle.stop()
        self._watcher.stop()
        self._late.stop()
        self.window.remembering.stop()
        self._seal.stop()
        if self._sending is not None:
            self._sending.close()
        work = self.workplace
        work.clipboard.clear()
        if not work.database.recovering:
            work.tasks.write(self, lambda: editing.seal(work.database, work.session))
        work.tasks.close()
        work.database.close()
        work.database.key.wipe()

    @property
    def window(self) -> MainWindow:
        """The window of the work; one that is being built anew is finished first."""
        self._anew.complete()
        return self._window

    def redraw(self, take_on: Callable[[], None]) -> None:
        """Take on another look or language, at the same place, once what was typed is kept.

        Args:
            take_on: Puts the look or language in force for all that is built from then on.
        """
        here = self.window.here
        spot = here.spot() if here is not None else ScreenSpot(screen=TODAY)
        self.window.leave(partial(self._rebuild, spot, take_on))

    def _rebuild(self, spot: ScreenSpot, take_on: Callable[[], None], safe: bool) -> None:
        """Build the window anew behind a picture of the old one, in bites.

        The old one goes first: widgets that are there take on a new look one by one, and that
        takes longer than making those that are seen.
        """
        if not safe:
            take_on()
            return
        old, stack = self.window, self._desktop.window
        still = _still(old)
        stack.addWidget(still)
        stack.setCurrentWidget(still)
        stack.removeWidget(old)
        for part in (*old.findChildren(PlaceView), old):
            self._anew.add(partial(_take_apart, part))
        self._anew.add(take_on, partial(self._build, still))
        self._anew.add(lambda: self._window.place(spot.screen), lambda: self._window.go(spot))

    def _build(self, still: QWidget) -> None:
        stack = self._desktop.window
        self.workplace = replace(self.workplace, preferences=self._desktop.preferences)
        self._idle.stop()
        self._idle.deleteLater()
        self._idle = self._idle_watcher()
        self._window = self._make_window()
        stack.addWidget(self._window)
        stack.setCurrentWidget(self._window)
        stack.removeWidget(still)
        still.deleteLater()
        self._tell_rail()  # last: it finishes what is under way, and what is hidden has no focus

    def _idle_watcher(self) -> IdleWatcher:
        """Lock after the minutes that were chosen, and never later than :data:`_LATEST_LOCK`."""
        minutes = min(max(self._desktop.preferences.idle_minutes, 1), _LATEST_LOCK)
        watcher = IdleWatcher(self, after=timedelta(minutes=minutes))
        watcher.warned.connect(self._warn_idle)
        watcher.resumed.connect(self._back_again)
        watcher.idle.connect(partial(self.lock, f"idle:{minutes}"))
        return watcher

    def _make_window(self) -> MainWindow:
        ahead, self._ahead = self._ahead, None
        window = MainWindow(self.workplace, places(self.workplace, ahead), foot())
        window.lockAsked.connect(partial(self.lock, "key"))
        window.textSizeAsked.connect(self._set_text_size)
        Panels(self.workplace, window, acted=self._act)
        window.made.connect(self._connect_view)
        return window

    def _tell_rail(self, *_what: object) -> None:
        """Let the rail say how sending stands; the example village has nothing to send."""
        if self._sending is None:
            return
        from ui.viewmodels.sending import rail_words

        words = rail_words(self._sending.standing, busy=self._sending.busy)
        self.window.rail.set_sending(words.text, icon_name=words.icon_name, tint=words.tint)

    def _tell_reach(self, outcome: ExchangeOutcome, _asked: bool) -> None:
        """A session keeps what it may see as long as it lasts: say that a new one is due."""
        if outcome.other_reach:
            words = _(
                "Uw organisatie heeft veranderd welke dossiers u mag zien."
                " Zet het scherm op slot en open het weer."
            )
            self.window.tell("waarschuwing", words)

    def _connect_view(self, view: PlaceView) -> None:
        changed = getattr(view, "preferencesChanged", None)
        if changed is not None:
            changed.connect(self._prefer)

    def _left(self, reason: str, safe: bool) -> None:
        self._late.stop()
        if not self._locking and self._covered is None:
            return  # too late: who was covered came back and is at work again
        self._locking = False
        if not safe:
            self._cover(reason)
            return
        self._locking = True
        self.close()
        self._desktop.entrance.close_lanes()
        self._desktop.relaunch(reason)

    def _hide_anyway(self) -> None:
        """Cover a window that does not answer: a fault must not leave the file in sight."""
        self._locking = False
        self._cover(self._reason)

    def _cover(self, reason: str) -> None:
        """Show nothing of the file while text waits that the disk does not take."""
        from ui.views.entry.cover import CoverPage

        if self._covered is not None:
            return
        stack = self._desktop.window
        page = self._covered = CoverPage(self.workplace)
        stack.addWidget(page)
        stack.setCurrentWidget(page)
        page.focus_first()
        page.uncovered.connect(self._uncover)
        page.tried.connect(lambda: self.window.leave(partial(self._kept_after_all, reason, page)))

    def _uncover(self) -> None:
        page, self._covered = self._covered, None
        if page is not None:
            stack = self._desktop.window
            stack.setCurrentWidget(self.window)
            stack.removeWidget(page)
            page.deleteLater()

    def _kept_after_all(self, reason: str, page: CoverPage, safe: bool) -> None:
        # Who came back in the meantime is at work again, and not to be locked out.
        if safe and self._covered is page:
            self._left(reason, safe)

    def _warn_idle(self, seconds: int) -> None:
        left = ngettext("{count} seconde", "{count} seconden", seconds).format(count=seconds)
        self.window.tell(
            "waarschuwing",
            _("Bent u er nog? Over {left} gaat het scherm op slot.").format(left=left),
        )

    def _back_again(self) -> None:
        self.window.bars.clear()

    def _rested(self) -> None:
        work = self.workplace
        if work.database.recovering:
            return
        self._seal.start()
        work.tasks.write(
            self,
            lambda: indexing.index_waiting(work.database),
            done=self._indexed,
            failed=lambda _error: None,
            urgency=Priority.BACKGROUND,
        )

    def _indexed(self, waiting: int) -> None:
        if waiting:
            self._rested()

    def _seal_typing(self) -> None:
        work = self.workplace
        work.tasks.write(
            self,
            lambda: editing.seal(work.database, work.session),
            failed=lambda _error: None,
            urgency=Priority.BACKGROUND,
        )

    def _set_text_size(self, percent: int) -> None:
        self._prefer(msgspec.structs.replace(self._desktop.preferences, text_size=percent))

    def _prefer(self, chosen: Preferences) -> None:
        try:
            self._desktop.show_preferences(chosen)
        except MeitinkerError as error:
            self.window.tell_error(error)

    def _act(self, name: str) -> None:
        from ui.viewmodels.palette import look_after

        chosen = look_after(name, self._desktop.preferences)
        if chosen is None:
            self.window.keys.act(name)
        else:
            self._prefer(chosen)


def _still(window: QWidget) -> QWidget:
    """Return a picture of ``window`` that takes any room it is given."""
    still = QLabel()
    still.setPixmap(window.grab())
    still.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    still.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
    return still


def _read_ahead(workplace: Workplace, last: ScreenSpot | None) -> FirstReads | None:
    """Begin to read what waits, while the window is built, if that comes first."""
    if last is not None and (last.screen != TODAY or last.section):
        return None
    from ui.views.today.reads import FirstReads

    return FirstReads(workplace)


def _take_apart(part: QWidget) -> None:
    """Delete a widget now; a place within another went with it."""
    if shiboken6.isValid(part):
        shiboken6.delete(part)
