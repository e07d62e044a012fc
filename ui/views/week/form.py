"""A new appointment, or one that was opened: with whom, its fields, and what became of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker import clock
from meitinker.domain.appointments import AppointmentState
from meitinker.domain.people import full_name
from meitinker.domain.week import BACK
from meitinker.domain.words import name_of
from meitinker.errors import InvalidField
from meitinker.i18n import _
from meitinker.ids import PersonId, RecordId
from meitinker.services import appointments, planning
from ui.forms.form_keeping import FormKeeping
from ui.forms.keeping import Keeping
from ui.viewmodels import week as said
from ui.views.week.fields import AppointmentFields
from ui.views.week.marks import Marks
from ui.widgets.bars import ErrorSummary
from ui.widgets.buttons import Button, FlatButton, PrimaryButton
from ui.widgets.column import Column
from ui.widgets.flow import Flow
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading
from ui.widgets.scrolling import ScrollPane, lay_out_now

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from meitinker.changes import Changes
    from meitinker.domain.appointments import Appointment
    from meitinker.domain.people import Person
    from meitinker.domain.requests import Request
    from meitinker.errors import MeitinkerError
    from meitinker.services.appointments import AppointmentClash, AppointmentFile, Planned
    from meitinker.services.planning import Resumed, TypedAppointment
    from ui.workplace import Workplace

_WIDTH = 800


class AppointmentForm(QWidget):
    """The form; it stays as typed, also over a lock or a kill, until it is kept or left.

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
        """Build the form, empty."""
        super().__init__(parent)
        self._workplace = workplace
        self._client = ""
        self._appointment: Appointment | None = None
        self._request: Request | None = None
        self._turn = 0
        self._past: date | None = None
        self._slot: tuple[date, int] | None = None
        self.title = Heading("", level=1)
        self.who = FlatButton(_("Naam onbekend"), icon_name="user")
        self.state = WrappedLabel("", tone="muted")
        self.marks = Marks()
        self.summary = ErrorSummary()
        self.fields = AppointmentFields()
        self.save = PrimaryButton(_("Bewaar afspraak"))
        self.back = Button(_("Terug naar de week"))
        self._keeping = Keeping(workplace, self)
        self._kept = FormKeeping(
            self._keeping, planning.FORM, typed=self._typed, show=self._show_typed
        )
        self._lay_out()
        self._connect()

    @property
    def appointment_id(self) -> str:
        """The appointment that is shown; "" for a new one."""
        return self._appointment.id if self._appointment else ""

    @property
    def touched(self) -> bool:
        """Whether something was typed that is not kept yet."""
        return self._kept.touched

    @property
    def about(self) -> str:
        """What the form is kept for: the appointment, or the resident of a new one."""
        return self.appointment_id or self._client

    # --- beginning ------------------------------------------------------------------------

    def start(self, client: Person, requests: Sequence[Request], *, day: date, minute: int) -> None:
        """Begin a new appointment with a resident, at a day and minute that were pointed at."""
        self._take(client, None, requests)
        self._slot = day, minute
        self.fields.show_new(day, minute)
        self._begin()
        self._kept.begin(self.about)
        self.fields.day.setFocus(Qt.FocusReason.TabFocusReason)

    def show_file(self, file: AppointmentFile) -> None:
        """Show an appointment that was opened."""
        self._take(file.client, file.appointment, ())
        self.fields.show_one(file.appointment)
        self._begin()
        if file.appointment.state is AppointmentState.PLANNED:
            self._kept.begin(self.about)
        (self.marks.first or self.fields.day).setFocus(Qt.FocusReason.TabFocusReason)

    def resume(self, found: Resumed) -> None:
        """Show what was being typed before a lock, a kill or another place."""
        one = found.file.appointment if found.file else None
        self._take(found.client, one, found.requests)
        self.fields.show_typed(found.typed)
        self._kept.take(self.about, touched=True)
        self._begin()
        self.fields.day.setFocus(Qt.FocusReason.TabFocusReason)

    def flush(self, done: Callable[[bool], None]) -> None:
        """Keep what is typed, then call ``done``: True when it is safe."""
        self._keeping.flush(done)

    def keep(self) -> None:
        """Make the appointment or keep what was changed, or show what is wrong."""
        found = self.fields.problems()
        self.summary.show_missing(found)
        plan = self.fields.plan()
        if found or plan is None or self._asks_of_past(clock.local(plan.starts_at).date()):
            return
        self._workplace.tasks.write(
            self,
            partial(self._write, plan, self._appointment, self._linked()),
            done=lambda changes: self._written(plan, changes),
            failed=self._refused,
        )

    def _asks_of_past(self, day: date) -> bool:
        """Ask once whether a day that is over is right; what was is sometimes noted later."""
        one = self._appointment
        same = one is not None and clock.local(one.starts_at).date() == day
        asked = same or self._past == day or not clock.today() - BACK <= day < clock.today()
        if asked:  # a day that is years ago is refused, not asked about
            return False
        self._past = day
        words = _("Deze dag is voorbij. Klopt dat? Druk dan nog een keer op Bewaar afspraak.")
        self._warn(words)
        self.fields.day.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _warn(self, words: str) -> None:
        self.fields.bar.tell("waarschuwing", words)
        lay_out_now()  # what stands below it would be squeezed for a frame

    # --- building -------------------------------------------------------------------------

    def _lay_out(self) -> None:
        column = Column(self, widest=_WIDTH)
        frame = QVBoxLayout(self)
        frame.setContentsMargins(0, 0, 0, 0)
        self.pane = ScrollPane(column, self)
        frame.addWidget(self.pane)
        lines = column.lines
        lines.addWidget(self.title)
        lines.addWidget(self.who, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (self.state, self.marks, self._kept.bar, self.summary, self.fields):
            lines.addWidget(part)
        lines.addWidget(Flow(self.save, self.back, gap=16))
        lines.addStretch(1)

    def _connect(self) -> None:
        self.save.clicked.connect(self.keep)
        self.back.clicked.connect(self._close)
        self.who.clicked.connect(lambda: self.person.emit(self._client))
        self.fields.edited.connect(self._edited)
        self.fields.moved.connect(self._look_for_clash)
        self.marks.marked.connect(self._mark)
        self.marks.begin.connect(self._begin_or_show)
        self._keeping.stateChanged.connect(
            lambda state: self.failed.emit(state.error) if state.error is not None else None
        )

    def _take(self, client: Person, one: Appointment | None, requests: Sequence[Request]) -> None:
        self._kept.rest()
        self._client, self._appointment, self._past = client.id, one, None
        self._slot, self._kept.changes = None, one is not None
        self._request = requests[0] if requests else None
        self.title.setText(_("Nieuwe afspraak") if one is None else _("Afspraak"))
        name = full_name(client) or _("Naam onbekend")
        self.who.setText(name)
        self.who.setAccessibleName(_("Naar het dossier van {name}").format(name=name))
        self.fields.offer(self._request)

    def _begin(self) -> None:
        one = self._appointment
        planned = one is None or one.state is AppointmentState.PLANNED
        self.state.setText("" if one is None or planned else name_of(one.state))
        self.state.setVisible(not planned)
        self.marks.show_for(one)
        self.fields.let_change(planned)
        self.summary.show_missing([])
        self.fields.bar.clear()
        self.pane.verticalScrollBar().setValue(0)
        if planned:
            self._look_for_clash()

    # --- typing ---------------------------------------------------------------------------

    def _edited(self) -> None:
        self._kept.keep()

    def _typed(self) -> TypedAppointment:
        ids = {"client_id": self._client, "appointment_id": self.appointment_id}
        return msgspec.structs.replace(self.fields.typed(), **ids)

    def _show_typed(self, typed: TypedAppointment) -> None:
        """Show what was typed before, or how the form begins."""
        if not typed.empty:
            self.fields.show_typed(typed)
        elif self._appointment is not None:
            self.fields.show_one(self._appointment)
        elif self._slot is not None:
            self.fields.show_new(*self._slot)
        self._look_for_clash()

    def _close(self) -> None:
        self._kept.leave()
        self.closed.emit()

    def _look_for_clash(self) -> None:
        self._turn += 1
        starts_at, turn = self.fields.moment(), self._turn
        bar = self.fields.bar
        if starts_at is None:
            bar.clear()
            return
        work, besides, minutes = self._workplace, RecordId(self.appointment_id), self.fields.minutes

        def show(clash: AppointmentClash) -> None:
            words = said.clash_words(clash)
            if turn == self._turn and words:
                self._warn(words)
            elif turn == self._turn:
                bar.clear()

        work.tasks.read(
            self,
            lambda: appointments.clashes(
                work.database, work.session, starts_at=starts_at, minutes=minutes, besides=besides
            ),
            done=show,
            failed=self.failed.emit,
        )

    # --- keeping --------------------------------------------------------------------------

    def _linked(self) -> RecordId | None:
        linked = self._request is not None and self.fields.asked.value()
        return self._request.id if self._request is not None and linked else None

    def _write(
        self, plan: Planned, one: Appointment | None, request_id: RecordId | None
    ) -> Changes:
        work, form = self._workplace, planning.FORM
        if one is not None:
            use = work.database, work.session, one.id
            return appointments.change(*use, plan=plan, shown=one, form=form)
        client = PersonId(RecordId(self._client))
        return appointments.make(
            work.database, work.session, client, plan=plan, request_id=request_id, form=form
        )

    def _written(self, plan: Planned, changes: Changes) -> None:
        key = self.appointment_id or changes.created("appointment")
        self._kept.saved()
        self.kept.emit(clock.local(plan.starts_at).date(), key)

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
            self.summary.show_missing(self.fields.refuse(error))
        else:
            self.failed.emit(error)

    def warn_of(self, one: Appointment) -> None:
        """Say what somebody else made of the appointment; who keeps it once more knows that."""
        self._appointment = one
        self._warn(said.changed_words(one))
