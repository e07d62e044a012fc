"""Inwoners: the list at the left, a file or a new person at the right."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout

from meitinker.i18n import _
from meitinker.ids import PersonId, RecordId
from meitinker.services import running
from meitinker.store.settings import ScreenSpot
from ui.messages import sentence_for
from ui.viewmodels.half_typed import NOTE_TYPED
from ui.views.people.detail import NEW, Detail
from ui.views.people.opening import OpenedFile, file_as_it_is, open_file
from ui.views.people.people_list import PeoplePane
from ui.views.week import FOR
from ui.views.week import SECTION as WEEK
from ui.widgets.bites import Bites
from ui.widgets.panes import AdaptivePanes
from ui.window.listed_place import ListedPlace
from ui.window.place_view import BEGIN, NEW_FOR_NOTE, NEW_FOR_VISIT, NOTE, REQUEST

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QLineEdit, QWidget

    from meitinker.changes import Changes
    from meitinker.errors import MeitinkerError
    from ui.views.people.file_view import FileView
    from ui.views.people.new_person_form import NewPersonForm
    from ui.workplace import Workplace

VISITS, TODAY = "visits", "today"
"""The places where visits are written and appointments made."""

_SHOWN_HERE = frozenset(
    {"person", "phone", "email", "address", "representative", "household_member",
     "person_merge", "tie", "visit", "support_plan", "handover", "attachment", "request", "letter",
     "appointment", "task", "contact_note", "transfer", "agreement", "referral",
     "dossier_grant"}
)  # fmt: skip


def _stays(_person_id: str) -> None:
    """Return that nobody waits elsewhere for who is added."""


class PeoplePlace(ListedPlace):
    """The place of the people; what is opened is logged, so only where the arrows stop."""

    key = "people"
    opens_after = 250

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build the panes; nothing is read before :meth:`arrive`."""
        super().__init__(workplace, parent)
        self._been = False
        self._enters = False
        self._then: Callable[[str], ScreenSpot | None] = _stays
        self.list_pane = PeoplePane(workplace, self)
        self.detail = Detail(workplace, self)
        self.panes = AdaptivePanes(self.list_pane, self.detail, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.panes)
        self._connect()
        Bites(self).add(*self.detail.ahead())

    @property
    def file_view(self) -> FileView:
        """The file at the right; it is made when it is first needed."""
        return self.detail.file_view

    # --- its panes -----------------------------------------------------------------------

    @property
    def search_line(self) -> QLineEdit:
        """Where names are typed."""
        return self.list_pane.search.line

    @property
    def list_of(self) -> QWidget:
        """The list of people."""
        return self.list_pane.list

    @property
    def shown_key(self) -> str:
        """Whose file is open."""
        return self.resident()

    def first_stop(self) -> QWidget | None:
        """Return where the keyboard arrives in the file or the form."""
        return self.detail.first_stop()

    def open_key(self, key: str) -> None:
        """Open the file of a person."""
        self._open(key)

    # --- what the window asks ------------------------------------------------------------

    def arrive(self, spot: ScreenSpot | None) -> None:
        """Show the list; with a spot also the file or the form, at the same field."""
        self.list_pane.arrive()
        now = QApplication.focusWidget()
        inside = now is not None and self.isAncestorOf(now)
        if spot is None:
            # A window that has just come up put the focus on the first button itself.
            if (inside and self._been) != self.detail.shows_nobody:  # its key again: another file
                self.search()
        elif spot.section == NEW:
            self.detail.come_back_to(spot)
            self._show_form("")
        elif spot.section in (NEW_FOR_VISIT, NEW_FOR_NOTE):
            self._show_form(spot.field, then=partial(_goes_on, spot))
            self.told.emit("uitleg", _going_on_words(spot))
        elif spot.record_id:
            self.detail.come_back_to(spot)
            self.panes.show_detail()
            self._enters = True
            self._open(spot.record_id)
        self._been = True

    def spot(self) -> ScreenSpot:
        """Return the person, the section, the field with its cursor, and the scroll."""
        return self.detail.spot(self.key)

    def resident(self) -> str:
        """Return whose file is open."""
        return self.file_view.person_id if self.detail.shows_file else ""

    @property
    def form(self) -> NewPersonForm:
        """The form of a new person."""
        return self.detail.form

    def leave(self, done: Callable[[bool], None]) -> None:
        """Keep the form as it is typed and make what was typed in the file one change."""
        self.detail.leave(done)

    def refresh(self, changes: Changes) -> None:
        """Read list and file again when something in them was touched."""
        if any(item.kind in _SHOWN_HERE for item in changes.items):
            self._look_again()

    def new(self) -> None:
        """Open the form of a new person."""
        self._show_form("")

    def confirm(self) -> None:
        """Press the main button of what is shown."""
        self.detail.press_main_button()

    def save_now(self) -> None:
        """Keep what was typed now; the indicator says so."""
        self.detail.save()

    def turn_section(self, step: int) -> None:
        """Show the next or previous section of the file."""
        if self.detail.shows_file:
            self.file_view.turn(step)

    def reading(self) -> Sequence[QWidget]:
        """Return the list, the way back to it, and the blocks of what is shown beside it."""
        return (self.panes.list_frame, self.panes.back, *self.detail.reading())

    # --- opening -------------------------------------------------------------------------

    def _connect(self) -> None:
        self.list_pane.chosen.connect(self.choose)
        self.list_pane.entered.connect(self._turn_to_detail)
        self.list_pane.new_asked.connect(self._show_form)
        self.detail.file_made.connect(self._connect_file)
        self.detail.added.connect(lambda changes: self._known(changes.created("person")))
        self.detail.same.connect(self._known)
        self.detail.failed.connect(self._tell)

    def _connect_file(self, file: FileView) -> None:
        file.visit_asked.connect(self._visit)
        file.visit_opened.connect(self._visit)
        file.note_asked.connect(self.go)
        file.go.connect(self.go)
        file.person_opened.connect(self._open)
        file.stale.connect(self._look_again)
        file.told.connect(self.told)
        file.turned.connect(self.moved)
        file.request_asked.connect(lambda one: self.go.emit(_request(one)))
        file.appoint_asked.connect(self._appoint)

    def _show_form(self, name: str, *, then: Callable[[str], ScreenSpot | None] = _stays) -> None:
        self._then = then
        self.file_view.leave(partial(self._left_for_form, name))

    def _left_for_form(self, name: str, safe: bool) -> None:
        if not safe:
            return
        self._wanted = ""
        self.list_pane.select("")
        self.detail.show_form(name)
        self.panes.show_detail()
        self.moved.emit()

    def _known(self, person_id: str) -> None:
        """Go on with who was just added or turned out to be there: in the file, or what waits."""
        wanted, self._then = self._then(person_id), _stays
        if wanted is None or wanted.screen != VISITS:
            self._open(person_id)
        if wanted is not None:
            self.go.emit(wanted)

    def _open(self, person_id: str) -> None:
        self._opening.stop()
        if not person_id:
            return
        self._wanted = person_id
        same = person_id == self.file_view.person_id
        if same and self.detail.shows_file:
            self._enter()
            self.detail.resume()
            return
        self.leave(partial(self._left_for_file, person_id))

    def _left_for_file(self, person_id: str, safe: bool) -> None:
        if not safe:
            self.list_pane.select(self.file_view.person_id)
            return
        work = self.workplace
        work.tasks.write(
            self,
            partial(open_file, work.database, work.session, RecordId(person_id)),
            done=partial(self._show_file, person_id),
            failed=self._not_opened,
        )

    def _show_file(self, person_id: str, opened: OpenedFile) -> None:
        if person_id != self._wanted:
            return
        self._wanted = opened.file.person.id
        section = self.detail.coming_to  # to show the overview first would be to show both
        self.file_view.show_file(opened.file, opened.merged, opened.asked, section=section)
        self.list_pane.select(opened.file.person.id)
        self.detail.show_file()
        self._enter()
        self._find_focus()
        self.moved.emit()

    def _enter(self) -> None:
        """Bring the keyboard into the file that was asked for from elsewhere."""
        entering, self._enters = self._enters, False
        first = self.detail.first_stop()
        if entering and first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _turn_to_detail(self) -> None:
        self.panes.enter_detail()
        self._find_focus()

    def _find_focus(self) -> None:
        """Go to the file where the list has made room for it: hidden things take no keys."""
        now = QApplication.focusWidget()
        if now is None or not now.isVisible() or now is self.panes.back:
            (self.detail.first_stop() or self.panes.back).setFocus(Qt.FocusReason.OtherFocusReason)

    def _not_opened(self, error: MeitinkerError) -> None:
        self.detail.show_nobody()
        self._tell(error)

    def _look_again(self) -> None:
        self.list_pane.load()
        person_id = self.file_view.person_id
        if not person_id:
            return
        work = self.workplace
        work.tasks.read(
            self,
            partial(file_as_it_is, work.database, work.session, RecordId(person_id)),
            done=self._show_again,
            failed=lambda _error: self._gone(),
        )

    def _show_again(self, opened: OpenedFile) -> None:
        if opened.file.person.id == self.file_view.person_id:
            self.file_view.show_file(opened.file, opened.merged)

    def _gone(self) -> None:
        """The file that was open is no more: undoing took back that the person was added."""
        if self.detail.shows_file:
            self.detail.show_nobody()
            self.panes.show_list()

    # --- acts ----------------------------------------------------------------------------

    def _visit(self, visit_id: str) -> None:
        if visit_id:
            self.go.emit(ScreenSpot(screen=VISITS, record_id=visit_id))
            return
        work, client = self.workplace, PersonId(RecordId(self.file_view.person_id))
        work.tasks.write(
            self,
            lambda: running.begin(work.database, work.session, client),
            done=lambda changes: self._visit(changes.created("visit")),
            failed=self._tell,
        )

    def _appoint(self, request_id: str) -> None:
        self.go.emit(ScreenSpot(screen=TODAY, section=WEEK, field=FOR, record_id=request_id))

    def _tell(self, error: MeitinkerError) -> None:
        self.told.emit("fout", sentence_for(error).text)


def _request(request_id: str) -> ScreenSpot:
    return ScreenSpot(screen=REQUEST, record_id=request_id)


def _goes_on(spot: ScreenSpot, person_id: str) -> ScreenSpot:
    """Return where somebody is wanted who was added for what stands at ``spot``."""
    if spot.section == NEW_FOR_NOTE:
        return ScreenSpot(
            screen=NOTE, record_id=spot.record_id, section=NOTE_TYPED, field=person_id
        )
    return ScreenSpot(screen=VISITS, record_id=person_id, section=BEGIN)


def _going_on_words(spot: ScreenSpot) -> str:
    """Return what is told of that until then."""
    if spot.section == NEW_FOR_NOTE:
        return _("Voeg de inwoner toe. Daarna gaat u verder met uw notitie.")
    return _("Voeg de inwoner toe. Daarna begint het gesprek.")
