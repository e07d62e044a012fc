"""What waits for a meitinker: begun, made but not given, and broken off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.visits import VisitState
from meitinker.services import broken_off, letters, organisation, plans, visits
from meitinker.store import visits as visit_rows

if TYPE_CHECKING:
    from meitinker.domain.session import Session
    from meitinker.services.broken_off import BrokenOff
    from meitinker.store.database import Database
    from meitinker.store.requests import UnsentLetter
    from meitinker.store.visits import UnsentEntry, VisitEntry


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that waits, and for whom.

    Attributes:
        name: The user's name.
        begun: The newest visits that were not concluded.
        ungiven: Plans and letters that still have to reach their resident, oldest first.
        broken_off: Text that was being typed when the program last stopped.
        begun_further: Visits that were not concluded and are not in ``begun``.
        ungiven_further: Plans that wait and are not in ``ungiven``.
    """

    name: str
    begun: tuple[VisitEntry, ...]
    ungiven: tuple[UnsentEntry | UnsentLetter, ...]
    broken_off: tuple[BrokenOff, ...]
    begun_further: int = 0
    ungiven_further: int = 0


def waiting(database: Database, session: Session) -> Waiting:
    """Return what waits for the user of ``session``."""
    begun = tuple(visits.listed(database, session, state=VisitState.OPEN))
    made = plans.unsent(database, session)
    papers: list[UnsentEntry | UnsentLetter] = [*made, *letters.unsent(database, session)]
    with database.reading() as connection:
        waiting_plans = visit_rows.count_unsent(connection, session)
    return Waiting(
        name=organisation.own(database, session).user.name,
        begun=begun,
        ungiven=tuple(sorted(papers, key=lambda one: one.made_at)),
        broken_off=broken_off.found(database, session),
        begun_further=visits.count(database, session, state=VisitState.OPEN) - len(begun),
        ungiven_further=waiting_plans - len(made),
    )
