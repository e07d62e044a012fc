"""Nog te versturen: the papers of all villages that wait, to print, keep and send together."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from meitinker.i18n import _
from meitinker.services import paper_queue, print_queue
from meitinker.store.settings import ScreenSpot
from ui.viewmodels import print_queue as said
from ui.views.back_office import KEY, PAPERS
from ui.views.papers.waiting import WaitingPapers
from ui.widgets.choices import ComboField
from ui.widgets.form_field import WrappedLabel

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from meitinker.services.print_queue import PrintQueue
    from ui.workplace import Workplace


class OfficePapers(WaitingPapers):
    """The papers that wait in one village or in all, and what can be done with them."""

    key = KEY

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build it empty."""
        self._queue = print_queue.PrintQueue(villages=())
        self.village = ComboField(_("Van welk dorp?"), said.villages(self._queue))
        self.village.set_value(said.ALL)
        words = _("Druk af wat op de post moet. Kies daarna dat het verstuurd is.")
        super().__init__(
            workplace,
            parent,
            form=paper_queue.AT_OFFICE,
            title=_("Nog te versturen"),
            above=[WrappedLabel(words, tone="muted"), self.village],
        )
        self.village.edited.connect(self._fill)

    def spot(self) -> ScreenSpot:
        """Return this tab."""
        return ScreenSpot(screen=self.key, section=PAPERS)

    def load(self, *, first: bool = False) -> None:
        """Read the list; ``first`` puts the keyboard on the choice above it.

        On the first row of the list, a small window would scroll past what the page is about.
        """
        work = self.workplace
        work.tasks.read(
            self,
            lambda: print_queue.waiting(work.database, work.session),
            done=partial(self._show, first=first),
            failed=self.fail,
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
            self.village.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self) -> None:
        village = self.village.value() or said.ALL
        self.show_papers(
            said.papers(self._queue, village),
            said.lines(self._queue, village),
            head=said.head(self._queue, village),
            none_left=not self._queue.villages,
        )
        self.village.setVisible(bool(self._queue.villages))
