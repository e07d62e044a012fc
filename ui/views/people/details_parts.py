"""The parts of "Gegevens" that are fields of the person alone."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from meitinker import clock
from meitinker.domain import identity
from meitinker.domain.people import AddressForm, ContactWay, IdentityDocument, Language, Person
from meitinker.domain.words import name_of
from meitinker.i18n import _
from meitinker.services import people
from ui.forms.form_keeping import FieldsKeeping
from ui.viewmodels.parts import Choice
from ui.views.people.record_fields import RecordFields
from ui.widgets.buttons import Button
from ui.widgets.choices import CheckField, ComboField, RadioGroup
from ui.widgets.dates import DateField
from ui.widgets.fields import TextArea, TextField
from ui.widgets.form_field import WrappedLabel
from ui.widgets.layout import Part
from ui.widgets.secret_field import SecretField

if TYPE_CHECKING:
    from meitinker.services.people import PersonFile
    from ui.forms.keeping import Keeping


def choices(codes: Iterable[Enum]) -> list[Choice]:
    """Return the codes of a field as answers."""
    return [Choice(str(code.value), name_of(code)) for code in codes]


class PersonPart(Part):
    """A part whose fields are the person's own."""

    def __init__(
        self, title: str, keeping: Keeping, parent: QWidget | None = None, *, hint: str = ""
    ) -> None:
        """Begin with the heading."""
        super().__init__(title, parent, hint=hint)
        self.person = RecordFields(keeping, "person", self)

    def show_file(self, file: PersonFile) -> None:
        """Show the person's fields."""
        self.person.show(file.person)

    def fields(self) -> Iterable[RecordFields]:
        """Return what is typed in."""
        return (self.person,)


class NamePart(PersonPart):
    """Names, how to address, and birth."""

    def __init__(self, keeping: Keeping, parent: QWidget | None = None) -> None:
        """Build the fields."""
        super().__init__(_("Naam en geboorte"), keeping, parent)
        given, called = TextField(_("Voornamen")), TextField(_("Roepnaam"))
        prefix = TextField(_("Tussenvoegsel"), widest=160)
        surname = TextField(_("Achternaam"))
        partner = TextField(_("Achternaam van de partner"))
        form = RadioGroup(_("Hoe spreekt u de inwoner aan?"), choices(AddressForm), across=True)
        born = DateField(_("Geboortedatum"), latest=clock.today())
        roughly = TextField(
            _("Weet u de datum niet precies?"),
            hint=_("Schrijf op wat u wel weet. Bijvoorbeeld maart 1938."),
        )
        self.add(given, called)
        self.add(prefix, surname)
        self.add(partner)
        self.add(form)
        self.add(born, roughly)
        tied = {
            "given_names": given, "called": called, "prefix": prefix, "surname": surname,
            "partner_name": partner, "address_form": form, "born_on": born, "born_text": roughly,
        }  # fmt: skip
        for name, field in tied.items():
            self.person.tie(name, field)


class WishesPart(PersonPart):
    """Contact wishes, language and papers."""

    def __init__(self, keeping: Keeping, parent: QWidget | None = None) -> None:
        """Build the fields."""
        super().__init__(_("Wensen voor contact en papieren"), keeping, parent)
        way = ComboField(_("Hoe wil de inwoner contact?"), choices(ContactWay))
        note = TextArea(_("Wat is handig om te weten?"), lines=2)
        note.set_hint(_("Bijvoorbeeld: bel na tien uur, laat lang overgaan."))
        language = RadioGroup(_("Taal van de papieren"), choices(Language), across=True)
        interpreter = TextField(
            _("Tolk nodig"), hint=_("Vul de taal in, of laat leeg als het zonder tolk kan.")
        )
        large = CheckField(_("Papieren in grote letters"))
        for name, field in {
            "contact_way": way, "contact_note": note, "language": language,
            "interpreter": interpreter, "large_print": large,
        }.items():  # fmt: skip
            self.add(field)
            self.person.tie(name, field)


class SafetyPart(PersonPart):
    """What a visitor must know to come and go safely."""

    def __init__(self, keeping: Keeping, parent: QWidget | None = None) -> None:
        """Build the field."""
        super().__init__(_("Veilig op bezoek"), keeping, parent)
        note = TextArea(_("Waar moet een bezoeker op letten?"), lines=2)
        note.set_hint(_("Dit staat boven aan het dossier. Schrijf alleen op wat nodig is."))
        self.add(note)
        self.person.tie("safety_note", note)


