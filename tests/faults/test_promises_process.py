"""Promises about the whole process, kept by a real one: what it writes, names and leaves."""

from __future__ import annotations

import json
import resource
import shutil
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from meitinker.domain.kinds import KINDS
from meitinker.errors import StoreInUse
from meitinker.keys import KeyFile
from meitinker.paths import StoreFolder
from meitinker.store.database import Database
from tests.faults.desktop_child import QUICK
from tests.faults.machine import BSN, CANARY, TYPED, WRITTEN, NoKeyring, told_of
from tests.faults.test_leaks import holders
from tests.stores import PASSPHRASE
from ui.messages import sentence_for

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.machine import Machine, Step


def _round(machine: Machine) -> list[Step]:
    """Go everywhere with the canary in sight, and write some more of it."""
    return [
        ["until", "Openen"],
        ["unlock", PASSPHRASE],
        ["here", "today"],
        ["go", "people", machine.person],
        ["until", CANARY],
        ["titles"],
        ["go", "people", machine.person, "details"],
        ["until", "Toon BSN"],
        ["click", "Toon BSN"],
        ["until", BSN],
        ["titles"],
        ["go", "visits", machine.visit],
        ["until", "Wat vertelt de inwoner?"],
        ["fill", "Wat vertelt de inwoner?", TYPED],
        ["titles"],
        ["seen"],
        ["crash", f"{CANARY} {BSN}"],
        ["until", "Bewaard om"],
    ]


def _names(folder: Path) -> str:
    return "\n".join(str(path.relative_to(folder)) for path in folder.rglob("*"))


@pytest.mark.promise("A10", "L10")
def test_a10_a_round_of_the_program_with_a_crash_names_no_one(machine: Machine) -> None:
    said, complained, code = machine.run([*_round(machine), ["close"]])
    assert code == 0, complained
    assert CANARY in " ".join(told_of(said, "seen")[0])  # it was on the screen
    titles = " ".join(title for told in told_of(said, "titles") for title in told)
    assert "ValueError" in machine.log  # the crash was logged
    assert "ValueError" in complained
    for place in (machine.log, complained, titles, _names(machine.root)):
        for word in (CANARY, "Kanarie", BSN, "ochtend"):
            assert word not in place


@pytest.mark.promise("A10")
def test_a10_control_a_plain_formatter_leaks(machine: Machine) -> None:
    _said, complained, _code = machine.run([*_round(machine), ["close"]], CHILD_PLAIN_LOG="1")
    assert CANARY in machine.log
    assert BSN in machine.log + complained


@pytest.mark.promise("A8")
@pytest.mark.parametrize("ending", ["close", "terminate", "kill"])
def test_a8_nothing_readable_lies_anywhere_after_a_day(machine: Machine, ending: str) -> None:
    last = "close" if ending == "close" else "hold"
    process = machine.start([*_round(machine), [last]])
    if ending == "close":
        said, complained = process.communicate(timeout=120)
        assert process.returncode == 0, said + complained
    else:
        assert process.stdout is not None
        while "holding" not in process.stdout.readline():
            assert process.poll() is None
        process.send_signal(signal.SIGKILL if ending == "kill" else signal.SIGTERM)
        process.communicate(timeout=120)
    for word in (CANARY, "ochtend", BSN):
        assert holders(machine.root, word) == []
    # And yet all of it is there, for who has the passphrase.
    again, complained, _code = machine.run(
        [["until", "Openen"], ["unlock", PASSPHRASE], ["until", "Op slot"],
         ["go", "visits", machine.visit, "question"], ["until", "Wat vertelt de inwoner?"],
         ["until", TYPED], ["seen"], ["close"]]
    )  # fmt: skip
    assert TYPED in " ".join(told_of(again, "seen")[0]), again + complained


@pytest.mark.promise("A8")
def test_a8_control_the_scan_finds_what_is_left(machine: Machine) -> None:
    (machine.root / "tmp" / "left").write_text(f"… {CANARY} …", "utf-16-le")
    assert holders(machine.root, CANARY) == ["left"]


