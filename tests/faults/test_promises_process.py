"""Promises about the whole process, kept by a real one: what it writes, names and leaves."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from meitinker import clock, ids
from meitinker.domain.kinds import KINDS
from meitinker.domain.session import Everywhere
from meitinker.errors import KeyringRefused, StoreInUse
from meitinker.keys import KeyFile
from meitinker.paths import StoreFolder
from meitinker.services import opening
from meitinker.store.acts import act
from meitinker.store.database import Database
from tests.faults.desktop_child import QUICK
from tests.faults.test_leaks import holders
from tests.stores import PASSPHRASE
from ui.messages import sentence_for

if TYPE_CHECKING:
    from meitinker.domain.records import Kind

ROOT = Path(__file__).resolve().parents[2]
CANARY = "Kanariepiet"
BSN = "999993653"
TYPED = "Kanariezang in de ochtend"
Step = list[str]

WRITTEN = (
    "person", "phone", "email", "address", "household", "representative", "request", "visit",
    "attendee", "domain_note", "need", "finding", "agreement", "support_plan", "plan_remark",
    "contact_note", "task", "appointment", "office_hour", "absence", "tie", "checkpoint",
    "consent", "application", "transfer",
)  # fmt: skip
"""The kinds in which people write; every text of each gets the canary."""


class _NoKeyring:
    name = "none"

    def get(self, entry: str) -> bytes | None:
        raise KeyringRefused(backend=self.name, reason="kind")

    def put(self, entry: str, secret: bytes) -> None:
        raise KeyringRefused(backend=self.name, reason="kind")

    def delete(self, entry: str) -> None:
        raise KeyringRefused(backend=self.name, reason="kind")


_OF_A_FORM = {"bsn": BSN, "begins": "09:00", "ends": "10:00", "content": ""}
"""Texts of which the program knows the form, and what has no other."""


def _value(kind: Kind, name: str, known: dict[str, str]) -> Any:
    field = kind.fields[name]
    if field.held.ref:
        return known.get(field.held.ref)
    if name in _OF_A_FORM:
        return _OF_A_FORM[name]
    if field.type is str:
        return f"{CANARY} {name}"
    if isinstance(field.type, type) and issubclass(field.type, Enum):
        return next(iter(field.type))
    return {datetime: clock.now(), date: clock.today(), int: 1}.get(field.type)


@dataclass(frozen=True)
class Machine:
    """A computer of its own: home, temporary folder, store, and how to start the program."""

    root: Path
    person: str
    visit: str

    @property
    def folder(self) -> StoreFolder:
        """The only store."""
        return StoreFolder(self.root / "data" / "0123456789ab")

    @property
    def log(self) -> str:
        """What the program logged."""
        file = self.root / "data" / "log" / "meitinker.log"
        return file.read_text("utf-8") if file.exists() else ""

    def environment(self, **more: str) -> dict[str, str]:
        """Everything the program may write lies under ``root``."""
        return {
            **os.environ,
            "MEITINKER_HOME": str(self.root / "data"),
            "HOME": str(self.root / "user"),
            "XDG_CACHE_HOME": str(self.root / "user" / "cache"),
            "XDG_CONFIG_HOME": str(self.root / "user" / "config"),
            "TMPDIR": str(self.root / "tmp"),
            "SQLITE_TMPDIR": str(self.root / "tmp"),
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
            "QT_QPA_PLATFORM": "offscreen",
            **more,
        }

    def start(self, steps: list[Step], *before: str, **more: str) -> subprocess.Popen[str]:
        """Start the program and let it do ``steps``."""
        return subprocess.Popen(
            [*before, sys.executable, "-m", "tests.faults.desktop_child", json.dumps(steps)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=self.environment(**more),
            cwd=self.root / "user" if not before else ROOT,
        )

    def run(self, steps: list[Step], *before: str, **more: str) -> tuple[str, str, int]:
        """Run the program to its end; return what it said, on both channels, and its code."""
        with self.start(steps, *before, **more) as process:
            try:
                said, complained = process.communicate(timeout=120)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
        return said, complained, process.returncode


@pytest.fixture(scope="module")
def bought(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """Make a store once in which every text that people write holds the canary."""
    root = tmp_path_factory.mktemp("machine")
    machine = Machine(root, "", "")
    for name in ("user", "tmp"):
        (root / name).mkdir()
    owner = opening.Owner(name="T. Werker", villages=("Jirnsum",))
    database, _code = opening.create(
        machine.folder.prepare(),
        PASSPHRASE,
        owner,
        keyring=_NoKeyring(),
        accept_without_keyring=True,
        cost=QUICK,
    )
    session = opening.session_of(database)
    assert not isinstance(session.villages, Everywhere)
    known: dict[str, str] = {
        "village": next(iter(session.villages)),
        "user": session.user,
        "device": session.device,
    }
    with act(database, session, "test.fill") as work:
        for name in WRITTEN:
            kind = KINDS[name]
            values = {field: _value(kind, field, known) for field in kind.fields}
            kept = {field: value for field, value in values.items() if value is not None}
            known[name] = work.create(kind.record(id=ids.record_id(), **kept))
    database.close()
    return Machine(root, known["person"], known["visit"])


@pytest.fixture
def machine(bought: Machine, tmp_path: Path) -> Machine:
    """Lend a machine of its own."""
    shutil.copytree(bought.root, tmp_path / "machine")
    return Machine(tmp_path / "machine", bought.person, bought.visit)


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


def _told(said: str, what: str) -> list[Any]:
    lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    return [line[what] for line in lines if what in line]


@pytest.mark.promise("A10", "L10")
def test_a10_a_round_of_the_program_with_a_crash_names_no_one(machine: Machine) -> None:
    said, complained, code = machine.run([*_round(machine), ["close"]])
    assert code == 0, complained
    assert CANARY in " ".join(_told(said, "seen")[0])  # it was on the screen
    titles = " ".join(title for told in _told(said, "titles") for title in told)
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
    assert TYPED in " ".join(_told(again, "seen")[0]), again + complained


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
    key = KeyFile.unlock(elsewhere.root, PASSPHRASE, keyring=_NoKeyring(), cost=QUICK)
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
        assert words.step in " ".join(_told(said, "seen")[0])
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
