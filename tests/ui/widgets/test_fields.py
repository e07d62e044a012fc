from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget

from tests.ui import checklist
from ui.theme import Theme, apply, take_on_look
from ui.widgets.fields import (
    FormField,
    PassphraseField,
    PhoneField,
    TextArea,
    TextField,
    TextPlace,
)
from ui.widgets.secret_field import SecretField

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

# The offscreen platform says so of every window, whatever the window does.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture(autouse=True)
def themed(qapp: QApplication) -> Iterator[None]:
    apply(qapp, Theme())
    yield
    apply(qapp, Theme())


def said(field: FormField) -> str | None:
    """Return the error; a call, so that the type checker does not remember the answer."""
    return field.error


def on_screen(qtbot: QtBot, *fields: QWidget) -> QWidget:
    """Show fields below each other, with a button at the end to move the focus to."""
    window = QWidget()
    column = QVBoxLayout(window)
    for field in fields:
        column.addWidget(field)
    column.addWidget(QPushButton("Verder", window))
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def leave(window: QWidget) -> None:
    buttons = window.findChildren(QPushButton, options=Qt.FindChildOption.FindDirectChildrenOnly)
    buttons[-1].setFocus()


def described(widget: QWidget) -> tuple[str, str]:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name), interface.text(QAccessible.Text.Description)


@pytest.mark.parametrize("kind", [TextField, TextArea, PassphraseField, SecretField, PhoneField])
def test_the_innermost_widget_has_name_label_and_hint(qtbot: QtBot, kind: type[TextField]) -> None:
    field = kind("Straat", hint="Zonder huisnummer.", required=True)
    qtbot.addWidget(field)
    inner = field.focusProxy()
    assert inner is not None

    name, description = described(inner)
    relations = QAccessible.queryAccessibleInterface(inner).relations()

    assert name == "Straat (verplicht)"
    assert "Zonder huisnummer." in description
    assert any(kind_ & QAccessible.RelationFlag.Label for _other, kind_ in relations)


def test_an_error_is_shown_marked_and_read_out_and_goes_away(qtbot: QtBot) -> None:
    field = TextField("Straat", hint="Zonder huisnummer.")
    _window = on_screen(qtbot, field)
    before = field.sizeHint().height()

    field.set_error("Vul een straat in.")
    assert said(field) == "Vul een straat in."
    assert described(field.line)[1] == "Zonder huisnummer. Vul een straat in."
    assert field.line.property("fout") == "true"
    assert field.sizeHint().height() > before

    field.set_error(None)
    assert said(field) is None
    assert described(field.line)[1] == "Zonder huisnummer."
    assert field.line.property("fout") == "false"


def test_typing_is_an_edit_and_setting_is_not(qtbot: QtBot) -> None:
    line, area = TextField("Straat"), TextArea("Verhaal")
    _window = on_screen(qtbot, line, area)
    edits: list[str] = []
    line.edited.connect(lambda: edits.append("line"))
    area.edited.connect(lambda: edits.append("area"))

    line.set_value("Doarpsstrjitte")
    area.set_value("Mevrouw vertelt.")
    assert edits == []

    QTest.keyClicks(line.line, "!")
    QTest.keyClicks(area.area, "!")
    assert edits == ["line", "area"]


def test_left_is_sent_after_a_change_only(qtbot: QtBot) -> None:
    field = TextField("Straat")
    window = on_screen(qtbot, field)
    left: list[str] = []
    field.left.connect(lambda: left.append(field.value()))

    field.setFocus()
    leave(window)
    assert left == []

    field.setFocus()
    QTest.keyClicks(field.line, "Singel")
    leave(window)
    assert left == ["Singel"]

    field.setFocus()
    leave(window)
    assert left == ["Singel"]


