"""The section "Gegevens": everything of a person that may be typed, kept while it is typed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.errors import InvalidField
from meitinker.ids import PersonId, RecordId
from meitinker.services import people, person_details
from ui.theme import px
from ui.views.people.address_part import AddressPart
from ui.views.people.contact_part import ContactPart, RepresentativesPart
from ui.views.people.details_parts import (
    DeathPart,
    IdentityPart,
    NamePart,
    SafetyPart,
    WishesPart,
)
from ui.widgets.bites import Bites

if TYPE_CHECKING:
    from datetime import date

    from meitinker.changes import Changes
    from meitinker.domain.addresses import AddressUse
    from meitinker.errors import MeitinkerError
    from meitinker.services.people import NewPerson, PersonFile
    from ui.forms.keeping import Keeping
    from ui.views.people.record_fields import RecordFields, RecordRows
    from ui.widgets.form_field import FormField


_Part = (
    NamePart
    | ContactPart
    | AddressPart
    | RepresentativesPart
    | WishesPart
    | SafetyPart
    | IdentityPart
    | DeathPart
)


class DetailsPage(QWidget):
    """All parts below each other.

    Signals:
        failed: A service said no: the error, for the bar.
    """

    failed = Signal(object)

    def __init__(self, keeping: Keeping, parent: QWidget | None = None) -> None:
        """Build the parts, without a file."""
        super().__init__(parent)
        self._keeping = keeping
        self._act = keeping.acting(self, failed=self.failed.emit)
        self._person_id = PersonId(RecordId(""))
        self._file: PersonFile | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(32))
        self._column.addStretch(1)
        self.names = NamePart(keeping)
        self._parts: list[_Part] = []
        self._add_part(self.names)
        # All at once would hold the screen for a fifth of a second.
        self._bites = Bites(self)
        self._bites.add(
            self._make_contact,
            self._make_address,
            lambda: self.address.move_form,
            self._make_representatives,
            partial(self._make, WishesPart),
            partial(self._make, SafetyPart),
            self._make_identity,
            self._make_death,
        )

    def show_file(self, file: PersonFile) -> None:
        """Show a file, or the same one as it is now."""
        if file.person.id != self._person_id:
            self._person_id = PersonId(file.person.id)
        self._file = file
        for part in self._parts:
            part.show_file(file)

    def complete(self) -> None:
        """Make every part now."""
        self._bites.complete()

    def when_complete(self, then: Callable[[], None]) -> None:
        """Call ``then`` in the turn after the last part: a place far down is asked for."""
        self._bites.add(then)

    def _add_part(self, part: _Part) -> None:
        self._column.insertWidget(self._column.count() - 1, part)
        self._parts.append(part)
        if self._file is not None:
            part.show_file(self._file)
        part.show()  # adding to a layout would do it later, and what is above would be squeezed

    def _make_contact(self) -> None:
        self.contact = ContactPart(self._keeping)
        self.contact.add_asked.connect(self._add)
        self.contact.remove_asked.connect(self._remove)
        self._add_part(self.contact)

    def _make_address(self) -> None:
        self.address = AddressPart(self._keeping)
        self.address.add_asked.connect(self._add_address)
        self.address.remove_asked.connect(self._remove)
        self.address.secret_set.connect(self._set_secret)
        self.address.moved.connect(self._move)
        self._add_part(self.address)

    def _make_representatives(self) -> None:
        self.representatives = RepresentativesPart(self._keeping)
        self.representatives.add_asked.connect(self._add)
        self.representatives.remove_asked.connect(self._remove)
        self._add_part(self.representatives)

    def _make(self, part: type[WishesPart | SafetyPart]) -> None:
        self._add_part(part(self._keeping))

    def _make_identity(self) -> None:
        self.identity = IdentityPart(self._keeping)
        self.identity.reveal_asked.connect(self._reveal)
        self.identity.copied.connect(self._keeping.workplace.clipboard.copy)
        self._add_part(self.identity)

    def _make_death(self) -> None:
        self.death = DeathPart(self._keeping)
        self.death.told.connect(self._tell_death)
        self.death.withdrawn.connect(self._withdraw_death)
        self._add_part(self.death)

    def fields(self) -> Iterator[tuple[str, FormField]]:
        """Yield every field with its name within the file."""
        for tied in self._tied():
            yield from tied.fields()

    def unkept(self) -> list[FormField]:
        """Return the fields that hold what cannot be kept."""
        return [field for tied in self._tied() for field in tied.unkept()]

    def refuse(self, kind: str, record_id: str, error: InvalidField) -> None:
        """Show at its field why the store refused what was typed."""
        for tied in self._tied():
            if (tied.kind, tied.record_id) == (kind, record_id):
                tied.refuse(error)

    def _tied(self) -> Iterator[RecordFields]:
        for part in self._parts:
            yield from part.fields()

    def _add(self, kind: str) -> None:
        services: dict[str, tuple[Callable[..., Changes], RecordRows]] = {
            "phone": (people.add_phone, self.contact.phones),
            "email": (people.add_email, self.contact.emails),
            "representative": (people.add_representative, self.representatives.rows),
        }
        service, rows = services[kind]
        self._act(
            service,
            self._person_id,
            done=lambda changes: rows.focus_next(changes.created(kind)),
        )

    def _add_address(self, use: AddressUse) -> None:
        self._act(
            person_details.add_address,
            self._person_id,
            use=use,
            done=lambda changes: self.address.rows.focus_next(changes.created("address")),
        )

    def _remove(self, record: Any, record_id: str) -> None:
        def gone(changes: Changes) -> None:
            for change in changes.items:
                self._keeping.release((change.kind, change.record_id))

        self._act(people.remove, record, RecordId(record_id), done=gone)

    def _set_secret(self, secret: bool) -> None:
        self._act(people.set_secret_address, self._person_id, secret=secret)

    def _move(self, to: NewPerson, since: date) -> None:
        def failed(error: MeitinkerError) -> None:
            if isinstance(error, InvalidField):
                self.address.move_form.refuse(error)
            else:
                self.failed.emit(error)

        self._act(
            people.move,
            self._person_id,
            to=to,
            since=since,
            done=lambda _changes: self.address.moving_kept(),
            failed=failed,
        )

    def _reveal(self) -> None:
        self._act(people.reveal_bsn, self._person_id, done=self.identity.bsn.reveal)

    def _tell_death(self, day: date) -> None:
        self._act(
            people.register_death,
            self._person_id,
            on=day,
            done=lambda _changes: self.death.kept.saved(),
        )

    def _withdraw_death(self) -> None:
        self._act(person_details.withdraw_death, self._person_id)
