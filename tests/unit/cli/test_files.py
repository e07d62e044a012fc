"""Clients in and batches looked over, as real child processes at a terminal."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

import meitinker
from meitinker import clock, errors
from meitinker.cli import imports
from meitinker.cli.commands import commands
from meitinker.errors import KeyringRefused
from meitinker.paths import StoreFolder
from meitinker.services import opening
from meitinker.store import hub_facts, settings
from meitinker.store.database import Database
from tests.unit.exchange import batches, workbooks
from ui.messages import sentence_for

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from meitinker.store.import_log import Import

ROOT = Path(meitinker.__file__).parent.parent
PASSPHRASE = "zeven paarse klompen op zolder"
CANARY = "Kanariepietje"
LIST = [
    ["Clientnummer", "Achternaam", "Voornaam", "Geboortedatum", "BSN", "Postcode", "Woonplaats"],
    ["1", CANARY, "Jan", "14-03-1938", "999990019", "9011 AB", "Jirnsum"],
    ["2", CANARY, "Anna", "31-02-1941", "", "9011 AB", "Jirnsum"],
]


class _NoKeyring:
    name = "none"

    def get(self, entry: str) -> bytes | None:
        raise KeyringRefused(backend=self.name, reason="kind")

    def put(self, entry: str, secret: bytes) -> None:
        raise KeyringRefused(backend=self.name, reason="kind")

    def delete(self, entry: str) -> None:
        raise KeyringRefused(backend=self.name, reason="kind")


class Home:
    """A home with one store, and how to run a command in it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        folder = StoreFolder(path / "0123456789ab").prepare()
        database, code = opening.create(
            folder,
            PASSPHRASE,
            opening.FirstUser(name="T. Werker", villages=("Jirnsum",)),
            keyring=_NoKeyring(),
            accept_without_keyring=True,
        )
        database.close()
        self.code = code.text

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a command on the store."""
        done = _run("--home", str(self.path), *words, "--recovery-code", "--passphrase-stdin",
                    typed=f"{self.code}\n")  # fmt: skip
        assert "Traceback" not in done.stderr
        return done


def _run(*words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        _command(*words),
        input=typed,
        capture_output=True,
        text=True,
        env=_environment(),
        cwd=ROOT,
        timeout=120,
        check=False,
    )


def _command(*words: str) -> list[str]:
    return [sys.executable, "-m", "meitinker", *words]


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Make one home for the story below."""
    return Home(tmp_path_factory.mktemp("home"))


def test_a_list_is_tried_brought_in_known_again_and_taken_back(home: Home, tmp_path: Path) -> None:
    source = tmp_path / "lijst.xlsx"
    source.write_bytes(workbooks.of(LIST))
    report = tmp_path / "verslag.csv"
    tried = home.run("import", "clients", str(source), "--dry-run", "--report", str(report))
    assert tried.returncode == 1  # a row stays out
    assert tried.stdout == "1 rij is goed.\n1 rij kan niet mee.\n"
    assert "Rij 3, kolom D (Geboortedatum): " in tried.stderr
    assert CANARY not in tried.stdout + tried.stderr + report.read_text("utf-8-sig")

    brought = json.loads(home.run("import", "clients", str(source), "--json").stdout)
    assert brought["import"]["added"] == 1
    again = json.loads(home.run("import", "clients", str(source), "--json").stdout)
    assert again["counts"] == {"good": 0, "refused": 1, "known": 1, "double": 0}

    listed = json.loads(home.run("import", "list", "--json").stdout)
    assert [one["added"] for one in listed] == [0, 1]
    undone = home.run("import", "undo", brought["import"]["id"])
    assert undone.returncode == 0
    assert undone.stdout.startswith("Teruggehaald: 1 van 1.")
    twice = home.run("import", "undo", brought["import"]["id"])
    assert twice.returncode == 1


def _many(count: int) -> str:
    """Return a list of people of whom no two are alike."""
    rows = []
    for n in range(count):
        name = f"{chr(65 + n % 26)}{'aeiou'[n % 5] * (n % 7 + 1)}{n:04d}"
        rows.append(f"{n};{name};{n % 28 + 1}-1-{1920 + n % 80};Jirnsum")
    return "\n".join(("Clientnummer;Achternaam;Geboortedatum;Woonplaats", *rows))


def _away(home: Home, *, days: int) -> None:
    """Let the store have met its hub so many days ago, and open for fourteen."""
    folder = StoreFolder(home.path / "0123456789ab")
    database = Database.open(folder, opening.unlock_with_code(folder, home.code))
    met = clock.instant_text(clock.now() - timedelta(days=days))
    with database.transaction() as transaction:
        settings.put(transaction, hub_facts.BELONGING, hub_facts.Belonging(hub="a hub"))
        settings.put(transaction, hub_facts.WENT, hub_facts.Went(met=met, lease_days=14))
        settings.put(transaction, hub_facts.LATEST, met)
        settings.put(transaction, hub_facts.REACH, hub_facts.UserReach(everywhere=True))
    database.close()


@pytest.mark.promise("F25")
@pytest.mark.parametrize("days", [13, 15], ids=["within", "over"])
def test_f25_no_file_goes_in_or_out_of_a_store_that_must_meet_its_hub_first(
    tmp_path: Path, days: int
) -> None:
    home = Home(tmp_path / "home")
    source = tmp_path / "lijst.xlsx"
    source.write_bytes(workbooks.of(LIST[:2]))
    _away(home, days=days)
    for words in (("import", "clients", str(source)), ("import", "list")):
        done = home.run(*words)
        assert done.returncode == (0 if days == 13 else 1)
        assert (sentence_for(errors.LeaseOver(days=14, reason="days")).sentence in done.stderr) == (
            days == 15
        )


