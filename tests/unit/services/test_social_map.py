"""The social map: lists by what is asked, one service with all that belongs to it, writing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec
import pytest

from meitinker.domain.map_places import MapContact, MapLocation, MapPhone, ServiceAtLocation
from meitinker.domain.map_services import (
    CarerFunction,
    Cost,
    CostOption,
    MapService,
    Reach,
    ServiceArea,
    ServiceStatus,
    Vocabulary,
    WayIn,
)
from meitinker.domain.needs import Rung
from meitinker.domain.opening_hours import Schedule
from meitinker.domain.organisation import Municipality
from meitinker.domain.providers import Provider
from meitinker.domain.session import Role
from meitinker.domain.villages import Village
from meitinker.domain.visits import LifeDomain
from meitinker.errors import InvalidField, NotVisible
from meitinker.ids import MunicipalityId, RecordId, VillageId, record_id
from meitinker.services import map_editing, social_map, undo
from meitinker.services.map_editing import NewService
from meitinker.store import checking, records
from meitinker.store.acts import act
from meitinker.store.social_map import ServiceFilter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from meitinker.domain.records import Record
    from tests.stores import TestStore


class Map:
    """A map with one provider, two villages, and what a test adds to it."""

    def __init__(self, store: TestStore) -> None:
        self.store = store
        self.use = (store.database, store.session)
        with act(*self.use, "test.make") as work:
            town = MunicipalityId(work.create(Municipality(id=record_id(), name="Leeuwarden")))
            self.town = town
            self.grou, self.akkrum = (
                VillageId(
                    work.create(Village(id=record_id(), frisian_name=name, municipality_id=of))
                )
                for name, of in (("Grou", town), ("Akkrum", None))
            )
        self.provider = self.add(Provider(id=record_id(), name="Buorsoarch"))

    def add(self, record: Record) -> RecordId:
        made = map_editing.add(*self.use, record)
        return made.items[0].record_id

    def service(
        self,
        name: str,
        *parts: Record,
        codes: Mapping[Vocabulary, tuple[str, ...]] | None = None,
        **fields: object,
    ) -> RecordId:
        one = MapService(id=record_id(), provider_id=self.provider, name=name)
        one = msgspec.structs.replace(one, **fields)
        parts = tuple(msgspec.structs.replace(part, service_id=one.id) for part in parts)
        map_editing.add_service(*self.use, NewService(service=one, codes=codes or {}, parts=parts))
        return one.id

    def area(self, reach: Reach, **fields: object) -> ServiceArea:
        one = ServiceArea(id=record_id(), service_id=record_id(), reach=reach)
        return msgspec.structs.replace(one, **fields)

    def at(self, village: VillageId | None) -> ServiceAtLocation:
        place = self.add(MapLocation(id=record_id(), name="It Doarpshûs", village_id=village))
        return ServiceAtLocation(id=record_id(), service_id=record_id(), location_id=place)

    def names(self, wanted: ServiceFilter | None = None) -> list[str]:
        return [one.name for one in social_map.listed(*self.use, wanted).lines]


@pytest.fixture
def the_map(store: TestStore) -> Map:
    return Map(store)


MEALS = {Vocabulary.CATEGORY: ("meals",)}
RESPITE = {Vocabulary.CATEGORY: ("respite",)}


def test_services_come_by_name_as_people_sort(the_map: Map) -> None:
    for name in ("Zorgboerderij", "Âld en nij", "eetclub", "Boadskippen"):
        the_map.service(name)
    assert the_map.names() == ["Âld en nij", "Boadskippen", "eetclub", "Zorgboerderij"]


def test_a_list_goes_on_where_it_stopped(the_map: Map) -> None:
    for number in range(7):
        the_map.service(f"Eetclub {number}")
    first = social_map.listed(*the_map.use, most=4)
    rest = social_map.listed(*the_map.use, most=4, after=first.lines[-1])
    assert (len(first.lines), first.count) == (4, 7)
    names = [one.name for one in (*first.lines, *rest.lines)]
    assert names == [f"Eetclub {number}" for number in range(7)]


def test_a_service_is_for_the_villages_of_its_areas_or_where_it_is_given(the_map: Map) -> None:
    grou, akkrum = the_map.grou, the_map.akkrum
    the_map.service("dorp", the_map.area(Reach.VILLAGE, village_id=grou))
    the_map.service("gemeente", the_map.area(Reach.MUNICIPALITY, municipality_id=the_map.town))
    the_map.service("regio", the_map.area(Reach.REGION, name="Fryslân"))
    the_map.service("elders", the_map.area(Reach.ELSEWHERE, name="Haarlem"), the_map.at(grou))
    the_map.service("plek", the_map.at(akkrum))
    the_map.service("nergens")
    assert the_map.names(ServiceFilter(village_id=grou)) == ["dorp", "gemeente", "regio"]
    assert the_map.names(ServiceFilter(village_id=akkrum)) == ["plek", "regio"]


def test_a_category_holds_those_under_it(the_map: Map) -> None:
    the_map.service("maaltijden", codes=MEALS)
    the_map.service("respijt", codes=RESPITE)
    assert the_map.names(ServiceFilter(category=frozenset({"household"}))) == ["maaltijden"]
    assert the_map.names(ServiceFilter(category=frozenset({"meals", "respite"}))) == [
        "maaltijden",
        "respijt",
    ]
    assert the_map.names(ServiceFilter(category=frozenset())) == []


def test_what_a_service_says_itself_wins_over_its_category(the_map: Map) -> None:
    the_map.service("van de rubriek", codes=RESPITE)
    own = {
        **RESPITE,
        Vocabulary.CARER_FUNCTION: ("education",),
        Vocabulary.LIFE_DOMAIN: ("housing",),
    }
    the_map.service("eigen", codes=own, rung=Rung.VOLUNTEERS)
    asked = {
        ServiceFilter(carer_function=CarerFunction.RESPITE_CARE): ["van de rubriek"],
        ServiceFilter(carer_function=CarerFunction.EDUCATION): ["eigen"],
        ServiceFilter(rung=Rung.GENERAL_PROVISION): ["van de rubriek"],
        ServiceFilter(rung=Rung.VOLUNTEERS): ["eigen"],
        ServiceFilter(life_domain=LifeDomain.SOCIAL_NETWORK): ["van de rubriek"],
        ServiceFilter(life_domain=LifeDomain.HOUSING): ["eigen"],
    }
    assert {one: the_map.names(one) for one in asked} == asked
    for line in social_map.listed(*the_map.use).lines:
        facets = social_map.opened(*the_map.use, line.service_id).facets
        assert the_map.names(ServiceFilter(rung=facets.rung)) == [line.name]
        (function,) = facets.carer_functions
        assert the_map.names(ServiceFilter(carer_function=function)) == [line.name]


def test_lists_by_cost_way_in_who_for_and_provider(the_map: Map) -> None:
    the_map.service("gratis", cost=Cost.FREE, way_in=WayIn.FREE)
    the_map.service("betaald", cost=Cost.PAID, codes={Vocabulary.WHO_FOR: ("carers",)})
    assert the_map.names(ServiceFilter(cost=Cost.FREE)) == ["gratis"]
    assert the_map.names(ServiceFilter(way_in=WayIn.FREE)) == ["gratis"]
    assert the_map.names(ServiceFilter(who_for="carers")) == ["betaald"]
    assert the_map.names(ServiceFilter(provider_id=the_map.provider)) == ["betaald", "gratis"]
    assert the_map.names(ServiceFilter(provider_id="x")) == []


def test_what_stopped_is_left_out_unless_it_is_asked(the_map: Map) -> None:
    the_map.service("weg", status=ServiceStatus.DEFUNCT)
    assert the_map.names() == []
    assert the_map.names(ServiceFilter(running=False)) == ["weg"]


def test_one_service_with_all_that_belongs_to_it(the_map: Map) -> None:
    at = the_map.at(the_map.grou)
    the_map.add(MapPhone(id=record_id(), location_id=at.location_id, number="0566 62 00 00"))
    the_map.add(Schedule(id=record_id(), location_id=at.location_id, byday="TU", opens_at="10:00",
                         closes_at="12:00"))  # fmt: skip
    one = the_map.service(
        "Eetclub",
        at,
        CostOption(id=record_id(), service_id=record_id(), option="per keer", amount=750),
        MapContact(id=record_id(), name="Sjoukje"),
        the_map.area(Reach.VILLAGE, village_id=the_map.grou),
        codes=MEALS,
    )
    found = social_map.opened(*the_map.use, one)
    assert found.provider is not None
    assert found.provider.name == "Buorsoarch"
    assert [place.location.name for place in found.places] == ["It Doarpshûs"]
    assert [phone.number for phone in found.numbers] == ["0566 62 00 00"]
    assert [hour.byday for hour in found.hours] == ["TU"]
    assert [price.amount for price in found.prices] == [750]
    assert found.facets.life_domains == (LifeDomain.INSTRUMENTAL_ADL, LifeDomain.SOCIAL_NETWORK)
    assert found.checked_on is None
    (line,) = social_map.listed(*the_map.use).lines
    assert (line.places, line.provider) == ("Grou", "Buorsoarch")


def test_its_own_numbers_and_hours_come_first_and_those_of_the_provider_last(the_map: Map) -> None:
    the_map.add(MapPhone(id=record_id(), provider_id=the_map.provider, number="0800 1"))
    one = the_map.service("Eetclub")
    assert [phone.number for phone in social_map.opened(*the_map.use, one).numbers] == ["0800 1"]
    the_map.add(MapPhone(id=record_id(), service_id=one, number="0566 2"))
    assert [phone.number for phone in social_map.opened(*the_map.use, one).numbers] == ["0566 2"]


def test_codes_are_set_whole_and_only_what_differs_is_written(the_map: Map) -> None:
    one = the_map.service("Eetclub", codes={Vocabulary.WHO_FOR: ("carers", "everyone")})
    with act(*the_map.use, "map.change") as work:
        map_editing.set_codes_within(work, one, Vocabulary.WHO_FOR, ["everyone", "families"])
    assert [item.operation for item in work.changes.items] == ["delete", "create"]
    facets = social_map.opened(*the_map.use, one).facets
    assert set(facets.who_for) == {"everyone", "families"}
    with act(*the_map.use, "map.change") as work:
        map_editing.set_codes_within(work, one, Vocabulary.WHO_FOR, facets.who_for)
    assert not work.changes.items


def test_taking_a_service_away_takes_its_parts_and_undo_brings_all_back(the_map: Map) -> None:
    at = the_map.at(the_map.grou)
    contact = MapContact(id=record_id(), name="Sjoukje")
    one = the_map.service("Eetclub", at, contact, codes=MEALS)
    the_map.add(MapPhone(id=record_id(), contact_id=contact.id, number="06 1"))
    the_map.add(MapPhone(id=record_id(), at_location_id=at.id, number="06 2"))
    map_editing.take_away(*the_map.use, MapService, one)
    with pytest.raises(NotVisible):
        social_map.opened(*the_map.use, one)
    assert the_map.names() == []
    with the_map.store.database.reading() as connection:
        assert not records.find(connection, the_map.store.session, MapPhone)
    undo.undo(*the_map.use)
    found = social_map.opened(*the_map.use, one)
    assert found.facets.categories == ("meals",)
    assert [phone.number for phone in found.numbers] == ["06 2"]
    assert the_map.names() == ["Eetclub"]
    assert checking.check(the_map.store.database).problems == ()


def test_who_still_offers_something_stays(the_map: Map) -> None:
    at = the_map.at(the_map.grou)
    the_map.service("Eetclub", at)
    for record, key, reason in (
        (Provider, the_map.provider, "provider_has_services"),
        (MapLocation, at.location_id, "location_in_use"),
    ):
        with pytest.raises(InvalidField) as refused:
            map_editing.take_away(*the_map.use, record, key)
        assert refused.value.reason == reason


def test_what_was_changed_shows_in_the_list(the_map: Map) -> None:
    one = the_map.service("Eetclub")
    map_editing.change(*the_map.use, MapService, one, {"name": "Âld Eetclub"})
    (line,) = social_map.listed(*the_map.use).lines
    assert (line.name, line.sort_name) == ("Âld Eetclub", "ald eetclub")


def test_a_provider_cannot_be_a_part_of_itself(the_map: Map) -> None:
    part = the_map.add(Provider(id=record_id(), name="Deel", parent_id=the_map.provider))
    with pytest.raises(InvalidField) as refused:
        map_editing.change(*the_map.use, Provider, the_map.provider, {"parent_id": part})
    assert refused.value.reason == "provider_circle"


_SERVICE = RecordId("0")


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (Provider(id=record_id(), name=" "), "name_missing"),
        (Provider(id=record_id(), name="A", website="javascript:alert(1)"), "link_wrong"),
        (Provider(id=record_id(), name="A", email="a"), "email_wrong"),
        (MapService(id=record_id(), provider_id=_SERVICE, name="A"), "provider_missing"),
        (MapLocation(id=record_id()), "location_empty"),
        (MapLocation(id=record_id(), name="A", latitude=91_000_000), "point_wrong"),
        (ServiceArea(id=record_id(), service_id=_SERVICE, reach=Reach.VILLAGE), "area_missing"),
        (MapPhone(id=record_id(), number="bel maar"), "phone_no_number"),
        (MapContact(id=record_id()), "name_missing"),
        (CostOption(id=record_id(), service_id=_SERVICE, amount=-1), "amount_wrong"),
        (
            CostOption(
                id=record_id(),
                service_id=_SERVICE,
                valid_from=date(2026, 2, 1),
                valid_to=date(2026, 1, 1),
            ),
            "ends_before_begins",
        ),
        (Schedule(id=record_id(), byday="XX", opens_at="10:00", closes_at="12:00"), "days_wrong"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    the_map: Map, record: Record, reason: str
) -> None:
    with pytest.raises(InvalidField) as refused:
        map_editing.add(*the_map.use, record)
    assert refused.value.reason == reason
    with the_map.store.database.reading() as connection:
        assert record.id not in {
            one.id for one in records.find(connection, the_map.store.session, type(record))
        }


@pytest.mark.parametrize("ages", [(-1, None), (20, 10), (None, 131)])
def test_ages_that_cannot_be_are_refused(the_map: Map, ages: tuple[int | None, int | None]) -> None:
    with pytest.raises(InvalidField) as refused:
        the_map.service("Eetclub", minimum_age=ages[0], maximum_age=ages[1])
    assert refused.value.reason == "ages_wrong"


def test_who_has_no_village_at_all_sees_no_map(the_map: Map) -> None:
    the_map.service("Eetclub")
    nobody = msgspec.structs.replace(the_map.store.session, villages=frozenset())
    assert social_map.listed(the_map.store.database, nobody).lines == ()
    assert social_map.listed(the_map.store.database, nobody).count == 0


@pytest.mark.parametrize("role", Role)
def test_every_role_reads_the_map(the_map: Map, role: Role) -> None:
    the_map.service("Eetclub")
    session = msgspec.structs.replace(the_map.store.session, role=role)
    assert social_map.listed(the_map.store.database, session).count == 1
