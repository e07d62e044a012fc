"""The pages of the first time by keyboard alone: no key does nothing without a word."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox

from ui.theme import Theme, apply
from ui.views.entry.first_run import PassphrasePage, WhoPage
from ui.views.entry.recovery import RecoveryCodePage

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from ui.views.entry.page import EntryPage

# The offscreen platform says so of every window, whatever the window does.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

CONTROL = Qt.KeyboardModifier.ControlModifier


def shown(qtbot: QtBot, qapp: QApplication, page: EntryPage) -> None:
    apply(qapp, Theme())
    qtbot.addWidget(page)
    page.resize(900, 700)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.focus_first()


def sheet() -> bytes:
    """Return a PDF of one empty page."""
    from reportlab.pdfgen.canvas import Canvas

    made = io.BytesIO()
    canvas = Canvas(made)
    canvas.showPage()
    canvas.save()
    return made.getvalue()


def here() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def test_enter_asks_for_the_passphrase_once_more(qtbot: QtBot, qapp: QApplication) -> None:
    page = PassphrasePage(step="Stap 2 van 3.")
    shown(qtbot, qapp, page)
    QTest.keyClicks(here(), "kat")
    QTest.keyClick(here(), Qt.Key.Key_Return)
    assert here() is page.second.line
    QTest.keyClicks(here(), "ka")
    QTest.keyClick(here(), Qt.Key.Key_Return)
    assert page.second.error == "De twee wachtwoorden zijn niet gelijk."
    page.second.line.end(False)
    QTest.keyClicks(here(), "t")
    assert page.second.error is None, "it is gone as soon as it is not so"


def test_control_enter_goes_on_and_says_what_lacks(qtbot: QtBot, qapp: QApplication) -> None:
    page = WhoPage(["Grou"])
    shown(qtbot, qapp, page)
    QTest.keyClick(here(), Qt.Key.Key_Return, CONTROL)
    assert page.name.error == "Vul dit in."
    qapp.processEvents()
    assert here() is page.name.line, "nothing of the key takes the keyboard on afterwards"


def test_enter_on_the_box_that_was_ticked_goes_on(qtbot: QtBot, qapp: QApplication) -> None:
    page = RecoveryCodePage(sheet())
    shown(qtbot, qapp, page)
    kept: list[bool] = []
    page.kept.connect(lambda: kept.append(True))
    page.put_away.setFocus()
    QTest.keyClick(here(), Qt.Key.Key_Return)
    assert (kept, bool(page.put_away.error)) == ([], True)
    QTest.keyClick(here(), Qt.Key.Key_Space)
    QTest.keyClick(here(), Qt.Key.Key_Return)
    assert kept == [True]


def test_enter_goes_along_the_fields_and_the_villages_are_one_stop(
    qtbot: QtBot, qapp: QApplication
) -> None:
    page = WhoPage(["Akkrum", "Grou", "Nes"])
    shown(qtbot, qapp, page)
    for field in (page.name, page.phone, page.organisation, page.organisation_phone):
        qtbot.waitUntil(field.line.hasFocus)
        QTest.keyClick(here(), Qt.Key.Key_Return)
    qtbot.waitUntil(page.villages.button("Akkrum").hasFocus)
    assert page.name.error is None, "only Verder says what lacks"
    QTest.keyClick(here(), Qt.Key.Key_Tab)
    assert here() is page.next, "three villages are one stop, as eighteen are"


def test_the_village_that_the_arrows_reach_is_in_sight(qtbot: QtBot, qapp: QApplication) -> None:
    page = WhoPage([f"Dorp {number}" for number in range(30)])
    shown(qtbot, qapp, page)
    while not isinstance(here(), QCheckBox):
        QTest.keyClick(here(), Qt.Key.Key_Tab)
    for _step in range(29):
        QTest.keyClick(here(), Qt.Key.Key_Down)
    last = here()
    assert isinstance(last, QCheckBox)
    assert not last.visibleRegion().isEmpty()
    QTest.keyClick(last, Qt.Key.Key_Space)
    assert page.villages.value() == ("Dorp 29",)