@pytest.mark.promise("A7")
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_a7_a_plan_is_seen_and_kept_without_a_clear_copy_elsewhere(machine: Machine) -> None:
    target = machine.root / "stick" / "plan.pdf"
    target.parent.mkdir()
    trace = machine.root / "trace"
    steps: list[Step] = [
        ["until", "Openen"],
        ["unlock", PASSPHRASE],
        ["here", "today"],
        ["go", "visits", machine.visit, "plan"],
        ["until", "Bewaar als PDF…"],
        ["click", "Afdrukken"],
        ["until", "Afdrukken lukt niet."],
        ["save_to", str(target)],
        ["click", "Bewaar als PDF…"],
        ["file", str(target)],
        ["close"],
    ]
    written = _pdfs_written(machine, steps, trace)
    assert written, "the trace shows the file being written"
    assert all(str(target.parent) in line for line in written)
    assert list(target.parent.iterdir()) == [target]
    assert target.read_bytes().startswith(b"%PDF")
    others = [p for p in machine.root.rglob("*") if p.is_file() and p not in (target, trace)]
    assert not [p for p in others if b"%PDF" in p.read_bytes()]


@pytest.mark.promise("A7")
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_a7_control_a_temporary_file_that_came_and_went_is_in_the_trace(machine: Machine) -> None:
    trace = machine.root / "trace"
    written = _pdfs_written(machine, [["until", "Openen"], ["spill"], ["close"]], trace)
    assert [line for line in written if str(machine.root / "tmp") in line]


def _pdfs_written(machine: Machine, steps: list[Step], trace: Path) -> list[str]:
    """Run the program and return every write of the beginning of a PDF, with its path."""
    strace = ("strace", "-f", "-qq", "-s", "16", "-e", "trace=write,pwrite64", "-y")
    _said, complained, code = machine.run(steps, *strace, "-o", str(trace))
    assert code == 0, complained
    return [line for line in trace.read_text("utf-8").splitlines() if '"%PDF' in line]


@pytest.mark.promise("A11")
def test_a11_a_crash_of_the_desktop_leaves_no_core(machine: Machine) -> None:
    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    process = subprocess.Popen(
        ["sh", "-c", 'ulimit -S -c "$(ulimit -H -c)"; exec "$@"', "sh",
         sys.executable, "-m", "tests.faults.desktop_child",
         json.dumps([["until", "Openen"], ["unlock", PASSPHRASE], ["here", "today"], ["abort"]])],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=machine.environment(),
        cwd=machine.root / "user",
    )  # fmt: skip
    process.communicate(timeout=120)
    assert process.returncode == -signal.SIGABRT
    assert not [p for p in machine.root.rglob("*core*") if p.is_file()], hard


@pytest.mark.promise("A24")
def test_a24_a_copy_of_a_store_opens_elsewhere_with_its_passphrase_only(
    machine: Machine, tmp_path: Path
) -> None:
    elsewhere = StoreFolder(tmp_path / "elsewhere")
    shutil.copytree(machine.folder.root, elsewhere.root)
    key = KeyFile.unlock(elsewhere.root, PASSPHRASE, keyring=NoKeyring(), cost=QUICK)
    copied = Database.open(elsewhere, key)
    # The device's id travels in the encrypted store: a clone bears it, and forks its sequence.
    original = Database.open(machine.folder, key)
    assert copied.info.device == original.info.device
    assert elsewhere.database.read_bytes()[:16] != b"SQLite format 3\0"
    for database in (copied, original):
        database.close()


def test_a_second_copy_of_the_program_says_which_window_to_go_to(machine: Machine) -> None:
    first = machine.start(
        [["until", "Openen"], ["unlock", PASSPHRASE], ["here", "today"], ["hold"]]
    )
    try:
        assert first.stdout is not None
        assert "holding" in first.stdout.readline()
        words = sentence_for(StoreInUse())
        said, complained, code = machine.run(
            [["until", "Openen"], ["unlock", PASSPHRASE], ["until", words.sentence], ["seen"],
             ["close"]]
        )  # fmt: skip
        assert code == 0, complained
        assert words.step in " ".join(told_of(said, "seen")[0])
    finally:
        first.kill()
        first.communicate(timeout=60)
    # Its lock went with the first one: now it opens.
    _said, complained, code = machine.run(
        [["until", "Openen"], ["unlock", PASSPHRASE], ["here", "today"], ["close"]]
    )
    assert code == 0, complained


def test_every_kind_that_people_write_in_is_filled() -> None:
    texts = {
        kind.name
        for kind in KINDS.values()
        if kind.scope.rule in {"village", "person", "visit"}
        and any(f.type is str and not f.held.ref for f in kind.fields.values())
    }
    machines = {"signature", "support_plan", "attachment", "handover", "household_member", "letter"}
    assert texts - machines <= set(WRITTEN)
