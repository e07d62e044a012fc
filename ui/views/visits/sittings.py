"""What to say to who comes back to a conversation of an earlier sitting: when that was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker import clock
from meitinker.domain.visits import VisitState
from meitinker.ids import RecordId
from meitinker.services import resuming, running, visit_files
from ui.viewmodels import conversation as sections
from ui.viewmodels import visits as told

if TYPE_CHECKING:
    from datetime import datetime

    from meitinker.services.visit_files import VisitFile
    from meitinker.store.visits import VisitEntry
    from ui.workplace import Workplace


class Sittings:
    """Knows which conversations were open in this sitting, and when the others were."""

    def __init__(self, workplace: Workplace) -> None:
        """Begin a sitting."""
        self._workplace = workplace
        self._since = clock.now()
        self._met: set[str] = set()
        self._times: dict[str, datetime | None] = {}

    def opened(self, visit_id: str) -> VisitFile:
        """Return a conversation; when the user was there before is read first. Runs on a lane."""
        work = self._workplace
        self._times.setdefault(visit_id, resuming.last_at(work.database, visit_id))
        return visit_files.opened(work.database, work.session, RecordId(visit_id))

    def words(self, file: VisitFile, line: VisitEntry | None, *, fresh: bool) -> str:
        """Return when they were here last, once a sitting; "" where that needs no telling.

        Args:
            file: The conversation that is shown.
            line: What the list knows of it, if it is in the list.
            fresh: It was begun just now.
        """
        visit_id, known = file.visit.id, fresh or file.visit.id in self._met
        self._met.add(visit_id)
        begun = file.visit.state is VisitState.OPEN and sections.is_begun(file)
        # The words of its request are no earlier sitting.
        if line is None or known or not begun or running.is_empty(file):
            return ""
        written = clock.instant_from(line.changed_at)
        was_here = max(written, self._times.get(visit_id) or written)
        return told.resumed_text(was_here) if was_here < self._since else ""
