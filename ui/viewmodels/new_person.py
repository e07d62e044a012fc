"""The form of a new person, and who in the file looks like them. No Qt here."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain import doubles as doubles_of
from meitinker.domain import identity
from meitinker.domain.doubles import LikenessReason
from meitinker.errors import InvalidField
from meitinker.i18n import _
from meitinker.services.adding import TypedPerson
from meitinker.services.people import NewPerson
from ui.viewmodels.dates import day_text, read_date
from ui.viewmodels.people import entry_name, split_name
from ui.viewmodels.phones import phone_problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from meitinker.domain.doubles import Likeness
    from meitinker.store.people import PersonEntry

_LONG_AGO = 130  # years: nobody is older


class Double(msgspec.Struct, frozen=True):
    """Someone in the file who may be the person that is typed.

    Attributes:
        person_id: Who.
        name: As it is said.
        about: Born, and where they live; never a secret address.
        reasons: Why, and what speaks against it, in words.
    """

    person_id: str
    name: str
    about: str
    reasons: tuple[str, ...]


class Doubles(msgspec.Struct, frozen=True):
    """All of them under one question; empty when nobody is alike."""

    question: str
    people: tuple[Double, ...]


def of_name(name: str) -> TypedPerson:
    """Return the form for a name that a search did not find."""
    given, prefix, surname = split_name(name)
    return TypedPerson(given_names=given, prefix=prefix, surname=surname)


def born_on(typed: TypedPerson) -> date | None:
    """Return the date of birth as far as it is typed whole and right."""
    today = clock.today()
    reading = read_date(typed.born_day, typed.born_month, typed.born_year, latest=today)
    return reading.value


def person_of(typed: TypedPerson) -> NewPerson:
    """Return what the form means; what cannot be read yet counts as not typed."""
    names = NewPerson.__struct_fields__
    same = {n: getattr(typed, n).strip() for n in names if n in TypedPerson.__struct_fields__}
    return NewPerson(**same, born_on=born_on(typed))


def comparable(typed: TypedPerson) -> NewPerson:
    """Return what is compared while typing: half a postcode is no postcode yet.

    A whole name in one box is compared as the name it is; what is typed stays where it stands.
    """
    person = _taken_apart(person_of(typed))
    try:
        postcode = identity.checked_postcode(person.postcode)
    except InvalidField:
        postcode = ""
    return msgspec.structs.replace(person, postcode=postcode)


def _taken_apart(person: NewPerson) -> NewPerson:
    boxes = [box for box in (person.given_names, person.surname) if box]
    if len(boxes) != 1 or person.prefix or doubles_of.begins_with_prefix(boxes[0]):
        return person
    given, prefix, surname = split_name(boxes[0])
    if not given:
        return person
    return msgspec.structs.replace(person, given_names=given, prefix=prefix, surname=surname)


def worth_comparing(typed: TypedPerson) -> bool:
    """Tell whether enough is typed to look for doubles: three letters of a name, or more."""
    names = (typed.given_names, typed.called, typed.surname, typed.partner_name)
    return any(len(name.strip()) > 2 for name in names)


def problems(typed: TypedPerson) -> dict[str, str]:
    """Return the sentence for every field that keeps the person from being added."""
    found: dict[str, str] = {}
    if not any(n.strip() for n in (typed.given_names, typed.called, typed.surname)):
        found["surname"] = _("Er staat nog geen naam. Vul een achternaam of een voornaam in.")
    today = clock.today()
    earliest = today.replace(year=today.year - _LONG_AGO, day=1)
    reading = read_date(
        typed.born_day, typed.born_month, typed.born_year, earliest=earliest, latest=today
    )
    if reading.problem:
        found["born_on"] = reading.problem
    try:
        identity.checked_postcode(typed.postcode)
    except InvalidField:
        found["postcode"] = _(
            "Deze postcode klopt niet. Een postcode heeft 4 cijfers en 2 letters. "
            "Bijvoorbeeld 9001 AB."
        )
    wrong_phone = phone_problem(typed.phone)
    if wrong_phone:
        found["phone"] = wrong_phone
    return found


def doubles(found: Iterable[tuple[Likeness, PersonEntry]]) -> Doubles:
    """Return who may be the same person, with the question above them."""
    pairs = list(found)
    people = tuple(
        Double(
            person_id=entry.person_id,
            name=entry_name(entry),
            about=_about(entry),
            reasons=tuple(reason_words(reason) for reason in likeness.reasons),
        )
        for likeness, entry in pairs
    )
    return Doubles(_question([likeness for likeness, _entry in pairs]), people)


def reason_words(reason: LikenessReason) -> str:
    """Return why two people are alike, or what speaks against it."""
    return {
        LikenessReason.SAME_BSN: _("Hetzelfde BSN"),
        LikenessReason.OTHER_BSN: _("Een ander BSN"),
        LikenessReason.SAME_NAME: _("Dezelfde naam"),
        LikenessReason.SIMILAR_NAME: _("De naam lijkt erop"),
        LikenessReason.SWAPPED_NAME: _("Voornaam en achternaam omgedraaid"),
        LikenessReason.PARTNER_NAME: _("De naam van de partner is gelijk"),
        LikenessReason.OTHER_GIVEN_NAME: _("Een andere voornaam"),
        LikenessReason.OTHER_FAMILY_NAME: _("Een andere achternaam"),
        LikenessReason.SAME_BIRTH_DATE: _("Dezelfde geboortedatum"),
        LikenessReason.BIRTH_DATE_SLIP: _("Bijna dezelfde geboortedatum"),
        LikenessReason.SAME_BIRTH_YEAR: _("Hetzelfde geboortejaar"),
        LikenessReason.OTHER_BIRTH_DATE: _("Een andere geboortedatum"),
        LikenessReason.SAME_ADDRESS: _("Hetzelfde adres"),
        LikenessReason.SAME_PHONE: _("Hetzelfde telefoonnummer"),
    }[reason]


def _question(likenesses: list[Likeness]) -> str:
    if not likenesses:
        return ""
    certain = {LikenessReason.SAME_NAME, LikenessReason.SAME_BIRTH_DATE}
    if any(certain <= set(one.reasons) for one in likenesses):
        return _("Er staat al iemand met deze naam en geboortedatum. Is dit dezelfde persoon?")
    if any(one.probable for one in likenesses):
        return _("Er staat al iemand die hier erg op lijkt. Is dit dezelfde persoon?")
    return _("Staat deze inwoner er misschien al?")


def _about(entry: PersonEntry) -> str:
    born = (
        _("Geboren {day}").format(day=day_text(date.fromisoformat(entry.born_on)))
        if entry.born_on
        else ""
    )
    street = " ".join(part for part in (entry.street, entry.number) if part)
    home = ", ".join(part for part in (street, entry.village) if part)
    if entry.secret_address:
        home = _("Geheim adres")
    return " · ".join(part for part in (born, home) if part)
