"""The left pane: everyone by surname, a run at a time, or who a search finds."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from meitinker import clock
from meitinker.i18n import _
from meitinker.ids import RecordId
from meitinker.services import people, reading
from ui.theme import px
from ui.viewmodels.people import count_words, found_rows, list_rows
from ui.widgets.announce import announce
from ui.widgets.buttons import Button
from ui.widgets.empty import EmptyState
from ui.widgets.fields import TextField
from ui.widgets.headings import PaneHeader
from ui.widgets.lists import Row, RowList, RowModel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from meitinker.services.people import FoundPerson
    from meitinker.store.people import PersonEntry
    from ui.viewmodels.people import PersonRow
    from ui.workplace import Workplace

SETTLED_AFTER = 1500
"""Milliseconds without a key after which a search counts as settled and is logged."""

FIRST_RUN = 40
"""Rows that are read first, twice what a large window shows; a run follows where it scrolls."""

_MOST_FOUND = 50
_READ_ON_UNTIL = 1000
"""Rows; further down nobody looks for the one who is open."""


class _GrowingRows(RowModel):
    """Rows that are added at the end without disturbing those in sight."""

    def append(self, rows: Sequence[Row]) -> None:
        """Add rows at the end."""
        if rows:
            first = len(self._rows)
            self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
            self._rows = (*self._rows, *rows)
            self.endInsertRows()


class PeopleList(RowList):
    """The list itself.

    Signals:
        ending: The last rows come into sight: time for the next run.
    """

    ending = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin empty."""
        super().__init__(_("Inwoners"), parent)
        self._growing = _GrowingRows(self)
        self.rows = self._growing
        self.setModel(self.rows)
        self.selectionModel().currentChanged.connect(self._tell)
        bar = self.verticalScrollBar()
        bar.valueChanged.connect(self._look)

    def append(self, rows: Sequence[Row]) -> None:
        """Add a run at the end."""
        self._growing.append(rows)

    def _look(self, value: int) -> None:
        if value >= self.verticalScrollBar().maximum() - self.viewport().height():
            self.ending.emit()


