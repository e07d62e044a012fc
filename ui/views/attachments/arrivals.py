"""Files on their way into a dossier: one at a time, off the lanes of the store."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, Signal

from meitinker.errors import AttachmentRefused
from ui.messages import sentence_for
from ui.viewmodels.attachments import RefusedFile
from ui.views.attachments import brought

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from meitinker.changes import Changes
    from meitinker.errors import MeitinkerError
    from meitinker.services.attaching import Coming
    from ui.views.attachments.brought import Brought
    from ui.workplace import Workplace


class Arrived(msgspec.Struct, frozen=True, kw_only=True):
    """What became of files that were chosen together.

    Attributes:
        added: How many are in the dossier.
        of: How many were chosen.
        refused: Those that cannot be kept, with why.
        stopped: Whether the user stopped it.
        error: What ended it before its time, or None.
    """

    added: int
    of: int
    refused: tuple[RefusedFile, ...] = ()
    stopped: bool = False
    error: MeitinkerError | None = None


class Arrivals(QObject):
    """Adds files one after the other; each is in the dossier whole, or not at all.

    Signals:
        progressed: Which file is being added (from 1), and how many there are.
        ended: An :class:`Arrived`.
    """

    progressed = Signal(int, int)
    ended = Signal(object)

    def __init__(self, workplace: Workplace, parent: QObject) -> None:
        """Begin with nothing to do."""
        super().__init__(parent)
        self._workplace = workplace
        self._waiting: list[tuple[Brought, Coming]] = []
        self._of = self._added = 0
        self._refused: list[RefusedFile] = []
        self._stop = False
        self._leaving: list[Callable[[bool], None]] = []

    @property
    def running(self) -> bool:
        """Whether a file is being added."""
        return bool(self._of)

    def start(self, files: Sequence[tuple[Brought, Coming]]) -> None:
        """Add files; where others are on their way these come after them."""
        begins = bool(files) and not self.running
        self._waiting += files
        self._of += len(files)
        if begins:
            self._added, self._refused, self._stop = 0, [], False
            self._next()

    def stop(self) -> None:
        """Add no more once the file at hand is in."""
        self._stop = True

    def settle(self, done: Callable[[bool], None]) -> None:
        """Call ``done`` when nothing is on its way any more."""
        if self.running:
            self._leaving.append(done)
        else:
            done(True)

    def _next(self) -> None:
        if self._stop or not self._waiting:
            self._end(None)
            return
        one, coming = self._waiting.pop(0)
        self.progressed.emit(self._of - len(self._waiting), self._of)
        work = self._workplace
        work.tasks.file(
            self,
            partial(brought.keep, work, coming, one),
            done=self._one_more,
            failed=partial(self._not_added, one.name),
        )

    def _one_more(self, _changes: Changes) -> None:
        self._added += 1
        self._next()

    def _not_added(self, name: str, error: MeitinkerError) -> None:
        if isinstance(error, AttachmentRefused):
            self._refused.append(RefusedFile(name, sentence_for(error).text))
            self._next()
        else:
            self._end(error)

    def _end(self, error: MeitinkerError | None) -> None:
        arrived = Arrived(
            added=self._added,
            of=self._of,
            refused=tuple(self._refused),
            stopped=bool(self._waiting) and error is None,
            error=error,
        )
        self._waiting, self._of = [], 0
        leaving, self._leaving = self._leaving, []
        self.ended.emit(arrived)
        for done in leaving:
            done(True)
