"""The hub's door: who is let in how far, what is held for whom, and who waits for whom."""

from __future__ import annotations

import asyncio
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from meitinker.errors import HubBusy, RequestRefused, SyncError
from sync import https, merge, signing, versions, wire
from sync.hub import database as databases
from sync.hub import limits as limiting
from sync.hub.app import Front
from sync.hub.handlers import Handlers
from sync.hub.limits import Limits
from sync.hub.tables import DEVICE
from sync.protocol import Enrol, Meet, Push
from tests.unit.sync.hub.bench import GROU, TestHub
from tests.unit.sync.hub.door import Answer, Door, Known, hub_id, known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sync.hub.database import HubDatabase

HELLO = Meet(newest=versions.NEWEST, oldest=versions.OLDEST)
PUSH, ENROL, MEET = (https.CALLS[one].path for one in ("push", "enrol", "meet"))
LARGE = b"x" * ((4 << 20) - 1)
SILENT = 16
PATIENT = Limits(held_back_seconds=0, quiet_seconds=600, whole_seconds=600)
"""Gives up nobody while a test looks on, however slow the machine."""
QUICK = Limits(quiet_seconds=0.05, whole_seconds=0.2)
NOBODY = {https.DEVICE: "nobody", https.SEAL: "1 2 3 4"}


async def _silent(door: Door, path: str, headers: list[dict[str, str]]) -> tuple[int, Answer]:
    """Let many send much and then nothing; return what is held, and what an honest one hears.

    It is looked at when each of them was answered or has all that it sent in the hub's hands.
    """
    stall = asyncio.Event()
    asked = [
        asyncio.create_task(door.ask(path, [LARGE], one, stall=stall, address=f"10.0.0.{n % 4}"))
        for n, one in enumerate(headers)
    ]
    while sum(one.done() for one in asked) + door.held() // len(LARGE) < len(asked):
        await asyncio.sleep(0.001)
    held = door.held()
    honest = await door.ask(ENROL, [_enrol("0000")], headers[0], address="10.9.9.9")
    stall.set()
    await asyncio.gather(*asked)
    return held, honest


def _enrol(code: str) -> bytes:
    key = signing.public(bytes(32))
    asked = Enrol(code=code, device="d", user="u", name="n", signing_key=key)
    return wire.packed(asked)


@pytest.mark.promise("A21")
@pytest.mark.parametrize("path", [PUSH, ENROL])
def test_a21_who_is_not_known_holds_nothing_of_the_hub(hub: TestHub, path: str) -> None:
    told = [{https.HUB: hub_id(hub), **NOBODY, https.DEVICE: f"x{n}"} for n in range(SILENT)]
    held, honest = asyncio.run(_silent(Door(hub, PATIENT), path, told))
    assert (held, honest) == (0, Answer(403, "invitation_refused"))


