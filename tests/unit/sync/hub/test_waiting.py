"""What waits or was refused at the hub: it comes in once it may, and only then."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from sqlalchemy import event, insert, select, update

from meitinker import clock
from meitinker.domain.kinds import KINDS
from meitinker.domain.merging import Reason, Verdict
from meitinker.domain.session import Role
from sync.hub import (
    access,
    audit,
    checking,
    judging,
    refusals,
    register,
    releasing,
    scope,
    users,
    waiting,
)
from sync.hub.admitting import Waiters
from sync.hub.tables import DEVICE, RECORD, REFUSED, USER, WAITING
from sync.protocol import Let
from tests.unit.sync.hub.bench import FIRST, GROU, WERGEA

if TYPE_CHECKING:
    from sync.protocol import Pushed
    from tests.unit.sync.hub.bench import Laptop, TestHub


def _taken_in(hub: TestHub, laptop: Laptop) -> Laptop:
    """Let a laptop be known to the hub's tables, as by an invitation."""
    caller, of = laptop.caller, {"organisation": hub.organisation}
    with hub.database.writing(hub.organisation) as (connection, _end):
        told = {"user": caller.user, "name": "N", "role": caller.role}
        connection.execute(insert(USER), [{**of, **told, "everywhere": int(caller.everywhere)}])
        row = {"device": caller.device, "user": caller.user, "enrolled_at": "2026"}
        connection.execute(insert(DEVICE), [{**of, **row}])
        access.set_villages(connection, hub.organisation, caller.user, caller.villages)
    return laptop


def _waits(hub: TestHub) -> list[str]:
    with hub.database.reading() as connection:
        return list(connection.execute(select(WAITING.c.waits_for)).scalars())


def _there(hub: TestHub, record_id: str) -> bool:
    with hub.database.reading() as connection:
        asked = select(RECORD.c.record_id).where(RECORD.c.record_id == record_id)
        return connection.execute(asked).first() is not None


def _old_hub(monkeypatch: pytest.MonkeyPatch, *unknown: str) -> None:
    known = {name: kind for name, kind in KINDS.items() if name not in unknown}
    monkeypatch.setattr(judging, "KINDS", known)


def test_a_chain_of_what_waits_comes_in_as_a_whole(hub: TestHub) -> None:
    a = hub.laptop("a", everywhere=True)
    a.push(a.phone("t1", "p1"))
    a.push(a.person("p1", "village-new"))
    a.push(a.phone("t2", "p1"), a.village("village-new"))
    assert _waits(hub) == []
    assert all(_there(hub, one) for one in ("t1", "t2", "p1"))


