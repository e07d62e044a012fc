"""Attachments at the hub: whole or not at all, and only for whoever reaches their record."""

from __future__ import annotations

import hashlib
import os
import secrets
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec
import pytest
from sqlalchemy import true

from meitinker import clock
from meitinker.domain.merging import Verdict
from meitinker.errors import HubUnreachable, RequestRefused
from meitinker.store import attachments
from sync.hub import checking, papers, reach, scope
from sync.protocol import LARGEST_PAPER_PART, MOST_CHANGES, PaperHeld, PaperPart, PaperWanted
from tests.sync.hub.wires import CuttingProxy
from tests.unit.sync.hub.bench import GROU, WERGEA

if TYPE_CHECKING:
    from sync.protocol import Hub, SealedChange
    from tests.sync.hub.served import Village, WireLaptop

PART = 100_000


class Paper(msgspec.Struct, frozen=True):
    """An attachment as it lies on a laptop."""

    name: str
    data: bytes
    content_size: int

    @property
    def size(self) -> int:
        """Bytes of the file."""
        return len(self.data)


def _paper(size: int, name: str = "") -> Paper:
    content = secrets.token_bytes(size)
    name = name or secrets.token_hex(32)
    kept = attachments.Kept(name, secrets.token_hex(attachments.KEY_BYTES), size)
    return Paper(name, attachments.sealed(content, kept), size)


def _record(laptop: WireLaptop, paper: Paper, record_id: str = "f1") -> SealedChange:
    return laptop.change(
        "attachment",
        record_id,
        client_id="p1",
        name="foto.jpg",
        media_type="image/jpeg",
        size=paper.content_size,
        file=paper.name,
        key="00" * 32,
    )


def _digest(paper: Paper) -> str:
    return hashlib.sha256(paper.data).hexdigest()


def _named(village: Village, paper: Paper) -> WireLaptop:
    a = village.laptop("a", GROU)
    for receipt in a.push(a.person("p1", GROU), _record(a, paper)).receipts:
        assert receipt.verdict is Verdict.APPLIED
    return a


def _send(hub: Hub, paper: Paper, part: int = PART) -> PaperHeld:
    """Send what the hub lacks; begins by asking, as after every cut."""
    held = hub.paper_held(PaperWanted(name=paper.name, size=paper.size))
    while not held.whole:
        run = paper.data[held.held : held.held + part]
        held = hub.send_paper(
            PaperPart(name=paper.name, offset=held.held, size=paper.size, part=run)
        )
    return held


def _fetch(hub: Hub, paper: Paper) -> bytes:
    data = b""
    while len(data) < paper.size:
        asked = PaperPart(name=paper.name, offset=len(data), size=paper.size)
        run = hub.fetch_paper(asked).part
        assert run
        data += run
    return data


@pytest.mark.promise("F20")
@pytest.mark.parametrize("size", [0, 1, attachments.CHUNK, 350_000])
def test_f20_an_attachment_arrives_as_it_was(village: Village, size: int) -> None:
    paper = _paper(size)
    a = _named(village, paper)
    assert attachments.kept_size(size) == paper.size
    assert a.handlers.paper_held(PaperWanted(name=paper.name, size=paper.size)).held == 0
    told = _send(a.handlers, paper)
    assert told == PaperHeld(held=paper.size, whole=True, digest=_digest(paper))
    b = village.laptop("b", GROU)
    assert _fetch(b.handlers, paper) == paper.data
    found = [
        one for one in checking.check(village.database) if one.organisation == village.organisation
    ]
    assert [(one.holds, one.papers_missing) for one in found] == [(True, 0)]


@pytest.mark.promise("F20")
def test_f20_what_is_not_whole_is_given_to_nobody(village: Village) -> None:
    paper = _paper(300_000)
    a = _named(village, paper)
    a.handlers.send_paper(
        PaperPart(name=paper.name, offset=0, size=paper.size, part=paper.data[:PART])
    )
    assert a.handlers.fetch_paper(PaperPart(name=paper.name, offset=0, size=paper.size)).part == b""
    again = PaperPart(name=paper.name, offset=0, size=paper.size, part=paper.data[:PART])
    late = PaperPart(name=paper.name, offset=2 * PART, size=paper.size, part=paper.data[:10])
    for one in (again, late):
        assert a.handlers.send_paper(one) == PaperHeld(held=PART)
    _send(a.handlers, paper)
    assert _fetch(a.handlers, paper) == paper.data


