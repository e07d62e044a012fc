"""Begins the conversation of an appointment, or goes on with the one that is under way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.ids import RecordId
from meitinker.services import appointments
from meitinker.store.settings import ScreenSpot

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QObject

    from meitinker.errors import MeitinkerError
    from ui.workplace import Workplace


def begin_visit(
    workplace: Workplace,
    asker: QObject,
    appointment_id: str,
    *,
    go: Callable[[ScreenSpot], None],
    failed: Callable[[MeitinkerError], None],
) -> None:
    """Begin it, and ``go`` to where it is written."""
    work, one = workplace, RecordId(appointment_id)

    def show(visit_id: RecordId | None) -> None:
        if visit_id is not None:
            go(ScreenSpot(screen="visits", record_id=visit_id))

    def begun(_changes: object) -> None:
        work.tasks.read(
            asker,
            lambda: appointments.visit_of(work.database, work.session, one),
            done=show,
            failed=failed,
        )

    work.tasks.write(
        asker,
        lambda: appointments.begin_visit(work.database, work.session, one),
        done=begun,
        failed=failed,
    )