@pytest.mark.promise("A21")
@pytest.mark.parametrize("hub", ["sqlite_hub"], indirect=True)
def test_a21_control_where_everyone_is_let_in_sixteen_fill_the_hub(
    hub: TestHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = [{https.HUB: hub_id(hub), **NOBODY, https.DEVICE: f"x{n}"} for n in range(SILENT)]
    limits = PATIENT._replace(address_room=64 << 20, device_room=64 << 20)
    monkeypatch.setattr(hub.accounts, "knows", lambda *_: True)
    held, honest = asyncio.run(_silent(Door(hub, limits), PUSH, told))
    assert (held, honest) == (SILENT * len(LARGE), Answer(503, "hub_busy"))


@pytest.mark.promise("A21")
@pytest.mark.parametrize("hub", ["sqlite_hub"], indirect=True)
@pytest.mark.parametrize("share", ["address", "device"])
def test_a21_one_address_and_one_device_leave_room_for_the_others(hub: TestHub, share: str) -> None:
    async def story() -> list[Answer]:
        door, stall = Door(hub, PATIENT), asyncio.Event()
        devices = [known(hub) for _ in range(8)]
        one = devices[0].headers("push", LARGE, 1)

        def asks(n: int) -> asyncio.Task[Answer]:
            headers = one if share == "device" else devices[n].headers("push", LARGE, 1)
            address = f"10.0.0.{n}" if share == "device" else "10.0.0.1"
            return asyncio.create_task(
                door.ask(PUSH, [LARGE], headers, stall=stall, address=address)
            )

        asked = [asks(n) for n in range(8)]
        while sum(not one.done() for one in asked) > (2 if share == "device" else 4):
            await asyncio.sleep(0)
        other = known(hub)
        answer = await door.call(other, "meet", HELLO, 1)
        stall.set()
        return [answer, *await asyncio.gather(*asked)]

    honest, *others = asyncio.run(story())
    assert honest.status == 200
    assert Answer(503, "hub_busy") in others


@pytest.mark.promise("A21")
@pytest.mark.parametrize("hub", ["sqlite_hub"], indirect=True)
@pytest.mark.parametrize("size", [10, 8 << 10, len(LARGE)])
def test_a21_a_body_that_stops_coming_is_given_up_however_fast_it_began(
    hub: TestHub, size: int
) -> None:
    device = known(hub)
    told = device.headers("push", b"", 1)

    async def story() -> Answer:
        return await Door(hub, QUICK).ask(PUSH, [LARGE[:size]], told, stall=asyncio.Event())

    assert asyncio.run(story()) == Answer(400, "request_refused")


@pytest.mark.promise("A21")
@pytest.mark.parametrize("hub", ["sqlite_hub"], indirect=True)
def test_a21_a_body_that_drips_in_has_an_end(hub: TestHub) -> None:
    told = known(hub).headers("push", b"", 1)
    limits = Limits(quiet_seconds=60, quiet_bytes=1, whole_seconds=0.1)
    answer = asyncio.run(Door(hub, limits).ask(PUSH, [], told, drips=True))
    assert answer == Answer(400, "request_refused")


@pytest.mark.promise("A20")
@pytest.mark.parametrize("hub", ["sqlite_hub"], indirect=True)
@pytest.mark.parametrize(("path", "size"), [(ENROL, 9 << 10), (MEET, 17 << 10)])
@pytest.mark.parametrize("announced", [True, False])
def test_a20_a_small_call_takes_no_large_body(
    hub: TestHub, path: str, size: int, *, announced: bool
) -> None:
    told = known(hub).headers("meet", b"", 1)
    told |= {"content-length": str(size)} if announced else {}
    pieces = [b"x" * (size // 2), b"x" * (size // 2 + 1)]
    assert asyncio.run(Door(hub).ask(path, pieces, told)) == Answer(413, "message_too_large")


@pytest.mark.promise("A21")
@pytest.mark.parametrize("hub", ["sqlite_hub"], indirect=True)
@pytest.mark.parametrize("device", ["d" * 60_000, "d" * 65, "", "a b", "d\xe9"])
def test_a21_what_is_no_id_is_not_kept(hub: TestHub, device: str) -> None:
    door = Door(hub)
    told = {https.HUB: hub_id(hub), https.DEVICE: device, https.SEAL: "1 2 3 4"}
    answer = asyncio.run(door.ask(MEET, [b"{}"], told))
    assert answer == Answer(400, "request_refused")
    assert not door.front._turns._devices


@contextmanager
def _locked(database: HubDatabase, organisation: str) -> Iterator[threading.Event]:
    """Hold the lock of an organisation, as a process that hangs, until what is lent is set."""
    ready, over = threading.Event(), threading.Event()

    def hold() -> None:
        with database.writing(organisation):
            ready.set()
            over.wait()

    holder = threading.Thread(target=hold)
    holder.start()
    ready.wait()
    try:
        yield over
    finally:
        over.set()
        holder.join()


@pytest.mark.promise("A21")
def test_a21_a_stranger_takes_no_lock(hub: TestHub) -> None:
    device, other = known(hub, GROU), known(hub, GROU)
    forged = Known(device.hub, device.device, other.secret)
    old = device.headers("meet", wire.packed(HELLO), 1)
    door = Door(hub)
    assert asyncio.run(door.call(device, "meet", HELLO, 2)).status == 200
    with _locked(hub.database, hub.organisation):
        strangers = [
            asyncio.run(door.ask(ENROL, [_enrol("0000-0000")], {https.HUB: device.hub})),
            asyncio.run(door.call(forged, "meet", HELLO, 9)),
            asyncio.run(door.ask(MEET, [wire.packed(HELLO)], old)),
        ]
    assert [one.error for one in strangers] == [
        "invitation_refused",
        "request_refused",
        "request_refused",
    ]


@pytest.mark.promise("A16")
def test_a16_of_two_requests_with_one_number_one_is_taken(hub: TestHub) -> None:
    device = known(hub, GROU)
    body = wire.packed(HELLO)
    told = device.headers("meet", body, 5)

    async def story() -> list[Answer]:
        door = Door(hub)
        return await asyncio.gather(*(door.ask(MEET, [body], told) for _ in range(2)))

    assert sorted(one.status for one in asyncio.run(story())) == [200, 400]
    with hub.database.reading() as connection:
        asked = select(DEVICE.c.sequence).where(DEVICE.c.device == device.device)
        assert connection.execute(asked).scalar_one() == 5


@pytest.mark.promise("A16")
@pytest.mark.parametrize("hub", ["sqlite_hub"], indirect=True)
def test_a16_control_without_numbers_a_recorded_request_works_again(
    hub: TestHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    device, body = known(hub, GROU), wire.packed(HELLO)
    told = device.headers("meet", body, 5)

    def ask() -> int:
        return asyncio.run(Door(hub).ask(MEET, [body], told)).status

    assert [ask(), ask()] == [200, 400]
    monkeypatch.setattr(signing, "require_in_turn", lambda *_: None)
    assert ask() == 200


@pytest.mark.promise("A16")
@pytest.mark.parametrize("method", ["pull", "paper_held"])
@pytest.mark.parametrize("spent", [True, False])
def test_a16_a_request_that_came_to_nothing_has_used_its_number(
    hub: TestHub, monkeypatch: pytest.MonkeyPatch, method: str, *, spent: bool
) -> None:
    """Show as a control that who recorded it could send it again, where only good ones count."""
    device, door, body = known(hub, GROU), Door(hub), b'{"cursor":7,"name":7}'
    told = device.headers(method, body, 5)
    if not spent:
        monkeypatch.setattr(Handlers, "spend", lambda _self: None)

    def ask() -> Answer:
        return asyncio.run(door.ask(https.CALLS[method].path, [body], told))

    assert ask() == Answer(400, "request_refused")
    with hub.database.reading() as connection:
        asked = select(DEVICE.c.sequence).where(DEVICE.c.device == device.device)
        assert connection.execute(asked).scalar_one() == (5 if spent else 0)
    assert asyncio.run(door.call(device, "meet", HELLO, 5)).status == (400 if spent else 200)


@pytest.mark.promise("A16", "A18")
@pytest.mark.parametrize("hub", ["sqlite_hub"], indirect=True)
def test_a16_control_without_signatures_an_altered_request_works(
    hub: TestHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    device, body = known(hub, GROU), wire.packed(HELLO)
    told = device.headers("meet", body, 5)
    altered = body.replace(b'"waiting":0', b'"waiting":9')
    assert altered != body

    def ask() -> int:
        return asyncio.run(Door(hub).ask(MEET, [altered], told)).status

    assert ask() == 400
    monkeypatch.setattr(signing, "verify", lambda *_args, **_told: None)
    assert ask() == 200


@pytest.mark.promise("F22")
@pytest.mark.parametrize("hub", ["sqlite_hub"], indirect=True)
def test_f22_control_without_versions_a_program_too_old_is_let_in(
    hub: TestHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    device, old = known(hub, GROU), Meet(newest=0, oldest=0)
    door = Door(hub)
    assert asyncio.run(door.call(device, "meet", old, 1)) == Answer(426, "program_too_old")
    monkeypatch.setattr(versions, "agreed", lambda *_args, **_told: versions.NEWEST)
    assert asyncio.run(door.call(device, "meet", old, 2)).status == 200


@pytest.mark.promise("F22")
@pytest.mark.parametrize("kept", [True, False])
def test_f22_fields_of_a_newer_program_reach_the_others(
    hub: TestHub, monkeypatch: pytest.MonkeyPatch, *, kept: bool
) -> None:
    """Show as a control that a hub which writes only what it knows would lose them."""
    if not kept:
        decided = merge.decide

        def forgets(*told: Any) -> Any:
            found = decided(*told)
            standing = msgspec.structs.replace(found.standing, extra={})
            return msgspec.structs.replace(found, standing=standing)

        monkeypatch.setattr(merge, "decide", forgets)
    a, b = hub.laptop("a", GROU), hub.laptop("b", GROU)
    a.push(a.change("person", "p1", surname="Proefstra", village_id=GROU, x_later="nieuw"))
    b.pull()
    assert b.records["p1"].fields.get("x_later") == ("nieuw" if kept else None)
    assert b.records["p1"].fields["surname"] == "Proefstra"


async def _while_locked(
    first: TestHub, second: TestHub, devices: list[Known], over: threading.Event
) -> set[int]:
    """Return what the second organisation hears while the first waits for its lock.

    All are answered before it returns: what still asks would hold the tables of the next test.
    """
    door = Door(first, Limits(at_once=99))
    stuck = [
        asyncio.create_task(door.call(one, "push", Push(changes=()), 2)) for one in devices[:-1]
    ]
    lanes = door.front._lanes
    while lanes.threads.borrowed_tokens < min(limiting.LANES, len(stuck)):
        await asyncio.sleep(0.001)
    asked = asyncio.create_task(door.call(devices[-1], "meet", HELLO, 2))
    while not asked.done() and not lanes.threads.statistics().tasks_waiting:
        await asyncio.sleep(0.001)  # it is answered, or waits until a thread is free
    heard = {asked.result().status} if asked.done() else set[int]()
    over.set()
    await asyncio.gather(*stuck, asked)
    return heard


@pytest.mark.promise("A21")
@pytest.mark.parametrize("hub", ["postgres_hub"], indirect=True)
@pytest.mark.parametrize("guarded", [True, False])
def test_a21_one_organisation_that_hangs_leaves_the_others_their_threads(
    hub: TestHub, monkeypatch: pytest.MonkeyPatch, *, guarded: bool
) -> None:
    second = TestHub(hub.database, hub.accounts, hub.accounts.add_organisation("Een andere"))
    devices = [*(known(hub) for _ in range(limiting._THREADS)), known(second)]
    if not guarded:
        monkeypatch.setattr(limiting, "LANES", limiting._THREADS)

    async def story() -> set[int]:
        with _locked(hub.database, hub.organisation) as over:
            return await _while_locked(hub, second, devices, over)

    assert asyncio.run(story()) == ({200} if guarded else set())


@pytest.mark.parametrize("hub", ["postgres_hub"], indirect=True)
def test_who_waits_too_long_for_a_lock_is_told_to_come_back(hub: TestHub) -> None:
    with _locked(hub.database, hub.organisation), pytest.raises(HubBusy):
        _wait_a_little(hub.database)


def _wait_a_little(database: HubDatabase) -> None:
    with databases.told(), database.engine.begin() as connection:
        connection.execute(text("SET LOCAL lock_timeout = '20ms'"))
        connection.execute(text("SELECT 1 FROM hub_organisation FOR UPDATE"))


def test_postgres_gives_up_by_itself(postgres_hub: HubDatabase) -> None:
    with postgres_hub.engine.connect() as connection:
        for name in ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout"):
            assert connection.execute(text(f"SHOW {name}")).scalar_one() != "0"


def test_only_what_passes_is_called_busy(hub: TestHub) -> None:
    with pytest.raises(HubBusy), databases.told():
        raise NoConnectionFree
    with pytest.raises(RequestRefused), databases.told():
        raise OverflowError
    with pytest.raises(HubBusy), databases.told():
        raise OperationalError(None, None, OSError("nobody there"))
    with pytest.raises(SyncError) as told:
        _ask_nonsense(hub.database)
    assert type(told.value) is SyncError


def _ask_nonsense(database: HubDatabase) -> None:
    with databases.told(), database.reading() as connection:
        connection.execute(text("SELECT 1 FROM nothing_of_that_name"))


def test_health_is_busy_where_no_connection_is_free(
    sqlite_hub: HubDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sync.hub.accounts import Accounts

    accounts = Accounts(sqlite_hub, bytes(32))

    def counted() -> int:
        raise NoConnectionFree

    monkeypatch.setattr(accounts, "counted", counted)
    front = Front(sqlite_hub, accounts, authority=lambda: b"")
    with pytest.raises(HubBusy):
        front._counted()
