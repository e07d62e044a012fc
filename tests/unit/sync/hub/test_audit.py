"""What happened that guards the hub: written with it, in a chain, and without a name in it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import msgspec
import pytest
from sqlalchemy import delete, insert, select, update

from meitinker import clock
from meitinker.domain.merging import Reason
from meitinker.domain.session import Role
from sync import signing, versions
from sync.hub import audit, users
from sync.hub.accounts import Invited
from sync.hub.audit import Event
from sync.hub.metrics import Metrics
from sync.hub.tables import AUDIT, DEVICE
from sync.protocol import Enrol, Meet
from tests.unit.sync.hub.bench import GROU, WERGEA

if TYPE_CHECKING:
    from tests.unit.sync.hub.bench import TestHub

NAME = "Kanariestra"


def _told(hub: TestHub) -> list[tuple[str, str, int]]:
    return [
        (row.event, row.reason, row.count) for row in audit.rows(hub.database, hub.organisation)
    ]


def _enrolled(hub: TestHub) -> None:
    code = hub.accounts.invite(hub.organisation, Invited(name=NAME, villages=(GROU,)))
    asked = Enrol(
        code=code, device="d1", user="u1", name=NAME, signing_key=signing.public(bytes(32))
    )
    hub.accounts.enrol(hub.organisation, asked)


@pytest.mark.promise("F7", "F15", "F16")
def test_f7_f15_f16_what_comes_again_and_what_is_refused_is_written_down(hub: TestHub) -> None:
    a, b = hub.laptop("a", GROU), hub.laptop("b", WERGEA)
    person = a.person("p1", GROU)
    a.push(person)
    a.push(person)
    b.push(b.phone("t1", "p1"), b.phone("t2", "p1"))
    forged = msgspec.structs.replace(b.person("p2", WERGEA), author="user-a")
    b.push(msgspec.structs.replace(b.person("p3", WERGEA), fields={}), forged)
    assert _told(hub) == [
        ("again", "", 1),
        ("refused", Reason.NOT_WITHIN_REACH.value, 2),
        ("forged", Reason.ALTERED.value, 1),
        ("forged", Reason.NOT_THE_AUTHOR.value, 1),
    ]
    (again, refused, *_forged) = audit.rows(hub.database, hub.organisation)
    assert (again.actor, again.about) == (a.caller.device, person.change_id)
    assert refused.actor == b.caller.device


@pytest.mark.promise("F16")
def test_f16_a_forged_author_is_an_alert_that_is_counted(
    hub: TestHub, caplog: pytest.LogCaptureFixture
) -> None:
    a, b = hub.laptop("a", GROU), hub.laptop("b", GROU)
    with caplog.at_level("INFO", logger=audit.__name__):
        a.push(b.person("p1", GROU))
    assert [one.levelname for one in caplog.records] == ["WARNING"]
    told = Metrics().text(events=audit.counted(hub.database))
    assert 'meitinker_hub_events_total{event="forged"} 1' in told
    assert 'meitinker_hub_events_total{event="refused"} 0' in told


@pytest.mark.promise("F25", "L22")
def test_f25_l22_accounts_leave_their_trace_and_no_name(hub: TestHub) -> None:
    _enrolled(hub)
    users.change(hub.database, hub.organisation, "u1", users.Changed(role=Role.BACK_OFFICE))
    users.change(hub.database, hub.organisation, "u1", users.Changed(villages=(WERGEA,)))
    users.set_lease(hub.database, hub.organisation, 7)
    hub.accounts.revoke(hub.organisation, "d1")
    hub.accounts.revoke(hub.organisation, "d1", wipe=True)
    users.change(hub.database, hub.organisation, "u1", users.Changed(ended=True))
    found = list(audit.rows(hub.database, hub.organisation))
    assert [one.event for one in found] == [
        Event.INVITED,
        Event.ENROLLED,
        Event.USER_CHANGED,
        Event.USER_CHANGED,
        Event.LEASE_SET,
        Event.REVOKED,
        Event.WIPE_ORDERED,
        Event.USER_CHANGED,
    ]
    assert NAME not in msgspec.json.encode(found).decode()
    assert audit.verify(hub.database, hub.organisation).broken == ()


@pytest.mark.promise("L18")
def test_l18_a_large_read_is_written_down_and_a_small_one_is_not(
    hub: TestHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "MANY_DOSSIERS", 3)
    a = hub.laptop("a", GROU)
    a.push(a.person("p1", GROU), a.person("p2", GROU))
    hub.laptop("b", GROU).pull()
    assert _told(hub) == []
    a.push(a.person("p3", GROU))
    hub.laptop("c", GROU).pull()
    assert _told(hub) == [("large_read", "", 3)]


def _four(hub: TestHub) -> None:
    a, b = hub.laptop("a", GROU), hub.laptop("b", WERGEA)
    a.push(a.person("p1", GROU))
    for number in range(4):
        b.push(b.phone(f"t{number}", "p1"))


@pytest.mark.promise("L20")
@pytest.mark.parametrize("harm", ["changed", "removed", "swapped", "added"])
def test_l20_a_row_that_is_not_as_it_was_is_noticed(hub: TestHub, harm: str) -> None:
    _four(hub)
    assert audit.verify(hub.database, hub.organisation).broken == ()
    second, third = AUDIT.c.number == 2, AUDIT.c.number == 3
    with hub.database.writing(hub.organisation) as (connection, _end):
        match harm:
            case "changed":
                connection.execute(update(AUDIT).where(second).values(reason="nothing"))
            case "removed":
                connection.execute(delete(AUDIT).where(second))
            case "swapped":
                connection.execute(update(AUDIT).where(second).values(number=9))
                connection.execute(update(AUDIT).where(third).values(number=2))
                connection.execute(update(AUDIT).where(AUDIT.c.number == 9).values(number=3))
            case _:
                row = dict(connection.execute(select(AUDIT).where(third)).mappings().one())
                connection.execute(insert(AUDIT), [{**row, "number": 5}])
    assert audit.verify(hub.database, hub.organisation).broken


@pytest.mark.promise("L20")
def test_l20_a_tail_that_is_cut_off_shows_by_the_head_that_was_kept(hub: TestHub) -> None:
    _four(hub)
    kept = audit.verify(hub.database, hub.organisation)
    with hub.database.writing(hub.organisation) as (connection, _end):
        connection.execute(delete(AUDIT).where(AUDIT.c.number == 4))
    now = audit.verify(hub.database, hub.organisation)
    assert now.broken == ()
    assert (now.number, now.digest) != (kept.number, kept.digest)


@pytest.mark.promise("L20", "L21")
def test_l21_what_was_kept_for_years_may_go_and_the_chain_still_holds(hub: TestHub) -> None:
    early, late = (datetime(year, 3, 1, 9, tzinfo=UTC) for year in (2020, 2025))
    with clock.running(lambda: early):
        _four(hub)
    with clock.running(lambda: late):
        _meet(hub)
        assert audit.forget(hub.database, hub.organisation, years=6) == 0
        assert audit.forget(hub.database, hub.organisation, years=5) == 0, "five years whole"
    with clock.running(lambda: late + timedelta(days=1)):
        _meet(hub)
        assert audit.forget(hub.database, hub.organisation, years=5) == 4
    before = audit.verify(hub.database, hub.organisation)
    assert (before.number, before.broken) == (5, ())
    assert _told(hub) == [("forgotten", "", 4)]
    hub.laptop("c", GROU).push(hub.laptop("c", GROU).phone("late", "p1"))
    with clock.running(lambda: late + timedelta(days=4000)):
        _meet(hub)
        assert audit.forget(hub.database, hub.organisation, years=5) >= 1
        assert audit.verify(hub.database, hub.organisation).broken == ()


@pytest.mark.promise("L21")
def test_l21_a_clock_that_runs_years_ahead_lets_nothing_go(hub: TestHub) -> None:
    """Years count to the last contact: there, the clocks of a laptop and of the hub agreed."""
    now, ahead = (datetime(year, 3, 1, 9, tzinfo=UTC) for year in (2026, 2036))
    with clock.running(lambda: now):
        _four(hub)
    with clock.running(lambda: ahead):
        assert audit.forget(hub.database, hub.organisation, years=5) == 0, "nobody was ever met"
    with clock.running(lambda: now):
        _meet(hub)
    with clock.running(lambda: ahead):
        assert audit.forget(hub.database, hub.organisation, years=5) == 0
        _meet(hub)  # ten years did pass
        assert audit.forget(hub.database, hub.organisation, years=5) == 4


def _meet(hub: TestHub) -> None:
    laptop = hub.laptop("a", GROU)
    known = DEVICE.c.device == laptop.caller.device
    with hub.database.writing(hub.organisation) as (connection, _end):
        if connection.execute(select(DEVICE).where(known)).first() is None:
            device = {"organisation": hub.organisation, "device": laptop.caller.device}
            connection.execute(insert(DEVICE).values(device))
    laptop.handlers.meet(Meet(newest=versions.NEWEST, oldest=versions.OLDEST))


@pytest.mark.promise("L20")
@pytest.mark.parametrize("told", ["nothing", "fewer", "another end"])
def test_l20_a_beginning_that_was_cut_off_is_noticed(hub: TestHub, told: str) -> None:
    """What a row says of what is forgotten must be of exactly these rows."""
    _four(hub)
    with hub.database.writing(hub.organisation) as (connection, _end):
        digest = connection.execute(select(AUDIT.c.digest).where(AUDIT.c.number == 2)).scalar_one()
        if told != "nothing":
            about, count = (digest, 1) if told == "fewer" else (audit.GENESIS, 2)
            event = Event.FORGOTTEN
            audit.note(connection, hub.organisation, event, actor="hub", about=about, count=count)
        connection.execute(delete(AUDIT).where(AUDIT.c.number <= 2))
    assert audit.verify(hub.database, hub.organisation).broken == (3,)


def test_the_audit_is_undone_with_what_it_tells_of(hub: TestHub) -> None:
    def revoke_and_fail() -> None:
        with hub.database.writing(hub.organisation) as (connection, _end):
            audit.note(connection, hub.organisation, Event.REVOKED, actor="hub")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        revoke_and_fail()
    assert _told(hub) == []
