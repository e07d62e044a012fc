"""A hub process from outside: its description, health, counters, log, and how it stops."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import threading
import tracemalloc
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx2
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from uvicorn import Config, Server
from uvicorn.protocols.http.h11_impl import H11Protocol

import meitinker
from meitinker import clock, paths
from meitinker.errors import DiskFull, HubBusy, HubUnreachable
from sync import https, signing, versions
from sync.hub import openapi, serving
from sync.hub.certificates import SERVER_LASTS, Certificates
from sync.hub.home import DSN_VARIABLE
from sync.hub.limits import Limits, Turns
from sync.hub.serving import PatientProtocol
from sync.protocol import Meet
from tests.sync.hub.served import PATIENCE_SECONDS, HubProcess, Village, looking, new_home
from tests.unit.sync.hub.bench import GROU

if TYPE_CHECKING:
    from collections.abc import Callable

HELLO = Meet(newest=versions.NEWEST, oldest=versions.OLDEST)
CANARY = "Kanariestra"


def _get(address: str, path: str, **headers: str) -> httpx2.Response:
    with looking(address) as client:
        return client.get(path, headers=headers)


def test_the_hub_tells_that_it_is_well(reached: Village) -> None:
    answer = _get(reached.address, "/health")
    assert answer.status_code == 200
    told = answer.json()
    assert told.pop("certificate_until") == clock.instant_text(reached.opened.certificates.ends())
    assert told == {"status": "ok"}


def test_counters_are_openmetrics_and_name_nobody(
    served: Village, sqlite_process: HubProcess
) -> None:
    a = served.laptop(CANARY, GROU)
    a.push(a.change("person", "p1", last_name=CANARY, village_id=GROU))
    answer = httpx2.get(sqlite_process.counters, timeout=PATIENCE_SECONDS)
    assert answer.headers["content-type"].startswith("application/openmetrics-text")
    lines = answer.text.splitlines()
    assert lines[-1] == "# EOF"
    shape = re.compile(r"[a-z_]+(\{[a-z]+=\"[^\"]*\"(,[a-z]+=\"[^\"]*\")*\})? [0-9.e+-]+")
    assert [one for one in lines if not one.startswith("#") and not shape.fullmatch(one)] == []
    pushed = next(one for one in lines if 'call="push",status="200"' in one)
    assert int(pushed.split()[-1]) >= 1
    (left,) = (one for one in lines if one.startswith("meitinker_hub_certificate_seconds "))
    assert 0 < float(left.split()[1]) <= SERVER_LASTS.total_seconds()
    for told in (CANARY, a.caller.device, served.organisation):
        assert told not in answer.text


def test_counters_are_not_told_where_laptops_come(
    served: Village, sqlite_process: HubProcess
) -> None:
    near = {"x-forwarded-for": "127.0.0.1"}
    assert _get(served.address, "/metrics", **near).status_code == 404
    for path in ("/health", https.CALLS["meet"].path):
        beside = sqlite_process.counters.replace("/metrics", path)
        assert httpx2.get(beside, timeout=PATIENCE_SECONDS).status_code == 404


@pytest.mark.promise("A10", "L18")
def test_a10_the_log_tells_calls_and_devices_and_nothing_that_was_said(
    served: Village, sqlite_process: HubProcess
) -> None:
    a = served.laptop(CANARY, GROU)
    a.push(a.change("person", "p1", last_name=CANARY, village_id=GROU))
    with looking(served.address) as client:
        client.post(
            f"/v1/push?{CANARY}",
            headers={https.DEVICE: CANARY, "user-agent": CANARY, https.HUB: CANARY},
            content=f'{{"{CANARY}":1}}',
        )
    text = sqlite_process.errors.read_text()
    lines = [json.loads(one) for one in text.splitlines()]
    assert {"call": "push", "status": 200, "device": a.caller.device}.items() <= next(
        one.items() for one in reversed(lines) if one.get("device") == a.caller.device
    )
    assert CANARY not in text
    assert {"at", "level", "from", "said"} <= set.intersection(*(set(one) for one in lines))


def test_the_hub_stops_when_it_is_told_to_and_ends_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(DSN_VARIABLE, "")
    home = new_home(tmp_path / "hub")
    with HubProcess(home.root) as process, home.opened() as opened:
        village = Village(opened, process.address)
        a = village.laptop("a", GROU)
        a.handlers.meet(HELLO)
        assert process.stop() == 0
        with pytest.raises(HubUnreachable):
            a.handlers.meet(HELLO)
        village.close()
        said = [json.loads(one)["said"] for one in process.errors.read_text().splitlines()]
        assert said[0] == f"the hub serves, version {meitinker.__version__}"
        assert said[-1] == "the hub has stopped in order"
        assert "[-]" not in said


@pytest.mark.promise("F6")
def test_f6_a_hub_that_is_killed_keeps_what_it_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(DSN_VARIABLE, "")
    home = new_home(tmp_path / "hub")
    with HubProcess(home.root) as process, home.opened() as opened:
        village = Village(opened, process.address)
        a = village.laptop("a", GROU)
        answered: list[str] = []
        killer = threading.Timer(0.2, process.kill)
        try:
            for number in range(10_000):
                person = a.person(f"p{number}", GROU)
                a.push(person)
                answered.append(person.change_id)
                if number == 0:  # the line stands: Python's ssl leaks one cut in its handshake
                    killer.start()
        except HubUnreachable:
            pass
        killer.join()
        village.close()
    with HubProcess(home.root) as process:
        line = a.line(process.address)
        end = line.meet(HELLO).end
        assert len(answered) + 2 <= end <= len(answered) + 3
        a.hang_up()


def test_behind_a_proxy_the_hub_speaks_plainly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(DSN_VARIABLE, "")
    home = new_home(tmp_path / "hub")
    with HubProcess(home.root, "--plain") as process:
        assert process.address.startswith("http://127.0.0.1:")
        assert _get(process.address, "/health").status_code == 200


@pytest.mark.promise("A21")
@pytest.mark.parametrize("plain", [True, False])
def test_a21_only_a_proxy_that_encrypts_says_who_asks(plain: bool) -> None:
    """Show that without a proxy of its own the hub counts for the address it sees."""
    seen = asyncio.run(_address_seen(plain=plain))
    assert seen == ("192.0.2.7" if plain else "127.0.0.1")


async def _address_seen(*, plain: bool) -> str:
    async def app(scope: Any, _receive: Any, send: Any) -> None:
        body = scope["client"][0].encode()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": body})

    server = Server(serving.config_for(app, plain=plain, context=None))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        running = asyncio.create_task(server.serve(sockets=[listener]))
        while not server.started:
            await asyncio.sleep(0)
        async with httpx2.AsyncClient() as client:
            port = listener.getsockname()[1]
            told = {"x-forwarded-for": "192.0.2.7"}
            answer = await client.get(f"http://127.0.0.1:{port}/", headers=told)
        server.should_exit = True
        await running
    return answer.text


def test_answers_do_not_wait_until_what_went_before_is_acknowledged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Look at the sockets of a hub: without this each small answer took 40 ms more."""
    seen: list[int] = []
    before = PatientProtocol.data_received

    def look(self: PatientProtocol, data: bytes) -> None:
        kept = self.transport.get_extra_info("socket")
        seen.append(kept.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        before(self, data)

    monkeypatch.setattr(PatientProtocol, "data_received", look)
    asyncio.run(_address_seen(plain=False))
    assert seen
    assert all(seen)


@pytest.mark.promise("A13")
def test_a13_a_renewal_that_fails_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Let the disk be full, then a file be spoiled, then all be well."""
    ours = Certificates(tmp_path)
    ours.create(("127.0.0.1",))
    first, context = ours.server.read_bytes(), serving.server_context(ours)
    renewal = serving.Renewal(ours, ("127.0.0.1",), context)
    late = clock.now() + SERVER_LASTS - timedelta(days=10)
    with clock.running(lambda: late):
        with monkeypatch.context() as full:
            full.setattr(paths, "write_durably", _full)
            assert not renewal.look()
        assert ours.server.read_bytes() == first
        ours.server.write_bytes(b"spoiled")
        assert not renewal.look()
        ours.server.write_bytes(first)
        assert renewal.look()
    assert ours.server.read_bytes() != first
    assert [one.levelname for one in caplog.records] == ["ERROR", "ERROR"]


def _full(_path: Path, _data: bytes) -> None:
    raise DiskFull


@pytest.mark.promise("A13")
def test_a13_the_renewal_goes_on_after_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[bool] = []
    done = asyncio.Event()

    def look(_self: serving.Renewal) -> bool:
        looks.append(True)
        if len(looks) == 3:
            loop.call_soon_threadsafe(done.set)
        return False

    async def story() -> None:
        task = asyncio.create_task(
            serving.Renewal(Certificates(Path("/nowhere")), (), None).keep_on(0.001)
        )
        await done.wait()
        assert not task.done()
        task.cancel()

    monkeypatch.setattr(serving.Renewal, "look", look)
    loop = asyncio.new_event_loop()
    loop.run_until_complete(story())
    loop.close()


class _Quick(PatientProtocol):
    head_seconds = 0.2


async def _hung_up(protocol: type[H11Protocol], *said: bytes, within: float | None = None) -> bool:
    """Tell whether a server hangs up on who says no more; all but the last are whole requests.

    Args:
        protocol: How the server speaks.
        said: What is said; the next only after the answer.
        within: Seconds; None waits until it does, however slow the machine.
    """

    async def app(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body"})

    config = Config(app, port=0, http=protocol, ws="none", lifespan="off", log_config=None)
    server = Server(config)
    running = asyncio.create_task(server._serve())
    while not server.started:
        await asyncio.sleep(0)
    port = server.servers[0].sockets[0].getsockname()[1]
    *whole, last = said
    while (line := await _answered(port, whole)) is None:
        pass  # this machine was too slow to say it in time
    reader, writer = line
    writer.write(last)
    try:
        await asyncio.wait_for(reader.read(), timeout=within)
    except TimeoutError:
        return False
    except ConnectionError:
        return True
    else:
        return True
    finally:
        writer.close()
        server.should_exit = True
        await running


async def _answered(
    port: int, requests: list[bytes]
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
    """Return a connection on which these were answered, or None where it was hung up on."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for request in requests:
            writer.write(request)
            await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()
        return None
    return reader, writer


_WHOLE = b"GET / HTTP/1.1\r\nhost: x\r\n\r\n"


@pytest.mark.promise("A21")
@pytest.mark.parametrize("said", [(b"",), (b"POST /v1/push",), (_WHOLE, b"POST ")])
def test_a21_who_opens_a_door_and_stays_silent_is_hung_up_on(said: tuple[bytes, ...]) -> None:
    assert asyncio.run(_hung_up(_Quick, *said))


@pytest.mark.promise("A21")
def test_a21_control_the_server_underneath_waits_for_ever() -> None:
    assert not asyncio.run(_hung_up(H11Protocol, b"POST /v1/push", within=1.5))
    assert not asyncio.run(_hung_up(_Quick, _WHOLE, b"", within=1.5))


class _Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.promise("A21")
def test_a21_turns_run_out_and_come_back() -> None:
    clock = _Clock()
    turns = Turns(Limits(burst=3, a_second=1.0), clock)
    for _ in range(3):
        with turns.turn("d1", "here"):
            pass
    with pytest.raises(HubBusy) as held, turns.turn("d1", "here"):
        pass
    assert held.value.params["seconds"] == 1
    with turns.turn("d2", "here"), turns.turn("d1", "elsewhere"):  # another's own are untouched
        clock.now = 1.0
    with turns.turn("d1", "here"):
        pass


@pytest.mark.promise("A21")
def test_a21_one_device_runs_two_requests_at_once_and_room_is_given_back() -> None:
    turns = Turns(Limits(room=10))
    with (
        turns.turn("d", "a"),
        turns.turn("d", "a"),
        pytest.raises(HubBusy),
        turns.turn("d", "a"),
    ):
        pass
    with turns.room("d", "a") as hold:
        hold(6)
        with turns.room("e", "b") as other, pytest.raises(HubBusy):
            other(6)
    with turns.room("d", "a") as hold:
        hold(10)


def test_the_door_forgets_whom_it_has_not_seen_for_longest() -> None:
    turns = Turns(Limits())
    with turns.turn("first", "a"):
        for number in range(12_000):
            with turns.turn(f"d{number}", f"a{number}"):
                pass
        assert len(turns._devices) <= 10_001
        assert any(one.running for one in turns._devices.values())  # the first still runs


@pytest.mark.promise("A21")
def test_a21_long_names_cost_no_memory() -> None:
    turns = Turns(Limits(address_burst=9_000))
    tracemalloc.start()
    for number in range(200):
        with turns.turn(f"{number:05}" + "d" * 60_000, "a"):
            pass
    kept, _most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < 1 << 20


def test_the_description_names_every_call_and_every_refusal() -> None:
    told = openapi.description()
    for call in https.CALLS.values():
        answers = told["paths"][call.path]["post"]["responses"]
        assert set(answers) == {"200", *(str(one) for one in https.STATUSES)}
    assert json.dumps(told)


CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.mark.promise("A20")
def test_a20_the_door_keeps_to_its_description(served: Village) -> None:
    """Let schemathesis ask what the description allows, and what not; signed by a real device."""
    a = served.laptop("a", GROU)
    a.push(a.person("p1", GROU))
    schema = schemathesis.openapi.from_dict(openapi.description())
    asked: set[tuple[str, int]] = set()
    with looking(served.address) as client:

        def ask(case: schemathesis.Case[Any]) -> None:
            body = _body(case)
            headers = _signed(a, case.path, body) if case.method == "POST" else {}
            answer = client.request(case.method, case.path, headers=headers, content=body)
            asked.add((case.path, answer.status_code))
            case.validate_response(answer, checks=CHECKS)

        for found in schema.get_all_operations():
            operation: Any = found.ok()  # type: ignore[union-attr]  # a bad one raises, as it must
            for mode in schemathesis.GenerationMode:
                if operation.method == "post" or mode is schemathesis.GenerationMode.POSITIVE:
                    _explore(operation, mode, ask)
    statuses = {status for _path, status in asked}
    assert {200, 400} <= statuses
    assert max(statuses) < 500
    assert {("/v1/meet", 200), ("/v1/push", 200), ("/v1/pull", 200), ("/health", 200)} <= asked


def _explore(operation: Any, mode: Any, ask: Callable[[schemathesis.Case[Any]], None]) -> None:
    @settings(
        max_examples=12,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def explore(case: schemathesis.Case[Any]) -> None:
        ask(case)

    explore()


def _body(case: schemathesis.Case[Any]) -> bytes:
    if isinstance(case.body, bytes):
        return case.body
    return json.dumps(case.body).encode() if isinstance(case.body, dict | list | str) else b""


def _signed(laptop: Any, path: str, body: bytes) -> dict[str, str]:
    told = signing.Asked(
        method="POST",
        path=path,
        hub=laptop.enrolled.hub,
        device=laptop.caller.device,
        body=body,
    )
    seal = signing.sign(laptop.secret, told, next(laptop.numbers))
    return {https.HUB: told.hub, https.DEVICE: told.device, https.SEAL: https.sealed(seal)}
