"""Attachments at the hub: whole or not at all, and only for whoever reaches their record."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

import msgspec
import pytest

from meitinker.domain.merging import Verdict
from meitinker.errors import HubUnreachable, RequestRefused
from meitinker.store import attachments
from sync.hub import checking
from sync.protocol import LARGEST_PAPER_PART, PaperHeld, PaperPart, PaperWanted
from tests.sync.hub.wires import CuttingProxy
from tests.unit.sync.hub.bench import GROU, WERGEA

if TYPE_CHECKING:
    from sync.protocol import Change, Hub
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


def _record(laptop: WireLaptop, paper: Paper, record_id: str = "f1") -> Change:
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
    assert _send(a.handlers, paper) == PaperHeld(held=paper.size, whole=True)
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
