"""Tabs that do not fit: arrows of their own that can be hit and show the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QToolButton

from tests.ui import checklist
from ui.theme import TEXT_SIZES, Theme, apply, px
from ui.widgets import tabs as tabs_module
from ui.widgets.tabs import Tabs

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

NAMES = ("Overzicht", "Vragen", "Netwerk", "Taken", "Gegevens", "Dossier", "Samenvoegen")


@pytest.fixture
def tabs(qtbot: QtBot, qapp: QApplication) -> Tabs:
    apply(qapp, Theme())
    row = Tabs("Onderdelen")
    for name in NAMES:
        row.addTab(name)
    qtbot.addWidget(row)
    row.show()
    return row


def arrows(tabs: Tabs) -> list[QToolButton]:
    return [button for button in tabs.findChildren(QToolButton) if button.isVisible()]


def test_there_are_no_arrows_while_all_tabs_fit(tabs: Tabs) -> None:
    tabs.resize(2000, 60)
    checklist.settle()
    assert arrows(tabs) == []


@pytest.mark.parametrize("size", TEXT_SIZES)
def test_arrows_are_named_wide_enough_and_painted(
    tabs: Tabs, qapp: QApplication, size: int
) -> None:
    apply(qapp, Theme(text_size=size))
    tabs.resize(400, 100)
    checklist.settle()
    found = arrows(tabs)
    assert [button.accessibleName() for button in found] == [
        "Tabs naar links", "Tabs naar rechts"
    ]  # fmt: skip
    for button in found:
        assert button.width() >= checklist.LEAST_TARGET
        image = button.grab().toImage()
        colours = {image.pixel(x, image.height() // 2) for x in range(image.width())}
        assert len(colours) > 1


def _inked(tabs: Tabs, left: int, right: int) -> bool:
    image = tabs.grab(QRect(left, 0, right - left, tabs.height())).toImage()
    ground = tabs.palette().window().color()
    across, down = range(image.width()), range(image.height())
    return any(image.pixelColor(x, y) != ground for x in across for y in down)


@pytest.mark.parametrize("chosen", range(len(NAMES)))
def test_no_tab_is_shown_in_part(tabs: Tabs, chosen: int) -> None:
    tabs.resize(400, 60)
    tabs.setCurrentIndex(chosen)
    checklist.settle()
    end = min(button.x() for button in arrows(tabs))
    shown = [tabs.tabRect(n) for n in range(tabs.count())]
    beside = px(tabs_module._BESIDE)
    whole = [
        number
        for number, one in enumerate(shown)
        if one.left() + beside >= 0 and one.right() - beside < end
    ]
    assert chosen in whole, "what is chosen is in sight"
    for number, one in enumerate(shown):
        left, right = max(one.left(), 0), min(one.right() + 1, end)
        if left < right:
            assert _inked(tabs, left, right) is (number in whole), NAMES[number]


def test_an_arrow_is_known_by_its_name_not_by_its_object(tabs: Tabs, qtbot: QtBot) -> None:
    again = QToolButton()
    again.setObjectName("ScrollLeftButton")
    qtbot.addWidget(again)
    again.installEventFilter(tabs)
    again.resize(60, 60)
    image = again.grab().toImage()
    assert len({image.pixel(x, 30) for x in range(60)}) > 1


def test_the_last_tab_comes_into_sight_when_it_is_chosen(tabs: Tabs) -> None:
    tabs.resize(400, 60)
    checklist.settle()
    assert tabs.tabRect(6).left() > 400
    tabs.setCurrentIndex(6)
    checklist.settle()
    assert tabs.tabRect(6).right() <= 400
