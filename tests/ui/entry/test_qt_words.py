"""Qt's own dialogs speak the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QAbstractButton, QDialogButtonBox, QFileDialog, QLineEdit

from tests.house.tree import ROOT
from ui.qt_words import QtWords

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot


@pytest.fixture
def words(qapp: QApplication) -> Iterator[QtWords]:
    """Lend Qt's words, and give English back."""
    spoken = QtWords(qapp)
    yield spoken
    spoken.speak("en")


def _buttons(qtbot: QtBot) -> set[str]:
    dialog = QFileDialog()
    qtbot.addWidget(dialog)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    (box,) = dialog.findChildren(QDialogButtonBox)
    return {one.text().replace("&", "") for one in box.findChildren(QAbstractButton)}


@pytest.mark.parametrize("language", ["nl", "fy"])
def test_the_file_dialog_speaks_dutch(words: QtWords, qtbot: QtBot, language: str) -> None:
    assert words.speak(language)
    assert _buttons(qtbot) == {"Opslaan", "Annuleren"}


def test_in_english_it_speaks_english(words: QtWords, qtbot: QtBot) -> None:
    assert words.speak("nl")
    assert words.speak("en")
    assert _buttons(qtbot) == {"Save", "Cancel"}


def test_so_does_the_menu_of_a_text_field(words: QtWords, qtbot: QtBot) -> None:
    words.speak("nl")
    line = QLineEdit("tekst")
    qtbot.addWidget(line)
    menu = line.createStandardContextMenu()
    said = {action.text().replace("&", "").split("\t")[0] for action in menu.actions()}
    menu.deleteLater()
    assert {"Kopiëren", "Plakken"} <= said


def test_words_that_are_not_there_are_told(words: QtWords, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("ui.qt_words").qt_words._CATALOGUES, "nl", "qtbase_xx")
    assert not words.speak("nl")


def test_the_bundle_takes_them_along() -> None:
    spec = (ROOT / "build.spec").read_text("utf-8")
    assert "qtbase_nl.qm" in spec
    assert "*qt_words()," in spec
