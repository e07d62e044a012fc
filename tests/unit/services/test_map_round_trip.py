"""The whole example map goes out and comes into a new store, and nothing of it is lost."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from meitinker.domain.kinds import kind_of
from meitinker.domain.map_places import MapLocation
from meitinker.domain.map_services import MapService, Reach, ServiceArea
from meitinker.domain.organisation import Municipality
from meitinker.domain.providers import Provider
from meitinker.domain.records import to_values
from meitinker.domain.villages import Village
from meitinker.exchange.hsds_rows import Directory
from meitinker.exchange.hsds_sheet import Sheet
from meitinker.keys import StoreKey
from meitinker.paths import StoreFolder
from meitinker.services import example, map_exchange, map_importing, opening
from meitinker.services.import_runs import RowState
from meitinker.services.opening import FirstUser
from meitinker.store import records
from tests import stores
from tests.unit.exchange import directories

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping
    from pathlib import Path

    from meitinker.domain.records import Record
    from meitinker.domain.session import Session
    from meitinker.services.map_import_report import DirectoryPreview
    from meitinker.store.database import Database

Use = tuple["Database", "Session"]
SHAPES = {"map.json": map_exchange.as_json, "map.zip": map_exchange.as_package}

NOT_TOLD = {
    "public": "what is not public does not leave, so what comes in is public",
    "source": "the program that it came from is the one that it comes from next",
    "source_key": "the id that it leaves with: records are told apart by it below",
    "unmapped": "the day of a check elsewhere comes in here, and no check of our own does",
}
"""Fields that no file carries as they are, and why."""


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Use]:
    folder = StoreFolder(tmp_path_factory.mktemp("out") / "store")
    database = example.create(folder, StoreKey.new())
    yield database, opening.session_of(database)
    database.close()


@pytest.fixture
def new_store(tmp_path: Path) -> Iterator[Use]:
    """Lend a store as it is after the wizard: with villages, and with nothing in its map."""
    owner = FirstUser(name="Afke", organisation="Nije Soarch")
    database = opening.create_with_key(StoreFolder(tmp_path / "new"), StoreKey.new(), owner)
    yield database, opening.session_of(database)
    database.close()


def took_in(use: Use, data: bytes, folder: Path, name: str) -> DirectoryPreview:
    """Take a file in as a person does, and return what was told of it."""
    file = folder / name
    file.write_bytes(data)
    listed = map_importing.begin(*use, map_importing.read_file(file))
    report: DirectoryPreview = _end(map_importing.check(*use, listed))
    _end(map_importing.run(*use, report))
    return report


def _end(work: Generator[Any, None, Any]) -> Any:
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value


def whole(use: Use) -> dict[str, Counter[str]]:
    """Return all of the map by kind of record, every field, things named by what they are."""
    database, session = use
    found: dict[type[Record], list[Any]] = {}
    kinds: tuple[type[Record], ...] = (*map_exchange.TOLD, Village, Municipality)
    with database.reading() as connection:
        for kind in kinds:
            found[kind] = records.find(connection, session, kind)
    named = {str(one.id): one.name for one in (*found.pop(Village), *found.pop(Municipality))}
    every = tuple(one for kind in found.values() for one in kind)
    leaving = Sheet(Directory(records=every, tree=directories.TREE)).id
    named |= {
        str(one.id): str(leaving(one.id))
        for one in (*found[Provider], *found[MapService], *found[MapLocation])
    }
    told = {}
    for kind, ones in found.items():  # a contact comes before its numbers, a place before hours
        lines = {str(one.id): _line(one, named) for one in ones}
        named |= {key: line for key, line in lines.items() if key not in named}
        told[kind_of(kind).name] = Counter(lines.values())
    return told


def _line(record: Record, named: Mapping[str, str]) -> str:
    own = named.get(str(record.id), "")
    values = {k: v for k, v in to_values(record).items() if k not in NOT_TOLD and k != "id"}
    return repr((own, {key: named.get(str(value), value) for key, value in values.items()}))


def lost(before: Use, after: Use) -> dict[str, tuple[Counter[str], Counter[str]]]:
    """Return by kind what is no longer there, and what came instead."""
    was, now = whole(before), whole(after)
    assert was.keys() == now.keys()
    return {
        kind: (was[kind] - now[kind], now[kind] - was[kind])
        for kind in was
        if was[kind] != now[kind]
    }


@pytest.mark.parametrize("name", SHAPES)
def test_the_whole_map_comes_into_a_new_store(
    village: Use, new_store: Use, tmp_path: Path, name: str
) -> None:
    file = SHAPES[name](*village)
    report = took_in(new_store, file, tmp_path, name)
    assert (report.count(RowState.GOOD), report.problems) == (256, ())
    assert lost(village, new_store) == {}
    left = directories.told(msgspec.json.decode(map_exchange.as_json(*village)))
    again = directories.told(msgspec.json.decode(map_exchange.as_json(*new_store)))
    assert again == left


@pytest.mark.parametrize("name", SHAPES)
def test_it_comes_back_by_who_knows_none_of_the_villages(
    village: Use, new_store: Use, tmp_path: Path, name: str
) -> None:
    with stores.opened(tmp_path / "far") as far:
        use = (far.database, far.session)
        told = took_in(use, SHAPES[name](*village), tmp_path, name).problems
        assert {(one.table, one.reason) for one in told} == {("service_area", "area_elsewhere")}
        assert lost(village, use).keys() == {"service_area", "map_location"}
        assert len(told) == sum(lost(village, use)["service_area"][0].values())
        back = SHAPES[name](*use)
    assert took_in(new_store, back, tmp_path, name).problems == ()
    assert lost(village, new_store) == {}


def test_control_an_area_without_a_name_is_seen(
    village: Use, new_store: Use, tmp_path: Path
) -> None:
    rows = msgspec.json.decode(map_exchange.as_json(*village))
    for service in rows["contents"]:
        for area in service.get("service_areas", ()):
            if area["extent_type"] == Reach.MUNICIPALITY:
                del area["name"]
    report = took_in(new_store, msgspec.json.encode(rows), tmp_path, "map.json")
    unnamed = [one for one in report.problems if one.reason == "area_empty"]
    gone, came = lost(village, new_store)[kind_of(ServiceArea).name]
    assert (sum(gone.values()), sum(came.values())) == (len(unnamed), 0)