class PeoplePane(QWidget):
    """Heading, search field and list.

    Signals:
        chosen: The id of the person that was selected.
        entered: A row was pressed or Enter was given: a narrow window turns to the file.
        new_asked: A new person, with the name that was looked for or "".
    """

    chosen = Signal(str)
    entered = Signal()
    new_asked = Signal(str)

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build the pane; :meth:`load` fills it."""
        super().__init__(parent)
        self._workplace = workplace
        self._asking = False
        self._whole = False
        self._loading = False
        self._logged = ""
        self._shown_for = ""
        self._enter_waits = False
        self._selected = ""
        self._read_on: date | None = None
        self.new_button = Button(_("Nieuw"), icon_name="plus")
        self.new_button.setToolTip(_("Nieuwe inwoner (Ctrl+N)"))
        self.new_button.setAccessibleDescription(_("Nieuwe inwoner"))
        self.search = TextField(_("Zoek op naam, straat of plaats"))
        self.search.line.setClearButtonEnabled(False)
        self.list = PeopleList()
        self.nothing = EmptyState(
            _("Niets gevonden. Kijk de spelling na of zoek op straat."),
            icon_name="search",
            action=_("Voeg toe als nieuwe inwoner"),
        )
        self.nobody = EmptyState(
            _("Nog geen inwoners. Klik op Nieuw om te beginnen."), icon_name="users"
        )
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLED_AFTER)
        self._lay_out()
        self._connect()

    @property
    def typed(self) -> str:
        """What is looked for, or ""."""
        return self.search.value()

    def load(self) -> None:
        """Show what belongs here now: the search that is typed, or the list from its top."""
        if self.typed:
            self._ask()
            return
        most = max(FIRST_RUN, len(self.list.rows.rows))
        self._list(most=most, done=self._show_list)

    def arrive(self) -> None:
        """Show what belongs here, and read it only where it may be another.

        A list that was read today stands as it is: what changes in it is told, and then read.
        """
        if self.typed or self._read_on != clock.today():
            self.load()

    def select(self, person_id: str) -> None:
        """Select a person's row without telling; the list reads on until it is there."""
        self._selected = person_id
        self._show_selected()

    def look_for(self, text: str) -> None:
        """Type ``text`` in the search field (coming back to a place)."""
        self.search.set_value(text)
        self.load()

    def _lay_out(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(px(16), px(16), px(16), px(12))
        head.setSpacing(px(12))
        head.addWidget(PaneHeader(_("Inwoners"), beside=self.new_button))
        head.addWidget(self.search)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        self._stack = QStackedWidget(self)  # after the search: Tab goes as they were made
        for page in (self.list, self.nothing, self.nobody):
            self._stack.addWidget(page)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.new_button.clicked.connect(lambda: self.new_asked.emit(""))
        self.nothing.acted.connect(self._add_what_was_typed)
        self.search.edited.connect(self._typed)
        self.search.line.returnPressed.connect(self._take_first)
        self.list.chosen.connect(self._choose)
        self.list.clicked.connect(lambda _index: self.entered.emit())
        self.list.activated.connect(lambda _index: self.entered.emit())
        self.list.ending.connect(self._next_run)
        self._settle.timeout.connect(self._settled)

    # --- the list ------------------------------------------------------------------------

    def _next_run(self) -> None:
        rows = self.list.rows.rows
        if self.typed or self._whole or self._loading or not rows:
            return
        self._list(most=people.PAGE, after=RecordId(rows[-1].key), done=self._append)

    def _list(
        self,
        *,
        most: int,
        done: Callable[[list[PersonEntry]], None],
        after: RecordId | None = None,
    ) -> None:
        work = self._workplace
        self._loading = True

        def answered(entries: list[PersonEntry]) -> None:
            self._loading = False
            self._whole = len(entries) < most
            if not self.typed:
                done(entries)

        work.tasks.read(
            self,
            lambda: people.listed(work.database, work.session, after=after, most=most),
            done=answered,
        )

    def _show_list(self, entries: list[PersonEntry]) -> None:
        self._enter_waits = False
        self._read_on = clock.today()
        self._set_rows(list_rows(entries), text="")
        self._stack.setCurrentWidget(self.list if entries else self.nobody)

    def _set_rows(self, rows: Sequence[PersonRow], *, text: str) -> None:
        self._shown_for = text
        self.list.set_rows(_rows(rows))
        self._show_selected()

    def _show_selected(self) -> None:
        if self.list.current_key == self._selected:
            return
        self.list.select(self._selected)
        rows = self.list.rows.rows
        if self._selected and not self.list.current_key and len(rows) < _READ_ON_UNTIL:
            self._next_run()

    def _append(self, entries: list[PersonEntry]) -> None:
        self.list.append(_rows(list_rows(entries)))
        self._show_selected()

    def _choose(self, person_id: str) -> None:
        self._selected = person_id
        if self._settle.isActive():
            self._settle.stop()
            self._settled()  # who opens what was found has found it
        self.chosen.emit(person_id)

    def _add_what_was_typed(self) -> None:
        """Hand the name over to the form; what is looked for was not there."""
        name = self.typed
        self.look_for("")
        self.new_asked.emit(name)

    # --- searching -----------------------------------------------------------------------

    def _typed(self) -> None:
        self._settle.start()
        self._enter_waits = False
        if not (self._shown_for and self.typed.startswith(self._shown_for)):
            # That nothing was found said something of other words; longer words find no more.
            self._say_nothing_yet()
        if self.typed:
            self._ask()
        else:
            self._settle.stop()
            self.list.verticalScrollBar().setValue(0)
            self._list(most=FIRST_RUN, done=self._show_list)

    def _say_nothing_yet(self) -> None:
        if self._stack.currentWidget() is self.nothing:
            self._stack.setCurrentWidget(self.list)

    def _ask(self) -> None:
        """Ask once at a time: keys that come meanwhile are asked together after the answer."""
        if self._asking:
            return
        self._asking = True
        work, text = self._workplace, self.typed
        work.tasks.read(
            self,
            lambda: people.hits(work.database, work.session, text, most=_MOST_FOUND),
            done=partial(self._answered, text),
            failed=lambda error: self._failed(error),
        )

    def _failed(self, error: Exception) -> None:
        self._asking = self._enter_waits = False
        self._workplace.tasks.failed.emit(error)

    def _answered(self, text: str, hits: list[FoundPerson]) -> None:
        self._asking = False
        if text != self.typed:
            if self.typed:
                self._ask()
            return
        self._read_on = None
        self._set_rows(found_rows(hits, text), text=text)
        self._stack.setCurrentWidget(self.list if hits else self.nothing)
        if self._enter_waits:
            self._take_first()

    def _settled(self) -> None:
        """Log the search; what was found is also said aloud now, not at every key."""
        text = self.typed
        if not text or text == self._logged:
            return
        self._logged = text
        found = len(self.list.rows.rows)
        announce(self.list, count_words(found) if found else self.nothing.sentence)
        work = self._workplace
        work.tasks.write(
            self,
            lambda: reading.searched(work.database, work.session, text, found, kind="person"),
        )

    def _take_first(self) -> None:
        """Open the first that was found; not yet while the list still shows the words before."""
        self._enter_waits = self._shown_for != self.typed
        if self._enter_waits:
            return
        rows = self.list.rows.rows
        if rows and self._stack.currentWidget() is self.list:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
            self.list.setCurrentIndex(self.list.rows.index(0))
            self.entered.emit()


def _rows(shown: Sequence[PersonRow]) -> list[Row]:
    return [Row(r.key, r.title, r.status, r.icon_name, r.tint) for r in shown]
