"""Taking back what was done last, and doing it again: each time by its name."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from meitinker.errors import MeitinkerError, NoWayBack
from meitinker.i18n import _
from meitinker.services import undo, whose
from ui.viewmodels.acts import act_words, final_words, redone_words, undone_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.changes import Changes
    from ui.window.main_window import MainWindow

_FREEZES = frozenset({"visit.conclude"})
"""What leaves nothing to take back of what was offered before: that would be refused."""


class Undoing(QObject):
    """Ctrl+Z and Ctrl+Y outside a text field, and the bar that offers to undo."""

    def __init__(self, window: MainWindow) -> None:
        """Begin with nothing offered."""
        super().__init__(window)
        self._window = window
        self._offered = ""

    def offer(self, changes: Changes) -> bool:
        """Offer to undo what was done just now; tell whether there is something to offer."""
        if changes.action in _FREEZES:
            self._window.bars.drop_offer()
        words = act_words(changes.action) if changes.undoable else ""
        if words:
            self._offered = changes.act or ""
            self._window.bars.undo_bar.offer(words)
        return bool(words)

    def take_back_offered(self) -> None:
        """Undo what the bar names, and nothing that was done since."""
        self._undo(self._offered)

    def take_back(self) -> None:
        """Undo what was done last (Ctrl+Z)."""
        self._undo(None)

    def do_again(self) -> None:
        """Do again what was undone last (Ctrl+Y)."""
        work = self._window.workplace
        if not self._window.covered:
            work.tasks.write(
                self._window,
                lambda: undo.redo(work.database, work.session),
                done=partial(self._tell, again=True),
                failed=self._window.tell_error,
            )

    def _undo(self, act_id: str | None) -> None:
        work = self._window.workplace
        if not self._window.covered:
            work.tasks.write(
                self._window,
                lambda: undo.undo(work.database, work.session, act_id=act_id),
                done=partial(self._tell, again=False),
                failed=self._refused,
            )

    def _tell(self, changes: Changes, *, again: bool) -> None:
        self._window.bars.drop_offer()  # what it offers was taken back, or lies further back now
        if changes.items:
            words = redone_words if again else undone_words
            self._tell_whose(changes, partial(words, changes.action))
        elif again:
            self._window.bars.undo_bar.mention(_("Er is niets om opnieuw te doen."))
        else:
            self._window.bars.undo_bar.mention(_("Er is niets om ongedaan te maken."))

    def _tell_whose(self, changes: Changes, words: Callable[..., str]) -> None:
        """Tell it with the resident: what was typed may have been taken back out of sight."""
        work, window = self._window.workplace, self._window
        touched = [(one.kind, one.record_id) for one in changes.items]

        def told(names: dict[str, str]) -> None:
            about = set(names.values())
            window.tell("gelukt", words(about.pop() if len(about) == 1 else ""))

        work.tasks.read(
            window,
            lambda: whose.names(work.database, work.session, touched),
            done=told,
            failed=lambda _error: told({}),
        )

    def _refused(self, error: MeitinkerError) -> None:
        if isinstance(error, NoWayBack):
            self._window.tell("uitleg", final_words(str(error.params["action"])))
        else:
            self._window.tell_error(error)
