"""What waits for a meitinker: begun, made but not given, and broken off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.kinds import KINDS
from meitinker.domain.people import Person
from meitinker.domain.visits import Visit, VisitState
from meitinker.errors import NotVisible
from meitinker.services import editing, organisation, plans, visits
from meitinker.store import records
from meitinker.store import visits as visit_rows

if TYPE_CHECKING:
    from meitinker.domain.records import Record
    from meitinker.domain.session import Session
    from meitinker.store.database import Database
    from meitinker.store.drafts import Draft
    from meitinker.store.driver import Connection
    from meitinker.store.visits import UnsentEntry, VisitEntry


class BrokenOff(msgspec.Struct, frozen=True, kw_only=True):
    """Text that was being typed when the program stopped without closing; not what it says.

    Attributes:
        change_id: Of the draft; another draft of the same record has another.
        visit_id: The visit it belongs to, or "" where it belongs to a person's file.
        person: The resident it is about.
        saved_at: UTC text of the last key that was saved.
    """

    change_id: str
    visit_id: str
    person: Person
    saved_at: str


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that waits, and for whom.

    Attributes:
        name: The user's name.
        begun: The newest visits that were not concluded.
        ungiven: Plans that still have to reach their resident, oldest first.
        broken_off: Text that was being typed when the program last stopped.
        begun_further: Visits that were not concluded and are not in ``begun``.
        ungiven_further: Plans that wait and are not in ``ungiven``.
    """

    name: str
    begun: tuple[VisitEntry, ...]
    ungiven: tuple[UnsentEntry, ...]
    broken_off: tuple[BrokenOff, ...]
    begun_further: int = 0
    ungiven_further: int = 0


def waiting(database: Database, session: Session) -> Waiting:
    """Return what waits for the user of ``session``."""
    begun = tuple(visits.listed(database, session, state=VisitState.OPEN))
    ungiven = tuple(plans.unsent(database, session))
    with database.reading() as connection:
        waiting_plans = visit_rows.count_unsent(connection, session)
    return Waiting(
        name=organisation.own(database, session).user.name,
        begun=begun,
        ungiven=ungiven,
        broken_off=broken_off(database, session),
        begun_further=visits.count(database, session, state=VisitState.OPEN) - len(begun),
        ungiven_further=waiting_plans - len(ungiven),
    )


def broken_off(database: Database, session: Session) -> tuple[BrokenOff, ...]:
    """Return the open drafts that are about a resident, newest first.

    Right after the start these are what a crash or an empty battery broke off. Later on there
    may also be a draft of what is being typed now: the caller keeps the two apart.
    """
    found = []
    drafts = editing.interrupted(database)
    with database.reading() as connection:
        for draft in drafts:
            one = _broken_off(connection, session, draft)
            if one is not None:
                found.append(one)
    return tuple(sorted(found, key=lambda one: one.saved_at, reverse=True))


def _broken_off(connection: Connection, session: Session, draft: Draft) -> BrokenOff | None:
    try:
        record = records.get(connection, session, KINDS[draft.kind].record, draft.record_id)
        visit = _visit_of(connection, session, record)
        person_id = visit.client_id if visit else _person_id(record)
        person = records.get(connection, session, Person, records.resolve(connection, person_id))
    except NotVisible:
        return None
    return BrokenOff(
        change_id=draft.change_id,
        visit_id=visit.id if visit else "",
        person=person,
        saved_at=draft.saved_at,
    )


def _visit_of(connection: Connection, session: Session, record: Record) -> Visit | None:
    if isinstance(record, Visit):
        return record
    visit_id = getattr(record, "visit_id", None)
    return records.get(connection, session, Visit, visit_id) if visit_id else None


def _person_id(record: Record) -> str:
    return str(getattr(record, "client_id", None) or getattr(record, "person_id", record.id))
