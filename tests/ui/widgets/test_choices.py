from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from ui.theme import Theme, apply
from ui.widgets.buttons import Button
from ui.widgets.choices import CheckField, CheckGroup, Choice, ComboField, RadioGroup
from ui.widgets.fields import TextField
from ui.widgets.toggle_row import Box, Dot, ToggleRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

HELP = (Choice("self", "Zelf"), Choice("family", "Familie"), Choice("other", "Iemand anders"))
CONSENT = (
    "De inwoner wil een kopie van het verslag op papier en vindt het goed dat wij de huisarts "
    "bellen over de trap en over de hulp in huis."
)


def shown(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.addWidget(widget)
    widget.show()
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)


def test_short_answers_go_on_on_the_next_line_where_the_room_ends(qtbot: QtBot) -> None:
    """In a narrow window the last one was cut off, such as the largest letters."""
    group = RadioGroup("Wie helpt?", HELP, across=True)
    shown(qtbot, group)
    group.resize(900, group.heightForWidth(900))
    places = {key: group.button(key).mapTo(group, QPoint(0, 0)) for key in ("self", "other")}
    assert places["self"].y() == places["other"].y()

    assert group.minimumSizeHint().width() <= 200
    group.resize(200, max(group.heightForWidth(200), group.minimumSizeHint().height()))
    first, last = (group._rows[at] for at in (0, -1))
    assert first.mapTo(group, QPoint(0, 0)).y() < last.mapTo(group, QPoint(0, 0)).y()
    end = last.mapTo(group, last.rect().bottomRight())
    assert end.x() < 200
    assert end.y() < group.height()


@pytest.mark.parametrize("make", [Button, CheckField, TextField])
def test_an_and_sign_in_words_is_shown(qtbot: QtBot, make: Callable[[str], QWidget]) -> None:
    """Qt takes it for the sign of a key: "Kofje & praat" was shown as "Kofje _praat"."""
    words = "Kofje & praat"
    widget = make(words)
    qtbot.addWidget(widget)
    said = [
        QAccessible.queryAccessibleInterface(one).text(QAccessible.Text.Name)
        for one in (widget, *widget.findChildren(QLabel))
        if isinstance(one, Button | QLabel)
    ]
    assert words in said


def test_one_radio_at_a_time_and_none_beforehand(qtbot: QtBot) -> None:
    group = RadioGroup("Wie helpt?", HELP)
    shown(qtbot, group)
    edits: list[str | None] = []
    group.edited.connect(lambda: edits.append(group.value()))
    assert group.value() is None

    group.button("self").click()
    group.button("family").click()

    assert edits == ["self", "family"]


def test_radios_are_set_and_cleared_without_an_edit(qtbot: QtBot) -> None:
    group = RadioGroup("Wie helpt?", HELP)
    qtbot.addWidget(group)
    edits: list[bool] = []
    group.edited.connect(lambda: edits.append(True))

    group.set_value("other")
    assert group.value() == "other"
    group.set_value(None)
    assert group.value() is None
    group.set_value("self")
    assert group.value() == "self"
    assert edits == []


def test_arrow_keys_choose_among_radios(qtbot: QtBot) -> None:
    group = RadioGroup("Wie helpt?", HELP)
    shown(qtbot, group)
    group.button("self").setFocus()
    QTest.keyClick(group.button("self"), Qt.Key.Key_Space)

    QTest.keyClick(group.button("self"), Qt.Key.Key_Down)

    assert group.value() == "family"
    assert group.button("family").hasFocus()


def test_six_answers_are_too_many_for_radios() -> None:
    with pytest.raises(ValueError, match="ComboField"):
        RadioGroup("Wie helpt?", [Choice(str(n), str(n)) for n in range(6)])


def test_each_radio_is_named_by_its_answer_and_described_by_the_question(qtbot: QtBot) -> None:
    group = RadioGroup("Wie helpt?", HELP)
    qtbot.addWidget(group)
    group.set_error("Kies een antwoord.")

    radio = QAccessible.queryAccessibleInterface(group.button("family"))

    assert radio.role() == QAccessible.Role.RadioButton
    assert radio.text(QAccessible.Text.Name) == "Familie"
    assert radio.text(QAccessible.Text.Description) == "Wie helpt? Kies een antwoord."


