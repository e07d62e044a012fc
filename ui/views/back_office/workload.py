"""Werkverdeling: who has how much in hand, and giving work to a colleague."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from meitinker.ids import PersonId, RecordId
from meitinker.services import handing_work, open_work, workload
from meitinker.store.settings import ScreenSpot
from ui.viewmodels import workload as said
from ui.views.back_office import KEY, WORKLOAD
from ui.views.back_office.giving_page import GivingPage
from ui.views.back_office.one_opened import OneOpened
from ui.views.back_office.workload_browse import WorkloadBrowse

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from meitinker.changes import Changes
    from meitinker.domain.organisation import User
    from meitinker.services.open_work import OpenWork
    from meitinker.services.workload import Load
    from ui.workplace import Workplace

_KINDS = ("visit", "request", "task", "transfer", "handover", "letter", "support_plan", "user",
          "person", "person_merge", "review_step", "review_reply", "imported_visit")  # fmt: skip


class WorkloadPage(OneOpened):
    """The list with bars, and the page of one resident. A spot with a record opens that one."""

    key = KEY

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build it empty."""
        super().__init__(workplace, parent)
        self.browse = WorkloadBrowse()
        self.giving = GivingPage(self.keeping)
        self._take(self.browse, self.giving)
        self.browse.asked.connect(self._load)
        self.browse.chosen.connect(self._load_work)
        self.browse.given.connect(self.open_resident)
        self.browse.looked.connect(self._to_file)
        self.giving.file_asked.connect(lambda: self._to_file(self.going))

    def arrive(self, spot: ScreenSpot | None) -> None:
        """Show the list, or the resident at the spot."""
        if spot is not None and spot.record_id:
            self.open_resident(spot.record_id)
        self._load(first=True)

    def spot(self) -> ScreenSpot:
        """Return this tab, and whose work is being handed on."""
        return ScreenSpot(screen=self.key, section=WORKLOAD, record_id=self.going)

    def resident(self) -> str:
        """Return whose work is being handed on."""
        return self.going

    def refresh(self, changes: Changes) -> None:
        """Read anew what was touched."""
        if any(changes.touches(kind) for kind in _KINDS):
            self._load()
            if self.going:
                self._read_resident()

    def open_resident(self, person_id: str) -> None:
        """Show the open work of a resident."""
        self.going = person_id
        self._read_resident(first=True)

    def back_at(self, went: str) -> None:
        """Put the keyboard on the row of who was open."""
        self.browse.focus_row(went)

    def _to_file(self, person_id: str) -> None:
        self.go.emit(ScreenSpot(screen="people", record_id=person_id))

    def _load(self, *, first: bool = False) -> None:
        work = self.workplace
        read = workload.per_meitinker if self.browse.by == said.BY_USER else workload.per_village
        work.tasks.read(
            self,
            lambda: read(work.database, work.session),
            done=partial(self._show, first=first),
            failed=self.fail,
        )

    def _show(self, loads: tuple[Load, ...], *, first: bool) -> None:
        self.browse.show_loads(loads)
        self._load_work()
        if first and not self.going:
            self.browse.focus_list()

    def _load_work(self) -> None:
        work, key = self.workplace, self.browse.key
        by = self.browse.by
        read = open_work.of_user if by == said.BY_USER else open_work.of_village

        def show(found: OpenWork) -> None:
            if (key, by) == (self.browse.key, self.browse.by):
                self.browse.show_work(found)

        work.tasks.read(
            self,
            lambda: read(work.database, work.session, key),
            done=show,
            failed=self.fail,
        )

    def _read_resident(self, *, first: bool = False) -> None:
        work, person_id = self.workplace, PersonId(RecordId(self.going))
        work.tasks.read(
            self,
            lambda: (
                open_work.of_client(work.database, work.session, person_id),
                handing_work.meitinkers(work.database, work.session),
            ),
            done=partial(self._show_resident, person_id, first=first),
            failed=self._cannot_open,
        )

    def _show_resident(
        self, person_id: str, found: tuple[OpenWork, tuple[User, ...]], *, first: bool
    ) -> None:
        if person_id != self.going:
            return
        self.giving.show_work(person_id, *found)
        if first:
            self._show_one()
