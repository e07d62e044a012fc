"""A backup put back by hand where no passphrase opens: a key file that is gone, another laptop."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from meitinker import errors, labels, paths
from meitinker.keys import KeyFile
from meitinker.paths import StoreFolder
from meitinker.services import backups, guarding, opening, people
from meitinker.store.database import Database
from meitinker.store.settings import ScreenSpot
from tests.faults.places import fill, small_disk
from tests.stores import PASSPHRASE
from tests.ui.entry.conftest import QUICK
from ui.messages import sentence_before_work
from ui.tour import hands
from ui.tour.player import pressable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.ui.entry.conftest import Laptop, Shown

    Start = Callable[..., Shown]

FRESH = "drie gele fietsen in de sloot"


def _kept(laptop: Laptop, stick: Path | None = None) -> Path:
    """Make a backup, on a stick or beside the store; after it another resident is added."""
    database = Database.open(laptop.folder, laptop.key())
    made = backups.make(database, stick)
    people.add(database, opening.session_of(database), people.NewPerson(surname="Later"))
    database.close()
    return made


def _damage_keys(laptop: Laptop) -> None:
    for path in (laptop.folder.keys_a, laptop.folder.keys_b):
        path.write_bytes(b"niets")


def _told(shown: Shown, error: errors.MeitinkerError) -> None:
    words = sentence_before_work(error)
    shown.sees(words.sentence)
    assert words.step
    assert hands.sees(words.step)


def _chosen(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    monkeypatch.setattr("ui.views.entry.restore.ask_which", lambda *_about, **_kinds: file)


def _put_back(shown: Shown, code: str) -> None:
    hands.fill("Herstelcode", code)
    hands.click("Zet terug")


def _renewed(shown: Shown) -> None:
    """Choose a passphrase, and come to the work."""
    shown.sees("Uw herstelcode klopt.")
    hands.fill("Wachtwoord", FRESH)
    hands.fill("Nog een keer", FRESH)
    hands.click("Verder")
    shown.until(lambda: shown.desktop._workroom is not None)
    shown.sees("Vandaag")


def _people(shown: Shown) -> int:
    return people.count(shown.database, opening.session_of(shown.database))


@pytest.mark.parametrize("gone", [False, True])
def test_a_key_file_that_does_not_hold_comes_from_a_backup_and_no_work_is_lost(
    laptop: Laptop, start: Start, gone: bool
) -> None:
    _kept(laptop)
    _damage_keys(laptop)
    if gone:
        laptop.folder.keys_a.unlink()
        laptop.folder.keys_b.unlink()
    shown = start()
    shown.unlock()
    _told(shown, errors.KeyFileDamaged())
    _put_back(shown, laptop.code)
    _renewed(shown)
    assert _people(shown) == 2
    assert not list(laptop.folder.root.glob("replaced-*"))
    assert opening.unlock(laptop.folder, FRESH, keyring=laptop.ring).sub(b"db")


def test_who_types_the_recovery_code_is_offered_the_key_file_too(
    laptop: Laptop, start: Start
) -> None:
    _kept(laptop)
    _damage_keys(laptop)
    shown = start()
    hands.click("Wachtwoord vergeten?")
    shown.sees("Vul de herstelcode in die u hebt bewaard.")
    hands.fill("Herstelcode", laptop.code)
    hands.click("Verder")
    _told(shown, errors.KeyFileDamaged())


def test_no_code_or_a_wrong_one_puts_nothing_back(laptop: Laptop, start: Start) -> None:
    _kept(laptop)
    _damage_keys(laptop)
    shown = start()
    shown.unlock()
    shown.sees("Herstelcode")
    hands.click("Zet terug")
    shown.sees("Vul de herstelcode in.")
    _put_back(shown, "ABCDE")
    shown.sees("Deze herstelcode klopt niet.")
    assert laptop.folder.keys_a.read_bytes() == b"niets"
    _put_back(shown, laptop.code)
    _renewed(shown)


def test_the_key_file_of_another_store_is_refused(
    laptop: Laptop, start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = StoreFolder(tmp_path / "other").prepare()
    owner = opening.FirstUser(name="A. Ander", villages=("Jirnsum",))
    database, code = opening.create(other, PASSPHRASE, owner, keyring=laptop.ring, cost=QUICK)
    foreign = backups.make(database)
    database.close()
    _damage_keys(laptop)
    _chosen(monkeypatch, foreign)
    shown = start()
    shown.unlock()
    shown.sees("Herstelcode")
    _put_back(shown, code.text)
    _told(shown, errors.WrongOrganisation())
    assert laptop.folder.keys_a.read_bytes() == b"niets"
    assert not (laptop.folder.root / "restoring").exists()
    hands.click("Toch niet")
    shown.until(pressable("Openen").true)


def test_whoever_lost_keys_and_database_is_led_to_the_whole_backup(
    laptop: Laptop, start: Start
) -> None:
    _kept(laptop)
    _damage_keys(laptop)
    laptop.folder.database.unlink()
    shown = start()
    shown.unlock()
    shown.sees("Herstelcode")
    _put_back(shown, laptop.code)
    shown.sees("Uw herstelcode klopt.")
    hands.fill("Wachtwoord", FRESH)
    hands.fill("Nog een keer", FRESH)
    hands.click("Verder")
    _told(shown, errors.StoreMissing())
    hands.click("Zet terug")
    shown.sees("De reservekopie is teruggezet.")
    hands.click("Aan het werk")
    shown.until(lambda: shown.desktop._workroom is not None)
    assert _people(shown) == 1


def test_whoever_has_damaged_keys_and_a_damaged_database_is_led_to_the_whole_backup(
    laptop: Laptop, start: Start
) -> None:
    """The mark tells that the store is of this key: nobody hears that it is another's."""
    _kept(laptop)
    _damage_keys(laptop)
    laptop.folder.database.write_bytes(b"\x07" * laptop.folder.database.stat().st_size)
    shown = start()
    shown.unlock()
    shown.sees("Herstelcode")
    _put_back(shown, laptop.code)
    shown.sees("Uw herstelcode klopt.")
    hands.fill("Wachtwoord", FRESH)
    hands.fill("Nog een keer", FRESH)
    hands.click("Verder")
    _told(shown, errors.StoreDamaged())
    hands.click("Zet terug")
    shown.sees("De reservekopie is teruggezet.")


