"""Inwoners: the list at the left, a file or a new person at the right."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QStackedWidget, QVBoxLayout

from meitinker.domain.people import Person
from meitinker.i18n import _
from meitinker.ids import PersonId, RecordId
from meitinker.services import merging, people, visits
from meitinker.services.merging import MergedFile
from meitinker.services.people import PersonFile
from meitinker.store.settings import Place
from ui.messages import sentence_for
from ui.place_view import PlaceView
from ui.views.people.file_view import FileView
from ui.views.people.new_person_form import NewPersonForm
from ui.views.people.people_list import PeoplePane
from ui.widgets.empty import EmptyState
from ui.widgets.panes import AdaptivePanes, Room

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtWidgets import QWidget

    from meitinker.changes import Changes
    from meitinker.domain.session import Session
    from meitinker.errors import MeitinkerError
    from meitinker.store.database import Database
    from ui.widgets.form_field import FormField
    from ui.widgets.panes import ScrollPane
    from ui.workplace import Workplace

NEW = "new"
"""The section of a spot at which a new person is being typed."""

VISITS = "visits"
"""The place where visits are written."""

_SHOWN_HERE = frozenset(
    {"person", "phone", "email", "address", "representative", "household_member",
     "person_merge", "visit", "support_plan", "handover", "attachment"}
)  # fmt: skip
_OPEN_AFTER = 250
"""Milliseconds: who runs through the list with the arrows opens (and logs) only where they stop."""

_THOUSAND = 1000


class _Opened(msgspec.Struct, frozen=True):
    file: PersonFile
    merged: tuple[MergedFile, ...]
    asked: Person | None


class PeoplePlace(PlaceView):
    """The place of the people."""

    key = "people"

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build the panes; nothing is read before :meth:`arrive`."""
        super().__init__(workplace, parent)
        self._wanted = ""
        self._resuming: Place | None = None
        self._been = False
        self.list_pane = PeoplePane(workplace)
        self.file_view = FileView(workplace)
        self.form = NewPersonForm(workplace)
        self.nobody = EmptyState(
            _("Kies een inwoner in de lijst, of zoek op naam."), icon_name="user"
        )
        self.detail = QStackedWidget()
        for page in (self.nobody, self.file_view, self.form):
            self.detail.addWidget(page)
        self.panes = AdaptivePanes(self.list_pane, self.detail)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.panes)
        self._opening = QTimer(self)
        self._opening.setSingleShot(True)
        self._opening.setInterval(_OPEN_AFTER)
        self._connect()

    # --- what the window asks ------------------------------------------------------------

    def arrive(self, spot: Place | None) -> None:
        """Show the list; with a spot also the file or the form, at the same field."""
        self.list_pane.load()
        now = QApplication.focusWidget()
        inside = now is not None and self.isAncestorOf(now)
        if spot is None:
            # A window that has just come up put the focus on the first button itself.
            if self.detail.currentWidget() is self.nobody and not (inside and self._been):
                self.search()
        elif spot.section == NEW:
            self._resuming = spot
            self._show_form("")
        elif spot.record_id:
            self._resuming = spot
            self.panes.show_detail()
            if not inside:
                self.list_pane.list.setFocus(Qt.FocusReason.OtherFocusReason)
            self._open(spot.record_id)
        self._been = True

    def spot(self) -> Place:
        """Return the person, the section, the field with its cursor, and the scroll."""
        page = self.detail.currentWidget()
        if page is self.nobody:
            return Place(screen=self.key)
        name, cursor = self._focused_field()
        bar = self._pane().verticalScrollBar()
        in_file = page is self.file_view
        return Place(
            screen=self.key,
            record_id=self.file_view.person_id if in_file else "",
            section=self.file_view.section if in_file else NEW,
            field=name,
            cursor=cursor,
            scroll=_THOUSAND * bar.value() // max(bar.maximum(), 1),
        )

    def leave(self, done: Callable[[bool], None]) -> None:
        """Keep the form as it is typed and make what was typed in the file one change."""
        self.form.flush(lambda safe: self.file_view.leave(done) if safe else done(False))

    def refresh(self, changes: Changes) -> None:
        """Read list and file again when something in them was touched."""
        if any(item.kind in _SHOWN_HERE for item in changes.items):
            self._look_again()

    def new(self) -> None:
        """Open the form of a new person."""
        self._show_form("")

    def search(self) -> None:
        """Go to the search field and select what was typed there."""
        self.panes.show_list()
        line = self.list_pane.search.line
        line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        line.selectAll()

    def confirm(self) -> None:
        """Press the main button of what is shown."""
        page = self.detail.currentWidget()
        if page is self.form:
            self.form.add_button.click()
        elif page is self.file_view:
            self.file_view.header.main_button.click()

    def save_now(self) -> None:
        """Keep what was typed now; the indicator says so."""
        self.form.flush(lambda _safe: None)
        self.file_view.savers.flush(lambda _safe: None)

    def turn_section(self, step: int) -> None:
        """Show the next or previous section of the file."""
        if self.detail.currentWidget() is self.file_view:
            self.file_view.turn(step)

    def next_pane(self, step: int) -> None:
        """Move the focus between search, list and detail."""
        stops = [self.list_pane.search.line, self.list_pane.list, self._first_in_detail()]
        now = QApplication.focusWidget()
        here = 2 if now is not None and self.detail.isAncestorOf(now) else int(now is stops[1])
        target = (here + step) % len(stops)
        if self.panes.room == Room.ONE:
            (self.panes.show_detail if target == 2 else self.panes.show_list)()
        stops[target].setFocus(Qt.FocusReason.ShortcutFocusReason)

    # --- opening -------------------------------------------------------------------------

    def _connect(self) -> None:
        self.list_pane.chosen.connect(self._choose)
        self.list_pane.entered.connect(self.panes.show_detail)
        self.list_pane.new_asked.connect(self._show_form)
        self._opening.timeout.connect(lambda: self._open(self._wanted))
        self.file_view.visit_asked.connect(self._visit)
        self.file_view.visit_opened.connect(self._visit)
        self.file_view.person_opened.connect(self._open)
        self.file_view.stale.connect(self._look_again)
        self.file_view.told.connect(self.told)
        self.file_view.turned.connect(self.moved)
        self.form.added.connect(self._added)
        self.form.same.connect(self._open)
        self.form.failed.connect(self._tell)

    def _choose(self, person_id: str) -> None:
        """Open at once, unless the last one was chosen just before."""
        running = self._opening.isActive()
        self._wanted = person_id
        self._opening.start()
        if not running:
            self._opening.stop()
            self._open(person_id)
            self._opening.start()

    def _show_form(self, name: str) -> None:
        self.file_view.leave(partial(self._left_for_form, name))

    def _left_for_form(self, name: str, safe: bool) -> None:
        if not safe:
            return
        self._wanted = ""
        self.list_pane.select("")
        self.detail.setCurrentWidget(self.form)
        self.panes.show_detail()
        self.form.begin(name)
        self._resume()
        self.moved.emit()

    def _open(self, person_id: str) -> None:
        self._opening.stop()
        if not person_id:
            return
        self._wanted = person_id
        same = person_id == self.file_view.person_id
        if same and self.detail.currentWidget() is self.file_view:
            self._resume()
            return
        self.leave(partial(self._left_for_file, person_id))

    def _left_for_file(self, person_id: str, safe: bool) -> None:
        if not safe:
            self.list_pane.select(self.file_view.person_id)
            return
        work = self.workplace
        work.tasks.write(
            self,
            partial(_opened, work.database, work.session, RecordId(person_id)),
            done=partial(self._show_file, person_id),
            failed=self._not_opened,
        )

    def _show_file(self, person_id: str, opened: _Opened) -> None:
        if person_id != self._wanted:
            return
        self._wanted = opened.file.person.id
        self.file_view.show_file(opened.file, opened.merged, opened.asked)
        self.detail.setCurrentWidget(self.file_view)
        self.list_pane.select(opened.file.person.id)
        self._resume()
        self.moved.emit()

    def _not_opened(self, error: MeitinkerError) -> None:
        self._resuming = None
        self.detail.setCurrentWidget(self.nobody)
        self._tell(error)

    def _look_again(self) -> None:
        self.list_pane.load()
        person_id = self.file_view.person_id
        if not person_id:
            return
        work = self.workplace
        work.tasks.read(
            self,
            partial(_as_it_is, work.database, work.session, RecordId(person_id)),
            done=self._show_again,
            failed=lambda _error: self._gone(),
        )

    def _show_again(self, opened: _Opened) -> None:
        if opened.file.person.id == self.file_view.person_id:
            self.file_view.show_file(opened.file, opened.merged)

    def _gone(self) -> None:
        """The file that was open is no more: undoing took back that the person was added."""
        if self.detail.currentWidget() is self.file_view:
            self.detail.setCurrentWidget(self.nobody)
            self.panes.show_list()

    # --- acts ----------------------------------------------------------------------------

    def _added(self, changes: Changes) -> None:
        self._open(changes.created("person"))

    def _visit(self, visit_id: str) -> None:
        if visit_id:
            self.go.emit(Place(screen=VISITS, record_id=visit_id))
            return
        work, client = self.workplace, PersonId(RecordId(self.file_view.person_id))
        work.tasks.write(
            self,
            lambda: visits.begin(work.database, work.session, client),
            done=lambda changes: self._visit(changes.created("visit")),
            failed=self._tell,
        )

    def _tell(self, error: MeitinkerError) -> None:
        self.told.emit("fout", sentence_for(error).text)

    # --- coming back to a field ----------------------------------------------------------

    def _pane(self) -> ScrollPane:
        in_form = self.detail.currentWidget() is self.form
        return self.form.pane if in_form else self.file_view.pane

    def _named_fields(self) -> Iterator[tuple[str, FormField]]:
        if self.detail.currentWidget() is self.form:
            yield from self.form.fields.items()
        elif self.file_view.details is not None:
            yield from self.file_view.details.fields()

    def _focused_field(self) -> tuple[str, int]:
        now = QApplication.focusWidget()
        for name, field in self._named_fields():
            if now is not None and field.isAncestorOf(now):
                return name, _cursor(now)
        return "", 0

    def _first_in_detail(self) -> QWidget:
        page = self.detail.currentWidget()
        if page is self.form:
            return self.form.fields["given_names"]
        if page is self.file_view:
            return self.file_view.tabs
        return self.list_pane.search.line

    def _resume(self) -> None:
        """Go to the field, cursor and scroll of the spot that is being come back to."""
        spot, self._resuming = self._resuming, None
        if spot is None:
            return
        if self.detail.currentWidget() is self.file_view:
            self.file_view.turn_to(spot.section)
            if spot.field and self.file_view.details is not None:
                self.file_view.details.complete()
        # The layout must know its height before it can scroll.
        QTimer.singleShot(0, self, partial(self._go_to_field, spot))

    def _go_to_field(self, spot: Place) -> None:
        bar = self._pane().verticalScrollBar()
        bar.setValue(bar.maximum() * spot.scroll // _THOUSAND)
        field = dict(self._named_fields()).get(spot.field)
        if field is None:
            return
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        now = QApplication.focusWidget()
        if isinstance(now, QLineEdit):
            now.setCursorPosition(spot.cursor)
        elif isinstance(now, QPlainTextEdit):
            cursor = now.textCursor()
            cursor.setPosition(min(spot.cursor, now.document().characterCount() - 1))
            now.setTextCursor(cursor)


def _cursor(widget: QWidget) -> int:
    if isinstance(widget, QLineEdit):
        return widget.cursorPosition()
    if isinstance(widget, QPlainTextEdit):
        return widget.textCursor().position()
    return 0


def _opened(database: Database, session: Session, person_id: RecordId) -> _Opened:
    """Runs on a lane: the opening is logged before anything is read."""
    file = people.opened(database, session, person_id)
    elsewhere = file.person.id != person_id
    asked = merging.written_under(database, session, person_id) if elsewhere else None
    return _Opened(file, merging.merged_files(database, session, file.person.id), asked)


def _as_it_is(database: Database, session: Session, person_id: RecordId) -> _Opened:
    """Runs on a lane: the file that is open already, as it is now."""
    file = people.file_of(database, session, person_id)
    return _Opened(file, merging.merged_files(database, session, file.person.id), None)
