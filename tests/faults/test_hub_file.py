"""F2 and F3 for the hub's own file: a sync fails, work goes on or starts anew, the power goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.children import Stage
from tests.faults.interposer import Act, Op
from tests.faults.oracle import random_saves
from tests.faults.trial import SOON, Copies, broken_cuts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.faults.children import Command

SAVES, LATER = random_saves(10, 8), random_saves(11, 4)


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Stage]:
    """Give a stage with the file of a hub, made and closed."""
    with Stage("hub_file", tmp_path / "hub", tmp_path / "work") as stage:
        made = stage.run([{"do": "create"}, {"do": "close"}])
        assert not made.errors(), made.answers
        yield stage


def _cuts(
    hub: Stage, work: Path, *, restarted: bool, more: int, seeds: int, trust: bool = False
) -> dict[int, dict[int, list[str]]]:
    """Fail each sync in turn and ``more`` after it, cut the power; return the broken promises."""
    head: list[Command] = [{"do": "trust"}] * trust + [{"do": "open"}, SOON]
    fresh = Copies(hub.folder, hub.work)
    broken = {}
    for point in range(1, hub.count([*head, *SAVES], mask=Op.SYNC) + 1):
        fresh.back()
        fault = {"first": point, "last": point + more, "error": 5, "mask": Op.SYNC}
        arm: Command = {"do": "arm", "act": Act.FAIL, **fault}
        before: list[Command] = [*head, arm, *SAVES, {"do": "heal"}]
        trace = hub.traced(before, [*head, *LATER]) if restarted else hub.traced([*before, *LATER])
        found = broken_cuts(
            hub,
            trace,
            seeds=range(seeds),
            work=work,
            tried=[*SAVES, *LATER],
            forgetful=True,
        )
        if found:
            broken[point] = found
    return broken


@pytest.mark.promise("F2", "F3")
@pytest.mark.parametrize("restarted", [False, True], ids=["goes on", "restarted"])
def test_f3_power_cut_after_the_hub_went_on_from_a_failed_sync(
    hub: Stage, tmp_path: Path, scale: Callable[[int, int], int], restarted: bool
) -> None:
    for more in range(scale(1, 4)):
        broken = _cuts(hub, tmp_path, restarted=restarted, more=more, seeds=scale(7, 40))
        assert broken == {}, more


@pytest.mark.promise("F2", "F3")
@pytest.mark.parametrize("restarted", [False, True], ids=["goes on", "restarted"])
def test_f3_control_a_hub_that_trusts_the_next_sync_loses_what_it_said_it_had(
    hub: Stage, tmp_path: Path, restarted: bool
) -> None:
    broken = _cuts(hub, tmp_path, restarted=restarted, more=0, seeds=7, trust=True)
    assert [w for cuts in broken.values() for wrong in cuts.values() for w in wrong if "lost" in w]
