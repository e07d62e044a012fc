"""Seeded stories with a real hub: laptops end as the hub, and nothing vanished unseen.

``make test`` lives through a few pinned stories, ``make soak`` through the full count.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from meitinker.store import left_behind, sent
from sync.hub import losses, waiting
from tests.sync.hub_story import asked_otherwise, live, play, wrong
from tests.sync.hub_world import HubWorld

if TYPE_CHECKING:
    from pathlib import Path

PINNED = (1, 20, 60_001, 10_250, 11_953, 11_893, 10_011, 21_069, 11_198, 11_603)
"""What went wrong once: 60,001 merges a file offline after it left, which must be taken in; in
10,250 a dossier stayed for good that came in part and left; in 11,953 refused words keep one;
in 11,893 a resident is removed of whom others write; in 10,011 the file that is removed stands for
one of another village, whose worker must be asked as well; in 21,069 somebody writes over words of
their own that had lost, and is asked about the newest; in 11,198 a laptop reads an early merge
beside a later one of a fill, and the two close a circle; in 11,603 who may not write empties a
note again that she wrote, which asks nobody anything."""
REMOVED_AND_WRITTEN = 11_893
MUCH_WAITS = 11_953
RUNS, SEEDS = 40, 50

soaking = pytest.mark.skipif("MEITINKER_SOAK" not in os.environ, reason="make soak")
PROMISED = ("F6", "F7", "F8", "F10", "F12", "F13", "F15", "F17", "F18", "F19", "F22")


@pytest.mark.promise(*PROMISED)
@pytest.mark.parametrize("seed", PINNED)
def test_f8_f19_laptops_and_hub_end_alike_and_nothing_is_lost_unseen(
    tmp_path: Path, seed: int
) -> None:
    assert play(tmp_path, seed) == []


@pytest.mark.promise("A20", "F18")
def test_a20_where_nothing_may_wait_at_the_hub_nothing_vanishes_unseen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn_away, away = waiting.Waiting.turn_away, set[str]()

    def turned(self: waiting.Waiting, device: str) -> set[str]:
        gone = turn_away(self, device)
        away.update(gone)
        return gone

    monkeypatch.setattr(waiting, "MOST_BYTES_OF_A_DEVICE", 0)
    monkeypatch.setattr(waiting.Waiting, "turn_away", turned)
    assert play(tmp_path, MUCH_WAITS) == []
    assert away


@soaking
@pytest.mark.soak
@pytest.mark.promise(*PROMISED)
@pytest.mark.parametrize("run", range(RUNS))
def test_f8_f19_soak_laptops_and_hub_end_alike(tmp_path: Path, run: int) -> None:
    first = 10_000 + run * SEEDS
    for seed in range(first, first + SEEDS):
        assert play(tmp_path / str(seed), seed) == [], f"seed {seed}"


@pytest.mark.promise("F6", "F19")
def test_f19_control_an_answer_that_is_not_kept_leaves_its_change_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Receipts that get lost for good, and echoes with them: the story must notice."""
    with HubWorld(tmp_path, seed=PINNED[0]) as world:
        live(world, turns=20)
        monkeypatch.setattr(sent, "settle", lambda *_: None)
        with world.laptops[0].database.transaction() as work:
            work.connection.execute(
                "DELETE FROM received WHERE change_id IN (SELECT change_id FROM sent)"
            )
            work.connection.execute("DELETE FROM sent")
        assert any("waits" in one for one in wrong(world))


@pytest.mark.promise("F10")
def test_f10_control_unasked_the_story_names_who_was_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(left_behind, "under_removed", lambda *_: {})
    assert any("nobody is asked" in one for one in play(tmp_path, REMOVED_AND_WRITTEN))


@pytest.mark.promise("F8")
def test_f8_control_a_fill_that_takes_no_words_for_an_answer_asks_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(losses, "_goes_on", lambda *_: False)
    with HubWorld(tmp_path, seed=PINNED[0]) as world:
        live(world)
        assert any("asks again" in one for one in asked_otherwise(world))


@pytest.mark.promise("F8")
def test_f8_control_without_cards_the_story_names_the_losers(tmp_path: Path) -> None:
    with HubWorld(tmp_path, seed=PINNED[0]) as world:
        live(world)
        for laptop in world.laptops:
            with laptop.database.transaction() as work:
                work.connection.execute("DELETE FROM conflict")
        assert any(": person." in one or ": phone." in one for one in wrong(world))
