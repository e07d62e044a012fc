"""The page Week of Vandaag: the week, an appointment, and when the meitinker is there."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from meitinker import clock
from meitinker.domain.people import Person
from meitinker.domain.week import monday_of
from meitinker.ids import PersonId, RecordId
from meitinker.services import appointments, people, planning, request_files
from meitinker.services import week as weeks
from meitinker.store.settings import ScreenSpot
from ui.messages import sentence_for
from ui.viewmodels.week import next_week, offered, shown
from ui.views.week import AWAY, FOR, FORM, HOURS, NEW, SECTION, WITH
from ui.views.week.beginning import begin_visit
from ui.views.week.pages import WeekPages
from ui.window.place_view import PlaceView

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.changes import Changes
    from meitinker.domain.requests import Request
    from meitinker.errors import MeitinkerError
    from meitinker.services.appointments import AppointmentFile
    from meitinker.services.planning import Resumed
    from ui.viewmodels.week import ShownWeek
    from ui.views.visits.picker import ResidentPicker
    from ui.views.week.availability import AvailabilityPage
    from ui.views.week.browse import Browse
    from ui.views.week.calendar_file import CalendarFilePage
    from ui.views.week.form import AppointmentForm
    from ui.workplace import Workplace

_KINDS = ("appointment", "office_hour", "absence", "person", "address", "village")


class WeekPage(PlaceView):
    """A spot's record is the appointment that is open."""

    key = "today"

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build the week; the forms are built when they are needed."""
        super().__init__(workplace, parent)
        self._monday = monday_of(clock.today())
        self._slot = offered(self._monday)
        self._turn = 0
        self._stays = False
        self._key = ""
        self.pages = WeekPages(workplace, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.pages)
        self._connect()

    # --- its pages -------------------------------------------------------------------------

    @property
    def browse(self) -> Browse:
        """The week itself."""
        return self.pages.browse

    @property
    def picker(self) -> ResidentPicker:
        """With whom is the new appointment?"""
        return self.pages.picker

    @property
    def form(self) -> AppointmentForm:
        """The appointment at hand."""
        return self.pages.form

    @property
    def hours(self) -> AvailabilityPage:
        """Office hours and absence."""
        return self.pages.hours

    @property
    def file(self) -> CalendarFilePage:
        """The week as a file for another calendar."""
        return self.pages.file

    # --- what the window asks --------------------------------------------------------------

    def arrive(self, spot: ScreenSpot | None) -> None:
        """Show what the spot means: the week, an appointment; without one, what stands there."""
        if spot is not None and spot.field in {HOURS, AWAY}:
            self._show_hours(away=spot.field == AWAY)
        elif spot is not None and spot.field == FORM:
            self._resume(spot.record_id)
        elif spot is not None and spot.field == NEW:
            self._slot = offered(self._monday)
            self._pick()
        elif spot is not None and spot.record_id and spot.field == FOR:
            self.make_for(spot.record_id)
        elif spot is not None and spot.record_id and spot.field == WITH:
            self._slot = offered(self._monday)
            self._with(spot.record_id)
        elif spot is not None and spot.record_id:
            self.open(spot.record_id)
        elif spot is not None or self.pages.shows("browse"):
            self.leave(lambda safe: self.show_week() if safe else None)
        else:
            self._load()

    def spot(self) -> ScreenSpot:
        """Return the appointment that is open, or the week."""
        if self.pages.shows("form"):
            field = FORM if self.form.touched or not self.form.appointment_id else ""
            return ScreenSpot(
                screen=self.key, section=SECTION, record_id=self.form.about, field=field
            )
        field = HOURS if self.pages.shows("hours") else ""
        return ScreenSpot(screen=self.key, section=SECTION, field=field)

    def refresh(self, changes: Changes) -> None:
        """Look again when something that is shown here was touched."""
        if any(changes.touches(kind) for kind in _KINDS):
            self._load()
            if self.pages.made("hours"):
                self.hours.load()

    def new(self) -> None:
        """Make a new appointment at the slot at hand (Ctrl+N)."""
        if self.pages.shows("browse"):
            at = None if self.browse.shows_list else self.browse.grid.slot
            # The keyboard waits at the Monday of the week, and that is over by Tuesday.
            self._slot = offered(self._monday, at)
            self._pick()

    def confirm(self) -> None:
        """Press the main button (Ctrl+Enter)."""
        self.pages.confirm()

    def search(self) -> None:
        """Look for a resident for a new appointment (Ctrl+F)."""
        self.new()

    def next_pane(self, step: int) -> None:
        """Go to the week from the buttons, and back."""
        if self.pages.shows("browse"):
            if self.browse.make.hasFocus():
                self.browse.focus_week()
            else:
                self.browse.make.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def leave(self, done: Callable[[bool], None]) -> None:
        """Keep what is typed."""
        if self.pages.shows("form"):
            self.form.flush(done)
        elif self.pages.shows("hours"):
            self.hours.flush(done)
        else:
            done(True)

    # --- the week --------------------------------------------------------------------------

    def show_week(self, appointment_id: str = "") -> None:
        """Go back to the week, to an appointment in it where one is named."""
        self.pages.setCurrentWidget(self.browse)
        self._stays, self._key = True, appointment_id
        self._load()
        self.moved.emit()

    def turn_week(self, step: int) -> None:
        """Show the week before or after."""
        self._go_to(next_week(self._monday, step))

    def go_home(self) -> None:
        """Show the week of today."""
        self._go_to(monday_of(clock.today()))

    def _go_to(self, monday: date) -> None:
        self._monday = monday
        self._stays = self.browse.grid.isAncestorOf(self.focusWidget()) or self.browse.shows_list
        self._load()

    def _load(self) -> None:
        self._turn += 1
        work, turn, first = self.workplace, self._turn, self._monday

        def read() -> ShownWeek:
            last = first + timedelta(days=6)
            return shown(weeks.between(work.database, work.session, first, last))

        def show(week: ShownWeek) -> None:
            if turn == self._turn:
                self._show(week)

        work.tasks.read(self, read, done=show, failed=self._fail)

    def _show(self, week: ShownWeek) -> None:
        self.browse.show_week(week)
        if self._stays and self.pages.shows("browse") and self.isVisible():
            self.browse.focus_week(self._key)
        self._stays, self._key = False, ""

    # --- an appointment --------------------------------------------------------------------

    def open(self, appointment_id: str) -> None:
        """Open an appointment; that it is opened is logged first."""
        work = self.workplace
        work.tasks.write(
            self,
            lambda: appointments.opened(work.database, work.session, RecordId(appointment_id)),
            done=self._show_file,
            failed=self._fail,
        )

    def make_for(self, request_id: str) -> None:
        """Make a new appointment for a request: it ends the wait of that one and no other."""
        self._slot = offered(self._monday)
        work, one = self.workplace, RecordId(request_id)

        def read() -> tuple[Person, list[Request]]:
            file = request_files.opened(work.database, work.session, one)
            client = PersonId(file.client.id)
            waits = appointments.awaiting(work.database, work.session, client)
            return file.client, [request for request in waits if request.id == one]

        work.tasks.write(self, read, done=self._start, failed=self._fail)

    def _resume(self, about: str) -> None:
        """Come back to a form that was being typed; without it, to the week."""
        work = self.workplace

        def show(found: Resumed | None) -> None:
            if found is None:
                self.show_week()
                return
            self.pages.setCurrentWidget(self.form)
            self.form.resume(found)

        work.tasks.write(
            self,
            lambda: planning.resumed(work.database, work.session, about),
            done=show,
            failed=self._fail,
        )

    def _show_file(self, file: AppointmentFile) -> None:
        self.pages.setCurrentWidget(self.form)
        self.form.show_file(file)
        self.moved.emit()

    def _at(self, day: date, minute: int) -> None:
        self._slot = (day, minute)
        self._pick()

    def _pick(self) -> None:
        self.pages.setCurrentWidget(self.picker)
        self.picker.start()

    def _with(self, person_id: str) -> None:
        work, client = self.workplace, PersonId(RecordId(person_id))

        def read() -> tuple[Person, list[Request]]:
            file = people.opened(work.database, work.session, client)
            return file.person, appointments.awaiting(work.database, work.session, client)

        work.tasks.write(self, read, done=self._start, failed=self._fail)

    def _start(self, found: tuple[Person, list[Request]]) -> None:
        day, minute = self._slot
        self.pages.setCurrentWidget(self.form)
        self.form.start(found[0], found[1], day=day, minute=minute)

    def _kept(self, day: date, appointment_id: str) -> None:
        self._monday = monday_of(day)
        self.show_week(appointment_id)

    def _begin_visit(self, appointment_id: str) -> None:

        def begun(spot: ScreenSpot) -> None:
            self.pages.setCurrentWidget(self.browse)
            self.go.emit(spot)

        begin_visit(self.workplace, self, appointment_id, go=begun, failed=self._fail)

    # --- the rest --------------------------------------------------------------------------

    def _show_hours(self, *, away: bool = False) -> None:
        self.pages.setCurrentWidget(self.hours)
        self.hours.back.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hours.load(then=self.hours.focus_away if away else None)

    def _save(self) -> None:
        self.pages.setCurrentWidget(self.file)
        self.file.start(self._monday)

    def _connect(self) -> None:
        browse, pages = self.browse, self.pages
        browse.opened.connect(self.open)
        browse.asked.connect(self._at)
        browse.turned.connect(self.turn_week)
        browse.homed.connect(self.go_home)
        browse.new.connect(self.new)
        browse.availability.connect(self._show_hours)
        browse.saved.connect(self._save)
        pages.chosen.connect(self._with)
        pages.kept.connect(self._kept)
        pages.back.connect(self.show_week)
        pages.begin.connect(self._begin_visit)
        pages.go.connect(self.go)
        pages.told.connect(self.told)
        pages.failed.connect(self._fail)

    def _fail(self, error: MeitinkerError) -> None:
        self.told.emit("fout", sentence_for(error).text)
