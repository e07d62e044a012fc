"""The way in, driven by hand over a real store: each fault has its sentence and next step."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from meitinker import clock, errors, paths
from meitinker.errors import KeyringRefused
from meitinker.paths import StoreFolder
from meitinker.services import backups, opening, people
from meitinker.store.database import Database
from tests.faults.places import read_only
from tests.stores import PASSPHRASE, Clock
from tests.ui.entry.conftest import QUICK
from ui.messages import sentence_before_work
from ui.tour import hands
from ui.tour.player import pressable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.ui.entry.conftest import Laptop, Shown

    Start = Callable[..., Shown]


def _told(shown: Shown, error: errors.MeitinkerError) -> None:
    words = sentence_before_work(error)
    shown.sees(words.sentence)
    assert words.step
    assert hands.sees(words.step)


def test_right_passphrase_opens_the_work(laptop: Laptop, start: Start) -> None:
    shown = start()
    shown.at_work()
    assert not shown.database.recovering


def test_wrong_passphrase_says_so_and_the_right_one_still_opens(
    laptop: Laptop, start: Start
) -> None:
    shown = start()
    shown.unlock("dit is het niet")
    shown.sees("Dit wachtwoord klopt niet.")
    assert hands.sees("Probeer het nog eens.")
    shown.at_work()


@pytest.mark.promise("A15")
def test_a15_the_screen_counts_down_after_wrong_ones_and_takes_nothing_meanwhile(
    laptop: Laptop, start: Start
) -> None:
    shown = start()
    for _turn in range(3):
        shown.unlock("dit is het niet")
        shown.sees("Dit wachtwoord klopt niet.")
    shown.sees("Wacht 30 seconden")
    assert not hands.button("Wacht").isEnabled()
    # A restart does not forget.
    again = start()
    shown.desktop.window.hide()
    again.unlock(PASSPHRASE)
    again.sees("U vulde een paar keer een verkeerd wachtwoord in.")


@pytest.mark.promise("A15")
def test_a15_control_without_the_wait_the_fourth_guess_would_be_taken(
    laptop: Laptop, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in ("tries", "doors"):
        monkeypatch.setattr(f"meitinker.keys.{place}.delay", lambda _count: 0, raising=False)
    shown = start()
    for _turn in range(3):
        shown.unlock("dit is het niet")
        shown.sees("Dit wachtwoord klopt niet.")
    shown.at_work()


def test_nothing_typed_is_asked_for(laptop: Laptop, start: Start) -> None:
    shown = start()
    hands.click("Openen")
    shown.sees("Vul uw wachtwoord in.")


def test_a_store_in_use_says_where_to_go(laptop: Laptop, start: Start) -> None:
    other = Database.open(laptop.folder, laptop.key())
    shown = start()
    shown.unlock()
    _told(shown, errors.StoreInUse())
    other.close()
    shown.at_work()


def test_a_damaged_file_says_what_to_do(laptop: Laptop, start: Start) -> None:
    size = laptop.folder.database.stat().st_size
    laptop.folder.database.write_bytes(b"\x07" * size)
    shown = start()
    shown.unlock()
    _told(shown, errors.StoreDamaged())


def test_a_backup_is_put_back_where_the_file_is_damaged(laptop: Laptop, start: Start) -> None:
    database = Database.open(laptop.folder, laptop.key())
    backups.make(database)
    database.close()
    laptop.folder.database.write_bytes(b"\x07" * laptop.folder.database.stat().st_size)
    shown = start()
    shown.unlock()
    _told(shown, errors.StoreDamaged())
    hands.click("Zet terug")
    shown.sees("De reservekopie is teruggezet.")
    assert hands.sees("Wat er stond, is bewaard in")
    assert len(list(laptop.folder.root.glob("replaced-*/store.db"))) == 1
    hands.click("Aan het werk")
    shown.until(lambda: shown.desktop._workroom is not None)
    shown.sees("Vandaag")
    assert people.count(shown.database, opening.session_of(shown.database)) == 1


def test_the_backup_of_another_store_is_refused_and_nothing_is_changed(
    laptop: Laptop, start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = StoreFolder(tmp_path / "other").prepare()
    owner = opening.FirstUser(name="A. Ander", villages=("Jirnsum",))
    database, _code = opening.create(other, PASSPHRASE, owner, keyring=laptop.ring, cost=QUICK)
    foreign = backups.make(database)
    database.close()
    damaged = b"\x07" * laptop.folder.database.stat().st_size
    laptop.folder.database.write_bytes(damaged)
    monkeypatch.setattr("ui.views.entry.restore.ask_which", lambda *_about, **_kinds: foreign)
    shown = start()
    shown.unlock()
    shown.sees("Een ander bestand, zoals op een USB-stick")
    hands.click("Zet terug")
    _told(shown, errors.WrongOrganisation())
    assert laptop.folder.database.read_bytes() == damaged
    assert not list(laptop.folder.root.glob("replaced-*"))
    hands.click("Toch niet")
    shown.until(pressable("Openen").true)


def test_a_damaged_key_file_says_what_to_do(laptop: Laptop, start: Start) -> None:
    for path in (laptop.folder.keys_a, laptop.folder.keys_b):
        path.write_bytes(b"niets")
    shown = start()
    shown.unlock()
    _told(shown, errors.KeyFileDamaged())


def test_a_keyring_that_forgot_leads_to_the_recovery_code(laptop: Laptop, start: Start) -> None:
    laptop.ring._kept.clear()
    shown = start()
    shown.unlock()
    _told(shown, errors.KeyringSecretGone())
    hands.click("Wachtwoord vergeten?")
    shown.sees("Vul de herstelcode in die u hebt bewaard.")
    hands.fill("Herstelcode", laptop.code)
    hands.click("Verder")
    shown.sees("Uw herstelcode klopt.")
    hands.fill("Wachtwoord", "drie gele fietsen in de sloot")
    hands.fill("Nog een keer", "drie gele fietsen in de sloot")
    hands.click("Verder")
    shown.until(lambda: shown.desktop._workroom is not None)
    shown.sees("Vandaag")


def test_a_mistyped_recovery_code_says_so(laptop: Laptop, start: Start) -> None:
    shown = start()
    hands.click("Wachtwoord vergeten?")
    shown.sees("Herstelcode")
    hands.fill("Herstelcode", "ABCDE")
    hands.click("Verder")
    shown.sees("Deze herstelcode klopt niet.")
    hands.click("Terug")
    shown.at_work()


@pytest.mark.promise("A14")
def test_a14_a_keyring_that_does_not_protect_is_refused_on_the_screen(
    laptop: Laptop, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_entry: str) -> bytes | None:
        raise KeyringRefused(backend="plain", reason="kind")

    monkeypatch.setattr(laptop.ring, "get", refuse)
    shown = start()
    shown.unlock()
    shown.sees("Deze computer heeft geen veilige sleutelbos.")
    shown.sees("neem uw herstelcode.")
    assert not hands.sees("met alleen uw wachtwoord"), "that opens nothing that is there already"


def test_a_newer_store_names_both_versions(laptop: Laptop, start: Start) -> None:
    import meitinker

    database = Database.open(laptop.folder, laptop.key())
    with database.transaction() as work:
        work.connection.execute("PRAGMA user_version = 900")
        work.connection.execute("UPDATE store_info SET value = '99.1' WHERE name = 'program'")
    database.close()
    shown = start()
    shown.unlock()
    _told(shown, errors.StoreTooNew(store="99.1", program=meitinker.__version__))


@pytest.mark.promise("F5")
def test_f5_lost_savings_are_told_and_can_be_read(laptop: Laptop, start: Start) -> None:
    kept = laptop.folder.database.read_bytes()
    database = Database.open(laptop.folder, laptop.key())
    people.add(database, opening.session_of(database), people.NewPerson(surname="Later"))
    database.close()
    laptop.folder.database.write_bytes(kept)
    shown = start()
    shown.unlock()
    shown.sees("Er ontbreekt 1 bewaarde verandering")
    hands.click("Alleen lezen")
    shown.until(lambda: shown.desktop._workroom is not None)
    shown.sees("Vandaag")
    assert shown.database.recovering
    # Reading only is no reason not to lock: there is nothing to lose.
    hands.press("Ctrl+L")
    shown.until(lambda: bool(shown.replaced))


@pytest.mark.parametrize("years", [-10, 10])
def test_a_clock_that_jumped_keeps_nobody_out(laptop: Laptop, start: Start, years: int) -> None:
    shown = start()
    shown.unlock("dit is het niet")
    shown.sees("Dit wachtwoord klopt niet.")
    hands_of = Clock(clock.instant_text(clock.now() + timedelta(days=365 * years)))
    with clock.running(hands_of):
        again = start()
        shown.desktop.window.hide()
        again.at_work()
        again.desktop.end()


def test_a_folder_that_cannot_be_written_says_so(laptop: Laptop, start: Start) -> None:
    with read_only(laptop.folder.root) as closed:
        if not closed:
            pytest.skip("mounting is not allowed here")
        shown = start()
        shown.unlock()
        _told(shown, errors.StoreReadOnly())
    shown.at_work()


def test_a_store_that_is_gone_says_so(laptop: Laptop, start: Start) -> None:
    shown = start()
    laptop.folder.database.unlink()
    shown.unlock()
    _told(shown, errors.StoreMissing())


def test_a_restore_that_was_cut_off_is_finished_before_opening(
    laptop: Laptop, start: Start
) -> None:
    staging = paths.make_private(laptop.folder.root / "restoring")
    (staging / "swap.json").write_text(json.dumps({"aside": "replaced-20260101-120000"}), "utf-8")
    laptop.folder.mark.rename(staging / "store.mark")
    shown = start()
    shown.at_work()
    assert not staging.exists()
    assert laptop.folder.mark.exists()


def test_a_backup_made_here_opens_with_the_same_passphrase(laptop: Laptop) -> None:
    database = Database.open(laptop.folder, laptop.key())
    made = backups.make(database)
    database.close()
    back = backups.restore_with_passphrase(made, laptop.folder, PASSPHRASE, replace=True)
    assert back.aside is not None
