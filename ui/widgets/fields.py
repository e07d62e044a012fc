"""Fields for text: a line, an area, a passphrase and a telephone number."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from meitinker.domain.room import LINE, TEXT
from meitinker.i18n import _
from ui.theme import px
from ui.viewmodels.phones import phone_problem
from ui.viewmodels.typing import not_pasted, too_long, visible
from ui.widgets.buttons import Button
from ui.widgets.cursor import TextPlace
from ui.widgets.form_field import LINE_WIDTH, FormField
from ui.widgets.growing_text import GrowingText

__all__ = [
    "LINE_WIDTH",
    "FormField",
    "PassphraseField",
    "PhoneField",
    "TextArea",
    "TextField",
    "TextPlace",
]

NUMBER_WIDTH = 240
"""Widest line of a telephone number or a BSN, px at 100 %."""

_MUCH = 10 * LINE
"""Characters that a line shows at most: a million would hold up the screen."""


class TextField(FormField):
    """One line of text; what is hidden in a pasted one is left out, and too much is told."""

    room = LINE
    one_line = True

    def __init__(
        self,
        label: str,
        parent: QWidget | None = None,
        *,
        hint: str = "",
        required: bool = False,
        optional: bool = False,
        widest: int = LINE_WIDTH,
    ) -> None:
        """Build the field.

        Args:
            label: The question.
            parent: As in Qt.
            hint: One sentence of help.
            required: Marks the field "(verplicht)".
            optional: Marks the field "(niet verplicht)".
            widest: Widest the line gets, px at 100 %; a postcode is short.
        """
        super().__init__(label, parent, hint=hint, required=required, optional=optional)
        self._width = widest
        self._too_long = False
        self._line = self._make_line()
        self._line.setMaxLength(max(_MUCH, self.room))
        # Not by `textEdited`: who speaks to the computer fills a line without keys.
        self._line.textChanged.connect(self._user_edited)
        body = self._body()
        self._set_body(body, [self._line], [])

    @property
    def line(self) -> QLineEdit:
        """The line itself, for completers and validators."""
        return self._line

    def value(self) -> str:
        """Return the text without spaces around it."""
        return self._line.text().strip()

    def set_value(self, value: str | None) -> None:
        """Show ``value`` without counting it as an edit."""
        if value != self._line.text():
            self._put(value or "")
            if not self._line.hasFocus():
                self._line.setCursorPosition(0)  # of a long value its beginning is read

    def _put(self, text: str) -> None:
        """Let a text stand in the line that the person did not put there."""
        with self._silence():
            self._line.setText(text)

    def _user_edited(self, *ignored: object) -> None:
        if self._quiet:
            return
        shown = visible(self._line.text())
        if shown != self._line.text():
            before = self._line.text().encode("utf-16-le")[: 2 * self._line.cursorPosition()]
            self._put(shown)  # Qt counts UTF-16 units
            kept = visible(before.decode("utf-16-le", "ignore")).encode("utf-16-le")
            self._line.setCursorPosition(len(kept) // 2)
        self._too_long = self._tell_length(shown, told=self._too_long)
        super()._user_edited(*ignored)

    def _tell_length(self, text: str, *, told: bool) -> bool:
        """Say at once that a pasted text does not fit, and take that back once it does."""
        over = len(text) > self.room
        if over or told:
            self.set_error(too_long(self.room) if over else None)
        return over

    def _make_line(self) -> QLineEdit:
        return QLineEdit(self)

    def _body(self) -> QWidget:
        """Return what stands below the label; a subclass may put buttons beside the line."""
        return self._line

    def _measure(self) -> None:
        super()._measure()
        self._line.setMaximumWidth(px(self._width))


class PhoneField(TextField):
    """A telephone number, checked when it is left."""

    def _body(self) -> QWidget:
        self._width = NUMBER_WIDTH
        self._line.setInputMethodHints(Qt.InputMethodHint.ImhDialableCharactersOnly)
        return self._line

    def problem(self) -> str | None:
        """Return the sentence for what is wrong now, or None."""
        return phone_problem(self.value())

    def _on_left(self) -> None:
        if self._changed:
            self.set_error(self.problem())


class PassphraseField(TextField):
    """A passphrase that can be shown; pasting from a password manager is allowed (WCAG 3.3.8)."""

    room = 10 * LINE

    submitted = Signal()

    def value(self) -> str:
        """Return the passphrase exactly as typed: spaces count."""
        return self._line.text()

    def is_shown(self) -> bool:
        """Return whether the letters can be read on the screen."""
        return self._line.echoMode() == QLineEdit.EchoMode.Normal

    def set_shown(self, shown: bool) -> None:
        """Show or hide the letters; the button says what pressing it will do."""
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self._line.setEchoMode(mode)
        self._show.setText(_("Verberg wachtwoord") if shown else _("Toon wachtwoord"))
        self._show.set_icon("eye-off" if shown else "eye")

    def hideEvent(self, event: QHideEvent) -> None:
        """Hide the letters with the screen, so that they do not return readable."""
        super().hideEvent(event)
        self.set_shown(shown=False)

    def _body(self) -> QWidget:
        self._line.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        self._line.returnPressed.connect(self.submitted)
        self._show = Button("", self)
        self._show.clicked.connect(lambda: self.set_shown(not self.is_shown()))
        self._watch(self._show)
        self.set_shown(shown=False)
        return beside(self._line, self._show, self)


class TextArea(FormField):
    """Several lines of text; Tab leaves it, and it grows with what is written."""

    def __init__(
        self,
        label: str,
        parent: QWidget | None = None,
        *,
        hint: str = "",
        required: bool = False,
        lines: int = 4,
        most_lines: int = 24,
    ) -> None:
        """Build the area.

        Args:
            label: The question.
            parent: As in Qt.
            hint: One sentence of help.
            required: Marks the field "(verplicht)".
            lines: Least height, in lines.
            most_lines: Height from which it scrolls, in lines.
        """
        super().__init__(label, parent, hint=hint, required=required)
        self._refused = False
        self._text = GrowingText(self, lines, most_lines, room=TEXT)
        self._text.textChanged.connect(self._user_edited)
        self._text.refused.connect(self._refuse)
        self._set_body(self._text, [self._text], [])

    @property
    def area(self) -> QPlainTextEdit:
        """The area itself."""
        return self._text

    def value(self) -> str:
        """Return the text as typed."""
        return self._text.toPlainText()

    def set_value(self, value: str | None) -> None:
        """Show ``value`` without counting it as an edit; the same text keeps the cursor."""
        if value != self._text.toPlainText():
            with self._silence():
                self._text.setPlainText(value or "")
            if self._text.hasFocus():
                self._text.moveCursor(QTextCursor.MoveOperation.End)

    def _refuse(self) -> None:
        self._refused = True
        self.set_error(not_pasted(TEXT))

    def _user_edited(self, *ignored: object) -> None:
        if self._refused:
            self._refused = False
            self.set_error(None)
        super()._user_edited(*ignored)

    def place(self) -> TextPlace:
        """Return where the person is in the text."""
        cursor = self._text.textCursor()
        scroll = self._text.verticalScrollBar().value()
        return TextPlace(cursor.position(), cursor.anchor(), scroll)

    def set_place(self, place: TextPlace) -> None:
        """Go back to a place; beyond the end of a shortened text it is the end."""
        last = len(self._text.toPlainText().encode("utf-16-le")) // 2  # Qt counts UTF-16 units
        cursor = self._text.textCursor()
        cursor.setPosition(min(place.anchor, last))
        cursor.setPosition(min(place.position, last), QTextCursor.MoveMode.KeepAnchor)
        self._text.setTextCursor(cursor)
        self._text.verticalScrollBar().setValue(place.scroll)


def beside(line: QWidget, button: Button, parent: QWidget) -> QWidget:
    """Return a row of a line and its button; the rest of the width stays empty."""
    row = QWidget(parent)
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(px(8))
    layout.addWidget(line, 1)
    layout.addWidget(button)
    layout.addStretch(0)
    return row
