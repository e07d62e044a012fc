"""Office hours in the villages and days away: what there is, and a form for one more."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from meitinker.domain.appointments import OfficeHourKind
from meitinker.domain.words import name_of
from meitinker.errors import InvalidField
from meitinker.i18n import _
from meitinker.ids import RecordId, VillageId
from meitinker.services import availability
from meitinker.services.availability import Away, Weekly
from ui.messages import sentence_for
from ui.theme import mark, px
from ui.viewmodels import availability as said
from ui.viewmodels.parts import Choice
from ui.viewmodels.week import read_time
from ui.views.week.day_field import PlanningDay
from ui.widgets.buttons import Button, FlatButton
from ui.widgets.choices import ComboField, RadioGroup
from ui.widgets.column import Column, Pile
from ui.widgets.fields import PhoneField, TextField
from ui.widgets.flow import Flow
from ui.widgets.form_field import FormField, WrappedLabel
from ui.widgets.headings import Heading
from ui.widgets.panes import ScrollPane
from ui.widgets.rows import TightRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from meitinker.changes import Changes
    from meitinker.errors import MeitinkerError
    from meitinker.services.availability import Availability
    from ui.workplace import Workplace

_WIDTH = 720
_LETTERS = 16


class _Card(QFrame):
    """A heading, what there is, and a form."""

    removed = Signal(str)

    def __init__(self, title: str, nothing: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, rol="kaart")
        self._nothing = nothing
        self.entries = Pile(gap=12)
        self.form = QVBoxLayout()
        self.form.setSpacing(px(16))
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(16), px(16), px(16))
        column.setSpacing(px(16))
        column.addWidget(Heading(title, level=2))
        column.addWidget(self.entries)
        column.addLayout(self.form)

    def show_entries(self, entries: Sequence[said.Entry]) -> None:
        """Show these, each with a button that removes it."""
        rows: list[QWidget] = [self._row(entry) for entry in entries]
        self.entries.replace(rows or [WrappedLabel(self._nothing, tone="muted")])

    def _row(self, entry: said.Entry) -> QWidget:
        words = QWidget()
        lines = QVBoxLayout(words)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(px(4))
        lines.addWidget(WrappedLabel(entry.title, tone="label"))
        lines.addWidget(WrappedLabel(entry.status, tone="muted"))
        remove = FlatButton(_("Verwijder"), icon_name="trash")
        remove.setAccessibleName(f"{_('Verwijder')}: {entry.title}")
        remove.clicked.connect(lambda: self.removed.emit(entry.key))
        return TightRow(words, remove)


class AvailabilityPage(QWidget):
    """The page; it writes at once and the undo bar takes back.

    Signals:
        closed: Back to the week.
        failed: A service said no; the error.
    """

    closed = Signal()
    failed = Signal(object)

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build the page; it is filled by :meth:`load`."""
        super().__init__(parent)
        self._workplace = workplace
        self.back = FlatButton(_("Terug naar de week"), icon_name="arrow-left")
        self.hours = _Card(_("Spreekuren"), _("Nog geen spreekuren. Vul hieronder het eerste in."))
        self.village = ComboField(_("Dorp"), (), placeholder=_("Kies een dorp"))
        self.kind = RadioGroup(
            _("Soort"), [Choice(k.value, name_of(k)) for k in OfficeHourKind], across=False
        )
        self.weekday = ComboField(_("Dag"), said.weekdays(), placeholder=_("Kies een dag"))
        self.begins = TextField(_("Van"), hint=_("Zoals 9:00"), widest=96)
        self.ends = TextField(_("Tot"), hint=_("Zoals 10:00"), widest=96)
        self.where = TextField(_("Waar"), hint=_("Bijvoorbeeld het dorpshuis."))
        self.add_hour = Button(_("Voeg spreekuur toe"), icon_name="plus")
        self.away = _Card(_("Afwezig"), _("U bent nergens als afwezig aangemeld."))
        self.first = PlanningDay(_("Eerste dag"))
        self.last = PlanningDay(_("Laatste dag"))
        self.replacement = TextField(_("Wie vervangt u?"))
        self.phone = PhoneField(_("Telefoon van de vervanger"))
        self.add_absence = Button(_("Bewaar afwezigheid"), icon_name="plus")
        self._lay_out()
        self._connect()

    def load(self) -> None:
        """Show what there is now; what is being typed stays."""
        work = self._workplace
        work.tasks.read(
            self,
            lambda: availability.availability(work.database, work.session),
            done=self._show,
            failed=self.failed.emit,
        )

    def _show(self, told: Availability) -> None:
        self.hours.show_entries(said.hours(told))
        self.away.show_entries(said.absences(told))
        if self.village.combo.count() != len(told.villages):
            self.village.set_choices(said.villages(told))

    def _lay_out(self) -> None:
        self.kind.set_value(OfficeHourKind.WALK_IN.value)
        for box in (self.village, self.weekday):
            box.combo.setMinimumContentsLength(_LETTERS)  # the placeholder does not count
        for part in (
            Flow(self.village, self.weekday, gap=24),
            self.kind,
            Flow(self.begins, self.ends, gap=24),
            self.where,
            Flow(self.add_hour),
        ):
            self.hours.form.addWidget(part)
        days = Flow(self.first, self.last, gap=24)
        for part in (days, self.replacement, self.phone, Flow(self.add_absence)):
            self.away.form.addWidget(part)
        column = Column(self, widest=_WIDTH)
        column.lines.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        column.lines.addWidget(Heading(_("Spreekuur en afwezigheid"), level=1))
        column.lines.addWidget(self.hours)
        column.lines.addWidget(self.away)
        column.lines.addStretch(1)
        frame = QVBoxLayout(self)
        frame.setContentsMargins(0, 0, 0, 0)
        frame.addWidget(ScrollPane(column, self))

    def _connect(self) -> None:
        self.back.clicked.connect(self.closed)
        self.add_hour.clicked.connect(self._add_hour)
        self.add_absence.clicked.connect(self._add_absence)
        self.hours.removed.connect(self._remove_hour)
        self.away.removed.connect(self._remove_absence)

    def _add_hour(self) -> None:
        wanted: tuple[tuple[FormField, object, str], ...] = (
            (self.village, self.village.value(), _("Kies een dorp.")),
            (self.weekday, self.weekday.value(), _("Kies een dag.")),
            (self.begins, read_time(self.begins.value()), _("Vul een tijd in, zoals 9:00.")),
            (self.ends, read_time(self.ends.value()), _("Vul een tijd in, zoals 10:00.")),
        )
        if _missing(wanted):
            return
        begins, ends = read_time(self.begins.value()), read_time(self.ends.value())
        typed = Weekly(
            village_id=VillageId(RecordId(self.village.value() or "")),
            kind=OfficeHourKind(self.kind.value() or OfficeHourKind.WALK_IN.value),
            weekday=int(self.weekday.value() or 1),
            begins=f"{begins:%H:%M}",
            ends=f"{ends:%H:%M}",
            where=self.where.value(),
        )
        work = self._workplace
        work.tasks.write(
            self,
            lambda: availability.add_hour(work.database, work.session, typed),
            done=self._hour_added,
            failed=partial(self._refused, {"begins": self.begins}, self.ends),
        )

    def _hour_added(self, _changes: Changes) -> None:
        for field in (self.begins, self.ends, self.where):
            field.set_value("")
        self.weekday.set_value(None)
        self.village.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_absence(self) -> None:
        first, last = self.first.field, self.last.field
        wanted: tuple[tuple[FormField, object, str], ...] = (
            (first, first.value(), first.problem() or _("Vul een datum in.")),
            (last, last.value(), last.problem() or _("Vul een datum in.")),
            (self.phone, not self.phone.problem(), self.phone.problem() or ""),
        )
        one, other = first.value(), last.value()
        if _missing(wanted) or one is None or other is None:
            return
        typed = Away(
            first_day=one,
            last_day=other,
            replacement=self.replacement.value(),
            replacement_phone=self.phone.value(),
        )
        work = self._workplace
        work.tasks.write(
            self,
            lambda: availability.add_absence(work.database, work.session, typed),
            done=self._absence_added,
            failed=partial(self._refused, {}, last),
        )

    def _absence_added(self, _changes: Changes) -> None:
        for day in (self.first, self.last):
            day.set_value(None)
        for field in (self.replacement, self.phone):
            field.set_value("")
        self.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _remove_hour(self, key: str) -> None:
        self._remove(partial(availability.remove_hour, hour_id=RecordId(key)))

    def _remove_absence(self, key: str) -> None:
        self._remove(partial(availability.remove_absence, absence_id=RecordId(key)))

    def _remove(self, act: partial[Changes]) -> None:
        work = self._workplace
        work.tasks.write(self, lambda: act(work.database, work.session), failed=self.failed.emit)

    def _refused(
        self, fields: dict[str, FormField], usual: FormField, error: MeitinkerError
    ) -> None:
        if isinstance(error, InvalidField):
            fields.get(error.field, usual).set_error(sentence_for(error).text)
        else:
            self.failed.emit(error)


def _missing(wanted: Sequence[tuple[FormField, object, str]]) -> bool:
    """Say at each field what is missing, put the keyboard in the first, and tell whether any is."""
    wrong = [field for field, value, _words in wanted if value in (None, False)]
    for field, _value, words in wanted:
        field.set_error(words if field in wrong else None)
    if wrong:
        wrong[0].setFocus(Qt.FocusReason.OtherFocusReason)
    return bool(wrong)
