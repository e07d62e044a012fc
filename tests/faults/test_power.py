"""F2 and F4: the power goes; what was not synced is dropped, torn or reordered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.interposer import CHANGING, Act, Op
from tests.faults.oracle import Moment, cut_at, random_saves, saves_in
from tests.faults.trial import LOOK, SOON, Copies, broken_cuts, wrong_after

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.faults.children import Command, Stage, Trace


def worn(seed: int) -> list[list[Command]]:
    """Return a day's work: two sittings with checkpoints between and within."""
    saves = random_saves(seed, 40)
    return [
        [{"do": "open"}, SOON, *saves[:25], {"do": "close"}],
        [{"do": "open"}, {"do": "read"}, *saves[25:]],
    ]


@pytest.mark.promise("F2")
def test_f2_a_power_cut_loses_nothing_that_was_acknowledged(
    ground: Stage,
    tmp_path: Path,
    scale: Callable[[int, int], int],
    tally: Callable[..., None],
) -> None:
    count = scale(120, 500)
    fresh = Copies(ground.folder, ground.work)
    for workload in range(scale(1, 10)):
        fresh.back()
        trace = ground.traced(*worn(workload))
        seeds = range(workload * count, (workload + 1) * count)
        tried = random_saves(workload, 40)
        broken = broken_cuts(ground, trace, seeds=seeds, work=tmp_path, tried=tried)
        assert broken == {}
        tally(power_cuts=count)


@pytest.mark.promise("F2")
def test_f2_the_store_syncs_fully(ground: Stage) -> None:
    asked = [{"do": "open"}, *({"do": "pragma", "name": name} for name in _WANTED)]

    found = ground.run(asked).answers[1:]

    assert {a["name"]: a["value"] for a in found} == _WANTED


_WANTED = {"synchronous": 2, "journal_mode": "wal", "mmap_size": 0}


@pytest.mark.promise("F2")
@pytest.mark.parametrize("weaker", ["synchronous = NORMAL", "synchronous = OFF"])
def test_f2_control_with_less_than_full_saves_are_lost_and_the_mark_tells(
    ground: Stage, tmp_path: Path, weaker: str
) -> None:
    weak: list[Command] = [{"do": "open"}, {"do": "weaken", "pragma": weaker}]
    saves = random_saves(3, 30)
    trace = ground.traced([*weak, SOON, *saves])

    broken = broken_cuts(ground, trace, seeds=range(40), work=tmp_path, tried=saves)

    told = [seed for seed, wrong in broken.items() if wrong[0].startswith("StoreBehind")]
    assert len(broken) >= 8
    assert told, "the mark must be what tells that savings are missing"