class IdentityPart(PersonPart):
    """BSN and the identity document that was seen; never a copy of it (art. 2.3.4).

    Signals:
        reveal_asked: The BSN is to be shown, which is logged first.
        copied: The BSN, or a part of it, is to go to the clipboard.
    """

    reveal_asked = Signal()
    copied = Signal(str)

    def __init__(self, keeping: Keeping, parent: QWidget | None = None) -> None:
        """Build the fields."""
        super().__init__(
            _("BSN en identiteitsbewijs"),
            keeping,
            parent,
            hint=_("Wij schrijven op dat u het BSN bekijkt. Maak geen kopie van het document."),
        )
        self.bsn = SecretField(_("BSN"))
        self.bsn.revealRequested.connect(self.reveal_asked)
        self.bsn.copied.connect(self.copied)
        document = RadioGroup(_("Welk document hebt u gezien?"), choices(IdentityDocument))
        seen_on = DateField(_("Wanneer hebt u het gezien?"), latest=clock.today())
        self.add(self.bsn)
        self.add(document)
        self.add(seen_on)
        self.person.tie("bsn", self.bsn, check=identity.checked_bsn)
        self.person.tie("identity_document", document)
        self.person.tie("identity_seen_on", seen_on)


class DeathPart(Part):
    """Noting that the person died, in the page itself.

    Signals:
        told: The date of death was given.
        withdrawn: It was a mistake.
    """

    told = Signal(object)
    withdrawn = Signal()

    def __init__(self, keeping: Keeping, parent: QWidget | None = None) -> None:
        """Build both states: alive, and deceased; ``keeping`` keeps half a date."""
        super().__init__(_("Overlijden"), parent)
        self._words = WrappedLabel("")
        self.open_button = Button(_("Overlijden melden"))
        self.day = DateField(_("Datum van overlijden"), latest=clock.today())
        self.keep_button = Button(_("Bewaar overlijden"))
        self.cancel_button = Button(_("Toch niet"))
        self.withdraw_button = Button(_("Dit klopt niet, haal het overlijden weg"))
        self._deceased = False
        self._asking = False
        self.kept = FieldsKeeping(keeping, people.DYING, {"day": self.day}, shown=self._came_back)
        self.add(self._words)
        self.add(self.kept.bar)
        self.add(self.day)
        self.add_buttons(
            self.open_button, self.keep_button, self.cancel_button, self.withdraw_button
        )
        self.open_button.clicked.connect(lambda: self._turn(asking=True))
        self.cancel_button.clicked.connect(self._cancel)
        self.keep_button.clicked.connect(self._keep)
        self.withdraw_button.clicked.connect(self.withdrawn)

    def confirm(self) -> None:
        """Keep the date that is typed; never begin something else."""
        if self._asking:
            self.keep_button.click()

    def show_file(self, file: PersonFile) -> None:
        """Show whether the person died."""
        self.kept.begin(file.person.id)
        deceased = file.person.deceased_on
        asking = self._asking and deceased is None
        self._deceased = deceased is not None
        self._words.setText(_words_of_death(file.person))
        self._turn(asking=asking, focus=False)

    def fields(self) -> Iterable[RecordFields]:
        """Nothing here is a field of the record while it is typed."""
        return ()

    def _came_back(self, typed: bool) -> None:
        self._turn(asking=typed and not self._deceased, focus=False)

    def _cancel(self) -> None:
        self.kept.leave()
        self._turn(asking=False)

    def _turn(self, *, asking: bool, focus: bool = True) -> None:
        self._asking = asking
        if not asking:
            self.day.set_value(None)
            self.day.set_error(None)
        for widget in (self.day, self.keep_button, self.cancel_button):
            widget.setVisible(asking)
        self.open_button.setVisible(not asking and not self._deceased)
        self.withdraw_button.setVisible(self._deceased)
        if asking and focus:
            self.day.setFocus()
        elif focus and not self._deceased:
            self.open_button.setFocus()  # "Toch niet" had the keyboard, and is gone

    def _keep(self) -> None:
        reading = self.day.reading()
        if reading.value is None:
            words = _("Vul de datum van overlijden in.")
            self.day.set_error(reading.problem or words)
            self.day.focus_problem()
            return
        self.told.emit(reading.value)


def _words_of_death(person: Person) -> str:
    if person.deceased_on is None:
        return _("Na een melding stuurt het programma geen brieven meer naar de inwoner.")
    return _("Er gaan geen brieven meer naar de inwoner.")
