"""Two officers of the organisation open a store together, at a terminal (F24)."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from meitinker import errors, labels
from meitinker.cli.commands import commands
from meitinker.keys import KeyCost, KeyFile, Stretch
from meitinker.services import backups, opening
from meitinker.store import readlog
from meitinker.store.database import Database
from ui.messages import sentence_before_work

if TYPE_CHECKING:
    from pathlib import Path

    from meitinker.keys import KeyReport, StoreKey
    from meitinker.paths import StoreFolder

QUICK = KeyCost(device=Stretch(8192, 1), alone=Stretch(8192, 1), floor=0)
PASSPHRASE = "zeven paarse klompen op zolder"


class Office:
    """A home with one store, and the officers of its organisation with a stick each."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.home = path / "home"
        self.folder: StoreFolder = self._made()

    def _made(self) -> StoreFolder:
        folder = labels.new_store("Sietske")
        owner = opening.FirstUser(name="T. Werker", villages=("Jirnsum",))
        database, self.code = opening.create(
            folder, PASSPHRASE, owner, accept_without_keyring=True, cost=QUICK
        )
        database.close()
        return folder

    def run(self, *words: str, typed: str = "") -> Result:
        """Run a command of the group."""
        return CliRunner().invoke(
            commands, ["--home", str(self.home), "escrow", *words], input=typed
        )

    def officer(self, name: str) -> tuple[str, str]:
        """Make an officer; return the file that is kept and the line that is given away."""
        file = self.path / name
        return str(file), self.run("officer", str(file)).stdout.strip()

    def set(self, *lines: str) -> Result:
        """Let two officers in, by the passphrase of the user."""
        return self.run("set", *lines, "--passphrase-stdin", typed=f"{PASSPHRASE}\n")

    def key(self, code: str) -> StoreKey:
        """Return the key by a recovery code."""
        return KeyFile.unlock_with_recovery(self.folder.root, code)

    def report(self) -> KeyReport:
        """Return what the program tells of the key file."""
        return KeyFile.report(self.folder.root)

    def logged(self, key: StoreKey) -> list[str]:
        """Return what the read log tells of the officers."""
        database = Database.open(self.folder, key)
        with database.reading() as connection:
            told = [
                one.terms for one, _, _ in readlog.entries(connection) if one.action == "escrow"
            ]
        database.close()
        return told


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Lend the office."""
    monkeypatch.setenv("MEITINKER_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    return Office(tmp_path)


def _says(done: Result, error: errors.MeitinkerError) -> bool:
    return (done.exit_code, done.stderr.strip()) == (1, sentence_before_work(error).text)


@pytest.mark.promise("F24")
def test_f24_two_officers_open_together_get_a_new_code_and_are_logged(office: Office) -> None:
    assert office.report().escrow_open
    (one, given), (two, also) = office.officer("one"), office.officer("two")
    assert office.set(given, also).exit_code == 0
    assert not office.report().escrow_open
    done = office.run("open", two, one)
    assert done.exit_code == 0
    code = done.stdout.strip()
    with pytest.raises(errors.WrongRecoveryCode):
        office.key(office.code.text)
    names = [line.partition(":")[2][:8] for line in (also, given)]
    assert office.logged(office.key(code)) == ["set", " ".join(("open", *names))]


@pytest.mark.promise("F24")
def test_f24_one_officer_alone_or_with_a_stranger_opens_nothing(office: Office) -> None:
    (one, given), (_two, also), (third, _) = map(office.officer, ("one", "two", "three"))
    office.set(given, also)
    for files in ((one, one), (one, third)):
        assert _says(office.run("open", *files), errors.EscrowRefused())
    assert office.logged(office.key(office.code.text)) == ["set"]


def test_a_backup_opens_by_the_officers_of_its_day_on_another_computer(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    (one, given), (two, also) = office.officer("one"), office.officer("two")
    office.set(given, also)
    database = Database.open(office.folder, office.key(office.code.text))
    made = backups.make(database, office.path / "kopie.mtbackup")
    database.close()
    office.home = office.path / "elsewhere"
    monkeypatch.setenv("MEITINKER_HOME", str(office.home))
    done = office.run("open", one, two, "--backup", str(made))
    assert done.exit_code == 0
    (there,) = labels.stores()
    office.folder = there.folder
    assert len(office.logged(office.key(done.stdout.strip()))) == 2


def test_before_there_are_officers_nobody_opens(office: Office) -> None:
    (one, _), (two, _) = office.officer("one"), office.officer("two")
    assert _says(office.run("open", one, two), errors.EscrowRefused())


def test_a_line_that_was_copied_badly_and_one_officer_twice_are_refused(office: Office) -> None:
    (one, given), (_two, also) = office.officer("one"), office.officer("two")
    worse = also[:-12] + ("0" if also[-12] != "0" else "1") + also[-11:]
    assert _says(office.set(given, worse), errors.EscrowRefused(reason="unreadable"))
    assert _says(office.set(given, also[:-2]), errors.EscrowRefused(reason="unreadable"))
    assert _says(office.set(given, given), errors.EscrowRefused(reason="same"))
    odd = office.path / "odd"
    odd.write_bytes(b"\xff\x00")
    refused = office.run("open", one, str(odd))
    assert _says(refused, errors.EscrowRefused(reason="unreadable"))
    assert office.report().escrow_open
    assert office.logged(office.key(office.code.text)) == []


def test_the_file_of_an_officer_is_private_and_never_overwritten(office: Office) -> None:
    file, given = office.officer("one")
    path = office.path / "one"
    before = path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert given.encode().partition(b":")[2] not in before
    assert _says(office.run("officer", file), errors.StoreExists())
    assert path.read_bytes() == before
