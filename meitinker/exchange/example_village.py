"""The example village: invented, true to life, and the same for the same seed and day.

Records out, no store: whoever calls puts them away, marks the organisation as the demo's and
keeps them from real data. The villages' names are real, the people are made up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.map_services import MapService
from meitinker.domain.organisation import Municipality, Organisation, User
from meitinker.domain.people import Person
from meitinker.domain.reference import MunicipalityEntry, VillageEntry, shipped
from meitinker.domain.villages import Village
from meitinker.domain.visits import Visit
from meitinker.exchange import example_source as source
from meitinker.exchange.example_contacts import contacts
from meitinker.exchange.example_conversation import conversations
from meitinker.exchange.example_decisions import decisions
from meitinker.exchange.example_map import ExampleMap
from meitinker.exchange.example_map_upkeep import upkeep
from meitinker.exchange.example_network import networks
from meitinker.exchange.example_people import People
from meitinker.exchange.example_requests import requests
from meitinker.exchange.example_reviews import CLERK_ID, ToldRecords, clerks, reviews
from meitinker.exchange.example_stories import FENNE, PYTRIK, SJOUKJE, YMKJE, Stories
from meitinker.exchange.example_visits import Visits, Writer
from meitinker.exchange.example_week import week
from meitinker.ids import (
    DeviceId,
    MunicipalityId,
    OrganisationId,
    PersonId,
    RecordId,
    UserId,
    VillageId,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from meitinker.domain.records import Record

SEED = 1948
"""The seed of the village that everyone sees."""

USUAL_SIZE = 160
"""Persons in the village that ``meitinker --demo`` opens: enough for every list to scroll."""

LARGE = 20_000
"""Persons from which one file is as long as files get: the bench measures with it."""

SERVICES_LARGE = 10_000
"""Services in the social map of such a village: more than four municipalities have."""

BUSIEST_VISITS = 200
NUMBERS_UNTIL = 100_000
"""Plans of the village are numbered below this; the demo device's own range begins here."""

ORGANISATION_ID = OrganisationId(source.fixed_id("organisation"))
USER_ID = UserId(source.fixed_id("user"))
DEVICE_ID = DeviceId(source.fixed_id("device"))
BUSIEST = PersonId(source.fixed_id("person:busiest"))
"""In a village of LARGE or more: the one person with BUSIEST_VISITS visits."""

_TOLD_IN_FULL = frozenset({SJOUKJE, PYTRIK, FENNE, YMKJE})
_DOUBLE_SHARE = 0.03
_TIES_SHARE, _TIES_SHARE_LARGE = 0.5, 0.1
_NEED_SHARE = 0.7
_NEED_SHARE_LARGE = 0.3  # every need brings some four findings; the large one is about people


class VillageOwner(msgspec.Struct, frozen=True, kw_only=True):
    """Whose village it is; a store that has made its own organisation and user says so here.

    The device's record is never part of the village: the store makes it with its keys.
    """

    organisation_id: OrganisationId = ORGANISATION_ID
    user_id: UserId = USER_ID
    device_id: DeviceId = DEVICE_ID


def generate(
    scale: int | None,
    today: date,
    *,
    seed: int = SEED,
    owner: VillageOwner | None = None,
) -> Iterator[Record]:
    """Yield the records of a village, each after those that it refers to.

    Args:
        scale: Least number of persons, or 0 or None for USUAL_SIZE. From LARGE on the
            village holds about five visits and notes for each person.
        today: The day that everything else is reckoned back from.
        seed: Another seed is another village; the eight stories stay.
        owner: The ids of organisation, user and device; the example's own without it.
    """
    owner = owner or VillageOwner()
    size = scale or USUAL_SIZE
    told = ToldRecords()
    for record in _told(size, today, seed, owner):
        if size < LARGE:
            told.note(record)
        yield record
    if size < LARGE:
        yield from reviews(told, today, owner.user_id)
    yield from _social_map(size, today, seed, owner)


def _social_map(size: int, today: date, seed: int, owner: VillageOwner) -> Iterator[Record]:
    """Yield the social map: all of it in the usual village, less and more in others."""
    dice, villages = source.Dice(seed, today), by_name()
    count = None if size == USUAL_SIZE else SERVICES_LARGE if size >= LARGE else size
    services = []
    example = ExampleMap(dice, villages)
    for record in example.records(count):
        if isinstance(record, MapService):
            services.append(record)
        yield record
    yield from upkeep(dice, services, villages, user_id=owner.user_id, clerk_id=CLERK_ID)
    if count is None:
        yield from example.later()


