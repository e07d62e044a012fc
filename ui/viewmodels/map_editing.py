"""Changing a service: what stands in each group of fields, and what typed words mean. No Qt."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from meitinker.domain import service_words as say
from meitinker.domain.map_services import (
    CarerFunction,
    Cost,
    Reach,
    ServiceStatus,
    Vocabulary,
    WayIn,
)
from meitinker.domain.needs import Rung
from meitinker.domain.villages import folded
from meitinker.domain.visits import LifeDomain
from meitinker.domain.words import name_of
from meitinker.i18n import _
from meitinker.services import map_forms
from ui.viewmodels.parts import Choice
from ui.viewmodels.social_map import ANY, status_words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from enum import Enum

    from meitinker.domain.map_places import MapContact, MapLocation, MapPhone
    from meitinker.domain.providers import Provider
    from meitinker.services.map_forms import Likely, ServiceForm
    from meitinker.services.map_terms import Terms

_MONEY = re.compile(r"€?\s*(\d{1,6})(?:[.,](\d{1,2}))?(?:,-)?")
_NUMBER = re.compile(r"\d{1,6}")
_SHORT = 160


class PartEntry(msgspec.Struct, frozen=True):
    """One of several: the id of its record, and what it says."""

    key: str
    text: str


class PartGroup(msgspec.Struct, frozen=True, kw_only=True):
    """What belongs together on the page.

    Attributes:
        form: The form by which it is changed; of a list the one of an entry.
        title: What it is called.
        lines: What stands there.
        entries: What stands there where it is a list; None where it is none.
        add: What the button says that adds to the list.
    """

    form: str
    title: str
    lines: tuple[str, ...] = ()
    entries: tuple[PartEntry, ...] | None = None
    add: str = ""


class GroupCard(msgspec.Struct, frozen=True):
    """Groups under one heading."""

    title: str
    groups: tuple[PartGroup, ...]


def cards(desk: ServiceForm, today: date) -> tuple[GroupCard, ...]:
    """Return the whole of a service, as it is gone through on the phone."""
    return (
        GroupCard(_("De dienst"), (_what(desk), _provider(desk), _who(desk))),
        GroupCard(_("Erbij komen"), (_way(desk), _prices(desk), _room(desk))),
        GroupCard(_("Waar en wanneer"), (_places(desk), _hours(desk, today), _areas(desk))),
        GroupCard(_("Bellen en mailen"), (_phones(desk), _contacts(desk), _reach(desk))),
        GroupCard(_("Vinden"), (_find(desk), _ladder(desk))),
    )


def likely_words(one: Likely) -> str:
    """Return a service that may be the one that is typed."""
    words = f"{one.name}, {one.provider}" if one.provider else one.name
    return _("Bekijk {service}").format(service=words)


# --- what is chosen among ----------------------------------------------------------------


def statuses() -> list[Choice]:
    """Return how a service may stand."""
    return _named(ServiceStatus)


def ways_in() -> list[Choice]:
    """Return how one may get in."""
    return _named(WayIn)


def costs() -> list[Choice]:
    """Return what it may cost."""
    return _named(Cost)


def domains() -> list[Choice]:
    """Return the life domains."""
    return _named(LifeDomain)


def carer_functions() -> list[Choice]:
    """Return the functions of carer support."""
    return _named(CarerFunction)


def rungs() -> list[Choice]:
    """Return the rungs, after the one that follows from the category."""
    return [
        Choice(ANY, _("Die van de rubriek")),
        *(Choice(str(int(one)), name_of(one)) for one in Rung),
    ]


def wide_areas() -> list[Choice]:
    """Return how wide it is offered."""
    return [
        Choice(ANY, _("Alleen wat hieronder is aangevinkt")),
        Choice(Reach.REGION.value, _("De hele regio")),
        Choice(Reach.COUNTRY.value, name_of(Reach.COUNTRY)),
    ]


def categories(terms: Terms, standing: Iterable[str] = ()) -> list[Choice]:
    """Return the categories, each after the one that it is under; then those of another tree."""
    told = {one.code: terms.tree.path(one.code) for one in terms.tree}
    return [
        Choice(ANY, _("Geen")),
        *(Choice(code, ": ".join(one.name for one in path)) for code, path in told.items()),
        *(Choice(code, code) for code in standing if code not in told),
    ]


def who_for(terms: Terms) -> list[Choice]:
    """Return whom a service may be for."""
    return [Choice(code, term.name) for code, term in terms.who_for.items()]


def languages(standing: Iterable[str]) -> list[Choice]:
    """Return the languages that may be spoken, and those that stand there already."""
    known = {
        "nl": _("Nederlands"),
        "fy": _("Fries"),
        "en": _("Engels"),
        "de": _("Duits"),
        "fr": _("Frans"),
        "tr": _("Turks"),
        "ar": _("Arabisch"),
        "pl": _("Pools"),
        "uk": _("Oekraïens"),
        "ti": _("Tigrinya"),
    }
    known |= {code: code for code in standing if code not in known}
    return [Choice(code, words) for code, words in known.items()]


def provider_choices(providers: Iterable[Provider]) -> list[Choice]:
    """Return who may offer it."""
    return [Choice(one.id, one.name) for one in providers if one.name]


def location_choices(locations: Iterable[MapLocation]) -> list[Choice]:
    """Return the places that are known, each once by its name and address."""
    told: dict[str, Choice] = {}
    for one in locations:
        words = say.address(one)
        if words:
            told.setdefault(folded(words), Choice(one.id, words))
    return list(told.values())


def codes(desk: ServiceForm, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the codes of a service from one list."""
    return tuple(one.code for one in desk.file.attributes if one.vocabulary is vocabulary)


