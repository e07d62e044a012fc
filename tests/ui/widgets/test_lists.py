"""Rows of a narrow list."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPaintEvent, QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tests.ui.checklist import settle
from ui.theme import Theme, apply, current, px
from ui.widgets import lists
from ui.widgets.choices import Choice, ComboField
from ui.widgets.form_field import WrappedLabel
from ui.widgets.lists import Row, RowList

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

WORD = "Geslachtsnaam" * 5
"""One word of 65 letters, as some systems hand a name over."""


def shown(qtbot: QtBot, row: Row) -> RowList:
    view = RowList("Inwoners")
    qtbot.addWidget(view)
    view.resize(300, 400)
    view.set_rows([row])
    view.show()
    return view


def inked_at_the_edge(view: RowList) -> bool:
    """Tell whether letters stand in the last pixels of their room: there they are cut."""
    image: QImage = view.viewport().grab().toImage()
    row = view.visualRect(view.rows.index(0))
    ground = QColor(current().tokens.surface)
    end = image.width() - 16
    edge = range(end - 4, end)
    return any(
        image.pixelColor(x, y).lightness() < ground.lightness() - 60
        for x in edge
        for y in range(row.top(), row.bottom() - 2)
    )


def test_the_ring_around_the_list_goes_when_a_row_has_it(qtbot: QtBot, qapp: QApplication) -> None:
    apply(qapp, Theme())
    view = shown(qtbot, Row("a", "Kort"))
    view.activateWindow()
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    view.select("")
    settle()
    painted = Painted(view.viewport())
    QTest.keyClick(view, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: not painted.region.isEmpty())
    assert view.current_key == "a"
    assert painted.region.contains(view.viewport().rect().bottomLeft())


class Painted(QObject):
    """What a widget is asked to paint again."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.region = QRegion()
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - as Qt has it
        if isinstance(event, QPaintEvent):
            self.region += event.region()
        return super().eventFilter(watched, event)


@pytest.mark.parametrize("row", [Row("a", WORD), Row("a", "Kort", WORD, "user")])
def test_one_word_of_sixty_letters_is_not_cut(qtbot: QtBot, qapp: QApplication, row: Row) -> None:
    apply(qapp, Theme())
    assert not inked_at_the_edge(shown(qtbot, row))


def test_control_unbroken_it_would_be(
    qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply(qapp, Theme())
    monkeypatch.setattr(lists, "breakable", lambda text: text)
    assert inked_at_the_edge(shown(qtbot, Row("a", WORD)))


def test_in_a_low_window_the_list_gives_way_and_not_the_field_above_it(
    qtbot: QtBot, qapp: QApplication
) -> None:
    apply(qapp, Theme(text_size=200))
    pane, field = QWidget(), ComboField("Waar staan ze?", [Choice("a", "Nieuw")])
    rows = RowList("Gesprekken", pane)
    rows.set_rows([Row(str(n), "Ymkje Rûchaard", "21 oktober") for n in range(9)])
    column, head = QVBoxLayout(pane), QVBoxLayout()
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    head.addWidget(WrappedLabel("Er wachten 9 gesprekken op de backoffice, en 3 kunnen mee.", pane))
    head.addWidget(field)
    column.addLayout(head)
    column.addWidget(rows, 1)
    qtbot.addWidget(pane)
    pane.show()
    settle()
    pane.resize(700, head.minimumHeightForWidth(660) + px(80))
    settle()
    assert field.combo.height() == field.combo.sizeHint().height()
    apply(qapp, Theme())


@pytest.mark.parametrize("chosen", [5, 0])
def test_the_chosen_row_stays_in_sight_when_a_bar_takes_room_below_the_list(
    qtbot: QtBot, qapp: QApplication, chosen: int
) -> None:
    apply(qapp, Theme())
    view = shown(qtbot, Row("a", "Kort"))
    view.set_rows([Row(str(number), "Kort") for number in range(9)])
    high = view.sizeHintForRow(0)
    view.resize(300, 6 * high)
    view.select(str(chosen))
    settle()
    view.verticalScrollBar().setValue(0)
    view.resize(300, 5 * high)
    settle()
    row = view.visualRect(view.currentIndex())
    assert view.viewport().rect().contains(row)
    assert view.verticalScrollBar().value() == (high if chosen else 0), "moves only as it must"


def test_no_line_of_a_row_ends_in_the_point_that_parts_two_things(
    qtbot: QtBot, qapp: QApplication
) -> None:
    apply(qapp, Theme())
    words = "Zo binnenlopen · Verslavingszorg Noordstar, Akkrum\ngevonden op: eten · drinken"
    room = 220
    told = lists._parted(words, room).split("\n")
    assert told[:2] == ["Zo binnenlopen", "Verslavingszorg Noordstar, Akkrum"]
    assert told[2:] == ["gevonden op: eten · drinken"], "what fits stays on a line"
    assert lists._parted(words, 4000) == words
    wide, narrow = (lists._height(lists._parted(words, each), each) for each in (4000, room))
    assert narrow > wide
    row = shown(qtbot, Row("a", "Kort", words, "user"))
    assert not inked_at_the_edge(row)


def test_a_row_of_just_the_width_of_its_words_has_room_for_each_line(qapp: QApplication) -> None:
    """A width is told in whole pixels: what seems to fit may be half a pixel too wide."""
    apply(qapp, Theme())
    metrics, broken = QFontMetrics(QFont()), 0
    for day in range(1, 31):
        words = f"Laatste gesprek {day} november, Grou"
        width = metrics.horizontalAdvance(words)
        painted = metrics.boundingRect(lists._box(width), lists._WRAP, words).height()
        broken += painted > metrics.height()
        assert lists._height(words, width) >= painted, words
    assert broken, "none of them is half a pixel too wide"


@pytest.mark.parametrize("measured", ["lists._letter(QFont().key(), bold=True)", "CONTROL"])
def test_to_measure_letters_reads_no_signatures_of_qt(measured: str) -> None:
    """PySide reads them all, 15 ms, where the documentation of one of its methods is asked."""
    program = f"""
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QApplication
from shibokensupport.signature import parser
application = QApplication([])
from ui.widgets import lists
read = []
parser.pyside_type_init = lambda *asked: read.append(asked) or {{}}
{measured.replace("CONTROL", "QFontMetrics(QFont()).horizontalAdvance.__doc__")}
print(len(read))
"""
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert told.stdout.strip() != "", told.stderr
    assert (int(told.stdout) > 0) is (measured == "CONTROL")
