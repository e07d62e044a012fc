"""What the settings say, without Qt."""

from __future__ import annotations

import msgspec
import pytest

from meitinker import clock
from meitinker.keys import KeyReport
from meitinker.services.guarding import Guard
from meitinker.store.backup import BackupNote
from tests.stores import Clock
from ui.viewmodels import settings

REPORT = KeyReport(
    store="ab12",
    on_this_device=True,
    memory=1 << 26,
    passes=3,
    meets_floor=True,
    recovery_since="2026-03-04T10:00:00.000Z",
    escrow_open=True,
    copies_whole=(True, True),
    keyring="libsecret",
)


def texts(guard: Guard) -> str:
    return " ".join(fact.text for fact in settings.guard_facts(guard))


def test_the_disk_is_told_in_three_different_sentences() -> None:
    said = {texts(Guard(keys=None, disk=disk)) for disk in (True, False, None)}
    assert len(said) == 3
    assert "niet versleuteld" in texts(Guard(keys=None, disk=False))
    assert "kunnen niet zien" in texts(Guard(keys=None, disk=None))


def test_keyring_and_escrow_are_told_as_they_are() -> None:
    assert "sleutelbos helpt mee" in texts(Guard(REPORT, disk=True))
    assert "nog niet ingesteld" in texts(Guard(REPORT, disk=True))
    bare = msgspec.structs.replace(REPORT, on_this_device=False, escrow_open=False)
    assert "geen sleutelbos" in texts(Guard(bare, disk=True))
    assert "nog niet ingesteld" not in texts(Guard(bare, disk=True))


def test_a_damaged_copy_of_the_key_file_is_told() -> None:
    half = msgspec.structs.replace(REPORT, copies_whole=(True, False))
    assert "beschadigd" in texts(Guard(half, disk=True))


def test_the_recovery_code_has_its_date_and_what_a_new_one_does() -> None:
    words = settings.recovery_words(Guard(REPORT, disk=True))
    assert "4 maart 2026" in words
    assert "oude code niet meer" in words
    assert "nog geen herstelcode" in settings.recovery_words(Guard(keys=None, disk=True))


@pytest.mark.parametrize(
    ("note", "icon_name", "words"),
    [
        (BackupNote(), "alert-triangle", "nog geen reservekopie"),
        (BackupNote("2026-11-12T13:05:00.000Z", elsewhere=True), "circle-check", "om 14:05"),
        (BackupNote("2026-10-01T13:05:00.000Z"), "alert-triangle", "Maak een nieuwe"),
    ],
)
def test_the_last_backup_is_told_and_an_old_one_warned_about(
    note: BackupNote, icon_name: str, words: str
) -> None:
    with clock.running(Clock("2026-11-12T14:05:00.000Z")):
        fact = settings.backup_fact(note)
    assert fact.icon_name == icon_name
    assert words in fact.text


@pytest.mark.parametrize(("minutes", "key"), [(1, "5"), (5, "5"), (10, "10"), (60, "15")])
def test_the_screen_never_waits_longer_than_fifteen_minutes(minutes: int, key: str) -> None:
    assert settings.nearest_idle(minutes) == key
    assert max(settings.IDLE_MINUTES) == 15


def test_a_backup_is_told_with_its_size() -> None:
    line = settings.backup_line("2026-11-12T13:05:00.000Z", 3 * 1024 * 1024)
    assert line == "12 november 2026 om 14:05 (3,0 MB)"


def test_progress_tells_step_and_share() -> None:
    assert settings.progress_words("verify", 40) == "Stap 3 van 3: nakijken, 40 %"


def test_attachments_that_are_missing_are_told() -> None:
    assert "bijlage" not in settings.made_words("/media/stick")
    assert "2 bijlagen" in settings.made_words("/media/stick", missing=2)
