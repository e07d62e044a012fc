"""Where help is and where it is not: what a cell counts, and what lies behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from meitinker.domain import coverage as rules
from meitinker.domain.coverage import Cell, CellLook
from meitinker.domain.map_checks import CheckWay
from meitinker.domain.map_corrections import GapAnswer
from meitinker.domain.map_services import (
    CarerFunction,
    MapService,
    Reach,
    ServiceAttribute,
    ServiceStatus,
    Vocabulary,
)
from meitinker.domain.providers import Provider
from meitinker.domain.session import Role
from meitinker.domain.villages import Village
from meitinker.domain.visits import LifeDomain
from meitinker.ids import record_id
from meitinker.services import coverage, map_checks, map_terms, missing_services, social_map
from meitinker.services.missing_services import Missed
from meitinker.store import records
from meitinker.store.acts import act
from tests.judged import measuring
from tests.unit.services.test_social_map import MEALS, RESPITE, Map

if TYPE_CHECKING:
    from meitinker.domain.coverage import Column
    from meitinker.ids import MunicipalityId, RecordId, VillageId
    from tests.stores import TestStore

RELIEF = CarerFunction.RESPITE_CARE


@pytest.fixture
def the_map(store: TestStore) -> Map:
    return Map(store)


def at(the_map: Map, village: str, column: Column) -> Cell:
    return coverage.coverage(*the_map.use).by_function.at(village, column)


def respite(
    the_map: Map,
    name: str,
    reach: Reach = Reach.REGION,
    village_id: VillageId | None = None,
    municipality_id: MunicipalityId | None = None,
) -> RecordId:
    return the_map.service(
        name,
        the_map.area(reach, village_id=village_id, municipality_id=municipality_id),
        codes=RESPITE,
    )


def by_another(the_map: Map) -> None:
    """Let what follows be of another provider."""
    the_map.provider = the_map.add(Provider(id=record_id(), name="De Oare"))


def test_an_empty_map_is_all_gaps(the_map: Map) -> None:
    whole = coverage.coverage(*the_map.use)
    assert [one.name for one in whole.villages] == ["Akkrum", "Grou"]
    assert (whole.services, whole.stale) == (0, 0)
    looks = {
        grid.at(village.village_id, column).look
        for grid in (whole.by_function, whole.by_domain)
        for village in whole.villages
        for column in grid.columns
    }
    assert looks == {CellLook.GAP}
    assert len(whole.by_function.columns) == 8
    assert len(whole.by_domain.columns) == 13


def test_a_village_has_what_is_for_its_people_and_of_that_what_is_its_own(the_map: Map) -> None:
    grou, akkrum = the_map.grou, the_map.akkrum
    respite(the_map, "regio")
    respite(the_map, "dorp", Reach.VILLAGE, village_id=grou)
    respite(the_map, "gemeente", Reach.MUNICIPALITY, municipality_id=the_map.town)
    respite(the_map, "elders", Reach.ELSEWHERE)
    the_map.service("plek", the_map.at(akkrum), codes=RESPITE)
    # For the whole region, and given in Akkrum: of Akkrum itself as well.
    the_map.service("beide", the_map.area(Reach.REGION), the_map.at(akkrum), codes=RESPITE)
    one, other = at(the_map, grou, RELIEF), at(the_map, akkrum, RELIEF)
    assert (one.count, one.own) == (4, 1)
    assert (other.count, other.own) == (3, 2)
    whole = coverage.coverage(*the_map.use)
    assert whole.services == 5, "the sixth is for none of the villages"
    assert {one.name: (one.services, one.own) for one in whole.villages} == {
        "Akkrum": (3, 2),
        "Grou": (4, 1),
    }


def test_a_service_that_stopped_does_not_count(the_map: Map) -> None:
    the_map.service("weg", the_map.area(Reach.REGION), codes=RESPITE, status=ServiceStatus.DEFUNCT)
    assert at(the_map, the_map.grou, RELIEF) == Cell()


def test_stale_is_what_is_due_for_checking(the_map: Map) -> None:
    checked, _never = respite(the_map, "nagekeken"), respite(the_map, "nooit")
    map_checks.note(*the_map.use, checked, way=CheckWay.PHONE)
    cell = at(the_map, the_map.grou, RELIEF)
    assert (cell.count, cell.stale, cell.look) == (2, 1, CellLook.SOME_STALE)
    assert coverage.coverage(*the_map.use).stale == len(map_checks.due(*the_map.use)) == 1


def test_the_look_tells_the_worst(the_map: Map) -> None:
    del the_map
    assert Cell(count=3, stale=3).look is CellLook.ALL_STALE
    assert Cell(count=3, stale=1).look is CellLook.SOME_STALE
    assert Cell(count=3).look is CellLook.GOOD


def test_double_is_one_category_of_several_providers_of_the_village_itself(the_map: Map) -> None:
    grou = the_map.grou
    respite(the_map, "een", Reach.VILLAGE, grou)
    respite(the_map, "twee", Reach.VILLAGE, grou)
    assert at(the_map, grou, RELIEF).doubles == ()  # both of one provider
    by_another(the_map)
    respite(the_map, "regio")
    assert at(the_map, grou, RELIEF).doubles == ()  # what the region shares is no double here
    respite(the_map, "drie", Reach.VILLAGE, grou)
    assert at(the_map, grou, RELIEF).doubles == ("respite",)
    assert at(the_map, the_map.akkrum, RELIEF).doubles == ()
    # Another category with the same function is no double of it.
    assert at(the_map, grou, CarerFunction.ADVICE).doubles == ()


def test_open_notes_of_missing_help_stand_in_their_cell(the_map: Map) -> None:
    grou = the_map.grou
    for missed in (
        Missed(sought="even weg", village_id=grou, carer_function=RELIEF),
        Missed(sought="oppas", village_id=grou, category="respite"),
        Missed(sought="oppas", category="respite"),
    ):
        made = missing_services.note(*the_map.use, missed)
    whole = coverage.coverage(*the_map.use)
    assert whole.by_function.at(grou, RELIEF).missing == 2
    assert whole.by_function.at(the_map.akkrum, RELIEF).missing == 0
    assert len(whole.missing) == 3
    answered = made.items[0].record_id
    missing_services.answer(*the_map.use, answered, answer=GapAnswer.NOTED)
    assert len(coverage.coverage(*the_map.use).missing) == 2


def test_notes_are_for_who_may_see_them(the_map: Map) -> None:
    noted = Missed(sought="even weg", village_id=the_map.grou, carer_function=RELIEF)
    missing_services.note(*the_map.use, noted)
    respite(the_map, "regio")
    session = msgspec.structs.replace(the_map.store.session, role=Role.COORDINATOR)
    whole = coverage.coverage(the_map.store.database, session)
    assert whole.missing == ()
    assert whole.by_function.at(the_map.grou, RELIEF) == Cell(count=1, stale=1)


def test_only_the_villages_of_a_municipality(the_map: Map) -> None:
    whole = coverage.coverage(*the_map.use, municipality_id=the_map.town)
    assert [one.name for one in whole.villages] == ["Grou"]
    assert whole.villages[0].municipality == "Leeuwarden"


def test_behind_a_cell_are_its_services_and_doubles(the_map: Map) -> None:
    respite(the_map, "een", Reach.VILLAGE, the_map.grou)
    by_another(the_map)
    checked = respite(the_map, "twee", Reach.VILLAGE, the_map.grou)
    map_checks.note(*the_map.use, checked, way=CheckWay.PHONE)
    the_map.service("eten", the_map.area(Reach.REGION), codes=MEALS)
    file = coverage.cell(*the_map.use, the_map.grou, RELIEF)
    assert [(one.line.name, one.stale) for one in file.services] == [
        ("een", True),
        ("twee", False),
    ]
    assert [(one.category, [line.name for line in one.services]) for one in file.doubles] == [
        ("respite", ["een", "twee"])
    ]
    assert file.village.name == "Grou"


def test_the_grid_says_what_the_lists_say(store: TestStore) -> None:
    """All cells of the example directory, counted one by one through the lists."""
    measuring.fill(store.database, store.session)
    whole = coverage.coverage(store.database, store.session)
    places = [
        (one.village_id, column)
        for one in whole.villages[::3]
        for grid in (whole.by_function, whole.by_domain)
        for column in grid.columns[::2]
    ]
    wrong = {}
    for place in places:
        listed = social_map.listed(store.database, store.session, coverage.wanted(*place)).count
        grid = whole.by_function if place[1] in coverage.FUNCTIONS else whole.by_domain
        if grid.at(*place).count != listed:
            wrong[place] = (grid.at(*place).count, listed)
    assert places
    assert not wrong


def test_what_a_service_is_about_is_as_its_page_tells(store: TestStore) -> None:
    measuring.fill(store.database, store.session)
    with store.database.reading() as connection:
        tree = map_terms.tree_in(connection, store.session)
        attributes = records.find(connection, store.session, ServiceAttribute)
        services = records.find(connection, store.session, MapService)
    assert services
    for service in services:
        own = [one for one in attributes if one.service_id == service.id]
        codes = {v: [one.code for one in own if one.vocabulary is v] for v in Vocabulary}
        facets = tree.facets(own, service.rung)
        assert rules.about(
            tree,
            codes[Vocabulary.CATEGORY],
            codes[Vocabulary.LIFE_DOMAIN],
            codes[Vocabulary.CARER_FUNCTION],
        ) == (*facets.carer_functions, *facets.life_domains)


def test_it_reads_each_table_once(the_map: Map) -> None:
    """Ten villages or eighteen: the number of statements stays what it is."""

    def statements() -> int:
        told: list[str] = []
        with the_map.store.database.reading() as connection:
            connection.set_trace_callback(told.append)
            try:
                coverage.coverage(*the_map.use)
            finally:
                connection.set_trace_callback(None)
        return len(told)

    respite(the_map, "een")
    before = statements()
    for number in range(5):
        village = Village(id=record_id(), frisian_name=f"Doarp {number}")
        _village(the_map, village)
        respite(the_map, f"nog {number}")
    assert statements() == before > 0


def _village(the_map: Map, village: Village) -> None:
    with act(*the_map.use, "test.make") as work:
        work.create(village)


def test_a_note_says_what_it_is_about_itself_or_by_its_category(the_map: Map) -> None:
    with the_map.store.database.reading() as connection:
        tree = map_terms.tree_in(connection, the_map.store.session)
    missing_services.note(
        *the_map.use,
        Missed(sought="x", category="respite", life_domain=LifeDomain.FINANCES),
    )
    note = coverage.coverage(*the_map.use).missing[0]
    assert rules.missed_in(note, tree) == (LifeDomain.FINANCES,)
    bare = msgspec.structs.replace(note, life_domain=None, category="who knows")
    assert rules.missed_in(bare, tree) == ()
