from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from meitinker import clock
from meitinker.errors import WaitBeforeRetry
from meitinker.keys.tries import LONGEST_WAIT, Tries, delay

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

START = datetime(2026, 11, 12, 9, 0, tzinfo=UTC)


class Wall:
    """A clock on the wall that the test turns."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def turn(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture
def wall() -> Iterator[Wall]:
    wall = Wall()
    with clock.running(wall):
        yield wall


@pytest.fixture
def tries(tmp_path: Path) -> Tries:
    return Tries(tmp_path / "tries")


def fail(tries: Tries, times: int) -> None:
    for _ in range(times):
        tries.begin()


def test_three_are_free_then_it_slows_to_five_minutes() -> None:
    assert [delay(count) for count in range(9)] == [0, 0, 0, 30, 60, 120, 240, 300, 300]
    assert delay(10**9) == LONGEST_WAIT


@pytest.mark.promise("A15")
def test_a15_the_fourth_try_waits_thirty_seconds(wall: Wall, tries: Tries) -> None:
    fail(tries, 3)
    with pytest.raises(WaitBeforeRetry) as told:
        tries.require_patience()
    assert told.value.params["wait"] == 30
    wall.turn(seconds=29)
    assert tries.waiting() == 1
    wall.turn(seconds=1)
    tries.require_patience()


@pytest.mark.promise("A15")
def test_a15_a_restart_does_not_forget(wall: Wall, tries: Tries, tmp_path: Path) -> None:
    fail(tries, 5)
    assert Tries(tmp_path / "tries").waiting() == 120


@pytest.mark.promise("A15")
def test_a15_there_is_never_a_last_try(wall: Wall, tries: Tries) -> None:
    fail(tries, 500)
    assert tries.waiting() == LONGEST_WAIT
    wall.turn(seconds=LONGEST_WAIT)
    tries.require_patience()


@pytest.mark.promise("A15")
def test_a15_a_clock_set_back_does_not_shorten(wall: Wall, tries: Tries) -> None:
    fail(tries, 3)
    wall.turn(seconds=20)
    wall.turn(days=-3650)
    assert tries.waiting() == 30
    wall.turn(seconds=29)
    assert tries.waiting() == 1


@pytest.mark.promise("A15")
def test_a15_a_clock_years_ahead_does_not_lock_for_ever(wall: Wall, tries: Tries) -> None:
    wall.turn(days=3650)
    fail(tries, 9)
    wall.turn(days=-3650)
    assert tries.waiting() == LONGEST_WAIT
    wall.turn(seconds=LONGEST_WAIT)
    assert tries.waiting() == 0


def test_opening_forgets_the_wrong_ones(wall: Wall, tries: Tries) -> None:
    fail(tries, 4)
    tries.opened()
    assert tries.count == 0
    assert tries.waiting() == 0


@pytest.mark.parametrize("junk", [b"", b"{", b'{"count": 9, "last": "gisteren"}', b"\xff"])
def test_a_mangled_file_counts_as_none(tries: Tries, tmp_path: Path, junk: bytes) -> None:
    (tmp_path / "tries").write_bytes(junk)
    assert tries.waiting() == 0


@pytest.mark.skipif(os.name != "posix", reason="a folder in the way needs POSIX renames")
def test_a_disk_that_cannot_be_written_keeps_nobody_out(tries: Tries, tmp_path: Path) -> None:
    (tmp_path / "tries").mkdir()
    tries.begin()
    assert tries.waiting() == 0
