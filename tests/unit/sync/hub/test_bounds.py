"""A20, F18: nothing that comes in can become so large that it does not fit an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from meitinker.domain.kinds import KINDS
from meitinker.domain.merging import Reason, Verdict
from meitinker.errors import MessageTooLarge
from sync import wire
from sync.hub import bounds, losses, pulling
from sync.protocol import Pull, Push
from tests.unit.sync.hub.bench import GROU

if TYPE_CHECKING:
    from sync.protocol import PushReceipt, SealedChange
    from tests.unit.sync.hub.bench import Laptop, TestHub

MEBI = 1 << 20
FILE: dict[str, Any] = {
    "client_id": "p1",
    "name": "f",
    "media_type": "image/jpeg",
    "key": "00" * 32,
    "file": "a" * 64,
}


def _pulls(laptop: Laptop) -> int:
    """Pull all, each answer as it travels; return how many answers came."""
    for number in range(1, 100):
        answer = laptop.handlers.pull(Pull(cursor=laptop.cursor))
        wire.packed(answer)
        laptop.cursor = answer.cursor
        for fill in answer.fills:
            laptop.records |= {one.record_id: one for one in fill.records}
            laptop.places += [one.change_id for one in fill.lost]
        if not answer.more:
            return number
    raise AssertionError("no end")


def _edit(laptop: Laptop, on: str, **fields: Any) -> SealedChange:
    base = {"name": on, "last_name": on} if "last_name" in fields else {}
    return laptop.change("person", "p1", operation="edit", base=base, **fields)


def _pushed(laptop: Laptop, change: SealedChange) -> PushReceipt:
    wire.unpacked(wire.packed(Push(changes=(change,))), Push)
    return laptop.push(change).receipts[0]


def _grown(hub: TestHub) -> tuple[list[PushReceipt], Laptop]:
    """Let a record grow by fields that only a newer program knows."""
    a, b = hub.laptop("a", GROU), hub.laptop("b", GROU)
    a.push(a.person("p1", GROU), a.person("p2", GROU))
    size = 9 * MEBI // 10
    told = [_pushed(a, _edit(a, "", **{f"later_{n}": f"{n}" * size})) for n in range(8)]
    return told, b


@pytest.mark.promise("F18", "A20")
def test_f18_a_record_does_not_outgrow_an_answer(hub: TestHub) -> None:
    told, b = _grown(hub)
    verdicts = [one.verdict for one in told]
    assert verdicts == [Verdict.APPLIED] * 2 + [Verdict.REFUSED] * 6
    assert {one.reason for one in told[2:]} == {Reason.UNREADABLE}
    _pulls(b)
    assert {"p1", "p2"} <= set(b.records)


@pytest.mark.promise("F18", "A20")
@pytest.mark.parametrize("hub", ["sqlite_hub"], indirect=True)
def test_f18_control_without_the_bound_nobody_in_the_village_pulls_any_more(
    hub: TestHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "LARGEST_RECORD", 1 << 30)
    monkeypatch.setattr(wire, "LARGEST", 6 * MEBI)
    _told, b = _grown(hub)
    with pytest.raises(MessageTooLarge):
        _pulls(b)


@pytest.mark.promise("F18")
def test_f18_one_bad_change_of_a_batch_does_not_hold_the_others(hub: TestHub) -> None:
    a = hub.laptop("a", GROU)
    wide = [
        a.change("attachment", f"f{n}", **FILE, size=size)
        for n, size in enumerate((3_000_000_000, 2**53, 2**63, 2**70, -(2**70)))
    ]
    long = a.change("person", "p3", surname="x" * 201, village_id=GROU)
    large = a.change("person", "p4", later="x" * MEBI, village_id=GROU)
    told = a.push(a.person("p1", GROU), *wide, long, large, a.person("p2", GROU)).receipts
    assert [one.verdict for one in told] == [
        *(Verdict.APPLIED, Verdict.APPLIED),
        *[Verdict.REFUSED] * 4,
        *(Verdict.QUARANTINED, Verdict.REFUSED, Verdict.APPLIED),
    ]
    assert [one.reason for one in told[2:8]] == [Reason.UNREADABLE] * 6


@pytest.mark.promise("F18")
@pytest.mark.parametrize("hub", ["sqlite_hub"], indirect=True)
def test_f18_control_without_the_bound_one_number_holds_the_batch(
    hub: TestHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "WIDEST_NUMBER", 1 << 80)
    a = hub.laptop("a", GROU)
    wide = a.change("attachment", "f1", **FILE, size=2**70)
    with pytest.raises(OverflowError):
        a.push(a.person("p1", GROU), wide)


def _clashed(hub: TestHub, count: int, size: int) -> Laptop:
    """Let many edits of one name clash, each with many words beside it."""
    a, b = hub.laptop("a", GROU), hub.laptop("b", GROU)
    first = a.person("p1", GROU)
    a.push(first, _edit(a, first.change_id, last_name="Eerste"))
    for number in range(count):
        lost = _edit(a, first.change_id, last_name=f"{number}", later="x" * size)
        assert a.push(lost).receipts[0].verdict is Verdict.CONFLICT
    return b


@pytest.mark.promise("F18", "F8")
def test_f18_what_was_lost_counts_into_the_answer(
    hub: TestHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pulling, "MOST_BYTES", 20_000)
    monkeypatch.setattr(losses, "MOST_BYTES", 15_000)
    b = _clashed(hub, 12, 3_000)
    b.push(b.person("p0", GROU), b.person("p9", GROU))
    c = hub.laptop("c", GROU)
    monkeypatch.setattr(wire, "LARGEST", 30_000)
    _pulls(c)
    assert {"p0", "p1", "p9"} <= set(c.records)
    assert 3 <= len(c.places) < 12


@pytest.mark.promise("F18", "F8")
def test_f18_lost_words_that_do_not_fit_come_with_the_next_answer(
    hub: TestHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pulling, "MOST_BYTES", 9_000)
    monkeypatch.setattr(losses, "MOST_BYTES", 8_000)
    b = _clashed(hub, 2, 3_000)
    for number in range(5):
        b.push(b.change("person", f"q{number}", village_id=GROU, last_name="q", later="x" * 4_000))
    c = hub.laptop("c", GROU)
    assert 4 < _pulls(c) < 20
    assert len(c.places) == 2
    assert {"p1", *(f"q{n}" for n in range(5))} <= set(c.records)


def test_every_field_has_a_bound_that_is_looked_at(hub: TestHub) -> None:
    a = hub.laptop("a", GROU)
    person = KINDS["person"]
    for name, field in person.fields.items():
        if field.most < MEBI:
            longest, longer = (
                msgspec.structs.replace(a.person("p1", GROU), fields={name: "x" * size})
                for size in (field.most, field.most + 1)
            )
            assert bounds.is_within(person, longest)
            assert not bounds.is_within(person, longer)
