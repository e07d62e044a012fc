"""A date in three fields, Dag, Maand and Jaar (NHS and NL Design System form guidelines).

No calendar: people know the date they are asked for. No automatic jump: it takes the focus
away from who corrects a typing error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from meitinker.i18n import _
from ui.theme import px
from ui.viewmodels.dates import (
    DAY,
    MONTH,
    YEAR,
    DateReading,
    Near,
    Part,
    read_date,
    split_date,
    split_day,
)
from ui.widgets.form_field import FormField, WrappedLabel

if TYPE_CHECKING:
    from datetime import date

_WIDTHS: dict[Part, int] = {DAY: 56, MONTH: 56, YEAR: 80}
_EDGES = 32
"""Room beside the letters of a month: padding, edges and cursor, px at 100 %."""

_MUCH = 64
"""Characters of a whole date that is pasted, with room to spare."""

_WIDEST_MONTH = 168
"""Takes the longest name of a month, "foarjiersmoanne"."""


class DateField(FormField):
    """A date that may be left half done; what is wrong is said when the field is left."""

    one_line = True

    def __init__(
        self,
        label: str,
        parent: QWidget | None = None,
        *,
        hint: str = "",
        required: bool = False,
        earliest: date | None = None,
        latest: date | None = None,
        near: Near | None = None,
    ) -> None:
        """Build the field.

        Args:
            label: The question.
            parent: As in Qt.
            hint: One sentence of help, e.g. "Bijvoorbeeld 4 maart 1948".
            required: Marks the field "(verplicht)"; the screen says so when it is missing.
            earliest: First date that is accepted.
            latest: Last date that is accepted, e.g. today for a date of birth.
            near: Which year is meant where Jaar is left empty; it is filled in on leaving.
        """
        super().__init__(label, parent, hint=hint, required=required)
        self._bounds = (earliest, latest)
        self._near = near
        self._parts: dict[Part, QLineEdit] = {}
        self._columns: list[QVBoxLayout] = []
        body = QWidget(self)
        self._row = QHBoxLayout(body)
        self._row.setContentsMargins(0, 0, 0, 0)
        words: dict[Part, str] = {DAY: _("Dag"), MONTH: _("Maand"), YEAR: _("Jaar")}
        for part, word in words.items():
            self._row.addLayout(self._column_of(part, word, body))
        self._row.addStretch(1)
        self._set_body(body, list(self._parts.values()), [])

    def value(self) -> date | None:
        """Return the date, or None while it is empty, half done or wrong."""
        return self.reading().value

    def set_value(self, value: date | None) -> None:
        """Show a date without counting it as an edit."""
        shown = (str(value.day), str(value.month), f"{value.year:04d}") if value else ("", "", "")
        self.set_parts(*shown)

    def parts(self) -> tuple[str, str, str]:
        """Return day, month and year as typed: half a date is kept in a draft as well."""
        day, month, year = (self._parts[part].text().strip() for part in (DAY, MONTH, YEAR))
        return day, month, year

    def half(self) -> tuple[str, ...]:
        """Return the parts while they make no date; nothing where they do, or all is empty."""
        parts = self.parts()
        return parts if any(parts) and self.value() is None else ()

    def set_parts(self, day: str, month: str, year: str) -> None:
        """Show what was typed earlier without counting it as an edit."""
        with self._silence():
            for part, text in zip((DAY, MONTH, YEAR), (day, month, year), strict=True):
                if self._parts[part].text() != text:
                    self._parts[part].setText(text)

    def reading(self) -> DateReading:
        """Return what the parts mean now, or the sentence for what is wrong."""
        earliest, latest = self._bounds
        return read_date(*self.parts(), earliest=earliest, latest=latest, near=self._near)

    def problem(self) -> str | None:
        """Return the sentence for what is wrong now, or None."""
        return self.reading().problem

    def line(self, part: Part) -> QLineEdit:
        """Return the field of one part."""
        return self._parts[part]

    def put_beside(self, button: QWidget) -> None:
        """Put a button behind Jaar: words above the three, however wide, do not move it."""
        button.setParent(self._row.parentWidget())
        self._row.insertWidget(self._row.count() - 1, button, 0, Qt.AlignmentFlag.AlignBottom)
        self._watch(button)

    def focus_problem(self) -> None:
        """Put the focus in the first part that is wrong, for a list of errors."""
        wrong = self.reading().parts
        part = next((part for part in (DAY, MONTH, YEAR) if part in wrong), DAY)
        self._parts[part].setFocus(Qt.FocusReason.OtherFocusReason)

    def _column_of(self, part: Part, word: str, body: QWidget) -> QVBoxLayout:
        line = QLineEdit(body)
        line.setAccessibleName(f"{self._label.text()}: {word}")
        line.textChanged.connect(self._user_edited)  # as a line of text: not by keys alone
        line.setMaxLength(_MUCH)
        if part == MONTH:
            line.textChanged.connect(self._fit_month)
        else:
            line.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        name = WrappedLabel(word, body, tone="muted")
        name.setWordWrap(False)  # "Maand" is one word; a column must not be narrower
        name.setBuddy(line)
        column = QVBoxLayout()
        column.addWidget(name)
        column.addWidget(line)
        self._parts[part] = line
        self._columns.append(column)
        return column

    def _user_edited(self, *ignored: object) -> None:
        if self._quiet:
            return
        # Before the edit is told: who listens saves the value there and then.
        self._spread(split_date(self.parts()[0]))
        # An error is taken away as soon as it is mended; a new one waits until the field is left.
        if self.error is not None and self.problem() is None:
            self.set_error(None)
        super()._user_edited(*ignored)

    def _faulty(self) -> list[QWidget]:
        wrong = self.reading().parts
        # An error from elsewhere ("Er staat al iemand…") is about the whole date.
        return [line for part, line in self._parts.items() if part in wrong or not wrong]

    def _measure(self) -> None:
        super()._measure()
        self._row.setSpacing(px(12))
        for column in self._columns:
            column.setSpacing(px(4))
        for part, line in self._parts.items():
            line.setFixedWidth(px(_WIDTHS[part]))
        self._fit_month()

    def _fit_month(self) -> None:
        """Give a month that is typed as a name the room it needs: "september" is not cut off."""
        line = self._parts.get(MONTH)
        if line is not None:
            name = line.fontMetrics().horizontalAdvance(line.text()) + px(_EDGES)
            line.setFixedWidth(min(max(name, px(_WIDTHS[MONTH])), px(_WIDEST_MONTH)))

    def _on_left(self) -> None:
        if not self._changed:
            return
        day, month, year = self.parts()
        if not month and self._spread(split_day(day, year)):
            super()._user_edited()
        reading = self.reading()
        if reading.value is not None:
            self.set_value(reading.value)  # one way of showing a date, and room for "9" is enough
        self.set_error(reading.problem)

    def _spread(self, whole: tuple[str, str, str] | None) -> bool:
        """Spread what was typed or pasted whole into Dag over the three; tell whether it was."""
        if whole is None:
            return False
        self.set_parts(*whole)
        return True
