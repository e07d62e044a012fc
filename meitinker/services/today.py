"""What waits for a meitinker: what was begun, and what was broken off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.organisation import User
from meitinker.domain.visits import VisitState
from meitinker.services import broken_off, half_typed, paper_queue, visits
from meitinker.store import records
from meitinker.store.visits import PAGE

if TYPE_CHECKING:
    from meitinker.domain.session import Session
    from meitinker.services.broken_off import BrokenOff
    from meitinker.services.half_typed import WaitingForm
    from meitinker.store.database import Database
    from meitinker.store.visits import VisitEntry


class WaitingWork(msgspec.Struct, frozen=True, kw_only=True):
    """What waits, and for whom.

    Attributes:
        name: The user's name.
        begun: The newest visits that were not concluded.
        unplanned: Visits that were concluded and of which no plan was made.
        broken_off: Text that was being typed when the program last stopped.
        half_typed: Forms that were begun and not saved: notes, questions, tasks and the rest.
    """

    name: str
    begun: tuple[VisitEntry, ...]
    unplanned: tuple[VisitEntry, ...] = ()
    broken_off: tuple[BrokenOff, ...]
    half_typed: tuple[WaitingForm, ...] = ()


def waiting(database: Database, session: Session, *, most: int = PAGE) -> WaitingWork:
    """Return what waits for the user of ``session``.

    Args:
        database: The store.
        session: Who asks.
        most: How many visits are shown. Where text was broken off there are as many more, as
            those need not be shown twice; :func:`begun_count` tells how many there are in all.
    """
    broken = broken_off.found(database, session)
    room = most + len(broken)
    with database.reading() as connection:
        name = records.get(connection, session, User, session.user).name
    return WaitingWork(
        name=name,
        begun=tuple(visits.listed(database, session, state=VisitState.OPEN, most=room)),
        unplanned=paper_queue.unmade(database, session, most=most),
        broken_off=broken,
        half_typed=half_typed.waiting(database, session),
    )


def begun_count(database: Database, session: Session) -> int:
    """Return how many visits were not concluded."""
    return visits.count(database, session, state=VisitState.OPEN)
