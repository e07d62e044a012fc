"""One service as its page tells it, and as lists do, in words and links."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain import service_words as words
from meitinker.domain.map_checks import is_due
from meitinker.domain.map_services import ServiceStatus
from meitinker.domain.providers import ProviderKind
from meitinker.domain.words import in_words, name_of
from meitinker.exchange.site import links
from meitinker.i18n import _, language

if TYPE_CHECKING:
    from meitinker.domain.map_places import MapPhone
    from meitinker.domain.opening_hours import Schedule
    from meitinker.exchange.site.public import PublicPlace, PublicService
    from meitinker.exchange.site.shelves import SiteHeader

_CONTROL = dict.fromkeys({*range(32), *range(127, 160)} - {9, 10})
"""Signs that have no place in a page."""

_MOST_LETTERS = 160
_NAMES = 3


class FactLine(msgspec.Struct, frozen=True):
    """A line of a fact: what is said, where it leads or "", and what goes before it.

    ``own`` says that the text is of the map, so in Dutch whatever the page speaks.
    """

    text: str
    href: str = ""
    before: str = ""
    own: bool = True


class Fact(msgspec.Struct, frozen=True):
    """One thing about a service: its title, its icon and its lines."""

    title: str
    icon: str
    lines: tuple[FactLine, ...]


class ServiceFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What the page of a service shows.

    Attributes:
        name: What it is called.
        provider: Who offers it.
        alerts: What one must know first.
        paragraphs: What it is.
        reach: How to reach it, what is used most first.
        facts: The rest, in the order of reading.
        checked: When somebody last looked whether it is right.
        sure: Whether that is not too long ago.
    """

    name: str
    provider: str
    alerts: tuple[FactLine, ...]
    paragraphs: tuple[str, ...]
    reach: tuple[Fact, ...]
    facts: tuple[Fact, ...]
    checked: str
    sure: bool


class ListedService(msgspec.Struct, frozen=True, kw_only=True):
    """What a list shows of a service: its page, name, provider, where, how, and a little more."""

    href: str
    name: str
    provider: str
    places: str
    tags: tuple[str, ...]
    closed: bool
    summary: str


def told_of(one: PublicService, about: SiteHeader) -> ServiceFacts:
    """Return a service as its page tells it."""
    service = one.service
    facts = (
        _for_whom(one, about),
        _plain(_("Zo begint u"), "user-plus", words.way_in(service), service.application_process),
        _hours(one.schedules, about),
        _cost(one),
        _where(one),
        _plain(_("Wachttijd"), "calendar", "", service.wait_time, *_room(one)),
        Fact(_("Voor wie woont in"), "home", _said(", ".join(dict.fromkeys(_areas(one, about))))),
        _languages(one),
    )
    return ServiceFacts(
        name=name_words(one),
        provider=one.provider.name if one.provider else "",
        alerts=(
            *(FactLine(text, own=False) for text in _closed(one)),
            *_said(service.alert),
        ),
        paragraphs=paragraphs(service.description),
        reach=tuple(fact for fact in (_phones(one), _mail(one), _web(one)) if fact.lines),
        facts=tuple(fact for fact in facts if fact.lines),
        checked=_checked(one, about),
        sure=not _is_old(one, about),
    )


def reach_of(about: SiteHeader) -> tuple[FactLine, ...]:
    """Return how to reach whoever keeps the site."""
    phone, email = about.phone.strip(), about.email.strip()
    told = (FactLine(phone, links.phone(phone)), FactLine(email, links.mail(email)))
    return tuple(line for line in told if line.text)


def entry_of(one: PublicService, about: SiteHeader, href: str) -> ListedService:
    """Return a service as lists show it."""
    service = one.service
    tags = (words.way_in(service), words.cost(service))
    return ListedService(
        href=href,
        name=name_words(one),
        provider=one.provider.name if one.provider else "",
        places=where_words(one, about),
        tags=tuple(tag for tag in tags if tag),
        closed=service.status is not ServiceStatus.ACTIVE,
        summary=summary(service.description),
    )


def name_words(one: PublicService) -> str:
    """Return what a service is called; one without a name says so."""
    return one.service.name.strip() or _("Zonder naam")


def where_words(one: PublicService, about: SiteHeader) -> str:
    """Return in which places a service is given, or else for where it is."""
    places = [at.location.place for at in one.places if at.location.place]
    named = list(dict.fromkeys(places)) or list(dict.fromkeys(_areas(one, about)))
    shown = ", ".join(named[:_NAMES])
    if len(named) > _NAMES:
        return _("{names} en nog {count}").format(names=shown, count=len(named) - _NAMES)
    return shown


def paragraphs(text: str) -> tuple[str, ...]:
    """Return the paragraphs of a text, without signs that no page can show."""
    return tuple(part for line in clean(text).split("\n") if (part := line.strip()))


def clean(text: str) -> str:
    """Return a text without control characters, which have no place in a page."""
    return text if text.isprintable() else text.translate(_CONTROL)


