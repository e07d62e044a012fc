"""A dossier that came in part, or was kept for words, and then left this laptop's reach."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete

from meitinker.domain.merging import Reason
from sync.hub import scope
from sync.hub.admitting import Admitting
from sync.hub.tables import HOLDING
from tests.sync.hub_story import of_laptop
from tests.sync.hub_world import CrashedError, Fault, two
from tests.sync.test_with_hub import CANARY, edit, field, once, words_in

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

    from meitinker.ids import PersonId
    from sync.hub.scope import Caller
    from tests.sync.hub_world import HubLaptop, HubWorld


pytestmark = pytest.mark.usefixtures("unasked")


def _crashed_at_its_end(world: HubWorld, a: HubLaptop, office: HubLaptop) -> PersonId:
    """Let a dossier come in, and the program end before it kept how far it read."""
    person = office.add_person(CANARY)
    office.meet()
    a.crash = lambda: person in a.table()
    with suppress(CrashedError):
        a.meet()
    a.crash = lambda: False
    return person


def _back_and_cut(world: HubWorld, a: HubLaptop, office: HubLaptop) -> PersonId:
    """Let a dossier leave, which words keep here, come back, and the answer get lost."""
    person = office.add_person(CANARY)
    world.settle(2)
    office.move(person, "Warten")
    office.meet()
    edit(a, person, contact_note="kan nu niet weg")
    a.wire.fault = once("let_go", Fault.BEFORE)
    with suppress(Exception):
        a.meet()
    office.move(person, "Grou")
    office.meet()
    a.crash = lambda: person in a.table() and "pull" in a.wire.calls[-1:]
    a.wire.calls.clear()
    with suppress(CrashedError):
        a.meet()
    a.crash = lambda: False
    return person


@pytest.mark.promise("F12", "F25", "A9")
@pytest.mark.parametrize("came", [_crashed_at_its_end, _back_and_cut])
def test_f12_f25_a_dossier_that_came_in_part_leaves_again(tmp_path: Path, came: object) -> None:
    assert callable(came)
    with two(tmp_path) as (world, a, office):
        person = came(world, a, office)
        assert CANARY in words_in(a)
        assert person in world.held(a), "the hub does not know what was on a stolen laptop"
        office.move(person, "Warten")
        office.meet()
        a.meet()
        assert CANARY not in words_in(a)
        assert person not in world.held(a)
        assert [of_laptop(world, one) for one in (a, office)] == [[], []]


@pytest.mark.promise("F12", "F25")
def test_f12_f25_control_a_hub_that_forgets_what_it_offered_never_says_farewell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forgetting(connection: Connection, caller: Caller, offer: str) -> None:
        whole(connection, caller, offer)
        connection.execute(delete(HOLDING).where(HOLDING.c.state == scope.AGAIN))

    whole = scope.settle
    monkeypatch.setattr(scope, "settle", forgetting)
    with two(tmp_path) as (world, a, office):
        person = _crashed_at_its_end(world, a, office)
        office.move(person, "Warten")
        office.meet()
        a.meet()
        assert CANARY in words_in(a)
        assert any("should be gone" in one for one in of_laptop(world, a))


def _refused_and_left(
    world: HubWorld, a: HubLaptop, office: HubLaptop, monkeypatch: pytest.MonkeyPatch
) -> PersonId:
    """Let words be refused for a dossier that is out of reach, and its last words go on there."""
    person = a.add_person("Jong")
    world.settle(2)
    office.move(person, "Warten")
    office.meet()
    edit(a, person, contact_note="geweigerd")
    with monkeypatch.context() as shut:
        shut.setattr(Admitting, "refusal", lambda *_: Reason.NOT_WITHIN_REACH)
        a.meet()
    edit(office, person, called="wat hier niet meer hoort")
    office.meet()
    a.meet()
    return person


@pytest.mark.promise("F12", "F14")
def test_f12_f14_refused_words_keep_their_dossier_as_it_stood_and_the_hub_knows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with two(tmp_path) as (world, a, office):
        person = _refused_and_left(world, a, office, monkeypatch)
        assert field(a, person, "contact_note") == "geweigerd"
        assert field(a, person, "called") == "", "told of what is out of reach"
        assert person in world.held(a)
        assert person not in world.held(a, told=True)
        assert of_laptop(world, a) == []


@pytest.mark.promise("F12", "F25")
def test_f12_f25_control_the_story_sees_a_kept_dossier_that_the_hub_does_not_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with two(tmp_path) as (world, a, office):
        _refused_and_left(world, a, office, monkeypatch)
        with world.database.writing(world.organisation) as (connection, _end):
            connection.execute(delete(HOLDING).where(HOLDING.c.state == scope.LEAVING))
        assert any("should be gone" in one for one in of_laptop(world, a))
