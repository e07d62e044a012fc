"""Reading the social map: lists of services, and one with all that belongs to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain import rights
from meitinker.domain.map_checks import CONFIRMED, MapCheck
from meitinker.domain.map_corrections import MAP_CORRECTION, MapCorrection
from meitinker.domain.map_places import MapContact, MapLocation, MapPhone, ServiceAtLocation
from meitinker.domain.map_services import (
    MAP_SERVICE,
    CostOption,
    MapService,
    ServiceArea,
    ServiceAttribute,
    ServiceCapacity,
)
from meitinker.domain.map_terms import Facets, Tree
from meitinker.domain.opening_hours import Schedule
from meitinker.domain.providers import Provider
from meitinker.domain.villages import Village
from meitinker.services import map_terms
from meitinker.store import hub_facts, records, settings, social_map
from meitinker.store.social_map import Implied, MapLine, ServiceFilter

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from meitinker.domain.session import Session
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection

PAGE = 200
"""Services that a list shows at once, unless more are asked for."""


class MapPage(msgspec.Struct, frozen=True):
    """A run of services by name, and how many there are in all."""

    lines: tuple[MapLine, ...]
    count: int


class PlacedService(msgspec.Struct, frozen=True, kw_only=True):
    """A service at one location, with what goes for that location."""

    at: ServiceAtLocation
    location: MapLocation
    phones: tuple[MapPhone, ...] = ()
    contacts: tuple[MapContact, ...] = ()
    schedules: tuple[Schedule, ...] = ()


class ServiceFile(msgspec.Struct, frozen=True, kw_only=True):
    """One service with all that belongs to it.

    Attributes:
        service: The service.
        provider: Who offers it; None where that one was taken away.
        facets: What it is about, by itself or by its categories.
        places: Where it is given.
        attributes: Its codes.
        areas: Whom it is for by where they live; none is: who lives where it is given.
        prices: What it costs.
        capacities: How much room there is.
        contacts: Whom to ask for.
        phones: Its own numbers.
        provider_phones: Those of the provider.
        schedules: Hours that hold wherever it is given.
        checks: Who looked whether it is right, the newest first.
        corrections: What the field says is wrong, the oldest first; for those who may see that.
    """

    service: MapService
    provider: Provider | None
    facets: Facets
    places: tuple[PlacedService, ...] = ()
    attributes: tuple[ServiceAttribute, ...] = ()
    areas: tuple[ServiceArea, ...] = ()
    prices: tuple[CostOption, ...] = ()
    capacities: tuple[ServiceCapacity, ...] = ()
    contacts: tuple[MapContact, ...] = ()
    phones: tuple[MapPhone, ...] = ()
    provider_phones: tuple[MapPhone, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    checks: tuple[MapCheck, ...] = ()
    corrections: tuple[MapCorrection, ...] = ()

    @property
    def checked_on(self) -> date | None:
        """The day on which somebody last found it to be right."""
        return next((one.checked_on for one in self.checks if one.result in CONFIRMED), None)

    @property
    def numbers(self) -> tuple[MapPhone, ...]:
        """The numbers to call: its own, else those of its locations, else the provider's."""
        of_places = tuple(phone for place in self.places for phone in place.phones)
        return self.phones or of_places or self.provider_phones

    @property
    def hours(self) -> tuple[Schedule, ...]:
        """Its own hours, else those of the places where it is given."""
        of_places = tuple(one for place in self.places for one in place.schedules)
        return self.schedules or of_places


def listed(
    database: Database,
    session: Session,
    wanted: ServiceFilter | None = None,
    *,
    most: int = PAGE,
    after: MapLine | None = None,
) -> MapPage:
    """Return a run of services by name, after a line of the run before."""
    with database.reading() as connection:
        asked = complete(connection, session, wanted or ServiceFilter())
        found = social_map.page(connection, session, asked, most=most, after=after)
        return MapPage(tuple(found), social_map.count(connection, session, asked))


def opened(database: Database, session: Session, service_id: str) -> ServiceFile:
    """Return a service with all that belongs to it.

    Raises:
        NotVisible: It is not there, or was taken away.
    """
    with database.reading() as connection:
        return file_in(connection, session, service_id)


