"""Which services of a directory that comes in are there already, or stand in it twice."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.map_places import MapLocation, MapPhone
from meitinker.domain.map_services import MapService
from meitinker.domain.villages import folded
from meitinker.store.map_imports import There

if TYPE_CHECKING:
    from collections.abc import Iterable

    from meitinker.exchange.hsds_offers import ReadService
    from meitinker.exchange.hsds_records import Reader

_NEAR = 88
"""From which likeness of 100 two names of one number or page are taken for one."""

_MOST_COMPARED = 12
_FEWEST_DIGITS = 6
_SUBSCRIBER = 9
_HOST = re.compile(r"^https?://(?:www\.)?", re.IGNORECASE)


class AlikeService(msgspec.Struct, frozen=True, kw_only=True):
    """A service that may be the one of a row.

    Attributes:
        name: What that one is called.
        reason: ``same`` (name, provider and place), ``reach`` (number or page, and nearly the
            name), ``name`` (name and place, of another provider).
        service_id: One that is there, or "" for an earlier row of the file, ``row``.
        row: That row, or 0.
        provider: Who offers that one.
        places: Where it is given.
    """

    name: str
    reason: str
    service_id: str = ""
    row: int = 0
    provider: str = ""
    places: tuple[str, ...] = ()

    @property
    def probable(self) -> bool:
        """Whether the row stays out unless somebody says that it is another service."""
        return self.reason != "name"


class Doubles:
    """The services that are there, and those of the file so far, found by what they share."""

    def __init__(self, there: Iterable[There]) -> None:
        """Begin with those that are there."""
        self._names: defaultdict[str, list[tuple[There, int]]] = defaultdict(list)
        self._reach: defaultdict[str, list[tuple[There, int]]] = defaultdict(list)
        for one in there:
            self._keep(one, 0)

    def alike(self, one: There, row: int) -> tuple[AlikeService, ...]:
        """Return what is like a service of the file, the likest first; it is kept for later."""
        found: dict[int, AlikeService] = {}
        for other, other_row in self._names.get(folded(one.name), ())[:_MOST_COMPARED]:
            reason = _by_name(one, other)
            if reason:
                found.setdefault(id(other), _alike(other, other_row, reason))
        for key in _reached_by(one):
            for other, other_row in self._reach.get(key, ())[:_MOST_COMPARED]:
                if id(other) not in found and _near(one.name, other.name):
                    found[id(other)] = _alike(other, other_row, "reach")
        self._keep(one, row)
        return tuple(sorted(found.values(), key=lambda like: not like.probable)[:3])

    def _keep(self, one: There, row: int) -> None:
        self._names[folded(one.name)].append((one, row))
        for key in _reached_by(one):
            self._reach[key].append((one, row))


def told(offer: ReadService, reader: Reader) -> There:
    """Return a service of a file as far as others are compared with it."""
    service = offer.records[0]
    provider = reader.providers[offer.provider].record
    places = []
    for key in offer.locations:
        location = reader.locations[key].record
        if isinstance(location, MapLocation) and location.place:
            places.append(location.place)
    return There(
        "",
        offer.name,
        provider.name,
        service.url if isinstance(service, MapService) else "",
        tuple(places),
        tuple(
            part.number for part in offer.records if isinstance(part, MapPhone) and part.service_id
        ),
    )


def _by_name(one: There, other: There) -> str:
    """Return why two of one name are alike, or ""."""
    here, there = ({folded(place) for place in each.places} for each in (one, other))
    near = not here or not there or not here.isdisjoint(there)
    if not near:
        return ""
    if folded(one.provider) == folded(other.provider):
        return "same"
    return "name" if here and there else ""


def _near(name: str, other: str) -> bool:
    from rapidfuzz import fuzz

    return bool(fuzz.token_sort_ratio(folded(name), folded(other)) >= _NEAR)


def _reached_by(one: There) -> set[str]:
    """Return the numbers and the page of a service, each as everybody would write it."""
    found = {_HOST.sub("", one.url).rstrip("/").casefold()} if one.url else set()
    for number in one.numbers:
        digits = "".join(sign for sign in number if sign.isdigit())
        if len(digits) >= _FEWEST_DIGITS:
            found.add(digits[-_SUBSCRIBER:])
    return found - {""}


def _alike(other: There, row: int, reason: str) -> AlikeService:
    return AlikeService(
        name=other.name,
        reason=reason,
        service_id=other.service_id,
        row=row,
        provider=other.provider,
        places=other.places,
    )