# --- what typed words mean ---------------------------------------------------------------


def number_of(text: str) -> int | None:
    """Return a number as typed; None where nothing is.

    Raises:
        ValueError: It is no number.
    """
    if not text.strip():
        return None
    if not _NUMBER.fullmatch(text.strip()):
        raise ValueError(text)
    return int(text)


def hundredths_of(text: str) -> int | None:
    """Return an amount as typed, in hundredths of a euro; None where nothing is.

    Raises:
        ValueError: It is no amount.
    """
    if not text.strip():
        return None
    found = _MONEY.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))


def amount_text(hundredths: int | None) -> str:
    """Return an amount as it is typed: ``7,50``."""
    return "" if hundredths is None else say.euros(hundredths).removeprefix("€ ")


def is_number(text: str) -> bool:
    """Tell whether a number can be read, or nothing is there."""
    try:
        number_of(text)
    except ValueError:
        return False
    return True


def is_amount(text: str) -> bool:
    """Tell whether an amount can be read, or nothing is there."""
    try:
        hundredths_of(text)
    except ValueError:
        return False
    return True


# --- what stands in each group -----------------------------------------------------------


def _named(kind: type[Enum]) -> list[Choice]:
    return [Choice(str(one.value), name_of(one)) for one in kind]


def _said(*texts: str) -> tuple[str, ...]:
    lines = (" ".join(text.split()) for text in texts)
    told = (line if len(line) <= _SHORT else f"{line[:_SHORT].rstrip()}…" for line in lines)
    return tuple(dict.fromkeys(line for line in told if line))


def _what(desk: ServiceForm) -> PartGroup:
    one = desk.file.service
    seen = "" if one.public else _("Alleen voor medewerkers te zien")
    return PartGroup(
        form=map_forms.WHAT,
        title=_("Naam en uitleg"),
        lines=_said(
            one.name, one.alternate_name, one.description, status_words(one.status), one.alert, seen
        ),
    )


def _provider(desk: ServiceForm) -> PartGroup:
    found = desk.file.provider
    return PartGroup(
        form=map_forms.PROVIDER,
        title=_("Aanbieder"),
        entries=(PartEntry(found.id, found.name),) if found else (),
        add=_("Kies een andere aanbieder"),
    )


def _who(desk: ServiceForm) -> PartGroup:
    service, terms = desk.file.service, desk.terms.who_for
    known = [terms[code].name for code in desk.file.facets.who_for if code in terms]
    spoken = codes(desk, Vocabulary.LANGUAGE)
    names = {one.key: one.text for one in languages(spoken)}
    return PartGroup(
        form=map_forms.WHO,
        title=_("Voor wie"),
        lines=_said(
            ", ".join(known),
            service.eligibility_description,
            say.ages(service),
            ", ".join(names[code] for code in spoken),
            service.interpretation_services,
        ),
    )


