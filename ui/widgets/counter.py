"""A small whole number with large buttons to take one off or add one.

Not QSpinBox: its arrows are too small and lose their edge in dark themes (``ux.md`` §4).
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from meitinker.i18n import _
from ui.theme import px
from ui.widgets.announce import announce
from ui.widgets.buttons import Button
from ui.widgets.form_field import FormField

_BUTTON = 44
_LINE = 56
_STEPS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}


class CounterField(FormField):
    """A number from ``least`` to ``most``; empty is "not asked", which is not nought."""

    def __init__(
        self,
        label: str,
        parent: QWidget | None = None,
        *,
        hint: str = "",
        required: bool = False,
        least: int = 0,
        most: int = 99,
    ) -> None:
        """Build the field.

        Args:
            label: The question.
            parent: As in Qt.
            hint: One sentence of help.
            required: Marks the field "(verplicht)".
            least: Smallest number that is accepted.
            most: Largest number that is accepted.
        """
        super().__init__(label, parent, hint=hint, required=required)
        self._least, self._most = least, most
        body = QWidget(self)
        self._row = QHBoxLayout(body)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._minus = self._button("minus", _("Eén minder: {question}"), -1)
        self._line = QLineEdit(body)
        self._line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._line.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self._line.textEdited.connect(self._user_edited)
        self._plus = self._button("plus", _("Eén meer: {question}"), 1)
        for widget in (self._minus, self._line, self._plus):
            self._row.addWidget(widget)
        self._row.addStretch(1)
        self._set_body(body, [self._line], [])
        self._watch(self._minus, self._plus)

    @property
    def line(self) -> QLineEdit:
        """The field between the buttons."""
        return self._line

    @property
    def buttons(self) -> tuple[Button, Button]:
        """The button that takes one off and the one that adds one."""
        return self._minus, self._plus

    def value(self) -> int | None:
        """Return the number, or None while the field is empty or wrong."""
        text = self._line.text().strip()
        if not (text.isascii() and text.isdecimal()):
            return None
        number = int(text)
        return number if self._least <= number <= self._most else None

    def set_value(self, value: int | None) -> None:
        """Show a number without counting it as an edit."""
        self._line.setText("" if value is None else str(value))

    def problem(self) -> str | None:
        """Return the sentence for what is wrong now, or None."""
        if not self._line.text().strip() or self.value() is not None:
            return None
        sentence = _("Vul een getal in van {least} tot en met {most}.")
        return sentence.format(least=self._least, most=self._most)

    def step(self, by: int) -> None:
        """Add ``by`` as the person's own edit, within the bounds; empty begins at the least."""
        now = self.value()
        following = self._least if now is None else now + by
        if now is None and by > 0:
            following = max(self._least, 1)  # "+" on an empty field means one
        following = min(max(following, self._least), self._most)
        if following == now:
            return
        self._line.setText(str(following))
        self._user_edited()
        self.set_error(None)
        # The focus stays on the button, so a screen reader would not hear the new number.
        announce(self._line, str(following))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys count in the field."""
        if watched is self._line and isinstance(event, QKeyEvent) and self._counts(event):
            return True
        return super().eventFilter(watched, event)

    def _counts(self, event: QKeyEvent) -> bool:
        by = _STEPS.get(Qt.Key(event.key()))
        if event.type() != QEvent.Type.KeyPress or by is None or self._line.isReadOnly():
            return False
        self.step(by)
        return True

    def _button(self, name: str, words: str, by: int) -> Button:
        button = Button("", self, icon_name=name)
        button.setAccessibleName(words.format(question=self.label))
        button.setToolTip(words.format(question=self.label))
        button.setAutoRepeat(True)
        button.clicked.connect(lambda: self.step(by))
        return button

    def set_read_only(self, read_only: bool) -> None:
        """Switch the buttons off together with the field."""
        super().set_read_only(read_only)
        for button in self.buttons:
            button.setEnabled(not read_only)

    def _measure(self) -> None:
        super()._measure()
        self._row.setSpacing(px(8))
        self._line.setFixedWidth(px(_LINE))
        for button in self.buttons:
            button.setFixedWidth(px(_BUTTON))
            button.setMinimumHeight(px(_BUTTON))

    def _on_left(self) -> None:
        if self._changed:
            self.set_error(self.problem())
