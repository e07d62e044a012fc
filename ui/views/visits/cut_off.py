"""The conversation in which a crash cut the typing off, and where the user was in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from meitinker.services import broken_off, resuming
from meitinker.store.settings import ScreenSpot
from ui.viewmodels import conversation as sections

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.services.broken_off import BrokenOffVisit
    from ui.workplace import Workplace


class CutOff(QObject):
    """Asks the store for it once, after unlocking.

    Signals:
        failed: It could not be read: the error.
    """

    failed = Signal(object)

    def __init__(self, workplace: Workplace, parent: QObject) -> None:
        """Begin without having asked."""
        super().__init__(parent)
        self._workplace = workplace
        self.asked = False
        self.spot: ScreenSpot | None = None

    def look(
        self, spot: ScreenSpot | None, *, key: str, then: Callable[[BrokenOffVisit | None], None]
    ) -> None:
        """Look whether there is one, and call ``then`` with it.

        Args:
            spot: Where the user wants to go; it may name the field that was typed in.
            key: Of the place that shows conversations.
            then: Called with what was found, or None.
        """
        self.asked = True
        work = self._workplace

        def read() -> tuple[BrokenOffVisit | None, ScreenSpot | None]:
            # The place is read now: soon the window remembers that the list is shown.
            found = broken_off.visit(work.database, work.session)
            return found, resuming.place(work.database) if found else None

        def answer(known: tuple[BrokenOffVisit | None, ScreenSpot | None]) -> None:
            found, last = known
            if found is not None:
                self.spot = _place_of(found, spot, last, key=key)
            then(found)

        # On the writing lane: that the words were read is logged before they show.
        work.tasks.write(self, read, done=answer, failed=self.failed.emit)


def _place_of(found: BrokenOffVisit, *known: ScreenSpot | None, key: str) -> ScreenSpot:
    """Return where the user was: as remembered, else the field that was typed in."""
    for place in known:
        if place is not None and place.record_id == found.visit_id and place.section:
            return place
    return ScreenSpot(
        screen=key,
        record_id=found.visit_id,
        section=sections.section_of(found.kind),
        field=sections.field_key(found.kind, found.record_id, found.field),
        cursor=len(found.words),
    )
