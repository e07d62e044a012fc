from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

from ui.platform.clipboard import CLEAR_AFTER, HINTS, SecretClipboard

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication


@pytest.fixture
def clipboard(qapp: QApplication) -> QClipboard:
    clipboard = QGuiApplication.clipboard()
    clipboard.clear()
    return clipboard


@pytest.mark.promise("A12")
def test_a12_a_secret_bears_the_hints_and_goes(clipboard: QClipboard) -> None:
    secret = SecretClipboard(clipboard)
    secret.copy("999990019")
    held = clipboard.mimeData()
    assert held is not None
    assert held.text() == "999990019"
    assert set(HINTS) <= set(held.formats())
    assert bytes(held.data("x-kde-passwordManagerHint").data()) == b"secret"
    assert secret.waiting
    secret.clear()
    assert clipboard.text() == ""
    assert not secret.waiting


@pytest.mark.promise("A12")
def test_a12_negative_control_a_plain_copy_bears_no_hint(clipboard: QClipboard) -> None:
    clipboard.setText("999990019")
    held = clipboard.mimeData()
    assert held is not None
    assert not set(HINTS) & set(held.formats())


@pytest.mark.promise("A12")
def test_a12_what_others_copied_since_stays(clipboard: QClipboard) -> None:
    secret = SecretClipboard(clipboard)
    secret.copy("999990019")
    clipboard.setText("boodschappen")
    secret.clear()
    assert clipboard.text() == "boodschappen"


@pytest.mark.promise("A12")
def test_a12_the_same_words_copied_by_another_stay(clipboard: QClipboard) -> None:
    secret = SecretClipboard(clipboard)
    secret.copy("999990019")
    clipboard.setText("999990019")
    secret.clear()
    assert clipboard.text() == "999990019"


@pytest.mark.promise("A12")
def test_a12_after_thirty_seconds_the_timer_clears(clipboard: QClipboard) -> None:
    secret = SecretClipboard(clipboard)
    secret.copy("een")
    secret.copy("twee")
    (timer,) = secret.findChildren(QTimer)
    assert timer.interval() == CLEAR_AFTER == 30_000
    assert timer.isSingleShot()
    timer.timeout.emit()  # as after 30 seconds, without the waiting
    assert clipboard.text() == ""
    assert not secret.waiting


def test_clearing_without_a_copy_leaves_the_clipboard(clipboard: QClipboard) -> None:
    clipboard.setText("boodschappen")
    SecretClipboard(clipboard).clear()
    assert clipboard.text() == "boodschappen"
