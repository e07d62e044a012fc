"""The part of Vandaag with requests whose clock runs out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from meitinker.i18n import _
from meitinker.services import request_files
from meitinker.store.settings import Place
from ui.viewmodels import pressing as said
from ui.views.requests import SECTION as REQUESTS
from ui.views.tasks.rows import FileCard
from ui.views.week import SECTION as WEEK
from ui.views.week import WITH

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from meitinker.changes import Changes
    from meitinker.services.request_files import OpenRequest
    from ui.viewmodels.today import Item
    from ui.workplace import Workplace

_KINDS = ("request", "appointment", "visit", "handover", "person", "person_merge")


class DayRequests(QObject):
    """Fills a card, hidden while no clock presses; the place gives it its room.

    Signals:
        go: A :class:`Place` to go to.
        failed: A service said no: the error, for the bar.
        shown: It shows what presses now; :attr:`nothing` is known.
    """

    go = Signal(object)
    failed = Signal(object)
    shown = Signal()

    def __init__(self, workplace: Workplace, parent: QWidget) -> None:
        """Build the card, empty, within ``parent``."""
        super().__init__(parent)
        self._workplace = workplace
        self.nothing = True
        self.card = FileCard(_("Vragen met haast"), parent)
        self.card.acted.connect(self._act)
        self.card.looked.connect(
            lambda item: self.go.emit(Place(screen="people", record_id=item.record_id))
        )
        self.card.more.connect(lambda: self.go.emit(Place(screen="today", section=REQUESTS)))

    def load(self) -> None:
        """Read what waits now."""
        work = self._workplace
        work.tasks.read(
            self,
            lambda: request_files.waiting(work.database, work.session),
            done=self._show,
            failed=self.failed.emit,
        )

    def refresh(self, changes: Changes) -> None:
        """Look again when something that is shown here was touched."""
        if any(changes.touches(kind) for kind in _KINDS):
            self.load()

    def _show(self, waiting: tuple[OpenRequest, ...]) -> None:
        items = said.pressing(waiting)
        self.nothing = not items
        further = said.more_words(max(len(items) - said.MOST, 0))
        self.card.show_items(items[: said.MOST], more=further)
        self.shown.emit()

    def _act(self, item: Item) -> None:
        if item.screen == "today":
            spot = Place(screen="today", section=WEEK, field=WITH, record_id=item.record_id)
        else:
            spot = Place(screen="people", section=REQUESTS, record_id=item.record_id)
        self.go.emit(spot)
