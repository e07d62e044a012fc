"""What is measured letter by letter is measured once: rows of a list, labels of a drawing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QFont, QFontMetrics

from tests.ui import checklist
from ui.theme import Theme, apply
from ui.widgets import ecogram_labels, lists
from ui.widgets.lists import Row, RowList

if TYPE_CHECKING:
    import pytest
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

ROWS = [Row(str(number), f"Inwoner {number}", "Begonnen op 12 november.") for number in range(30)]


def test_a_list_measures_only_the_rows_that_are_new(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    height = lists._height

    def spy(font: QFont, text: str, width: int) -> int:
        asked.append(text)
        return height(font, text, width)

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
