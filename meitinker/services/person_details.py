"""Details of a person's file that need more than keeping a typed field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.domain import identity
from meitinker.domain.addresses import Address, AddressUse
from meitinker.domain.people import Person
from meitinker.errors import InvalidField
from meitinker.ids import PersonId, RecordId, record_id
from meitinker.services import editing
from meitinker.store.acts import act

if TYPE_CHECKING:
    from datetime import datetime

    from meitinker.changes import Changes
    from meitinker.domain.session import Session
    from meitinker.store.database import Database


def type_phone(
    database: Database, session: Session, phone_id: RecordId, *, number: str
) -> datetime:
    """Keep a phone number as far as it is typed, with its digits once it is one.

    Half a number is kept too, so that nothing typed is lost; it is not searched or compared.

    Raises:
        DiskFull, DiskFailed, StoreReadOnly: It is not kept; the form still has it.
    """
    try:
        digits = identity.checked_phone(number)
    except InvalidField:
        digits = ""
    fields = {"number": number.strip(), "digits": digits}
    return editing.save(database, session, kind="phone", record_id=phone_id, fields=fields)


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
