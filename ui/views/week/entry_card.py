"""A card with what there is, each to be changed or removed, and a form for one more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from meitinker.i18n import _
from ui.forms.form_keeping import EntryKeeping
from ui.theme import mark, px
from ui.widgets.buttons import Button, FlatButton
from ui.widgets.column import Pile
from ui.widgets.flow import Flow
from ui.widgets.form_field import FormField, WrappedLabel
from ui.widgets.headings import Heading
from ui.widgets.rows import TightRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from meitinker.domain.records import Record
    from meitinker.services.form_drafts import Form, TypedFields
    from ui.forms.keeping import Keeping
    from ui.viewmodels.availability import AvailabilityEntry

    Forms = tuple[Form[TypedFields], Form[TypedFields]]


class EntryCard(QFrame):
    """A heading, what there is, and a form that adds one or changes one.

    Signals:
        kept: The form is right: the key of the entry that is changed or "", and what is typed.
        removed: An entry is to go; its key.

    What is typed is kept at once, a new entry apart from one that is changed.

    Attributes:
        changing: The key of the entry that the form changes, or "" while it adds one.
        begun: That entry as it stood when the form began, or when its user was warned last.
    """

    kept = Signal(str, object)
    removed = Signal(str)

    def __init__(
        self, keeping: Keeping, title: str, *, nothing: str, add: str, forms: Forms
    ) -> None:
        """Build it empty.

        Args:
            keeping: Keeps what is typed.
            title: The heading.
            nothing: The sentence where there is no entry.
            add: On the button that adds.
            forms: The form of a new entry, and that of one that is changed.
        """
        super().__init__()
        mark(self, rol="kaart")
        self.changing = ""
        self.begun: Record | None = None
        self._entries: dict[str, AvailabilityEntry] = {}
        self._keeping, self._forms = keeping, forms
        self._nothing, self._add = nothing, add
        self._told = False
        self.changes: dict[str, Button] = {}
        self.entries = Pile(gap=12)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(px(16), px(16), px(16), px(16))
        self._column.setSpacing(px(16))
        self._column.addWidget(Heading(title, level=2))
        self._column.addWidget(self.entries)

    def lay_out(self, fields: Mapping[str, FormField], *parts: QWidget) -> None:
        """Put the fields below the entries, and below those the buttons, as Tab goes.

        Args:
            fields: What is typed in, by the names under which it is kept.
            parts: The same fields as they stand below each other.
        """
        new, change = self._forms
        self.kept_as_typed = EntryKeeping(self._keeping, fields, new=new, change=change)
        for part in (*self.kept_as_typed.bars, *parts):
            self._column.addWidget(part)
        self.keep = Button(self._add, icon_name="plus")
        self.cancel = FlatButton(_("Toch niet"))
        self.cancel.hide()
        self._column.addWidget(Flow(self.keep, self.cancel, gap=12))
        self.keep.clicked.connect(self._keep)
        self.cancel.clicked.connect(self._cancel)

    @property
    def first(self) -> QWidget:
        """The field in which the form begins."""
        raise NotImplementedError

    def typed(self) -> object | None:
        """Return what is typed; None, and the sentences at the fields, where it cannot be."""
        raise NotImplementedError

    def clear(self) -> None:
        """Empty the fields."""
        raise NotImplementedError

    def fill(self, key: str) -> None:
        """Show an entry in the fields."""
        raise NotImplementedError

    def record(self, key: str) -> Record:
        """Return the record of an entry, as it is shown."""
        raise NotImplementedError

    def warn(self, field: FormField) -> None:
        """Say what was made of the entry elsewhere; who keeps it once more knows that."""
        entry = self._entries.get(self.changing)
        if entry is None:
            return
        self.begun = self.record(self.changing)
        words = _(
            "Dit is intussen ergens anders veranderd: {what}."
            " Bewaar nog een keer als het uwe moet gelden."
        )
        field.set_error(words.format(what=f"{entry.title}, {entry.status}"))
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_entries(self, entries: Sequence[AvailabilityEntry]) -> None:
        """Show these, each with a button that changes and one that removes it."""
        self.changes = {}
        self._entries = {entry.key: entry for entry in entries}
        rows: list[QWidget] = [self._row(entry) for entry in entries]
        self.entries.replace(rows or [WrappedLabel(self._nothing, tone="muted")])
        if not self._told:
            self._told = True
            self._begin_new()
            self.kept_as_typed.come_back(self.changes, self._change)
        elif self.changing and self.changing not in self.changes:
            self._begin_new()  # it was removed meanwhile
            self._focus()

    def saved(self) -> None:
        """Let the form add one again: what was typed is kept."""
        self.kept_as_typed.saved()
        self._begin_new()
        self._focus()

    def _row(self, entry: AvailabilityEntry) -> QWidget:
        words = QWidget()
        lines = QVBoxLayout(words)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(px(4))
        lines.addWidget(WrappedLabel(entry.title, tone="label"))
        lines.addWidget(WrappedLabel(entry.status, tone="muted"))
        change = FlatButton(_("Pas aan"), icon_name="edit")
        change.clicked.connect(lambda: self._open(entry.key))
        remove = FlatButton(_("Verwijder"), icon_name="trash")
        remove.clicked.connect(lambda: self.removed.emit(entry.key))
        for button in (change, remove):
            button.setAccessibleName(f"{button.text()}: {entry.title}")
        self.changes[entry.key] = change
        return TightRow(words, Flow(change, remove, gap=4))

    def _open(self, key: str) -> None:
        self._change(key)
        self._focus()

    def _cancel(self) -> None:
        self.kept_as_typed.leave()
        self._begin_new()
        self._focus()

    def _change(self, key: str) -> None:
        self._begin(key)
        self.begun = self.record(key)
        self.kept_as_typed.begin_change(key, lambda: self.fill(key))

    def _begin_new(self) -> None:
        self._begin("")
        self.kept_as_typed.begin_new(self.clear)

    def _focus(self) -> None:
        self.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _begin(self, key: str) -> None:
        self.changing = key
        self.keep.setText(_("Bewaar wijziging") if key else self._add)
        self.keep.set_icon("check" if key else "plus")
        self.cancel.setVisible(bool(key))

    def _keep(self) -> None:
        typed = self.typed()
        if typed is not None:
            self.kept.emit(self.changing, typed)


def missing(wanted: Sequence[tuple[FormField, object, str]]) -> bool:
    """Say at each field what is missing, put the keyboard in the first, and tell whether any is."""
    wrong = [field for field, value, _words in wanted if value in (None, False)]
    for field, _value, words in wanted:
        field.set_error(words if field in wrong else None)
    if wrong:
        wrong[0].setFocus(Qt.FocusReason.OtherFocusReason)
    return bool(wrong)
