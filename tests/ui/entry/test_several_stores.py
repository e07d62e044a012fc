"""Several people share a computer: a store each, chosen at the door, and a lock that comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from meitinker import labels
from meitinker.errors import DiskFull
from meitinker.services import opening
from meitinker.store.database import Database
from tests.stores import PASSPHRASE
from tests.ui.entry.conftest import QUICK
from ui.tour import hands
from ui.tour.player import pressable
from ui.views.entry.first_run import WhoPage
from ui.views.entry.restore import RestorePage
from ui.views.entry.unlock import UnlockPage
from ui.widgets.choices import ComboField, RadioGroup

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from meitinker.paths import StoreFolder
    from tests.ui.entry.conftest import Laptop, Shown

    Start = Callable[..., Shown]

WORDS = "vier koeien zwemmen langzaam naar huis"
AGAIN = "Iemand anders werkt hier ook"


@pytest.fixture
def balie(laptop: Laptop) -> StoreFolder:
    """Put a second store on the laptop, whose user called it Balie; the first is called Anna."""
    labels.rename(laptop.folder, "Anna")
    folder = labels.new_store("Balie")
    owner = opening.FirstUser(name="A. Ander", villages=("Grou",))
    database, _code = opening.create(folder, WORDS, owner, keyring=laptop.ring, cost=QUICK)
    database.close()
    return folder


def _page(shown: Shown) -> UnlockPage:
    page = shown.desktop.window.currentWidget()
    assert isinstance(page, UnlockPage)
    return page


def _locked(shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lock, and leave the surroundings as the fresh process finds them."""
    hands.press("Ctrl+L")
    shown.until(lambda: bool(shown.replaced))
    monkeypatch.setenv("MEITINKER_STORE", shown.replaced[0]["MEITINKER_STORE"])
    shown.desktop.window.hide()


def _chosen(shown: Shown) -> str:
    return _page(shown)._chosen().label


