"""Indexing the services of the social map beside the saving."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from meitinker import ids
from meitinker.domain.map_places import MapLocation, ServiceAtLocation
from meitinker.domain.map_services import (
    MAP_SERVICE,
    MapService,
    ServiceAttribute,
    ServiceStatus,
    Vocabulary,
)
from meitinker.domain.providers import Provider
from meitinker.store import indexing, map_search
from meitinker.store.acts import act
from tests import stores

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from meitinker.domain.records import Record
    from meitinker.ids import RecordId
    from tests.stores import TestStore


@pytest.fixture
def store(tmp_path: Path) -> Iterator[TestStore]:
    with stores.opened(tmp_path) as opened:
        yield opened


def add(store: TestStore, *records: Record) -> None:
    with act(store.database, store.session, "map.add") as work:
        for record in records:
            work.create(record)


def service(store: TestStore, **fields: str) -> tuple[RecordId, RecordId]:
    provider = Provider(id=ids.record_id(), name="Buorsoarch")
    made = MapService(id=ids.record_id(), provider_id=provider.id, name="Íten oan hûs")
    add(store, provider, made)
    if fields:
        with act(store.database, store.session, "map.change") as work:
            work.edit(MapService, made.id, dict(fields))
    return made.id, provider.id


def indexed(store: TestStore) -> list[tuple[str, ...]]:
    while indexing.index_some(store.database):
        pass
    with store.database.reading() as connection:
        return [
            tuple(row)
            for row in connection.execute(
                "SELECT name, everyday, terms, offer, description, provider, place, codes"
                " FROM map_words ORDER BY rowid"
            )
        ]


def test_a_service_is_indexed_with_what_stands_around_it(store: TestStore) -> None:
    made, _provider = service(
        store,
        keywords="prakje, Wárm eten",
        description="Elke dag.",
        eligibility_description="Vanaf 60 jaar",
    )
    where = MapLocation(id=ids.record_id(), name="De Trije", place="Grou")
    add(
        store,
        ServiceAttribute(
            id=ids.record_id(), service_id=made, vocabulary=Vocabulary.CATEGORY, code="meals"
        ),
        ServiceAttribute(
            id=ids.record_id(), service_id=made, vocabulary=Vocabulary.WHO_FOR, code="older_people"
        ),
        where,
        ServiceAtLocation(id=ids.record_id(), service_id=made, location_id=where.id),
    )
    assert indexed(store) == [
        (
            "iten oan hus",
            "prakje warm eten",
            "maaltijden",
            "vanaf 60 jaar ouderen",
            "elke dag",
            "buorsoarch",
            "de trije grou",
            "0kmeals",
        )
    ]


def test_a_save_only_notes_that_it_waits(store: TestStore) -> None:
    made, _ = service(store)
    with store.database.reading() as connection:
        assert connection.execute("SELECT count(*) FROM map_words").fetchone()[0] == 0
        assert [one.service_id for one in map_search.waiting(connection, store.session)] == [made]
    assert len(indexed(store)) == 1
    with store.database.reading() as connection:
        assert map_search.waiting(connection, store.session) == []


def test_what_a_shared_record_says_reaches_each_of_its_services(store: TestStore) -> None:
    _, provider = service(store)
    add(store, MapService(id=ids.record_id(), provider_id=provider, name="Twadde"))
    assert len(indexed(store)) == 2
    with act(store.database, store.session, "map.change") as work:
        work.edit(Provider, provider, {"name": "Omtinken"})
    with store.database.reading() as connection:
        assert len(map_search.waiting(connection, store.session)) == 2
    assert [row[5] for row in indexed(store)] == ["omtinken", "omtinken"]


def test_the_number_grows_with_each_service_that_is_indexed(store: TestStore) -> None:
    def version() -> int:
        with store.database.reading() as connection:
            return map_search.version(connection)

    made, _ = service(store)
    assert version() == 0
    indexed(store)
    first = version()
    with act(store.database, store.session, "map.change") as work:
        work.edit(MapService, made, {"name": "Oars"})
    indexed(store)
    assert version() > first


@pytest.mark.parametrize("status", [ServiceStatus.DEFUNCT, ServiceStatus.INACTIVE])
def test_what_does_not_run_is_not_found(store: TestStore, status: ServiceStatus) -> None:
    service(store, status=status.value)
    assert indexed(store) == []


def test_a_removed_service_leaves_the_index_at_once(store: TestStore) -> None:
    made, provider = service(store)
    assert len(indexed(store)) == 1
    with act(store.database, store.session, "map.remove") as work:
        work.delete(MapService, made)
    with store.database.reading() as connection:
        assert connection.execute("SELECT count(*) FROM map_words").fetchone()[0] == 0
    # its number is free for the next one
    add(store, MapService(id=ids.record_id(), provider_id=provider, name="Twadde"))
    assert [row[0] for row in indexed(store)] == ["twadde"]


def test_an_erased_service_leaves_the_index(store: TestStore) -> None:
    made, _ = service(store)
    assert len(indexed(store)) == 1
    with store.database.transaction() as transaction:
        indexing.forget(transaction.connection, MAP_SERVICE, made)
    with store.database.reading() as connection:
        assert connection.execute("SELECT count(*) FROM map_words").fetchone()[0] == 0
        assert map_search.counts(connection) == {}


def test_a_long_description_is_indexed_by_its_beginning(store: TestStore) -> None:
    provider = Provider(id=ids.record_id(), name="Buorsoarch")
    huge = "begjin " + "woord " * 3_000 + "ein"
    made = MapService(id=ids.record_id(), provider_id=provider.id, name="x", description=huge)
    add(store, provider, made)
    description = indexed(store)[0][4].split()
    assert description[0] == "begjin"
    assert "ein" not in description
    assert len(description) <= 400
