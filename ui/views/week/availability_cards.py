"""The two cards of Spreekuur en afwezigheid: weekly hours in a village, and days away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.domain.appointments import OfficeHourKind
from meitinker.domain.words import name_of
from meitinker.i18n import _
from meitinker.ids import RecordId, VillageId
from meitinker.services import availability
from meitinker.services.availability import Away, Weekly
from ui.viewmodels import availability as said
from ui.viewmodels.parts import Choice
from ui.viewmodels.times import read_time
from ui.views.week.day_field import PlanningDay
from ui.views.week.entry_card import EntryCard, missing
from ui.widgets.choices import ComboField, RadioGroup
from ui.widgets.fields import PhoneField, TextField
from ui.widgets.flow import Flow

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from meitinker.domain.appointments import Absence, OfficeHour
    from meitinker.services.availability import Availability
    from ui.forms.keeping import Keeping
    from ui.widgets.form_field import FormField

_LETTERS = 16


class HoursCard(EntryCard):
    """The weekly hours."""

    def __init__(self, keeping: Keeping) -> None:
        """Build the fields, empty."""
        super().__init__(
            keeping,
            _("Spreekuren"),
            nothing=_("Nog geen spreekuren. Vul hieronder het eerste in."),
            add=_("Voeg spreekuur toe"),
            forms=(availability.NEW_HOUR, availability.HOUR),
        )
        self._hours: dict[str, OfficeHour] = {}
        self.village = ComboField(_("Dorp"), (), placeholder=_("Kies een dorp"))
        self.weekday = ComboField(_("Dag"), said.weekdays(), placeholder=_("Kies een dag"))
        self.kind = RadioGroup(
            _("Soort"), [Choice(k.value, name_of(k)) for k in OfficeHourKind], across=False
        )
        self.begins = TextField(_("Van"), hint=_("Zoals 9:00"), widest=96)
        self.ends = TextField(_("Tot"), hint=_("Zoals 10:00"), widest=96)
        self.where = TextField(_("Waar"), hint=_("Bijvoorbeeld het dorpshuis."))
        self.kind.set_value(OfficeHourKind.WALK_IN.value)
        for box in (self.village, self.weekday):
            box.combo.setMinimumContentsLength(_LETTERS)  # the placeholder does not count
        self.lay_out(
            {
                "village": self.village,
                "weekday": self.weekday,
                "kind": self.kind,
                "begins": self.begins,
                "ends": self.ends,
                "where": self.where,
            },
            Flow(self.village, self.weekday, gap=24),
            self.kind,
            Flow(self.begins, self.ends, gap=24),
            self.where,
        )

    @property
    def first(self) -> QWidget:
        """The village."""
        return self.village

    def show_told(self, told: Availability) -> None:
        """Show the hours there are; what is being typed stays."""
        self._hours = {hour.id: hour for hour, _village in told.hours}
        if self.village.combo.count() != len(told.villages):
            self.village.set_choices(said.villages(told))
        self.show_entries(said.hours(told))

    def typed(self) -> Weekly | None:
        """Return the hour, or None where something is missing."""
        begins, ends = read_time(self.begins.value()), read_time(self.ends.value())
        wanted: tuple[tuple[FormField, object, str], ...] = (
            (self.village, self.village.value(), _("Kies een dorp.")),
            (self.weekday, self.weekday.value(), _("Kies een dag.")),
            (self.begins, begins, _("Vul een tijd in, zoals 9:00.")),
            (self.ends, ends, _("Vul een tijd in, zoals 10:00.")),
        )
        if missing(wanted):
            return None
        return Weekly(
            village_id=VillageId(RecordId(self.village.value() or "")),
            kind=OfficeHourKind(self.kind.value() or OfficeHourKind.WALK_IN.value),
            weekday=int(self.weekday.value() or 1),
            begins=f"{begins:%H:%M}",
            ends=f"{ends:%H:%M}",
            where=self.where.value(),
        )

    def clear(self) -> None:
        """Empty the fields; the village stays, for the next of its hours."""
        for field in (self.begins, self.ends, self.where):
            field.set_value("")
        self.weekday.set_value(None)
        for one in (self.village, self.weekday, self.begins, self.ends):
            one.set_error(None)

    def record(self, key: str) -> OfficeHour:
        """Return an hour."""
        return self._hours[key]

    def fill(self, key: str) -> None:
        """Show an hour in the fields."""
        self.clear()
        hour = self._hours[key]
        self.village.set_value(hour.village_id)
        self.weekday.set_value(str(hour.weekday))
        self.kind.set_value(hour.kind.value)
        self.begins.set_value(hour.begins)
        self.ends.set_value(hour.ends)
        self.where.set_value(hour.where)


class AwayCard(EntryCard):
    """The days away, and who stands in."""

    def __init__(self, keeping: Keeping) -> None:
        """Build the fields, empty."""
        super().__init__(
            keeping,
            _("Afwezig"),
            nothing=_("U hebt geen dagen ingevuld dat u weg bent."),
            add=_("Bewaar afwezigheid"),
            forms=(availability.NEW_ABSENCE, availability.ABSENCE),
        )
        self._absences: dict[str, Absence] = {}
        self.first_day = PlanningDay(_("Eerste dag"))
        self.last_day = PlanningDay(_("Laatste dag"))
        self.replacement = TextField(
            _("Wie is uw vervanger?"), hint=_("Uw brieven noemen deze naam als u weg bent.")
        )
        self.phone = PhoneField(_("Telefoon van de vervanger"))
        self.lay_out(
            {
                "first_day": self.first_day.field,
                "last_day": self.last_day.field,
                "replacement": self.replacement,
                "phone": self.phone,
            },
            Flow(self.first_day, self.last_day, gap=24),
            self.replacement,
            self.phone,
        )

    @property
    def first(self) -> QWidget:
        """The first day."""
        return self.first_day

    def show_told(self, told: Availability) -> None:
        """Show the absences there are; what is being typed stays."""
        self._absences = {one.id: one for one in told.absences}
        self.show_entries(said.absences(told))

    def typed(self) -> Away | None:
        """Return the absence, or None where something is missing."""
        first, last = self.first_day.field, self.last_day.field
        wanted: tuple[tuple[FormField, object, str], ...] = (
            (first, first.value(), first.problem() or _("Vul een datum in.")),
            (last, last.value(), last.problem() or _("Vul een datum in.")),
            (self.phone, not self.phone.problem(), self.phone.problem() or ""),
        )
        one, other = first.value(), last.value()
        if missing(wanted) or one is None or other is None:
            return None
        return Away(
            first_day=one,
            last_day=other,
            replacement=self.replacement.value(),
            replacement_phone=self.phone.value(),
        )

    def clear(self) -> None:
        """Empty the fields."""
        for day in (self.first_day, self.last_day):
            day.set_value(None)
            day.field.set_error(None)
        for field in (self.replacement, self.phone):
            field.set_value("")
            field.set_error(None)

    def record(self, key: str) -> Absence:
        """Return an absence."""
        return self._absences[key]

    def fill(self, key: str) -> None:
        """Show an absence in the fields."""
        self.clear()
        one = self._absences[key]
        self.first_day.set_value(one.first_day)
        self.last_day.set_value(one.last_day)
        self.replacement.set_value(one.replacement)
        self.phone.set_value(one.replacement_phone)
