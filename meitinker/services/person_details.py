"""Details of a person's file that need more than keeping a typed field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.domain.addresses import Address, AddressUse
from meitinker.domain.people import Person
from meitinker.ids import PersonId, record_id
from meitinker.store.acts import act

if TYPE_CHECKING:
    from meitinker.changes import Changes
    from meitinker.domain.session import Session
    from meitinker.store.database import Database


def add_address(
    database: Database, session: Session, person_id: PersonId, *, use: AddressUse
) -> Changes:
    """Add an empty address, to be typed in."""
    with act(database, session, "address.add") as work:
        work.create(Address(id=record_id(), person_id=person_id, use=use))
    return work.changes


def withdraw_death(database: Database, session: Session, person_id: PersonId) -> Changes:
    """Take back that a person died: it was a mistake, and letters go out again."""
    with act(database, session, "person.death_withdrawn") as work:
        work.edit(Person, person_id, {"deceased_on": None})
    return work.changes
