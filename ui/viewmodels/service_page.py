"""One service as it is told: what, for whom, how to get in, when, where, what it costs. No Qt."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING

import msgspec

from meitinker.domain import service_words as say
from meitinker.domain.map_places import LocationType
from meitinker.domain.map_services import Cost, Reach, ServiceStatus, WayIn
from meitinker.domain.opening_hours import ALL_DAY, is_open, next_day, open_on
from meitinker.domain.words import inside, name_of, weekday
from meitinker.i18n import _
from meitinker.services.map_search_words import told
from ui.viewmodels.dates import day_text
from ui.viewmodels.social_map import distance_words, way_icon

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from meitinker.domain.map_places import MapPhone
    from meitinker.domain.map_services import ServiceArea
    from meitinker.services.map_search import FoundService
    from meitinker.services.map_terms import Terms
    from meitinker.services.social_map import PlacedService, ServiceFile

_WEEK = 7


class ServiceFact(msgspec.Struct, frozen=True):
    """One thing about a service, in words.

    Attributes:
        title: What it is about.
        lines: What is known of it, the most important first.
        icon_name: Its icon.
        tint: Token of the icon's colour.
    """

    title: str
    lines: tuple[str, ...]
    icon_name: str
    tint: str = "muted"


class Number(msgspec.Struct, frozen=True):
    """A phone number: as it is dialled, and when or whom one calls."""

    number: str
    about: str = ""


class ServicePage(msgspec.Struct, frozen=True, kw_only=True):
    """What the page shows.

    Attributes:
        service_id: Of which service.
        name: What it is called.
        provider: Who offers it.
        why: Why it was found, or "".
        what: What it is.
        warnings: What one must know first: that it stopped, or a notice.
        numbers: Whom to call.
        facts: The rest, in the order of reading.
        checked: When somebody last looked whether it is right.
        stale: It is time to look again.
        waits: That a correction waits for an answer, in words, or "".
    """

    service_id: str
    name: str
    provider: str
    why: str
    what: str
    warnings: tuple[str, ...]
    numbers: tuple[Number, ...]
    facts: tuple[ServiceFact, ...]
    checked: str
    stale: bool
    waits: str


def page_of(
    file: ServiceFile,
    terms: Terms,
    *,
    moment: datetime,
    due_on: date | None,
    doubted: bool = False,
    found: FoundService | None = None,
    village: str = "",
) -> ServicePage:
    """Return a service as its page tells it.

    Args:
        file: The service with all that belongs to it.
        terms: What the codes of lists are called.
        moment: Now, on the clock on the wall.
        due_on: From which day it is to be checked again; None where it never was.
        doubted: A correction waits for an answer.
        found: The line of the list that led here.
        village: The name of the village that was chosen.
    """
    service = file.service
    stale = due_on is None or due_on <= moment.date()
    facts = (
        _for_whom(file, terms),
        _way_in(file),
        _hours(file, moment),
        _cost(file),
        _where(file, distance_words(found.metres if found else None, village)),
        ServiceFact(_("Wachttijd"), say.lines(service.wait_time, *_room(file)), "calendar"),
        _reach(file),
        _about(file, terms),
    )
    return ServicePage(
        service_id=service.id,
        name=service.name or _("Zonder naam"),
        provider=file.provider.name if file.provider else "",
        why=told(found.reason) if found else "",
        what=service.description.strip(),
        warnings=say.lines(
            ""
            if service.status is ServiceStatus.ACTIVE
            else _("Let op: {state}.").format(state=inside(name_of(service.status))),
            service.alert,
        ),
        numbers=_numbers(file.numbers),
        facts=tuple(one for one in facts if one.lines),
        checked=checked_words(file, stale=stale),
        stale=stale,
        waits=_("Iemand gaf door dat hier iets niet klopt.") if doubted else "",
    )


def checked_words(file: ServiceFile, *, stale: bool) -> str:
    """Return when a service was last found to be right; calm where that is long ago."""
    day = file.checked_on
    if day is None:
        return _("Nog niet gecontroleerd. Bel eerst even.")
    words = _("Gecontroleerd op {day}.").format(day=day_text(day))
    return f"{words} {_('Dat is lang geleden. Bel eerst even.')}" if stale else words


def week_words(file: ServiceFile, today: date) -> tuple[str, ...]:
    """Return the hours of today and of the six days after it; nothing where nobody knows.

    Days after each other with the same hours share a line. Where it is closed on all of them, the
    first day after them that it is open is told.
    """
    spans = [open_on(file.hours, today + timedelta(days=ahead)) for ahead in range(_WEEK)]
    known = [one for one in spans if one is not None]
    if len(known) < _WEEK:
        return ()
    hours = [", ".join(say.span_words(span) for span in one) for one in known]
    if not any(hours):
        return (_closed_words(file, today),)
    if len(set(hours)) == 1:
        always = known[0] == (ALL_DAY,)
        return (hours[0] if always else _("elke dag: {hours}").format(hours=hours[0]),)
    runs = groupby(range(1, _WEEK), key=hours.__getitem__)
    return (
        f"{_('vandaag')}: {hours[0] or _('dicht')}",
        *(f"{_run(today, [*days])}: {said or _('dicht')}" for said, days in runs),
    )


def _closed_words(file: ServiceFile, today: date) -> str:
    again = next_day(file.hours, today)
    if again is None:
        return _("Het komende jaar dicht.")
    spans = open_on(file.hours, again) or ()
    return _("Weer open op {weekday} {day}: {hours}").format(
        weekday=weekday(again.weekday()),
        day=day_text(again),
        hours=", ".join(say.span_words(span) for span in spans),
    )


def _run(today: date, ahead: list[int]) -> str:
    """Return days after each other in words; ``ahead`` counts from today."""
    names = [weekday((today + timedelta(days=one)).weekday()) for one in ahead]
    if len(names) == 1:
        return names[0]
    if len(names) == 2:
        return _("{first} en {last}").format(first=names[0], last=names[-1])
    return _("{first} tot en met {last}").format(first=names[0], last=names[-1])


def _listed(names: list[str]) -> str:
    """Return names behind each other as one sentence."""
    return ", ".join([*names[:1], *(inside(one) for one in names[1:])])


def _for_whom(file: ServiceFile, terms: Terms) -> ServiceFact:
    service = file.service
    names = [terms.who_for[code].name for code in file.facets.who_for if code in terms.who_for]
    return ServiceFact(
        _("Voor wie"),
        say.lines(service.eligibility_description, _listed(names), say.ages(service)),
        "users",
    )


def _way_in(file: ServiceFile) -> ServiceFact:
    service = file.service
    icon_name, tint = way_icon(service.way_in)
    way = "" if service.way_in is WayIn.UNKNOWN else name_of(service.way_in)
    return ServiceFact(
        _("Hoe iemand zich aanmeldt"), say.lines(way, service.application_process), icon_name, tint
    )


def _hours(file: ServiceFile, moment: datetime) -> ServiceFact:
    if file.service.status is not ServiceStatus.ACTIVE:  # today says nothing of it
        usual = [f"{one.when}: {one.hours}" for one in say.hours_lines(file.hours, moment.date())]
        return ServiceFact(_("Open"), say.lines(*usual), "clock", "muted")
    days = week_words(file, moment.date())
    unusual = [f"{one.when}: {one.hours}" for one in say.unusual_lines(file.hours, moment.date())]
    remarks = [one.description for one in file.hours if say.is_weekly(one)]
    open_now = is_open(file.hours, moment)
    now = "" if open_now is None else _("Nu open") if open_now else _("Nu dicht")
    tint = "success" if open_now else "muted"
    return ServiceFact(_("Open"), say.lines(now, *days, *unusual, *remarks), "clock", tint)


def _cost(file: ServiceFile) -> ServiceFact:
    service = file.service
    kind = "" if service.cost is Cost.UNKNOWN else name_of(service.cost)
    prices = tuple(say.price(one) for one in file.prices)
    return ServiceFact(
        _("Kosten"), say.lines(kind, service.fees_description, *prices), "currency-euro"
    )


def _room(file: ServiceFile) -> tuple[str, ...]:
    return tuple(say.room(one) for one in file.capacities)


def _where(file: ServiceFile, away: str) -> ServiceFact:
    places = tuple(line for one in file.places for line in _place(one))
    return ServiceFact(_("Waar"), say.lines(*places, away), "map-pin")


def _place(one: PlacedService) -> tuple[str, ...]:
    place = one.location
    if place.location_type is LocationType.VIRTUAL:
        return (name_of(place.location_type), *say.lines(place.name))
    street = " ".join(part for part in (place.street, place.number) if part)
    town = " ".join(part for part in (place.postcode, place.place) if part)
    address = ", ".join(part for part in (place.name, street, town) if part)
    return say.lines(address, one.at.description, say.access(place), place.transportation)


def _reach(file: ServiceFile) -> ServiceFact:
    return ServiceFact(_("Voor wie woont in"), say.lines(", ".join(_areas(file.areas))), "home")


def _areas(areas: Iterable[ServiceArea]) -> list[str]:
    named = [one.name or name_of(one.reach) for one in areas if one.name or one.reach in _WIDE]
    return list(dict.fromkeys(named))


_WIDE = (Reach.REGION, Reach.COUNTRY)


def _about(file: ServiceFile, terms: Terms) -> ServiceFact:
    facets = file.facets
    # Some of these are lists themselves: a comma between them would not tell where one ends.
    categories = " · ".join(terms.tree.label(code) for code in facets.categories)
    rung = name_of(facets.rung) if facets.rung is not None else ""
    domains = " · ".join(name_of(one) for one in facets.life_domains)
    functions = _listed([name_of(one) for one in facets.carer_functions])
    carers = _("Voor mantelzorgers: {what}").format(what=inside(functions)) if functions else ""
    web = file.service.url or (file.provider.website if file.provider else "")
    return ServiceFact(
        _("Verder"), say.lines(categories, domains, rung, carers, web, file.service.email), "notes"
    )


def _numbers(phones: Iterable[MapPhone]) -> tuple[Number, ...]:
    return tuple(
        dict.fromkeys(Number(one.number, one.description.strip()) for one in phones if one.number)
    )
