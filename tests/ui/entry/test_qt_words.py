"""Qt's own dialogs speak the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QLineEdit,
)

from tests.house.tree import ROOT
from ui.starting import qt_words
from ui.starting.qt_words import QtWords

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
    monkeypatch.setitem(qt_words._CATALOGUES, "nl", "qtbase_xx")
    assert not words.speak("nl")


def test_the_bundle_takes_them_along() -> None:
    spec = (ROOT / "build.spec").read_text("utf-8")
    assert "qtbase_nl.qm" in spec
    assert "*qt_words()," in spec


def _labels(qtbot: QtBot) -> set[str]:
    dialog = QFileDialog()
    qtbot.addWidget(dialog)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setNameFilter("Foto’s (*.jpg)")
    return {one.text().replace("&", "") for one in dialog.findChildren(QLabel)}


def test_what_qt_lacks_in_dutch_is_said_in_our_words(words: QtWords, qtbot: QtBot) -> None:
    words.speak("en")
    assert {"Look in:", "Files of type:"} <= _labels(qtbot)
    words.speak("nl")
    assert {"Zoek in:", "Soort bestand:", "Bestandsnaam:"} <= _labels(qtbot)


def test_control_the_catalogue_of_qt_still_lacks_them(qapp: QApplication) -> None:
    """When it no longer does, our words can go."""
    catalogue = QTranslator()
    place = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    assert catalogue.load("qtbase_nl", place)
    lacking = qt_words._Lacking()._words
    assert [key for key in lacking if catalogue.translate(*key)] == []


def test_what_is_not_known_is_left_to_qt(words: QtWords) -> None:
    words.speak("nl")
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Annuleren"
    assert QCoreApplication.translate("Nergens", "Iets") == "Iets"
