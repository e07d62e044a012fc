"""Who lives together now: asked in one way for a file, a network and a note.

Beside households, which someone wrote down, there is who merely has the same home address.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain import doubles
from meitinker.domain.addresses import Address, address_on
from meitinker.domain.households import HouseholdMember
from meitinker.domain.people import Person
from meitinker.ids import PersonId
from meitinker.store import blocks, records, secrecy

if TYPE_CHECKING:
    from collections.abc import Iterable

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


_MOST_UNDER_ONE_ROOF = 8
"""More at one address are a home for many, and no household."""


def under_one_roof(connection: Connection, session: Session, person_id: str) -> tuple[Person, ...]:
    """Return who has the home address of a resident today, the resident left out.

    At a secret address nobody is known to live, and in a home for many nobody together. Who was
    added a moment ago is found once their file is indexed.
    """
    person = records.get(connection, session, Person, person_id)
    if secrecy.has_secret_address(connection, person_id):
        return ()
    home = _home(person, records.find(connection, session, Address, person_id=person_id))
    if not home:
        return ()
    found = [
        one.person
        for one in blocks.candidates(connection, session, doubles.draft_of(person), by=home)
        if one.person.id != person_id and _home(one.person, one.addresses) == home
    ]
    return tuple(found) if len(found) < _MOST_UNDER_ONE_ROOF else ()


def _home(person: Person, addresses: Iterable[Address]) -> frozenset[str]:
    """Return the key under which those of one home address meet, or nothing."""
    here = address_on(addresses, clock.today())
    bare = Person(id=person.id, village_id=person.village_id)
    return doubles.blocking_keys(doubles.draft_of(bare, () if here is None else (here,)))
