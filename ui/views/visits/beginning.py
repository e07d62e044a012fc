"""A conversation begins, or is taken away because it was begun by mistake."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from meitinker.ids import PersonId, RecordId, VisitId
from meitinker.services import running

if TYPE_CHECKING:
    from meitinker.changes import Changes
    from ui.workplace import Workplace


class Beginning(QObject):
    """Asks the store for it.

    Signals:
        begun: There is a new conversation: its id.
        under_way: There was one already with this resident: its id.
        discarded: One was taken away.
        failed: It could not be: the error.
    """

    begun = Signal(str)
    under_way = Signal(str)
    discarded = Signal()
    failed = Signal(object)

    def __init__(self, workplace: Workplace, parent: QObject) -> None:
        """Begin with nothing asked."""
        super().__init__(parent)
        self._workplace = workplace

    def begin(self, person_id: str) -> None:
        """Begin a conversation with a resident; one that is under way is gone on with.

        Two at once would each hold half of what was said.
        """
        work, client = self._workplace, PersonId(RecordId(person_id))
        work.tasks.write(
            self,
            partial(running.visit_with, work.database, work.session, client),
            done=lambda found: self.under_way.emit(found) if found else self._begin(client),
            failed=self.failed.emit,
        )

    def discard(self, visit_id: str) -> None:
        """Take away a conversation that was begun by mistake."""
        work = self._workplace
        work.tasks.write(
            self,
            partial(running.discard, work.database, work.session, VisitId(RecordId(visit_id))),
            done=lambda _changes: self.discarded.emit(),
            failed=self.failed.emit,
        )

    def _begin(self, client: PersonId) -> None:
        work = self._workplace

        def begun(changes: Changes) -> None:
            self.begun.emit(changes.created("visit"))

        work.tasks.write(
            self,
            partial(running.begin, work.database, work.session, client),
            done=begun,
            failed=self.failed.emit,
        )