def _way(desk: ServiceForm) -> PartGroup:
    one = desk.file.service
    return PartGroup(
        form=map_forms.WAY,
        title=_("Toegang en kosten"),
        lines=_said(say.way_in(one), one.application_process, say.cost(one), one.fees_description),
    )


def _prices(desk: ServiceForm) -> PartGroup:
    found = (PartEntry(one.id, say.price(one)) for one in desk.file.prices)
    return _list(map_forms.PRICE, _("Prijzen"), found, _("Voeg een prijs toe"))


def _room(desk: ServiceForm) -> PartGroup:
    told = (say.room(one) for one in desk.file.capacities)
    return PartGroup(
        form=map_forms.ROOM,
        title=_("Plek en wachttijd"),
        lines=_said(desk.file.service.wait_time, *told),
    )


def _places(desk: ServiceForm) -> PartGroup:
    found = (
        PartEntry(one.at.id, ", ".join(_said(say.address(one.location), say.access(one.location))))
        for one in desk.file.places
    )
    return _list(map_forms.PLACE, _("Plekken"), found, _("Voeg een plek toe"))


def _hours(desk: ServiceForm, today: date) -> PartGroup:
    found = []
    for one in desk.file.hours:
        told = say.hours_lines((one,), today)
        words = ", ".join(f"{line.when}: {line.hours}" for line in told)
        found.append(PartEntry(one.id, words or _("Voorbij, of nog niet ingevuld")))
    return _list(map_forms.HOURS, _("Openingstijden"), found, _("Voeg een tijd toe"))


def _areas(desk: ServiceForm) -> PartGroup:
    names = {str(one.id): one.name for one in desk.villages}
    names |= {str(one.id): one.name for one in desk.municipalities}
    told = ", ".join(word for one in desk.file.areas if (word := say.area(one, names)))
    return PartGroup(
        form=map_forms.AREA,
        title=_("Voor wie woont in"),
        lines=_said(told or _("Waar het wordt gegeven")),
    )


def _phones(desk: ServiceForm) -> PartGroup:
    found = (PartEntry(one.id, _number(one, desk)) for one in desk.file.numbers)
    return _list(map_forms.PHONE, _("Telefoonnummers"), found, _("Voeg een nummer toe"))


def _number(one: MapPhone, desk: ServiceForm) -> str:
    whose = _("van de aanbieder") if one in desk.file.provider_phones else ""
    return " · ".join(_said(one.number, one.description, whose))


def _contacts(desk: ServiceForm) -> PartGroup:
    found = (PartEntry(one.id, _person(one)) for one in desk.file.contacts)
    return _list(map_forms.CONTACT, _("Contactpersonen"), found, _("Voeg iemand toe"))


def _person(one: MapContact) -> str:
    return " · ".join(_said(one.name, one.title, one.email))


def _reach(desk: ServiceForm) -> PartGroup:
    one = desk.file.service
    return PartGroup(
        form=map_forms.REACH, title=_("E-mail en website"), lines=_said(one.email, one.url)
    )


def _find(desk: ServiceForm) -> PartGroup:
    labels = (desk.terms.tree.label(code) for code in codes(desk, Vocabulary.CATEGORY))
    return PartGroup(
        form=map_forms.FIND,
        title=_("Rubriek en zoekwoorden"),
        lines=_said(
            ", ".join(labels),
            desk.file.service.keywords,
            ", ".join(dict.fromkeys(one.said for one in desk.words)),
        ),
    )


def _ladder(desk: ServiceForm) -> PartGroup:
    facets = desk.file.facets
    return PartGroup(
        form=map_forms.LADDER,
        title=_("Leefgebied, ladder en mantelzorg"),
        lines=_said(
            ", ".join(name_of(one) for one in facets.life_domains),
            name_of(facets.rung) if facets.rung is not None else "",
            ", ".join(name_of(one) for one in facets.carer_functions),
        ),
    )


def _list(form: str, title: str, entries: Iterable[PartEntry], add: str) -> PartGroup:
    return PartGroup(form=form, title=title, entries=tuple(entries), add=add)
