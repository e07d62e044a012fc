"""What of the social map may leave: the public services that run, and what is told of them.

Of each record only the fields that are declared shareable are kept; the others are emptied before
anything is written, so that no page can tell them by mistake.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, TypeVar

import msgspec

from meitinker.domain.kinds import kind_of
from meitinker.domain.map_places import MapLocation, MapPhone, ServiceAtLocation
from meitinker.domain.map_services import (
    CostOption,
    MapService,
    Reach,
    ServiceArea,
    ServiceAttribute,
    ServiceCapacity,
    ServiceStatus,
)
from meitinker.domain.opening_hours import Schedule
from meitinker.domain.providers import Provider
from meitinker.domain.records import Record

if TYPE_CHECKING:
    from meitinker.domain.map_terms import Facets, Tree

R = TypeVar("R", bound=Record)

RUNNING = frozenset({ServiceStatus.ACTIVE, ServiceStatus.TEMPORARILY_CLOSED})
"""What people may look for; what stopped is not shown."""

TOLD: tuple[type[Record], ...] = (
    Provider,
    MapService,
    ServiceAttribute,
    ServiceArea,
    CostOption,
    ServiceCapacity,
    MapLocation,
    ServiceAtLocation,
    MapPhone,
    Schedule,
)
"""The kinds of records that a site is made of. No other kind is ever read for it."""


class PublicPlace(msgspec.Struct, frozen=True, kw_only=True):
    """A place where a service is given, with what goes for it there."""

    at: ServiceAtLocation
    location: MapLocation
    phones: tuple[MapPhone, ...] = ()
    schedules: tuple[Schedule, ...] = ()


class PublicService(msgspec.Struct, frozen=True, kw_only=True):
    """A service with all that is told of it; ``checked_on`` None: nobody ever looked."""

    service: MapService
    provider: Provider | None
    facets: Facets
    places: tuple[PublicPlace, ...] = ()
    areas: tuple[ServiceArea, ...] = ()
    prices: tuple[CostOption, ...] = ()
    capacities: tuple[ServiceCapacity, ...] = ()
    own_phones: tuple[MapPhone, ...] = ()
    provider_phones: tuple[MapPhone, ...] = ()
    own_schedules: tuple[Schedule, ...] = ()
    checked_on: date | None = None

    @property
    def phones(self) -> tuple[MapPhone, ...]:
        """The numbers to call: its own, else those of its places, else the provider's."""
        of_places = tuple(phone for place in self.places for phone in place.phones)
        return self.own_phones or of_places or self.provider_phones

    @property
    def schedules(self) -> tuple[Schedule, ...]:
        """Its own hours, else those of the places where it is given."""
        return self.own_schedules or tuple(one for at in self.places for one in at.schedules)

    def serves(self, village_id: str, municipality_id: str | None) -> bool:
        """Tell whether it is for people of a village; as the lists of the program have it."""
        if not self.areas:
            return any(one.location.village_id == village_id for one in self.places)
        return any(
            one.village_id == village_id
            or (one.municipality_id is not None and one.municipality_id == municipality_id)
            or one.reach in {Reach.REGION, Reach.COUNTRY}
            for one in self.areas
        )

    def within(self, village_id: str) -> bool:
        """Tell whether it is given in a village, or is for that village by name."""
        return any(one.location.village_id == village_id for one in self.places) or any(
            one.village_id == village_id for one in self.areas
        )


def public_services(
    records: Iterable[Record], tree: Tree, checked: Mapping[str, date]
) -> tuple[PublicService, ...]:
    """Return the public services that run, with all that is told of them.

    Args:
        records: Those of :data:`TOLD`, in any order.
        tree: The categories.
        checked: The day on which each was last found to be right, by its id.
    """
    kept = _Kept(records)
    return tuple(
        kept.service(one, tree, checked.get(one.id))
        for one in kept.of(MapService)
        if one.public and one.status in RUNNING
    )


def shareable(record: R) -> R:
    """Return a record with every field emptied that may not be shown; what joins records stays."""
    hidden = _HIDDEN.get(type(record))
    if hidden is None:
        fields = kind_of(type(record)).fields.values()
        hidden = {
            one.name: one.default for one in fields if not one.held.shareable and not one.held.ref
        }
        _HIDDEN[type(record)] = hidden
    return msgspec.structs.replace(record, **hidden) if hidden else record


_HIDDEN: dict[type[Record], dict[str, object]] = {}


class _Kept:
    """The records, found by what they belong to."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._all: dict[type[Record], list[Record]] = {}
        self._by: dict[tuple[type[Record], str, str], list[Record]] = {}
        for record in records:
            self._all.setdefault(type(record), []).append(record)
            for field in _JOINS.get(type(record), ()):
                if key := getattr(record, field):
                    self._by.setdefault((type(record), field, key), []).append(record)
        self._known = {one.id: one for one in self.of(Provider)}
        self._locations = {one.id: one for one in self.of(MapLocation)}

    def of(self, kind: type[R]) -> list[R]:
        """Return all records of a kind."""
        return self._all.get(kind, [])  # type: ignore[return-value]  # kept by their type

    def _with(self, kind: type[R], field: str, key: str) -> tuple[R, ...]:
        found: list[R] = self._by.get((kind, field, key), [])  # type: ignore[assignment]  # likewise
        return tuple(shareable(one) for one in found)

    def service(self, one: MapService, tree: Tree, checked_on: date | None) -> PublicService:
        """Return a service with all that belongs to it."""
        provider = self._known.get(one.provider_id)
        return PublicService(
            service=shareable(one),
            provider=shareable(provider) if provider else None,
            facets=tree.facets(self._with(ServiceAttribute, "service_id", one.id), one.rung),
            places=self._places(one.id),
            areas=self._with(ServiceArea, "service_id", one.id),
            prices=self._with(CostOption, "service_id", one.id),
            capacities=self._with(ServiceCapacity, "service_id", one.id),
            own_phones=self._with(MapPhone, "service_id", one.id),
            provider_phones=self._with(MapPhone, "provider_id", one.provider_id),
            own_schedules=self._with(Schedule, "service_id", one.id),
            checked_on=checked_on,
        )

    def _places(self, service_id: str) -> tuple[PublicPlace, ...]:
        found = []
        for at in self._with(ServiceAtLocation, "service_id", service_id):
            location = self._locations.get(at.location_id)
            if location is None:
                continue
            found.append(
                PublicPlace(
                    at=at,
                    location=shareable(location),
                    phones=self._with(MapPhone, "at_location_id", at.id)
                    or self._with(MapPhone, "location_id", location.id),
                    schedules=self._with(Schedule, "at_location_id", at.id)
                    or self._with(Schedule, "location_id", location.id),
                )
            )
        return tuple(found)


_JOINS: Mapping[type[Record], tuple[str, ...]] = {
    ServiceAttribute: ("service_id",),
    ServiceArea: ("service_id",),
    CostOption: ("service_id",),
    ServiceCapacity: ("service_id",),
    ServiceAtLocation: ("service_id",),
    MapPhone: ("service_id", "provider_id", "location_id", "at_location_id"),
    Schedule: ("service_id", "location_id", "at_location_id"),
}
"""By which fields records are looked up."""
