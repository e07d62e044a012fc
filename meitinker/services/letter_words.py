"""What every letter to a resident has: sender, addressee, greeting, and whom to call."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.addresses import place_line, postal_address_on, street_line
from meitinker.domain.appointments import Absence
from meitinker.domain.organisation import Municipality, Organisation, User
from meitinker.domain.own_sets import ClientSupport
from meitinker.domain.people import AddressForm, Language, Person, formal_name, full_name
from meitinker.domain.representatives import addressee_on
from meitinker.domain.words import in_words
from meitinker.i18n import translation
from meitinker.reports import support_plan
from meitinker.reports.page import ACCENT, Addressee, Sender
from meitinker.services import availability, own_sets
from meitinker.store import records

if TYPE_CHECKING:
    from datetime import date
    from gettext import NullTranslations

    from meitinker.domain.session import Session
    from meitinker.services.people import PersonFile
    from meitinker.store.database import Database


class LetterSender(msgspec.Struct, frozen=True):
    """Who sends the letter, for which municipality, and whom to call.

    Attributes:
        organisation: Whose letter it is.
        municipality: Where the resident lives, or None.
        user: Who signs and is called.
        away: When that user is away these days, and who stands in; or None.
        support: Who gives free independent client support there; empty where unknown.
    """

    organisation: Organisation
    municipality: Municipality | None
    user: User
    away: Absence | None = None
    support: ClientSupport = ClientSupport()


def greeted(person: Person, words: NullTranslations) -> str:
    """Return the name with its form of address: "mevrouw De Vries"."""
    family = " ".join(p for p in (person.prefix, person.surname) if p)
    name = family[:1].upper() + family[1:] or full_name(person)
    match person.address_form:
        case AddressForm.MEVROUW:
            return words.gettext("mevrouw {name}").format(name=name)
        case AddressForm.MENEER:
            return words.gettext("meneer {name}").format(name=name)
        case _:
            return full_name(person)


def _addressed(person: Person, words: NullTranslations) -> str:
    """Return the line of an address with the name; the form of address is the reader's."""
    name = formal_name(person)
    match person.address_form:
        case AddressForm.MEVROUW:
            return words.gettext("Mevrouw {name}").format(name=name)
        case AddressForm.MENEER:
            return words.gettext("De heer {name}").format(name=name)
        case _:
            return name


def salutation(client: PersonFile, day: date, words: NullTranslations) -> str:
    """Return how a letter of ``day`` begins: "Beste mevrouw De Vries", or who reads it for her."""
    reader = addressee_on(client.representatives, day)
    name = (reader.name or reader.organisation) if reader else greeted(client.person, words)
    return words.gettext("Beste {name}").format(name=name.strip())


def sender(letterhead: LetterSender) -> Sender:
    """Return what stands at the head and the foot of a letter."""
    organisation, municipality = letterhead.organisation, letterhead.municipality
    return Sender(
        organisation=organisation.name,
        lines=tuple(line for line in organisation.return_address.split("\n") if line.strip()),
        phone=organisation.phone,
        email=organisation.email,
        accent=(municipality.accent if municipality else "") or ACCENT,
    )


def addressee(client: PersonFile, day: date, words: NullTranslations) -> Addressee:
    """Return to whom a letter of ``day`` goes: the representative where one gets the letters."""
    representative = addressee_on(client.representatives, day)
    if representative is not None:
        street = " ".join(p for p in (representative.street, representative.number) if p)
        place = "  ".join(p for p in (representative.postcode, representative.place) if p)
        names = (representative.organisation, representative.name)
        return Addressee(
            name=tuple(n for n in names if n), address=tuple(p for p in (street, place) if p)
        )
    address = postal_address_on(client.addresses, day)
    lines = (street_line(address), place_line(address)) if address else ()
    return Addressee(
        name=(_addressed(client.person, words),), address=tuple(line for line in lines if line)
    )


def contact(letterhead: LetterSender, spoken: Language) -> support_plan.Contact:
    """Return whom the reader calls, and who stands in; the first of them signs."""
    user = letterhead.user
    return support_plan.Contact(
        name=user.name or letterhead.organisation.name,
        role=user.title,
        phone=user.phone or letterhead.organisation.phone,
        reachable=_away(letterhead, spoken),
    )


def _away(letterhead: LetterSender, spoken: Language) -> str:
    """Return from when to when nobody answers there, and whom to call then; "" when nobody is."""
    away, words = letterhead.away, translation(spoken)
    if away is None or not letterhead.user.name:
        return ""
    days = {"first": in_words(away.first_day, spoken), "last": in_words(away.last_day, spoken)}
    if away.first_day == away.last_day:
        absent = words.gettext("Op {first} is {name} er niet.")
    else:
        absent = words.gettext("Van {first} tot en met {last} is {name} er niet.")
    absent = absent.format(name=letterhead.user.name, **days)
    name = away.replacement or letterhead.organisation.name
    phone = away.replacement_phone or letterhead.organisation.phone
    if not phone:
        return absent
    instead = words.gettext("Bel dan met {name}, {phone}.").format(name=name, phone=phone)
    return f"{absent} {instead}"


def letterhead_of(
    database: Database, session: Session, client: PersonFile, *, user_id: str
) -> LetterSender:
    """Return who sends a letter to ``client`` that ``user_id`` answers for."""
    village = client.village
    with database.reading() as connection:
        municipality = records.known(
            connection, session, Municipality, village.municipality_id if village else None
        )
        return LetterSender(
            organisation=records.get(connection, session, Organisation, session.organisation),
            municipality=municipality,
            user=records.get(connection, session, User, user_id),
            away=availability.away_soon(connection, session, clock.today(), user_id=user_id),
            support=own_sets.client_support(connection, session, municipality),
        )
