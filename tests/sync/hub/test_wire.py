"""Between laptop and hub: cut wires, replays, floods, bombs; a real process, both databases."""

from __future__ import annotations

import secrets
import socket
import ssl
import threading
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import pytest
from sqlalchemy import func, select

from meitinker import ids
from meitinker.domain.merging import Verdict
from meitinker.errors import (
    DeviceRefused,
    DeviceWiped,
    HubBusy,
    HubNotOurs,
    HubUnreachable,
    MessageTooLarge,
    RequestRefused,
)
from sync import client, https, signing, trust, versions, wire
from sync.hub.limits import LANES
from sync.hub.tables import CHANGE, DEVICE
from sync.protocol import Cursor, Let, Meet, Met, Pull, Push
from tests.sync.hub.served import HubProcess, Village, WireLaptop, looking
from tests.sync.hub.wires import CuttingProxy, OtherServer
from tests.unit.sync.hub.bench import GROU

if TYPE_CHECKING:
    from collections.abc import Callable

    from sync.client import HttpsHub
    from sync.protocol import SealedChange

CUTS = 12
_MOST_FLOOD = 1_000
"""Requests after which a flood that nobody holds back ends by itself."""
_LONG = 60
HELLO = Meet(newest=versions.NEWEST, oldest=versions.OLDEST)


def _port(village: Village) -> int:
    return int(village.address.rpartition(":")[2])


def _times(village: Village, change_id: str) -> int:
    with village.database.reading() as connection:
        asked = (
            select(func.count())
            .select_from(CHANGE)
            .where(CHANGE.c.organisation == village.organisation)
            .where(CHANGE.c.change_id == change_id)
        )
        return int(connection.execute(asked).scalar_one())


class _Raw(NamedTuple):
    """A request as it travelled."""

    path: str
    headers: dict[str, str]
    body: bytes


def _raw(laptop: WireLaptop, method: str, body: bytes, sequence: int | None = None) -> _Raw:
    path = https.CALLS[method].path
    asked = signing.Asked(
        method="POST",
        path=path,
        hub=laptop.enrolled.hub,
        device=laptop.caller.device,
        body=body,
    )
    seal = signing.sign(laptop.secret, asked, sequence or next(laptop.numbers))
    headers = {https.HUB: asked.hub, https.DEVICE: asked.device, https.SEAL: https.sealed(seal)}
    return _Raw(path, headers, body)


def _sent(village: Village, raw: _Raw) -> tuple[int, str]:
    """Send a request as it is, and return status and code of the answer."""
    with looking(village.address) as client:
        answer = client.post(raw.path, headers=raw.headers, content=raw.body)
    told = answer.json() if answer.status_code != 200 else {}
    return answer.status_code, str(told.get("error", ""))


