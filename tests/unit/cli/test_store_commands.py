"""The commands on a store, as real child processes: what they say, and with which code they end."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import meitinker
from meitinker import errors, paths
from meitinker.errors import KeyringRefused
from meitinker.keys import KeyFile
from meitinker.paths import StoreFolder
from meitinker.services import backup_notes, opening, people
from meitinker.store.database import Database
from tests.faults.places import fill, small_disk
from ui.messages import sentence_before_work

if TYPE_CHECKING:
    from meitinker.keys import StoreKey

ROOT = Path(meitinker.__file__).parent.parent
PASSPHRASE = "zeven paarse klompen op zolder"
LABEL = "Keukentafel"
CANARY = "Kanariepietje"
PEOPLE = 40


class _NoKeyring:
    name = "none"

    def get(self, entry: str) -> bytes | None:
        raise KeyringRefused(backend=self.name, reason="kind")

    def put(self, entry: str, secret: bytes) -> None:
        raise KeyringRefused(backend=self.name, reason="kind")

    def delete(self, entry: str) -> None:
        raise KeyringRefused(backend=self.name, reason="kind")


@dataclass(frozen=True)
class Home:
    """A home with one store, its recovery code, and how to run a command in it."""

    path: Path
    code: str

    @property
    def folder(self) -> StoreFolder:
        """The only store."""
        with_keys = [p for p in self.path.iterdir() if (p / "keys.a").exists()]
        return StoreFolder(with_keys[0])

    def key(self) -> StoreKey:
        """The key of the only store."""
        return KeyFile.unlock_with_recovery(self.folder.root, self.code)

    def run(self, *words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        """Run a command in a process of its own, with ``typed`` on its standard input."""
        return subprocess.run(
            _command(self.path, *words),
            input=typed,
            capture_output=True,
            text=True,
            env=_environment(),
            cwd=ROOT,
            timeout=120,
            check=False,
        )

    def by_code(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a command that opens the store with its recovery code."""
        done = self.run(*words, "--recovery-code", "--passphrase-stdin", typed=f"{self.code}\n")
        assert "Traceback" not in done.stderr
        return done


