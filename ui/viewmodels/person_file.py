"""A person's file as it is shown: header, marks, overview and timeline. No Qt here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.addresses import Address, AddressUse, address_on, holds_on
from meitinker.domain.addresses import street_line as _street_line
from meitinker.domain.people import (
    ContactWay,
    Language,
    Person,
    age_on,
    full_name,
    receives_letters,
)
from meitinker.domain.representatives import addressee_on
from meitinker.domain.requests import Urgency
from meitinker.domain.visits import VisitState
from meitinker.domain.words import name_of
from meitinker.i18n import _
from ui.viewmodels.dates import day_text
from ui.viewmodels.people import short_day
from ui.viewmodels.timeline import EVERYTHING, entries, of_sort

if TYPE_CHECKING:
    from meitinker.domain.households import HouseholdMember
    from meitinker.services.people import PersonFile
    from ui.viewmodels.parts import TimelineEntry

_MOST_CALLERS = 3


class Mark(msgspec.Struct, frozen=True):
    """Something to know before knocking: icon, words and the token of the icon's colour."""

    icon_name: str
    text: str
    tint: str = "muted"


class FileFact(msgspec.Struct, frozen=True):
    """A fact of the overview: what it is called and what is known, a line each."""

    name: str
    lines: tuple[str, ...]
    icon_name: str = ""


class Housemate(msgspec.Struct, frozen=True):
    """Someone in the same household."""

    person_id: str
    text: str


class FileTop(msgspec.Struct, frozen=True):
    """The top of a file.

    Attributes:
        name: As it is said.
        line: Born, age, village.
        marks: What to know, most important first.
        safety: The note for the visitor's safety, or "".
        visit_id: The open visit, or "".
    """

    name: str
    line: str
    marks: tuple[Mark, ...]
    safety: str
    visit_id: str


def header(file: PersonFile) -> FileTop:
    """Return the top of a file."""
    person = file.person
    village = "" if person.secret_address or file.village is None else file.village.name
    return FileTop(
        name=full_name(person) or _("Naam onbekend"),
        line=" · ".join(part for part in (*_born(person), village) if part),
        marks=tuple(_marks(file)),
        safety=person.safety_note.strip(),
        visit_id=open_visit(file),
    )


def open_visit(file: PersonFile) -> str:
    """Return the id of the visit that is going on, or ""."""
    return next(
        (r.record_id for r in file.timeline if r.what == "visit" and r.state == VisitState.OPEN), ""
    )


def facts(file: PersonFile) -> tuple[FileFact, ...]:
    """Return what the overview says beside the timeline; what is not known is left out."""
    found = (
        _contact(file),
        FileFact(_("Ook te bellen"), _callers(file), "phone"),
        FileFact(_("Adres"), address_lines(file), "map-pin"),
        FileFact(_("Vertegenwoordiger"), _representatives(file), "user-heart"),
        FileFact(_("Papieren"), _papers(file.person), "language"),
    )
    return tuple(fact for fact in found if fact.lines)


def housemates(file: PersonFile) -> tuple[Housemate, ...]:
    """Return the others in the household, with their tie."""
    return tuple(
        Housemate(other.id, _with_tie(member, other))
        for member, other in file.household
        if other.id != file.person.id
    )


def address_lines(file: PersonFile) -> tuple[str, ...]:
    """Return where the person lives now; a secret address is not told here."""
    if file.person.secret_address:
        return (_("Geheim adres. Het staat bij Gegevens."),)
    home = address_on(file.addresses, clock.today())
    if home is None:
        return (_("Nog geen adres."),)
    place = " ".join(part for part in (home.postcode, home.place) if part)
    return tuple(line for line in (_street_line(home), place) if line)


def address_title(address: Address) -> str:
    """Return what an address is called: its use and its period."""
    name = name_of(address.use)
    today = clock.today()
    since, until = address.valid_from, address.valid_until
    if until is not None and until < today:
        return _("{name} tot {day}").format(name=_former(address), day=day_text(until))
    if since is not None and since > today:
        return _("{name} vanaf {day}").format(name=name, day=day_text(since))
    if since is not None:
        return _("{name} sinds {day}").format(name=name, day=day_text(since))
    return name


def one_line(address: Address) -> str:
    """Return an address on one line."""
    place = " ".join(part for part in (address.postcode, address.place) if part)
    return ", ".join(part for part in (_street_line(address), place) if part)


def is_current(address: Address) -> bool:
    """Tell whether an address still counts: now or from a day to come."""
    today = clock.today()
    return holds_on(address, today) or (address.valid_from or today) > today


def timeline(file: PersonFile, chosen: str = EVERYTHING) -> tuple[TimelineEntry, ...]:
    """Return the timeline, newest first; of a secret address only that it changed.

    ``chosen`` is an answer of the filter.
    """
    return entries(of_sort(file.timeline, chosen), secret=file.person.secret_address)


