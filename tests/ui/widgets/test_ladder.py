from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ui.theme import THEME_NAMES, Theme, ThemeName, apply
from ui.theme.contrast import ratio
from ui.widgets.ladder import Ladder, Rung

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

RUNGS = (
    Rung(1, "Zelf", "Wassen en aankleden", "circle-check", "success"),
    Rung(2, "Familie en buren", "Dochter doet boodschappen", "circle-check", "success"),
    Rung(3, "Vrijwilliger", "Maaltijd: 1 vraag open", "clock", "info"),
    Rung(4, "Algemene voorziening", "Nog niet bekeken"),
    Rung(5, "Maatwerk", "Nog niet nodig"),
)


@pytest.fixture
def ladder(qtbot: QtBot, qapp: QApplication) -> Iterator[Ladder]:
    apply(qapp, Theme())
    ladder = Ladder()
    ladder.set_rungs(RUNGS)
    qtbot.addWidget(ladder)
    ladder.resize(240, 600)
    ladder.show()
    ladder.activateWindow()
    qtbot.waitUntil(ladder.isActiveWindow)
    yield ladder
    apply(qapp, Theme())


def test_five_stands_on_top_and_one_at_the_bottom(ladder: Ladder) -> None:
    tops = [ladder.button(number).y() for number in (5, 4, 3, 2, 1)]

    assert tops == sorted(tops)
    assert len(set(tops)) == 5


def test_mouse_enter_and_space_choose_a_rung(qtbot: QtBot, ladder: Ladder) -> None:
    chosen: list[int] = []
    ladder.chosen.connect(chosen.append)

    QTest.mouseClick(ladder.button(4), Qt.MouseButton.LeftButton)
    QTest.keyClick(ladder.button(1), Qt.Key.Key_Return)
    QTest.keyClick(ladder.button(2), Qt.Key.Key_Space)

    assert chosen == [4, 1, 2]


def test_a_click_on_the_words_is_a_click_on_the_rung(qtbot: QtBot, ladder: Ladder) -> None:
    button = ladder.button(2)

    hit = ladder.childAt(button.mapTo(ladder, button._name.geometry().center()))

    assert hit is button


def test_up_and_down_go_along_the_rungs(qtbot: QtBot, ladder: Ladder) -> None:
    ladder.button(2).setFocus()

    QTest.keyClick(ladder.button(2), Qt.Key.Key_Up)
    assert ladder.button(3).hasFocus()
    QTest.keyClick(ladder.button(3), Qt.Key.Key_Down)
    QTest.keyClick(ladder.button(2), Qt.Key.Key_Down)
    QTest.keyClick(ladder.button(1), Qt.Key.Key_Down)
    assert ladder.button(1).hasFocus()


def test_a_rung_is_a_button_with_number_name_and_state(ladder: Ladder) -> None:
    rung = QAccessible.queryAccessibleInterface(ladder.button(3))

    assert rung.role() == QAccessible.Role.Button
    assert rung.text(QAccessible.Text.Name) == "Trede 3, Vrijwilliger"
    assert rung.text(QAccessible.Text.Description) == "Maaltijd: 1 vraag open"


def test_other_states_keep_the_focus_and_are_told(ladder: Ladder) -> None:
    ladder.button(3).setFocus()

    ladder.set_rungs([replace(rung, state="Bekeken", chosen=rung.number == 3) for rung in RUNGS])

    assert ladder.button(3).hasFocus()
    assert ladder.button(3).accessibleDescription() == "Bekeken Gekozen."


def test_fewer_rungs_take_buttons_away(ladder: Ladder) -> None:
    ladder.set_rungs(RUNGS[:3])

    assert ladder.button(3).rung == RUNGS[2]
    with pytest.raises(KeyError):
        ladder.button(4)


@pytest.mark.parametrize("name", THEME_NAMES)
def test_the_edge_and_the_focus_ring_stand_out(
    qapp: QApplication, ladder: Ladder, name: ThemeName
) -> None:
    theme = Theme(name=name)
    apply(qapp, theme)
    ladder.button(1).setFocus()
    qapp.processEvents()
    middle = ladder.button(5).width() // 2
    plain = QColor(ladder.button(5).grab().toImage().pixel(middle, 0)).name()
    ring = QColor(ladder.button(1).grab().toImage().pixel(middle, 1)).name()

    assert ratio(plain, theme.tokens.window) >= 3
    assert ratio(ring, theme.tokens.surface) >= 3


def test_at_200_percent_all_words_are_shown(qapp: QApplication, ladder: Ladder) -> None:
    apply(qapp, Theme(text_size=200))
    ladder.resize(340, 1400)
    qapp.processEvents()

    for rung in RUNGS:
        button = ladder.button(rung.number)
        for label in (button._name, button._state):
            assert label.height() >= label.heightForWidth(label.width())
        assert button.height() >= 88
