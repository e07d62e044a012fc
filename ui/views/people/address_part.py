"""Where a person lives and lived, moving, and keeping the address secret."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker import clock
from meitinker.domain import identity
from meitinker.domain.addresses import Address, AddressUse
from meitinker.errors import InvalidField
from meitinker.i18n import _
from meitinker.services import people
from meitinker.services.people import NewPerson
from ui.forms.form_keeping import FieldsKeeping
from ui.messages import sentence_for
from ui.viewmodels.person_file import address_title, is_current, one_line
from ui.views.people.record_fields import RecordFields, RecordRow, RecordRows
from ui.widgets.buttons import Button, PrimaryButton
from ui.widgets.choices import CheckField
from ui.widgets.column import Pile
from ui.widgets.dates import DateField
from ui.widgets.fields import TextField
from ui.widgets.headings import Heading
from ui.widgets.layout import (
    Card,
    IconLine,
    Part,
    button_line,
    field_row,
)
from ui.widgets.scrolling import lay_out_now

if TYPE_CHECKING:
    from datetime import date

    from meitinker.domain.records import Record
    from meitinker.services.people import PersonFile
    from ui.forms.keeping import Keeping
    from ui.widgets.form_field import FormField


class _Lines:
    """The four fields of an address, alike everywhere."""

    def __init__(self) -> None:
        self.street, self.number = TextField(_("Straat")), TextField(_("Huisnummer"), widest=120)
        self.postcode = TextField(_("Postcode"), widest=120)
        self.place = TextField(_("Plaats"), hint=_("De Friese of de Nederlandse naam mag."))

    def rows(self) -> tuple[QWidget, ...]:
        return field_row(self.street, self.number), field_row(self.postcode, self.place)

    def typed(self) -> NewPerson:
        return NewPerson(
            street=self.street.value(),
            number=self.number.value(),
            postcode=self.postcode.value(),
            place=self.place.value(),
        )

    def named(self) -> dict[str, TextField]:
        return {
            "street": self.street,
            "number": self.number,
            "postcode": self.postcode,
            "place": self.place,
        }


class AddressCard(Card):
    """One address that counts, to be typed in."""

    removed = Signal()

    def __init__(self, keeping: Keeping) -> None:
        """Build the fields."""
        super().__init__()
        self.tied = RecordFields(keeping, "address", self)
        self._title = Heading("", level=3)
        lines = _Lines()
        since, until = DateField(_("Vanaf")), DateField(_("Tot en met"))
        self.add(self._title)
        for row in lines.rows():
            self.add(row)
        self.add(since, until)
        fields: dict[str, FormField] = {**lines.named(), "valid_from": since, "valid_until": until}
        for name, field in fields.items():
            check = identity.checked_postcode if name == "postcode" else None
            self.tied.tie(name, field, check=check)
        remove = Button(_("Verwijder adres"), icon_name="trash")
        remove.clicked.connect(self.removed)
        line = QVBoxLayout()
        line.addWidget(remove, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addLayout(line)

    def show_record(self, record: Record) -> None:
        """Show it as it is now."""
        if isinstance(record, Address):
            self._title.setText(address_title(record))
        self.tied.show(record)

    def fields(self) -> Iterable[RecordFields]:
        """Return what is typed in."""
        return (self.tied,)


class MoveForm(Card):
    """Moving house, in the page itself.

    Signals:
        moved: The address (a `NewPerson` with only that) and the day from which it holds.
        cancelled: It is not to be.
        opened: It opened or closed by itself: what was typed of this resident came back, or not.
    """

    moved = Signal(object, object)
    cancelled = Signal()
    opened = Signal()

    def __init__(self, keeping: Keeping, parent: QWidget | None = None) -> None:
        """Build the form, hidden; ``keeping`` keeps what is typed in it."""
        super().__init__(parent)
        self.lines = _Lines()
        self.since = DateField(_("Vanaf welke dag?"), required=True)
        self.keep = PrimaryButton(_("Verhuizing bewaren"))
        cancel = Button(_("Toch niet"))
        self.since.set_value(clock.today())
        fields: dict[str, FormField] = {**self.lines.named(), "since": self.since}
        self.kept = FieldsKeeping(keeping, people.MOVING, fields, shown=self._came_back)
        self.add(Heading(_("Verhuizen"), level=3))
        self.add(self.kept.bar)
        for row in self.lines.rows():
            self.add(row)
        self.add(self.since)
        self.add(button_line(self.keep, cancel))
        self.keep.clicked.connect(self._keep)
        cancel.clicked.connect(self._cancel)
        self.hide()

    def show_person(self, person_id: str) -> None:
        """Be about a resident: what was typed about their moving comes back in sight."""
        self.kept.begin(person_id)

    def confirm(self) -> None:
        """Keep where the resident moved to."""
        self.keep.click()

    def begin(self) -> None:
        """Open it and go to its first field."""
        if not self.kept.touched:
            self.since.set_value(clock.today())  # it may have been built yesterday
            self.kept.begins()
        self.show()
        lay_out_now()
        self.lines.street.setFocus()

    def saved(self) -> None:
        """Close it: the move was kept."""
        self.kept.saved()
        self.kept.empty()
        self.hide()

    def refuse(self, error: InvalidField) -> None:
        """Show why the store refused it."""
        self.lines.named().get(error.field, self.lines.street).set_error(sentence_for(error).text)

    def _cancel(self) -> None:
        self.kept.leave()
        self.kept.empty()
        self.cancelled.emit()

    def _came_back(self, typed: bool) -> None:
        self.setVisible(typed)
        self.opened.emit()

    def _keep(self) -> None:
        for field in self.lines.named().values():
            field.set_error(None)
        day: date | None = self.since.value()
        if day is None:
            self.since.set_error(self.since.problem() or _("Vul de dag van de verhuizing in."))
            self.since.focus_problem()
            return
        self.moved.emit(self.lines.typed(), day)


class AddressPart(Part):
    """Addresses that count, former ones, moving, and the secret address.

    Signals:
        secret_set: The address is to be kept secret, or no longer.
        moved: As of `MoveForm`.
        add_asked: An address of this use is to be added.
        remove_asked: The type and the id of what is to be removed.
    """

    secret_set = Signal(bool)
    moved = Signal(object, object)
    add_asked = Signal(object)
    remove_asked = Signal(object, str)

    def __init__(self, keeping: Keeping, parent: QWidget | None = None) -> None:
        """Begin without addresses."""
        super().__init__(_("Adres"), parent)
        self._keeping = keeping
        self.secret = CheckField(
            _("Geheim adres: zet het adres op geen enkele lijst"),
        )
        self.rows = RecordRows(self._row)
        self._person_id = ""
        self.move_button = Button(_("Verhuizen…"), icon_name="home")
        self.home_button = Button(_("Adres toevoegen"), icon_name="plus")
        self.postal_button = Button(_("Postadres toevoegen"), icon_name="plus")
        self.temporary_button = Button(_("Tijdelijk adres toevoegen"), icon_name="plus")
        self._former = Pile()
        self._at_home = False
        self.add(self.secret)
        self.add(self.rows)
        self.add_buttons(
            self.home_button, self.move_button, self.postal_button, self.temporary_button
        )
        self.add(self._former)
        self._connect()

    @cached_property
    def move_form(self) -> MoveForm:
        """Moving house; a form of its own, so it is built in a turn of its own."""
        form = MoveForm(self._keeping)
        self.column.insertWidget(self.column.indexOf(self.rows) + 1, form)
        form.moved.connect(self.moved)
        form.cancelled.connect(self._call_off_move)
        form.opened.connect(self._show_buttons)
        form.show_person(self._person_id)
        return form

    def show_file(self, file: PersonFile) -> None:
        """Show the addresses of a file."""
        self._person_id = file.person.id
        self.secret.set_value(file.person.secret_address)
        current = [a for a in file.addresses if is_current(a)]
        self.rows.show_records(current)
        self._at_home = any(one.use is AddressUse.HOME for one in current)
        if "move_form" in vars(self):
            self.move_form.show_person(file.person.id)
        self._show_buttons()
        former = [a for a in reversed(file.addresses) if not is_current(a)]
        self._former.replace(
            IconLine("history", f"{address_title(one)}: {one_line(one)}") for one in former
        )
        self._former.setVisible(bool(former))

    def fields(self) -> Iterable[RecordFields]:
        """Yield what is typed in."""
        yield from self.rows.fields()

    def moving_kept(self) -> None:
        """Put the form of moving away: it was kept."""
        self.move_form.saved()
        self._show_buttons()

    def _show_buttons(self) -> None:
        """Who has no address yet is not moving."""
        self.home_button.setVisible(not self._at_home)
        moving = "move_form" in vars(self) and not self.move_form.isHidden()
        self.move_button.setVisible(self._at_home and not moving)

    def _connect(self) -> None:
        self.home_button.clicked.connect(lambda: self.add_asked.emit(AddressUse.HOME))
        self.secret.edited.connect(lambda: self.secret_set.emit(self.secret.value()))
        self.move_button.clicked.connect(self._open_move)
        self.postal_button.clicked.connect(lambda: self.add_asked.emit(AddressUse.POSTAL))
        self.temporary_button.clicked.connect(lambda: self.add_asked.emit(AddressUse.TEMPORARY))

    def _open_move(self) -> None:
        self.move_button.hide()
        self.move_form.begin()

    def _call_off_move(self) -> None:
        self.move_form.hide()
        self._show_buttons()
        self.move_button.setFocus()  # the button that had the keyboard is gone

    def _row(self, record: Record) -> RecordRow:
        card = AddressCard(self._keeping)
        card.removed.connect(lambda: self.remove_asked.emit(Address, record.id))
        return card