def lines_of(
    database: Database, session: Session, service_ids: Iterable[str]
) -> tuple[MapLine, ...]:
    """Return the lines of these services; those that are gone are left out."""
    with database.reading() as connection:
        return tuple(social_map.lines(connection, session, dict.fromkeys(service_ids)))


def providers(database: Database, session: Session) -> tuple[Provider, ...]:
    """Return everybody who offers anything, by name."""
    with database.reading() as connection:
        return tuple(records.find(connection, session, Provider, order="name"))


def keeps(connection: Connection, session: Session) -> bool:
    """Tell whether the user may write in the map: the back office, or all before enrolment."""
    mine = rights.may(session.role, MAP_SERVICE, rights.WriteAct.EDIT, own=False)
    return mine or not settings.get(connection, hub_facts.BELONGING).hub


def complete(connection: Connection, session: Session, wanted: ServiceFilter) -> ServiceFilter:
    """Return what is wanted with what follows from it.

    A category holds those under it, a village lies in a municipality, and rung, life domain and
    carer function follow from categories.
    """
    tree = map_terms.tree_in(connection, session)
    village = records.known(connection, session, Village, wanted.village_id)
    category = wanted.category
    return msgspec.structs.replace(
        wanted,
        municipality_id=village.municipality_id if village else wanted.municipality_id,
        category=None if category is None else _with_those_under(tree, category),
        implied=Implied(
            rung=tree.on_rung(wanted.rung) if wanted.rung else frozenset(),
            life_domain=tree.about(wanted.life_domain) if wanted.life_domain else frozenset(),
            carer_function=tree.fulfilling(wanted.carer_function)
            if wanted.carer_function
            else frozenset(),
        ),
    )


def file_in(connection: Connection, session: Session, service_id: str) -> ServiceFile:
    """Return a service with all that belongs to it, within a reading under way.

    Raises:
        NotVisible: It is not there, or was taken away.
    """
    service = records.get(connection, session, MapService, service_id)
    attributes = records.find(connection, session, ServiceAttribute, service_id=service_id)
    tree = map_terms.tree_in(connection, session)
    provider = records.known(connection, session, Provider, service.provider_id)
    checks = records.find(connection, session, MapCheck, order="checked_on", service_id=service_id)
    of_it = {"service_id": service_id}
    return ServiceFile(
        service=service,
        provider=provider,
        facets=tree.facets(attributes, service.rung),
        places=_places(connection, session, service_id),
        attributes=tuple(attributes),
        areas=tuple(records.find(connection, session, ServiceArea, **of_it)),
        prices=tuple(records.find(connection, session, CostOption, **of_it)),
        capacities=tuple(records.find(connection, session, ServiceCapacity, **of_it)),
        contacts=tuple(records.find(connection, session, MapContact, **of_it)),
        phones=tuple(records.find(connection, session, MapPhone, **of_it)),
        provider_phones=tuple(
            records.find(connection, session, MapPhone, provider_id=service.provider_id)
        ),
        schedules=tuple(records.find(connection, session, Schedule, **of_it)),
        checks=tuple(reversed(checks)),
        corrections=tuple(records.find(connection, session, MapCorrection, **of_it))
        if rights.reads(session.role, MAP_CORRECTION)
        else (),
    )


def _places(connection: Connection, session: Session, service_id: str) -> tuple[PlacedService, ...]:
    found = []
    for at in records.find(connection, session, ServiceAtLocation, service_id=service_id):
        location = records.known(connection, session, MapLocation, at.location_id)
        if location is None:
            continue
        here, there = {"at_location_id": at.id}, {"location_id": location.id}
        found.append(
            PlacedService(
                at=at,
                location=location,
                phones=tuple(records.find(connection, session, MapPhone, **here))
                or tuple(records.find(connection, session, MapPhone, **there)),
                contacts=tuple(records.find(connection, session, MapContact, **here))
                or tuple(records.find(connection, session, MapContact, **there)),
                schedules=tuple(records.find(connection, session, Schedule, **here))
                or tuple(records.find(connection, session, Schedule, **there)),
            )
        )
    return tuple(found)


def _with_those_under(tree: Tree, codes: frozenset[str]) -> frozenset[str]:
    return frozenset(one for code in codes for one in (tree.within(code) | {code}))
