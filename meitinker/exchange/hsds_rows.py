"""The social map as rows of HSDS 3.0; ``docs/social-map.md`` says which field is which.

What is not public is not told, and neither are contact persons or numbers that only belong to
such a service. A record that came from elsewhere bears the id that it came with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, TypeVar

import msgspec

from meitinker.domain.map_places import (
    MICRO,
    MapContact,
    MapLocation,
    MapPhone,
    Provision,
    ServiceAtLocation,
)
from meitinker.domain.map_services import (
    Cost,
    CostOption,
    MapService,
    ServiceArea,
    ServiceAttribute,
    Vocabulary,
    WayIn,
)
from meitinker.domain.opening_hours import Schedule
from meitinker.domain.providers import Provider, ProviderKind
from meitinker.exchange.hsds_sheet import Sheet
from meitinker.exchange.hsds_tables import Row, Tables
from meitinker.ids import named_id

if TYPE_CHECKING:
    from meitinker.domain.map_terms import Tree
    from meitinker.domain.records import Record

S = TypeVar("S", ServiceAttribute, ServiceArea, CostOption, ServiceAtLocation)

CLOSED = "Gesloten"
"""What a schedule without hours is described as; HSDS has no word for it."""

COUNTRY, PROVINCE = "NL", "Fryslân"
KVK = "NL-KVK"
PROVISIONS = {
    "wheelchair": "Met een rolstoel",
    "adapted_toilet": "Aangepast toilet",
    "hearing_loop": "Ringleiding",
}
"""What accessibility is described as that has a field of its own."""


class Directory(msgspec.Struct, frozen=True, kw_only=True):
    """What is told, in any order.

    Attributes:
        records: Records of the map; those of other kinds are passed over.
        tree: The tree of categories, for what they are called.
        labels: What terms of the other lists are called, by list and code.
        checked: The day on which each service was last found to be right, by its id.
        changed: The instant (UTC text) of each service's last change, by its id.
        places: What villages and municipalities are called, by their ids.
    """

    records: tuple[Record, ...]
    tree: Tree
    labels: Mapping[str, Mapping[str, str]] = {}
    checked: Mapping[str, date] = {}
    changed: Mapping[str, str] = {}
    places: Mapping[str, str] = {}


def rows(directory: Directory) -> Tables:
    """Return the public part of a directory as rows."""
    sheet = Sheet(directory)
    for provider in sheet.every(Provider):
        _provider(sheet, provider)
    for service in sheet.services.values():
        _service(sheet, service)
    _codes(sheet)
    _links(sheet)
    for location in sheet.every(MapLocation):
        _location(sheet, location)
        _accessibility(sheet, location)
    _contacts(sheet)
    for schedule in sheet.every(Schedule):
        _schedule(sheet, schedule)
    return dict(sheet.tables)


def _provider(sheet: Sheet, one: Provider) -> None:
    known = sheet.id(one.id)
    sheet.add(
        "organization",
        _unmapped(one.unmapped),
        id=known,
        name=one.name,
        alternate_name=one.alternate_name,
        description=one.description or one.name,
        email=one.email,
        website=one.website,
        parent_organization_id=sheet.id(one.parent_id),
    )
    if one.chamber_number:
        sheet.add(
            "organization_identifier",
            id=named_id(f"hsds:kvk:{known}"),
            organization_id=known,
            identifier_scheme=KVK,
            identifier_type="KvK",
            identifier=one.chamber_number,
        )
    if one.kind is not ProviderKind.UNKNOWN:
        sheet.attribute("organization", one.id, "provider kind", one.kind)


def _service(sheet: Sheet, one: MapService) -> None:
    checked = sheet.told.checked.get(one.id)
    sheet.add(
        "service",
        _unmapped(one.unmapped),
        id=sheet.id(one.id),
        organization_id=sheet.id(one.provider_id),
        name=one.name,
        alternate_name=one.alternate_name,
        description=one.description,
        url=one.url,
        email=one.email,
        status=one.status.value,
        interpretation_services=one.interpretation_services,
        application_process=one.application_process,
        fees_description=one.fees_description,
        wait_time=one.wait_time,
        eligibility_description=one.eligibility_description,
        minimum_age=one.minimum_age,
        maximum_age=one.maximum_age,
        assured_date=checked.isoformat() if checked else None,
        alert=one.alert,
        last_modified=sheet.told.changed.get(one.id),
    )
    if one.way_in is not WayIn.UNKNOWN:
        sheet.attribute("service", one.id, "way in", one.way_in)
    if one.cost is not Cost.UNKNOWN:
        sheet.attribute("service", one.id, "cost", one.cost)
    if one.rung is not None:
        sheet.attribute("service", one.id, "rung", str(one.rung.value))
    for word in one.keywords.split(","):
        if word.strip():
            sheet.attribute("service", one.id, "keyword", "keyword", value=word.strip())


def _codes(sheet: Sheet) -> None:
    """Tell which codes go for services."""
    for code in _of_services(sheet, ServiceAttribute):
        if code.vocabulary is Vocabulary.LANGUAGE:
            sheet.add(
                "language",
                id=code.id,
                service_id=sheet.id(code.service_id),
                name=code.code,
                code=code.code,
            )
        else:
            sheet.attribute("service", code.service_id, code.vocabulary.value, code.code)


def _links(sheet: Sheet) -> None:
    """Tell what services have: areas, prices and the places where they are."""
    for area in _of_services(sheet, ServiceArea):
        place = sheet.told.places.get(area.village_id or area.municipality_id or "", "")
        sheet.add(
            "service_area",
            id=area.id,
            service_id=sheet.id(area.service_id),
            name=place or area.name,
            extent_type=area.reach.value,
        )
    for price in _of_services(sheet, CostOption):
        sheet.add(
            "cost_option",
            id=price.id,
            service_id=sheet.id(price.service_id),
            option=price.option,
            currency=price.currency,
            amount=None if price.amount is None else price.amount / 100,
            amount_description=price.amount_description,
            valid_from=_day(price.valid_from),
            valid_to=_day(price.valid_to),
        )
    for at in _of_services(sheet, ServiceAtLocation):
        sheet.add(
            "service_at_location",
            id=at.id,
            service_id=sheet.id(at.service_id),
            location_id=sheet.id(at.location_id),
            description=at.description,
        )


def _of_services(sheet: Sheet, kind: type[S]) -> Iterator[S]:
    return (one for one in sheet.every(kind) if one.service_id in sheet.services)


def _location(sheet: Sheet, one: MapLocation) -> None:
    known = sheet.id(one.id)
    sheet.add(
        "location",
        _unmapped(one.unmapped),
        id=known,
        location_type=one.location_type.value,
        organization_id=sheet.id(one.provider_id),
        name=one.name,
        description=one.description,
        transportation=one.transportation,
        latitude=None if one.latitude is None else one.latitude / MICRO,
        longitude=None if one.longitude is None else one.longitude / MICRO,
    )
    if one.street or one.postcode or one.place:
        # the standard wants all of these, also where nobody knows
        sheet.tables["address"].append(
            {
                "id": named_id(f"hsds:address:{known}"),
                "location_id": known,
                "address_1": f"{one.street} {one.number}".strip(),
                "city": one.place,
                "state_province": PROVINCE,
                "postal_code": one.postcode,
                "country": COUNTRY,
                "address_type": one.location_type.value,
            }
        )


def _accessibility(sheet: Sheet, one: MapLocation) -> None:
    """Tell what a building has for whom it matters, as far as it is known."""
    known = sheet.id(one.id)
    for name, label in PROVISIONS.items():
        provision = getattr(one, name)
        if provision is not Provision.UNKNOWN:
            sheet.add(
                "accessibility",
                id=named_id(f"hsds:{name}:{known}"),
                location_id=known,
                description=label,
                details=provision.value,
            )
    if one.accessibility:
        sheet.add(
            "accessibility",
            id=named_id(f"hsds:accessibility:{known}"),
            location_id=known,
            description=one.accessibility,
        )


def _contacts(sheet: Sheet) -> None:
    told = set()
    for one in sheet.every(MapContact):
        if _hidden(sheet, one):
            continue
        told.add(one.id)
        sheet.add(
            "contact",
            id=one.id,
            name=one.name,
            title=one.title,
            department=one.department,
            email=one.email,
            **_whose(sheet, one),
        )
    for phone in sheet.every(MapPhone):
        if _hidden(sheet, phone) or (phone.contact_id and phone.contact_id not in told):
            continue
        sheet.add(
            "phone",
            id=phone.id,
            contact_id=phone.contact_id,
            number=phone.number,
            extension=int(phone.extension) if phone.extension.isdigit() else None,
            type=phone.type,
            description=phone.description,
            **_whose(sheet, phone),
        )


def _hidden(sheet: Sheet, one: MapContact | MapPhone | Schedule) -> bool:
    """Tell whether something belongs to a service, or to one at a place, that is not told."""
    of_service = one.service_id is not None and one.service_id not in sheet.services
    return of_service or (one.at_location_id is not None and one.at_location_id not in sheet.given)


def _whose(sheet: Sheet, one: MapContact | MapPhone) -> Row:
    return {
        "organization_id": sheet.id(one.provider_id),
        "service_id": sheet.id(one.service_id),
        "location_id": sheet.id(one.location_id),
        "service_at_location_id": one.at_location_id,
    }


def _schedule(sheet: Sheet, one: Schedule) -> None:
    if _hidden(sheet, one):
        return
    told = f"{CLOSED}. {one.description}".strip() if one.closed else one.description
    sheet.add(
        "schedule",
        id=one.id,
        service_id=sheet.id(one.service_id),
        location_id=sheet.id(one.location_id),
        service_at_location_id=one.at_location_id,
        freq=one.freq.value,
        interval=one.interval if one.interval != 1 else None,
        byday=one.byday,
        bymonthday=one.bymonthday,
        opens_at="" if one.closed else one.opens_at,
        closes_at="" if one.closed else one.closes_at,
        valid_from=_day(one.valid_from),
        valid_to=_day(one.valid_to),
        dtstart=_day(one.dtstart),
        description=told,
    )


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _unmapped(text: str) -> Row:
    """Return what came in and had no field here; what cannot be read is nothing."""
    if not text:
        return {}
    try:
        return msgspec.json.decode(text, type=Row)
    except msgspec.MsgspecError:
        return {}
