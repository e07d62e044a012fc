"""Telephone numbers, e-mail addresses and representatives of a person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from meitinker.domain import identity
from meitinker.domain.people import Email, Phone
from meitinker.domain.representatives import Representative, RepresentativeKind
from meitinker.i18n import _
from ui.theme import px
from ui.views.people.details_parts import choices
from ui.views.people.record_fields import RecordFields, RecordRow, RecordRows
from ui.widgets.buttons import Button, IconButton
from ui.widgets.choices import CheckField, ComboField
from ui.widgets.fields import PhoneField, TextField
from ui.widgets.layout import Card, Part, field_row

if TYPE_CHECKING:
    from meitinker.domain.records import Record
    from meitinker.services.people import PersonFile
    from ui.forms.keeping import Keeping


class ContactRow(QWidget):
    """One number or address with a note, and a button to remove it."""

    removed = Signal()

    def __init__(self, field: TextField, tied: RecordFields, *, name: str, remove: str) -> None:
        """Build the row for the ``name`` field of a record."""
        super().__init__()
        note = TextField(_("Van wie, of wanneer"))
        self.tied = tied
        tied.setParent(self)
        check = identity.checked_email if name == "address" else None
        tied.tie(name, field, check=check)
        tied.tie("note", note)
        self.remove_button = IconButton(remove, icon_name="trash")
        self.remove_button.clicked.connect(self.removed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        row.addWidget(field_row(field, note), 1)
        row.addWidget(self.remove_button, 0, Qt.AlignmentFlag.AlignBottom)

    def show_record(self, record: Record) -> None:
        """Show it as it is now."""
        self.tied.show(record)

    def fields(self) -> Iterable[RecordFields]:
        """Return what is typed in."""
        return (self.tied,)


class ContactPart(Part):
    """How to reach the person.

    Signals:
        add_asked: ``phone`` or ``email`` is to be added.
        remove_asked: The type and the id of what is to be removed.
    """

    add_asked = Signal(str)
    remove_asked = Signal(object, str)

    def __init__(self, keeping: Keeping, parent: QWidget | None = None) -> None:
        """Begin without rows."""
        super().__init__(_("Contact"), parent)
        self._keeping = keeping
        self.phones = RecordRows(self._phone)
        self.emails = RecordRows(self._email)
        self.add_phone = Button(_("Telefoonnummer toevoegen"), icon_name="plus")
        self.add_email = Button(_("E-mailadres toevoegen"), icon_name="plus")
        self.add_phone.clicked.connect(lambda: self.add_asked.emit("phone"))
        self.add_email.clicked.connect(lambda: self.add_asked.emit("email"))
        self.add(self.phones)
        self.add(self.emails)
        self.add_buttons(self.add_phone, self.add_email)

    def show_file(self, file: PersonFile) -> None:
        """Show the numbers and addresses of a file."""
        self.phones.show_records(file.phones)
        self.emails.show_records(file.emails)

    def fields(self) -> Iterable[RecordFields]:
        """Yield what is typed in."""
        yield from self.phones.fields()
        yield from self.emails.fields()

    def _phone(self, record: Record) -> RecordRow:
        row = ContactRow(
            PhoneField(_("Telefoonnummer")),
            RecordFields(self._keeping, "phone", self),
            name="number",
            remove=_("Verwijder dit telefoonnummer"),
        )
        row.removed.connect(lambda: self.remove_asked.emit(Phone, record.id))
        return row

    def _email(self, record: Record) -> RecordRow:
        row = ContactRow(
            TextField(_("E-mailadres")),
            RecordFields(self._keeping, "email", self),
            name="address",
            remove=_("Verwijder dit e-mailadres"),
        )
        row.removed.connect(lambda: self.remove_asked.emit(Email, record.id))
        return row


class RepresentativeCard(Card):
    """One representative with everything that may be typed of them."""

    removed = Signal()

    def __init__(self, keeping: Keeping) -> None:
        """Build the fields."""
        super().__init__()
        self.tied = RecordFields(keeping, "representative", self)
        kind = ComboField(
            _("Wat is deze persoon voor de inwoner?"),
            choices(RepresentativeKind),
            hint=_(
                "Een partner of familielid krijgt alleen post als er geen curator, mentor of "
                "gemachtigde is."
            ),
        )
        name, organisation = TextField(_("Naam")), TextField(_("Organisatie"))
        phone, email = PhoneField(_("Telefoonnummer")), TextField(_("E-mailadres"))
        street, number = TextField(_("Straat")), TextField(_("Huisnummer"), widest=120)
        postcode, place = TextField(_("Postcode"), widest=120), TextField(_("Plaats"))
        addressee = CheckField(_("Brieven gaan naar deze persoon"))
        self.add(kind)
        for pair in ((name, organisation), (phone, email), (street, number), (postcode, place)):
            self.add(*pair)
        self.add(addressee)
        checks = {"postcode": identity.checked_postcode, "email": identity.checked_email}
        for field_name, field in {
            "kind": kind, "name": name, "organisation": organisation, "phone": phone,
            "email": email, "street": street, "number": number, "postcode": postcode,
            "place": place, "addressee": addressee,
        }.items():  # fmt: skip
            self.tied.tie(field_name, field, check=checks.get(field_name))
        remove = Button(_("Verwijder vertegenwoordiger"), icon_name="trash")
        remove.clicked.connect(self.removed)
        line = QVBoxLayout()
        line.addWidget(remove, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addLayout(line)

    def show_record(self, record: Record) -> None:
        """Show it as it is now."""
        self.tied.show(record)

    def fields(self) -> Iterable[RecordFields]:
        """Return what is typed in."""
        return (self.tied,)


class RepresentativesPart(Part):
    """Who may act for the person, and so gets the letters.

    Signals:
        add_asked: ``representative`` is to be added.
        remove_asked: The type and the id of what is to be removed.
    """

    add_asked = Signal(str)
    remove_asked = Signal(object, str)

    def __init__(self, keeping: Keeping, parent: QWidget | None = None) -> None:
        """Begin without rows."""
        super().__init__(_("Vertegenwoordiger"), parent)
        self._keeping = keeping
        self.rows = RecordRows(self._row)
        self.add_button = Button(_("Vertegenwoordiger toevoegen"), icon_name="plus")
        self.add_button.clicked.connect(lambda: self.add_asked.emit("representative"))
        self.add(self.rows)
        self.add_buttons(self.add_button)

    def show_file(self, file: PersonFile) -> None:
        """Show the representatives of a file."""
        self.rows.show_records(file.representatives)

    def fields(self) -> Iterable[RecordFields]:
        """Yield what is typed in."""
        yield from self.rows.fields()

    def _row(self, record: Record) -> RecordRow:
        card = RepresentativeCard(self._keeping)
        card.removed.connect(lambda: self.remove_asked.emit(Representative, record.id))
        return card
