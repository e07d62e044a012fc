"""The fields of an appointment: when, how long, where, and what to keep in mind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker import clock
from meitinker.domain.appointments import MeetingPlace
from meitinker.domain.week import instant_at
from meitinker.i18n import _
from meitinker.services.appointments import Planned
from meitinker.services.planning import TypedAppointment
from ui.messages import sentence_for
from ui.theme import px
from ui.viewmodels import times
from ui.viewmodels import week as said
from ui.viewmodels.dates import day_text
from ui.views.week.day_field import PlanningDay
from ui.widgets.bars import MessageBar
from ui.widgets.choices import CheckField, ComboField, RadioGroup
from ui.widgets.fields import TextArea, TextField
from ui.widgets.flow import Flow

if TYPE_CHECKING:
    from datetime import date, datetime

    from meitinker.domain.appointments import Appointment
    from meitinker.domain.requests import Request
    from meitinker.errors import InvalidField
    from ui.widgets.form_field import FormField

_USUAL = 60
_LETTERS = 20


class AppointmentFields(QWidget):
    """Holds what is typed and says what is wrong with it.

    Signals:
        edited: The person changed a field.
        moved: Day, time or length may be others now: the moment to look for a clash.
    """

    edited = Signal()
    moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build the fields, empty."""
        super().__init__(parent)
        self.day = PlanningDay(_("Dag van de afspraak"))
        self.time = TextField(_("Tijd"), hint=_("Zoals 14:30"), widest=120)
        self.length = ComboField(_("Hoe lang"), times.lengths(_USUAL))
        self.length.combo.setMinimumContentsLength(_LETTERS)
        self.bar = MessageBar(self)
        self.place = RadioGroup(_("Waar spreekt u af?"), said.places(), self)
        self.where = TextField(
            _("Plaats"),
            self,
            hint=_("Alleen als het niet thuis is. Bijvoorbeeld het dorpshuis."),
        )
        self.note = TextArea(
            _("Notitie"),
            self,
            hint=_("Waar let u op? Bijvoorbeeld: de dochter is erbij."),
            lines=3,
        )
        self.asked = CheckField(_("Deze afspraak hoort bij de open vraag van deze inwoner"), self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(16))
        column.addWidget(Flow(self.day, self.time, self.length, gap=24, parent=self))
        for part in (self.bar, self.place, self.where, self.note, self.asked):
            column.addWidget(part)
        self._connect()

    # --- showing --------------------------------------------------------------------------

    def show_new(self, day: date, minute: int) -> None:
        """Show an hour at home, at a day and minute that were pointed at."""
        self._show(day, times.clock_text(minute), _USUAL, MeetingPlace.HOME)
        self.where.set_value("")
        self.note.set_value("")

    def show_one(self, one: Appointment) -> None:
        """Show an appointment as it is kept."""
        begins = clock.local(one.starts_at)
        self._show(begins.date(), f"{begins:%H:%M}", one.minutes, one.place)
        self.where.set_value(one.where)
        self.note.set_value(one.note)

    def show_typed(self, typed: TypedAppointment) -> None:
        """Show what was typed earlier."""
        self.day.field.set_parts(typed.day, typed.month, typed.year)
        self.time.set_value(typed.time)
        self._show_length(typed.minutes)
        self.place.set_value(typed.place)
        self.where.set_value(typed.where)
        self.note.set_value(typed.note)
        self.asked.set_value(typed.linked)

    def offer(self, request: Request | None) -> None:
        """Ask whether the appointment belongs to a request, if there is one."""
        self.asked.setVisible(request is not None)
        if request is not None:
            day = day_text(clock.local(request.received_at).date())
            self.asked.set_hint(_("De vraag kwam binnen op {date}.").format(date=day))
            self.asked.set_value(True)

    def let_change(self, on: bool) -> None:
        """Let the agreement be changed, or only read; the note can always be written on."""
        for field in (self.day.field, self.time, self.length, self.place, self.where):
            field.set_read_only(not on)
            field.set_error(None)
        self.day.open.setVisible(on)

    # --- reading --------------------------------------------------------------------------

    def typed(self) -> TypedAppointment:
        """Return the fields as they are typed; whom it is with is not told here."""
        day, month, year = self.day.field.parts()
        return TypedAppointment(
            day=day,
            month=month,
            year=year,
            time=self.time.value(),
            minutes=self.minutes,
            place=self.place.value() or MeetingPlace.HOME.value,
            where=self.where.value(),
            note=self.note.value(),
            linked=self.asked.value(),
        )

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return int(self.length.value() or _USUAL)

    def moment(self) -> datetime | None:
        """Return when it begins, or None while that is not filled in."""
        day, at = self.day.value(), times.read_time(self.time.value())
        return instant_at(day, at) if day is not None and at is not None else None

    def plan(self) -> Planned | None:
        """Return what is agreed on, or None while it is not filled in."""
        starts_at, typed = self.moment(), self.typed()
        if starts_at is None:
            return None
        kept = {name: getattr(typed, name) for name in ("minutes", "where", "note")}
        return Planned(starts_at=starts_at, place=MeetingPlace(typed.place), **kept)

    def problems(self) -> list[tuple[str, FormField]]:
        """Say at each field what is wrong and return the sentences for a list of errors."""
        self._check_time()
        day = self.day.field
        missing = None if self.day.value() else _("Vul een datum in.")
        day.set_error(day.problem() or missing)
        wrong: list[FormField] = [field for field in (day, self.time) if field.error]
        return [(f"{field.label}: {field.error}", field) for field in wrong]

    def refuse(self, error: InvalidField) -> list[tuple[str, FormField]]:
        """Say at its field what the service refused; return it for a list of errors."""
        named = {"minutes": self.length, "day": self.day.field}
        field = named.get(error.field, self.time)
        words = sentence_for(error).text
        field.set_error(words)
        return [(f"{field.label}: {words}", field)]

    def _show(self, day: date, at: str, minutes: int, place: MeetingPlace) -> None:
        self.day.set_value(day)
        self.time.set_value(at)
        self._show_length(minutes)
        self.place.set_value(place.value)

    def _show_length(self, minutes: int) -> None:
        self.length.set_choices(times.lengths(minutes))
        self.length.set_value(str(minutes))

    def _check_time(self) -> None:
        read = times.read_time(self.time.value())
        if read is not None:
            self.time.set_value(f"{read:%H:%M}")
        self.time.set_error(None if read is not None else _("Vul een tijd in, zoals 14:30."))

    def _connect(self) -> None:
        for field in (self.day, self.time, self.length, self.place, self.where, self.note):
            field.edited.connect(self.edited)
        self.asked.edited.connect(self.edited)
        self.time.left.connect(self._check_time)
        for left in (self.day.left, self.time.left, self.length.edited):
            left.connect(self.moved)
