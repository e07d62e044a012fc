"""What a role means in a whole exchange: what lies in the store of each, and what it may send."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from meitinker.domain import rights
from meitinker.domain.clocks import Counting
from meitinker.domain.kinds import KINDS
from meitinker.domain.merging import Reason
from meitinker.domain.organisation import UserVillage
from meitinker.domain.people import Person
from meitinker.domain.session import Role
from meitinker.errors import InvalidField, NotAllowed
from meitinker.ids import named_id
from meitinker.services import handing_work, organisation, own_sets, people, workload
from meitinker.store import allowed, checking, received, records
from meitinker.store.acts import act
from sync.hub import showing, users
from sync.hub.tables import RECORD
from sync.removals import answer
from tests.sync.hub_world import HubWorld
from tests.sync.test_with_hub import edit, field, stands, words_in

if TYPE_CHECKING:
    from pathlib import Path

    from meitinker.ids import PersonId
    from tests.sync.hub_world import HubLaptop

CANARY = "Kanariestra"
BSN = "999999990"


def _worked(a: HubLaptop) -> PersonId:
    """Let a meitinker write what is not for a coordinator."""
    person = a.add_person("Jong")
    edit(a, person, safety_note=f"{CANARY} hond", bsn=BSN)
    with a.awake():
        people.add_phone(a.database, a.store.session, person)
    a.store.visit(person, f"{CANARY} slaapt slecht")
    return person


def _lies_there(laptop: HubLaptop) -> set[str]:
    """Return the kinds of which anything lies in a store."""
    with laptop.database.reading() as connection:
        return {
            name
            for name in KINDS
            if connection.execute(f'SELECT 1 FROM "{name}" LIMIT 1').fetchone()  # noqa: S608  (names of kinds)
        }


def _compared(laptop: HubLaptop) -> bool:
    """Tell whether both sides held the same when they last compared; nothing moved since."""
    laptop.meet()
    last = stands(laptop).last_compared
    return last is not None and last.same


@pytest.mark.promise("L24")
def test_l24_a_coordinators_store_never_receives_what_was_talked_about(tmp_path: Path) -> None:
    with HubWorld(tmp_path) as world:
        a = world.laptop("a", "Grou")
        before = _worked(a)
        a.meet()
        keeper = world.laptop("k", "Grou", role=Role.COORDINATOR)
        world.settle(2)
        assert field(keeper, before, "surname") == "Jong"
        later = _worked(a)
        edit(a, before, surname="Jongsma", safety_note=f"{CANARY} twee honden")
        edit(a, later, contact_note="na zes uur")
        world.settle(2)
        assert field(keeper, before, "surname") == "Jongsma"
        assert field(keeper, later, "contact_note") == "na zes uur"
        assert CANARY not in words_in(keeper)
        assert BSN not in words_in(keeper)
        readable = {one.name for one in KINDS.values() if rights.reads(Role.COORDINATOR, one)}
        assert _lies_there(keeper) <= readable
        assert _compared(keeper)
        assert checking.check(keeper.database).problems == ()
        with keeper.database.reading() as connection:
            assert received.quarantine(connection) == []


@pytest.mark.promise("L24")
def test_l24_control_without_the_table_the_words_lie_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(showing, "to", lambda _role: showing.Showing(Role.BACK_OFFICE))
    with HubWorld(tmp_path) as world:
        a = world.laptop("a", "Grou")
        _worked(a)
        a.meet()
        keeper = world.laptop("k", "Grou", role=Role.COORDINATOR)
        world.settle(2)
        assert CANARY in words_in(keeper)


def test_a_new_session_is_due_once_the_organisation_of_the_hub_is_there(tmp_path: Path) -> None:
    with HubWorld(tmp_path) as world:
        a = world.laptop("a", "Grou")
        assert a.meet().other_reach
        assert not a.meet().other_reach


def test_colleagues_hear_what_somebody_is_and_where(tmp_path: Path) -> None:
    with HubWorld(tmp_path) as world:
        a, office = world.laptop("a", "Grou"), world.laptop("office", role=Role.BACK_OFFICE)
        keeper = world.laptop("k", "Grou", role=Role.COORDINATOR)
        world.settle(3)
        with office.awake():
            loads = workload.per_meitinker(office.database, office.store.session)
            found = handing_work.meitinkers(office.database, office.store.session)
        assert [one.key for one in loads] == [str(a.store.session.user)]
        assert [one.id for one in found] == [a.store.session.user]
        _made(world, keeper, Role.MEITINKER)
        for villages in (("Grou", "Wergea"), ("Wergea",)):
            world.give(a, *villages)
            world.settle(3)
        assert not any(stands(one).attention for one in world.laptops)
        person = office.add_person("Grou en niet Wergea", village="Grou")
        with office.database.reading() as connection:
            session = office.store.session
            ties = records.find(connection, session, UserVillage)
            client = records.get(connection, session, Person, person)
            handing_work.require_in_reach(connection, session, client, keeper.store.session.user)
            with pytest.raises(InvalidField):
                handing_work.require_in_reach(connection, session, client, a.store.session.user)
        assert {(one.user_id, one.village_id) for one in ties} == {
            (a.store.session.user, named_id("village:Wergea")),
            (keeper.store.session.user, named_id("village:Grou")),
        }
        with office.awake():
            found = handing_work.meitinkers(office.database, office.store.session)
        assert {one.id for one in found} == {a.store.session.user, keeper.store.session.user}
        before = [stands(one).sent for one in (a, keeper)]
        world.settle(2)
        assert [stands(one).sent for one in (a, keeper)] == before, "it is told once"


@pytest.mark.promise("L24")
def test_l24_what_a_coordinator_begins_and_changes_reaches_the_others(tmp_path: Path) -> None:
    with HubWorld(tmp_path) as world:
        a, keeper = world.laptop("a", "Grou"), world.laptop("k", "Grou", role=Role.COORDINATOR)
        world.settle(2)
        person = keeper.add_person("Helpster")
        keeper.meet()
        a.meet()
        assert field(a, person, "surname") == "Helpster"
        edit(a, person, bsn=BSN, contact_note="belt graag")
        edit(keeper, person, contact_way="phone")
        world.settle(2)
        assert field(keeper, person, "contact_note") == "belt graag"
        assert field(a, person, "contact_way") == "phone"
        assert BSN not in words_in(keeper)
        assert [_compared(one) for one in (a, keeper)] == [True, True]
        assert checking.check(keeper.database).problems == ()


@pytest.mark.promise("L24", "F14")
def test_l24_f14_who_gets_a_narrower_role_loses_what_it_does_not_see(tmp_path: Path) -> None:
    with HubWorld(tmp_path) as world:
        a, b = world.laptop("a", "Grou"), world.laptop("b", "Grou")
        person = _worked(a)
        world.settle(2)
        assert CANARY in words_in(b)
        users.change(
            world.database,
            world.organisation,
            b.store.session.user,
            users.Changed(role=Role.COORDINATOR),
        )
        assert b.meet().asks is not None
        with b.awake():
            answer(b.database, b.store.session, remove=True)
        world.settle(3)
        assert CANARY not in words_in(b)
        assert field(b, person, "surname") == "Jong"
        assert _compared(b)
        users.change(
            world.database,
            world.organisation,
            b.store.session.user,
            users.Changed(role=Role.MEITINKER),
        )
        world.settle(3)
        assert CANARY in words_in(b)
        assert _compared(b)


def _made(world: HubWorld, laptop: HubLaptop, role: Role) -> None:
    """Give the user of a laptop another role at the hub."""
    user = laptop.store.session.user
    users.change(world.database, world.organisation, user, users.Changed(role=role))


@pytest.mark.promise("L24", "F14")
@pytest.mark.parametrize("met", [False, True], ids=["before contact", "after contact"])
def test_l24_f14_a_role_that_comes_back_takes_nothing_away(tmp_path: Path, met: bool) -> None:
    with HubWorld(tmp_path) as world:
        a, b = world.laptop("a", "Grou"), world.laptop("b", "Grou")
        person = _worked(a)
        world.settle(2)
        _made(world, b, Role.COORDINATOR)
        if met:
            assert b.meet().asks is not None
        edit(a, person, contact_note=f"{CANARY} na zessen")
        a.meet()
        _made(world, b, Role.MEITINKER)
        outcome = b.meet()
        assert (outcome.asks, outcome.removed) == (None, 0)
        assert stands(b).asks is None
        assert field(b, person, "contact_note") == f"{CANARY} na zessen"
        assert _compared(b)


@pytest.mark.promise("L24", "F14")
def test_l24_f14_what_an_earlier_role_saw_leaves_whatever_came_between(tmp_path: Path) -> None:
    with HubWorld(tmp_path) as world:
        a, b = world.laptop("a", "Grou"), world.laptop("b", "Grou")
        _worked(a)
        world.settle(2)
        for role in (Role.ADMINISTRATOR, Role.COORDINATOR):
            _made(world, b, role)
        assert b.meet().asks is not None
        with b.awake():
            answer(b.database, b.store.session, remove=True)
        world.settle(3)
        assert CANARY not in words_in(b)


@pytest.mark.promise("L24")
def test_l24_a_coordinator_who_writes_beyond_the_role_keeps_the_words_in_sight(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An older program, or an altered one, lets it be written; the hub does not take it."""
    monkeypatch.setattr(allowed, "require_all", lambda *_args, **_told: None)
    with HubWorld(tmp_path) as world:
        a, keeper = world.laptop("a", "Grou"), world.laptop("k", "Grou", role=Role.COORDINATOR)
        person = a.add_person("Jong")
        world.settle(2)
        with keeper.awake(), act(keeper.database, keeper.store.session, "x") as work:
            work.delete(Person, person)
        keeper.meet()
        (shown,) = stands(keeper).attention
        assert shown.reason is Reason.NOT_WITHIN_ROLE
        with world.database.reading() as connection:
            gone = connection.execute(RECORD.select().where(RECORD.c.record_id == person)).one()
        assert not gone.deleted


