"""A card with what there is, each to be changed or removed, and a form for one more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from meitinker.i18n import _
from ui.theme import mark, px
from ui.widgets.buttons import Button, FlatButton
from ui.widgets.column import Pile
from ui.widgets.flow import Flow
from ui.widgets.form_field import FormField, WrappedLabel
from ui.widgets.headings import Heading
from ui.widgets.rows import TightRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.viewmodels.availability import Entry


class EntryCard(QFrame):
    """A heading, what there is, and a form that adds one or changes one.

    Signals:
        kept: The form is right: the key of the entry that is changed or "", and what is typed.
        removed: An entry is to go; its key.

    Attributes:
        changing: The key of the entry that the form changes, or "" while it adds one.
    """

    kept = Signal(str, object)
    removed = Signal(str)

    def __init__(
        self, title: str, nothing: str, *, add: str, parent: QWidget | None = None
    ) -> None:
        """Build it empty; ``add`` is on the button that adds."""
        super().__init__(parent)
        mark(self, rol="kaart")
        self.changing = ""
        self._nothing, self._add = nothing, add
        self.changes: dict[str, Button] = {}
        self.entries = Pile(gap=12)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(px(16), px(16), px(16), px(16))
        self._column.setSpacing(px(16))
        self._column.addWidget(Heading(title, level=2))
        self._column.addWidget(self.entries)

    def lay_out(self, *parts: QWidget) -> None:
        """Put the fields below the entries, and below those the buttons, as Tab goes."""
        for part in parts:
            self._column.addWidget(part)
        self.keep = Button(self._add, icon_name="plus")
        self.cancel = FlatButton(_("Toch niet"))
        self.cancel.hide()
        self._column.addWidget(Flow(self.keep, self.cancel, gap=12))
        self.keep.clicked.connect(self._keep)
        self.cancel.clicked.connect(self.begin_new)

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

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show these, each with a button that changes and one that removes it."""
        self.changes = {}
        rows: list[QWidget] = [self._row(entry) for entry in entries]
        self.entries.replace(rows or [WrappedLabel(self._nothing, tone="muted")])
        if self.changing and self.changing not in self.changes:
            self.begin_new()  # it was removed meanwhile

    def begin_new(self) -> None:
        """Let the form add one again."""
        self._begin("")
        self.clear()
        self.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _row(self, entry: Entry) -> QWidget:
        words = QWidget()
        lines = QVBoxLayout(words)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(px(4))
        lines.addWidget(WrappedLabel(entry.title, tone="label"))
        lines.addWidget(WrappedLabel(entry.status, tone="muted"))
        change = FlatButton(_("Pas aan"), icon_name="edit")
        change.clicked.connect(lambda: self._change(entry.key))
        remove = FlatButton(_("Verwijder"), icon_name="trash")
        remove.clicked.connect(lambda: self.removed.emit(entry.key))
        for button in (change, remove):
            button.setAccessibleName(f"{button.text()}: {entry.title}")
        self.changes[entry.key] = change
        return TightRow(words, Flow(change, remove, gap=4))

    def _change(self, key: str) -> None:
        self._begin(key)
        self.fill(key)
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
