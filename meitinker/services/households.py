"""Who lives together now: asked in one way for a file, a network and a note."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.households import HouseholdMember
from meitinker.domain.people import Person
from meitinker.ids import PersonId
from meitinker.store import records

if TYPE_CHECKING:
    from meitinker.domain.session import Session
    from meitinker.store.driver import Connection


def members(
    connection: Connection, session: Session, person_id: str
) -> tuple[tuple[HouseholdMember, Person], ...]:
    """Return who is in a resident's households now, the resident included, each once.

    Whose file was merged stands under the file it is now. Who is not this session's to see, or
    whose file is gone, is left out.
    """
    own = records.find(connection, session, HouseholdMember, person_id=person_id)
    shared = [
        member
        for household in dict.fromkeys(one.household_id for one in own if one.until is None)
        for member in records.find(connection, session, HouseholdMember, household_id=household)
        if member.until is None
    ]
    living = records.resolved(connection, (one.person_id for one in shared))
    people: dict[str, Person] = {
        one.id: one for one in records.chosen(connection, session, Person, set(living.values()))
    }
    found: dict[str, tuple[HouseholdMember, Person]] = {}
    for member in shared:
        person = people.get(living[member.person_id])
        if person is not None and person.id not in found:
            whole = msgspec.structs.replace(member, person_id=PersonId(person.id))
            found[person.id] = (whole, person)
    return tuple(found.values())