@pytest.mark.promise("L24")
def test_l24_a_laptop_says_at_once_what_the_hub_would_not_take(tmp_path: Path) -> None:
    with HubWorld(tmp_path) as world:
        a, keeper = world.laptop("a", "Grou"), world.laptop("k", "Grou", role=Role.COORDINATOR)
        office = world.laptop("office", role=Role.BACK_OFFICE)
        person = a.add_person("Jong")
        world.settle(2)
        for laptop in (a, keeper):
            database, session = laptop.database, laptop.store.session
            with laptop.awake(), pytest.raises(NotAllowed):
                organisation.set_organisation(database, session, {"name": "Mijn stichting"})
            with laptop.awake():
                organisation.set_user(database, session, {"name": "Sietske Anders"})
        with a.awake(), pytest.raises(NotAllowed):
            own_sets.keep_term(
                a.database, a.store.session, hours=8, counting=Counting.CALENDAR_HOURS
            )
        with keeper.awake(), pytest.raises(NotAllowed):
            _remove(keeper, person)
        with office.awake():
            told = {"name": "Onze stichting"}
            organisation.set_organisation(office.database, office.store.session, told)
        world.settle(2)
        assert not any(stands(one).attention for one in world.laptops)
        with a.awake():
            own = organisation.own(a.database, a.store.session)
        assert own.organisation.name == "Onze stichting"


def _remove(laptop: HubLaptop, person: PersonId) -> None:
    with act(laptop.database, laptop.store.session, "x") as work:
        work.delete(Person, person)
