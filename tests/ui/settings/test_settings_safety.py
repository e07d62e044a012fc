"""Passphrase, recovery code and backups, over a store with a real key file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from meitinker import labels
from meitinker.errors import BackupDamaged, WrongPassphrase, WrongRecoveryCode
from meitinker.keys import KeyFile
from meitinker.services import backups, opening
from meitinker.store.settings import ScreenSpot
from tests import stores
from ui.views.entry.recovery import RecoveryCodePage
from ui.views.settings.backup import BackupSection
from ui.views.settings.place import SettingsPlace
from ui.views.settings.safety import SafetySection

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.stores import Guarded

NEW = "vijf stille molens aan zee"


@pytest.fixture
def safety(guarded_place: SettingsPlace, told: Callable[[], None]) -> SafetySection:
    guarded_place.arrive(ScreenSpot(screen="settings", section="safety"))
    told()
    section = guarded_place.section("safety")
    assert isinstance(section, SafetySection)
    return section


@pytest.fixture
def backup(guarded_place: SettingsPlace, told: Callable[[], None]) -> BackupSection:
    guarded_place.arrive(ScreenSpot(screen="settings", section="backup"))
    told()
    section = guarded_place.section("backup")
    assert isinstance(section, BackupSection)
    return section


def fill(safety: SafetySection, old: str, new: str, again: str) -> None:
    for field, text in ((safety.old, old), (safety.new, new), (safety.again, again)):
        field.line.setText(text)
    safety.change.click()


def test_the_passphrase_is_changed_and_nothing_of_it_stays_on_the_screen(
    safety: SafetySection, guarded: Guarded, told: Callable[[], None]
) -> None:
    said: list[str] = []
    safety.told.connect(lambda kind, _sentence: said.append(kind))
    fill(safety, stores.PASSPHRASE, NEW, NEW)
    assert not safety.change.isEnabled()
    told()
    root = guarded.store.folder.root
    assert said == ["gelukt"]
    assert KeyFile.unlock(root, NEW, keyring=guarded.ring, cost=stores.CHEAP) == guarded.store.key
    with pytest.raises(WrongPassphrase):
        KeyFile.unlock(root, stores.PASSPHRASE, keyring=guarded.ring, cost=stores.CHEAP)
    assert [field.value() for field in (safety.old, safety.new, safety.again)] == ["", "", ""]


def test_what_is_wrong_is_told_at_its_field(
    safety: SafetySection, told: Callable[[], None]
) -> None:
    fill(safety, stores.PASSPHRASE, NEW, "iets anders")
    assert "niet gelijk" in (safety.again.error or "")
    fill(safety, stores.PASSPHRASE, "Hinke Terpstra", "Hinke Terpstra")
    told()
    assert "naam" in (safety.new.error or "")
    fill(safety, "iets heel anders dan dit", NEW, NEW)
    told()
    assert "Dit wachtwoord klopt niet." in (safety.old.error or "")
    assert safety.change.isEnabled()


def test_a_new_code_is_shown_until_it_is_put_away(
    safety: SafetySection,
    guarded_place: SettingsPlace,
    guarded: Guarded,
    told: Callable[[], None],
) -> None:
    safety.proof.line.setText(stores.PASSPHRASE)
    safety.renew.click()
    told()
    page = guarded_place.findChild(RecoveryCodePage)
    assert page is not None
    assert page.isVisible()
    assert not guarded_place.list.isEnabled()
    guarded_place.turn_section(1)
    assert page.isVisible()
    with pytest.raises(WrongRecoveryCode):
        KeyFile.unlock_with_recovery(guarded.store.folder.root, guarded.code)
    page.done.click()
    assert page.isVisible()  # the box is not ticked yet
    page.put_away.box.click()
    assert opening.code_waits(guarded.store.database)  # locked now, it would be asked again
    page.done.click()
    told()
    assert guarded_place.findChild(RecoveryCodePage) is None
    assert guarded_place.list.isEnabled()
    assert not opening.code_waits(guarded.store.database)


def test_a_screen_that_is_built_anew_still_shows_the_new_code(
    safety: SafetySection,
    guarded_place: SettingsPlace,
    told: Callable[[], None],
    qtbot: QtBot,
) -> None:
    safety.proof.line.setText(stores.PASSPHRASE)
    safety.renew.click()
    told()
    again = SettingsPlace(guarded_place.workplace)
    qtbot.addWidget(again)
    again.arrive(guarded_place.spot())
    qtbot.waitUntil(lambda: again.findChild(RecoveryCodePage) is not None)
    page = again.findChild(RecoveryCodePage)
    assert page is not None
    page.put_away.box.click()
    page.done.click()
    told()
    third = SettingsPlace(guarded_place.workplace)
    qtbot.addWidget(third)
    third.arrive(guarded_place.spot())
    third._bites.complete()
    assert third.findChild(RecoveryCodePage) is None
    told()


def test_a_wrong_passphrase_makes_no_code(
    safety: SafetySection, guarded: Guarded, told: Callable[[], None]
) -> None:
    safety.proof.line.setText("iets heel anders dan dit")
    safety.renew.click()
    told()
    assert "klopt niet" in (safety.proof.error or "")
    root = guarded.store.folder.root
    assert KeyFile.unlock_with_recovery(root, guarded.code) == guarded.store.key


def test_leaving_forgets_what_was_typed(
    safety: SafetySection, guarded_place: SettingsPlace
) -> None:
    safety.old.line.setText(stores.PASSPHRASE)
    left: list[bool] = []
    guarded_place.leave(left.append)
    assert left == [True]
    assert safety.old.value() == ""


def test_a_backup_on_a_stick_is_made_proven_told_and_remembered(
    backup: BackupSection,
    guarded: Guarded,
    told: Callable[[], None],
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    assert "nog geen reservekopie" in backup.last.facts[0].text
    with qtbot.waitSignal(backup.work.made, timeout=30_000):
        backup.make_in(stick)
        assert backup.busy.isVisible()
        assert not backup.to_folder.isEnabled()
    told()
    (file,) = stick.iterdir()
    assert backups.told(file).commits > 0
    assert str(stick) in backup.bar.text
    assert "buiten deze computer" in backup.last.facts[0].text
    assert not backup.busy.isVisible()


def test_a_backup_on_this_device_is_listed(
    backup: BackupSection, told: Callable[[], None], qtbot: QtBot
) -> None:
    assert backup.none_here.isVisible()
    with qtbot.waitSignal(backup.work.made, timeout=30_000):
        backup.to_device.click()
    told()
    assert len(backup.made_here.facts) == 1
    assert not backup.none_here.isVisible()


def test_a_backup_that_is_stopped_leaves_nothing(
    backup: BackupSection, qtbot: QtBot, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    with qtbot.waitSignal(backup.work.stopped, timeout=30_000):
        backup.make_in(stick)
        backup.work.stop()
    assert list(stick.iterdir()) == []
    assert "gestopt" in backup.bar.text


def test_a_backup_that_does_not_hold_is_told_with_a_next_step(
    backup: BackupSection, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(*_values: object, **_named: object) -> None:
        raise BackupDamaged("the copy differs")

    monkeypatch.setattr(backups, "make", damaged)
    with qtbot.waitSignal(backup.work.failed, timeout=30_000):
        backup.make_in(tmp_path)
    assert "niet heel" in backup.bar.text
    assert backup.to_folder.isEnabled()


@pytest.fixture
def beside(guarded: Guarded, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the store at work beside one called Balie, on a computer of two."""
    monkeypatch.setenv("MEITINKER_HOME", str(guarded.store.folder.root.parent))
    labels.rename(guarded.store.folder, "Werkplek 1")
    labels.new_store("Balie").keys_a.write_bytes(b"")


@pytest.mark.usefixtures("beside")
def test_the_store_is_called_as_its_user_says(
    safety: SafetySection, guarded: Guarded, told: Callable[[], None]
) -> None:
    name = safety.label
    assert name is not None
    assert name.value() == "Werkplek 1"
    name.line.setText("balie")
    name.line.returnPressed.emit()
    told()
    assert "andere werkplek" in (name.error or "")
    assert labels.label_of(guarded.store.folder) == "Werkplek 1"
    name.line.setText("Anna")
    safety.leave(lambda _safe: None)
    told()
    assert name.error is None
    assert [one.label for one in labels.stores()] == ["Anna", "Balie"]
    name.line.setText(" ")
    name.line.returnPressed.emit()
    assert name.value() == "Anna", "without a name it could not be chosen"
