"""An appointment: when, how long, where, and what to keep in mind."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker import clock
from meitinker.domain.appointments import AppointmentState, Place
from meitinker.domain.people import full_name
from meitinker.domain.week import instant_at
from meitinker.domain.words import name_of
from meitinker.errors import InvalidField
from meitinker.i18n import _
from meitinker.ids import PersonId, RecordId
from meitinker.services import appointments
from meitinker.services.appointments import Planned
from ui.messages import sentence_for
from ui.viewmodels import week as said
from ui.viewmodels.dates import day_text
from ui.views.week.day_field import PlanningDay
from ui.views.week.marks import Marks
from ui.widgets.bars import ErrorSummary, MessageBar
from ui.widgets.buttons import Button, FlatButton, PrimaryButton
from ui.widgets.choices import CheckField, ComboField, RadioGroup
from ui.widgets.column import Column
from ui.widgets.fields import TextArea, TextField
from ui.widgets.flow import Flow
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading
from ui.widgets.panes import ScrollPane

if TYPE_CHECKING:
    from datetime import date, datetime

    from meitinker.changes import Changes
    from meitinker.domain.appointments import Appointment
    from meitinker.domain.people import Person
    from meitinker.domain.requests import Request
    from meitinker.errors import MeitinkerError
    from meitinker.services.appointments import AppointmentFile, Clash
    from ui.widgets.form_field import FormField
    from ui.workplace import Workplace

_WIDTH = 800
_USUAL = 60
_LETTERS = 20


class AppointmentForm(QWidget):
    """A new appointment, or one that was opened.

    Signals:
        kept: It was made or changed; the day it is on, and its id.
        closed: Back to the week without keeping.
        marked: What became of it was told; the :class:`Changes`.
        begin: The conversation is to be begun; the appointment's id.
        visit: The conversation that was begun from it is to be shown; its id.
        person: The file of the resident is to be shown; the id.
        failed: A service said no; the error.
    """

    kept = Signal(object, str)
    closed = Signal()
    marked = Signal(object)
    begin = Signal(str)
    visit = Signal(str)
    person = Signal(str)
    failed = Signal(object)

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build the fields, empty."""
        super().__init__(parent)
        self._workplace = workplace
        self._client = ""
        self._appointment: Appointment | None = None
        self._request: Request | None = None
        self._turn = 0
        self.title = Heading("", level=1)
        self.who = FlatButton(_("Naam onbekend"), icon_name="user")
        self.state = WrappedLabel("", tone="muted")
        self.summary = ErrorSummary()
        self.bar = MessageBar()
        self.day = PlanningDay(_("Dag van de afspraak"))
        self.time = TextField(_("Tijd"), hint=_("Zoals 14:30"), widest=96)
        self.length = ComboField(_("Hoe lang"), said.lengths(_USUAL))
        self.length.combo.setMinimumContentsLength(_LETTERS)
        self.place = RadioGroup(_("Waar spreekt u af?"), said.places())
        self.where = TextField(
            _("Plaats"), hint=_("Alleen als het niet thuis is. Bijvoorbeeld het dorpshuis.")
        )
        self.note = TextArea(
            _("Notitie"), hint=_("Waar let u op? Bijvoorbeeld: de dochter is erbij."), lines=3
        )
        self.asked = CheckField(_("Deze afspraak hoort bij de open vraag van deze inwoner"))
        self.save = PrimaryButton(_("Bewaar afspraak"))
        self.back = Button(_("Terug naar de week"))
        self.marks = Marks()
        self._lay_out()
        self._connect()

    # --- beginning ------------------------------------------------------------------------

    def start(self, client: Person, requests: list[Request], *, day: date, minute: int) -> None:
        """Begin a new appointment with a resident, at a day and minute that were pointed at."""
        self._appointment, self._client = None, client.id
        self._request = requests[0] if requests else None
        self.title.setText(_("Nieuwe afspraak"))
        self._show_client(client)
        self.day.set_value(day)
        self.time.set_value(said.clock_text(minute))
        self._show_length(_USUAL)
        self.place.set_value(Place.HOME.value)
        self.where.set_value("")
        self.note.set_value("")
        self._offer_request()
        self._begin()
        self.day.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_file(self, file: AppointmentFile) -> None:
        """Show an appointment that was opened."""
        one = file.appointment
        self._appointment, self._client, self._request = one, file.client.id, None
        self.title.setText(_("Afspraak"))
        self._show_client(file.client)
        begins = clock.local(one.starts_at)
        self.day.set_value(begins.date())
        self.time.set_value(f"{begins:%H:%M}")
        self._show_length(one.minutes)
        self.place.set_value(one.place.value)
        self.where.set_value(one.where)
        self.note.set_value(one.note)
        self._offer_request()
        self._begin()
        (self.marks.first or self.day).setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def appointment_id(self) -> str:
        """The appointment that is shown; "" for a new one."""
        return self._appointment.id if self._appointment else ""

    # --- building -------------------------------------------------------------------------

    def _lay_out(self) -> None:
        column = Column(self, widest=_WIDTH)
        lines = column.lines
        lines.addWidget(self.title)
        lines.addWidget(self.who, 0, Qt.AlignmentFlag.AlignLeft)
        lines.addWidget(self.state)
        lines.addWidget(self.marks)
        lines.addWidget(self.summary)
        lines.addWidget(Flow(self.day, self.time, self.length, gap=24))
        lines.addWidget(self.bar)
        for field in (self.place, self.where, self.note, self.asked):
            lines.addWidget(field)
        lines.addWidget(Flow(self.save, self.back, gap=16))
        lines.addStretch(1)
        frame = QVBoxLayout(self)
        frame.setContentsMargins(0, 0, 0, 0)
        self.pane = ScrollPane(column, self)
        frame.addWidget(self.pane)

    def _connect(self) -> None:
        self.save.clicked.connect(self.keep)
        self.back.clicked.connect(self.closed)
        self.who.clicked.connect(lambda: self.person.emit(self._client))
        self.time.left.connect(self._check_time)
        for field in (self.day, self.time):
            field.left.connect(self._look_for_clash)
        self.length.edited.connect(self._look_for_clash)
        self.marks.marked.connect(self._mark)
        self.marks.begin.connect(self._begin_or_show)

    def _show_client(self, client: Person) -> None:
        name = full_name(client) or _("Naam onbekend")
        self.who.setText(name)
        self.who.setAccessibleName(_("Naar het dossier van {name}").format(name=name))

    def _show_length(self, minutes: int) -> None:
        self.length.set_choices(said.lengths(minutes))
        self.length.set_value(str(minutes))

    def _offer_request(self) -> None:
        self.asked.setVisible(self._request is not None)
        if self._request is not None:
            day = day_text(clock.local(self._request.received_at).date())
            words = _("De vraag kwam binnen op {date}.")
            self.asked.set_hint(words.format(date=day))
            self.asked.set_value(True)

    def _begin(self) -> None:
        one = self._appointment
        planned = one is None or one.state is AppointmentState.PLANNED
        self.state.setText("" if one is None or planned else name_of(one.state))
        self.state.setVisible(not planned)
        self.marks.show_for(one)
        for field in (self.day.field, self.time, self.length, self.place, self.where):
            field.set_read_only(not planned)
            field.set_error(None)
        self.day.open.setVisible(planned)
        self.summary.show_missing([])
        self.bar.clear()
        self.pane.verticalScrollBar().setValue(0)
        if planned:
            self._look_for_clash()

    # --- checking -------------------------------------------------------------------------

    def _check_time(self) -> None:
        read = said.read_time(self.time.value())
        if read is not None:
            self.time.set_value(f"{read:%H:%M}")
        self.time.set_error(None if read is not None else _("Vul een tijd in, zoals 14:30."))

    def _moment(self) -> datetime | None:
        day, at = self.day.value(), said.read_time(self.time.value())
        return instant_at(day, at) if day is not None and at is not None else None

    def _look_for_clash(self) -> None:
        self._turn += 1
        starts_at, turn = self._moment(), self._turn
        if starts_at is None:
            self.bar.clear()
            return
        work, besides = self._workplace, RecordId(self.appointment_id)
        minutes = int(self.length.value() or _USUAL)

        def show(clash: Clash) -> None:
            words = said.clash_words(clash)
            if turn != self._turn:
                return
            if words:
                self.bar.tell("waarschuwing", words)
            else:
                self.bar.clear()

        work.tasks.read(
            self,
            lambda: appointments.clashes(
                work.database, work.session, starts_at=starts_at, minutes=minutes, besides=besides
            ),
            done=show,
            failed=self.failed.emit,
        )

    def _problems(self) -> list[tuple[str, FormField]]:
        self._check_time()
        day = self.day.field
        missing = None if self.day.value() else _("Vul een datum in.")
        day.set_error(day.problem() or missing)
        wrong: list[FormField] = [f for f in (day, self.time) if f.error]
        return [(f"{field.label}: {field.error}", field) for field in wrong]

    # --- keeping --------------------------------------------------------------------------

    def keep(self) -> None:
        """Make the appointment or keep what was changed, or show what is wrong."""
        found = self._problems()
        self.summary.show_missing(found)
        starts_at = self._moment()
        if found or starts_at is None:
            return
        plan = Planned(
            starts_at=starts_at,
            minutes=int(self.length.value() or _USUAL),
            place=Place(self.place.value() or Place.HOME.value),
            where=self.where.value(),
            note=self.note.value(),
        )
        self._workplace.tasks.write(
            self,
            partial(self._write, plan, self._appointment, self._linked()),
            done=lambda changes: self.kept.emit(
                clock.local(plan.starts_at).date(), self._key(changes)
            ),
            failed=self._refused,
        )

    def _linked(self) -> RecordId | None:
        wanted = self._request is not None and self.asked.value()
        return self._request.id if self._request is not None and wanted else None

    def _write(
        self, plan: Planned, one: Appointment | None, request_id: RecordId | None
    ) -> Changes:
        work = self._workplace
        if one is not None:
            return appointments.change(work.database, work.session, one.id, plan=plan)
        client = PersonId(RecordId(self._client))
        return appointments.make(
            work.database, work.session, client, plan=plan, request_id=request_id
        )

    def _key(self, changes: Changes) -> str:
        return self.appointment_id or changes.created("appointment")

    def _mark(self, state: AppointmentState) -> None:
        one, work = self._appointment, self._workplace
        if one is not None:
            work.tasks.write(
                self,
                lambda: appointments.mark(work.database, work.session, one.id, state),
                done=self.marked.emit,
                failed=self.failed.emit,
            )

    def _begin_or_show(self) -> None:
        one = self._appointment
        if one is not None and one.visit_id:
            self.visit.emit(one.visit_id)
        elif one is not None:
            self.begin.emit(one.id)

    def _refused(self, error: MeitinkerError) -> None:
        if isinstance(error, InvalidField):
            field = {"minutes": self.length}.get(error.field, self.time)
            words = sentence_for(error).text
            field.set_error(words)
            self.summary.show_missing([(f"{field.label}: {words}", field)])
        else:
            self.failed.emit(error)