def _born(person: Person) -> tuple[str, ...]:
    if person.born_on is None:
        text = person.born_text.strip()
        return (_("Geboren: {text}").format(text=text),) if text else ()
    last = person.deceased_on or clock.today()
    born = _("Geboren {day}").format(day=day_text(person.born_on))
    return born, _("{age} jaar").format(age=age_on(last, person.born_on))


def _marks(file: PersonFile) -> list[Mark]:
    person = file.person
    addressee = addressee_on(file.representatives, clock.today())
    found = []
    if person.deceased_on:
        words = _("Overleden op {day}").format(day=short_day(person.deceased_on.isoformat()))
        found.append(Mark("ban", words, "error"))
    if file.around.urgent:
        found.append(Mark("alert-triangle", name_of(Urgency.URGENT), "warning"))
    if person.secret_address:
        found.append(Mark("shield-lock", _("Geheim adres"), "warning"))
    if person.interpreter.strip():
        words = _("Tolk: {language}").format(language=person.interpreter.strip())
        found.append(Mark("language", words, "info"))
    if person.large_print:
        found.append(Mark("text-size", _("Grote letters"), "info"))
    if addressee is not None and receives_letters(person):
        words = _("Post gaat naar {name} ({kind})").format(
            name=addressee.name or addressee.organisation, kind=name_of(addressee.kind).lower()
        )
        found.append(Mark("mail", words, "info"))
    return found


def _contact(file: PersonFile) -> FileFact:
    person = file.person
    lines = [_noted(p.number, p.note) for p in file.phones if p.number.strip()]
    lines += [_noted(e.address, e.note) for e in file.emails if e.address.strip()]
    if person.contact_way is not ContactWay.NO_WISH:
        lines.append(_("Liefst: {way}").format(way=name_of(person.contact_way).lower()))
    if person.contact_note.strip():
        lines.append(person.contact_note.strip())
    return FileFact(_("Contact"), tuple(lines) or (_("Nog geen telefoonnummer."),), "phone")


def _callers(file: PersonFile) -> tuple[str, ...]:
    """Return the first who can be called about the resident; the network tells of the others."""
    lines = []
    for one in file.around.callers[:_MOST_CALLERS]:
        who = " ".join(part for part in (one.tie, one.name) if part)
        number = one.number.replace(" ", "\N{NO-BREAK SPACE}")
        lines.append(f"{_capital(who)}: {number}" if who else number)
    return tuple(lines)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _noted(what: str, note: str) -> str:
    return f"{what} ({note.strip()})" if note.strip() else what


def _representatives(file: PersonFile) -> tuple[str, ...]:
    return tuple(
        ", ".join(part for part in (r.name, r.organisation, name_of(r.kind).lower()) if part)
        for r in file.representatives
    )


def _papers(person: Person) -> tuple[str, ...]:
    if person.language is Language.DUTCH:
        return ()
    return (_("In het {language}").format(language=name_of(person.language)),)


def _with_tie(member: HouseholdMember, other: Person) -> str:
    return _noted(full_name(other), member.tie)


def _former(address: Address) -> str:
    return {
        AddressUse.HOME: _("Vorig woonadres"),
        AddressUse.POSTAL: _("Vorig postadres"),
        AddressUse.TEMPORARY: _("Vorig tijdelijk adres"),
    }[address.use]


class ComparedLine(msgspec.Struct, frozen=True):
    """One line of two files side by side."""

    name: str
    ours: str
    theirs: str
    counted: bool = False

    @property
    def same(self) -> bool:
        """Whether both say the same; numbers of visits just add up."""
        return self.counted or self.ours == self.theirs


def compared(ours: PersonFile, theirs: PersonFile) -> tuple[ComparedLine, ...]:
    """Return two files side by side; what neither knows is left out.

    The BSN is only called the same or not: it is not shown without being logged.
    """
    pairs = zip(_lines(ours), _lines(theirs), strict=True)
    lines = [ComparedLine(name, one, other) for (name, one), (_name, other) in pairs]
    if ours.person.bsn and theirs.person.bsn:
        same = ours.person.bsn == theirs.person.bsn
        words = (_("gelijk"), _("gelijk")) if same else (_("verschilt"), _("verschilt van links"))
        lines.append(ComparedLine(_("BSN"), *words))
    visits = _("Gesprekken")
    lines.append(ComparedLine(visits, str(_visits(ours)), str(_visits(theirs)), counted=True))
    return tuple(line for line in lines if line.ours or line.theirs)


def _visits(file: PersonFile) -> int:
    return sum(1 for row in file.timeline if row.what == "visit")


def _lines(file: PersonFile) -> tuple[tuple[str, str], ...]:
    person = file.person
    return (
        (_("Voornamen"), person.given_names),
        (_("Roepnaam"), person.called),
        (_("Achternaam"), " ".join(p for p in (person.prefix, person.surname) if p)),
        (_("Naam van de partner"), person.partner_name),
        (_("Geboren"), day_text(person.born_on) if person.born_on else person.born_text),
        (_("Adres"), ", ".join(address_lines(file))),
        (_("Telefoon"), ", ".join(p.number for p in file.phones if p.number)),
        (_("E-mail"), ", ".join(e.address for e in file.emails if e.address)),
    )