def test_someone_else_gets_a_store_of_their_own(
    laptop: Laptop, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("meitinker.keys.keyfile.REAL_COST", QUICK)
    shown = start()
    hands.click(AGAIN)
    shown.sees("U krijgt een eigen werkplek.")
    hands.click("Verder")
    shown.sees("Vul dit in.")
    hands.fill("Hoe heet uw werkplek?", "Balie")
    hands.fill("Uw naam", "A. Ander")
    hands.fill("Naam van uw organisatie", "Stichting Voorbeeld")
    hands.click("Verder")
    shown.sees("Kies een wachtwoord")
    hands.fill("Wachtwoord", WORDS)
    hands.fill("Nog een keer", WORDS)
    hands.click("Verder")
    shown.sees("Uw herstelcode")
    hands.click("De herstelcode ligt op een veilige plek")
    hands.click("Aan het werk")
    shown.until(lambda: shown.desktop._workroom is not None)
    assert shown.database.folder != laptop.folder
    assert labels.label_of(shown.database.folder) == "Balie"
    assert len(labels.stores()) == 2
    _locked(shown, monkeypatch)
    again = start("key")
    assert _chosen(again) == "Balie"


def test_each_passphrase_opens_its_own_store(
    laptop: Laptop, balie: StoreFolder, start: Start
) -> None:
    shown = start()
    store = _page(shown).store
    assert isinstance(store, RadioGroup)
    hands.click("Balie")
    shown.unlock(PASSPHRASE)
    shown.sees("Dit wachtwoord klopt niet.")
    hands.click("Anna")
    assert not hands.sees("Dit wachtwoord klopt niet."), "it was said of another store"
    shown.at_work()
    assert shown.database.folder == laptop.folder


@pytest.mark.usefixtures("laptop")
def test_the_next_start_begins_with_who_worked_last(balie: StoreFolder, start: Start) -> None:
    first = start()
    assert _chosen(first) == "Anna"
    hands.click("Balie")
    first.unlock(WORDS)
    first.until(lambda: first.desktop._workroom is not None)
    assert first.database.folder == balie
    first.desktop.end()
    first.desktop.window.hide()
    assert _chosen(start()) == "Balie"


def test_a_lock_comes_back_to_its_own_store_whoever_worked_elsewhere_meanwhile(
    laptop: Laptop, balie: StoreFolder, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = start()
    hands.click("Anna")
    shown.at_work()
    labels.remember(balie)  # a second window, of the other
    _locked(shown, monkeypatch)
    Database.open(laptop.folder, laptop.key()).close()  # its lock was let go
    fresh = start("idle:10")
    assert _chosen(fresh) == "Anna"
    assert hands.sees("U was 10 minuten weg.")
    hands.click("Balie")
    assert not hands.sees("U was 10 minuten weg."), "of Anna, and not of who comes now"
    hands.click("Anna")
    fresh.at_work()
    assert fresh.database.folder == laptop.folder


@pytest.mark.promise("A15")
@pytest.mark.usefixtures("balie")
def test_a15_who_has_to_wait_keeps_nobody_else_waiting(laptop: Laptop, start: Start) -> None:
    shown = start()
    hands.click("Balie")
    for _turn in range(3):
        shown.unlock("dit is het niet")
        shown.sees("Dit wachtwoord klopt niet.")
    shown.sees("Wacht 30 seconden")
    hands.click("Anna")
    assert pressable("Openen").true()
    hands.click("Balie")
    shown.unlock(WORDS)
    shown.sees("U vulde een paar keer een verkeerd wachtwoord in.")
    hands.click("Anna")
    shown.at_work()
    assert shown.database.folder == laptop.folder


def test_a_step_back_keeps_what_was_typed_and_leads_to_the_door(
    laptop: Laptop, start: Start
) -> None:
    shown = start()
    hands.click(AGAIN)
    hands.fill("Hoe heet uw werkplek?", labels.label_of(laptop.folder).upper())
    hands.fill("Uw naam", "A. Ander")
    hands.fill("Naam van uw organisatie", "Stichting Voorbeeld")
    hands.click("Grou")
    hands.click("Verder")
    shown.sees("Zo heet al een andere werkplek op deze computer.")
    hands.fill("Hoe heet uw werkplek?", "Balie")
    hands.click("Verder")
    shown.sees("Kies een wachtwoord")
    hands.click("Terug")
    page = shown.desktop.window.currentWidget()
    assert isinstance(page, WhoPage)
    assert (page.label.value(), page.name.value()) == ("Balie", "A. Ander")
    assert page.villages.value() == ("Grou",)
    hands.click("Terug")
    shown.at_work()
    assert [one.folder for one in labels.stores()] == [laptop.folder]


@pytest.mark.usefixtures("laptop")
def test_who_brings_a_backup_says_first_what_it_is_to_be_called(start: Start) -> None:
    shown = start()
    hands.click(AGAIN)
    hands.click("Ik heb een reservekopie van een andere laptop")
    shown.sees("Vul dit in.")
    hands.fill("Hoe heet uw werkplek?", "Balie")
    hands.click("Ik heb een reservekopie van een andere laptop")
    assert isinstance(shown.desktop.window.currentWidget(), RestorePage)
    hands.click("Toch niet")
    page = shown.desktop.window.currentWidget()
    assert isinstance(page, WhoPage)
    assert page.label.value() == "Balie"


@pytest.mark.usefixtures("balie")
def test_a_disk_that_remembers_nothing_keeps_nobody_out(
    laptop: Laptop, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_folder: StoreFolder) -> None:
        raise DiskFull("ENOSPC")

    monkeypatch.setattr(labels, "remember", full)
    shown = start()
    shown.at_work()
    assert shown.database.folder == laptop.folder


def test_the_first_one_on_a_computer_is_not_asked_for_a_name_of_it(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEITINKER_HOME", str(tmp_path / "home"))
    shown = start()
    shown.sees("Welkom bij meitinker")
    assert not hands.sees("Hoe heet uw werkplek?")
    assert not hands.sees("Terug")


def test_nobody_is_added_to_the_example_village(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.starting.entering.make_example", lambda *_asked: None)
    monkeypatch.setenv("MEITINKER_HOME", str(tmp_path / "home"))
    shown = start(demo=True)
    shown.sees("Dit is het voorbeelddorp.")
    assert not hands.sees(AGAIN)


@pytest.mark.qt_log_ignore("propagateSizeHints")
@pytest.mark.parametrize("count", [2, 5, 6])
def test_by_keyboard_from_the_store_to_its_passphrase(
    qtbot: QtBot, tmp_path: Path, count: int
) -> None:
    from meitinker.paths import StoreFolder

    there = [labels.Labelled(f"Plek {n}", StoreFolder(tmp_path / str(n))) for n in range(count)]
    page = UnlockPage(there, last=there[1].folder)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.focus_first()
    assert page.passphrase.line.hasFocus(), "who worked last has only to type"
    assert page.store is not None
    assert isinstance(page.store, RadioGroup if count < 6 else ComboField)
    QTest.keyClick(page.passphrase.line, Qt.Key.Key_Backtab)
    here = QApplication.focusWidget()
    assert here is not None
    assert page.store.isAncestorOf(here)
    QTest.keyClick(here, Qt.Key.Key_Up)
    assert page.store.value() == "0"
    here = QApplication.focusWidget()
    assert here is not None
    QTest.keyClick(here, Qt.Key.Key_Return)
    assert page.passphrase.line.hasFocus()
    with qtbot.waitSignal(page.entered) as asked:
        QTest.keyClicks(page.passphrase.line, WORDS)
        QTest.keyClick(page.passphrase.line, Qt.Key.Key_Return)
    assert asked.args == [there[0], WORDS]
