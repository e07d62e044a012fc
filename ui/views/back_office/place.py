"""The place Backoffice: the inbox, and the visit that was opened from it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtWidgets import QWidget

from meitinker.domain.reviews import Status
from meitinker.ids import RecordId, VisitId
from meitinker.services import review_checklist, review_compare, reviewing, reviews
from meitinker.store.reviews import ReviewFilter
from meitinker.store.settings import ScreenSpot
from ui.theme import take_on_look
from ui.viewmodels import reviews as said
from ui.views.back_office import BATCHES, KEY
from ui.views.back_office.browse import Browse
from ui.views.back_office.one_opened import OneOpened
from ui.views.back_office.review_page import ReviewPage
from ui.widgets.bites import Bites

if TYPE_CHECKING:
    from meitinker.changes import Changes
    from meitinker.services.review_checklist import CheckLine
    from meitinker.services.review_compare import ComparedVisit
    from meitinker.services.reviews import Inbox, ReviewFile
    from ui.workplace import Workplace

_KINDS = ("visit", "review_step", "review_reply", "review_tick", "imported_visit", "import_undo",
          "support_plan", "handover", "plan_remark")  # fmt: skip
_PAGE = reviews.MOST


class _Opened(msgspec.Struct, frozen=True):
    """All that the page of a visit shows."""

    file: ReviewFile
    lines: tuple[CheckLine, ...]
    compared: ComparedVisit | None


class VisitsAtOffice(OneOpened):
    """The inbox as a page of Backoffice. A spot with a record opens that visit."""

    key = KEY

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build the inbox; the page of a visit is built with it, empty."""
        super().__init__(workplace, parent)
        self.browse = Browse()
        self.page = ReviewPage(self.keeping, clerk=True)
        self._take(self.browse, self.page)
        self._status: str | None = None
        self._inbox: Inbox | None = None
        self._most = _PAGE
        self._arriving = False
        self._bites = Bites(self)
        self.browse.opened.connect(self.open_visit)
        self.browse.asked.connect(self._choose)
        self.browse.wanted_more.connect(self._load_more)
        self.page.visit_asked.connect(
            lambda: self.go.emit(ScreenSpot(screen="visits", record_id=self.going))
        )
        self.page.file_asked.connect(
            lambda: self.go.emit(ScreenSpot(screen="people", record_id=self.resident()))
        )
        self.page.ticked.connect(self._tick)
        self.page.acts.settled.connect(self._settle)
        self.page.acts.deliver_asked.connect(
            lambda: self.go.emit(ScreenSpot(screen=self.key, section=BATCHES))
        )

    def arrive(self, spot: ScreenSpot | None) -> None:
        """Show the inbox, or the visit at the spot."""
        if spot is not None and spot.record_id:
            self.open_visit(spot.record_id)
        elif self.going:
            self.page.focus_first()
        self._arriving = not self.going
        self._load()

    def spot(self) -> ScreenSpot:
        """Return which visit is open."""
        return ScreenSpot(screen=self.key, record_id=self.going)

    def resident(self) -> str:
        """Return whom the visit at hand is about."""
        file = self.page.file
        return file.visit.client.id if file is not None and self.going else ""

    def refresh(self, changes: Changes) -> None:
        """Read anew what was touched."""
        if not any(changes.touches(kind) for kind in _KINDS):
            return
        self._load()
        if self.going:
            self._reload()

    def confirm(self) -> None:
        """Press the main button."""
        if not self.going:
            self.browse.confirm()
        elif self.page.acts.panel is not None:
            super().confirm()
        elif (first := self.page.acts.first()) is not None:
            first.click()

    def open_visit(self, visit_id: str) -> None:
        """Open a visit; that it is opened is logged first."""
        self.going, work = visit_id, self.workplace
        work.tasks.write(
            self,
            lambda: self._read(reviews.opened(work.database, work.session, visit_id)),
            done=partial(self._show, first=True),
            failed=self._cannot_open,
        )

    def back_at(self, went: str) -> None:
        """Put the keyboard in the inbox, on the visit that was open."""
        self.browse.select(went)
        self.browse.focus_list()

    def _reload(self) -> None:
        visit_id, work = self.going, self.workplace
        work.tasks.read(
            self,
            lambda: self._read(reviews.file_of(work.database, work.session, visit_id)),
            done=self._show,
            failed=self._cannot_open,
        )

    def _read(self, file: ReviewFile) -> _Opened:
        """Runs on a lane: read what stands beside a visit."""
        work, visit_id = self.workplace, VisitId(file.visit.visit.id)
        return _Opened(
            file,
            review_checklist.checklist(file),
            review_compare.compared(work.database, work.session, visit_id),
        )

    def _show(self, opened: _Opened, *, first: bool = False) -> None:
        if opened.file.visit.visit.id != self.going:
            return
        self._bites.complete()
        acts, *rest = self.page.parts(opened.file, opened.lines, opened.compared)
        acts()  # at once: what is pressed is about this visit
        if first:
            built = partial(self._show_built, opened.file.visit.visit.id)
            self._bites.add(*rest, partial(take_on_look, self.page), built)
        else:
            for part in rest:
                part()

    def _show_built(self, visit_id: str) -> None:
        if visit_id == self.going:
            self._show_one()

    def _load(self) -> None:
        work, asked = self.workplace, self._asked()
        work.tasks.read(
            self,
            lambda: reviews.inbox(work.database, work.session, asked, most=self._most),
            done=self._show_inbox,
            failed=self.fail,
        )

    def _asked(self) -> ReviewFilter:
        status = Status(self._status) if self._status else None
        return ReviewFilter(status=status, urgent=self.browse.urgent.value())

    def _show_inbox(self, inbox: Inbox) -> None:
        if self._status is None:  # the first look: at what waits
            self._status = said.first_status(inbox.counts)
            if self._status:
                self._load()
                return
        self._inbox = inbox
        more = len(inbox.entries) == self._most
        self.browse.show_inbox(inbox, status=self._status, more=more)
        if self._arriving and not self.going:
            self.browse.focus_list()
        self._arriving = False

    def _choose(self) -> None:
        self._status, self._most = self.browse.status.value() or "", _PAGE
        self._load()

    def _load_more(self) -> None:
        """Read the next run only: who looks far back does not wait for all before it."""
        before, work, asked = self._inbox, self.workplace, self._asked()
        if before is None:
            return

        def show(run: Inbox) -> None:
            if before is self._inbox:  # else the list was read anew meanwhile
                self._most = len(before.entries) + _PAGE
                self._show_inbox(reviews.longer(before, run))

        work.tasks.read(
            self,
            lambda: reviews.inbox(
                work.database, work.session, asked, most=_PAGE, skip=len(before.entries)
            ),
            done=show,
            failed=self.fail,
        )

    def _tick(self, item: str, on: bool) -> None:
        work, visit_id = self.workplace, VisitId(RecordId(self.going))
        do = review_checklist.tick if on else review_checklist.untick
        self.keeping.act(
            self,
            lambda: do(work.database, work.session, visit_id, item),
            done=lambda _changes: None,
            failed=self.fail,
        )

    def _settle(self, chosen: str) -> None:
        work, visit_id = self.workplace, VisitId(RecordId(self.going))
        self.keeping.act(
            self,
            lambda: reviewing.settle(work.database, work.session, visit_id, RecordId(chosen)),
            done=lambda _changes: None,
            failed=self._refuse,
        )