def test_a_context_menu_does_not_leave_the_field(qtbot: QtBot) -> None:
    field = TextField("Straat")
    _window = on_screen(qtbot, field)
    left: list[bool] = []
    field.left.connect(lambda: left.append(True))
    field.setFocus()
    QTest.keyClicks(field.line, "S")

    field._focus_out(Qt.FocusReason.PopupFocusReason)

    assert left == []


def test_tab_leaves_a_text_area(qtbot: QtBot) -> None:
    area = TextArea("Verhaal")
    _window = on_screen(qtbot, area)
    area.setFocus()

    QTest.keyClick(area.area, Qt.Key.Key_Tab)

    assert not area.area.hasFocus()
    assert area.value() == ""


def test_a_text_area_grows_with_its_lines_up_to_its_most(qtbot: QtBot) -> None:
    area = TextArea("Verhaal", lines=3, most_lines=6)
    window = on_screen(qtbot, area)
    window.resize(400, 700)
    empty = area.area.sizeHint().height()

    area.set_value("\n".join("abcde"))
    five = area.area.sizeHint().height()
    area.set_value("\n".join("abcdefghijk"))
    eleven = area.area.sizeHint().height()

    line = area.area.fontMetrics().lineSpacing()
    assert five - empty == pytest.approx(2 * line, abs=2)
    assert eleven - empty == pytest.approx(3 * line, abs=2)


@pytest.mark.parametrize("laid_out_first", [True, False])
def test_a_long_text_is_as_high_as_its_lines_whenever_it_was_laid_out(
    qtbot: QtBot, laid_out_first: bool
) -> None:
    """At its first width Qt may put a bar below it: it kept room for that when it was gone."""
    area = TextArea("Verhaal", lines=2, most_lines=8)
    area.set_value("woord " * 200)
    window = QWidget()
    column = QVBoxLayout(window)
    column.addWidget(area)
    column.addStretch(1)
    qtbot.addWidget(window)
    if laid_out_first:
        column.activate()  # before it has its look
        take_on_look(window)
        column.activate()
    window.resize(600, 800)
    window.show()
    checklist.settle()
    assert area.area.height() == area.area.sizeHint().height()


@pytest.mark.parametrize("size", [100, 150, 200])
@pytest.mark.parametrize("lines", [2, 3, 6])
def test_a_text_that_shows_whole_has_no_bar(
    qtbot: QtBot, qapp: QApplication, lines: int, size: int
) -> None:
    apply(qapp, Theme(text_size=size))
    field = TextArea("Verhaal", lines=2, most_lines=6)
    window = on_screen(qtbot, field)
    window.resize(600, 1200)
    bar = field.area.verticalScrollBar()
    field.set_value("\n".join("abcdef"[:lines]))
    qtbot.waitUntil(lambda: bar.maximum() == 0)
    field.set_value("\n".join("abcdefg"))
    qtbot.waitUntil(lambda: bar.maximum() > 0)


def test_work_resumes_at_the_same_place(qtbot: QtBot) -> None:
    area = TextArea("Verhaal", lines=3, most_lines=3)
    _window = on_screen(qtbot, area)
    area.set_value("\n".join(f"regel {n}" for n in range(40)))
    cursor = area.area.textCursor()
    cursor.setPosition(100)
    cursor.setPosition(107, QTextCursor.MoveMode.KeepAnchor)
    area.area.setTextCursor(cursor)
    area.area.verticalScrollBar().setValue(9)
    place, words = area.place(), area.area.textCursor().selectedText()

    area.set_value("")
    area.set_value("\n".join(f"regel {n}" for n in range(40)))
    area.set_place(place)

    assert area.place() == place == TextPlace(position=107, anchor=100, scroll=9)
    assert area.area.textCursor().selectedText() == words


def test_a_place_beyond_a_shortened_text_is_its_end(qtbot: QtBot) -> None:
    area = TextArea("Verhaal")
    qtbot.addWidget(area)
    area.set_value("kort 😀")

    area.set_place(TextPlace(position=500, anchor=500, scroll=50))

    assert area.place().position == 7  # the smiley is two units for Qt


