"""What the hub thinks lies on a device: nothing that may lie there is forgotten (F12, F25)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest
from sqlalchemy import and_, delete, update

from meitinker import ids
from meitinker.domain.session import Role
from sync import fetching, wire
from sync.hub import callers, intake, pulling, register, scope, users
from sync.hub.handlers import Handlers
from sync.hub.tables import DEVICE, HOLDING
from sync.protocol import Compare, Cursor, Let, Pull, Pulled
from tests.unit.sync.hub.bench import GROU, WERGEA

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from sync.hub.scope import Caller
    from sync.protocol import SealedChange
    from tests.unit.sync.hub.bench import Laptop, TestHub


MANY = 230
"""More dossiers than were told at once at first."""


def _moved(office: Laptop, last: str, village: str) -> str:
    """Let the resident live elsewhere; return the change that says so."""
    moved = office.change(
        "person", "p1", operation="edit", base={"village_id": last}, village_id=village
    )
    office.push(moved)
    return moved.change_id


def _unheard_of(laptop: Laptop) -> None:
    """Let an answer come of which the device does not keep that it came."""
    answer = laptop.handlers.pull(Pull(cursor=laptop.cursor))
    for fill in answer.fills:
        laptop.records |= {one.record_id: one for one in fill.records}


def _taken_in_part(_hub: TestHub, a: Laptop, _office: Laptop, person: SealedChange) -> str:
    _unheard_of(a)
    return person.change_id


def _back_and_unheard_of(_hub: TestHub, a: Laptop, office: Laptop, person: SealedChange) -> str:
    a.pull()
    last = _moved(office, person.change_id, WERGEA)
    assert a.pull()[0].farewells == ("p1",)
    last = _moved(office, last, GROU)
    _unheard_of(a)
    return last


def _compared_as_nothing(_hub: TestHub, a: Laptop, _office: Laptop, person: SealedChange) -> str:
    a.pull()
    a.handlers.compare(Compare(position=a.cursor.position))
    return person.change_id


def _more_to_see(hub: TestHub, a: Laptop, _office: Laptop, person: SealedChange) -> str:
    a.pull()
    users.change(
        hub.database, hub.organisation, a.caller.user, users.Changed(role=Role.BACK_OFFICE)
    )
    return person.change_id


WAYS = (_taken_in_part, _back_and_unheard_of, _compared_as_nothing, _more_to_see)


@pytest.mark.promise("F12", "F25")
@pytest.mark.parametrize("way", WAYS)
def test_f12_f25_what_may_lie_there_is_told_to_leave(
    hub: TestHub, way: Callable[[TestHub, Laptop, Laptop, SealedChange], str]
) -> None:
    a, office = hub.enrolled("a", GROU), hub.laptop("b", everywhere=True)
    person = office.person("p1", GROU)
    office.push(person)
    last = way(hub, a, office, person)
    assert register.held(hub.database, hub.organisation, a.caller.device) == ["p1"]
    _moved(office, last, WERGEA)
    assert a.pull()[0].farewells == ("p1",)
    a.handlers.let_go(Let(dossiers=("p1",)))
    assert a.pull()[0].farewells == ()
    assert register.held(hub.database, hub.organisation, a.caller.device) == []


@pytest.mark.promise("F13")
@pytest.mark.parametrize("way", WAYS)
def test_f13_what_may_lie_there_in_part_is_filled_anew(
    hub: TestHub, way: Callable[[TestHub, Laptop, Laptop, SealedChange], str]
) -> None:
    a, office = hub.enrolled("a", GROU), hub.laptop("b", everywhere=True)
    person = office.person("p1", GROU)
    office.push(person)
    way(hub, a, office, person)
    a.records.clear()
    assert [fill.dossier for one in a.pull() for fill in one.fills] == ["p1"]
    office.push(office.phone("t1", "p1"))
    assert len(a.pull()[0].places) == 1, "heard of again"


def _many_left(hub: TestHub) -> tuple[Laptop, list[str]]:
    """Return the laptop of a user who has no village any more, and what must leave it."""
    a, office = hub.enrolled("a", GROU), hub.laptop("b", everywhere=True)
    left = [f"p{number:03}" for number in range(MANY)]
    office.push(*(office.person(one, GROU) for one in left))
    a.pull()
    users.change(hub.database, hub.organisation, a.caller.user, users.Changed(villages=()))
    with hub.database.reading() as connection:
        caller = callers.caller_of(connection, hub.organisation, a.caller.device)
    assert caller is not None
    a.handlers = Handlers(hub.database, caller)
    return a, left


@pytest.mark.promise("F12")
def test_f12_what_a_laptop_keeps_does_not_stand_before_what_else_must_leave(hub: TestHub) -> None:
    a, left = _many_left(hub)
    for _exchange in range(2):  # it lets nothing go: words wait, or a person said no
        assert a.pull()[0].farewells == tuple(left)
    a.handlers.let_go(Let(dossiers=tuple(left[-5:])))
    assert a.pull()[0].farewells == tuple(left[:-5])


@pytest.mark.promise("F12")
@pytest.mark.parametrize("hub", ["sqlite_hub"], indirect=True)
def test_f12_control_told_a_few_at_a_time_the_last_are_never_heard_of(
    hub: TestHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pulling, "FAREWELLS", 200)
    a, left = _many_left(hub)
    told = {one for _exchange in range(5) for one in a.pull()[0].farewells}
    assert told == set(left[:200])


def test_as_many_farewells_as_one_answer_holds_fit_the_wire() -> None:
    farewells = tuple(ids.new_id() for _ in range(pulling.FAREWELLS))
    told = len(msgspec.json.encode(Pulled(cursor=Cursor(), farewells=farewells)))
    assert told + pulling.MOST_BYTES < wire.LARGEST_PACKED
    some = Let(dossiers=farewells[: fetching.LET_GO_AT_ONCE])
    assert len(msgspec.json.encode(some)) < intake.largest("let_go")


@pytest.mark.promise("F12")
def test_f12_control_a_hub_that_forgets_what_it_offered_lets_it_lie_there(
    hub: TestHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scope, "settle", forgetting)
    a, office = hub.enrolled("a", GROU), hub.laptop("b", everywhere=True)
    person = office.person("p1", GROU)
    office.push(person)
    _moved(office, _taken_in_part(hub, a, office, person), WERGEA)
    assert a.pull()[0].farewells == ()
    assert "p1" in a.records


def forgetting(connection: Connection, caller: Caller, _offer: str) -> None:
    """Take what was offered and not heard of as if nothing of it had come."""
    of = and_(HOLDING.c.device == caller.device, HOLDING.c.state == scope.OFFERED)
    connection.execute(delete(HOLDING).where(of))
    connection.execute(update(DEVICE).where(DEVICE.c.device == caller.device).values(offer=""))
