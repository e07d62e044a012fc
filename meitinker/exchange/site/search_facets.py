"""What the search in the browser narrows by: life domain, cost, hours, and how far it is.

Each thing is kept once, and of each service which of them it has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import msgspec

from meitinker.domain.map_services import Cost
from meitinker.domain.opening_hours import Recurrence
from meitinker.domain.visits import LifeDomain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from meitinker.domain.opening_hours import Schedule
    from meitinker.domain.village_places import Point
    from meitinker.domain.villages import Village
    from meitinker.exchange.site.public import PublicService

T = TypeVar("T")

_FREQUENCIES = (Recurrence.NONE, Recurrence.WEEKLY, Recurrence.MONTHLY)


def facets(
    services: Sequence[PublicService], villages: Iterable[Village], middles: Mapping[str, Point]
) -> dict[str, object]:
    """Return of the services, in their order, what the search narrows by.

    Args:
        services: Those that may be found.
        villages: In the order in which the search knows them.
        middles: The middle of each village, by its id; those that nobody knows are left out.
    """
    return {
        "domains": _shared(services, _domains),
        "costs": _shared(services, _cost),
        "hours": _shared(services, _hours),
        "spots": _shared(services, lambda one: _spots(one, middles)),
        "middles": [_spot(middles.get(str(one.id))) for one in villages],
    }


def _shared(
    services: Iterable[PublicService], told: Callable[[PublicService], list[T]]
) -> list[object]:
    """Return what services have, each once, and of each service the number of what it has."""
    known: dict[bytes, int] = {}
    every: list[list[T]] = []
    numbers = []
    for one in services:
        value = told(one)
        key = msgspec.json.encode(value)
        if key not in known:
            known[key] = len(every)
            every.append(value)
        numbers.append(known[key])
    return [every, " ".join(map(str, numbers))]


def _domains(one: PublicService) -> list[LifeDomain]:
    return list(one.facets.life_domains)


def _cost(one: PublicService) -> list[Cost]:
    return [one.service.cost]


def _hours(one: PublicService) -> list[list[object]]:
    return [schedule_row(each) for each in one.schedules]


def schedule_row(one: Schedule) -> list[object]:
    """Return hours as the browser reads them; days are written as ``yyyy-mm-dd``."""
    return [
        _FREQUENCIES.index(one.freq),
        one.interval,
        one.byday,
        one.bymonthday,
        one.opens_at,
        one.closes_at,
        int(one.closed),
        one.valid_from,
        one.valid_to,
        one.dtstart,
    ]


def _spots(one: PublicService, middles: Mapping[str, Point]) -> list[list[int]]:
    """Return where a service is given, by its places or their villages, and for which it is."""
    found = []
    for each in one.places:
        place = each.location
        if place.latitude is not None and place.longitude is not None:
            found.append([place.latitude, place.longitude])
        elif spot := _spot(middles.get(str(place.village_id or ""))):
            found.append(spot)
    villages = (_spot(middles.get(str(area.village_id or ""))) for area in one.areas)
    return found + [spot for spot in villages if spot]


def _spot(point: Point | None) -> list[int]:
    return [] if point is None else [point.latitude, point.longitude]
