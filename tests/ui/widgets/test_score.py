"""A score from 1 to 5 with its word behind it, beside the ladder on a laptop."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from meitinker import i18n
from tests.ui import checklist
from ui.theme import THEME_NAMES, Theme, ThemeName, apply
from ui.viewmodels.self_reliance import level_words
from ui.widgets.score import ScoreField

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

_BESIDE_THE_LADDER = 492
"""Pixels for a field of the conversation on a screen 1366 wide, in the letters of the program."""


@pytest.mark.promise("L29")
@pytest.mark.parametrize("theme", THEME_NAMES)
@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_l29_the_word_of_a_score_fits_beside_the_ladder(
    qtbot: QtBot, qapp: QApplication, theme: ThemeName, language: str
) -> None:
    """It was wider than the pane in Frisian and in high contrast: the text below was cut off."""
    apply(qapp, Theme(name=theme))
    with i18n.speaking(language):
        field = ScoreField("Wonen", level_words())
    qtbot.addWidget(field)
    field.show()
    for number, word in enumerate(level_words(), start=1):
        field.set_value(str(number))
        checklist.settle()
        assert field.minimumSizeHint().width() <= _BESIDE_THE_LADDER, word
        assert checklist.faults_when_large(field, width=_BESIDE_THE_LADDER, height=120) == []


def test_the_word_stands_in_one_line_where_there_is_room(qtbot: QtBot, qapp: QApplication) -> None:
    apply(qapp, Theme())
    field = ScoreField("Wonen", ("geen", "Beperkt zelfredzaam", "goed", "beter", "best"))
    qtbot.addWidget(field)
    field.set_value("2")
    field.resize(700, 120)
    field.show()
    checklist.settle()
    assert field.meaning.height() < 2 * field.meaning.fontMetrics().height()
    beside = field.clear.x() - field.meaning.geometry().right()
    assert 0 <= beside < 40, "what wipes it stands behind the word"
