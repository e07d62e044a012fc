from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QPushButton,
    QScrollArea,
    QStyle,
    QStyleOptionFrame,
    QVBoxLayout,
    QWidget,
)

from meitinker import clock, i18n
from meitinker.i18n import LANGUAGES
from tests.ui import checklist
from ui.theme import THEME_NAMES, Theme, ThemeName, apply
from ui.viewmodels.dates import DAY, MONTH, YEAR, Near
from ui.widgets.dates import DateField

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def said(field: DateField) -> str | None:
    """Return the error; a call, so that the type checker does not remember the answer."""
    return field.error


def on_screen(qtbot: QtBot, field: DateField) -> tuple[QWidget, QPushButton]:
    window = QWidget()
    column = QVBoxLayout(window)
    button = QPushButton("Verder", window)
    column.addWidget(field)
    column.addWidget(button)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window, button


def type_date(qtbot: QtBot, field: DateField, *parts: str) -> None:
    for part, text in zip((DAY, MONTH, YEAR), parts, strict=True):
        field.line(part).setFocus()
        QTest.keyClicks(field.line(part), text)


def test_a_typed_date_is_read_and_shown_in_numbers(qtbot: QtBot) -> None:
    field = DateField("Geboortedatum")
    _window, button = on_screen(qtbot, field)
    left: list[date | None] = []
    field.left.connect(lambda: left.append(field.value()))

    type_date(qtbot, field, "4", "maaie", "1948")
    button.setFocus()

    assert left == [date(1948, 5, 4)]
    assert field.parts() == ("4", "5", "1948")
    assert said(field) is None


def test_going_from_day_to_month_is_not_leaving(qtbot: QtBot) -> None:
    field = DateField("Geboortedatum")
    _window, button = on_screen(qtbot, field)
    left: list[bool] = []
    field.left.connect(lambda: left.append(True))

    type_date(qtbot, field, "4", "3", "1948")
    assert left == []
    assert said(field) is None, "half a date is no error while it is being typed"

    button.setFocus()
    assert left == [True]


def test_typing_does_not_jump(qtbot: QtBot) -> None:
    field = DateField("Geboortedatum")
    _kept = on_screen(qtbot, field)
    field.setFocus()

    QTest.keyClicks(field.line(DAY), "14")

    assert field.line(DAY).hasFocus()


def test_half_a_date_is_said_and_marked_at_the_part_that_is_wrong(qtbot: QtBot) -> None:
    field = DateField("Geboortedatum")
    _window, button = on_screen(qtbot, field)

    type_date(qtbot, field, "4", "3", "")
    button.setFocus()

    assert said(field) == "Vul een jaar in van 4 cijfers. Bijvoorbeeld 1948."
    assert field.line(YEAR).property("fout") == "true"
    assert field.line(DAY).property("fout") != "true"
    assert field.value() is None
    assert field.parts() == ("4", "3", ""), "what was typed stays"

    field.focus_problem()
    assert field.line(YEAR).hasFocus()


def test_the_year_of_a_day_near_by_is_filled_in_on_leaving(qtbot: QtBot) -> None:
    with clock.running(lambda: datetime(2026, 11, 23, 9, 0, tzinfo=UTC)):
        field = DateField("Wanneer is het klaar?", near=Near.COMING)
        _window, button = on_screen(qtbot, field)

        type_date(qtbot, field, "3", "1", "")
        assert (field.value(), field.parts()) == (date(2027, 1, 3), ("3", "1", ""))
        button.setFocus()

    assert field.parts() == ("3", "1", "2027")
    assert said(field) is None


def test_mending_the_date_takes_the_error_away(qtbot: QtBot) -> None:
    field = DateField("Geboortedatum")
    _window, button = on_screen(qtbot, field)
    type_date(qtbot, field, "29", "2", "1949")
    button.setFocus()
    assert "Februari 1949 heeft 28 dagen" in (said(field) or "")

    field.line(YEAR).setFocus()
    QTest.keyClick(field.line(YEAR), Qt.Key.Key_Backspace)
    assert said(field) is not None, "a year of three digits is not right yet"
    QTest.keyClicks(field.line(YEAR), "8")
    assert said(field) is None, "the field still has the focus"
    assert field.line(YEAR).hasFocus()
    button.setFocus()

    assert said(field) is None
    assert field.value() == date(1948, 2, 29)


def test_a_date_pasted_in_the_first_field_is_spread(qtbot: QtBot) -> None:
    field = DateField("Geboortedatum")
    _window, button = on_screen(qtbot, field)
    field.setFocus()
    told: list[date | None] = []
    field.edited.connect(lambda: told.append(field.value()))
    QTest.keyClicks(field.line(DAY), "04-03-1948")

    assert told[-1] == date(1948, 3, 4), "who saves at an edit never hears of it again"
    button.setFocus()

    assert field.parts() == ("4", "3", "1948")


def test_a_whole_date_typed_over_the_day_replaces_the_date(qtbot: QtBot) -> None:
    field = DateField("Dag van de afspraak")
    _kept = on_screen(qtbot, field)
    field.set_value(date(2026, 11, 24))
    field.line(DAY).setFocus()
    field.line(DAY).selectAll()

    QTest.keyClicks(field.line(DAY), "1-12-2026")

    assert field.value() == date(2026, 12, 1)