def test_several_checks_are_kept_in_the_order_of_the_choices(qtbot: QtBot) -> None:
    group = CheckGroup("Wie helpt?", HELP)
    shown(qtbot, group)

    group.button("other").click()
    group.button("self").click()
    assert group.value() == ("self", "other")

    group.set_value(["family"])
    assert group.value() == ("family",)


def test_many_checks_stand_two_on_a_line_and_their_words_wrap(qtbot: QtBot) -> None:
    many = [Choice(str(at), f"Mensen met een {'heel ' * (at % 5)}lange naam") for at in range(22)]
    one, two = CheckGroup("Voor wie?", many), CheckGroup("Voor wie?", many, columns=True)
    for group in (one, two):
        shown(qtbot, group)
        group.resize(500, group.heightForWidth(500))
    assert two.heightForWidth(500) < one.heightForWidth(500)
    places = [two.button(str(at)).mapTo(two, QPoint(0, 0)) for at in range(3)]
    assert places[0].y() == places[1].y() < places[2].y()
    assert places[0].x() == places[2].x() < places[1].x()
    assert two.minimumSizeHint().width() <= 500
    QTest.keyClick(two.button("0"), Qt.Key.Key_Down)
    assert two.button("1").hasFocus()


def test_several_checks_are_one_stop_for_tab_and_arrows_go_along_them(qtbot: QtBot) -> None:
    window = QWidget()
    column = QVBoxLayout(window)
    group, after = CheckGroup("Wie helpt?", HELP), QLineEdit()
    column.addWidget(group)
    column.addWidget(after)
    shown(qtbot, window)
    group.setFocus()
    first, second = list(group._buttons.values())[:2]
    qtbot.waitUntil(first.hasFocus)

    QTest.keyClick(first, Qt.Key.Key_Down)
    assert second.hasFocus()
    assert group.value() == (), "an arrow ticks nothing"
    QTest.keyClick(second, Qt.Key.Key_Space)
    assert group.value() == (list(group._buttons)[1],)
    QTest.keyClick(second, Qt.Key.Key_Tab)
    assert after.hasFocus()
    QTest.keyClick(after, Qt.Key.Key_Backtab)
    assert second.hasFocus(), "Tab comes back on what is ticked"


def test_a_click_on_the_words_toggles_the_box(qtbot: QtBot) -> None:
    field = CheckField(CONSENT)
    shown(qtbot, field)
    edits: list[bool] = []
    field.edited.connect(lambda: edits.append(field.value()))

    QTest.mouseClick(field._row.words, Qt.MouseButton.LeftButton)
    QTest.mouseClick(field._row.words, Qt.MouseButton.LeftButton)
    QTest.keyClick(field.box, Qt.Key.Key_Space)

    assert edits == [True, False, True]


@pytest.mark.parametrize("make", [Box, Dot])
def test_the_ring_of_a_box_has_its_room_and_is_hit(
    qtbot: QtBot, qapp: QApplication, make: type[Box] | type[Dot]
) -> None:
    apply(qapp, Theme())
    page = QWidget()
    row = ToggleRow(make(), CONSENT, page)
    shown(qtbot, page)
    box = row.button
    assert box.width() == box.sizeHint().width(), "a ring that is cut off covers the box"
    for corner in (box.rect().topLeft(), box.rect().bottomRight()):
        assert box.hitButton(corner)


def test_a_disabled_box_is_not_toggled_by_its_words(qtbot: QtBot) -> None:
    field = CheckField(CONSENT)
    shown(qtbot, field)
    field.set_read_only(True)

    QTest.mouseClick(field._row.words, Qt.MouseButton.LeftButton)

    assert not field.value()


def test_a_consent_sentence_wraps(qtbot: QtBot) -> None:
    field = CheckField(CONSENT)
    shown(qtbot, field)
    field.resize(300, 400)
    QApplication.processEvents()

    words = field._row.words
    assert field.minimumSizeHint().width() <= 300
    assert words.height() >= 3 * words.fontMetrics().lineSpacing()


def test_a_combo_keeps_keys_and_starts_empty(qtbot: QtBot) -> None:
    field = ComboField("Hoe woont u?", HELP)
    shown(qtbot, field)
    edits: list[str | None] = []
    field.edited.connect(lambda: edits.append(field.value()))
    assert field.value() is None

    field.set_value("family")
    assert field.combo.currentText() == "Familie"
    assert edits == []

    field.setFocus()
    QTest.keyClick(field.combo, Qt.Key.Key_Down)
    assert edits == ["other"]


