"""Who lives together now."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec
import pytest

from meitinker.domain.households import HouseholdMember
from meitinker.domain.people import Person
from meitinker.errors import NotVisible
from meitinker.ids import HouseholdId, PersonId, RecordId, VillageId, record_id
from meitinker.services import contacts, households, merging, network, people
from meitinker.store import records
from meitinker.store.acts import act

if TYPE_CHECKING:
    from tests.stores import TestStore

HERE, THERE = (VillageId(RecordId(name)) for name in ("village-here", "village-there"))


def _together(store: TestStore, *who: PersonId, until: date | None = None) -> None:
    home = HouseholdId(record_id())
    with act(store.database, store.session, "household.make") as work:
        for one in who:
            work.create(
                HouseholdMember(id=record_id(), household_id=home, person_id=one, until=until)
            )


def _members(store: TestStore, person: PersonId) -> set[str]:
    with store.database.reading() as connection:
        found = households.members(connection, store.session, person)
    assert all(member.person_id == one.id for member, one in found)
    return {one.id for _member, one in found}


def test_who_lives_together_now_is_told_once(store: TestStore) -> None:
    one, other, former = (store.person(name) for name in ("Jong", "Bakker", "Visser"))
    _together(store, one, other)
    _together(store, one, other)
    _together(store, one, former, until=date(2025, 1, 1))
    assert _members(store, one) == {one, other}
    assert _members(store, store.person("Alleen")) == set()


def test_a_merged_file_stands_under_the_one_it_is_now(store: TestStore) -> None:
    one, other, double = (store.person(name) for name in ("Jong", "Bakker", "Bakker"))
    _together(store, one, double)
    merging.merge(store.database, store.session, from_id=double, into_id=other)
    assert _members(store, one) == {one, other}


def test_a_housemate_whose_file_is_gone_keeps_no_file_shut(store: TestStore) -> None:
    one, other = store.person("Jong"), store.person("Bakker")
    _together(store, one, other)
    with act(store.database, store.session, "person.remove") as work:
        work.delete(Person, other)
    use = store.database, store.session
    assert [who.id for _m, who in people.opened(*use, one).household] == [one]
    assert contacts.begun(*use, one).whom == ()
    assert network.network(*use, one).housemates == ()


def test_a_housemate_of_another_village_is_left_out(store: TestStore) -> None:
    one, other = store.person("Jong", HERE), store.person("Bakker", THERE)
    _together(store, one, other)
    here = msgspec.structs.replace(store.session, villages=frozenset({HERE}))
    with store.database.reading() as connection:
        found = households.members(connection, here, one)
        assert [who.id for _member, who in found] == [one]
        with pytest.raises(NotVisible):
            records.get(connection, here, Person, other)
