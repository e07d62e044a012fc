"""What the papers of the social map share: who sends them, and a service in printed words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker import clock
from meitinker.domain import service_words as say
from meitinker.domain.map_checks import is_due
from meitinker.domain.map_services import ServiceStatus
from meitinker.domain.organisation import Municipality, Organisation, User
from meitinker.domain.providers import ProviderKind
from meitinker.domain.villages import Village
from meitinker.domain.words import in_words, name_of
from meitinker.exchange.site import links
from meitinker.i18n import _, language
from meitinker.reports.service_entry import Fact, Scan, ServiceEntry
from meitinker.reports.text import phone_number
from meitinker.services import availability
from meitinker.services.letter_words import LetterSender
from meitinker.store import records

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from meitinker.domain.map_places import MapPhone
    from meitinker.domain.session import Session
    from meitinker.services.map_terms import Terms
    from meitinker.services.social_map import ServiceFile
    from meitinker.store.database import Database

_MOST_WORDS = 1_200
"""Letters of a description that a paper shows: what is longer is for the website."""

_VOICE = frozenset({"", "voice", "cell"})
"""Kinds of numbers that one calls; a fax is none."""


def letterhead(
    database: Database, session: Session, *, municipality_id: str | None = None
) -> LetterSender:
    """Return who sends a paper that is about no resident; whom to call is the user."""
    with database.reading() as connection:
        return LetterSender(
            organisation=records.get(connection, session, Organisation, session.organisation),
            municipality=records.known(connection, session, Municipality, municipality_id),
            user=records.get(connection, session, User, session.user),
            away=availability.away_soon(connection, session, clock.today(), user_id=session.user),
        )


def villages(database: Database, session: Session) -> tuple[Village, ...]:
    """Return the villages that papers can be about."""
    with database.reading() as connection:
        return tuple(records.find(connection, session, Village))


def entry(file: ServiceFile, terms: Terms, *, day: date, scan: Scan = Scan.NONE) -> ServiceEntry:
    """Return a service as it is printed, in the language that is spoken.

    Args:
        file: The service with all that belongs to it.
        terms: What the codes of lists are called.
        day: Hours that ended before it are left out.
        scan: What its code should do; it does the other where this cannot be.
    """
    service = file.service
    web = service.url.strip() or (file.provider.website.strip() if file.provider else "")
    mail = service.email.strip() or (file.provider.email.strip() if file.provider else "")
    phones = [one for one in file.numbers if one.number.strip() and one.type in _VOICE]
    does, code = _code(scan, phones, web)
    stopped = service.status is not ServiceStatus.ACTIVE
    return ServiceEntry(
        name=service.name.strip() or _("Zonder naam"),
        provider=file.provider.name.strip() if file.provider else "",
        what=shortened(service.description),
        warnings=say.lines(name_of(service.status) if stopped else "", service.alert),
        facts=tuple(one for one in _facts(file, terms, day) if one.lines),
        phones=say.lines(*(_phone(one) for one in phones)),
        web=_bare(web),
        email=mail,
        scan=does,
        code=code,
        checked=checked_words(file.checked_on, due=_due(file, terms)),
    )


def _due(file: ServiceFile, terms: Terms) -> bool:
    months = terms.checks.of(file.provider.kind if file.provider else ProviderKind.UNKNOWN)
    return is_due(file.checked_on, months, today=clock.today())


def checked_words(day: date | None, *, due: bool) -> str:
    """Return when somebody last looked whether a service is right, and whether that is long ago."""
    if day is None:
        return _("Nog niet gecontroleerd. Bel eerst even.")
    words = _("Gecontroleerd op {day}.").format(day=in_words(day, language()))
    return f"{words} {_('Dat is lang geleden. Bel eerst even.')}" if due else words


def shortened(text: str) -> str:
    """Return a description as long as paper has room for, cut between words."""
    told = text.strip()
    if len(told) <= _MOST_WORDS:
        return told
    return f"{told[:_MOST_WORDS].rsplit(maxsplit=1)[0]}…"


def _facts(file: ServiceFile, terms: Terms, day: date) -> tuple[Fact, ...]:
    service = file.service
    who = [terms.who_for[code].name for code in file.facets.who_for if code in terms.who_for]
    hours = (
        f"{one.when}: {one.hours}" if one.when else one.hours
        for one in say.hours_lines(file.hours, day)
    )
    places = (
        text
        for one in file.places
        for text in (
            say.address(one.location),
            one.at.description,
            say.access(one.location),
            one.location.transportation,
        )
    )
    prices = [say.price(one) for one in file.prices]
    return (
        Fact(
            _("Voor wie"),
            say.lines(service.eligibility_description, ", ".join(who), say.ages(service)),
        ),
        Fact(_("Zo begint u"), say.lines(say.way_in(service), service.application_process)),
        Fact(_("Open"), say.lines(*hours)),
        Fact(_("Kosten"), say.lines(say.cost(service), service.fees_description, *prices)),
        Fact(_("Waar"), say.lines(*places)),
        Fact(_("Wachttijd"), say.lines(service.wait_time)),
    )


def _code(scan: Scan, phones: Iterable[MapPhone], web: str) -> tuple[Scan, str]:
    """Return what a code does and says: what is wanted, else the other, else there is none."""
    call = next((link for one in phones if (link := links.phone(one.number))), "")
    known = {Scan.PHONE: call, Scan.WEB: links.web(web)}
    if scan is Scan.NONE:
        return Scan.NONE, ""
    first = (scan, known[scan])
    other = Scan.WEB if scan is Scan.PHONE else Scan.PHONE
    return next((one for one in (first, (other, known[other])) if one[1]), (Scan.NONE, ""))


def _phone(one: MapPhone) -> str:
    about = one.description.strip()
    number = phone_number(one.number)
    return f"{number} ({about})" if about else number


def _bare(web: str) -> str:
    """Return an address as people type it."""
    return web.removeprefix("https://").removeprefix("http://").rstrip("/")
