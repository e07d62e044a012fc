"""Wie zijn erbij: everyone at the table, as people say who they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from meitinker import clock
from meitinker.domain.visits import Attendee
from meitinker.errors import InvalidField
from meitinker.i18n import _
from meitinker.services import around, visit_day, visits
from ui.forms.form_keeping import FieldsKeeping
from ui.messages import sentence_for
from ui.theme import px
from ui.viewmodels import conversation as told
from ui.viewmodels.conversation import ATTENDEES, field_key
from ui.viewmodels.dates import Near
from ui.viewmodels.section_states import resident_is_present
from ui.views.visits.section import CardsSection, RecordCard
from ui.widgets.buttons import Button, FlatButton
from ui.widgets.dates import DateField
from ui.widgets.fields import TextField
from ui.widgets.flow import Flow
from ui.widgets.layout import Turning

if TYPE_CHECKING:
    from collections.abc import Sequence

    from meitinker.changes import Changes
    from meitinker.domain.records import Record
    from meitinker.errors import MeitinkerError
    from meitinker.services.around import Known
    from ui.views.visits.desk import Desk

_LEAST_BESIDE = 260
"""Room in which a name stands beside who it is, px at 100 %."""
_OFFERED = 4
"""Who was named before, at most: the first are those who give care and stand near."""


class AttendeesSection(CardsSection):
    """A card for each person: name and tie."""

    key = ATTENDEES
    kind = "attendee"

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        """Build the section and the buttons below the cards."""
        super().__init__(desk, parent)
        self.day = DateField(
            _("Op welke dag was het gesprek?"),
            hint=_("Typt u het later uit? Zet hier dan de dag van het gesprek."),
            latest=clock.today(),
            near=Near.PAST,
        )
        self.fields["visited_on"] = self.day
        self.day.left.connect(self._set_day)
        self.day.set_read_only(desk.read_only)
        self.kept = FieldsKeeping(desk.keeping, visit_day.FORM, {"day": self.day}, changes=True)
        self.column.insertWidget(1, self.kept.bar)
        self.column.insertWidget(2, self.day)
        name = told.resident(desk.file)
        self.add_resident = Button(_("{name} is erbij").format(name=name), icon_name="user")
        self.add = Button(_("Voeg iemand toe"), icon_name="user-plus")
        buttons = Flow(self.add_resident, self.add)
        self.column.addWidget(buttons)
        buttons.setVisible(not desk.read_only)
        self._named: tuple[Known, ...] = ()
        self._offered: tuple[Known, ...] = ()
        self._seated = ""
        self.known = Flow()
        self.column.addWidget(self.known)
        self.known.hide()
        self.add_resident.clicked.connect(lambda: self._seat(name, _("inwoner")))
        self.add.clicked.connect(lambda: self._add("", ""))
        self.show_file()
        work, client = desk.workplace, desk.file.client.id
        if not desk.read_only:
            work.tasks.read(
                self,
                lambda: around.known(work.database, work.session, client),
                done=self._know,
                failed=desk.failed.emit,
            )

    def intro_words(self) -> str:
        """Return what to write down here."""
        return _("Schrijf op wie er aan tafel zitten, ook wie meeluistert aan de telefoon.")

    def records(self) -> Sequence[Record]:
        """Return who is there."""
        return self.desk.file.attendees

    def adder(self) -> QWidget:
        """Return the button that adds someone."""
        return self.add if self.add_resident.isHidden() else self.add_resident

    def show_file(self) -> None:
        """Offer the resident as long as the resident is not in the list."""
        super().show_file()
        if hasattr(self, "add_resident"):
            self.add_resident.setVisible(not resident_is_present(self.desk.file))
            self._offer_known()
            self._go_onwards()
            here = QApplication.focusWidget()
            typing = here is not None and self.day.isAncestorOf(here)
            if not typing and self.day.problem() is None and not self.kept.touched:
                self.day.set_value(self.desk.file.visit.visited_on)
                self.kept.begins()
            if not self.desk.read_only:
                self.kept.begin(self.desk.visit_id)

    def first_field(self, record_id: str) -> str:
        """Return the name."""
        return field_key(self.kind, record_id, "name")

    def make_card(self, record: Record) -> RecordCard:
        """Build name and tie beside each other, and the button that takes away."""
        card = RecordCard(record.id)
        name = TextField(_("Naam"))
        tie = TextField(_("Wie is dit?"), hint="", widest=240)
        fields = Turning(name, tie, least=_LEAST_BESIDE)
        fields.set_stretch(3, 2)
        row = QHBoxLayout()
        row.setSpacing(px(16))
        row.addWidget(fields, 1)
        card.column.addLayout(row)
        self.keep(self.kind, record.id, "name", field=name)
        self.keep(self.kind, record.id, "tie", field=tie)
        if not self.desk.read_only:
            away = FlatButton(_("Haal weg"), icon_name="trash")
            away.setAccessibleName(_("Haal deze persoon weg"))
            away.clicked.connect(lambda: self._remove(record))
            row.addWidget(away, 0, Qt.AlignmentFlag.AlignBottom)
        return card

    def fill_card(self, record: Record) -> None:
        """Show name and tie."""
        if isinstance(record, Attendee):
            self.fill(self.kind, record.id, "name", record.name)
            self.fill(self.kind, record.id, "tie", record.tie)

    def _set_day(self) -> None:
        """Keep another day once the field is left; half a date moves nothing."""
        problem, day = self.day.problem(), self.day.value()
        self.day.set_error(problem or (None if day else _("Vul een datum in.")))
        if day == self.desk.file.visit.visited_on:
            self.kept.leave()
        if problem or day in {None, self.desk.file.visit.visited_on} or self.desk.read_only:
            return
        work, visit_id = self.desk.workplace, self.desk.visit_id
        on = day or clock.today()
        self.desk.act(
            lambda: visit_day.set_day(work.database, work.session, visit_id, on=on),
            done=lambda _changes: self._day_set(),
            failed=self._refused,
        )

    def _day_set(self) -> None:
        self.kept.saved()
        self.desk.reload()

    def _refused(self, error: MeitinkerError) -> None:
        if isinstance(error, InvalidField) and error.field == "visited_on":
            self.day.set_error(sentence_for(error).text)
        else:
            self.desk.failed.emit(error)

    def _know(self, named: tuple[Known, ...]) -> None:
        self._named = named
        self._offer_known()

    def _offer_known(self) -> None:
        """Offer who was named before and does not sit at the table yet, a button each."""
        if not hasattr(self, "known"):
            return
        absent = around.missing_in(self._named, (one.name for one in self.desk.file.attendees))
        offered = absent[:_OFFERED]
        if offered != self._offered:
            self._offered = offered
            self.known.replace(*(self._offer(one) for one in offered))
        self.known.setVisible(bool(offered))

    def _offer(self, one: Known) -> Button:
        words = f"{one.name} ({one.tie})" if one.tie else one.name
        button = Button(words, icon_name="plus")
        button.setAccessibleName(_("{name} is erbij").format(name=words))
        button.clicked.connect(lambda: self._seat(one.name, one.tie))
        return button

    def _seat(self, name: str, tie: str) -> None:
        """Have someone at the table whose name is known: in the row that waits for one, if any."""
        empty = next((one.id for one in self.records() if self._waits(one.id)), "")
        if not empty:
            self._add(name, tie)
            return
        for part, value in (("name", name), ("tie", tie)):
            field = self.fields[field_key(self.kind, empty, part)]
            if isinstance(field, TextField):
                field.set_value(value)
                field.edited.emit()
        self.desk.keeping.flush()
        self._seated = empty
        self._go_onwards()

    def _waits(self, record_id: str) -> bool:
        names = (field_key(self.kind, record_id, part) for part in ("name", "tie"))
        fields = [self.fields.get(name) for name in names]
        return all(isinstance(one, TextField) and not one.value().strip() for one in fields)

    def _go_onwards(self) -> None:
        """Go to who may be there as well: the row that came needs no more."""
        seated = next((one for one in self.records() if one.id == self._seated), None)
        if seated is None or not (isinstance(seated, Attendee) and seated.name):
            return
        self._seated = ""
        wanted = self.known.parts[0] if self._offered else self.add
        wanted.setFocus(Qt.FocusReason.OtherFocusReason)
        self.bring_in_sight(wanted)

    def _add(self, name: str, tie: str) -> None:
        work, visit_id = self.desk.workplace, self.desk.visit_id

        def added(changes: Changes) -> None:
            if not name:
                self.focus_new(changes.created(self.kind))
                return
            self._seated = changes.created(self.kind)
            self._go_onwards()

        self.desk.act(
            lambda: visits.add_attendee(work.database, work.session, visit_id, name=name, tie=tie),
            done=added,
        )

    def _remove(self, record: Record) -> None:
        work = self.desk.workplace
        self.desk.act(lambda: visits.remove(work.database, work.session, Attendee, record.id))
