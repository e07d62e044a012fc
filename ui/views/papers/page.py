"""The tab "Nog te geven" of Vandaag: papers that wait, to print, keep and give together."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from meitinker.i18n import _
from meitinker.services import paper_queue
from meitinker.store.settings import ScreenSpot
from ui.viewmodels import paper_queue as told
from ui.viewmodels.today import unplanned
from ui.views.papers import SECTION
from ui.views.papers.waiting import WaitingPapers
from ui.views.today.rows import DayCard

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from meitinker.services.paper_queue import WaitingPaper
    from meitinker.store.visits import VisitEntry
    from ui.viewmodels.today import Item
    from ui.workplace import Workplace


class PapersPage(WaitingPapers):
    """The papers of the user's own work; above them the plans that still have to be made."""

    key = "today"

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build it empty."""
        self.unmade = DayCard(_("Nog geen plan gemaakt"))
        self.unmade.hide()
        super().__init__(
            workplace,
            parent,
            form=paper_queue.FORM,
            title=_("Nog te geven of te sturen"),
            above=[self.unmade],
        )
        self.unmade.acted.connect(self._make_plan)

    def spot(self) -> ScreenSpot:
        """Return this tab."""
        return ScreenSpot(screen=self.key, section=SECTION)

    def load(self, *, first: bool = False) -> None:
        """Read the list; ``first`` puts the keyboard on its first row."""
        work = self.workplace
        work.tasks.read(
            self,
            lambda: (
                paper_queue.waiting(work.database, work.session),
                paper_queue.count(work.database, work.session),
                paper_queue.unmade(work.database, work.session, most=told.MOST),
            ),
            done=partial(self._show, first=first),
            failed=self.fail,
        )

    def _show(
        self, read: tuple[tuple[WaitingPaper, ...], int, tuple[VisitEntry, ...]], *, first: bool
    ) -> None:
        waiting, count, unmade = read
        self.unmade.show_items([unplanned(one) for one in unmade])
        nothing = not waiting and not unmade
        self.show_papers(waiting, told.rows(waiting), head=told.head(count), none_left=nothing)
        if first:
            self.sheaf.choosing.focus_first()

    def _make_plan(self, item: Item) -> None:
        self.go.emit(ScreenSpot(screen=item.screen, record_id=item.record_id, section=item.section))