def test_other_choices_keep_the_answer_if_it_is_still_there(qtbot: QtBot) -> None:
    field = ComboField("Hoe woont u?", HELP)
    qtbot.addWidget(field)
    field.set_value("other")

    field.set_choices(HELP[1:])
    assert field.value() == "other"

    field.set_choices(HELP[:1])
    assert field.value() is None


@pytest.mark.parametrize("focused", [False, True])
def test_the_wheel_changes_no_answer(qtbot: QtBot, focused: bool) -> None:
    field = ComboField("Hoe woont u?", HELP)
    shown(qtbot, field)
    field.set_value("family")
    if focused:
        field.setFocus()
    else:
        field.combo.clearFocus()
    wheel = QWheelEvent(
        QPointF(5, 5),
        field.combo.mapToGlobal(QPointF(5, 5)),
        QPoint(0, 0),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )

    QApplication.sendEvent(field.combo, wheel)

    assert field.value() == "family"
    assert not wheel.isAccepted()  # the form rolls


def test_a_combo_has_its_label_as_a_relation(qtbot: QtBot) -> None:
    field = ComboField("Hoe woont u?", HELP)
    qtbot.addWidget(field)

    relations = QAccessible.queryAccessibleInterface(field.combo).relations()

    assert any(kind & QAccessible.RelationFlag.Label for _other, kind in relations)


def _toggle(button: QAbstractButton) -> None:
    """Toggle as assistive technology does: without mouse, key or click."""
    seen = QAccessible.queryAccessibleInterface(button)
    seen.actionInterface().doAction("Toggle")


def test_what_assistive_technology_toggles_is_an_edit(qtbot: QtBot) -> None:
    box, group, many = (
        CheckField("Grote letters"),
        RadioGroup("Wie helpt?", HELP),
        CheckGroup("Wie helpt?", HELP),
    )
    edits: list[object] = []
    for field in (box, group, many):
        qtbot.addWidget(field)
        field.edited.connect(lambda field=field: edits.append(field.value()))
    _toggle(box.box)
    _toggle(group.button("self"))
    _toggle(group.button("family"))
    _toggle(many.button("other"))
    assert edits == [True, "self", "family", ("other",)]


def test_tab_comes_in_on_the_chosen_answer_and_once_only(qtbot: QtBot) -> None:
    window = QWidget()
    column = QVBoxLayout(window)
    before, after = QLineEdit(), QLineEdit()
    group = RadioGroup("Wat levert dit op?", [Choice(k, k) for k in ("ja", "deels", "nee")])
    for widget in (before, group, after):
        column.addWidget(widget)
    shown(qtbot, window)
    for chosen, comes_in in ((None, "ja"), ("nee", "nee"), ("deels", "deels"), (None, "ja")):
        group.set_value(chosen)
        before.setFocus()
        QTest.keyClick(before, Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is group.button(comes_in)
        QTest.keyClick(group.button(comes_in), Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is after


def test_an_arrow_chooses_also_where_nothing_was_chosen(qtbot: QtBot) -> None:
    group = RadioGroup("Mag dit?", [Choice(k, k) for k in ("ja", "nee")])
    shown(qtbot, group)
    group.setFocus()
    QTest.keyClick(group.button("ja"), Qt.Key.Key_Down)
    assert (group.value(), QApplication.focusWidget()) == ("nee", group.button("nee"))
    QTest.keyClick(group.button("nee"), Qt.Key.Key_Up)
    assert (group.value(), QApplication.focusWidget()) == ("ja", group.button("ja"))


@pytest.mark.parametrize("text_size", [100, 200])
def test_the_ring_has_room_on_both_sides_of_a_box(
    qtbot: QtBot, qapp: QApplication, text_size: int
) -> None:
    apply(qapp, Theme(text_size=text_size))
    field = CheckField(CONSENT)
    shown(qtbot, field)
    field.box.setFocus(Qt.FocusReason.TabFocusReason)
    image = field.box.grab().toImage()
    middle = [image.pixelColor(x, image.height() // 2) for x in range(image.width())]
    ink = [colour != image.pixelColor(0, 0) for colour in middle]
    assert {True, False} == set(ink)
    assert ink == ink[::-1]