def test_control_a_batch_that_takes_its_own_for_all_that_waits_forgets_some(
    hub: TestHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep = waiting.Waiting.keep

    def kept(self: waiting.Waiting, *what: object) -> None:
        keep(self, *what)  # type: ignore[arg-type]  # passed on as they came
        self._fetched.add(str(what[1]))

    monkeypatch.setattr(waiting.Waiting, "keep", kept)
    a = hub.laptop("a", everywhere=True)
    a.push(a.phone("t1", "p1"))
    a.push(a.person("p1", "village-new"))
    a.push(a.phone("t2", "p1"), a.village("village-new"))
    assert _waits(hub) == ["p1"]


@pytest.mark.promise("F22")
def _looked_up(hub: TestHub, laptop: Laptop, number: int) -> list[str]:
    """Return what is asked of the tables of what waits and was refused while a person comes in."""
    asked: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if "waiting" in statement or "refused" in statement:
            asked.append(statement)

    event.listen(hub.database.engine, "before_cursor_execute", hear)
    told = laptop.push(laptop.person(f"counted{number}", GROU)).receipts
    event.remove(hub.database.engine, "before_cursor_execute", hear)
    assert told[0].position
    return [one for one in asked if " IN (" in one or "DELETE" in one]


def test_where_nothing_waits_or_was_refused_nothing_of_it_is_looked_up(hub: TestHub) -> None:
    a = hub.laptop("a", GROU)
    assert _looked_up(hub, a, 1) == []
    a.push(a.phone("early", "nobody-yet"))
    assert len(_looked_up(hub, a, 2)) == 3  # another's, for what came, and no more
    a.push(a.person("elsewhere", WERGEA))
    assert len(_looked_up(hub, a, 3)) == 4


def test_f22_what_an_old_hub_did_not_know_comes_in_when_the_new_one_starts(
    hub: TestHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    a = _taken_in(hub, hub.laptop("a", GROU))
    with monkeypatch.context() as patched:
        _old_hub(patched, "phone")
        told = a.push(a.person("p1", GROU), a.phone("t1", "p1"), a.phone("t2", "p1")).receipts
        assert [one.reason for one in told[1:]] == [Reason.UNKNOWN_KIND] * 2
        assert releasing.release(hub.database) == 0
    assert releasing.release(hub.database) == 2
    assert _there(hub, "t1")
    assert _waits(hub) == []
    a.pull()
    assert len(a.places) == 3
    assert releasing.release(hub.database) == 0


@pytest.mark.promise("F22")
def test_f22_what_waits_is_judged_anew_when_it_is_sent_again(
    hub: TestHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    a = hub.laptop("a", GROU)
    phone = a.phone("t1", "p1")
    with monkeypatch.context() as patched:
        _old_hub(patched, "phone")
        a.push(a.person("p1", GROU), phone)
    assert a.push(phone).receipts[0].verdict is Verdict.APPLIED
    assert _waits(hub) == []


def test_a_refusal_lasts_as_long_as_its_reason(hub: TestHub) -> None:
    a, b = hub.laptop("a", GROU), hub.laptop("b", WERGEA)
    b.push(b.person("p1", WERGEA))
    phone = a.phone("t1", "p1")
    assert a.push(phone).receipts[0].reason is Reason.NOT_WITHIN_REACH
    with hub.database.reading() as connection:
        assert connection.execute(select(REFUSED.c.reason)).scalars().all() == ["not_within_reach"]
    told = register.refused(hub.database, hub.organisation, a.caller.device)
    assert told == {"not_within_reach": 1}
    wider = hub.laptop("a", GROU, WERGEA)
    assert wider.push(phone).receipts[0].verdict is Verdict.APPLIED
    with hub.database.reading() as connection:
        assert connection.execute(select(REFUSED.c.reason)).all() == []


def test_what_a_stranger_sends_under_an_id_is_not_the_owners_answer(hub: TestHub) -> None:
    a, b = hub.laptop("a", GROU), hub.laptop("b", WERGEA)
    person, phone = b.person("p1", WERGEA), b.phone("t1", "nobody")
    assert a.push(person).receipts[0].reason is Reason.NOT_THE_AUTHOR
    assert b.push(person, phone).receipts[0].position == FIRST
    again = a.push(person, phone).receipts
    assert {(one.verdict, one.reason, one.position) for one in again} == {
        (Verdict.REFUSED, Reason.NOT_THE_AUTHOR, 0)
    }
    assert b.push(person).receipts[0].verdict is Verdict.DUPLICATE
    assert _waits(hub) == ["nobody"]


@pytest.mark.promise("F16", "F18")
def test_f16_f18_what_waited_and_is_refused_is_not_laid_to_who_brought_what_it_waited_for(
    hub: TestHub,
) -> None:
    a, b = hub.enrolled("a"), hub.enrolled("b")
    claimed = a.phone("p1", "p2")
    assert a.push(claimed).receipts[0].reason is Reason.NOT_THERE_YET
    told = b.push(b.person("p1", None), b.person("p2", None)).receipts
    assert [one.verdict for one in told] == [Verdict.APPLIED] * 2
    forged = audit.Event.FORGED
    assert forged not in {one.event for one in audit.rows(hub.database, hub.organisation)}
    assert register.refused(hub.database, hub.organisation, b.caller.device) == {}
    # its device hears it when it asks what became of it, and answers for it
    assert a.push(claimed).receipts[0].reason is Reason.ALTERED
    assert register.refused(hub.database, hub.organisation, a.caller.device) == {"altered": 1}
    (row,) = [one for one in audit.rows(hub.database, hub.organisation) if one.event == forged]
    assert (row.actor, row.about) == (a.caller.device, claimed.change_id)


@pytest.mark.promise("F15", "A17")
def test_f15_a17_what_waited_for_a_foreign_dossier_stays_out_of_it(hub: TestHub) -> None:
    a = _taken_in(hub, hub.laptop("a", GROU))
    b = _taken_in(hub, hub.laptop("b", WERGEA))
    assert a.push(a.phone("t1", "p1")).receipts[0].reason is Reason.NOT_THERE_YET
    b.push(b.person("p1", WERGEA))
    assert not _there(hub, "t1")
    assert _waits(hub) == [f"{judging.REACH_KEY}{a.caller.device}"]
    with hub.database.writing(hub.organisation) as (connection, _end):
        access.set_villages(connection, hub.organisation, a.caller.user, (GROU, WERGEA))
    assert releasing.release(hub.database) == 1
    assert _there(hub, "t1")


@pytest.mark.promise("F15", "A17")
def test_f15_a17_control_without_looking_again_it_lands_there(
    hub: TestHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Waiters, "refusal", lambda *_: Reason.NONE)
    a, b = hub.laptop("a", GROU), hub.laptop("b", WERGEA)
    a.push(a.phone("t1", "p1"))
    b.push(b.person("p1", WERGEA))
    assert _there(hub, "t1")


@pytest.mark.promise("F15", "F25")
@pytest.mark.parametrize("gone", ["revoked", "ended", "coordinator"])
def test_f15_f25_what_waits_of_who_is_shut_out_does_not_come_in(hub: TestHub, gone: str) -> None:
    a, b = _taken_in(hub, hub.laptop("a", GROU)), hub.laptop("b", GROU)
    a.push(a.change("contact_note", "n1", client_id="p1", **_note()))
    match gone:
        case "revoked":
            hub.accounts.revoke(hub.organisation, a.caller.device)
        case "ended":
            users.change(hub.database, hub.organisation, a.caller.user, users.Changed(ended=True))
        case _:
            role = Role.COORDINATOR
            users.change(hub.database, hub.organisation, a.caller.user, users.Changed(role=role))
    b.push(b.person("p1", GROU))
    assert not _there(hub, "n1")
    assert len(_waits(hub)) == 1


def _note() -> dict[str, Any]:
    return {"at": "2026-11-12T09:00:00.000Z", "channel": "phone", "text": "Kopje koffie"}


@pytest.mark.promise("F12", "F15")
def test_f12_f15_a_dossier_that_left_takes_words_for_its_term_and_no_longer(hub: TestHub) -> None:
    a = hub.laptop("a", GROU)
    a.push(a.person("p1", GROU))
    a.pull()
    moved = hub.laptop("a", WERGEA)
    assert moved.push(moved.phone("t1", "p1")).receipts[0].verdict is Verdict.APPLIED
    later = clock.now() + scope.LEAVES_WITHIN + timedelta(hours=1)
    with clock.running(lambda: later):
        reason = moved.push(moved.phone("t2", "p1")).receipts[0].reason
    assert reason is Reason.NOT_WITHIN_REACH


@pytest.mark.promise("F12", "F13")
def test_f13_the_term_begins_anew_with_each_leaving(hub: TestHub) -> None:
    here, there = hub.laptop("a", GROU), hub.laptop("a", WERGEA)
    here.push(here.person("p1", GROU))
    here.pull()
    there.pull()
    here.pull()
    later = clock.now() + scope.LEAVES_WITHIN + timedelta(hours=1)
    with clock.running(lambda: later):
        assert there.push(there.phone("t1", "p1")).receipts[0].verdict is Verdict.APPLIED
        there.handlers.let_go(Let(dossiers=("p1",)))


def _damaged(hub: TestHub, change_id: str) -> None:
    with hub.database.writing(hub.organisation) as (connection, _end):
        connection.execute(
            update(WAITING).where(WAITING.c.change_id == change_id).values(body=b"\x00 not it")
        )


@pytest.mark.promise("F18")
@pytest.mark.parametrize("guarded", [True, False])
def test_f18_a_change_that_waits_and_does_not_open_keeps_no_hub_from_starting(
    hub: TestHub, monkeypatch: pytest.MonkeyPatch, *, guarded: bool
) -> None:
    """Show as a control that the hub would not start where it was read as all others."""
    a = _taken_in(hub, hub.laptop("a", GROU))
    phones = [a.phone(f"t{number}", "p1") for number in range(3)]
    with monkeypatch.context() as patched:
        _old_hub(patched, "phone")
        a.push(a.person("p1", GROU), *phones)
    _damaged(hub, phones[1].change_id)
    if not guarded:
        monkeypatch.setattr(waiting, "_opened", lambda _sealing, body: waiting._change.decode(body))
        with pytest.raises(msgspec.DecodeError):
            releasing.release(hub.database)
        return
    assert releasing.release(hub.database) == 2
    assert (_waits(hub), _there(hub, "t1")) == ([waiting.DAMAGED_KEY], False)
    assert releasing.release(hub.database) == 0
    (found,) = checking.check(hub.database)
    assert found.problems == (f"change {phones[1].change_id}, which waits, does not open",)
    assert a.push(phones[1]).receipts[0].verdict is Verdict.APPLIED
    assert _there(hub, "t1")
    assert checking.check(hub.database)[0].holds


@pytest.mark.promise("F18")
def test_f18_what_does_not_open_keeps_nobody_from_sending_what_it_waited_for(hub: TestHub) -> None:
    a, b = (_taken_in(hub, hub.laptop(one, GROU)) for one in "ab")
    early = a.phone("t1", "p1")
    a.push(early)
    _damaged(hub, early.change_id)
    assert b.push(b.person("p1", GROU)).receipts[0].verdict is Verdict.APPLIED
    assert _waits(hub) == [waiting.DAMAGED_KEY]
    assert a.push(early).receipts[0].verdict is Verdict.APPLIED
    assert _waits(hub) == []


def _reasons(told: Pushed) -> list[tuple[Verdict, Reason]]:
    return [(one.verdict, one.reason) for one in told.receipts]


KEPT = (Verdict.QUARANTINED, Reason.NOT_THERE_YET)
AWAY = (Verdict.REFUSED, Reason.NO_ROOM)


@pytest.mark.promise("A20", "F18")
def test_a20_a_device_fills_no_disk_with_what_waits_and_nothing_is_lost(
    hub: TestHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = (_taken_in(hub, hub.laptop(one, GROU)) for one in "ab")
    monkeypatch.setattr(waiting, "MOST_BYTES_OF_A_DEVICE", 3 * waiting.AROUND_ONE + 3_000)
    early = [a.phone(f"t{n}", "p1") for n in range(5)]
    assert _reasons(a.push(*early[:2])) == [KEPT] * 2
    assert _reasons(a.push(*early[2:])) == [KEPT, AWAY, AWAY]
    assert _reasons(a.push(*early)) == [KEPT] * 3 + [AWAY] * 2
    assert len(_waits(hub)) == 3
    assert register.refused(hub.database, hub.organisation, a.caller.device) == {"no_room": 2}
    # another has room of its own, and what can be judged needs none
    assert _reasons(b.push(b.phone("t9", "p1"))) == [KEPT]
    assert [one.position for one in a.push(a.person("p1", GROU)).receipts] == [FIRST]
    assert _waits(hub) == []
    assert all(one.position for one in a.push(*early[3:]).receipts)
    assert all(_there(hub, f"t{n}") for n in (*range(5), 9))
    assert register.refused(hub.database, hub.organisation, a.caller.device) == {}


@pytest.mark.promise("A20")
def test_a20_what_lay_there_goes_before_what_comes(
    hub: TestHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    a = _taken_in(hub, hub.laptop("a", GROU))
    monkeypatch.setattr(waiting, "MOST_BYTES_OF_A_DEVICE", waiting.AROUND_ONE + 1_000)
    first = a.phone("t1", "p1")
    a.push(first)
    edit = a.change("phone", "t1", operation="edit", base={"number": first.change_id}, number="1")
    assert _reasons(a.push(edit)) == [AWAY]
    # what waited is taken up, may not come in, and waits on
    with hub.database.writing(hub.organisation) as (connection, _end):
        access.set_villages(connection, hub.organisation, a.caller.user, (WERGEA,))
    b = _taken_in(hub, hub.laptop("b", GROU))
    b.push(b.person("p1", GROU))
    assert _waits(hub) == [f"{judging.REACH_KEY}{a.caller.device}"]


@pytest.mark.promise("A20")
def test_a20_the_list_of_what_a_device_was_refused_has_an_end(
    hub: TestHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = (_taken_in(hub, hub.laptop(one, GROU)) for one in "ab")
    monkeypatch.setattr(refusals, "MOST_CHANGES_OF_A_DEVICE", 3)
    strange = [a.person(f"p{n}", WERGEA) for n in range(5)]
    for some in (strange[:2], strange[2:], strange):
        assert {one.reason for one in a.push(*some).receipts} == {Reason.NOT_WITHIN_REACH}
    b.push(b.person("p9", WERGEA))
    refused = [
        register.refused(hub.database, hub.organisation, one.caller.device) for one in (a, b)
    ]
    assert refused == [{"not_within_reach": 3}, {"not_within_reach": 1}]