@contextmanager
def _interruptible() -> Iterator[None]:
    """Let processes begun within be interrupted, also where these tests run in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@pytest.mark.promise("F1")
@pytest.mark.parametrize("stop", [signal.SIGKILL, signal.SIGINT], ids=["killed", "stopped"])
@pytest.mark.skipif(sys.platform == "win32", reason="has no such signals")
def test_f1_a_list_that_is_cut_off_leaves_whole_rows_that_are_told_and_goes_on_later(
    tmp_path: Path, stop: signal.Signals
) -> None:
    # many more than are brought in while a busy machine gets round to the signal
    home, count = Home(tmp_path / "home"), 1000
    source = tmp_path / "lijst.csv"
    source.write_text(_many(count), "utf-8")
    words = ("--home", str(home.path), "import", "clients", str(source))
    with (
        _interruptible(),
        subprocess.Popen(
            [*_command(*words), "--recovery-code", "--passphrase-stdin"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            env=_environment(),
            cwd=ROOT,
        ) as process,
    ):
        assert process.stdin
        assert process.stderr
        process.stdin.write(f"{home.code}\n")
        process.stdin.close()
        told = [next(process.stderr) for _ in range(count // 100 + 1)]  # the check, then the run
        assert told[-1].startswith("100/")
        process.send_signal(stop)
        said = process.stderr.read()
    assert process.returncode != 0
    (one,) = json.loads(home.run("import", "list", "--json").stdout)
    assert 100 <= one["added"] < count
    assert not one["ended"]
    if stop is signal.SIGINT:
        assert f"{one['added']} inwoners zijn toegevoegd." in said
        assert "Gestopt." in said
    assert home.run("check").returncode == 0
    rest = json.loads(home.run("import", "clients", str(source), "--json").stdout)
    assert rest["counts"]["known"] == one["added"]
    assert rest["import"]["added"] == count - one["added"]


@pytest.mark.parametrize("stop", [errors.DiskFull(), KeyboardInterrupt()])
def test_what_stops_on_the_way_tells_how_many_are_in(
    stop: BaseException, capsys: pytest.CaptureFixture[str]
) -> None:
    begun = SimpleNamespace(id="i1", ended="")
    trade = imports.Trade(
        service=SimpleNamespace(done=lambda *_whose: [begun]),
        words=SimpleNamespace(told=lambda one: f"500 van {one.id}"),
    )

    def job() -> Generator[tuple[int, int], None, Import]:
        yield 500, 1000
        raise stop

    nobody: Any = None
    with pytest.raises(type(stop)):
        imports.run(trade, nobody, nobody, job())
    assert "500 van i1" in capsys.readouterr().err


def test_a_mapping_names_headings_and_is_kept(home: Home, tmp_path: Path) -> None:
    source, mapping = tmp_path / "x.csv", tmp_path / "mapping.json"
    source.write_text(f"wie;waar\n{CANARY};Jirnsum\n", "utf-8")
    refused = home.run("import", "clients", str(source), "--dry-run")
    assert refused.returncode == 1
    assert sentence_for(errors.TableRefused(reason="no_name")).text in refused.stderr
    mapping.write_text(json.dumps({"wie": "surname", "waar": "place"}), "utf-8")
    words = ("import", "clients", str(source), "--dry-run")
    assert home.run(*words, "--mapping", str(mapping)).returncode == 0
    assert home.run(*words).returncode == 0
    mapping.write_text('{"elders": "surname"}', "utf-8")
    assert home.run(*words, "--mapping", str(mapping)).returncode == 2
    mapping.write_text("[]", "utf-8")
    assert home.run(*words, "--mapping", str(mapping)).returncode == 2


def test_a_batch_is_looked_over_without_a_store(tmp_path: Path) -> None:
    batches.write(tmp_path / "batch.zip")
    whole = CliRunner().invoke(commands, ["import", "check-batch", str(tmp_path / "batch.zip")])
    assert whole.exit_code == 0
    assert whole.stdout.splitlines() == [
        "Levering 3. Gesprekken: 2, behoeften: 1, plannen: 1.",
        "Dit is het voorbeelddorp. Lees het niet in een echt systeem.",
        "De levering is heel.",
    ]
    data = (tmp_path / "batch.zip").read_bytes()
    (tmp_path / "batch.zip").write_bytes(data.replace(b"%PDF-1.4 plan", b"%PDF-1.4 flan"))
    spoiled = CliRunner().invoke(
        commands, ["import", "check-batch", str(tmp_path / "batch.zip"), "--json"]
    )
    assert spoiled.exit_code == 1
    told = json.loads(spoiled.stdout)
    assert told["faults"] == [{"code": "changed", "part": "plans/000001-1.pdf"}]
    (tmp_path / "batch.zip").write_bytes(b"x")
    none = CliRunner().invoke(commands, ["import", "check-batch", str(tmp_path / "batch.zip")])
    assert none.exit_code == 1
    assert sentence_for(errors.BatchDamaged()).text in none.output


def test_every_file_command_has_help() -> None:
    for words in (
        ["import"],
        ["import", "clients"],
        ["import", "list"],
        ["import", "undo"],
        ["import", "check-batch"],
        ["export"],
        ["export", "import-batch"],
    ):
        done = CliRunner().invoke(commands, [*words, "--help"])
        assert done.exit_code == 0
        assert "Usage:" in done.output


def test_the_process_that_reads_sheets_is_not_listed() -> None:
    assert "read-sheet" not in CliRunner().invoke(commands, ["--help"]).output
