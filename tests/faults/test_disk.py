"""F3 and F17 with the real thing: a full disk, a folder that cannot be written, a mad clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.children import Stage
from tests.faults.oracle import complaints, random_saves, saves_in
from tests.faults.places import fill, read_only, small_disk
from tests.faults.trial import LOOK, wrong_after
from tests.stores import PASSPHRASE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.children import Command
    from tests.faults.machine import Machine

DISK = 4096
"""Kilobytes: room to make a store, which for a moment takes twice its size and some (2.2 MB at
layout 8), and none for the 4 MB text that must not fit."""

MORE: list[Command] = random_saves(41, 12)
AGAIN: list[Command] = [{"do": "save", "key": 77, "text": "weer ruimte"}, {"do": "close"}]


@pytest.mark.promise("F3")
def test_f3_on_a_full_disk_nothing_is_told_saved_and_saving_works_with_room_again(
    tmp_path: Path,
) -> None:
    with small_disk(tmp_path / "disk", kilobytes=DISK) as mounted:
        if not mounted:
            pytest.skip("mounting is not allowed here; test_io_errors makes ENOSPC")
        with Stage("ground", tmp_path / "disk" / "store", tmp_path / "work") as stage:
            first = stage.run([{"do": "create"}, *random_saves(40, 6), {"do": "close"}])
            promised = saves_in(first.answers)
            assert first.errors() == []

            full = stage.run(
                [{"do": "open"}, {"do": "fill"}, *MORE, {"do": "read"}, {"do": "make_room"}, *AGAIN]
            )

            assert set(full.errors()) == {"DiskFull"}
            promised = saves_in(full.answers, promised)
            assert wrong_after(stage, promised) == []
            # The same texts, kept by whoever typed them, go in once there is room.
            again = stage.run([{"do": "open"}, *MORE, *LOOK])
            assert again.errors() == []
            assert complaints(saves_in(MORE, promised), again.of("read")[0]["saves"]) == []


@pytest.mark.promise("F3")
def test_f3_opening_on_a_full_disk_says_so_and_loses_nothing(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", kilobytes=DISK) as mounted:
        if not mounted:
            pytest.skip("mounting is not allowed here; test_io_errors makes ENOSPC")
        with Stage("ground", tmp_path / "disk" / "store", tmp_path / "work") as stage:
            made = stage.run([{"do": "create"}, *MORE, {"do": "close"}])
            promised = saves_in(made.answers)
            assert made.errors() == []

            ballast = fill(tmp_path / "disk")
            full = stage.run([{"do": "open"}])
            ballast.unlink()

            assert full.errors() == ["DiskFull"]
            assert wrong_after(stage, promised) == []


@pytest.mark.promise("F3")
def test_f3_a_store_for_which_there_is_no_room_leaves_nothing_behind(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", kilobytes=DISK // 8) as mounted:
        if not mounted:
            pytest.skip("mounting is not allowed here; test_io_errors makes ENOSPC")
        with Stage("ground", tmp_path / "disk" / "store", tmp_path / "work") as stage:
            made = stage.run([{"do": "create"}])
            left = {path.name for path in (tmp_path / "disk").rglob("store.*")}

    assert made.errors() == ["DiskFull"]
    assert left <= {"store.lock"}


@pytest.mark.promise("F3")
def test_f3_room_that_comes_back_while_the_program_runs_is_used(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", kilobytes=DISK) as mounted:
        if not mounted:
            pytest.skip("mounting is not allowed here; test_io_errors makes ENOSPC")
        with Stage("ground", tmp_path / "disk" / "store", tmp_path / "work") as stage:
            big = {"do": "save", "key": 1, "text": "x" * 4_000_000}
            small = {"do": "save", "key": 2, "text": "past er wel bij"}
            outcome = stage.run([{"do": "create"}, small, big, small, {"do": "read"}, *LOOK])

    assert [answer["do"] for answer in outcome.answers if "error" in answer] == ["save"]
    assert outcome.errors() == ["DiskFull"]
    assert outcome.of("read")[0]["saves"] == {"2": "past er wel bij"}


@pytest.mark.promise("F3")
def test_f3_a_folder_that_cannot_be_written_is_told_and_changes_nothing(
    ground: Stage,
) -> None:
    promised = saves_in(ground.run([{"do": "open"}, *random_saves(42, 6), {"do": "close"}]).answers)
    with read_only(ground.folder) as closed:
        if not closed:
            pytest.skip("mounting is not allowed here")
        refused = ground.run([{"do": "open"}])

    assert refused.errors() == ["StoreReadOnly"]
    assert wrong_after(ground, promised) == []


@pytest.mark.promise("F3")
def test_f3_a_folder_that_cannot_be_written_is_told_in_the_first_window(machine: Machine) -> None:
    enter = [["until", "Openen"], ["unlock", PASSPHRASE]]
    refused = "Het programma mag niet in deze map schrijven."
    with read_only(machine.root / "data") as closed:
        if not closed:
            pytest.skip("mounting is not allowed here")
        said, complained, code = machine.run([*enter, ["until", refused], ["close"]])

    assert code == 0, said + complained  # an icon that opens no window says nothing to anyone


@pytest.mark.promise("F3")
def test_f3_control_the_folder_and_the_disk_were_the_reason(ground: Stage) -> None:
    outcome = ground.run([{"do": "open"}, *MORE, *LOOK])

    assert outcome.errors() == []


@pytest.mark.promise("F17")
@pytest.mark.parametrize("years", [10, -10])
def test_f17_a_clock_that_jumps_loses_nothing_and_raises_no_alarm(
    ground: Stage, years: int
) -> None:
    first, second, third = (random_saves(seed, 5) for seed in (43, 44, 45))
    away: Command = {"do": "jump", "years": years}

    outcome = ground.run([{"do": "open"}, *first, away, *second, {"do": "at"}])
    back = ground.run([{"do": "open"}, *third, {"do": "at"}, {"do": "close"}])

    assert outcome.errors() == []
    assert back.errors() == []
    # Control: the clock the store used really was ten years off.
    assert abs(outcome.of("at")[0]["at"] - back.of("at")[0]["at"]) > 9 * 365 * 86_400_000
    promised = saves_in([*outcome.answers, *back.answers])
    assert wrong_after(ground, promised) == []


@pytest.mark.promise("F17")
def test_f17_a_lost_log_is_told_also_when_the_clock_went_back(ground: Stage) -> None:
    ground.run([{"do": "open"}, *random_saves(46, 4), {"do": "close"}])
    ground.run([{"do": "jump", "years": -10}, {"do": "open"}, *random_saves(47, 5)])
    (ground.folder / "store.db-wal").unlink()

    seen = ground.run([{"do": "open"}])

    assert seen.errors() == ["StoreBehind"]
    assert seen.last["params"]["missing"] == 5
