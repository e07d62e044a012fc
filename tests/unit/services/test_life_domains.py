"""Which list of life domains is in force for a resident."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from meitinker import ids
from meitinker.domain.organisation import Municipality, ReferenceOverlay
from meitinker.domain.people import Person
from meitinker.domain.villages import Village
from meitinker.domain.visits import LifeDomain
from meitinker.ids import MunicipalityId, PersonId, VillageId
from meitinker.services import life_domains, visit_files
from meitinker.store.acts import act

if TYPE_CHECKING:
    from meitinker.domain.life_domains import DomainList
    from tests.stores import TestStore

DAY = date(2026, 11, 22)


def resident(store: TestStore, municipality: str) -> PersonId:
    where = Municipality(id=ids.record_id(), name=municipality)
    village = Village(
        id=ids.record_id(),
        dutch_name="Grou",
        frisian_name="Grou",
        municipality_id=MunicipalityId(where.id),
    )
    person = Person(id=ids.record_id(), surname="Jong", village_id=VillageId(village.id))
    with act(store.database, store.session, "person.add") as work:
        for one in (where, village, person):
            work.create(one)
    return PersonId(person.id)


def in_force(store: TestStore, person: PersonId, *, day: date = DAY) -> DomainList:
    client = store.get(Person, person)
    with store.database.reading() as connection:
        return life_domains.in_force(connection, store.session, client, day=day)


def overlay(store: TestStore, content: object, municipality: MunicipalityId | None = None) -> str:
    own = ReferenceOverlay(
        id=ids.record_id(),
        name="life_domains",
        municipality_id=municipality,
        checked=True,
        content=msgspec.json.encode(content).decode(),
    )
    with act(store.database, store.session, "overlay.add") as work:
        work.create(own)
    return own.id


OWN = [{"code": "geld", "label": "Rondkomen", "prompt": "Lukt het?", "covers": ["finances"]}]


def test_the_list_follows_the_municipality_on_the_day(store: TestStore) -> None:
    person = resident(store, "Leeuwarden")
    assert in_force(store, person).municipality == "Leeuwarden"
    assert len(in_force(store, person).guides) == 8
    before = in_force(store, person, day=date(2025, 12, 31))
    assert before.municipality is None


def test_who_lives_elsewhere_gets_the_general_list(store: TestStore) -> None:
    for person in (resident(store, "Waadhoeke"), store.person("Meer")):
        assert [g.home for g in in_force(store, person).guides] == list(LifeDomain)


def test_the_organisations_own_list_wins(store: TestStore) -> None:
    key = overlay(store, OWN)
    found = in_force(store, resident(store, "Leeuwarden"))
    assert found.key == key
    assert [guide.label for guide in found.guides] == ["Rondkomen"]


def test_a_list_that_cannot_be_read_keeps_no_conversation_shut(store: TestStore) -> None:
    overlay(store, {"not": "a list"})
    overlay(store, [{"code": "x", "label": "X", "covers": ["nowhere"]}])
    person = resident(store, "Leeuwarden")
    assert in_force(store, person).municipality == "Leeuwarden"
    assert visit_files.file_of(store.database, store.session, store.visit(person)).life_domains


def test_the_users_own_choice_wins_until_it_is_taken_back(store: TestStore) -> None:
    person = resident(store, "Leeuwarden")
    general = next(c for c in life_domains.choices(store.database, store.session) if c.count == 13)
    life_domains.choose(store.database, general.key)
    assert in_force(store, person).key == general.key
    life_domains.choose(store.database, "")
    assert in_force(store, person).municipality == "Leeuwarden"


def test_a_choice_that_went_away_is_no_choice(store: TestStore) -> None:
    life_domains.choose(store.database, "life_domains/gone")
    assert in_force(store, resident(store, "Leeuwarden")).municipality == "Leeuwarden"


def test_only_lists_that_hold_are_offered_each_with_whom_it_is_for(store: TestStore) -> None:
    resident(store, "Leeuwarden")
    offered = life_domains.choices(store.database, store.session)
    assert {one.municipality for one in offered} == {"", "Veere", "Leeuwarden"}
    assert next(one.count for one in offered if one.municipality == "Veere") == 10
