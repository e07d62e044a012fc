"""The tab "Nog te geven" of Vandaag: papers that wait, to print, keep and give together."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.i18n import _
from meitinker.services import paper_queue
from meitinker.store.settings import Place
from ui.messages import sentence_for
from ui.place_view import PlaceView
from ui.viewmodels import paper_queue as told
from ui.viewmodels.today import unplanned
from ui.views.papers import SECTION
from ui.views.papers.sheaf import Sheaf
from ui.views.today.rows import Card
from ui.widgets.column import Column
from ui.widgets.empty import EmptyState
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading
from ui.widgets.panes import ScrollPane

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.changes import Changes
    from meitinker.errors import MeitinkerError
    from meitinker.services.paper_queue import Waiting
    from meitinker.store.visits import VisitEntry
    from ui.viewmodels.today import Item
    from ui.workplace import Workplace

_WIDTH = 800
"""Widest the list gets, px at 100 %."""

KINDS = ("handover", "support_plan", "letter", "visit", "person", "person_merge")
"""What makes papers come and go."""


class PapersPage(PlaceView):
    """The list, and what can be done with what is chosen from it."""

    key = "today"

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build it empty."""
        super().__init__(workplace, parent)
        self.count = WrappedLabel("", tone="muted")
        self.sheaf = Sheaf(workplace, paper_queue.FORM)
        self.sheaf.failed.connect(self._fail)
        self.empty = EmptyState(_("Alle brieven en plannen zijn weg."), icon_name="circle-check")
        self.empty.hide()
        self.unmade = Card(_("Nog geen plan gemaakt"))
        self.unmade.hide()
        self.unmade.acted.connect(self._make_plan)
        column = Column(self, widest=_WIDTH)
        column.lines.addWidget(Heading(_("Nog te geven of te sturen"), level=1))
        for part in (self.count, self.sheaf.bar, self.sheaf.choosing.kept.bar):
            column.lines.addWidget(part)
        column.lines.addWidget(self.unmade)
        column.lines.addWidget(self.sheaf)
        column.lines.addWidget(self.empty, 1)
        column.lines.addStretch(1)
        frame = QVBoxLayout(self)
        frame.setContentsMargins(0, 0, 0, 0)
        frame.addWidget(ScrollPane(column, self))

    def arrive(self, spot: Place | None) -> None:
        """Read the list and put the keyboard on its first row."""
        self._load(first=True)

    def spot(self) -> Place:
        """Return this tab."""
        return Place(screen=self.key, section=SECTION)

    def refresh(self, changes: Changes) -> None:
        """Look again when a paper was made or went."""
        if any(changes.touches(kind) for kind in KINDS):
            self._load()

    def leave(self, done: Callable[[bool], None]) -> None:
        """Keep what is chosen and typed."""
        self.sheaf.keeping.flush(done)

    def confirm(self) -> None:
        """Press the button that gives what is chosen."""
        self.sheaf.give.click()

    def print_paper(self) -> None:
        """Print what is chosen."""
        self.sheaf.print_papers()

    def _load(self, *, first: bool = False) -> None:
        work = self.workplace
        work.tasks.read(
            self,
            lambda: (
                paper_queue.waiting(work.database, work.session),
                paper_queue.count(work.database, work.session),
                paper_queue.unmade(work.database, work.session, most=told.MOST),
            ),
            done=partial(self._show, first=first),
            failed=self._fail,
        )

    def _show(
        self, read: tuple[tuple[Waiting, ...], int, tuple[VisitEntry, ...]], *, first: bool
    ) -> None:
        waiting, count, unmade = read
        self.unmade.show_items([unplanned(one) for one in unmade])
        self.sheaf.show_papers(waiting, told.rows(waiting))
        self.count.setText(told.head(count))
        self.count.setVisible(bool(waiting))
        self.sheaf.setVisible(bool(waiting))
        self.empty.setVisible(not waiting and not unmade)
        if first:
            self.sheaf.choosing.focus_first()

    def _make_plan(self, item: Item) -> None:
        self.go.emit(Place(screen=item.screen, record_id=item.record_id, section=item.section))

    def _fail(self, error: MeitinkerError) -> None:
        self.told.emit("fout", sentence_for(error).text)
