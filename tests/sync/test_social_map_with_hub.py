"""The social map through a hub: everybody gets it, the back office writes it, the field tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from meitinker import clock
from meitinker.domain.kinds import kind_of
from meitinker.domain.map_checks import CheckWay, MapCheck
from meitinker.domain.map_corrections import (
    AnswerState,
    CorrectionAnswer,
    MapCorrection,
    MapCorrectionAnswer,
)
from meitinker.domain.map_services import MapService, Vocabulary
from meitinker.domain.merging import Reason
from meitinker.domain.providers import Provider
from meitinker.domain.referrals import Referral
from meitinker.domain.session import Role
from meitinker.ids import UserId, record_id
from meitinker.services import (
    map_checks,
    map_corrections,
    map_editing,
    missing_services,
    social_map,
)
from meitinker.services.map_corrections import Proposed
from meitinker.services.map_editing import NewService
from meitinker.services.missing_services import Missed
from meitinker.store import allowed, checking, records, sql
from meitinker.store.acts import act
from tests.sync.hub_world import HubWorld
from tests.sync.test_with_hub import stands

if TYPE_CHECKING:
    from pathlib import Path

    from meitinker.domain.records import Record
    from meitinker.domain.session import Session
    from meitinker.ids import RecordId
    from meitinker.store.database import Database
    from tests.sync.hub_world import HubLaptop


def use(laptop: HubLaptop) -> tuple[Database, Session]:
    return laptop.database, laptop.store.session


def fill(office: HubLaptop) -> RecordId:
    """Let a clerk put a service in the map."""
    provider = Provider(id=record_id(), name="Buorsoarch")
    service = MapService(id=record_id(), provider_id=provider.id, name="Iten oan hûs")
    with office.awake():
        map_editing.add(*use(office), provider)
        map_editing.add_service(
            *use(office),
            NewService(service=service, codes={Vocabulary.CATEGORY: ("meals",)}),
        )
    return service.id


def held(laptop: HubLaptop, record: type[Record]) -> int:
    """Return how many of a kind lie in a store, whoever may see them."""
    with laptop.database.reading() as connection:
        return int(connection.execute(sql.count(kind_of(record).name)).fetchone()[0])


def names(laptop: HubLaptop) -> list[str]:
    return [one.name for one in social_map.listed(*use(laptop)).lines]


def test_everybody_gets_the_map_whatever_the_village(tmp_path: Path) -> None:
    with HubWorld(tmp_path) as world:
        office = world.laptop("office", role=Role.BACK_OFFICE)
        others = [
            world.laptop("a", "Grou"),
            world.laptop("b", "Akkrum"),
            world.laptop("c", "Grou", role=Role.COORDINATOR),
        ]
        service = fill(office)
        world.settle(2)
        assert [names(one) for one in others] == [["Iten oan hûs"]] * 3
        for one in others:
            file = social_map.opened(*use(one), service)
            assert file.facets.categories == ("meals",)
            assert checking.check(one.database).problems == ()
        assert not any(stands(one).attention for one in world.laptops)


def test_what_the_field_checks_and_proposes_reaches_the_office_and_comes_back(
    tmp_path: Path,
) -> None:
    with HubWorld(tmp_path) as world:
        a = world.laptop("a", "Grou")
        office = world.laptop("office", role=Role.BACK_OFFICE)
        coordinator = world.laptop("c", "Grou", role=Role.COORDINATOR)
        service = fill(office)
        world.settle(2)
        with a.awake():
            map_checks.note(*use(a), service, way=CheckWay.VISIT, note="Gebeld met Sjoukje.")
            map_corrections.propose(*use(a), service, Proposed(field="name", value="Warm iten"))
            missing_services.note(*use(a), Missed(sought="oppas"))
        world.settle(2)
        (waits,) = map_corrections.listed(*use(office))
        assert len(missing_services.listed(*use(office))) == 1
        with office.awake():
            map_corrections.accept(*use(office), waits.correction.id)
        world.settle(2)
        assert names(a) == ["Warm iten"]
        (told,) = map_corrections.listed(*use(a), only=None)
        assert told.state is AnswerState.ACCEPTED
        # who only reads the map learns the day, and nothing of what the field said
        assert names(coordinator) == ["Warm iten"]
        (check,) = social_map.opened(*use(coordinator), service).checks
        assert check.note == ""
        assert social_map.opened(*use(coordinator), service).checked_on == check.checked_on
        with coordinator.database.reading() as connection:
            assert "Sjoukje" not in str(connection.execute("SELECT * FROM map_check").fetchall())
        assert held(coordinator, MapCorrection) == 0
        assert not any(stands(one).attention for one in world.laptops)
        for laptop in world.laptops:
            assert checking.check(laptop.database).problems == ()


def test_a_referral_stays_in_the_dossier(tmp_path: Path) -> None:
    with HubWorld(tmp_path) as world:
        a, b = world.laptop("a", "Grou"), world.laptop("b", "Akkrum")
        office = world.laptop("office", role=Role.BACK_OFFICE)
        coordinator = world.laptop("c", "Grou", role=Role.COORDINATOR)
        service = fill(office)
        world.settle(2)
        person = a.add_person("Jong")
        with a.awake():
            a.store.refer(person, service)
        world.settle(2)
        with office.database.reading() as connection:
            (told,) = records.find(connection, office.store.session, Referral)
        assert told.service_name == "Iten oan hûs"
        assert [held(one, Referral) for one in (b, coordinator)] == [0, 0]


@pytest.mark.promise("L24", "F16")
def test_l24_f16_a_meitinker_changes_nothing_in_the_map_herself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with HubWorld(tmp_path) as world:
        a = world.laptop("a", "Grou")
        office = world.laptop("office", role=Role.BACK_OFFICE)
        service = fill(office)
        world.settle(2)
        with a.awake():
            made = map_corrections.propose(
                *use(a), service, Proposed(field="name", value="Warm iten")
            )
        world.settle(2)
        # a program that does not ask what a role may
        monkeypatch.setattr(allowed, "require", lambda *_a, **_k: None)
        with a.awake(), act(*use(a), "x") as work:
            work.edit(MapService, service, {"name": "Van mij"})
            work.create(
                MapCorrectionAnswer(
                    id=record_id(),
                    correction_id=made.created("map_correction"),
                    user_id=UserId(a.store.session.user),
                    at=clock.now(),
                    verdict=CorrectionAnswer.ACCEPTED,
                )
            )
        world.settle(2)
        assert {one.reason for one in stands(a).attention} == {Reason.NOT_WITHIN_ROLE}
        assert len(stands(a).attention) == 2
        assert names(office) == ["Iten oan hûs"]
        assert len(map_corrections.listed(*use(office))) == 1


@pytest.mark.promise("F16")
def test_f16_nobody_checks_in_the_name_of_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with HubWorld(tmp_path) as world:
        a, b = world.laptop("a", "Grou"), world.laptop("b", "Akkrum")
        office = world.laptop("office", role=Role.BACK_OFFICE)
        service = fill(office)
        world.settle(2)
        monkeypatch.setattr(allowed, "require", lambda *_a, **_k: None)
        with a.awake(), act(*use(a), "x") as work:
            work.create(
                MapCheck(
                    id=record_id(),
                    service_id=service,
                    user_id=UserId(b.store.session.user),
                    checked_on=clock.today(),
                )
            )
        world.settle(2)
        (shown,) = stands(a).attention
        assert shown.reason is Reason.NOT_WITHIN_ROLE
        with office.database.reading() as connection:
            assert records.find(connection, office.store.session, MapCheck) == []


def test_two_clerks_who_change_different_things_of_a_service_both_win(tmp_path: Path) -> None:
    with HubWorld(tmp_path) as world:
        one = world.laptop("one", role=Role.BACK_OFFICE)
        two = world.laptop("two", role=Role.BACK_OFFICE)
        service = fill(one)
        world.settle(2)
        with one.awake():
            map_editing.change(*use(one), MapService, service, {"name": "Warm iten"})
        with two.awake():
            map_editing.change(*use(two), MapService, service, {"wait_time": "3 weken"})
        world.settle(3)
        for laptop in (one, two):
            found = social_map.opened(*use(laptop), service).service
            assert (found.name, found.wait_time) == ("Warm iten", "3 weken")
            assert names(laptop) == ["Warm iten"]
            assert checking.check(laptop.database).problems == ()