def test_a_forgotten_passphrase_of_a_damaged_store_leads_to_its_backups(
    laptop: Laptop, start: Start
) -> None:
    _kept(laptop)
    laptop.folder.database.write_bytes(b"\x07" * laptop.folder.database.stat().st_size)
    shown = start()
    hands.click("Wachtwoord vergeten?")
    shown.sees("Herstelcode")
    hands.fill("Herstelcode", laptop.code)
    hands.click("Verder")
    shown.sees("Uw herstelcode klopt.")
    hands.fill("Wachtwoord", FRESH)
    hands.fill("Nog een keer", FRESH)
    hands.click("Verder")
    _told(shown, errors.StoreDamaged())
    assert hands.sees("Zet terug")


@pytest.mark.promise("F3")
def test_f3_a_full_disk_says_what_to_do_here_and_the_next_try_puts_it_back(
    laptop: Laptop, start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    _chosen(monkeypatch, _kept(laptop, stick))
    disk = tmp_path / "disk"
    with small_disk(disk, kilobytes=8_000) as mounted:
        if not mounted:
            pytest.skip("mounting is not allowed here")
        monkeypatch.setenv("MEITINKER_HOME", str(disk / "home"))
        shown = start()
        ballast = fill(disk)
        hands.click("Ik heb een reservekopie")
        shown.sees("Kies de kopie van uw vorige laptop.")
        _put_back(shown, laptop.code)
        shown.sees("Dit lukt niet. De schijf is vol.")
        assert not hands.sees("Opnieuw bewaren"), "there is no such button here"
        assert [path.name for path in paths.home().iterdir() if path.is_dir()] == []
        ballast.unlink()
        _put_back(shown, laptop.code)
        _renewed(shown)
        shown.desktop.end()


@pytest.fixture
def bought(laptop: Laptop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a backup on a stick, and go on at a laptop that was just bought; return the stick's."""
    stick = tmp_path / "stick"
    stick.mkdir()
    file = _kept(laptop, stick)
    laptop.ring._kept.clear()
    monkeypatch.setenv("MEITINKER_HOME", str(tmp_path / "bought"))
    _chosen(monkeypatch, file)
    return file


def test_a_backup_is_put_on_another_laptop_from_the_first_screen(
    laptop: Laptop, bought: Path, start: Start
) -> None:
    shown = start()
    hands.click("Ik heb een reservekopie")
    shown.sees("Kies de kopie van uw vorige laptop.")
    _put_back(shown, laptop.code)
    _renewed(shown)
    assert _people(shown) == 1
    (only,) = labels.stores()
    assert opening.unlock(only.folder, FRESH, keyring=laptop.ring).sub(b"db")
    # What it came from is the last backup: there is one.
    room = shown.desktop._workroom
    assert room is not None
    room.window.go(ScreenSpot(screen="settings", record_id="", section="backup"))
    shown.sees("buiten deze computer")
    assert not hands.sees("U hebt nog geen reservekopie gemaakt.")


def test_what_cannot_be_put_on_another_laptop_leaves_nothing_there(
    laptop: Laptop, bought: Path, start: Start
) -> None:
    bought.write_bytes(bought.read_bytes()[:-200])
    shown = start()
    hands.click("Ik heb een reservekopie")
    shown.sees("Kies de kopie van uw vorige laptop.")
    _put_back(shown, laptop.code)
    _told(shown, errors.BackupDamaged())
    assert labels.stores() == ()
    assert [path.name for path in paths.home().iterdir() if path.is_dir()] == []
    hands.click("Toch niet")
    shown.sees("Welkom bij meitinker")


def test_a_passphrase_that_was_changed_after_the_backup_still_opens_what_was_put_back(
    laptop: Laptop, start: Start
) -> None:
    _kept(laptop)
    key = laptop.key()
    guarding.reset_passphrase(laptop.folder, key, new=FRESH, keyring=laptop.ring, cost=QUICK)
    KeyFile.new_recovery_code(laptop.folder.root, key)
    laptop.folder.database.write_bytes(b"\x07" * laptop.folder.database.stat().st_size)
    shown = start()
    shown.unlock(FRESH)
    _told(shown, errors.StoreDamaged())
    hands.click("Zet terug")
    shown.sees("De reservekopie is teruggezet.")
    assert opening.unlock(laptop.folder, FRESH, keyring=laptop.ring).sub(b"db") == key.sub(b"db")
    with pytest.raises(errors.WrongRecoveryCode):  # its sheet was replaced: perhaps it was lost
        opening.unlock_with_code(laptop.folder, laptop.code)
