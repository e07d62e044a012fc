"""Who is answered first at a busy hub: whoever took least of late (A21)."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any

import pytest

from meitinker.errors import HubBusy
from sync import versions
from sync.hub import limits as limiting
from sync.hub.limits import Lane, Lanes, Limits
from sync.protocol import Meet
from tests.unit.sync.hub.bench import GROU
from tests.unit.sync.hub.door import Door, known

if TYPE_CHECKING:
    from tests.unit.sync.hub.bench import TestHub
    from tests.unit.sync.hub.door import Known

HELLO = Meet(newest=versions.NEWEST, oldest=versions.OLDEST)
FLOOD, HONEST = 30, 9


class _Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


async def _until_waiting(lane: Lane, count: int) -> None:
    while len(lane._waiting) < count:
        await asyncio.sleep(0)


async def _served(lane: Lane, clock: _Clock, asks: list[tuple[str, float]]) -> list[str]:
    """Let all ask while the place is taken; return in which order they got it."""
    order: list[str] = []

    async def ask(who: str, seconds: float) -> None:
        async with lane.place(who):
            order.append(who)
            clock.now += seconds

    async with lane.place("first"):
        asked = []
        for one in asks:
            asked.append(asyncio.create_task(ask(*one)))
            await _until_waiting(lane, len(asked))
    await asyncio.gather(*asked)
    return order


@pytest.mark.promise("A21")
def test_a21_who_took_least_goes_first_and_equals_in_the_order_they_came() -> None:
    clock = _Clock()
    asks = [("a", 2.0), ("a", 2.0), ("b", 1.0), ("c", 1.0), ("b", 1.0)]
    order = asyncio.run(_served(Lane(1, clock), clock, asks))
    assert order == ["a", "b", "c", "b", "a"]


def test_what_somebody_took_long_ago_counts_no_more() -> None:
    clock = _Clock()

    async def story() -> list[str]:
        lane = Lane(1, clock)
        await _served(lane, clock, [("a", 5.0), ("b", 1.0)])
        clock.now += 3600
        return await _served(lane, clock, [("b", 1.0), ("c", 1.0), ("a", 1.0)])

    assert asyncio.run(story()) == ["b", "c", "a"]


def test_who_leaves_while_waiting_takes_no_place_along() -> None:
    async def story() -> list[str]:
        clock = _Clock()
        lane = Lane(1, clock)

        async def ask(who: str) -> None:
            async with lane.place(who):
                raise AssertionError(who)

        async with lane.place("first"):
            early, late = (asyncio.create_task(ask(one)) for one in ("early", "late"))
            await _until_waiting(lane, 2)
            early.cancel()
        late.cancel()  # it was given the place by now, and does not know yet
        await asyncio.gather(early, late, return_exceptions=True)
        return await _served(lane, clock, [("next", 1.0)])

    assert asyncio.run(story()) == ["next"]


def test_not_everybody_can_wait() -> None:
    async def story() -> None:
        lanes = Lanes(1)
        async with lanes.lane("o", "a"):
            lane = lanes._lanes["o"]
            waiting = [asyncio.create_task(_taken(lane)) for _ in range(limiting._MOST_WAITING)]
            await _until_waiting(lane, len(waiting))
            with pytest.raises(HubBusy):
                async with lanes.lane("o", "b"):
                    pass
            async with lanes.lane("another", "b"):
                pass
        await asyncio.gather(*waiting)

    asyncio.run(story())


async def _taken(lane: Lane) -> None:
    async with lane.place("w"):
        pass


def _held(door: Door, clock: _Clock, monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Let whoever has the place keep it until the event is set, and every answer take a second."""
    over, answer = threading.Event(), door.front._answer
    door.front._lanes = Lanes(1, clock)

    def waits(*told: Any) -> tuple[int, bytes]:
        over.wait()
        clock.now += 1
        return answer(*told)

    monkeypatch.setattr(door.front, "_answer", waits)
    return over


async def _flooded(
    hub: TestHub, flooder: Known, honest: list[Known], monkeypatch: pytest.MonkeyPatch
) -> list[str]:
    """Return who was answered, in that order, where a flood was before all others."""
    door, order = Door(hub, Limits(at_once=FLOOD)), list[str]()
    over = _held(door, _Clock(), monkeypatch)
    over.set()
    lanes = door.front._lanes

    async def ask(of: Known, number: int) -> None:
        answer = await door.call(of, "meet", HELLO, number)
        assert answer.status == 200
        order.append(of.device)

    for one in (flooder, *honest):
        await ask(one, 1)
    order.clear()
    (lane,) = lanes._lanes.values()
    asked = []
    over.clear()
    for number in range(FLOOD):
        asked.append(asyncio.create_task(ask(flooder, 2 + number)))
        await _until_waiting(lane, number)
    for number, one in enumerate(honest):
        asked.append(asyncio.create_task(ask(one, 2)))
        await _until_waiting(lane, FLOOD + number)
    over.set()
    await asyncio.gather(*asked)
    return order


@pytest.mark.promise("A21")
@pytest.mark.parametrize("hub", ["sqlite_hub"], indirect=True)
@pytest.mark.parametrize("guarded", [True, False])
def test_a21_of_a_hard_flood_one_request_goes_before_nine_others(
    hub: TestHub, monkeypatch: pytest.MonkeyPatch, *, guarded: bool
) -> None:
    """Show as a control that all of it would, where nobody counts what it took."""
    flooder, honest = known(hub, GROU), [known(hub, GROU) for _ in range(HONEST)]
    if not guarded:
        monkeypatch.setattr(Lane, "_count", lambda *_: None)
    order = asyncio.run(_flooded(hub, flooder, honest, monkeypatch))
    last = max(order.index(one.device) for one in honest)
    before = order[:last].count(flooder.device)
    assert before == (1 if guarded else FLOOD)


@pytest.mark.promise("A21")
@pytest.mark.parametrize("hub", ["sqlite_hub"], indirect=True)
@pytest.mark.parametrize("guarded", [True, False])
def test_a21_who_asks_too_much_waits_to_hear_so(
    hub: TestHub, monkeypatch: pytest.MonkeyPatch, *, guarded: bool
) -> None:
    """Show as a control that a flood would be told at once, and ask again at once."""
    waits: list[float] = []
    slept = asyncio.sleep

    async def sleep(seconds: float) -> None:
        waits.append(seconds)
        await slept(0)

    device = known(hub, GROU)

    async def story() -> list[int]:
        door = Door(hub, Limits(burst=1, a_second=0.001))
        first = await door.call(device, "meet", HELLO, 1)
        monkeypatch.setattr(asyncio, "sleep", sleep)
        return [first.status, (await door.call(device, "meet", HELLO, 2)).status]

    if not guarded:
        monkeypatch.setattr("sync.hub.app.TOO_MUCH", "nobody")
    assert asyncio.run(story()) == [200, 503]
    assert bool([one for one in waits if one]) is guarded
