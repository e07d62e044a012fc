"""The machinery is itself on trial: it must see every write, and its faults must hurt."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.faults.children import ROOT
from tests.faults.interposer import CHANGING, ERRORS, FOREVER, Act, Control, Op, compiled
from tests.faults.oracle import after, complaints, cut_at, random_saves, saves_in
from tests.faults.powercut import Disk

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.faults.children import Stage

pytestmark = pytest.mark.promise("F1", "F2", "F3")


def lost_in(plain: Stage, work: Path, seeds: int, batch: list[dict[str, Any]]) -> list[int]:
    """Return the seeds whose power cut broke a promise."""
    plain.run([{"do": "open"}, {"do": "close"}])
    trace = plain.traced(batch)
    assert trace.outcomes[0].status == 0
    bad = []
    for seed in range(seeds):
        folder = work / f"cut-{seed}"
        answers = cut_at(trace, seed, folder)
        found = plain.run([{"do": "open"}, {"do": "read"}], folder=folder)
        tried = after(answers, batch)
        intact = not found.errors() and found.last["check"] == "ok"
        if not intact or complaints(saves_in(answers), found.last["saves"], attempts=tried):
            bad.append(seed)
        shutil.rmtree(folder)
    return bad


def test_the_trace_holds_every_byte_that_reached_the_folder(plain: Stage) -> None:
    trace = plain.traced([{"do": "open"}, *random_saves(1, 60), {"do": "read"}, {"do": "close"}])
    disk = Disk(trace.before)
    for event in trace.events:
        disk.play(event)

    on_disk = {p.name: p.read_bytes() for p in plain.folder.iterdir()}
    assert disk.cached() == on_disk
    assert on_disk["plain.db"]
    assert not any(name.endswith("-wal") for name in on_disk)
    assert {event.op for event in trace.events} >= {Op.WRITE, Op.SYNC, Op.CREATE, Op.UNLINK, Op.ACK}


def test_f2_with_synchronous_full_a_power_cut_loses_nothing(
    plain: Stage, tmp_path: Path, scale: Callable[[int, int], int]
) -> None:
    batch = [{"do": "open", "synchronous": "FULL"}, *random_saves(2, 60)]

    assert lost_in(plain, tmp_path, scale(60, 400), batch) == []


@pytest.mark.parametrize("synchronous", ["NORMAL", "OFF"])
def test_f2_control_with_less_than_full_a_power_cut_loses_saves(
    plain: Stage, tmp_path: Path, synchronous: str
) -> None:
    batch = [{"do": "open", "synchronous": synchronous}, *random_saves(2, 60)]

    assert len(lost_in(plain, tmp_path, 40, batch)) >= 10


def test_f1_killed_at_every_call_every_acknowledged_save_is_there(plain: Stage) -> None:
    batch = [{"do": "open"}, *random_saves(3, 12)]
    points = plain.count(batch, mask=CHANGING)
    promised = plain.run([{"do": "open"}, {"do": "read"}]).last["saves"]

    assert points > 20
    for act in (Act.KILL, Act.TEAR):
        for point in range(1, points + 1):
            killed = plain.kill_at(point, batch, act=act)
            promised = saves_in(killed.answers, promised)
            found = plain.run([{"do": "open"}, {"do": "read"}]).last
            assert found["check"] == "ok"
            assert not complaints(promised, found["saves"], attempts=after(killed.answers, batch))
            promised = found["saves"]


def test_f1_control_a_program_that_speaks_too_soon_is_caught(plain: Stage) -> None:
    early = [{"do": "open"}, {"do": "begin"}, *random_saves(3, 12)]

    killed = plain.run([*early, {"do": "arm", "act": Act.KILL, "first": 1}, {"do": "commit"}])

    found = plain.run([{"do": "open"}, {"do": "read"}]).last
    assert killed.killed
    assert complaints(saves_in(killed.answers), found["saves"])


@pytest.mark.parametrize("error", sorted(ERRORS))
@pytest.mark.parametrize("last", [0, FOREVER], ids=["once", "for ever"])
def test_f3_a_failing_call_is_never_answered_with_saved(
    plain: Stage, error: str, last: int
) -> None:
    saves = random_saves(4, 6)
    points = plain.count([{"do": "open"}, *saves], mask=CHANGING)
    again = [{"do": "heal"}, {"do": "close"}, {"do": "open"}, {"do": "read"}]
    failed = 0
    for point in range(1, points + 1):
        arm = {"first": point, "last": max(point, last), "error": ERRORS[error]}
        batch: list[dict[str, Any]] = [{"do": "empty"}, {"do": "open"}]
        batch += [{"do": "arm", "act": Act.FAIL, **arm}, *saves, *again]
        outcome = plain.run(batch)
        failed += len(outcome.errors())
        assert outcome.status == 0
        tried = after(outcome.answers, batch)
        promised = saves_in(outcome.answers)
        assert not complaints(promised, outcome.last["saves"], attempts=tried)
    assert failed


def test_f3_what_could_not_be_written_can_be_read_once_the_disk_was_mended(tmp_path: Path) -> None:
    watched, told = tmp_path / "watched", tmp_path / "control"
    watched.mkdir()
    (watched / "file").write_text("x")
    control = Control(told)
    program = f"""
import os
from pathlib import Path
from tests.faults.interposer import Act, Control
control, file = Control(Path({str(told)!r})), {str(watched / "file")!r}
def tried(flags):
    try:
        os.close(os.open(file, flags))
    except OSError as error:
        return error.errno
    return 0
control.arm(Act.FAIL, first=1, error=5)
print(tried(os.O_RDWR), tried(os.O_RDONLY), tried(os.O_RDONLY))
control.arm(Act.FAIL, first=1, error=5)
print(tried(os.O_RDWR))
control.heal()
print(tried(os.O_RDONLY))
"""
    environment = {
        **os.environ,
        "SHIM_WATCH": str(watched.resolve()),
        "SHIM_CONTROL": str(told),
        "LD_PRELOAD": str(compiled()),
        "PYTHONPATH": str(ROOT),
    }
    said = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    )
    control.close()
    assert said.stdout.split() == ["5", "5", "0", "5", "0"]
