from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ui.theme import Theme, apply
from ui.widgets.counter import CounterField

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def field(qtbot: QtBot) -> CounterField:
    counter = CounterField("Hoeveel mensen helpen al?", most=12)
    qtbot.addWidget(counter)
    counter.show()
    return counter


@pytest.mark.parametrize(
    ("before", "by", "after"), [(2, 1, 3), (2, -1, 1), (0, -1, 0), (12, 1, 12), (None, 1, 1)]
)
def test_stepping_stays_within_the_bounds(
    field: CounterField, before: int | None, by: int, after: int
) -> None:
    field.set_value(before)

    field.step(by)

    assert field.value() == after


def test_taking_one_off_an_empty_field_is_nought(field: CounterField) -> None:
    field.step(-1)

    assert field.value() == 0


def test_the_buttons_and_the_arrow_keys_are_edits(qtbot: QtBot, field: CounterField) -> None:
    edits: list[int | None] = []
    field.edited.connect(lambda: edits.append(field.value()))
    minus, plus = field.buttons

    field.set_value(5)
    plus.click()
    minus.click()
    QTest.keyClick(field.line, Qt.Key.Key_Up)
    QTest.keyClick(field.line, Qt.Key.Key_Down)

    assert edits == [6, 5, 6, 5]


def test_a_step_that_changes_nothing_is_no_edit(field: CounterField) -> None:
    edits: list[bool] = []
    field.edited.connect(lambda: edits.append(True))
    field.set_value(12)

    field.step(1)

    assert edits == []


@pytest.mark.parametrize("text", ["13", "-1", "twee", "²"])
def test_what_is_no_number_within_the_bounds_is_said(field: CounterField, text: str) -> None:
    field.line.setText(text)

    assert field.value() is None
    assert field.problem() == "Vul een getal in van 0 tot en met 12."


def test_empty_is_not_nought_and_no_problem(field: CounterField) -> None:
    assert field.value() is None
    assert field.problem() is None


def test_read_only_cannot_be_stepped_by_keys_or_buttons(qtbot: QtBot, field: CounterField) -> None:
    field.set_value(2)
    field.set_read_only(True)

    QTest.keyClick(field.line, Qt.Key.Key_Up)
    field.buttons[1].click()

    assert field.value() == 2


def test_everything_has_a_name(field: CounterField) -> None:
    names = [
        QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
        for widget in (field.buttons[0], field.line, field.buttons[1])
    ]

    assert names == [
        "Eén minder: Hoeveel mensen helpen al?",
        "Hoeveel mensen helpen al?",
        "Eén meer: Hoeveel mensen helpen al?",
    ]


@pytest.mark.parametrize("size", [100, 200])
def test_the_buttons_are_44_and_grow_with_the_text(
    qapp: QApplication, field: CounterField, size: int
) -> None:
    apply(qapp, Theme(text_size=size))
    qapp.processEvents()

    assert all(button.width() == 44 * size // 100 for button in field.buttons)
    assert all(button.height() >= 44 * size // 100 for button in field.buttons)
    apply(qapp, Theme())
