"""Looking for help in the social map as somebody types."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec
import pytest

from meitinker import clock, ids
from meitinker.domain.map_asking import MatchReason
from meitinker.domain.map_places import MapLocation, ServiceAtLocation
from meitinker.domain.map_services import (
    Cost,
    MapService,
    Reach,
    ServiceArea,
    ServiceAttribute,
    Vocabulary,
)
from meitinker.domain.needs import Rung
from meitinker.domain.opening_hours import Schedule
from meitinker.domain.providers import Provider
from meitinker.domain.search_words import SearchWord
from meitinker.domain.villages import Village
from meitinker.domain.vocabulary import How
from meitinker.ids import RecordId, VillageId
from meitinker.services import map_forms, map_memory, map_search, map_search_words, thesaurus
from meitinker.services.map_forms import Edit
from meitinker.store import indexing
from meitinker.store.acts import act
from meitinker.store.database import Database
from meitinker.store.social_map import ServiceFilter
from tests import stores

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from meitinker.domain.records import Record
    from meitinker.domain.thesaurus import Thesaurus
    from meitinker.store.driver import Connection
    from tests.stores import TestStore

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)  # a Monday, noon on the wall


class Map:
    """A small directory, and what is found in it."""

    def __init__(self, store: TestStore) -> None:
        self.store = store
        self.grou = self.add(Village(id=ids.record_id(), frisian_name="Grou", dutch_name="Grouw"))
        self.nes = self.add(Village(id=ids.record_id(), frisian_name="Nes", dutch_name="Nes"))
        self.warten = self.add(
            Village(id=ids.record_id(), frisian_name="Warten", dutch_name="Wartena")
        )
        self.provider = self.add(Provider(id=ids.record_id(), name="Buorsoarch"))
        self.services = {
            name: self.service(name, category, keywords=keywords, village=village, cost=cost)
            for name, category, keywords, village, cost in (
                ("Warme maaltijd", "meals", "prakje", self.grou, Cost.PAID),
                ("Eettafel", "meeting", "", self.nes, Cost.PAID),
                ("Koersbal", "clubs", "", self.grou, Cost.FREE),
                ("Rolstoeltaxi", "individual_transport", "", None, Cost.CONTRIBUTION),
                ("Tuinonderhoud", "odd_jobs", "snoeien", self.warten, Cost.FREE),
            )
        }
        self.index()

    def add(self, record: Record) -> RecordId:
        with act(self.store.database, self.store.session, "map.add") as work:
            return work.create(record)

    def service(
        self,
        name: str,
        category: str,
        *,
        keywords: str = "",
        village: str | None = None,
        cost: Cost = Cost.UNKNOWN,
    ) -> RecordId:
        made = self.add(
            MapService(
                id=ids.record_id(),
                provider_id=self.provider,
                name=name,
                keywords=keywords,
                cost=cost,
            )
        )
        self.add(
            ServiceAttribute(
                id=ids.record_id(),
                service_id=made,
                vocabulary=Vocabulary.CATEGORY,
                code=category,
            )
        )
        self.add(
            ServiceArea(
                id=ids.record_id(),
                service_id=made,
                reach=Reach.VILLAGE if village else Reach.REGION,
                village_id=VillageId(RecordId(village)) if village else None,
            )
        )
        return made

    def index(self) -> None:
        while indexing.index_some(self.store.database):
            pass

    def answer(
        self, text: str, wanted: ServiceFilter | None = None, **more: bool
    ) -> map_search.SearchAnswer:
        database, session = self.store.database, self.store.session
        return map_search.found(database, session, text, wanted, **more)

    def names(self, text: str, wanted: ServiceFilter | None = None, **more: bool) -> list[str]:
        return [one.line.name for one in self.answer(text, wanted, **more).found]


@pytest.fixture
def map_(tmp_path: Path) -> Iterator[Map]:
    with clock.running(lambda: NOON), stores.opened(tmp_path) as store:
        yield Map(store)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("warme maaltijd", "Warme maaltijd"),
        ("maaltijden", "Warme maaltijd"),
        ("maaltijt", "Warme maaltijd"),
        ("warm", "Warme maaltijd"),
        ("prakje", "Warme maaltijd"),
        ("eten aan huis", "Warme maaltijd"),
        ("tafel", "Eettafel"),
        ("koersb", "Koersbal"),
        ("taxi", "Rolstoeltaxi"),
        ("rolstoeltaksi", "Rolstoeltaxi"),
        ("onderhoud tuin", "Tuinonderhoud"),
        ("hulp by de tún", "Tuinonderhoud"),
        ("heg snoeien", "Tuinonderhoud"),
    ],
)
def test_the_words_of_every_day_find_help(map_: Map, typed: str, name: str) -> None:
    assert map_.names(typed)[:1] == [name]


@pytest.mark.parametrize("typed", ["zebrapad", "kernfusie centrale", "xq", "9999"])
def test_what_is_not_there_gets_the_empty_answer(map_: Map, typed: str) -> None:
    assert map_.names(typed) == []


def test_every_key_of_a_question_is_answered_without_an_error(map_: Map) -> None:
    text = "wie brengt eten aan huis in Grouw, 's avonds?"
    for end in range(len(text) + 1):
        map_.answer(text[:end])


def test_nothing_typed_is_all_that_is_wanted_by_name(map_: Map) -> None:
    assert map_.names(" ") == map_.names("'\"* ?") == sorted(map_.services)
    assert map_.names("", ServiceFilter(cost=Cost.FREE)) == ["Koersbal", "Tuinonderhoud"]


def test_filters_hold_for_what_is_typed(map_: Map) -> None:
    assert map_.names("maaltijd", ServiceFilter(cost=Cost.FREE)) == []
    assert map_.names("tuin", ServiceFilter(cost=Cost.FREE)) == ["Tuinonderhoud"]
    assert map_.names("tuin", ServiceFilter(rung=Rung(3))) == ["Tuinonderhoud"]
    assert map_.names("tuin", ServiceFilter(rung=Rung(5))) == []


def test_a_village_shows_what_serves_it(map_: Map) -> None:
    wanted = ServiceFilter(village_id=map_.grou)
    assert map_.names("maaltijd", wanted) == ["Warme maaltijd"]
    assert map_.names("taxi", wanted) == ["Rolstoeltaxi"]
    assert map_.names("tafel", wanted) == []
    assert map_.answer("maaltijd", wanted).found[0].metres == 0


@pytest.mark.parametrize("typed", ["eettafel nes", "Nes eettafel ", "tafel in nes"])
def test_the_name_of_a_village_in_the_text_is_a_filter(map_: Map, typed: str) -> None:
    answer = map_.answer(typed)
    assert [one.line.name for one in answer.found] == ["Eettafel"]
    assert answer.village_id == map_.nes


def test_either_name_of_a_village_is_known(map_: Map) -> None:
    assert map_.answer("maaltijd grouw").village_id == map_.grou
    assert map_.names("maaltijd wartena") == []


def test_near_ones_come_after_by_distance(map_: Map) -> None:
    map_.service("Tuinhulp", "odd_jobs", village=map_.grou)
    map_.service("Tuin en zo", "odd_jobs", village=map_.warten)
    map_.index()
    answer = map_.answer("tuin", ServiceFilter(village_id=map_.nes), near=True)
    metres = [one.metres or 0 for one in answer.found]
    assert answer.found[0].line.name == "Tuinhulp"
    assert metres == sorted(metres)
    assert 4_000 < metres[0] < 5_000


def test_only_what_is_open_now(map_: Map) -> None:
    where = map_.add(MapLocation(id=ids.record_id(), name="De Trije"))
    map_.add(
        ServiceAtLocation(
            id=ids.record_id(), service_id=map_.services["Eettafel"], location_id=where
        )
    )
    for hours in (
        Schedule(id=ids.record_id(), service_id=map_.services["Koersbal"]),
        Schedule(id=ids.record_id(), location_id=where),
    ):
        map_.add(msgspec.structs.replace(hours, byday="MO", opens_at="10:00", closes_at="13:00"))
    assert map_.names("", open_now=True) == ["Eettafel", "Koersbal"]
    assert map_.names("koersbal", open_now=True) == ["Koersbal"]
    assert map_.names("tuin", open_now=True) == []
    with clock.running(lambda: NOON.replace(hour=13)):
        assert map_.names("", open_now=True) == []


def test_where_nothing_answers_the_closest_is_named(map_: Map) -> None:
    answer = map_.answer("maaltijd", ServiceFilter(village_id=map_.nes))
    assert answer.found == ()
    assert [one.line.name for one in answer.nearest] == ["Warme maaltijd"]
    assert 4_000 < (answer.nearest[0].metres or 0) < 5_000
    partly = map_.answer("koersbal zebrapad kernfusie")
    assert partly.found == ()
    assert [one.line.name for one in partly.nearest] == ["Koersbal"]


def test_what_waits_to_be_indexed_is_found_at_once(map_: Map) -> None:
    made = map_.service("Zeilklup It Mar", "clubs", village=map_.grou)
    assert map_.names("zeilklup") == ["Zeilklup It Mar"]
    assert map_.names("zeilklup", ServiceFilter(village_id=map_.nes)) == []
    map_.index()
    assert map_.names("zeilklup") == ["Zeilklup It Mar"]
    with act(map_.store.database, map_.store.session, "map.change") as work:
        work.edit(MapService, made, {"name": "Wetterklup"})
    assert map_.names("zeilklup") == []
    assert map_.names("wetterklup") == ["Wetterklup"]
    with act(map_.store.database, map_.store.session, "map.remove") as work:
        work.delete(MapService, made)
    assert map_.names("wetterklup") == []
    map_.index()
    assert map_.names("wetterklup") == []


def test_a_provider_and_a_place_are_found_too(map_: Map) -> None:
    assert set(map_.names("buorsoarch")) == set(map_.services)
    with act(map_.store.database, map_.store.session, "map.change") as work:
        work.edit(Provider, map_.provider, {"name": "Sinnestriel"})
    assert set(map_.names("sinnestriel")) == set(map_.services)
    map_.index()
    assert set(map_.names("sinnestriel")) == set(map_.services)
    assert map_.names("buorsoarch") == []


def test_a_service_of_a_moved_area_is_no_longer_of_that_village(map_: Map) -> None:
    wanted = ServiceFilter(village_id=map_.grou)
    assert map_.names("koersbal", wanted) == ["Koersbal"]
    with map_.store.database.reading() as connection:
        area = connection.execute(
            "SELECT id FROM service_area WHERE service_id = ?", (map_.services["Koersbal"],)
        ).fetchone()[0]
    with act(map_.store.database, map_.store.session, "map.change") as work:
        work.edit(ServiceArea, RecordId(area), {"village_id": map_.nes})
    assert map_.names("koersbal", wanted) == []
    map_.index()
    assert map_.names("koersbal", wanted) == []


def test_who_sees_nothing_finds_nothing(map_: Map) -> None:
    blind = msgspec.structs.replace(map_.store.session, villages=frozenset())
    answer = map_search.found(map_.store.database, blind, "maaltijd")
    expected = [] if blind.sees_nothing else ["Warme maaltijd"]
    assert [one.line.name for one in answer.found] == expected


def test_an_added_word_leads_to_its_service(map_: Map) -> None:
    database, session = map_.store.database, map_.store.session
    assert map_.names("zwaluwstaartje") == []
    koersbal = RecordId(map_.services["Koersbal"])
    changes = thesaurus.add_word(database, session, "zwaluwstaartje", service_id=koersbal)
    assert changes
    assert map_.names("zwaluwstaartje") == ["Koersbal"]
    (word,) = map_forms.desk(database, session, koersbal).words
    assert word.said == "zwaluwstaartje"
    map_forms.keep(database, session, koersbal, Edit(removed=((SearchWord, word.id),)))
    assert map_.names("zwaluwstaartje") == []


def test_an_added_word_leads_to_a_category(map_: Map) -> None:
    thesaurus.add_word(map_.store.database, map_.store.session, "hagelslag", category="meals")
    answer = map_.answer("hagelslag")
    assert [one.line.name for one in answer.found] == ["Warme maaltijd"]
    reason = answer.found[0].reason
    assert map_search_words.told(reason) == "gevonden op: hagelslag → Maaltijden"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("eten aan huis", "gevonden op: eten aan huis → maaltijdvoorziening"),
        ("koersbal", "gevonden op: koersbal"),
        ("koersbl", "gevonden op: koersbl → koersbal"),
        ("tafel", "gevonden op: tafel → eettafel"),
    ],
)
def test_it_says_why(map_: Map, typed: str, words: str) -> None:
    assert map_search_words.told(map_.answer(typed).found[0].reason) == words


def test_it_says_nothing_where_nobody_asked() -> None:
    assert map_search_words.told(None) == ""
    assert map_search_words.told(MatchReason(typed="x", met="", how=How.SAME)) == ""


def test_what_was_shipped_is_cut_before_the_connection_is_taken(
    map_: Map, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    reading, cut = Database.reading, thesaurus.shipped_sayings

    def read(database: Database) -> AbstractContextManager[Connection]:
        order.append("read")
        return reading(database)

    def shipped() -> Thesaurus:
        order.append("cut")
        return cut()

    monkeypatch.setattr(Database, "reading", read)
    monkeypatch.setattr(thesaurus, "shipped_sayings", shipped)
    map_search.warm(map_.store.database, map_.store.session)
    assert order[:2] == ["cut", "read"]


def test_the_words_are_kept_between_two_keys(map_: Map) -> None:
    database, session = map_.store.database, map_.store.session
    map_search.warm(database, session)
    with database.reading() as connection:
        first = map_memory.remembered(database, connection, session)
        assert map_memory.remembered(database, connection, session).vocabulary is (first.vocabulary)
    map_.service("Iets nieuws", "clubs")
    with database.reading() as connection:
        later = map_memory.remembered(database, connection, session)
    assert later.vocabulary is not first.vocabulary
    assert "nieuws" in later.vocabulary
