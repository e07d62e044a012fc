"""A file that came into the map on one laptop, seen and taken back after laptops exchanged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import pytest

from meitinker.domain.map_services import MapService
from meitinker.domain.merging import Reason
from meitinker.domain.session import Role
from meitinker.errors import RecordGone
from meitinker.exchange import map_lists
from meitinker.services import map_editing, map_importing
from meitinker.store import records
from tests.sync.hub_world import HubWorld
from tests.sync.world import World

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from meitinker.store.import_log import Import
    from tests.sync.hub_world import HubLaptop
    from tests.sync.world import Replica

    T = TypeVar("T")

FILE = (
    "ID;Dienst;Organisatie;Plaats\n1;Iten oan hûs;Buorsoarch;Grou\n2;Kuiergroep;Buorsoarch;Warten\n"
).encode()


def _end(run: Generator[Any, None, T]) -> T:
    while True:
        try:
            next(run)
        except StopIteration as end:
            result: T = end.value
            return result


def read_in(laptop: Replica | HubLaptop) -> Import:
    use = laptop.database, laptop.store.session
    with laptop.awake():
        listed = map_importing.begin(*use, map_lists.read(FILE))
        report = _end(map_importing.check(*use, listed, source="Gids"))
        return _end(map_importing.run(*use, report))


def take_back(laptop: Replica | HubLaptop, key: str) -> tuple[Import, tuple[str, ...]]:
    with laptop.awake():
        return _end(map_importing.undo(laptop.database, laptop.store.session, key))


def services(laptop: Replica | HubLaptop) -> dict[str, MapService]:
    with laptop.database.reading() as connection:
        found = records.find(connection, laptop.store.session, MapService)
    return {one.name: one for one in found}


def rename(laptop: Replica | HubLaptop, before: str, after: str) -> None:
    key = services(laptop)[before].id
    with laptop.awake():
        map_editing.change(laptop.database, laptop.store.session, MapService, key, {"name": after})


def test_only_the_laptop_where_a_file_came_in_takes_it_back(tmp_path: Path) -> None:
    with World(tmp_path) as world:
        here, elsewhere = world.replicas
        one = read_in(here)
        world.settle()
        assert set(services(elsewhere)) == {"Iten oan hûs", "Kuiergroep"}
        assert map_importing.done(elsewhere.database, elsewhere.store.session) == []
        with pytest.raises(RecordGone):
            take_back(elsewhere, one.id)
        rename(elsewhere, "Kuiergroep", "Kuierje")
        world.settle()
        taken, _stayed = take_back(here, one.id)
        assert (taken.kept, set(services(here))) == (1, {"Kuierje"})
        world.settle()
        assert set(services(elsewhere)) == {"Kuierje"}
        assert world.same()


def test_where_that_laptop_is_lost_whoever_puts_its_backup_back_takes_it_back(
    tmp_path: Path,
) -> None:
    with HubWorld(tmp_path) as world:
        meitinker, office = world.laptop("a", "Grou"), world.laptop("b", role=Role.BACK_OFFICE)
        world.settle(2)
        one = read_in(office)
        world.settle(2)
        assert set(services(meitinker)) == {"Iten oan hûs", "Kuiergroep"}
        office.keep_copy()
        rename(office, "Kuiergroep", "Kuierje")
        world.settle(2)
        office.put_back()
        world.settle(2)
        taken, _stayed = take_back(office, one.id)
        assert (taken.kept, set(services(office))) == (1, {"Kuierje"})
        world.settle(2)
        assert set(services(meitinker)) == {"Kuierje"}


def test_what_somebody_else_changed_before_it_was_taken_back_is_for_a_person(
    tmp_path: Path,
) -> None:
    with World(tmp_path) as world:
        here, elsewhere = world.replicas
        one = read_in(here)
        world.settle()
        rename(elsewhere, "Kuiergroep", "Kuierje")
        taken, _stayed = take_back(here, one.id)
        assert (taken.kept, services(here)) == (0, {})
        world.settle()
        assert world.same()
        (card,) = elsewhere.cards()
        assert (card.reason, card.mine) == (Reason.WAS_REMOVED, {"name": "Kuierje"})
        # what was taken back here may come in there
        assert read_in(elsewhere).added == 2
