"""The person: anyone in the file – client, carer, contact, volunteer, several at once."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Protocol

from meitinker.domain.grounds import BSN as BSN_GROUND
from meitinker.domain.grounds import CONTACT, IDENTITY, SAFETY
from meitinker.domain.records import (
    WORKERS,
    Held,
    MergeClass,
    Record,
    Scope,
    Search,
    Writers,
    declare,
)
from meitinker.domain.room import TEXT
from meitinker.ids import PersonId, VillageId


class AddressForm(StrEnum):
    """How a letter greets the person."""

    NEUTRAL = "neutral"
    MEVROUW = "mevrouw"
    MENEER = "meneer"


class Language(StrEnum):
    """The language in which papers for the person are written."""

    DUTCH = "nl"
    FRISIAN = "fy"
    ENGLISH = "en"


class ContactWay(StrEnum):
    """How the person wishes to be reached."""

    NO_WISH = "no_wish"
    PHONE = "phone"
    EMAIL = "email"
    LETTER = "letter"
    VISIT = "visit"
    VIA_REPRESENTATIVE = "via_representative"


class IdentityDocument(StrEnum):
    """The kind of document seen; the document itself is never copied (art. 2.3.4)."""

    NOT_SEEN = "not_seen"
    PASSPORT = "passport"
    IDENTITY_CARD = "identity_card"
    DRIVING_LICENCE = "driving_licence"
    RESIDENCE_PERMIT = "residence_permit"


class Person(Record, frozen=True, kw_only=True):
    """A person and, once they have a question, their dossier.

    ``village_id`` is the home village: the scope of the whole dossier. ``prefix`` is the
    part before the surname ("van der"). ``born_text`` keeps a date of birth that is not
    fully known ("1908", "maart 1908").
    """

    village_id: Annotated[VillageId | None, Held(ground=IDENTITY, ref="village")] = None
    given_names: Annotated[
        str, Held(ground=IDENTITY, group="name", search=Search.NAME, shareable=True)
    ] = ""
    prefix: Annotated[
        str, Held(ground=IDENTITY, group="name", search=Search.NAME, shareable=True)
    ] = ""
    surname: Annotated[
        str, Held(ground=IDENTITY, group="name", search=Search.NAME, shareable=True)
    ] = ""
    partner_name: Annotated[
        str, Held(ground=IDENTITY, group="name", search=Search.NAME, shareable=True)
    ] = ""
    called: Annotated[str, Held(ground=IDENTITY, search=Search.NAME, shareable=True)] = ""
    address_form: Annotated[AddressForm, Held(ground=CONTACT, shareable=True)] = AddressForm.NEUTRAL
    born_on: Annotated[
        date | None, Held(ground=IDENTITY, group="born", search=Search.NUMBER, shareable=True)
    ] = None
    born_text: Annotated[str, Held(ground=IDENTITY, group="born", search=Search.NUMBER)] = ""
    bsn: Annotated[str, Held(ground=BSN_GROUND)] = ""
    identity_document: Annotated[
        IdentityDocument, Held(ground=BSN_GROUND, group="identity_seen")
    ] = IdentityDocument.NOT_SEEN
    identity_seen_on: Annotated[date | None, Held(ground=BSN_GROUND, group="identity_seen")] = None
    language: Annotated[Language, Held(ground=CONTACT)] = Language.DUTCH
    interpreter: Annotated[str, Held(ground=CONTACT)] = ""
    contact_way: Annotated[ContactWay, Held(ground=CONTACT)] = ContactWay.NO_WISH
    contact_note: Annotated[str, Held(ground=CONTACT, most=TEXT)] = ""
    large_print: Annotated[bool, Held(ground=CONTACT)] = False
    secret_address: Annotated[bool, Held(ground=CONTACT)] = False
    safety_note: Annotated[str, Held(ground=SAFETY, most=TEXT)] = ""
    deceased_on: Annotated[date | None, Held(ground=IDENTITY)] = None
    added_at: Annotated[datetime | None, Held(ground=IDENTITY)] = None


class Phone(Record, frozen=True, kw_only=True):
    """A phone number; ``number`` as typed, ``digits`` in E.164 for searching and doubles."""

    person_id: Annotated[PersonId, Held(ground=CONTACT, ref="person")]
    number: Annotated[str, Held(ground=CONTACT, group="number")] = ""
    digits: Annotated[str, Held(ground=CONTACT, group="number", search=Search.NUMBER)] = ""
    note: Annotated[str, Held(ground=CONTACT)] = ""


class Email(Record, frozen=True, kw_only=True):
    """An e-mail address of a person."""

    person_id: Annotated[PersonId, Held(ground=CONTACT, ref="person")]
    address: Annotated[str, Held(ground=CONTACT)] = ""
    note: Annotated[str, Held(ground=CONTACT)] = ""


class PersonMerge(Record, frozen=True, kw_only=True):
    """The command that two files are one person's; ``undone_at`` set once un-merged.

    Child records keep the person id they were written with; reads go through the alias
    table that follows from these records.
    """

    from_id: Annotated[PersonId, Held(ground=IDENTITY, ref="person")]
    into_id: Annotated[PersonId, Held(ground=IDENTITY, ref="person")]
    merged_at: Annotated[datetime, Held(ground=IDENTITY)]
    undone_at: Annotated[datetime | None, Held(ground=IDENTITY)] = None


PERSON = declare("person", Person, merge=MergeClass.BY_FIELD, scope=Scope.of_village("village_id"))
PHONE = declare("phone", Phone, merge=MergeClass.BY_FIELD, scope=Scope.of_person("person_id"))
EMAIL = declare("email", Email, merge=MergeClass.BY_FIELD, scope=Scope.of_person("person_id"))
# who does not see all of two files cannot tell whether they are of one person
PERSON_MERGE = declare(
    "person_merge",
    PersonMerge,
    merge=MergeClass.COMMAND,
    scope=Scope.of_person("into_id"),
    writers=Writers(begin=WORKERS, change=WORKERS),
)


class Named(Protocol):
    """What bears a name in its parts: a person, or a line of a list about one."""

    @property
    def given_names(self) -> str:
        """The first names."""

    @property
    def called(self) -> str:
        """The first name that is used."""

    @property
    def prefix(self) -> str:
        """What stands before the surname: "van der"."""

    @property
    def surname(self) -> str:
        """The surname without that."""

    @property
    def partner_name(self) -> str:
        """The surname of a partner behind it."""


def full_name(person: Named) -> str:
    """Return the name as it is said: "Sjoukje van der Meer-Wâldsang"."""
    first = person.called or person.given_names
    return " ".join(part for part in (first, _family_name(person)) if part)


def list_name(person: Named) -> str:
    """Return the name as a list sorts it: "Meer-Wâldsang, Sjoukje van der"."""
    family = "-".join(p for p in (person.surname, person.partner_name) if p)
    rest = " ".join(p for p in (person.called or person.given_names, person.prefix) if p)
    return ", ".join(p for p in (family, rest) if p)


def formal_name(person: Person) -> str:
    """Return initials and family name, as an address line has them: "S. van der Meer"."""
    letters = (_first_letter(name) for name in person.given_names.split())
    initials = "".join(f"{letter}." for letter in letters if letter)
    return " ".join(p for p in (initials, _family_name(person)) if p) or full_name(person)


def _first_letter(name: str) -> str:
    """Return what a name is shortened to; signs that nobody sees are no letter."""
    return next((char for char in name if char.isalnum()), "")


def _family_name(person: Named) -> str:
    family = "-".join(p for p in (person.surname, person.partner_name) if p)
    return " ".join(p for p in (person.prefix, family) if p)


def receives_letters(person: Person) -> bool:
    """Tell whether letters may go to this person: not after death."""
    return person.deceased_on is None


def may_be_posted(person: Person) -> bool:
    """Tell whether a paper may go to this person by post: alive, and the address no secret."""
    return receives_letters(person) and not person.secret_address


def age_on(day: date, born_on: date) -> int:
    """Return the age in whole years on ``day``."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))