def test_day_and_month_typed_into_the_day_are_spread_and_told_on_leaving(qtbot: QtBot) -> None:
    with clock.running(lambda: datetime(2026, 11, 23, 9, 0, tzinfo=UTC)):
        field = DateField("Wanneer is het klaar?", near=Near.COMING)
        _window, button = on_screen(qtbot, field)
        field.line(DAY).setFocus()
        QTest.keyClicks(field.line(DAY), "5 dec")
        told: list[date | None] = []
        field.edited.connect(lambda: told.append(field.value()))

        button.setFocus()

    assert told == [date(2026, 12, 5)]
    assert field.parts() == ("5", "12", "2026")
    assert said(field) is None


def test_setting_a_date_is_no_edit(qtbot: QtBot) -> None:
    field = DateField("Geboortedatum")
    qtbot.addWidget(field)
    edits: list[bool] = []
    field.edited.connect(lambda: edits.append(True))

    field.set_value(date(1948, 3, 4))
    assert field.value() == date(1948, 3, 4)

    field.set_value(None)
    assert field.parts() == ("", "", "")
    assert field.value() is None
    assert edits == []


def test_an_error_from_elsewhere_marks_the_whole_date(qtbot: QtBot) -> None:
    field = DateField("Geboortedatum")
    qtbot.addWidget(field)
    field.set_value(date(1948, 3, 4))

    field.set_error("Er staat al iemand met deze naam en geboortedatum.")

    assert {field.line(part).property("fout") for part in (DAY, MONTH, YEAR)} == {"true"}


def test_each_part_is_named_with_the_question_and_its_own_label(qtbot: QtBot) -> None:
    field = DateField("Geboortedatum", required=True)
    qtbot.addWidget(field)

    names = [
        QAccessible.queryAccessibleInterface(field.line(part)).text(QAccessible.Text.Name)
        for part in (DAY, MONTH, YEAR)
    ]

    assert names == [
        "Geboortedatum (verplicht): Dag",
        "Geboortedatum (verplicht): Maand",
        "Geboortedatum (verplicht): Jaar",
    ]


def test_at_200_percent_a_scrolled_form_cuts_no_field(qtbot: QtBot, qapp: QApplication) -> None:
    apply(qapp, Theme(text_size=200))
    field = DateField("Geboortedatum")
    field.set_parts("4", "3", "")
    field.set_error(field.problem())
    page = QWidget()
    column = QVBoxLayout(page)
    column.addWidget(field)
    column.addStretch(1)
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setWidget(page)
    qtbot.addWidget(scroll)
    scroll.resize(520, 200)
    scroll.show()
    qapp.processEvents()
    line = field.line(YEAR)

    bottom = line.mapTo(field, line.rect().bottomLeft()).y()
    heights = field.height(), page.height(), scroll.viewport().height()
    apply(qapp, Theme())

    assert bottom < heights[0]
    assert heights[1] > heights[2]


LONGEST = ("september", "foarjiersmoanne", "september")
"""The longest name of a month in Dutch, Frisian and English, of those the field understands."""


def _shows_all(field: DateField) -> bool:
    """Tell whether the letters of the month fit between the edges, as the style draws them."""
    line = field.line(MONTH)
    option = QStyleOptionFrame()
    line.initStyleOption(option)
    room = line.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, line)
    return line.fontMetrics().horizontalAdvance(line.text()) + 4 <= room.width()


@pytest.mark.parametrize("text_size", [100, 200])
@pytest.mark.parametrize("name", THEME_NAMES)
@pytest.mark.parametrize(("language", "month"), list(zip(LANGUAGES, LONGEST, strict=True)))
def test_a_month_that_is_typed_as_a_name_is_not_cut_off(
    qtbot: QtBot, qapp: QApplication, language: str, month: str, name: ThemeName, text_size: int
) -> None:
    apply(qapp, Theme(name=name, text_size=text_size))
    with i18n.speaking(language):
        field = DateField("Geboortedatum")
    window, button = on_screen(qtbot, field)
    window.resize(683, 384)
    narrow = field.line(MONTH).width()
    type_date(qtbot, field, "4", month, "1948")
    assert _shows_all(field)
    assert checklist.cut_off(window) == []
    button.setFocus()
    assert field.line(MONTH).width() == narrow, "the number takes its place"
    apply(qapp, Theme())


def test_half_a_date_keeps_its_month_in_sight(qtbot: QtBot) -> None:
    field = DateField("Geboortedatum")
    _window, button = on_screen(qtbot, field)
    type_date(qtbot, field, "", "september", "")
    button.setFocus()
    assert field.parts() == ("", "september", "")
    assert _shows_all(field)


def test_control_a_month_in_a_field_for_two_digits_is_seen_to_be_cut_off(qtbot: QtBot) -> None:
    field = DateField("Geboortedatum")
    _kept = on_screen(qtbot, field)
    type_date(qtbot, field, "", "september", "")
    field.line(MONTH).setFixedWidth(56)
    assert not _shows_all(field)


def test_a_part_that_is_filled_without_keys_counts_as_an_edit(qtbot: QtBot) -> None:
    field = DateField("Geboortedatum")
    window, _button = on_screen(qtbot, field)
    assert window.isVisible()
    day = QAccessible.queryAccessibleInterface(field.line(DAY))
    with qtbot.waitSignal(field.edited):
        day.setText(QAccessible.Text.Value, "4 maart 1948")
    assert field.value() == date(1948, 3, 4)
    with qtbot.assertNotEmitted(field.edited):
        field.set_value(date(1950, 1, 2))
