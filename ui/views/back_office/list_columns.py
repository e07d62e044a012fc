"""What the columns of a list are: each with its first rows, and the answer that was guessed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from meitinker.i18n import _
from ui.forms.form_keeping import FieldsKeeping
from ui.widgets.bars import MessageBar
from ui.widgets.bites import Bites
from ui.widgets.buttons import FlatButton, PrimaryButton
from ui.widgets.choices import ComboField
from ui.widgets.column import Column, Pile, put_away
from ui.widgets.fields import TextField
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading
from ui.widgets.layout import Card, IconLine
from ui.widgets.scrolling import scroll_within

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.forms.keeping import Keeping
    from ui.viewmodels.file_lists import ColumnLine, FileList
    from ui.widgets.form_field import FormField

_WIDTH = 800
_SOURCE = "source"
_AT_ONCE = 2
"""Columns that are made in one turn; all that stand there are laid out after each."""


class ListColumns(QWidget):
    """The second step: the rows were read, and now it is said what they mean.

    Signals:
        closed: No list after all.
        checked: The columns are right: what comes of the rows is wanted.
        sheet_asked: Another sheet of the workbook is wanted (its name).
    """

    closed = Signal()
    checked = Signal()
    sheet_asked = Signal(str)

    def __init__(self, keeping: Keeping, files: FileList, parent: QWidget | None = None) -> None:
        """Build it without a list; ``files`` tells of what kind lists are."""
        super().__init__(parent)
        self._files, words = files, files.words()
        self.listed: Any = None
        self.back = FlatButton(words.back, icon_name="arrow-left")
        self.bar = MessageBar()
        self.count = WrappedLabel("", tone="muted")
        self.notes = Pile(gap=8)
        self.sheet = ComboField(_("Welk tabblad?"), [])
        self.source = TextField(words.source, hint=words.source_hint)
        self.columns: dict[int, ComboField] = {}
        self.check = PrimaryButton(words.begin, icon_name="list-check")
        self._fields: dict[str, FormField] = {_SOURCE: self.source}
        self.kept = FieldsKeeping(keeping, files.choosing, self._fields)
        self._card = Card()
        self._bites = Bites(self)
        self._lay_out()
        self.back.clicked.connect(self.closed)
        self.check.clicked.connect(self.checked)
        self.sheet.edited.connect(lambda: self.sheet_asked.emit(self.sheet.value() or ""))

    def show_list(self, content: Any, listed: Any) -> None:
        """Show a list that was read."""
        self.kept.rest()
        self.listed = listed
        self.bar.clear()
        self.count.setText(self._files.head(listed))
        notes = self._files.notes(listed)
        self.notes.replace([IconLine("info-circle", one) for one in notes])
        known = self._files.sheets(content)
        self.sheet.set_choices(known)
        self.sheet.set_value(self._files.sheet(content))
        self.sheet.setVisible(bool(known))
        self._card.setVisible(self._files.headed(listed) is not None)
        self._build(listed)

    def complete(self) -> None:
        """Make every column now."""
        self._bites.complete()

    def chosen(self) -> tuple[Any, ...]:
        """Return what the columns are."""
        self.complete()
        return self._files.chosen(field.value() for field in self.columns.values())

    def focus_first(self) -> None:
        """Put the keyboard on the first column."""
        first = next(iter(self.columns.values()), self.source)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        column = Column(self, widest=_WIDTH)
        column.lines.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        words = self._files.words()
        column.lines.addWidget(Heading(words.inside, level=1))
        column.lines.addWidget(WrappedLabel(words.guessed, tone="muted"))
        for part in (self.bar, self.kept.bar, self.count, self.notes, self.sheet, self.source):
            column.lines.addWidget(part)
        self._card.add(Heading(_("Kolommen"), level=2))
        column.lines.addWidget(self._card)
        column.lines.addWidget(self.check, 0, Qt.AlignmentFlag.AlignLeft)
        column.lines.addStretch(1)
        scroll_within(self, column)

    def _build(self, listed: Any) -> None:
        for place, old in self.columns.items():
            self._card.column.removeWidget(old)
            del self._fields[str(place)]
        put_away(self.columns.values())
        self.columns = {}
        self.source.set_value("")
        self.kept.begins()
        lines = self._files.columns(listed)
        for start in range(0, len(lines), _AT_ONCE):
            self._bites.add(partial(self._add, listed, lines[start : start + _AT_ONCE]))
        self._bites.add(partial(self.kept.begin, self._files.layout(listed)))

    def _add(self, listed: Any, lines: Sequence[ColumnLine]) -> None:
        """Add some columns; all of them together would hold up a click."""
        if listed is not self.listed:
            return
        meanings = self._files.meanings()
        made = {}
        for line in lines:
            field = ComboField(line.name, meanings, self._card, hint=line.examples)
            field.set_value(self._files.meaning(listed.columns[line.place]))
            self._card.add(field)
            field.show()
            made[line.place] = self._fields[str(line.place)] = field
        self.columns.update(made)
        self.kept.begins(*map(str, made))
        self.kept.watch(*made.values())