@pytest.mark.promise("F6")
@pytest.mark.parametrize("upwards", [True, False], ids=["while it is sent", "while it answers"])
def test_f6_a_push_that_is_cut_anywhere_has_one_effect(reached: Village, upwards: bool) -> None:
    a = reached.laptop("a", GROU)
    a.push(a.person("p1", GROU))
    with CuttingProxy(_port(reached)) as proxy:
        whole = a.line(proxy.address)
        whole.push(Push(changes=(a.phone("whole", "p1"),)))
        length = proxy.passed[not upwards]
        lost = 0
        for at in range(CUTS):
            change = a.phone(f"t{at}", "p1")
            proxy.arm(at * length // CUTS, upwards=upwards)
            try:
                a.line(proxy.address).push(Push(changes=(change,)))
            except HubUnreachable:
                lost += 1
            receipt = a.push(change).receipts[0]
            assert receipt.verdict in {Verdict.APPLIED, Verdict.DUPLICATE}
            assert _times(reached, change.change_id) == 1
        assert lost >= CUTS - 2


@pytest.mark.promise("F6")
def test_f6_control_the_hub_did_commit_where_the_answer_was_cut(served: Village) -> None:
    a = served.laptop("a", GROU)
    change = a.person("p1", GROU)
    with CuttingProxy(_port(served)) as proxy:
        line = a.line(proxy.address)
        line.let_go(Let(dossiers=()))
        proxy.arm(proxy.passed[1] - 50, upwards=False)  # within an answer, also a shorter one
        with pytest.raises(HubUnreachable):
            a.line(proxy.address).push(Push(changes=(change,)))
    assert _times(served, change.change_id) == 1
    assert a.push(change).receipts[0].verdict is Verdict.DUPLICATE


@pytest.mark.promise("F7")
def test_f7_one_batch_from_two_connections_at_once_has_one_effect(reached: Village) -> None:
    a = reached.laptop("a", GROU)
    batch = Push(changes=tuple(a.person(f"p{n}", GROU) for n in range(20)))
    answers, refused = [], []

    def push() -> None:
        for _ in range(5):
            try:
                answers.append(a.line(reached.address).push(batch))
            except (RequestRefused, HubBusy):  # the later number overtook the earlier
                refused.append(1)
            else:
                return

    threads = [threading.Thread(target=push) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    again = a.handlers.push(batch)
    assert {one.verdict for one in again.receipts} == {Verdict.DUPLICATE}
    assert all(
        [one.position for one in answer.receipts] == [one.position for one in again.receipts]
        for answer in answers
    )
    assert all(_times(reached, one.change_id) == 1 for one in batch.changes)


@pytest.mark.promise("A16", "F7")
def test_a16_a_request_that_was_recorded_is_worth_nothing_again(reached: Village) -> None:
    a = reached.laptop("a", GROU)
    raw = _raw(a, "push", wire.packed(Push(changes=(a.person("p1", GROU),))))
    assert _sent(reached, raw) == (200, "")
    assert _sent(reached, raw) == (400, "request_refused")
    later = _raw(a, "meet", wire.packed(HELLO), 100)
    earlier = _raw(a, "meet", wire.packed(HELLO), 99)
    assert _sent(reached, later) == (200, "")
    assert _sent(reached, earlier) == (400, "request_refused")


@pytest.mark.promise("A16", "A18")
@pytest.mark.parametrize("part", ["path", "body", "device", "hub", "key", "seal"])
def test_a16_an_altered_request_is_refused(served: Village, part: str) -> None:
    a, b = served.laptop("a", GROU), served.laptop("b", GROU)
    raw = _raw(a, "meet", wire.packed(HELLO))
    expected = (400, "request_refused")
    if part == "path":
        raw = raw._replace(path=https.CALLS["pull"].path)
    elif part == "body":
        raw = raw._replace(body=raw.body.replace(b'"waiting":0', b'"waiting":9'))
    elif part == "device":
        raw.headers[https.DEVICE] = b.caller.device
    elif part == "hub":
        raw.headers[https.HUB] = ids.new_id()
        expected = (421, "hub_not_ours")
    elif part == "key":
        a.secret = b.secret
        raw = _raw(a, "meet", wire.packed(HELLO))
    else:
        raw.headers[https.SEAL] = "1 now"
    assert _sent(served, raw) == expected


def test_a_store_that_was_put_back_goes_on_above_the_number_of_another_life(
    reached: Village,
) -> None:
    """Show as a control that it goes on above no number that its hub did not sign."""
    a = reached.laptop("a", GROU)
    _sent(reached, _raw(a, "meet", wire.packed(HELLO), 500))
    for key in ("", signing.public(signing.new_key())):
        with pytest.raises(RequestRefused) as refused:
            a.line(reached.address, hub_key=key).meet(HELLO)
        assert refused.value.params["last"] == 500
    assert a.handlers.meet(HELLO).hub == reached.hub_id
    assert a.handlers.meet(HELLO).hub == reached.hub_id
    assert next(a.numbers) == 503


@pytest.mark.promise("F23")
def test_f23_another_hub_at_the_address_is_not_ours(served: Village) -> None:
    a = served.laptop("a", GROU)
    other = Village(served.opened, served.address)
    with pytest.raises(HubNotOurs):
        a.line(served.address, hub=ids.new_id()).meet(HELLO)
    with pytest.raises(DeviceRefused):
        a.line(served.address, hub=other.hub_id).meet(HELLO)
    other.close()
    with socket.create_server(("127.0.0.1", 0)) as closed:
        nobody = f"https://127.0.0.1:{closed.getsockname()[1]}"
    with pytest.raises(HubUnreachable):
        a.line(nobody).meet(HELLO)


@pytest.mark.promise("F23")
@pytest.mark.parametrize("guarded", [True, False])
def test_f23_a_hub_that_says_to_be_another_is_refused(served: Village, guarded: bool) -> None:
    """Let somebody with our certificate answer; as a control ask a laptop that expects them."""
    a = served.laptop("a", GROU)
    met = Met(hub="another", epoch="e", version=versions.NEWEST, now="", user="u", role="r")
    shown = served.opened.certificates.authority.read_bytes()
    with OtherServer(shown, wire.packed(met)) as other:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        served.opened.certificates.load_into(context)
        other.present(context)
        if guarded:
            with pytest.raises(HubNotOurs) as refused:
                a.line(other.address).meet(HELLO)
            assert refused.value.params["reason"] == "hub"
        else:
            assert a.line(other.address, hub="another").meet(HELLO) == met


@pytest.mark.promise("F19")
def test_f19_who_breaks_off_waits_for_no_end_of_what_goes(served: Village) -> None:
    a = served.laptop("a", GROU)
    told = Push(changes=tuple(_long(a)))
    line, asked = _breaking_off(a)
    with pytest.raises(HubUnreachable, match="broken off"):
        line.push(told)
    assert len(asked) == 2
    line.heed(lambda: False)
    assert all(one.verdict is Verdict.APPLIED for one in line.push(told).receipts)


@pytest.mark.promise("F19")
def test_f19_who_breaks_off_waits_for_no_end_of_what_comes(served: Village) -> None:
    a = served.laptop("a", GROU)
    a.push(*_long(a))
    line, asked = _breaking_off(served.laptop("b", GROU))
    with pytest.raises(HubUnreachable, match="broken off"):
        line.pull(Pull(cursor=Cursor()))
    assert len(asked) == 2
    line.heed(lambda: False)
    assert len(line.pull(Pull(cursor=Cursor())).fills) == _LONG


def _breaking_off(laptop: WireLaptop) -> tuple[HttpsHub, list[bool]]:
    """Return a line that is broken off at the second piece of a message, and when it was asked."""
    line = laptop.line(laptop.seat.address)
    line.meet(HELLO)
    asked: list[bool] = []

    def cancelled() -> bool:
        asked.append(True)
        return len(asked) > 1

    line.heed(cancelled)
    return line, asked


def _long(laptop: WireLaptop) -> list[SealedChange]:
    """Return changes that pack badly: more than one piece of a message."""
    return [
        laptop.change(
            "person", f"p{number}", village_id=GROU, contact_note=secrets.token_hex(3_000)
        )
        for number in range(_LONG)
    ]


@pytest.mark.promise("F19", "A21")
def test_a21_an_answer_that_only_drips_is_none(
    served: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Let the time that a call may take be over before it began; as a control, let it go on."""
    a = served.laptop("a", GROU)
    line = a.line(served.address)
    line.meet(HELLO)
    with monkeypatch.context() as slow:
        slow.setattr(client, "ANSWER_SECONDS", -1.0)
        slow.setattr(client, "SLOWEST", 1 << 40)
        with pytest.raises(HubUnreachable, match="too slow"):
            line.meet(HELLO)
        slow.setattr(client, "SLOWEST", 1)  # a second for each byte
        assert line.meet(HELLO).user == a.caller.user


@pytest.mark.promise("F25", "A22")
def test_f25_the_order_to_wipe_is_obeyed_from_the_hub_only(served: Village) -> None:
    a = served.laptop("a", GROU)
    a.handlers.meet(HELLO)
    served.accounts.revoke(served.organisation, a.caller.device, wipe=True)
    with pytest.raises(DeviceWiped):
        a.handlers.meet(HELLO)
    for key in ("", signing.public(signing.new_key())):
        with pytest.raises(HubNotOurs) as refused:
            a.line(served.address, hub_key=key).meet(HELLO)
        assert refused.value.params["reason"] == "order"
    with served.database.reading() as connection:
        asked = select(DEVICE.c.wiped_at).where(DEVICE.c.device == a.caller.device)
        assert connection.execute(asked).scalar_one()


def test_an_answer_that_is_not_the_hubs_words_is_no_answer(served: Village) -> None:
    a = served.laptop("a", GROU)
    shown = served.opened.certificates.authority.read_bytes()
    for answer in (b"<html>", b"", b'{"hub":1}', b"\xff" * 100):
        with OtherServer(shown, answer) as other:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            served.opened.certificates.load_into(context)
            other.present(context)
            with pytest.raises(HubUnreachable):
                a.line(other.address).meet(HELLO)


def _bomb() -> bytes:
    return zlib.compress(b'{"changes":[' + b" " * (200 << 20) + b"]}", 9)


def _deep() -> bytes:
    return b'{"changes":' + b"[" * 100_000 + b"]" * 100_000 + b"}"


@pytest.mark.promise("A20")
@pytest.mark.parametrize(
    ("make", "status"),
    [
        (_bomb, 413),
        (_deep, 400),
        (lambda: b"{" + b" " * (5 << 20), 413),
        (lambda: b"\x00" * 1000, 400),
        (lambda: b"", 400),
        (lambda: b"[]", 400),
    ],
    ids=["bomb", "deep", "large", "noise", "nothing", "a list"],
)
def test_a20_a_hostile_body_is_refused_in_words(
    served: Village, make: Callable[[], bytes], status: int
) -> None:
    a = served.laptop("a", GROU)
    assert _sent(served, _raw(a, "push", make()))[0] == status
    assert a.handlers.meet(HELLO).end == 2


_HUGE = 1 << 70


@pytest.mark.promise("A20")
@pytest.mark.parametrize(
    ("method", "message"),
    [
        ("meet", {"newest": 1, "oldest": 1, "waiting": _HUGE, "program": "\x00"}),
        ("meet", {"newest": 1, "oldest": 1, "waiting": -_HUGE, "waiting_since": "\x00"}),
        ("pull", {"cursor": {"position": _HUGE}}),
        ("pull", {"cursor": {"position": -_HUGE, "fill": "\x00 \x00"}, "most": _HUGE}),
        ("let_go", {"dossiers": ["\x00", "x" * 10_000]}),
        ("paper_held", {"name": "\x00" * 64, "size": _HUGE}),
        ("send_paper", {"name": "0" * 64, "size": _HUGE, "offset": _HUGE, "part": "AA=="}),
        ("compare", {"position": _HUGE, "buckets": []}),
    ],
)
def test_a20_what_no_database_holds_is_refused_or_understood(
    reached: Village, method: str, message: dict[str, object]
) -> None:
    a = reached.laptop("a", GROU)
    assert _sent(reached, _raw(a, method, msgspec.json.encode(message)))[0] in {200, 400}
    assert a.handlers.meet(HELLO).end == 2


@pytest.mark.promise("A20")
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Linux tells the memory")
def test_a20_bombs_leave_the_memory_of_the_hub_flat(
    served: Village, sqlite_process: HubProcess
) -> None:
    a = served.laptop("a", GROU)
    bomb = _bomb()
    for _ in range(2 * LANES):  # every thread has met one
        _sent(served, _raw(a, "push", bomb))
    before = _memory(sqlite_process.pid)
    for _ in range(2 * LANES):
        assert _sent(served, _raw(a, "push", bomb))[0] == 413
    assert _memory(sqlite_process.pid) - before < wire.LARGEST


def _memory(pid: int) -> int:
    line = next(
        one
        for one in Path(f"/proc/{pid}/status").read_text().splitlines()
        if one.startswith("VmHWM:")
    )
    return int(line.split()[1]) << 10


@pytest.mark.promise("A20")
def test_a20_a_body_without_an_end_is_cut_off(served: Village) -> None:
    a = served.laptop("a", GROU)
    raw = _raw(a, "push", b"{")
    head = "".join(f"{name}: {value}\r\n" for name, value in raw.headers.items())
    sent = 0
    with (
        socket.create_connection(("127.0.0.1", _port(served))) as plain,
        trust.looking().wrap_socket(plain) as line,
    ):
        line.sendall(f"POST {raw.path} HTTP/1.1\r\nhost: x\r\n{head}".encode())
        line.sendall(b"transfer-encoding: chunked\r\n\r\n")
        try:
            while sent < 64 << 20:
                line.sendall(b"10000\r\n" + b" " * 65536 + b"\r\n")
                sent += 65536
        except OSError:
            pass
    assert sent + (8 << 20) >= wire.LARGEST_PACKED
    assert sent < 64 << 20


@pytest.mark.promise("A21")
def test_a21_who_floods_is_held_back_and_nobody_else(reached: Village) -> None:
    flooder = reached.laptop("flooder", GROU)
    honest = [reached.laptop(f"honest{n}", GROU) for n in range(9)]
    over, held_back = threading.Event(), list[int]()

    def flood() -> None:
        body = wire.packed(HELLO)
        with looking(reached.address) as client:
            for _ in range(_MOST_FLOOD):
                if over.is_set() and held_back:
                    return
                raw = _raw(flooder, "meet", body)
                answer = client.post(raw.path, headers=raw.headers, content=raw.body)
                if answer.status_code == 503:
                    held_back.append(answer.json()["params"]["seconds"])

    floods = [threading.Thread(target=flood) for _ in range(6)]
    for one in floods:
        one.start()
    try:
        for number, laptop in enumerate(honest):
            laptop.handlers.meet(HELLO)
            person = laptop.person(f"p{number}", GROU)
            assert laptop.push(person).receipts[0].verdict is Verdict.APPLIED
            laptop.pull()
    finally:
        over.set()
        for one in floods:
            one.join()
    assert held_back
    assert all(seconds >= 1 for seconds in held_back)


def test_a_hub_that_has_too_much_to_do_says_when_to_come_back() -> None:
    status, told = https.refusal(HubBusy(seconds=7))
    error = https.error_of(status, msgspec.json.encode(told))
    assert isinstance(error, HubBusy)
    assert error.params == {"seconds": 7}


@pytest.mark.parametrize("kind", [RequestRefused, MessageTooLarge, DeviceRefused])
def test_an_error_says_nothing_of_what_it_was_about(kind: type[RequestRefused]) -> None:
    _status, told = https.refusal(kind("Sjoukje de Jong", reason="signature", name="Sjoukje"))
    assert told.params == {"reason": "signature"}
