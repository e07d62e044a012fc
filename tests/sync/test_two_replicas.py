"""The second replica: laptops that exchange sealed changes through a plain list come to agree.

``make test`` lives through a few pinned stories, ``make soak`` through the full count.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.sync import controls
from tests.sync.story import live, play
from tests.sync.world import World

if TYPE_CHECKING:
    from pathlib import Path

PINNED_TWO = (0, 1, 2, 6, 10, 17, 19, 21, 25, 32)
LOST_IN_A_GROUP = 21
PINNED_THREE = (103, 104, 108, 122)
SOAK_RUNS, SOAK_SEEDS = 20, 100

soaking = pytest.mark.skipif("MEITINKER_SOAK" not in os.environ, reason="make soak")


@pytest.mark.promise("F6", "F7", "F8", "F10", "F12", "F22")
@pytest.mark.parametrize("seed", PINNED_TWO)
def test_f8_two_laptops_agree_and_nothing_is_lost_unseen(tmp_path: Path, seed: int) -> None:
    assert play(tmp_path, seed) == []


@pytest.mark.promise("F6", "F7", "F8", "F10", "F12", "F22")
@pytest.mark.parametrize("seed", PINNED_THREE)
def test_f8_three_laptops_agree_and_nothing_is_lost_unseen(tmp_path: Path, seed: int) -> None:
    assert play(tmp_path, seed, names="abc") == []


@soaking
@pytest.mark.soak
@pytest.mark.promise("F6", "F7", "F8", "F10", "F12", "F22")
@pytest.mark.parametrize("run", range(SOAK_RUNS))
def test_f8_soak_laptops_agree_and_nothing_is_lost_unseen(tmp_path: Path, run: int) -> None:
    first = 1_000 + run * SOAK_SEEDS
    for seed in range(first, first + SOAK_SEEDS):
        wrong = play(tmp_path / str(seed), seed, names="abc" if seed % 3 == 0 else "ab")
        assert wrong == [], f"seed {seed}"


@pytest.mark.promise("L20")
@pytest.mark.parametrize("seed", [seed for seed in PINNED_TWO if seed != LOST_IN_A_GROUP])
def test_l20_the_stores_own_check_holds_after_an_exchange(tmp_path: Path, seed: int) -> None:
    with World(tmp_path, seed=seed) as world:
        live(world)
        assert [found for one in world.replicas for found in one.told_otherwise()] == []
        with world.replicas[0].database.transaction() as work:
            work.connection.execute("UPDATE person SET contact_note = 'stil veranderd'")
        assert world.replicas[0].told_otherwise()


def test_l20_the_stores_own_check_holds_where_a_group_was_lost(tmp_path: Path) -> None:
    with World(tmp_path, seed=LOST_IN_A_GROUP) as world:
        live(world)
        assert [found for one in world.replicas for found in one.told_otherwise()] == []


@pytest.mark.promise("F8")
def test_f8_control_the_latest_clock_wins_loses_values_and_the_oracle_sees_it(
    tmp_path: Path,
) -> None:
    found = [w for seed in PINNED_TWO[:4] for w in controls.by_clock(tmp_path / str(seed), seed)]
    assert any(": person." in w or ": phone." in w for w in found)


@pytest.mark.promise("F8")
def test_f8_control_a_receiver_that_ignores_the_base_diverges(tmp_path: Path) -> None:
    assert any(controls.ignoring_base(tmp_path / str(seed), seed) for seed in PINNED_TWO[:3])


@pytest.mark.promise("F8")
def test_f8_control_without_a_card_the_oracle_names_the_loser(tmp_path: Path) -> None:
    found = [w for seed in PINNED_TWO[:4] for w in controls.without_cards(tmp_path, seed)]
    assert any(": person." in w or ": phone." in w for w in found)
