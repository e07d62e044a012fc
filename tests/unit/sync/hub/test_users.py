"""Users, their rights and rights for a while: what changes them, and the review of them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from sqlalchemy import select, text

from meitinker import clock
from meitinker.domain.grants import LONGEST
from meitinker.domain.merging import Reason, Verdict
from meitinker.domain.session import Role
from meitinker.errors import DeviceRefused, StoreMissing
from meitinker.exchange import tables
from meitinker.store import attachments
from sync import versions
from sync.hub import (
    access,
    accounts,
    admitting,
    audit,
    callers,
    checking,
    register,
    rights_review,
    scope,
    users,
)
from sync.hub.handlers import Handlers
from sync.hub.scope import Caller
from sync.hub.tables import ACCESS
from sync.protocol import Compare, Let, Meet, PaperPart, PaperWanted, Push
from tests.unit.sync.hub.bench import GROU, WERGEA, Laptop

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from sync.protocol import SealedChange
    from tests.unit.sync.hub.bench import TestHub

TODAY = clock.today
"""Asked within each test: a run may go on past midnight."""


def _later(time: timedelta) -> AbstractContextManager[None]:
    moment = clock.now() + time
    return clock.running(lambda: moment)


def _of_now(hub: TestHub, name: str) -> Laptop:
    caller = _caller(hub, name)
    assert caller is not None
    return Laptop(Handlers(hub.database, caller), caller)


def _caller(hub: TestHub, name: str) -> Caller | None:
    with hub.database.reading() as connection:
        return callers.caller_of(connection, hub.organisation, f"device-{name}")


def _grant(giver: Laptop, record_id: str, user: str, **told: Any) -> SealedChange:
    fields = {
        "client_id": "p1",
        "user_id": f"user-{user}",
        "given_by_id": giver.caller.user,
        "given_at": clock.instant_text(clock.now()),
        "first_day": TODAY().isoformat(),
        "last_day": (TODAY() + timedelta(days=3)).isoformat(),
        "why": "complexe zaak",
    }
    return giver.change("dossier_grant", record_id, **(fields | told))


def _replaces(giver: Laptop, record_id: str, user: str, by: str, **told: Any) -> SealedChange:
    fields = {
        "user_id": f"user-{user}",
        "by_id": f"user-{by}",
        "given_by_id": giver.caller.user,
        "given_at": clock.instant_text(clock.now()),
        "first_day": TODAY().isoformat(),
        "last_day": (TODAY() + timedelta(days=3)).isoformat(),
        "village_id": None,
    }
    return giver.change("replacement", record_id, **(fields | told))


def _applied(laptop: Laptop, *changes: SealedChange) -> None:
    told = laptop.handlers.push(Push(changes=changes)).receipts
    assert [one.verdict for one in told] == [Verdict.APPLIED] * len(changes), told


@pytest.fixture
def staffed(hub: TestHub) -> tuple[Laptop, Laptop, Laptop]:
    """Lend the laptops of a meitinker of each village and of the back office."""
    a, b = hub.enrolled("a", GROU), hub.enrolled("b", WERGEA)
    office = hub.enrolled("office", role=Role.BACK_OFFICE)
    for laptop in (a, b, office):
        name = laptop.caller.user
        laptop.push(laptop.change("user", name, name=name))
    a.push(a.person("p1", GROU), a.phone("t1", "p1"), a.person("p2", GROU))
    return a, b, office


@pytest.mark.promise("A17", "L24")
def test_a17_a_grant_opens_one_dossier_on_its_days_and_on_no_other(
    hub: TestHub, staffed: tuple[Laptop, Laptop, Laptop]
) -> None:
    _a, b, office = staffed
    _applied(office, _grant(office, "g1", "b"))
    b.pull()
    assert {"p1", "t1"} <= set(b.records)
    assert "p2" not in b.records
    _applied(b, b.phone("t2", "p1"))
    with _later(timedelta(days=5)):
        later = b.pull()
    assert later[0].farewells == ("p1",)


@pytest.mark.promise("F18")
def test_f18_a_grant_of_the_last_days_of_the_calendar_holds_up_nobody(
    hub: TestHub, staffed: tuple[Laptop, Laptop, Laptop]
) -> None:
    a, _b, office = staffed
    days = {"first_day": "9999-12-01", "last_day": "9999-12-31"}
    late = _grant(office, "g1", "b", client_id="p3", **days)
    waits = office.push(late, _replaces(office, "r1", "a", "b", **days)).receipts
    assert [one.verdict for one in waits] == [Verdict.QUARANTINED, Verdict.APPLIED]
    # what waited comes in with a batch of somebody else
    _applied(a, a.person("p3", GROU), a.phone("t3", "p3"))
    with hub.database.reading() as connection:
        kept = connection.execute(select(ACCESS.c.last_day)).scalars().all()
    assert kept == ["9999-12-31"] * 2
    assert all(one.holds for one in checking.check(hub.database))


@pytest.mark.promise("A17")
def test_a17_a_grant_that_is_taken_back_or_cut_short_ends(
    hub: TestHub, staffed: tuple[Laptop, Laptop, Laptop]
) -> None:
    _a, b, office = staffed
    given = _grant(office, "g1", "b", first_day=(TODAY() - timedelta(days=9)).isoformat())
    _applied(office, given)
    b.pull()
    cut = office.change(
        "dossier_grant",
        "g1",
        operation="edit",
        base={"period": given.change_id},
        last_day=(TODAY() - timedelta(days=1)).isoformat(),
    )
    _applied(office, cut)
    assert b.pull()[0].farewells == ("p1",)


@pytest.mark.promise("A17", "F16")
def test_a17_f16_nobody_grants_themselves_or_in_anothers_name(
    hub: TestHub, staffed: tuple[Laptop, Laptop, Laptop]
) -> None:
    a, b, office = staffed
    own = b.push(_grant(b, "g1", "b")).receipts[0]
    named = office.push(_grant(office, "g2", "b", given_by_id=a.caller.user)).receipts[0]
    assert own.reason is named.reason is Reason.NOT_WITHIN_ROLE
    b.pull()
    assert "p1" not in b.records


@pytest.mark.promise("A17")
def test_a17_a_grant_lasts_no_longer_than_it_may(
    hub: TestHub, staffed: tuple[Laptop, Laptop, Laptop]
) -> None:
    _a, b, office = staffed
    _applied(office, _grant(office, "g1", "b", last_day="2099-01-01"))
    with _later(LONGEST + timedelta(days=2)):
        b.pull()
    assert "p1" not in b.records


def test_who_replaces_a_colleague_works_in_that_ones_villages(
    hub: TestHub, staffed: tuple[Laptop, Laptop, Laptop]
) -> None:
    _a, _b, office = staffed
    _applied(office, _replaces(office, "r1", "a", "b"))
    b = _of_now(hub, "b")
    assert b.caller.villages == (GROU, WERGEA)
    b.pull()
    assert {"p1", "p2"} <= set(b.records)
    with _later(timedelta(days=5)):
        caller = _caller(hub, "b")
        assert caller is not None
        assert caller.villages == (WERGEA,)


def test_who_replaces_in_one_village_gets_that_one(
    hub: TestHub, staffed: tuple[Laptop, Laptop, Laptop]
) -> None:
    _a, _b, office = staffed
    users.change(
        hub.database, hub.organisation, "user-a", users.Changed(villages=(GROU, "village-x"))
    )
    _applied(office, _replaces(office, "r1", "a", "b", village_id=GROU))
    assert _of_now(hub, "b").caller.villages == (GROU, WERGEA)


@pytest.mark.promise("L24", "F16")
def test_l24_f16_nobody_gives_villages_that_they_do_not_reach(
    hub: TestHub, staffed: tuple[Laptop, Laptop, Laptop]
) -> None:
    clerk = hub.enrolled("clerk", WERGEA, role=Role.BACK_OFFICE)
    clerk.push(clerk.change("user", "user-clerk", name="clerk"))
    _applied(clerk, _replaces(clerk, "r1", "a", "clerk"))
    assert _of_now(hub, "clerk").caller.villages == (WERGEA,)


_LET_IN = {
    "longer": "UPDATE hub_access SET last_day = '2099-01-01' WHERE record_id = 'g1'",
    "somebody else": "UPDATE hub_access SET \"user\" = 'user-x' WHERE record_id = 'r1'",
    "by somebody else": "UPDATE hub_access SET given_by = 'user-x' WHERE record_id = 'r1'",
    "by no record": "UPDATE hub_access SET record_id = 'g9' WHERE record_id = 'g1'",
    "no more": "DELETE FROM hub_access WHERE record_id = 'g1'",
}


@pytest.mark.promise("A17", "L24")
@pytest.mark.parametrize("spoil", ["", *_LET_IN])
def test_a17_l24_a_check_sees_who_was_let_in_by_no_record(
    hub: TestHub, staffed: tuple[Laptop, Laptop, Laptop], spoil: str
) -> None:
    _a, _b, office = staffed
    given = _replaces(office, "r1", "a", "b")
    _applied(office, _grant(office, "g1", "b"), _grant(office, "g2", "b"), given)
    until = (TODAY() + timedelta(days=1)).isoformat()
    base = {"period": given.change_id}
    _applied(
        office, office.change("replacement", "r1", operation="edit", base=base, last_day=until)
    )
    with hub.database.writing(hub.organisation) as (connection, _end):
        if spoil:
            connection.execute(text(_LET_IN[spoil]))
    (found,) = checking.check(hub.database)
    assert found.holds == (not spoil), found.problems


@pytest.fixture
def clerk(hub: TestHub, staffed: tuple[Laptop, Laptop, Laptop]) -> Laptop:
    """Lend the laptop of a clerk of one village, beside an office that reaches all."""
    users.change(
        hub.database, hub.organisation, "user-office", users.Changed(villages=(), everywhere=True)
    )
    one = hub.enrolled("clerk", WERGEA, role=Role.BACK_OFFICE)
    one.push(one.change("user", "user-clerk", name="clerk"))
    return one


def _taken_by_editing(hub: TestHub, clerk: Laptop) -> tuple[str, ...]:
    """Let a clerk put herself into a replacement that the office gave; return her villages."""
    office = _of_now(hub, "office")
    given = _replaces(office, "r1", "a", "b")
    _applied(office, given)
    assert _of_now(hub, "b").caller.villages == (GROU, WERGEA)
    base = {"by_id": given.change_id}
    _applied(
        clerk, clerk.change("replacement", "r1", operation="edit", base=base, by_id="user-clerk")
    )
    return _of_now(hub, "clerk").caller.villages


@pytest.mark.promise("L24", "F16")
def test_l24_f16_who_changes_what_another_gave_answers_for_it(hub: TestHub, clerk: Laptop) -> None:
    assert _taken_by_editing(hub, clerk) == (WERGEA,)


@pytest.mark.promise("L24")
def test_l24_control_who_began_it_answering_for_all_an_edit_takes_what_is_not_given(
    hub: TestHub, clerk: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "_givable", lambda _c, _o, _giver, villages: villages)
    assert _taken_by_editing(hub, clerk) == (GROU, WERGEA)


@pytest.mark.promise("L24", "F16")
def test_l24_f16_nobody_makes_a_replacement_last_longer_that_was_given_to_them(
    hub: TestHub, clerk: Laptop
) -> None:
    office = _of_now(hub, "office")
    given = _replaces(office, "r1", "a", "clerk")
    _applied(office, given)
    assert _of_now(hub, "clerk").caller.villages == (GROU, WERGEA)
    with _later(timedelta(days=5)):
        clerk = _of_now(hub, "clerk")
        until = (TODAY() + timedelta(days=30)).isoformat()
        longer = clerk.change(
            "replacement", "r1", operation="edit", base={"period": given.change_id}, last_day=until
        )
        _applied(clerk, longer)
        assert _of_now(hub, "clerk").caller.villages == (WERGEA,)


def _left(hub: TestHub, clerk: Laptop) -> None:
    """Let a dossier have been open to the clerk, and its grant be over."""
    office = _of_now(hub, "office")
    long_ago = (TODAY() - timedelta(days=9)).isoformat()
    given = _grant(office, "g1", "clerk", first_day=long_ago)
    _applied(office, given)
    clerk.pull()
    clerk.pull()
    assert "p1" in clerk.records
    _applied(office, _ending(office, "g1", given))
    assert clerk.pull()[0].farewells == ("p1",)


def _ending(laptop: Laptop, record_id: str, given: SealedChange) -> SealedChange:
    """Return the end of a grant, as the program writes it."""
    days = {
        "first_day": (TODAY() - timedelta(days=9)).isoformat(),
        "last_day": (TODAY() - timedelta(days=1)).isoformat(),
    }
    base = {"period": given.change_id}
    return laptop.change("dossier_grant", record_id, operation="edit", base=base, **days)


@pytest.mark.promise("A17", "F12")
def test_a17_f12_last_words_come_for_a_dossier_that_left_and_no_way_back_to_it(
    hub: TestHub, clerk: Laptop
) -> None:
    _left(hub, clerk)
    _applied(clerk, clerk.phone("t9", "p1"))
    granted = clerk.push(_grant(clerk, "g2", "clerk")).receipts[0]
    assert granted.reason is Reason.NOT_WITHIN_REACH
    assert clerk.pull()[0].farewells == ("p1",)


@pytest.mark.promise("A17")
def test_a17_control_last_words_would_open_what_left(
    hub: TestHub, clerk: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    _left(hub, clerk)
    monkeypatch.setattr(admitting, "_opens", lambda _change: False)
    _applied(clerk, _grant(clerk, "g2", "clerk"))
    assert clerk.pull()[0].farewells == ()


@pytest.mark.promise("A17")
def test_a17_a_grant_can_be_ended_by_who_gave_it_after_the_dossier_left(
    hub: TestHub, clerk: Laptop
) -> None:
    long_ago = (TODAY() - timedelta(days=9)).isoformat()
    home = clerk.person("p9", WERGEA)
    given = _grant(clerk, "g2", "a", client_id="p9", first_day=long_ago)
    _applied(clerk, home, given)
    clerk.pull()
    base = {"village_id": home.change_id}
    moved = clerk.change("person", "p9", operation="edit", base=base, village_id=GROU)
    _applied(clerk, moved)
    assert clerk.pull()[0].farewells == ("p9",)
    _applied(clerk, _ending(clerk, "g2", given))


@pytest.mark.promise("A17", "L24")
@pytest.mark.parametrize("left", [True, False])
def test_a17_l24_a_merge_that_opens_what_left_is_audited_and_no_other(
    hub: TestHub, clerk: Laptop, left: bool
) -> None:
    """It may have been made before she knew; who reviews the rights must see it."""
    _left(hub, clerk)
    _applied(clerk, clerk.person("p9", WERGEA), clerk.person("p8", WERGEA))
    _applied(clerk, clerk.merge("m1", "p1" if left else "p8", "p9"))
    told = [
        (row.actor, row.about)
        for row in audit.rows(hub.database, hub.organisation)
        if row.event == audit.Event.REOPENED
    ]
    assert told == ([(clerk.caller.device, "p1")] if left else [])
    assert clerk.pull()[0].farewells == (() if left else ("p1",))


@pytest.mark.promise("A17")
def test_a17_a_merge_opens_what_left_for_thirty_days_and_only_while_it_stands(
    hub: TestHub, clerk: Laptop
) -> None:
    _left(hub, clerk)
    _applied(clerk, clerk.person("p9", WERGEA))
    merged = clerk.merge("m1", "p1", "p9")
    late = clock.now() + scope.LEAVES_WITHIN + timedelta(hours=1)
    clerk.pull()
    with clock.running(lambda: late):
        told = clerk.handlers.push(Push(changes=(merged,))).receipts
    assert [(one.verdict, one.reason) for one in told] == [
        (Verdict.REFUSED, Reason.NOT_WITHIN_REACH)
    ]
    again = clerk.merge("m2", "p1", "p9")
    _applied(clerk, again)
    clerk.pull()
    base = {"undone_at": again.change_id}
    undone = clerk.change(
        "person_merge", "m2", operation="unmerge", base=base, undone_at="2026-11-13T09:00:00.000Z"
    )
    _applied(clerk, undone)
    assert clerk.pull()[0].farewells == ("p1",)


def _waited(hub: TestHub, *, as_told: bool) -> tuple[Laptop, Laptop]:
    """Return a meitinker, and a coordinator whose request waits since before she became one."""
    a, b = hub.enrolled("a", GROU), hub.enrolled("b", GROU)
    _applied(a, a.change("person", "p1", surname="Proef", village_id=GROU, bsn="999990019"))
    waited = Laptop(Handlers(hub.database, b.caller, as_told=as_told), b.caller)
    users.change(hub.database, hub.organisation, "user-b", users.Changed(role=Role.COORDINATOR))
    return a, waited


@pytest.mark.promise("F14", "L24")
def test_f14_l24_a_request_that_waited_is_answered_as_of_now(hub: TestHub) -> None:
    _a, b = _waited(hub, as_told=False)
    b.pull()
    assert b.records["p1"].fields["surname"] == "Proef"
    assert "bsn" not in b.records["p1"].fields


@pytest.mark.promise("F14")
def test_f14_control_who_asks_as_of_when_it_came_in_sees_what_is_no_longer_hers(
    hub: TestHub,
) -> None:
    _a, b = _waited(hub, as_told=True)
    b.pull()
    assert b.records["p1"].fields["bsn"]


@pytest.mark.promise("F14")
@pytest.mark.parametrize(
    "call",
    ["push", "pull", "let_go", "compare", "meet", "paper_held", "send_paper", "fetch_paper"],
)
def test_f14_a_request_that_waited_while_its_device_was_shut_out_does_nothing(
    hub: TestHub, call: str
) -> None:
    a, name, size = hub.enrolled("a", GROU), "a" * 64, attachments.kept_size(9)
    file: dict[str, Any] = {
        "name": "f.jpg",
        "media_type": "image/jpeg",
        "file": name,
        "key": "00" * 32,
        "size": 9,
    }
    _applied(a, a.person("p1", GROU), a.change("attachment", "f1", client_id="p1", **file))
    part = PaperPart(name=name, offset=0, size=size, part=bytes(size))
    assert a.handlers.send_paper(part).whole
    hub.accounts.revoke(hub.organisation, "device-a")
    calls: dict[str, Callable[[], object]] = {
        "push": lambda: a.push(a.person("p1", GROU)),
        "pull": a.pull,
        "let_go": lambda: a.handlers.let_go(Let(dossiers=("p1",))),
        "compare": lambda: a.handlers.compare(Compare(position=0)),
        "meet": lambda: a.handlers.meet(Meet(newest=versions.NEWEST, oldest=versions.OLDEST)),
        "paper_held": lambda: a.handlers.paper_held(PaperWanted(name=name, size=size)),
        "send_paper": lambda: a.handlers.send_paper(part),
        "fetch_paper": lambda: a.handlers.fetch_paper(msgspec.structs.replace(part, part=b"")),
    }
    with pytest.raises(DeviceRefused):
        calls[call]()


@pytest.mark.promise("L24", "F14")
def test_l24_f14_another_role_empties_what_it_does_not_see_and_fills_anew(hub: TestHub) -> None:
    a, b = hub.enrolled("a", GROU), hub.enrolled("b", GROU)
    a.push(a.person("p1", GROU))
    b.pull()
    users.change(hub.database, hub.organisation, "user-b", users.Changed(role=Role.COORDINATOR))
    told = _of_now(hub, "b")
    told.cursor = b.cursor
    assert told.pull()[0].farewells == ("p1",)
    assert told.records == {}
    told.handlers.let_go(Let(dossiers=("p1",)))
    told.pull()
    assert "bsn" not in told.records["p1"].fields
    users.change(hub.database, hub.organisation, "user-b", users.Changed(role=Role.BACK_OFFICE))
    wider = _of_now(hub, "b")
    wider.cursor = told.cursor
    assert wider.pull()[0].farewells == ()
    assert "bsn" in wider.records["p1"].fields


@pytest.mark.parametrize("over", ["later", "over", "ended"])
def test_days_and_an_end_shut_all_devices_out(hub: TestHub, over: str) -> None:
    with _later(timedelta()):  # all on one day, also where midnight comes meanwhile
        _shut_out_and_back(hub, over)


def _shut_out_and_back(hub: TestHub, over: str) -> None:
    hub.enrolled("a", GROU)
    days: dict[str, tuple[date | None, date | None]] = {
        "later": (TODAY() + timedelta(days=1), None),
        "over": (None, TODAY() - timedelta(days=1)),
    }
    if over in days:
        first, last = days[over]
        users.change(hub.database, hub.organisation, "user-a", users.Changed(days=(first, last)))
    else:
        users.change(hub.database, hub.organisation, "user-a", users.Changed(ended=True))
    assert _caller(hub, "a") is None
    assert users.listed(hub.database, hub.organisation)[0].state == over
    users.change(hub.database, hub.organisation, "user-a", users.Changed(days=(None, TODAY())))
    users.change(hub.database, hub.organisation, "user-a", users.Changed(ended=False))
    assert _caller(hub, "a") is not None


def test_who_is_not_there_cannot_be_changed(hub: TestHub) -> None:
    with pytest.raises(StoreMissing):
        users.change(hub.database, hub.organisation, "nobody", users.Changed(role=Role.BACK_OFFICE))
    with pytest.raises(StoreMissing):
        users.change(hub.database, hub.organisation, "nobody", users.Changed(ended=True))


def test_what_still_waits_on_a_device_is_known_after_each_push(hub: TestHub) -> None:
    a = hub.enrolled("a", GROU)
    a.handlers.meet(Meet(newest=1, oldest=1, waiting=9, waiting_since="2026"))
    a.handlers.push(Push(changes=(a.person("p1", GROU),), waiting=8))
    (found,) = register.devices(hub.database, hub.organisation)
    assert (found.waiting, found.waiting_since) == (8, "2026")
    a.handlers.push(Push(changes=(a.person("p2", GROU),), waiting=0))
    (found,) = register.devices(hub.database, hub.organisation)
    assert (found.waiting, found.waiting_since) == (0, "")


def test_the_greeting_tells_the_days_that_a_laptop_opens_alone(hub: TestHub) -> None:
    a = hub.enrolled("a", GROU)
    assert a.handlers.meet(Meet(newest=1, oldest=1)).lease_days == accounts.LEASE_DAYS
    users.set_lease(hub.database, hub.organisation, 7)
    assert a.handlers.meet(Meet(newest=1, oldest=1)).lease_days == 7


@pytest.mark.promise("L24")
@pytest.mark.parametrize("form", ["json", "csv", "xlsx"])
def test_l24_the_review_tells_who_may_what_since_when_and_by_whom(
    hub: TestHub, staffed: tuple[Laptop, Laptop, Laptop], form: str
) -> None:
    _a, _b, office = staffed
    _applied(office, _grant(office, "g1", "b"), _replaces(office, "r1", "a", "b"))
    (ours,) = register.organisations(hub.database)
    told = rights_review.review(hub.database, ours)
    assert [(one.name, one.right, one.where, one.given_by) for one in told.rights] == [
        ("a", "village", GROU, "hub"),
        ("b", "dossier", "p1", "office"),
        ("b", "replaces", "a", "office"),
        ("b", "village", WERGEA, "hub"),
        ("office", "everywhere", "", "hub"),
    ]
    assert all(one.since and one.role and one.state == "active" for one in told.rights)
    assert {one.role for one in told.roles} == {one.value for one in Role}
    written = rights_review.written(told, form)
    if form == "json":
        assert msgspec.json.decode(written, type=rights_review.RightsReview) == told
    else:
        rows = tables.read(written).rows
        assert len(rows) == len(told.rights) + 1
        assert rows[0].cells[:3] == ("gebruiker", "naam", "rol")
        # words for who goes through it: no code, no moment
        assert [one.cells[1:6] for one in rows[1:]] == [
            ("a", "meitinker", "geldt", "dorp", GROU),
            ("b", "meitinker", "geldt", "dossier van een ander dorp", "p1"),
            ("b", "meitinker", "geldt", "vervangt een collega", "a"),
            ("b", "meitinker", "geldt", "dorp", WERGEA),
            ("office", "backoffice", "geldt", "alle dorpen", ""),
        ]
        assert {len(one.cells[6]) for one in rows[1:]} == {len("2026-11-23")}


def test_the_review_leaves_out_what_has_ended(
    hub: TestHub, staffed: tuple[Laptop, Laptop, Laptop]
) -> None:
    _a, _b, office = staffed
    _applied(office, _grant(office, "g1", "b"))
    with _later(timedelta(days=9)):
        told = rights_review.review(hub.database, *register.organisations(hub.database))
    assert "dossier" not in {one.right for one in told.rights}
