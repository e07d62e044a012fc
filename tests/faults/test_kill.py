"""F1 and F4: the program is killed at every call that changes a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.interposer import CHANGING, Act
from tests.faults.oracle import after, random_saves, saves_in
from tests.faults.trial import LOOK, SOON, Copies, held, killed_and_wrong, wrong_after

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.faults.children import Command, Stage

SAVES_A_RUN = 10


@pytest.mark.promise("F1")
def test_f1_killed_at_every_call_every_acknowledged_save_is_there(
    ground: Stage, scale: Callable[[int, int], int], tally: Callable[..., None]
) -> None:
    for seed in range(scale(1, 100)):
        batch: list[Command] = [{"do": "open"}, SOON, *random_saves(seed, SAVES_A_RUN)]
        points = ground.count(batch, mask=CHANGING)
        before = held(ground)
        for point in range(1, points + 1, scale(2, 1)):
            act = Act.TEAR if point % 4 == 3 else Act.KILL
            killed = ground.kill_at(point, batch, act=act)
            assert killed_and_wrong(ground, killed, batch, before) == [], (seed, point)
            before = held(ground)
            tally(kills=killed.killed)
        tally(saves=SAVES_A_RUN)


@pytest.mark.promise("F1")
def test_f1_control_a_save_told_before_its_commit_is_missed(ground: Stage) -> None:
    before = held(ground)
    early = [{**save, "do": "speak_too_soon"} for save in random_saves(1, SAVES_A_RUN)]
    told = ground.run([{"do": "open"}, {"do": "begin"}, *early])
    assert told.errors() == []

    for answer in told.answers:
        answer["do"] = answer["do"].replace("speak_too_soon", "save")

    assert killed_and_wrong(ground, told, [], before)


@pytest.mark.promise("F4")
def test_f4_killed_again_at_every_call_of_the_recovery(
    ground: Stage, scale: Callable[[int, int], int], tally: Callable[..., None]
) -> None:
    batch: list[Command] = [{"do": "open"}, SOON, *random_saves(5, SAVES_A_RUN)]
    points = ground.count(batch, mask=CHANGING)
    for point in range(points // 5, points + 1, max(points // scale(6, 200), 1)):
        before = held(ground)
        killed = ground.kill_at(point, batch)
        promised = saves_in(killed.answers, before)
        tried = after(killed.answers, batch)
        crashed = Copies(ground.folder, ground.work)
        for again in range(1, ground.count(LOOK, mask=CHANGING) + 1):
            crashed.back()
            assert ground.kill_at(again, LOOK).killed
            assert wrong_after(ground, promised, attempts=tried) == [], (point, again)
            tally(kills_in_recovery=1)


@pytest.mark.promise("F4")
def test_f4_killed_at_every_call_of_a_migration_after_a_crash(
    ground: Stage, scale: Callable[[int, int], int], tally: Callable[..., None]
) -> None:
    batch: list[Command] = [{"do": "open"}, *random_saves(6, 8)]
    # Without a close: the newest saves are still in the write-ahead log.
    promised = saves_in(ground.run(batch).answers)
    crashed = Copies(ground.folder, ground.work)
    grown: list[Command] = [{"do": "grow"}, *LOOK]
    points = ground.count(grown, mask=CHANGING)
    assert points > 20
    for point in range(1, points + 1, max(points // scale(40, 100_000), 1)):
        crashed.back()
        assert ground.kill_at(point, grown).killed
        seen = ground.run([{"do": "grow"}, {"do": "open"}, {"do": "read"}, {"do": "version"}])
        assert seen.errors() == [], (point, seen.answers)
        assert seen.answers[2]["saves"] == promised
        assert seen.answers[2]["problems"] == []
        assert seen.last["version"] == ground.run([{"do": "grow"}, {"do": "latest"}]).last["latest"]
        tally(kills_in_migration=1)


@pytest.mark.promise("F4")
def test_f4_killed_while_the_store_is_made_it_can_be_made_or_opened_afterwards(
    ground: Stage, tmp_path: Path, scale: Callable[[int, int], int]
) -> None:
    make: list[Command] = [{"do": "empty"}, {"do": "create"}, {"do": "close"}]
    points = ground.count(make, mask=CHANGING)
    for point in range(1, points + 1, max(points // scale(40, 100_000), 1)):
        ground.run([{"do": "empty"}])
        assert ground.kill_at(point, make[1:]).killed or point > points - 12
        made = ground.run([{"do": "create"}, {"do": "close"}])
        if made.errors():
            assert wrong_after(ground, {}) == [], (point, made.answers)