@pytest.mark.promise("F2", "F4")
def test_f4_power_cut_while_the_store_recovers_from_a_kill(
    ground: Stage,
    tmp_path: Path,
    scale: Callable[[int, int], int],
    tally: Callable[..., None],
) -> None:
    saves = random_saves(8, 8)
    first: list[Command] = [{"do": "open"}, SOON, *saves]
    fresh = Copies(ground.folder, ground.work)
    points = ground.count(first, mask=CHANGING)
    count = scale(8, 25)
    for point in range(points // 3, points + 1, max(points // scale(10, 200), 1)):
        fresh.back()
        trace = ground.begin_trace()
        ground.kill_at(point, first)
        ground.run(LOOK)
        ground.end_trace(trace)
        seeds = range(point * count, (point + 1) * count)
        broken = broken_cuts(ground, trace, seeds=seeds, work=tmp_path, tried=saves)
        assert broken == {}, point
        tally(power_cuts_in_recovery=count)


@pytest.mark.promise("F2", "F4")
def test_f4_power_cut_right_after_a_restart_the_mark_is_not_ahead(
    ground: Stage, tmp_path: Path
) -> None:
    # A commit whose fsync never came is in the cache and seen after the restart; a mark that
    # promised it then would, after a power cut, tell of a loss that nobody suffered.
    saves = random_saves(12, 4)
    work: list[Command] = [{"do": "open"}, *saves]
    fresh = Copies(ground.folder, ground.work)
    for sync in range(1, ground.count(work, mask=Op.SYNC) + 1):
        fresh.back()
        trace = ground.begin_trace()
        ground.kill_at(sync, work, mask=Op.SYNC)
        ground.run([{"do": "open"}])
        ground.end_trace(trace)
        broken = broken_cuts(
            ground, trace, seeds=range(8), work=tmp_path, tried=saves, moment=Moment.END
        )
        assert broken == {}, sync


@pytest.mark.promise("F2", "F4")
def test_f4_power_cut_during_a_migration(
    ground: Stage,
    tmp_path: Path,
    scale: Callable[[int, int], int],
    tally: Callable[..., None],
) -> None:
    saves = random_saves(9, 8)
    trace = ground.begin_trace()
    ground.run([{"do": "open"}, *saves])
    ground.run([{"do": "grow"}, {"do": "open"}, {"do": "close"}])
    ground.end_trace(trace)
    count = scale(60, 1000)

    broken = broken_cuts(
        ground,
        trace,
        seeds=range(count),
        work=tmp_path,
        tried=saves,
        look=[{"do": "grow"}, *LOOK],
    )

    assert broken == {}
    tally(power_cuts_in_migration=count)


def one_failing(
    ground: Stage, mask: Op, scale: Callable[[int, int], int]
) -> Iterator[tuple[Trace, list[Command]]]:
    """Yield traces of work in which a call failed, once or a few times, and work went on."""
    saves = random_saves(10, 8)
    fresh = Copies(ground.folder, ground.work)
    points = ground.count([{"do": "open"}, SOON, *saves], mask=mask)
    for point in range(1, points + 1, max(points // scale(8, 1000), 1)):
        for more in range(scale(2, 4)):
            fresh.back()
            fault = {"first": point, "last": point + more, "error": 5, "mask": mask}
            arm: Command = {"do": "arm", "act": Act.FAIL, **fault}
            yield ground.traced([{"do": "open"}, SOON, arm, *saves, {"do": "heal"}]), saves


@pytest.mark.promise("F2", "F3")
@pytest.mark.parametrize("mask", [Op.SYNC, Op.WRITE], ids=["sync", "write"])
def test_f3_power_cut_after_a_call_failed_and_work_went_on(
    ground: Stage, tmp_path: Path, mask: Op, scale: Callable[[int, int], int]
) -> None:
    for trace, saves in one_failing(ground, mask, scale):
        seeds = range(scale(6, 40))
        broken = broken_cuts(ground, trace, seeds=seeds, work=tmp_path, tried=saves)
        assert broken == {}


@pytest.mark.promise("F2", "F3")
@pytest.mark.parametrize("moment", [Moment.TOLD, Moment.ANY])
def test_f3_what_a_failed_sync_dropped_is_written_again_before_the_log_is_folded(
    ground: Stage, tmp_path: Path, scale: Callable[[int, int], int], moment: Moment
) -> None:
    for trace, saves in one_failing(ground, Op.SYNC, scale):
        broken = broken_cuts(
            ground,
            trace,
            seeds=range(scale(6, 40)),
            work=tmp_path,
            tried=saves,
            moment=moment,
            forgetful=True,
        )
        assert broken == {}


@pytest.mark.promise("F2", "F3")
def test_f3_control_who_trusts_the_next_sync_brings_older_pages_back(
    ground: Stage, tmp_path: Path
) -> None:
    saves = random_saves(10, 8)
    fault = {"first": 3, "last": 5, "error": 5, "mask": Op.SYNC}
    arm: Command = {"do": "arm", "act": Act.FAIL, **fault}
    trace = ground.traced([{"do": "trust"}, {"do": "open"}, SOON, arm, *saves, {"do": "heal"}])
    broken = broken_cuts(
        ground,
        trace,
        seeds=range(40),
        work=tmp_path,
        tried=saves,
        moment=Moment.ANY,
        forgetful=True,
    )
    assert [seed for seed, wrong in broken.items() if wrong[0].startswith("StoreDamaged")]


@pytest.mark.promise("F2")
def test_f2_power_cut_while_the_store_is_made(
    ground: Stage, tmp_path: Path, scale: Callable[[int, int], int]
) -> None:
    ground.run([{"do": "empty"}])
    saves = random_saves(11, 4)
    trace = ground.traced([{"do": "create"}, *saves])
    made = {"do": "create"}
    for seed in range(scale(60, 1000)):
        folder = tmp_path / f"cut-{seed}"
        answers = cut_at(trace, seed, folder)
        if made not in answers:
            # Nobody was told there is a store: it opens, or a new one can be made in its place.
            seen = ground.run([*LOOK, made], folder=folder)
            assert not {"create", "open"} <= {a["do"] for a in seen.answers if "error" in a}, (
                seed,
                seen.answers,
            )
            continue
        tried = saves[len(answers) - 1 :]
        wrong = wrong_after(ground, saves_in(answers), attempts=tried, folder=folder)
        assert wrong == [], seed