def summary(text: str, *, most: int = _MOST_LETTERS) -> str:
    """Return the beginning of a text, at most ``most`` letters, cut between words."""
    line = " ".join(clean(text[: 2 * most]).split())
    return line if len(line) <= most else f"{line[:most].rsplit(' ', 1)[0]}…"


def _closed(one: PublicService) -> tuple[str, ...]:
    status = one.service.status
    return () if status is ServiceStatus.ACTIVE else (name_of(status),)


def _said(*texts: str) -> tuple[FactLine, ...]:
    """Return what is said at all, each once."""
    return tuple(
        FactLine(text) for text in dict.fromkeys(clean(one).strip() for one in texts) if text
    )


def _plain(title: str, icon: str, of_ours: str, *texts: str) -> Fact:
    """Return a fact with first what the site says itself, and then what the map says besides."""
    first = (FactLine(of_ours, own=False),) if of_ours else ()
    besides = tuple(one for one in _said(*texts) if one.text != of_ours)
    return Fact(title, icon, (*first, *besides))


def _for_whom(one: PublicService, about: SiteHeader) -> Fact:
    names = [about.who_for[code].name for code in one.facets.who_for if code in about.who_for]
    ages = words.ages(one.service)
    own = (FactLine(ages, own=False),) if ages else ()
    lines = _said(one.service.eligibility_description, ", ".join(names))
    return Fact(_("Voor wie"), "users", (*lines, *own))


def _hours(schedules: tuple[Schedule, ...], about: SiteHeader) -> Fact:
    told = words.hours_lines(schedules, about.day)
    lines = (FactLine(_whole(one.hours), before=one.when, own=False) for one in told)
    return Fact(_("Open"), "clock", tuple(lines))


def _whole(hours: str) -> str:
    """Return hours that a browser does not part behind the dash: it does so before such a space."""
    return hours.replace("–\N{NO-BREAK SPACE}", "–\N{WORD JOINER}\N{NO-BREAK SPACE}")


def _cost(one: PublicService) -> Fact:
    prices = (words.price(price) for price in one.prices)
    return _plain(
        _("Kosten"),
        "currency-euro",
        words.cost(one.service),
        one.service.fees_description,
        *prices,
    )


def _room(one: PublicService) -> tuple[str, ...]:
    return tuple(text for each in one.capacities for text in (words.room(each), each.description))


def _where(one: PublicService) -> Fact:
    lines = tuple(line for place in one.places for line in _place(place))
    return Fact(_("Waar"), "map-pin", lines)


def _place(one: PublicPlace) -> tuple[FactLine, ...]:
    place = one.location
    access = words.access(place)
    return (
        *_said(words.address(place), one.at.description),
        *((FactLine(access, own=False),) if access else ()),
        *_said(place.transportation),
    )


def _areas(one: PublicService, about: SiteHeader) -> list[str]:
    return [text for area in one.areas if (text := words.area(area, about.areas))]


def _languages(one: PublicService) -> Fact:
    names = [_language_name(code) for code in one.facets.languages]
    title = _("Talen")
    lines = (FactLine(", ".join(names), own=False),) if names else ()
    return Fact(title, "language", (*lines, *_said(one.service.interpretation_services)))


def _language_name(code: str) -> str:
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(language()).languages.get(code, code))
    except (UnknownLocaleError, ValueError):
        return code


def _phones(one: PublicService) -> Fact:
    lines = [_phone(phone) for phone in one.phones if phone.number.strip()]
    return Fact(_("Bellen"), "phone", tuple(dict.fromkeys(lines)))


def _phone(phone: MapPhone) -> FactLine:
    number, about = clean(phone.number).strip(), clean(phone.description.strip())
    return FactLine(number, links.phone(phone.number), before=about)


def _mail(one: PublicService) -> Fact:
    of_provider = one.provider.email if one.provider else ""
    known = [one.service.email if one.service.email.strip() else of_provider]
    return Fact(
        _("Mailen"),
        "mail",
        tuple(FactLine(line.text, links.mail(line.text)) for line in _said(*known)),
    )


def _web(one: PublicService) -> Fact:
    address = one.service.url.strip() or (one.provider.website if one.provider else "")
    shown = clean(address).strip().removeprefix("https://").removeprefix("http://").rstrip("/")
    lines = (FactLine(shown, links.web(address)),) if shown else ()
    return Fact(_("Website"), "external-link", lines)


def _checked(one: PublicService, about: SiteHeader) -> str:
    if one.checked_on is None:
        return _("Nog niet gecontroleerd. Bel eerst even.")
    told = _("Gecontroleerd op {day}.").format(day=in_words(one.checked_on, language()))
    return f"{told} {_('Dat is lang geleden. Bel eerst even.')}" if _is_old(one, about) else told


def _is_old(one: PublicService, about: SiteHeader) -> bool:
    """Tell whether it was due for checking again on the day of the site."""
    kind = one.provider.kind if one.provider else ProviderKind.UNKNOWN
    return is_due(one.checked_on, about.terms.of(kind), today=about.day)
