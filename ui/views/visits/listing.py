"""The list of conversations as the store has it, a page at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, Signal

from meitinker.services import visits
from meitinker.store.visits import PAGE
from ui.viewmodels import visits as told

if TYPE_CHECKING:
    from meitinker.store.visits import VisitEntry
    from ui.views.visits.browse import Browse
    from ui.workplace import Workplace

FIRST_RUN = 50
"""Conversations that are read first, twice what a large window shows."""


class Listing(QObject):
    """Reads the conversations and shows them.

    Signals:
        failed: They could not be read: the error.
    """

    failed = Signal(object)

    def __init__(self, workplace: Workplace, browse: Browse) -> None:
        """Fill ``browse``, which asks for older ones as well."""
        super().__init__(browse)
        self._workplace, self._browse = workplace, browse
        self._saved = ("", "")
        self.most = FIRST_RUN
        self.entries: list[VisitEntry] = []
        browse.wanted_more.connect(self._load_more)
        browse.filter.edited.connect(self._look_through)

    def load(self) -> None:
        """Read the list anew."""
        work = self._workplace
        work.tasks.read(
            self,
            lambda: (
                visits.listed(work.database, work.session, most=self.most),
                visits.count(work.database, work.session),
            ),
            done=self._show,
            failed=self.failed.emit,
        )

    def entry(self, visit_id: str) -> VisitEntry | None:
        """Return what the list knows of a conversation, if it is in it."""
        return next((one for one in self.entries if one.visit_id == visit_id), None)

    def written_until(self, visit_id: str, at: str) -> None:
        """Tell of a conversation that was cut off when its last words were safe (UTC text)."""
        self._saved = visit_id, at

    def _look_through(self) -> None:
        """Search in a whole page: what is found must not hang on what was in sight."""
        if self.most < PAGE:
            self.most = PAGE
            self.load()

    def _load_more(self) -> None:
        self.most += PAGE
        self.load()

    def _show(self, found: tuple[list[VisitEntry], int]) -> None:
        entries, everything = found
        self.entries = [self._as_saved(entry) for entry in entries]
        self._browse.show_lines(told.lines(self.entries), more=everything - len(self.entries))

    def _as_saved(self, entry: VisitEntry) -> VisitEntry:
        visit_id, at = self._saved
        if entry.visit_id != visit_id or entry.changed_at >= at:
            return entry
        return msgspec.structs.replace(entry, changed_at=at)