@pytest.mark.promise("F20")
def test_f20_an_attachment_goes_on_where_it_was_cut(reached: Village) -> None:
    paper = _paper(1_000_000)
    a = _named(reached, paper)
    cuts, sent = 6, 0
    with CuttingProxy(int(reached.address.rpartition(":")[2])) as proxy:
        for _ in range(cuts):
            proxy.arm(paper.size // cuts, upwards=True)
            line = a.line(proxy.address)
            with pytest.raises(HubUnreachable):
                _send(line, paper, part=20_000)
            line.close()
            sent += proxy.passed[0]
        held = a.handlers.paper_held(PaperWanted(name=paper.name, size=paper.size)).held
    assert 0 < held < paper.size
    assert sent <= held * 1.1 + cuts * 20_000
    assert _send(a.handlers, paper).whole
    assert _fetch(a.handlers, paper) == paper.data


@pytest.mark.promise("F20")
def test_f20_control_who_begins_anew_each_time_never_gets_there(served: Village) -> None:
    paper = _paper(1_000_000)
    a = _named(served, paper)
    cuts, sent = 6, 0
    with CuttingProxy(int(served.address.rpartition(":")[2])) as proxy:
        for _ in range(cuts):
            proxy.arm(paper.size // cuts, upwards=True)
            line = a.line(proxy.address)
            with pytest.raises(HubUnreachable):
                _begin_anew(line, paper, part=20_000)
            line.close()
            sent += proxy.passed[0]
    held = a.handlers.paper_held(PaperWanted(name=paper.name, size=paper.size)).held
    assert sent > held * 1.1 + cuts * 20_000


def _begin_anew(hub: Hub, paper: Paper, part: int) -> None:
    for at in range(0, paper.size, part):
        run = paper.data[at : at + part]
        told = PaperPart(name=paper.name, offset=at, size=paper.size, part=run, anew=not at)
        hub.send_paper(told)


@pytest.mark.soak
@pytest.mark.skipif("MEITINKER_SOAK" not in os.environ, reason="make soak")
@pytest.mark.promise("F20")
@pytest.mark.parametrize("reached", ["sqlite, https", "postgres, https"], indirect=True)
def test_f20_soak_200_mb_cut_50_times(reached: Village) -> None:
    """Send 200 MB through a line that breaks 50 times, and fetch it through one as bad."""
    paper, cuts = _paper(200_000_000), 50
    a = _named(reached, paper)
    with CuttingProxy(int(reached.address.rpartition(":")[2])) as proxy:
        sent = 0
        for _ in range(cuts):
            proxy.arm(paper.size // (cuts + 1), upwards=True)
            line = a.line(proxy.address)
            with pytest.raises(HubUnreachable):
                _send(line, paper, part=LARGEST_PAPER_PART)
            line.close()
            sent += proxy.passed[0]
        proxy.arm(-1, upwards=True)
        line = a.line(proxy.address)
        assert _send(line, paper, part=LARGEST_PAPER_PART).digest == _digest(paper)
        sent += proxy.passed[0]
        assert sent <= 1.1 * paper.size + cuts * 1.5 * LARGEST_PAPER_PART
        b = reached.laptop("b", GROU)
        data, got = b"", 0
        for _ in range(cuts):
            proxy.arm(paper.size // (cuts + 1), upwards=False)
            near = b.line(proxy.address)
            with suppress(HubUnreachable):
                while len(data) < paper.size:
                    asked = PaperPart(name=paper.name, offset=len(data), size=paper.size)
                    data += near.fetch_paper(asked).part
            near.close()
            got += proxy.passed[1]
        data += _rest(reached, b, paper, len(data))
    assert hashlib.sha256(data).hexdigest() == _digest(paper)
    assert got <= 1.1 * paper.size + cuts * 1.5 * LARGEST_PAPER_PART
    (found,) = (
        one for one in checking.check(reached.database) if one.organisation == reached.organisation
    )
    assert (found.holds, found.papers_missing) == (True, 0)


def _rest(village: Village, laptop: WireLaptop, paper: Paper, offset: int) -> bytes:
    """Fetch what is left, straight from the hub."""
    data = b""
    line = laptop.line(village.address)
    while offset + len(data) < paper.size:
        asked = PaperPart(name=paper.name, offset=offset + len(data), size=paper.size)
        data += line.fetch_paper(asked).part
    return data


@pytest.mark.promise("F20")
def test_f20_two_equal_files_are_sent_once(village: Village) -> None:
    paper = _paper(1_000)
    a = _named(village, paper)
    _send(a.handlers, paper)
    assert a.push(_record(a, paper, "f2")).receipts[0].verdict is Verdict.APPLIED
    assert a.handlers.paper_held(PaperWanted(name=paper.name, size=paper.size)).whole


@pytest.mark.promise("A17", "F20")
def test_a17_an_attachment_of_another_village_is_as_one_that_does_not_exist(
    village: Village,
) -> None:
    paper, nowhere = _paper(1_000), _paper(1_000)
    a = _named(village, paper)
    _send(a.handlers, paper)
    b = village.laptop("b", WERGEA)
    b.push(b.person("p2", WERGEA))
    said = []
    for one in (paper, nowhere):
        wanted = PaperWanted(name=one.name, size=one.size)
        told = PaperPart(name=one.name, offset=0, size=one.size, part=one.data)
        with pytest.raises(RequestRefused) as refused:
            b.handlers.paper_held(wanted)
        said.append((str(refused.value), refused.value.params))
        for ask in (b.handlers.send_paper, b.handlers.fetch_paper):
            with pytest.raises(RequestRefused) as refused:
                ask(told)
            said.append((str(refused.value), refused.value.params))
    assert said[:3] == said[3:]


@pytest.mark.promise("A17")
@pytest.mark.parametrize("village", ["sqlite, no wire", "postgres, no wire"], indirect=True)
def test_a17_control_without_scope_the_attachment_and_its_dossier_come(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = _paper(1_000)
    a = _named(village, paper)
    _send(a.handlers, paper)
    b = village.laptop("b", WERGEA)
    b.pull()
    assert "p1" not in b.records
    for name in ("_entering", "_begun", "_moving"):  # built anew, and kept for nobody
        monkeypatch.setattr(scope, name, getattr(scope, name).__wrapped__)
    monkeypatch.setattr(reach, "reached", lambda _caller: true())
    b.pull()
    assert "p1" in b.records
    assert _fetch(b.handlers, paper) == paper.data


@pytest.mark.promise("F20", "A20")
@pytest.mark.parametrize(
    "wrong", ["empty", "shorter", "longer", "part", "beyond", "name", "before"]
)
def test_f20_what_does_not_fit_its_record_is_refused(village: Village, wrong: str) -> None:
    paper = _paper(LARGEST_PAPER_PART + 10)
    a = _named(village, paper)
    told = {
        "empty": PaperPart(name=paper.name, offset=0, size=0),
        "shorter": PaperPart(name=paper.name, offset=0, size=paper.size - 1, part=b"x"),
        "longer": PaperPart(name=paper.name, offset=0, size=paper.size + 1, part=b"x"),
        "part": PaperPart(
            name=paper.name,
            offset=0,
            size=paper.size,
            part=paper.data[: LARGEST_PAPER_PART + 1],
        ),
        "beyond": PaperPart(name=paper.name, offset=paper.size - 1, size=paper.size, part=b"xx"),
        "name": PaperPart(name="../" + paper.name[3:], offset=0, size=paper.size, part=b"x"),
        "before": PaperPart(name=paper.name, offset=-5, size=paper.size, part=b"x"),
    }[wrong]
    if wrong == "before":
        assert a.handlers.send_paper(told) == PaperHeld(held=0)
        _send(a.handlers, paper, LARGEST_PAPER_PART)
        with pytest.raises(RequestRefused):
            a.handlers.fetch_paper(told)
        return
    with pytest.raises(RequestRefused):
        a.handlers.send_paper(told)
    assert a.handlers.paper_held(PaperWanted(name=paper.name, size=paper.size)).held == 0


NO_WIRE = ["sqlite, no wire", "postgres, no wire"]


@pytest.mark.promise("F20")
@pytest.mark.parametrize("village", NO_WIRE, indirect=True)
def test_f20_whoever_named_it_first_puts_a_wrong_file_right(village: Village) -> None:
    paper = _paper(250_000)
    wrong = msgspec.structs.replace(paper, data=secrets.token_bytes(paper.size))
    a = _named(village, paper)
    b = village.laptop("b", GROU)
    b.push(_record(b, paper, "f2"))
    _send(b.handlers, wrong)
    told = a.handlers.paper_held(PaperWanted(name=paper.name, size=paper.size))
    assert told.whole
    assert told.digest not in {"", _digest(paper)}
    first = PaperPart(name=paper.name, offset=0, size=paper.size, part=paper.data[:PART], anew=True)
    # who came second may not, and with an offset nothing begins
    assert b.handlers.send_paper(first).whole
    late = msgspec.structs.replace(first, offset=PART)
    assert a.handlers.send_paper(late).whole
    assert _fetch(b.handlers, paper) == wrong.data
    assert a.handlers.send_paper(first) == PaperHeld(held=PART)
    _send(a.handlers, paper)
    assert _fetch(b.handlers, paper) == paper.data


@pytest.mark.promise("F20", "A17")
@pytest.mark.parametrize("village", NO_WIRE, indirect=True)
def test_f20_who_names_a_file_very_often_does_not_become_its_first(
    village: Village,
) -> None:
    paper = _paper(PART)
    a = _named(village, paper)
    _send(a.handlers, paper)
    b = village.laptop("b", GROU)
    again = [_record(b, paper, f"f{one}") for one in range(2, 2 + MOST_CHANGES)]
    # ids that come before those of any clock
    low = [msgspec.structs.replace(one, change_id=f"{at:036d}") for at, one in enumerate(again)]
    assert {one.verdict for one in b.push(*low).receipts} == {Verdict.APPLIED}
    anew = PaperPart(name=paper.name, offset=0, size=paper.size, part=paper.data[:10], anew=True)
    assert b.handlers.send_paper(anew).whole
    assert a.handlers.send_paper(anew) == PaperHeld(held=10)


@pytest.mark.promise("F12", "F20")
@pytest.mark.parametrize("village", NO_WIRE, indirect=True)
def test_f12_the_file_of_a_record_made_here_arrives_after_its_dossier_left(
    village: Village,
) -> None:
    paper, a = _paper(250_000), village.laptop("a", GROU)
    b, office = village.laptop("b", GROU), village.laptop("office2", everywhere=True)
    person = a.person("p1", GROU)
    a.push(person, _record(a, paper))
    base = {"village_id": person.change_id}
    moves = office.change("person", "p1", operation="edit", base=base, village_id=WERGEA)
    assert office.push(moves).receipts[0].verdict is Verdict.APPLIED
    told = PaperPart(name=paper.name, offset=0, size=paper.size, part=paper.data[:PART])
    with pytest.raises(RequestRefused):
        b.handlers.send_paper(told)
    assert _send(a.handlers, paper).whole
    with pytest.raises(RequestRefused):
        a.handlers.fetch_paper(PaperPart(name=paper.name, offset=0, size=paper.size))
    c = village.laptop("c", WERGEA)
    assert _fetch(c.handlers, paper) == paper.data


@pytest.mark.promise("A20")
@pytest.mark.parametrize("village", NO_WIRE, indirect=True)
def test_a20_a_device_sends_only_so_much_in_a_day(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = _paper(10_000), _paper(10_000)
    a = _named(village, one)
    a.push(_record(a, two, "f2"))
    monkeypatch.setattr(papers, "MOST_A_DAY", one.size + two.size - 1)
    _send(a.handlers, one)
    with pytest.raises(RequestRefused) as refused:
        _send(a.handlers, two)
    assert refused.value.params["reason"] == "quota"
    tomorrow = clock.now() + timedelta(days=1, minutes=1)
    with clock.running(lambda: tomorrow):
        assert _send(a.handlers, two).whole


@pytest.mark.promise("F20")
@pytest.mark.parametrize("village", NO_WIRE, indirect=True)
def test_f20_a_file_that_was_not_added_up_is_added_up_when_asked_again(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stop the hub between the last bytes and their sum; nobody waits while that is made."""
    paper = _paper(50_000)
    a = _named(village, paper)

    def stops(_self: papers.Papers, _name: str) -> tuple[str, str]:
        with village.database.writing(village.organisation):
            pass  # the lock is free
        raise HubUnreachable

    with monkeypatch.context() as stopped:
        stopped.setattr(papers.Papers, "arrived", stops)
        with pytest.raises(HubUnreachable):
            _send(a.handlers, paper)
    told = a.handlers.paper_held(PaperWanted(name=paper.name, size=paper.size))
    assert told == PaperHeld(held=paper.size)
    assert a.handlers.fetch_paper(PaperPart(name=paper.name, offset=0, size=paper.size)).part == b""
    assert _send(a.handlers, paper).whole
