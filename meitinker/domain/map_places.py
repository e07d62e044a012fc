"""Where services are, and how to reach them: locations, contact persons, phone numbers."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from meitinker.domain.grounds import DIRECTORY as GROUND
from meitinker.domain.providers import (
    CLERKS,
    EVERYWHERE,
    FACT,
    LONG_FACT,
    SOURCE,
    UNMAPPED,
)
from meitinker.domain.records import Held, MergeClass, Record, declare
from meitinker.domain.villages import folded
from meitinker.ids import RecordId, VillageId

MICRO = 1_000_000
"""Parts of a degree that places are kept in: a whole number, about eleven centimetres."""


class LocationType(StrEnum):
    """What kind of place it is; the words of HSDS."""

    PHYSICAL = "physical"
    POSTAL = "postal"
    VIRTUAL = "virtual"


class Provision(StrEnum):
    """Whether a building has something that some people need; nobody knowing is not *no*."""

    UNKNOWN = "unknown"
    YES = "yes"
    NO = "no"


_ADDRESS = Held(ground=GROUND, group="address", shareable=True)
_POINT = Held(ground=GROUND, group="point", shareable=True)


class MapLocation(Record, frozen=True, kw_only=True):
    """A place where help is given, with its address; ``place`` is as the address says it.

    ``latitude`` and ``longitude`` are in millionths of a degree (WGS 84). ``transportation``
    tells how to get there, ``accessibility`` what more there is to say than the three questions.
    """

    provider_id: Annotated[RecordId | None, Held(ground=GROUND, ref="provider")] = None
    name: Annotated[str, FACT] = ""
    description: Annotated[str, LONG_FACT] = ""
    location_type: Annotated[LocationType, FACT] = LocationType.PHYSICAL
    street: Annotated[str, _ADDRESS] = ""
    number: Annotated[str, _ADDRESS] = ""
    postcode: Annotated[str, _ADDRESS] = ""
    place: Annotated[str, _ADDRESS] = ""
    village_id: Annotated[VillageId | None, Held(ground=GROUND, group="address", ref="village")] = (
        None
    )
    latitude: Annotated[int | None, _POINT] = None
    longitude: Annotated[int | None, _POINT] = None
    transportation: Annotated[str, LONG_FACT] = ""
    wheelchair: Annotated[Provision, FACT] = Provision.UNKNOWN
    adapted_toilet: Annotated[Provision, FACT] = Provision.UNKNOWN
    hearing_loop: Annotated[Provision, FACT] = Provision.UNKNOWN
    accessibility: Annotated[str, LONG_FACT] = ""
    source: Annotated[str, SOURCE] = ""
    source_key: Annotated[str, SOURCE] = ""
    unmapped: Annotated[str, UNMAPPED] = ""


class ServiceAtLocation(Record, frozen=True, kw_only=True):
    """A service is given at a location; ``description`` tells where in the building."""

    service_id: Annotated[RecordId, Held(ground=GROUND, ref="map_service")]
    location_id: Annotated[RecordId, Held(ground=GROUND, ref="map_location")]
    description: Annotated[str, LONG_FACT] = ""


class MapContact(Record, frozen=True, kw_only=True):
    """A person to ask for, at a provider, a service, or a service at a location."""

    provider_id: Annotated[RecordId | None, Held(ground=GROUND, ref="provider")] = None
    service_id: Annotated[RecordId | None, Held(ground=GROUND, ref="map_service")] = None
    location_id: Annotated[RecordId | None, Held(ground=GROUND, ref="map_location")] = None
    at_location_id: Annotated[RecordId | None, Held(ground=GROUND, ref="service_at_location")] = (
        None
    )
    name: Annotated[str, FACT] = ""
    title: Annotated[str, FACT] = ""
    department: Annotated[str, FACT] = ""
    email: Annotated[str, FACT] = ""


class MapPhone(Record, frozen=True, kw_only=True):
    """A phone number of a provider, a service, a location, or a contact person.

    ``type`` is ``voice``, ``text``, ``fax``… as HSDS has it; ``description`` says when to call.
    """

    provider_id: Annotated[RecordId | None, Held(ground=GROUND, ref="provider")] = None
    service_id: Annotated[RecordId | None, Held(ground=GROUND, ref="map_service")] = None
    location_id: Annotated[RecordId | None, Held(ground=GROUND, ref="map_location")] = None
    at_location_id: Annotated[RecordId | None, Held(ground=GROUND, ref="service_at_location")] = (
        None
    )
    contact_id: Annotated[RecordId | None, Held(ground=GROUND, ref="map_contact")] = None
    number: Annotated[str, FACT] = ""
    extension: Annotated[str, FACT] = ""
    type: Annotated[str, FACT] = "voice"
    description: Annotated[str, LONG_FACT] = ""


def place_key(name: str, street: str, number: str, place: str) -> str:
    """Return by what a place is known in lists that give it no id: its name and address."""
    return "#place:" + "|".join(folded(part) for part in (name, street, number, place))


MAP_LOCATION = declare(
    "map_location", MapLocation, merge=MergeClass.BY_FIELD, scope=EVERYWHERE, writers=CLERKS
)
SERVICE_AT_LOCATION = declare(
    "service_at_location",
    ServiceAtLocation,
    merge=MergeClass.BY_FIELD,
    scope=EVERYWHERE,
    writers=CLERKS,
)
MAP_CONTACT = declare(
    "map_contact", MapContact, merge=MergeClass.BY_FIELD, scope=EVERYWHERE, writers=CLERKS
)
MAP_PHONE = declare(
    "map_phone", MapPhone, merge=MergeClass.BY_FIELD, scope=EVERYWHERE, writers=CLERKS
)
