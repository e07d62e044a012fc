"""For whom one looks in the map: whose file or conversation was at hand before."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from meitinker.services import map_choices
from meitinker.store.settings import ScreenSpot
from ui.viewmodels.conversation import LADDER, OFFER

if TYPE_CHECKING:
    from meitinker.services.map_choices import LookedFor
    from ui.workplace import Workplace

VISITS = "visits"
"""The place of the conversations."""


class Somebody(QObject):
    """The resident at hand, or nobody.

    Signals:
        known: For whom one looks now: a :class:`LookedFor`, or None.
    """

    known = Signal(object)

    def __init__(self, workplace: Workplace, parent: QObject) -> None:
        """Begin with nobody."""
        super().__init__(parent)
        self._workplace = workplace
        self._turn = 0
        self.visit_id = ""

    def come(self, resident: str, spot: ScreenSpot) -> None:
        """Take who was at hand at ``spot``; "" is nobody."""
        work, turn = self._workplace, self._turn + 1
        self._turn = turn
        if not resident:
            self._know(turn, None)
            return
        visit_id = spot.record_id if spot.screen == VISITS else ""
        work.tasks.read(
            self,
            partial(map_choices.home, work.database, work.session, resident, visit_id=visit_id),
            done=partial(self._know, turn),
            failed=lambda _error: self._know(turn, None),
        )

    def choosing(self, service_id: str) -> ScreenSpot:
        """Return where help is chosen for the need that is at hand in the conversation."""
        field = f"{OFFER}::{service_id}"
        return ScreenSpot(screen=VISITS, record_id=self.visit_id, section=LADDER, field=field)

    def _know(self, turn: int, home: LookedFor | None) -> None:
        if turn == self._turn:
            self.visit_id = home.visit_id if home is not None else ""
            self.known.emit(home)
