"""What is of one device alone waits for nobody who writes, and sees one moment (F9, F14, L24)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite

from meitinker.domain.session import Role
from meitinker.errors import RequestRefused
from sync import versions
from sync.hub import audit, scope, users
from sync.hub import database as databases
from sync.hub.database import NeedsTurnError
from sync.hub.many import OneOf, insert_all
from sync.hub.tables import AUDIT, CHANGE, DOSSIER
from sync.protocol import Meet
from tests.unit.sync.hub.bench import GROU

if TYPE_CHECKING:
    from tests.unit.sync.hub.bench import TestHub

on_postgresql = pytest.mark.parametrize("hub", ["postgres_hub"], indirect=True)


@on_postgresql
def test_who_asks_waits_for_nobody_who_writes(hub: TestHub) -> None:
    a, b = hub.enrolled("a", GROU), hub.enrolled("b", GROU)
    a.push(a.person("p1", GROU))
    with hub.database.writing(hub.organisation):
        hello = Meet(newest=versions.NEWEST, oldest=versions.OLDEST)
        assert b.handlers.meet(hello).end
        b.pull()
    assert "p1" in b.records


@pytest.mark.promise("F9")
@on_postgresql
def test_f9_an_answer_is_of_one_moment(hub: TestHub) -> None:
    """What comes in meanwhile is neither in its end nor in its places."""
    a = hub.laptop("a", GROU)
    last = a.push(a.person("p1", GROU)).receipts[-1].position
    with hub.database.beside(hub.organisation) as (connection, end):
        a.push(a.person("p2", GROU))
        asked = select(func.max(CHANGE.c.position)).where(CHANGE.c.organisation == hub.organisation)
        assert connection.execute(asked).scalar_one() == end == last


@pytest.mark.promise("F14", "L24")
@on_postgresql
@pytest.mark.parametrize("guarded", [True, False])
def test_f14_what_was_answered_as_an_earlier_role_leaves_with_the_next_question(
    hub: TestHub, monkeypatch: pytest.MonkeyPatch, *, guarded: bool
) -> None:
    if not guarded:
        monkeypatch.setattr(scope, "_who_see", lambda *_told, **_named: ())
    scope._moving.cache_clear()
    office, a = hub.laptop("office", everywhere=True), hub.enrolled("a", GROU)
    office.push(
        office.change("person", "p1", surname="Proefstra", village_id=GROU, safety_note="hond")
    )
    settle, left = scope.settle, [Role.COORDINATOR]

    def settled(*told: Any) -> None:
        if left:
            users.change(
                hub.database, hub.organisation, a.caller.user, users.Changed(role=left.pop())
            )
        settle(*told)

    monkeypatch.setattr(scope, "settle", settled)
    first, *_others = a.pull()
    assert not left
    assert "safety_note" in a.records["p1"].fields, "as of the moment of the question"
    assert first.farewells == ()
    assert (("p1",) in [one.farewells for one in a.pull()]) == guarded
    scope._moving.cache_clear()


@on_postgresql
def test_what_has_to_be_in_turn_is_refused_beside_others(hub: TestHub) -> None:
    with (
        pytest.raises(NeedsTurnError),
        hub.database.beside(hub.organisation) as (connection, _end),
    ):
        audit.note(connection, hub.organisation, audit.Event.LARGE_READ, actor="a")
    with hub.database.reading() as connection:
        assert connection.execute(select(AUDIT.c.number)).first() is None


def test_one_of_many_is_asked_so_that_an_index_answers_it() -> None:
    asked = select(CHANGE.c.position).where(OneOf(CHANGE.c.change_id, ["a", "b"]))
    told = {one.name: str(asked.compile(dialect=one)) for one in (sqlite.dialect(), _POSTGRESQL)}
    assert "WHERE hub_change.change_id IN (SELECT" in told["sqlite"]
    assert told["sqlite"].endswith("FROM json_each(?) AS anon_1)")
    assert told["postgresql"].endswith("WHERE hub_change.change_id = ANY (%(param_1)s::TEXT[])")


_POSTGRESQL = postgresql.dialect()  # type: ignore[no-untyped-call]  # is so there


@on_postgresql
def test_a_value_that_no_database_holds_is_refused_in_a_stream_too(hub: TestHub) -> None:
    row = {"organisation": hub.organisation, "dossier": "a\x00b", "village": None, "root": "a"}
    with (
        pytest.raises(RequestRefused),
        databases.told(),
        hub.database.writing(hub.organisation) as (connection, _end),
    ):
        insert_all(connection, DOSSIER, [row])