def test_a_passphrase_is_hidden_until_asked_and_hidden_again_with_the_screen(
    qtbot: QtBot,
) -> None:
    field = PassphraseField("Wachtwoord")
    window = on_screen(qtbot, field)
    field.set_value(" met spatie ")
    button = field.findChild(QPushButton)
    assert button is not None
    assert field.line.echoMode() == QLineEdit.EchoMode.Password

    button.click()
    assert field.is_shown()
    assert button.text() == "Verberg wachtwoord"

    window.hide()
    assert not field.is_shown()
    assert field.value() == " met spatie "


def test_a_passphrase_may_be_pasted(qtbot: QtBot) -> None:
    field = PassphraseField("Wachtwoord")
    _window = on_screen(qtbot, field)
    QApplication.clipboard().setText("uit de kluis")

    QTest.keyClick(field.line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    assert field.value() == "uit de kluis"


def test_a_secret_shows_its_end_only_until_the_screen_reveals_it(qtbot: QtBot) -> None:
    field = SecretField("BSN")
    window = on_screen(qtbot, field)
    asked: list[bool] = []
    field.revealRequested.connect(lambda: asked.append(True))
    field.set_value("999990019")
    button = field.findChild(QPushButton)
    assert button is not None

    assert field.line.text() == "•••••0019"
    assert field.line.isReadOnly()
    assert field.value() == "999990019"
    assert "0 0 1 9" in described(field.line)[1]

    button.click()
    assert asked == [True]
    assert field.line.text() == "•••••0019", "the read must be logged first"

    field.reveal("999990019")
    assert field.line.text() == "999990019"
    assert not button.isVisible()

    leave(window)
    assert field.line.text() == "•••••0019"
    assert field.value() == "999990019"


def test_a_secret_is_covered_after_a_while_and_with_the_screen(qtbot: QtBot) -> None:
    field = SecretField("BSN")
    window = on_screen(qtbot, field)
    field.reveal("999990019")

    field._clock.timeout.emit()
    assert field.line.text() == "•••••0019"

    field.reveal("999990019")
    window.hide()
    assert field.line.text() == "•••••0019"


@pytest.mark.promise("A12")
@pytest.mark.parametrize("way", ["keys", "menu"])
def test_a12_a_copied_secret_goes_to_who_clears_it_and_not_to_the_clipboard(
    qtbot: QtBot, way: str
) -> None:
    field = SecretField("BSN")
    _window = on_screen(qtbot, field)
    asked: list[str] = []
    field.copied.connect(asked.append)
    QApplication.clipboard().setText("boodschappen")
    field.reveal("999990019")
    field.line.selectAll()

    if way == "keys":
        QTest.keyClick(field.line, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    else:
        menu = field.line.createStandardContextMenu()
        (copy,) = (one for one in menu.actions() if one.objectName() == "edit-copy")
        copy.trigger()

    assert asked == ["999990019"]
    assert QApplication.clipboard().text() == "boodschappen"
    assert field.value() == "999990019"


@pytest.mark.promise("A12")
def test_a12_control_another_field_copies_as_any_field_does(qtbot: QtBot) -> None:
    field = TextField("Naam")
    _window = on_screen(qtbot, field)
    field.set_value("de Jong")
    field.line.selectAll()
    field.line.setFocus()
    QTest.keyClick(field.line, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "de Jong"


def test_a_secret_that_is_cut_is_handed_over_and_gone_and_behind_its_mask_it_stays(
    qtbot: QtBot,
) -> None:
    field = SecretField("BSN")
    _window = on_screen(qtbot, field)
    asked: list[str] = []
    field.copied.connect(asked.append)
    field.reveal("999990019")
    field.line.selectAll()
    QTest.keyClick(field.line, Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier)
    assert (asked, field.value()) == (["999990019"], "")

    field.set_value("999990019")
    field.cover()
    field.line.selectAll()
    field.line.cut()
    assert asked[1:] == ["•••••0019"], "what shows, and not what is behind it"
    assert field.value() == "999990019"


def test_a_refresh_does_not_disturb_who_is_typing_a_secret(qtbot: QtBot) -> None:
    field = SecretField("BSN")
    _window = on_screen(qtbot, field)
    field.setFocus()
    QTest.keyClicks(field.line, "999")

    field.set_value("999")
    assert field.line.text() == "999"

    field.set_value("999990019")
    assert field.line.text() == "•••••0019"


def test_an_empty_secret_is_typed_into_and_a_wrong_one_opens_to_be_mended(qtbot: QtBot) -> None:
    field = SecretField("BSN")
    window = on_screen(qtbot, field)
    field.left.connect(lambda: field.set_error("Dit BSN klopt niet."))
    field.setFocus()

    QTest.keyClicks(field.line, "123")
    assert field.value() == "123"

    leave(window)
    assert field.line.text() == "123"


def test_a_wrong_secret_stays_open_and_is_shown_again_as_it_was_typed(qtbot: QtBot) -> None:
    field = SecretField("BSN")
    window = on_screen(qtbot, field)
    asked: list[bool] = []
    field.revealRequested.connect(lambda: asked.append(True))
    field.reveal("999990018")
    field.set_error("Dit BSN klopt niet.")
    assert not field._clock.isActive(), "nobody mends a number that is covered"
    window.hide()
    window.show()
    assert field.line.text() == "•••••0018"
    button = field.findChild(QPushButton)
    assert button is not None
    button.click()
    assert (field.line.text(), asked) == ("999990018", []), "what is kept is another number"
    field.set_error(None)
    assert field._clock.isActive()


def test_a_telephone_number_is_checked_when_it_is_left(qtbot: QtBot) -> None:
    field = PhoneField("Telefoonnummer")
    window = on_screen(qtbot, field)
    field.setFocus()
    QTest.keyClicks(field.line, "06 12 34 5")
    assert said(field) is None, "never while typing"

    leave(window)
    assert said(field) == "Dit nummer is te kort. Een mobiel nummer heeft 10 cijfers."

    field.setFocus(Qt.FocusReason.MouseFocusReason)
    QTest.keyClicks(field.line, "6 78")
    leave(window)
    assert said(field) is None


@pytest.mark.parametrize("size", [100, 200])
def test_a_line_is_400_wide_at_most_and_grows_with_the_text(
    qtbot: QtBot, qapp: QApplication, size: int
) -> None:
    field = TextField("Straat")
    window = on_screen(qtbot, field)
    window.resize(1400, 300)

    apply(qapp, Theme(text_size=size))
    qapp.processEvents()

    assert field.line.width() == 400 * size // 100
    assert field.line.height() >= 44 * size // 100


def test_at_200_percent_no_line_of_an_error_is_cut(qtbot: QtBot, qapp: QApplication) -> None:
    apply(qapp, Theme(text_size=200))
    field = PhoneField("Telefoonnummer van de dochter", optional=True)
    field.set_error("Dit nummer is te kort. Een mobiel nummer heeft 10 cijfers.")
    window = on_screen(qtbot, field)
    window.resize(420, 900)
    qapp.processEvents()

    assert field._error_line is not None
    label = field._error_line.words
    assert label.height() >= label.heightForWidth(label.width())


def test_read_only_text_can_be_focused_not_changed(qtbot: QtBot) -> None:
    field = TextField("Straat")
    _window = on_screen(qtbot, field)
    field.set_value("Singel")
    field.set_read_only(True)

    QTest.keyClicks(field.line, "x")

    assert field.value() == "Singel"
    assert field.line.isEnabled()


def test_every_field_is_a_form_field() -> None:
    kinds = (TextField, TextArea, PassphraseField, SecretField, PhoneField)

    assert all(issubclass(kind, FormField) for kind in kinds)


def test_an_error_goes_when_what_was_wrong_is_repaired_and_the_field_is_left(
    qtbot: QtBot,
) -> None:
    name, phone = TextField("Naam"), PhoneField("Telefoon")
    window = on_screen(qtbot, name, phone)
    name.set_error("Vul dit in.")
    name.line.setFocus()
    leave(window)
    assert said(name) == "Vul dit in."  # nothing was repaired
    name.line.setFocus()
    QTest.keyClicks(name.line, "Joke")
    leave(window)
    assert said(name) is None
    phone.line.setFocus()
    QTest.keyClicks(phone.line, "o6-abc")
    leave(window)
    assert phone.error == phone.problem() is not None


@pytest.mark.parametrize("kind", [TextField, TextArea])
def test_who_is_put_in_a_field_types_on_behind_what_stands_there(
    qtbot: QtBot, kind: type[TextField | TextArea]
) -> None:
    field = kind("Toelichting")
    _window = on_screen(qtbot, TextField("Ervoor"), field)
    field.set_value("Zij komt")
    field.setFocus(Qt.FocusReason.OtherFocusReason)
    QTest.keyClicks(QApplication.focusWidget() or field, " niet")
    assert field.value() == "Zij komt niet"


def test_a_place_that_was_chosen_is_not_left_for_the_end(qtbot: QtBot) -> None:
    field = TextArea("Toelichting")
    _window = on_screen(qtbot, TextField("Ervoor"), field)
    field.set_value("Zij komt")
    field.set_place(TextPlace(4, 4, 0))
    field.setFocus(Qt.FocusReason.OtherFocusReason)
    QTest.keyClicks(field.area, "niet ")
    assert field.value() == "Zij niet komt"


def test_who_jumps_to_a_wrong_line_types_over_it(qtbot: QtBot) -> None:
    field = PhoneField("Telefoon")
    _window = on_screen(qtbot, TextField("Ervoor"), field)
    field.set_value("06-twaalf")
    field.line.end(False)
    field.set_error("Dit is geen nummer.")
    field.setFocus(Qt.FocusReason.OtherFocusReason)
    QTest.keyClicks(field.line, "06-12121212")
    assert field.value() == "06-12121212"


def test_a_long_value_is_read_from_its_beginning_until_it_is_typed_in(qtbot: QtBot) -> None:
    field = TextField("Naam")
    _window = on_screen(qtbot, TextField("Ervoor"), field)
    field.set_value("Een naam die langer is dan het veld " * 4)
    assert field.line.cursorPosition() == 0
    field.setFocus(Qt.FocusReason.OtherFocusReason)
    field.set_value("Anders")
    assert field.line.cursorPosition() == len("Anders")


@pytest.mark.parametrize("kind", [TextField, PhoneField, SecretField, PassphraseField])
def test_what_is_filled_without_keys_counts_as_an_edit(qtbot: QtBot, kind: type[TextField]) -> None:
    """As who speaks to the computer fills a line: it is kept as what is typed is."""
    field = kind("Telefoon")
    window = on_screen(qtbot, field)
    assert window.isVisible()
    line = QAccessible.queryAccessibleInterface(field.line)
    with qtbot.waitSignal(field.edited):
        line.setText(QAccessible.Text.Value, "0566-06 11 22")
    assert field.value() == "0566-06 11 22"


@pytest.mark.parametrize("kind", [TextField, PhoneField, SecretField, PassphraseField])
def test_what_the_program_shows_counts_as_no_edit(qtbot: QtBot, kind: type[TextField]) -> None:
    field = kind("Telefoon")
    window = on_screen(qtbot, field)
    with qtbot.assertNotEmitted(field.edited), qtbot.assertNotEmitted(field.left):
        field.set_value("0566-06 11 22")
        if isinstance(field, SecretField):
            field.reveal("0566-06 11 22")
            field.cover()
        leave(window)
    assert field.value() == "0566-06 11 22"
