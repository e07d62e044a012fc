"""Tab goes as the eye does, whatever an error pushed down."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import Theme, apply
from ui.widgets import tab_order
from ui.widgets.bars import ErrorSummary
from ui.widgets.fields import TextField
from ui.widgets.tab_order import Read, read_as_one

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot


def test_an_error_above_one_of_two_fields_in_a_line_keeps_their_order(
    qtbot: QtBot, qapp: QApplication
) -> None:
    apply(qapp, Theme())
    page = Read()
    code, place, below = TextField("Postcode"), TextField("Plaats"), TextField("Telefoon")
    line = QHBoxLayout()
    line.addWidget(code, 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(place, 0, Qt.AlignmentFlag.AlignTop)
    column = QVBoxLayout(page)
    column.addLayout(line)
    column.addWidget(below)
    column.addStretch(1)
    qtbot.addWidget(page)
    page.resize(900, 600)
    page.show()
    code.set_error("Deze postcode klopt niet. Schrijf vier cijfers en twee letters.")
    page.grab()
    assert code.line.mapTo(page, code.line.rect().topLeft()).y() > (
        place.line.mapTo(page, place.line.rect().bottomLeft()).y()
    ), "the error pushed the field below the one beside it"
    code.line.setFocus()
    for wanted in (place, below):
        assert page.focusNextPrevChild(True)
        assert page.focusWidget() is wanted.line
    assert page.focusNextPrevChild(False)
    assert page.focusWidget() is place.line


def test_what_is_out_of_sight_is_not_looked_at(
    qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A conversation keeps the sections that were left: hundreds of fields at every Tab."""
    apply(qapp, Theme())
    page, hidden = Read(), QWidget()
    first, second = TextField("Straat"), TextField("Plaats")
    for part in (first, hidden, second):
        (page.layout() or QVBoxLayout(page)).addWidget(part)
    left = [TextField("Vorige", hidden) for _ in range(20)]
    hidden.hide()
    qtbot.addWidget(page)
    page.show()
    looked: list[QWidget] = []
    takes = tab_order._takes_tab

    def note(widget: QWidget) -> bool:
        looked.append(widget)
        return takes(widget)

    monkeypatch.setattr(tab_order, "_takes_tab", note)
    first.line.setFocus()
    assert page.focusNextPrevChild(True)
    assert page.focusWidget() is second.line
    assert not any(one.isAncestorOf(seen) or one is seen for one in left for seen in looked)


def test_what_goes_out_of_sight_leaves_the_keyboard_in_its_own_pane(
    qtbot: QtBot, qapp: QApplication
) -> None:
    """Another pane has something at the same height, and is not what one was busy with."""
    apply(qapp, Theme())
    page, pane = Read(), QWidget()
    gone, stays = TextField("Zolder", pane), TextField("Kelder", pane)
    left = QVBoxLayout(pane)
    left.addWidget(gone)
    left.addSpacing(300)
    left.addWidget(stays)
    beside = TextField("Ladder", page)
    line = QHBoxLayout(page)
    line.addWidget(pane)
    line.addWidget(beside, 0, Qt.AlignmentFlag.AlignTop)
    qtbot.addWidget(page)
    page.resize(900, 600)
    page.show()
    page.grab()
    assert gone.y() == beside.y()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    gone.line.setFocus()
    gone.hide()
    assert page.focusWidget() is stays.line


def test_choices_are_gone_through_before_the_page_beside_them_however_low_they_end(
    qtbot: QtBot, qapp: QApplication
) -> None:
    apply(qapp, Theme())
    page, choices = Read(), QWidget()
    read_as_one(choices)
    first, last = TextField("Taal", choices), TextField("Afdrukken", choices)
    left = QVBoxLayout(choices)
    left.addWidget(first)
    left.addSpacing(300)
    left.addWidget(last)
    beside = TextField("Bladzijde", page)
    line = QHBoxLayout(page)
    line.addWidget(choices)
    line.addWidget(beside, 0, Qt.AlignmentFlag.AlignTop)
    qtbot.addWidget(page)
    page.resize(900, 600)
    page.show()
    page.grab()
    assert last.y() > beside.geometry().bottom(), "it stands lower than the page ends"
    first.line.setFocus()
    for wanted in (last, beside):
        assert page.focusNextPrevChild(True)
        assert page.focusWidget() is wanted.line


def test_what_still_lacks_gets_the_keyboard_each_time(qtbot: QtBot, qapp: QApplication) -> None:
    apply(qapp, Theme())
    page = Read()
    summary, field = ErrorSummary(page), TextField("Tijd", page)
    column = QVBoxLayout(page)
    column.addWidget(summary)
    column.addWidget(field)
    qtbot.addWidget(page)
    page.show()
    for _time in range(2):
        field.line.setFocus()
        summary.show_missing([("Tijd: dit is geen tijd.", field)])
        here = page.focusWidget()
        assert here is not None
        assert summary.isAncestorOf(here)
        assert here.isVisible()
