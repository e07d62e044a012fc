"""What is measured letter by letter is measured once: rows of a list, labels of a drawing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QFont, QFontMetrics

from tests.ui import checklist
from ui.theme import Theme, apply
from ui.widgets import ecogram_labels, lists
from ui.widgets.lists import Row, RowList

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

ROWS = [Row(str(number), f"Inwoner {number}", "Begonnen op 12 november.") for number in range(30)]


def test_a_list_measures_only_the_rows_that_are_new(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    height = lists._height

    def spy(text: str, width: int, *, bold: bool = False) -> int:
        asked.append(text)
        return height(text, width, bold=bold)

    monkeypatch.setattr(lists, "_height", spy)
    shown = RowList("Inwoners")
    qtbot.addWidget(shown)
    shown.resize(300, 2000)
    shown.set_rows(ROWS)
    shown.show()
    checklist.settle()
    monkeypatch.setattr(
        shown.itemDelegate(), "paint", lambda *_given: None
    )  # measures what it paints
    asked.clear()
    shown.set_rows([Row("new", "Nieuwe inwoner"), *ROWS])
    checklist.settle()
    assert set(asked) == {"Nieuwe inwoner"}
    shown.resize(200, 2000)
    checklist.settle()
    assert len(set(asked)) == 32, "at another width all are other ones"


@pytest.mark.parametrize("words", ["Ja", "Begonnen op 12 november om 14:05. Vraag opgeschreven."])
@pytest.mark.parametrize("bold", [True, False])
def test_a_row_is_as_high_as_its_words_when_they_are_broken(
    qapp: QApplication, words: str, bold: bool
) -> None:
    apply(qapp, Theme())
    font = lists._title_font(selected=True) if bold else QFont()
    for width in (60, 150, 2000):
        box = QRect(0, 0, width, 100_000)
        broken = QFontMetrics(font).boundingRect(box, lists._WRAP, words).height()
        assert lists._height(words, width, bold=bold) == broken


def test_a_drawing_measures_the_words_of_a_label_once_a_letter(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[object] = []

    def spy(font: QFont) -> QFontMetrics:
        made.append(font)
        return QFontMetrics(font)

    monkeypatch.setattr(ecogram_labels, "QFontMetrics", spy)
    apply(qapp, Theme())
    ecogram_labels._measured.cache_clear()
    words = (("Sjoukje de Jong", True), ("dochter", False))
    small = ecogram_labels._words(words)
    first = len(made)
    assert ecogram_labels._words(words) == small
    assert len(made) == first > 0
    apply(qapp, Theme(text_size=200))
    assert ecogram_labels._words(words).height() > small.height()
    apply(qapp, Theme())
