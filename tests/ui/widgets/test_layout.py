"""Fields beside each other stand on one line, whatever is said above them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.ui import checklist
from ui.theme import Theme, apply
from ui.widgets.choices import ComboField
from ui.widgets.fields import TextArea, TextField
from ui.widgets.layout import field_row

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget
    from pytestqt.qtbot import QtBot

    from ui.widgets.form_field import FormField

# The offscreen platform says so of every window, whatever the window does.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def height_of(row: QWidget, field: FormField) -> int:
    """Return how far below the top of the row the input of a field begins."""
    proxy = field.focusProxy()
    assert proxy is not None
    return proxy.mapTo(row, proxy.rect().topLeft()).y()


def test_a_hint_or_an_error_pushes_no_line_out_of_line(qtbot: QtBot, qapp: QApplication) -> None:
    apply(qapp, Theme())
    name, tie = TextField("Naam"), TextField("Hoe noemt u die?", hint="Zoals dochter.")
    kind = ComboField("Wat voor band?", ())
    row = field_row(name, tie, kind)
    qtbot.addWidget(row)
    row.resize(900, 200)
    row.show()
    checklist.settle()
    assert len({height_of(row, one) for one in (name, tie, kind)}) == 1
    name.set_error("Vul een naam in. Dat mag ook alleen een voornaam zijn, zoals Anna.")
    checklist.settle()
    assert len({height_of(row, one) for one in (name, tie, kind)}) == 1


def test_beside_a_text_a_line_stays_at_the_top(qtbot: QtBot, qapp: QApplication) -> None:
    apply(qapp, Theme())
    name, text = TextField("Naam"), TextArea("Verhaal", lines=6)
    row = field_row(name, text)
    qtbot.addWidget(row)
    row.resize(900, 300)
    row.show()
    checklist.settle()
    assert height_of(row, name) == height_of(row, text)
