"""A throw-away computer with the whole program on it, for promises about whole processes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from meitinker import clock, ids
from meitinker.domain.kinds import KINDS
from meitinker.domain.session import Everywhere, Role
from meitinker.errors import KeyringRefused
from meitinker.paths import StoreFolder
from meitinker.services import opening
from meitinker.store.acts import act
from tests.faults.desktop_child import QUICK
from tests.stores import PASSPHRASE

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
    "consent", "application", "transfer", "dossier_grant", "review_step", "review_tick",
    "import_batch", "imported_visit", "import_undo", "review_reply", "provider", "map_service",
    "service_attribute", "service_area", "cost_option", "service_capacity", "map_location",
    "service_at_location", "map_contact", "map_phone", "schedule", "map_check",
    "map_correction", "map_correction_answer", "missing_service", "missing_service_answer",
    "referral", "search_word",
)  # fmt: skip
"""The kinds in which people write; every text field of each is filled with the canary."""


class NoKeyring:
    name = "none"

    def get(self, entry: str) -> bytes | None:
        raise KeyringRefused(backend=self.name, reason="kind")

    def put(self, entry: str, secret: bytes) -> None:
        raise KeyringRefused(backend=self.name, reason="kind")

    def delete(self, entry: str) -> None:
        raise KeyringRefused(backend=self.name, reason="kind")


_OF_A_FORM = {"bsn": BSN, "begins": "09:00", "ends": "10:00", "content": ""}
"""Text fields with a format of their own, so that the canary does not fit them."""


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
    """A computer of its own: home, temporary folder and store, and how to run the program."""

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
        """Return an environment in which all the program writes lies under ``root``."""
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
    """Make one store per module in which every text that people write holds the canary."""
    root = tmp_path_factory.mktemp("machine")
    machine = Machine(root, "", "")
    for name in ("user", "tmp"):
        (root / name).mkdir()
    owner = opening.FirstUser(name="T. Werker", villages=("Jirnsum",))
    database, _code = opening.create(
        machine.folder.prepare(),
        PASSPHRASE,
        owner,
        keyring=NoKeyring(),
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
    clerk = msgspec.structs.replace(session, role=Role.BACK_OFFICE)
    for name in WRITTEN:
        kind = KINDS[name]
        writer = session if session.role in kind.writers.begin else clerk
        values = {field: _value(kind, field, known) for field in kind.fields}
        kept = {field: value for field, value in values.items() if value is not None}
        with act(database, writer, "test.fill") as work:
            known[name] = work.create(kind.record(id=ids.record_id(), **kept))
    database.close()
    return Machine(root, known["person"], known["visit"])


@pytest.fixture
def machine(bought: Machine, tmp_path: Path) -> Machine:
    """Lend a machine of its own."""
    shutil.copytree(bought.root, tmp_path / "machine")
    return Machine(tmp_path / "machine", bought.person, bought.visit)


def told_of(said: str, what: str) -> list[Any]:
    """Return what the program told of one thing, in order."""
    lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    return [line[what] for line in lines if what in line]
