"""Nog te versturen: the papers of all villages that wait, to print, keep and send together."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.i18n import _
from meitinker.services import paper_queue, print_queue
from meitinker.store.settings import Place
from ui.messages import sentence_for
from ui.place_view import PlaceView
from ui.viewmodels import print_queue as said
from ui.views.back_office import KEY, PAPERS
from ui.views.papers.page import KINDS
from ui.views.papers.sheaf import Sheaf
from ui.widgets.choices import ComboField
from ui.widgets.column import Column
from ui.widgets.empty import EmptyState
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading
from ui.widgets.panes import ScrollPane

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.changes import Changes
    from meitinker.errors import MeitinkerError
    from meitinker.services.print_queue import PrintQueue
    from ui.workplace import Workplace

_WIDTH = 800
"""Widest the list gets, px at 100 %."""


class OfficePapers(PlaceView):
    """The papers that wait in one village or in all, and what can be done with them."""

    key = KEY

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build it empty."""
        super().__init__(workplace, parent)
        self._queue = print_queue.PrintQueue(villages=())
        self.count = WrappedLabel("", tone="muted")
        self.village = ComboField(_("Van welk dorp?"), said.villages(self._queue))
        self.village.set_value(said.ALL)
        self.sheaf = Sheaf(workplace, paper_queue.AT_OFFICE)
        self.empty = EmptyState(_("Alle brieven en plannen zijn weg."), icon_name="circle-check")
        self.empty.hide()
        column = Column(self, widest=_WIDTH)
        column.lines.addWidget(Heading(_("Nog te versturen"), level=1))
        words = _("Druk af wat op de post moet. Kies daarna dat het verstuurd is.")
        column.lines.addWidget(WrappedLabel(words, tone="muted"))
        for part in (self.sheaf.bar, self.sheaf.choosing.kept.bar, self.village, self.count):
            column.lines.addWidget(part)
        column.lines.addWidget(self.sheaf)
        column.lines.addWidget(self.empty, 1)
        column.lines.addStretch(1)
        frame = QVBoxLayout(self)
        frame.setContentsMargins(0, 0, 0, 0)
        frame.addWidget(ScrollPane(column, self))
        self.village.edited.connect(self._fill)
        self.sheaf.failed.connect(self._fail)

    def arrive(self, spot: Place | None) -> None:
        """Read the list and put the keyboard on its first row."""
        self._load(first=True)

    def spot(self) -> Place:
        """Return this tab."""
        return Place(screen=self.key, section=PAPERS)

    def refresh(self, changes: Changes) -> None:
        """Look again when a paper was made or went."""
        if any(changes.touches(kind) for kind in KINDS):
            self._load()

    def leave(self, done: Callable[[bool], None]) -> None:
        """Keep what is chosen and typed."""
        self.sheaf.keeping.flush(done)

    def confirm(self) -> None:
        """Press the button that notes what is chosen as sent."""
        self.sheaf.give.click()

    def print_paper(self) -> None:
        """Print what is chosen."""
        self.sheaf.print_papers()

    def _load(self, *, first: bool = False) -> None:
        work = self.workplace
        work.tasks.read(
            self,
            lambda: print_queue.waiting(work.database, work.session),
            done=partial(self._show, first=first),
            failed=self._fail,
        )

    def _show(self, queue: PrintQueue, *, first: bool) -> None:
        self._queue = queue
        here = self.village.value() or said.ALL
        known = said.villages(queue)
        self.village.set_choices(known)
        # The last paper of a village went: all the others come in its place.
        self.village.set_value(here if here in {one.key for one in known} else said.ALL)
        self._fill()
        if first:
            self.sheaf.choosing.focus_first()

    def _fill(self) -> None:
        village = self.village.value() or said.ALL
        waiting = said.papers(self._queue, village)
        self.sheaf.show_papers(waiting, said.lines(self._queue, village))
        self.count.setText(said.head(self._queue, village))
        for widget in (self.count, self.sheaf, self.village):
            widget.setVisible(bool(self._queue.villages))
        self.empty.setVisible(not self._queue.villages)

    def _fail(self, error: MeitinkerError) -> None:
        self.told.emit("fout", sentence_for(error).text)
