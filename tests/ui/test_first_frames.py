"""What comes into sight is whole in the very frame in which it comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ui.theme import Theme, apply
from ui.viewmodels.conversation import MissingLine
from ui.views.help import reader as reader_module
from ui.views.help.reader import GuideReader
from ui.views.visits.closing import MissingList

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot


def squeezed(root: QWidget) -> list[str]:
    """Return the words that are cut off below."""
    labels = [one for one in root.findChildren(QLabel) if one.isVisible() and one.wordWrap()]
    return [one.text()[:30] for one in labels if one.height() < one.heightForWidth(one.width())]


@pytest.fixture
def reader(qtbot: QtBot, qapp: QApplication) -> GuideReader:
    apply(qapp, Theme())
    shown = GuideReader()
    qtbot.addWidget(shown)
    shown.resize(1150, 768)
    shown.show()
    shown.read("visits")
    return shown


def test_no_chapter_is_squeezed_when_whom_to_call_comes_below_it(reader: GuideReader) -> None:
    reader.grab()
    reader.show_call("Gaat er iets mis? Bel Stichting Mienskip. Vertel wat u deed. " * 4)
    reader.grab()
    assert squeezed(reader.page) == []


def test_control_it_would_be_if_nothing_was_laid_out(
    reader: GuideReader, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader_module, "lay_out_now", lambda: None)
    reader.grab()
    reader.show_call("Gaat er iets mis? Bel Stichting Mienskip. Vertel wat u deed. " * 4)
    frames = []
    for _turn in range(3):
        reader.grab()
        frames += squeezed(reader.page)
        qapp.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
    assert frames, "the frame that the guard is there for"


def test_the_lines_of_what_is_missing_come_together(qtbot: QtBot, qapp: QApplication) -> None:
    apply(qapp, Theme())
    page = QWidget()
    column = QVBoxLayout(page)
    missing = MissingList()
    column.addWidget(missing)
    column.addStretch(1)
    qtbot.addWidget(page)
    page.resize(700, 700)
    page.show()
    missing.show_lines((MissingLine("Een", "checks", ""),))
    page.grab()
    missing.show_lines(tuple(MissingLine(f"Ding {n}", "checks", "") for n in range(7)))
    page.grab()
    assert [line.isVisible() for line in missing.lines] == [True] * 7
    assert missing.height() < 7 * 48 + 60, "no room is kept for lines that are gone"


def test_a_line_that_still_lacks_stays_where_the_keyboard_goes(
    qtbot: QtBot, qapp: QApplication
) -> None:
    apply(qapp, Theme())
    missing = MissingList()
    qtbot.addWidget(missing)
    missing.show()
    ones = [MissingLine(f"Ding {n}", "checks", "", "Dit vraagt de wet.") for n in range(4)]
    missing.show_lines(tuple(ones))
    first, second, third, last = missing.lines
    missing.show_lines((ones[0], ones[2], ones[3]))
    assert missing.lines == [first, third, last], "typing the outcome takes one line away"
    new = MissingLine("Nieuw", "checks", "")
    missing.show_lines((ones[0], new, ones[3]))
    missing.grab()
    tops = [line.y() for line in missing.lines]
    assert tops == sorted(tops)
    assert missing.lines[1] not in (second, third)
    assert first.toolTip() == first.accessibleDescription() == "Dit vraagt de wet."
