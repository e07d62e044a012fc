"""The second replica: laptops that exchange sealed changes through a plain list come to agree.

``make test`` lives through a few pinned stories, ``make soak`` through the full count.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from meitinker.ids import PersonId
from meitinker.services import merging, people
from meitinker.services.people import NewPerson
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


def _merge_that_could_not_begin(world: World) -> str:
    """Merge two files and take them apart, while another merged them the other way round."""
    a, b = world.replicas
    with a.awake():
        one, two = (
            PersonId(
                people.add(a.database, a.store.session, NewPerson(surname=name)).created("person")
            )
            for name in ("Een", "Twee")
        )
    world.settle()
    with a.awake():
        merged = merging.merge(a.database, a.store.session, from_id=one, into_id=two)
        record = merged.items[0].record_id
        merging.unmerge(a.database, a.store.session, record)
    with b.awake():
        merging.merge(b.database, b.store.session, from_id=two, into_id=one)
    b.push(world.authority)
    a.pull(world.authority)
    assert a.table()[record]["deleted"]
    return record


@pytest.mark.promise("L20")
def test_l20_the_check_holds_where_a_beginning_not_sent_yet_may_not_be(tmp_path: Path) -> None:
    """Seed 12,097 of the stories with a hub, where the merge waited for a file it never had."""
    with World(tmp_path) as world:
        _merge_that_could_not_begin(world)
        assert world.replicas[0].told_otherwise() == []
        world.settle()
        world.settle()
        assert world.same()
        assert [found for one in world.replicas for found in one.told_otherwise()] == []


@pytest.mark.promise("L20")
@pytest.mark.parametrize("changed", ["merged_at = '2020-01-01T00:00:00.000Z'", "row_deleted = 0"])
def test_l20_control_what_was_changed_in_such_a_row_is_told(tmp_path: Path, changed: str) -> None:
    with World(tmp_path) as world:
        record = _merge_that_could_not_begin(world)
        with world.replicas[0].database.transaction() as work:
            work.connection.execute(f"UPDATE person_merge SET {changed} WHERE id = ?", (record,))  # noqa: S608  (one of two constants)
        assert world.replicas[0].told_otherwise()


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