def _told(size: int, today: date, seed: int, owner: VillageOwner) -> Iterator[Record]:
    """Yield the village and what its meitinker wrote, in order of reference."""
    dice = source.Dice(seed, today)
    writer = Writer(user_id=owner.user_id, device_id=owner.device_id)
    yield from _organisation(owner)
    villages = by_name()
    yield from villages.values()
    yield _user(owner)
    yield from clerks()

    entries = shipped("villages")[-1].read(list[VillageEntry])
    people = People(dice, list(villages.values()), [e.size for e in entries])
    share = _NEED_SHARE_LARGE if size >= LARGE else _NEED_SHARE
    visits = Visits(dice, writer, need_share=share)
    met: list[Person] = []
    talks: list[Visit] = []
    stories = Stories(dice, writer, villages).tell(people, visits)
    for record in _counted(stories, people, visits, size):
        if isinstance(record, Person):
            met.append(record)
        elif isinstance(record, Visit) and record.client_id in _TOLD_IN_FULL:
            talks.append(record)
        yield record
    said = list(conversations(talks, YMKJE))
    yield from said
    yield from decisions(said, today, owner.user_id)
    ties = _TIES_SHARE_LARGE if size >= LARGE else _TIES_SHARE
    yield from networks(source.Dice(seed, today), met, share=ties)
    ids = {name: VillageId(village.id) for name, village in villages.items()}
    yield from requests(today, owner.user_id)
    yield from week(today, owner.user_id, ids)
    yield from contacts(today, owner.user_id)


def _counted(
    stories: Iterator[Record], people: People, visits: Visits, size: int
) -> Iterator[Record]:
    """Yield the stories, then households until there are ``size`` persons."""
    living = 0
    for record in stories:
        living += isinstance(record, Person)
        yield record
    busiest_due = size >= LARGE
    while living < size:
        if busiest_due:
            busiest_due = False
            living += 1
            yield from _busiest(people, visits)
            continue
        residents, records = people.household(size - living)
        living += len(residents)
        yield from records
        for resident in residents:
            yield from visits.of(resident, visits.how_many())
        if living < size and people.dice.chance() < _DOUBLE_SHARE:
            living += 1
            yield from people.double_of(residents[0], records)


def _busiest(people: People, visits: Visits) -> Iterator[Record]:
    """Yield the one person whose file is as long as files get."""
    residents, records = people.household(1)
    alive = msgspec.structs.replace(residents[0].person, id=RecordId(BUSIEST), deceased_on=None)
    yield alive
    for record in records[1:]:
        yield msgspec.structs.replace(record, person_id=BUSIEST)
    yield from visits.of(msgspec.structs.replace(residents[0], person=alive), BUSIEST_VISITS)


def _organisation(owner: VillageOwner) -> Iterator[Record]:
    yield Organisation(
        id=owner.organisation_id,
        name="Stichting Mienskip (voorbeeld)",
        phone="0566-00 00 01",
        email="info@mienskip.example",
        return_address="Voorbeeldstraat 1, 9001 XX Grou",
        demo=True,
    )
    for entry in shipped("municipalities")[-1].read(list[MunicipalityEntry]):
        yield Municipality(id=municipality_id(entry.name), name=entry.name)


def by_name() -> dict[str, Village]:
    """Return the 18 villages by their Frisian names."""
    entries = shipped("villages")[-1].read(list[VillageEntry])
    return {
        e.frisian_name: Village(
            id=village_id(e.frisian_name),
            frisian_name=e.frisian_name,
            dutch_name=e.dutch_name,
            postcodes=" ".join(e.postcodes),
            municipality_id=municipality_id(e.municipality),
        )
        for e in entries
    }


def _user(owner: VillageOwner) -> User:
    return User(
        id=owner.user_id,
        name="Hinke Terpstra",
        title="meitinker",
        phone="0566-00 00 02",
    )


def village_id(frisian_name: str) -> RecordId:
    """Return the id of one of the 18 villages in every example."""
    return source.fixed_id(f"village:{frisian_name}")


def municipality_id(name: str) -> MunicipalityId:
    """Return the id of one of the four municipalities in every example."""
    return MunicipalityId(source.fixed_id(f"municipality:{name}"))
