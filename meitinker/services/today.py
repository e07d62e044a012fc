"""What waits for a meitinker: what was begun, and what was broken off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.visits import VisitState
from meitinker.services import (
    adding,
    broken_off,
    form_drafts,
    organisation,
    taking,
    visits,
)
from meitinker.store.visits import PAGE

if TYPE_CHECKING:
    from meitinker.domain.session import Session
    from meitinker.services.broken_off import BrokenOff
    from meitinker.store.database import Database
    from meitinker.store.visits import VisitEntry


class HalfTyped(msgspec.Struct, frozen=True):
    """A form that was begun and not saved; of what was typed no more than the name of the resident.

    Attributes:
        form: Its name: that of :data:`meitinker.services.adding.FORM` or of
            :data:`meitinker.services.taking.FORM`.
        name: The new resident as far as typed, or "".
    """

    form: str
    name: str


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """What waits, and for whom.

    Attributes:
        name: The user's name.
        begun: The newest visits that were not concluded.
        broken_off: Text that was being typed when the program last stopped.
        half_typed: New residents and questions that were begun and not saved.
    """

    name: str
    begun: tuple[VisitEntry, ...]
    broken_off: tuple[BrokenOff, ...]
    half_typed: tuple[HalfTyped, ...] = ()


def waiting(database: Database, session: Session, *, most: int = PAGE) -> Waiting:
    """Return what waits for the user of ``session``.

    Args:
        database: The store.
        session: Who asks.
        most: How many visits are shown. Where text was broken off there are as many more, as
            those need not be shown twice; :func:`begun_count` tells how many there are in all.
    """
    broken = broken_off.found(database, session)
    room = most + len(broken)
    return Waiting(
        name=organisation.own(database, session).user.name,
        begun=tuple(visits.listed(database, session, state=VisitState.OPEN, most=room)),
        broken_off=broken,
        half_typed=_half_typed(database, session),
    )


def begun_count(database: Database, session: Session) -> int:
    """Return how many visits were not concluded."""
    return visits.count(database, session, state=VisitState.OPEN)


def _half_typed(database: Database, session: Session) -> tuple[HalfTyped, ...]:
    person = form_drafts.read(database, session, adding.FORM)
    request = form_drafts.read(database, session, taking.FORM)
    found = []
    if person is not None:
        parts = (person.called or person.given_names, person.prefix, person.surname)
        name = " ".join(part.strip() for part in parts if part.strip())
        found.append(HalfTyped(adding.FORM.name, name))
    if request is not None:
        found.append(HalfTyped(taking.FORM.name, request.new_name.strip()))
    return tuple(found)
