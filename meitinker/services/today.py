"""What waits for a meitinker: begun, made but not given, and broken off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.visits import VisitState
from meitinker.services import (
    adding,
    broken_off,
    form_drafts,
    organisation,
    paper_queue,
    taking,
    visits,
)

if TYPE_CHECKING:
    from meitinker.domain.session import Session
    from meitinker.services.broken_off import BrokenOff
    from meitinker.store.database import Database
    from meitinker.store.requests import UnsentLetter
    from meitinker.store.visits import UnsentEntry, VisitEntry


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
    """Everything that waits, and for whom.

    Attributes:
        name: The user's name.
        begun: The newest visits that were not concluded.
        ungiven: Plans and letters that still have to reach their resident, oldest first.
        broken_off: Text that was being typed when the program last stopped.
        begun_further: Visits that were not concluded and are not in ``begun``.
        ungiven_further: Plans and letters that wait and are not in ``ungiven``.
        half_typed: New residents and questions that were begun and not saved.
    """

    name: str
    begun: tuple[VisitEntry, ...]
    ungiven: tuple[UnsentEntry | UnsentLetter, ...]
    broken_off: tuple[BrokenOff, ...]
    begun_further: int = 0
    ungiven_further: int = 0
    half_typed: tuple[HalfTyped, ...] = ()


def waiting(database: Database, session: Session) -> Waiting:
    """Return what waits for the user of ``session``."""
    begun = tuple(visits.listed(database, session, state=VisitState.OPEN))
    papers = paper_queue.entries(database, session)
    return Waiting(
        name=organisation.own(database, session).user.name,
        begun=begun,
        ungiven=papers,
        broken_off=broken_off.found(database, session),
        begun_further=visits.count(database, session, state=VisitState.OPEN) - len(begun),
        ungiven_further=paper_queue.count(database, session) - len(papers),
        half_typed=_half_typed(database, session),
    )


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
