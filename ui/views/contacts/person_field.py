"""About whom? The last people at once, others by a few letters; Enter takes the first."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.i18n import _
from meitinker.services import contacts
from ui.theme import px
from ui.viewmodels.contacts import person_line
from ui.viewmodels.people import entry_name
from ui.views.palette.search import PeopleSearch
from ui.widgets.fields import TextField
from ui.widgets.form_field import WrappedLabel
from ui.widgets.lists import Row, RowList
from ui.widgets.scrolling import lay_out_now

if TYPE_CHECKING:
    from meitinker.store.people import PersonEntry
    from ui.workplace import Workplace

_ROWS = 3
"""Rows in sight at once; more scroll."""

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class PersonField(QWidget):
    """A search field with what it finds below it; its owner keeps what is typed in it.

    Signals:
        edited: The person typed another name.
        chosen: Id of the resident.
    """

    edited = Signal()
    chosen = Signal(str)

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build it empty; :meth:`start` shows the last people."""
        super().__init__(parent)
        self._workplace = workplace
        self._recent: list[PersonEntry] = []
        self._enter_waits = False
        self.field = TextField(
            _("Over wie gaat het?"), self, hint=_("Typ een paar letters. Enter kiest de eerste.")
        )
        self.rows = RowList(_("Gevonden inwoners"), self)
        self.rows.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.rows.clicked.connect(lambda _index: self._choose())
        self.nothing = WrappedLabel(
            _("Niets gevonden. Kijk de spelling na of zoek op straat."), self, tone="muted"
        )
        self.nothing.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        for widget in (self.field, self.rows, self.nothing):
            column.addWidget(widget)
        self._search = PeopleSearch(workplace, self)
        self._search.answered.connect(self._answered)
        self.field.edited.connect(self._typed)
        self.field.line.installEventFilter(self)
        self._fill([])

    def start(self) -> None:
        """Empty the field and offer the last people."""
        work = self._workplace
        self.field.set_value("")
        self.field.set_error(None)
        work.tasks.read(
            self,
            partial(contacts.recent, work.database, work.session),
            done=self._take_recent,
            failed=lambda _error: None,  # people are found by typing as well
        )

    def show_typed(self, text: str) -> None:
        """Show what was typed earlier, with what it finds now."""
        self.field.set_value(text)
        self._search.ask(text)

    def stop(self) -> None:
        """A search that led to nothing is no search."""
        self._search.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys of the list from the field."""
        if (
            watched is self.field.line
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
        ):
            key = Qt.Key(event.key())
            plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if key in _STEPS:
                self._step(_STEPS[key])
                return True
            if plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._enter()
                return True
        return super().eventFilter(watched, event)

    def _take_recent(self, found: list[PersonEntry]) -> None:
        self._recent = found
        if not self.field.value():
            self._show(found)

    def _typed(self) -> None:
        self._enter_waits = False
        self.field.set_error(None)
        self._search.ask(self.field.value())
        self.edited.emit()

    def _answered(self) -> None:
        typed = self.field.value()
        found = [hit.entry for hit in self._search.people] if typed else self._recent
        self._show(found)
        self.nothing.setVisible(bool(typed) and not found)
        if self._enter_waits:
            self._enter()

    def _show(self, found: list[PersonEntry]) -> None:
        self._fill(found)
        lay_out_now()  # a list that comes would be a line high for a frame

    def _fill(self, found: list[PersonEntry]) -> None:
        self.rows.set_rows(
            [Row(one.person_id, entry_name(one), person_line(one), "user") for one in found]
        )
        if found:
            self.rows.select(found[0].person_id)
        self.rows.setVisible(bool(found))
        height = sum(self.rows.sizeHintForRow(row) for row in range(min(len(found), _ROWS)))
        self.rows.setFixedHeight(max(height + px(2), px(1)))

    def _step(self, step: int) -> None:
        keys = [row.key for row in self.rows.rows.rows]
        if keys:
            now = self.rows.current_key
            at = (keys.index(now) + step) % len(keys) if now in keys else 0
            self.rows.select(keys[at])
            self.rows.scrollTo(self.rows.currentIndex())

    def _enter(self) -> None:
        """Choose what is selected; not yet while the list still shows the words before."""
        self._enter_waits = self._search.busy
        if not self._enter_waits:
            self._choose()

    def _choose(self) -> None:
        key = self.rows.current_key
        if key:
            self._search.log()
            self.chosen.emit(key)
