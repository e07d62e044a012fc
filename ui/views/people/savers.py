"""Saving what is typed in one person's file: a throttle a record, told in one place."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from meitinker.ids import RecordId
from meitinker.services import editing
from meitinker.store.lanes import Urgency
from ui.widgets.autosave import Autosave, SaveKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.errors import MeitinkerError
    from ui.widgets.autosave import Done, Failed, Fields
    from ui.widgets.saving import SaveIndicator
    from ui.workplace import Workplace

_UNDER_WAY = (SaveKind.DIRTY, SaveKind.SAVING)


class Savers(QObject):
    """One `Autosave` for each record of the file that is typed in.

    Signals:
        saved: Something was committed: kind of record.
        failed: Something was not: kind, record id, error.
    """

    saved = Signal(str)
    failed = Signal(str, str, object)

    def __init__(self, workplace: Workplace, indicator: SaveIndicator, parent: QObject) -> None:
        """Begin without records; ``indicator`` tells how all of them stand."""
        super().__init__(parent)
        self._workplace = workplace
        self._indicator = indicator
        self._all: dict[tuple[str, str], Autosave] = {}
        self._waiting: list[Callable[[bool], None]] = []

    def of(self, kind: str, record_id: str) -> Autosave:
        """Return the one of a record."""
        key = (kind, record_id)
        if key not in self._all:
            autosave = Autosave(partial(self._save, kind, record_id), self)
            autosave.stateChanged.connect(lambda _state: self._look())
            self._all[key] = autosave
        return self._all[key]

    def forget(self, kind: str, record_id: str) -> None:
        """Let go of a record that was removed: nothing can be saved in it any more."""
        autosave = self._all.pop((kind, record_id), None)
        if autosave is not None:
            autosave.deleteLater()
            self._look()

    def clear(self) -> None:
        """Let go of every record: another file comes, and all of this one is safe."""
        for key in list(self._all):
            self.forget(*key)
        self._indicator.empty()

    def flush(self, done: Callable[[bool], None]) -> None:
        """Save all that waits, then call ``done``: True when everything was committed."""
        self._waiting.append(done)
        for autosave in list(self._all.values()):
            autosave.flush()
        self._look()

    def _save(self, kind: str, record_id: str, fields: Fields, done: Done, failed: Failed) -> None:
        work = self._workplace
        one = RecordId(record_id)

        def write() -> None:
            editing.save(work.database, work.session, kind=kind, record_id=one, fields=fields)

        def kept(_nothing: None) -> None:
            done()
            self.saved.emit(kind)

        def refused(error: MeitinkerError) -> None:
            failed(error)
            self.failed.emit(kind, record_id, error)

        work.tasks.write(self, write, done=kept, failed=refused, urgency=Urgency.TYPING)

    def _look(self) -> None:
        states = [autosave.state for autosave in self._all.values()]
        kinds = {state.kind for state in states}
        if SaveKind.FAILED in kinds:
            self._indicator.failed()
        elif kinds.intersection(_UNDER_WAY):
            self._indicator.saving()
        else:
            last = max((state.at for state in states if state.at), default=None)
            if last is not None:
                self._indicator.saved(last)
        if self._waiting and not kinds.intersection(_UNDER_WAY):
            waiting, self._waiting = self._waiting, []
            for done in waiting:
                done(SaveKind.FAILED not in kinds)
