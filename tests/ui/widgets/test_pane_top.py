"""What never scrolls takes little where there is little height."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tests.ui import checklist
from ui.theme import Theme, apply
from ui.widgets.headings import PaneHeader, PaneTop

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

NAME = "Wilhelmina Geertruida van der Gouwen-Oosterhuis van Sinderen"


def height_in(qtbot: QtBot, width: int, height: int) -> tuple[int, int]:
    page, header = QWidget(), PaneHeader(NAME)
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    top = PaneTop(header)
    column.addWidget(top)
    column.addStretch(1)
    qtbot.addWidget(page)
    page.resize(width, height)
    page.show()
    checklist.settle()
    assert checklist.cut_off(page) == []
    return top.height(), header.heading.fontInfo().pixelSize()


@pytest.mark.parametrize(
    ("size", "width", "low", "high"), [(100, 620, 384, 768), (200, 1240, 768, 1536)]
)
def test_a_long_name_takes_a_third_less_in_a_low_window(
    qtbot: QtBot, qapp: QApplication, size: int, width: int, low: int, high: int
) -> None:
    apply(qapp, Theme(text_size=size))
    small, letters = height_in(qtbot, width, low)
    large, usual = height_in(qtbot, width, high)
    assert small < large * 2 / 3
    assert letters < usual