def _command(home: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "meitinker", "--home", str(home), *words]


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Make a home once; nobody runs a command in this copy."""
    home = tmp_path_factory.mktemp("made") / "home"
    folder = StoreFolder(home / "0123456789ab").prepare()
    database, code = opening.create(
        folder,
        PASSPHRASE,
        opening.FirstUser(name="T. Werker", villages=("Jirnsum",)),
        keyring=_NoKeyring(),
        accept_without_keyring=True,
    )
    session = opening.session_of(database)
    for number in range(PEOPLE):
        typed = people.NewPerson(surname=f"{CANARY}{number}", street="Doarpsstrjitte")
        people.add(database, session, typed)
    database.close()
    (home / "labels.json").write_text(json.dumps({folder.root.name: LABEL}), "utf-8")
    return Home(home, code.text)


@pytest.fixture
def home(made: Home, tmp_path: Path) -> Home:
    """Lend a copy of the home."""
    shutil.copytree(made.path, tmp_path / "home")
    return Home(tmp_path / "home", made.code)


def _says(done: subprocess.CompletedProcess[str], error: errors.MeitinkerError) -> bool:
    """Tell whether a command ended with the sentence of ``error`` and nothing else."""
    return (done.returncode, done.stdout) == (1, "") and done.stderr.splitlines()[-1].startswith(
        sentence_before_work(error).text
    )


def test_stores_lists_labels_and_never_more(home: Home) -> None:
    done = home.run("stores")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{LABEL}\n", "")
    told = json.loads(home.run("stores", "--json").stdout)
    assert told == [{"label": LABEL, "folder": str(home.folder.root)}]


def test_a_home_without_stores_stays_empty(tmp_path: Path) -> None:
    nowhere = Home(tmp_path / "nowhere", "")
    done = nowhere.run("stores")
    assert (done.returncode, done.stdout) == (0, "")
    assert json.loads(nowhere.run("stores", "--json").stdout) == []
    for command in ("check", "backup"):
        done = nowhere.run(command, "--passphrase-stdin", typed="x\n")
        assert _says(done, errors.StoreMissing())
    assert not (tmp_path / "nowhere").exists()


def test_check_with_the_passphrase_finds_a_whole_store_whole(home: Home) -> None:
    done = home.run("check", "--passphrase-stdin", "--json", typed=f"{PASSPHRASE}\n")
    report = json.loads(done.stdout)
    assert (done.returncode, report["ok"]) == (0, True)
    assert {one["name"] for one in report["checks"]} >= {"cipher", "chain", "mark", "replay"}
    assert len(done.stderr.splitlines()) == len(report["checks"])  # progress, a line a check


def test_wrong_passphrase_is_a_sentence_and_counts(home: Home) -> None:
    for command in (("check",), ("backup",)):
        done = home.run(*command, "--passphrase-stdin", typed="niet dit wachtwoord\n")
        assert _says(done, errors.WrongPassphrase(wait=0))
    assert (home.folder.tries).exists()
    assert list(home.folder.backups.iterdir()) == []


def test_wrong_recovery_code_is_a_sentence(home: Home) -> None:
    done = home.run("check", "--recovery-code", "--passphrase-stdin", typed="ABCDE\n")
    assert _says(done, errors.WrongRecoveryCode())


def test_nothing_to_ask_at_is_a_wrong_call(home: Home) -> None:
    done = home.run("check")
    assert done.returncode == 2
    assert "--passphrase-stdin" in done.stderr
    assert home.run("check", "--passphrase-stdin", typed="").returncode == 2
    elsewhere = home.run("check", "--store", "Elders", "--passphrase-stdin")
    assert elsewhere.returncode == 2
    assert "Deze werkplek bestaat niet." in elsewhere.stderr


def test_a_passphrase_is_never_an_option(home: Home) -> None:
    for command in ("check", "backup", "restore"):
        told = home.run(command, "--help").stdout
        assert "--passphrase-stdin" in told
        assert "--passphrase " not in told


def test_check_names_a_damaged_page_and_no_one(home: Home) -> None:
    database = home.folder.database
    content = bytearray(database.read_bytes())
    content[-4096 + 100] ^= 1  # of the last page, which opening does not read
    database.write_bytes(content)
    done = home.by_code("check")
    assert done.returncode == 1
    assert "De versleuteling: " in done.stdout
    assert "in orde" not in done.stdout.splitlines()[0]
    assert "  could not be read (StoreDamaged)" in done.stdout
    assert "De regels die inspringen, zijn voor wie u helpt." in done.stderr
    assert CANARY not in done.stdout + done.stderr


def test_check_control_the_same_store_unharmed_is_fine(home: Home) -> None:
    done = home.by_code("check")
    assert done.returncode == 0
    assert done.stdout.splitlines()[-1] == "Alles is in orde."


def test_check_of_a_store_that_does_not_open_says_what_to_do(home: Home) -> None:
    database = home.folder.database
    database.write_bytes(b"\x01" * database.stat().st_size)
    assert _says(home.by_code("check"), errors.StoreDamaged())


def test_check_tells_of_lost_savings(home: Home) -> None:
    key = home.key()
    kept = home.folder.database.read_bytes()
    database = Database.open(home.folder, key)
    session = opening.session_of(database)
    people.add(database, session, people.NewPerson(surname="Later"))
    database.close()
    home.folder.database.write_bytes(kept)
    done = home.by_code("check")
    assert done.returncode == 1
    assert "1 savings are missing" in done.stdout
    assert _says(home.by_code("backup"), errors.StoreBehind()) is False
    assert home.by_code("backup").returncode == 1


def test_a_store_in_use_is_a_sentence(home: Home) -> None:
    database = Database.open(home.folder, home.key())
    try:
        for command in (("check",), ("backup",)):
            assert _says(home.by_code(*command), errors.StoreInUse())
    finally:
        database.close()
    assert home.by_code("check").returncode == 0


def test_a_newer_store_is_refused_and_not_touched(home: Home) -> None:
    database = Database.open(home.folder, home.key())
    with database.transaction() as work:
        work.connection.execute("PRAGMA user_version = 900")
        work.connection.execute("UPDATE store_info SET value = '99.1' WHERE name = 'program'")
    database.close()
    done = home.by_code("check")
    assert done.returncode == 1
    assert "(99.1)" in done.stderr
    assert meitinker.__version__ in done.stderr


def test_backup_is_made_proven_and_put_back(home: Home, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    done = home.by_code("backup", "--to", str(stick), "--json")
    told = json.loads(done.stdout)
    made = Path(told["path"])
    assert (done.returncode, made.parent) == (0, stick)
    assert told["size"] == made.stat().st_size
    assert CANARY.encode() not in made.read_bytes()
    database = Database.open(home.folder, home.key())
    assert backup_notes.last(database).elsewhere
    database.close()

    other = Home(tmp_path / "other", home.code)
    back = other.by_code("restore", str(made))
    assert (back.returncode, back.stdout.splitlines()[0]) == (0, "De reservekopie is teruggezet.")
    # Nothing stood there, so nothing is said to be kept.
    assert "Wat er stond" not in back.stdout
    assert not list(other.folder.root.glob("replaced-*"))
    checked = other.by_code("check", "--json")
    assert json.loads(checked.stdout)["ok"]
    database = Database.open(other.folder, other.key())
    assert people.count(database, opening.session_of(database)) == PEOPLE
    database.close()


def test_restore_over_a_store_is_asked_for_and_keeps_the_old_one(home: Home) -> None:
    made = json.loads(home.by_code("backup", "--json").stdout)["path"]
    refused = home.by_code("restore", made)
    assert refused.returncode == 1
    assert "--replace" in refused.stderr
    assert not list(home.folder.root.glob("replaced-*"))

    back = home.by_code("restore", made, "--replace")
    (aside,) = home.folder.root.glob("replaced-*")
    assert back.returncode == 0
    assert str(aside) in back.stdout
    assert home.by_code("check").returncode == 0


def test_restore_under_a_new_label_makes_a_store_beside_the_other(home: Home) -> None:
    made = json.loads(home.by_code("backup", "--json").stdout)["path"]
    assert home.by_code("restore", made, "--store", "Tweede").returncode == 0
    assert home.run("stores").stdout.splitlines() == [LABEL, "Tweede"]
    # Now a label is needed.
    assert home.by_code("check").returncode == 2
    assert home.by_code("check", "--store", "tweede").returncode == 0


def test_restore_of_what_is_no_backup_leaves_everything(home: Home, tmp_path: Path) -> None:
    before = sorted(p.name for p in home.path.iterdir())
    wrong = tmp_path / "wrong.mtbackup"
    wrong.write_bytes(b"niets" * 1000)
    done = home.by_code("restore", str(wrong), "--store", "Nieuw")
    assert _says(done, errors.BackupDamaged())
    assert sorted(p.name for p in home.path.iterdir() if p.name != "log") == before
    assert home.by_code("restore", str(tmp_path / "none")).returncode == 2


def test_restore_with_a_wrong_code_leaves_everything(home: Home) -> None:
    made = json.loads(home.by_code("backup", "--json").stdout)["path"]
    from meitinker.keys import RecoveryCode

    foreign = Home(home.path, RecoveryCode.new().text)
    done = foreign.by_code("restore", made, "--replace")
    assert _says(done, errors.WrongRecoveryCode())
    assert not list(home.folder.root.glob("replaced-*"))
    assert home.by_code("check").returncode == 0


def test_backup_to_a_folder_that_is_not_there_is_a_sentence(home: Home, tmp_path: Path) -> None:
    done = home.by_code("backup", "--to", str(tmp_path / "stick" / "kopie.mtbackup"))
    assert _says(done, errors.BackupError())


def test_backup_to_a_full_disk_leaves_no_half_file(home: Home, tmp_path: Path) -> None:
    with small_disk(tmp_path / "stick", kilobytes=64) as mounted:
        if not mounted:
            pytest.skip("mounting is not allowed here")
        fill(tmp_path / "stick")
        done = home.by_code("backup", "--to", str(tmp_path / "stick"))
        assert _says(done, errors.DiskFull())
        assert [p.name for p in (tmp_path / "stick").iterdir()] == ["ballast"]
    assert home.by_code("check").returncode == 0


def test_the_log_of_a_command_names_no_one(home: Home) -> None:
    assert home.by_code("backup").returncode == 0
    home.run("check", "--passphrase-stdin", typed=f"{CANARY} is geen wachtwoord\n")
    log = (home.path / "log" / "meitinker.log").read_text("utf-8")
    assert "backup made" in log
    assert CANARY not in log
    assert str(home.path) not in log


# What is begun in the background is deaf to Ctrl+C, and so would be all that it begins.
_AT_A_TERMINAL = """
import os, pty, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))
"""


def _at_a_terminal(home: Home, *words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", _AT_A_TERMINAL, *_command(home.path, *words)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=_environment(),
        cwd=ROOT,
    )


def _read_until(process: subprocess.Popen[bytes], words: bytes) -> bytes:
    assert process.stdout is not None
    said = b""
    while words not in said:
        piece = os.read(process.stdout.fileno(), 1024)
        assert piece, said
        said += piece
    return said


def test_at_a_terminal_the_code_is_asked_without_echo(home: Home) -> None:
    process = _at_a_terminal(home, "check", "--recovery-code")
    said = _read_until(process, b"Herstelcode: ")
    rest, _ = process.communicate(home.code.encode() + b"\n", timeout=120)
    assert process.returncode == 0
    assert b"Alles is in orde." in rest
    assert home.code.encode() not in said + rest


def test_ctrl_c_ends_calmly(home: Home) -> None:
    process = _at_a_terminal(home, "check")
    said = _read_until(process, b"Wachtwoord: ")
    rest, _ = process.communicate(b"\x03", timeout=120)
    assert process.returncode == 1
    assert b"Gestopt." in rest
    assert b"Traceback" not in said + rest


def test_a_restore_that_was_cut_off_is_finished_first(home: Home) -> None:
    made = json.loads(home.by_code("backup", "--json").stdout)["path"]
    assert home.by_code("restore", made, "--replace").returncode == 0
    # As a cut in the middle of the move leaves it: the intent, and a part that still waits.
    staging = paths.make_private(home.folder.root / "restoring")
    (staging / "swap.json").write_text(json.dumps({"aside": "replaced-20260101-120000"}), "utf-8")
    home.folder.mark.rename(staging / "store.mark")
    assert home.by_code("check").returncode == 0
    assert not staging.exists()
