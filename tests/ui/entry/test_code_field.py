"""The recovery code is compared with paper group by group: the whole of it must be in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QStyle, QStyleOptionFrame

from tests.ui import checklist
from ui.theme import Theme, apply
from ui.views.entry.recovery import RecoverPage
from ui.views.entry.restore import RestorePage

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

_CODE = "61T5B 3DXAZ 0AHS0 92AE1 C9E5E R9GGJ F8G72 BHNQ0"


@pytest.mark.parametrize("name", ["recover", "restore"])
def test_the_whole_code_stands_in_its_line(qtbot: QtBot, qapp: QApplication, name: str) -> None:
    apply(qapp, Theme())
    page = RecoverPage() if name == "recover" else RestorePage([], "", by_code=True)
    qtbot.addWidget(page)
    page.resize(1366, 768)
    page.show()
    checklist.settle()
    line = page.code.line
    option = QStyleOptionFrame()
    line.initStyleOption(option)
    room = line.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, line)
    assert line.fontMetrics().horizontalAdvance(_CODE) + 4 <= room.width()
