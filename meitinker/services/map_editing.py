"""Writing in the social map: adding, changing, taking away; each has a way back.

Who may is the role's (:mod:`meitinker.domain.rights`): the back office, and before enrolment
whoever is there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from meitinker.domain import identity
from meitinker.domain.map_places import (
    MICRO,
    MapContact,
    MapLocation,
    MapPhone,
    ServiceAtLocation,
)
from meitinker.domain.map_services import (
    CostOption,
    MapService,
    Reach,
    ServiceArea,
    ServiceAttribute,
    ServiceCapacity,
    Vocabulary,
)
from meitinker.domain.opening_hours import Schedule, check_hours
from meitinker.domain.providers import Provider, circle
from meitinker.domain.records import Record
from meitinker.errors import InvalidField
from meitinker.ids import RecordId, record_id
from meitinker.store import records
from meitinker.store.acts import act

if TYPE_CHECKING:
    from collections.abc import Iterable

    from meitinker.changes import Changes
    from meitinker.domain.session import Session
    from meitinker.store.acts import Act
    from meitinker.store.database import Database

R = TypeVar("R", bound=Record)

PARTS: tuple[type[Record], ...] = (
    ServiceAttribute,
    ServiceArea,
    CostOption,
    ServiceCapacity,
    ServiceAtLocation,
    MapContact,
    MapPhone,
    Schedule,
)
"""What belongs to a service, and goes where it goes."""

_OF_A_PLACE: tuple[type[Record], ...] = (MapContact, MapPhone, Schedule)
_OLDEST = 130


class NewService(msgspec.Struct, frozen=True, kw_only=True):
    """A service with what is known of it at once; its parts name it by its id."""

    service: MapService
    codes: Mapping[Vocabulary, tuple[str, ...]] = {}
    parts: tuple[Record, ...] = ()


def add_service(database: Database, session: Session, new: NewService) -> Changes:
    """Add a service with its codes and parts, whole or not at all.

    Raises:
        NotAllowed: It is not this role's.
        InvalidField: Something of it cannot be; nothing was added.
    """
    with act(database, session, "map.add") as work:
        add_service_within(work, new)
    return work.changes


def add_service_within(work: Act, new: NewService) -> RecordId:
    """Add a service with its codes and parts within an act under way; return its id.

    Raises:
        InvalidField: Something of it cannot be.
    """
    service_id = add_within(work, new.service)
    for vocabulary, codes in new.codes.items():
        for code in dict.fromkeys(codes):
            work.create(_attribute(service_id, vocabulary, code))
    for part in new.parts:
        add_within(work, part)
    return service_id


def add(database: Database, session: Session, record: Record) -> Changes:
    """Add anything of the map: a provider, a location, a phone number, hours, a price.

    Raises:
        NotAllowed: It is not this role's.
        InvalidField: It cannot be.
    """
    with act(database, session, "map.add") as work:
        add_within(work, record)
    return work.changes


def add_within(work: Act, record: Record) -> RecordId:
    """Add anything of the map within an act under way; return its id.

    Raises:
        InvalidField: It cannot be.
    """
    _check(work, record)
    return work.create(record)


def change(
    database: Database,
    session: Session,
    record: type[R],
    key: RecordId,
    fields: Mapping[str, object],
) -> Changes:
    """Change fields of anything of the map.

    Raises:
        NotAllowed: It is not this role's.
        InvalidField: It cannot be so.
        NotVisible: It is not there.
    """
    with act(database, session, "map.change") as work:
        change_within(work, record, key, fields)
    return work.changes


def change_within(work: Act, record: type[R], key: RecordId, fields: Mapping[str, object]) -> None:
    """Change fields of anything of the map, within an act under way.

    Raises:
        InvalidField: It cannot be so.
        NotVisible: It is not there.
    """
    standing = records.get(work.transaction.connection, work.session, record, key)
    _check(work, msgspec.structs.replace(standing, **fields))
    work.edit(record, key, fields)


def set_codes_within(
    work: Act, service_id: RecordId, vocabulary: Vocabulary, codes: Iterable[str]
) -> None:
    """Make these the codes of a service from one list, within an act under way.

    Raises:
        NotVisible: The service is not there.
    """
    wanted = list(dict.fromkeys(codes))
    connection, session = work.transaction.connection, work.session
    records.get(connection, session, MapService, service_id)
    standing = records.find(
        connection, session, ServiceAttribute, service_id=service_id, vocabulary=vocabulary
    )
    kept: set[str] = set()
    for one in standing:
        if one.code in wanted and one.code not in kept:
            kept.add(one.code)
        else:
            work.delete(ServiceAttribute, one.id)
    for code in wanted:
        if code not in kept:
            work.create(_attribute(service_id, vocabulary, code))


def take_away(database: Database, session: Session, record: type[Record], key: RecordId) -> Changes:
    """Take anything away with what belongs to it; undoing brings all of it back.

    Raises:
        NotAllowed: It is not this role's.
        InvalidField: A provider that still offers something (``provider_has_services``), or a
            location where something still is given (``location_in_use``).
        NotVisible: It is not there.
    """
    with act(database, session, "map.remove") as work:
        take_away_within(work, record, key)
    return work.changes


def take_away_within(work: Act, record: type[Record], key: RecordId) -> None:
    """Take anything away with what belongs to it, within an act under way.

    Raises:
        InvalidField: Something else still needs it.
        NotVisible: It is not there.
    """
    connection, session = work.transaction.connection, work.session
    records.get(connection, session, record, key)
    for part, fields in _belonging(work, record, key):
        for one in records.find(connection, session, part, **fields):
            if part is ServiceAtLocation:
                _remove_all(work, _OF_A_PLACE, {"at_location_id": one.id})
            if part is MapContact:
                _remove_all(work, (MapPhone,), {"contact_id": one.id})
            work.delete(part, one.id)
    work.delete(record, key)


def _belonging(
    work: Act, record: type[Record], key: RecordId
) -> tuple[tuple[type[Record], dict[str, str]], ...]:
    """Return what goes along with a record, by the field that names it."""
    connection, session = work.transaction.connection, work.session
    if record is MapService:
        return tuple((part, {"service_id": key}) for part in PARTS)
    if record is Provider:
        offers = records.find(connection, session, MapService, provider_id=key)
        parts = records.find(connection, session, Provider, parent_id=key)
        if offers or parts:
            raise InvalidField("provider", "provider_has_services")
        return ((MapContact, {"provider_id": key}), (MapPhone, {"provider_id": key}))
    if record is MapLocation:
        if records.find(connection, session, ServiceAtLocation, location_id=key):
            raise InvalidField("location", "location_in_use")
        return tuple((part, {"location_id": key}) for part in _OF_A_PLACE)
    if record is ServiceAtLocation:
        return tuple((part, {"at_location_id": key}) for part in _OF_A_PLACE)
    return ((MapPhone, {"contact_id": key}),) if record is MapContact else ()


def _remove_all(work: Act, parts: tuple[type[Record], ...], fields: dict[str, str]) -> None:
    connection = work.transaction.connection
    for part in parts:
        for one in records.find(connection, work.session, part, **fields):
            work.delete(part, one.id)


def _attribute(service_id: RecordId, vocabulary: Vocabulary, code: str) -> ServiceAttribute:
    return ServiceAttribute(id=record_id(), service_id=service_id, vocabulary=vocabulary, code=code)


def _check(work: Act, record: Record) -> None:
    """Refuse what cannot be, by the kind of record."""
    rule = _RULES.get(type(record))
    if rule is not None:
        rule(work, record)


def require_fits(record: type[Record], field: str, text: str) -> None:
    """Refuse a text that no record holds in that field, whatever else stands in it.

    Raises:
        InvalidField: It is no mail address, address of the web or phone number.
    """
    if field == "email":
        identity.checked_email(text, field=field)
    elif field in {"url", "website"}:
        _require_link(field, text)
    elif record is MapPhone and field == "number":
        _require_digit(text)


def _check_provider(work: Act, one: Provider) -> None:
    _require_name(one.name)
    identity.checked_email(one.email, field="email")
    _require_link("website", one.website)
    if one.parent_id is not None:
        known = records.find(work.transaction.connection, work.session, Provider)
        parents = {str(each.id): each.parent_id for each in known}
        if circle(str(one.id), {**parents, str(one.id): one.parent_id}):
            raise InvalidField("parent_id", "provider_circle")


def _check_service(work: Act, one: MapService) -> None:
    _require_name(one.name)
    identity.checked_email(one.email, field="email")
    _require_link("url", one.url)
    if records.known(work.transaction.connection, work.session, Provider, one.provider_id) is None:
        raise InvalidField("provider_id", "provider_missing")
    least, most = one.minimum_age, one.maximum_age
    if any(age is not None and not 0 <= age <= _OLDEST for age in (least, most)):
        raise InvalidField("minimum_age", "ages_wrong")
    if least is not None and most is not None and most < least:
        raise InvalidField("maximum_age", "ages_wrong")


def _check_location(_work: Act, one: MapLocation) -> None:
    if not any((one.name.strip(), one.street.strip(), one.place.strip())):
        raise InvalidField("name", "location_empty")
    for name, value, most in (("latitude", one.latitude, 90), ("longitude", one.longitude, 180)):
        if value is not None and abs(value) > most * MICRO:
            raise InvalidField(name, "point_wrong")


def _check_area(_work: Act, one: ServiceArea) -> None:
    missing = {
        Reach.VILLAGE: one.village_id is None,
        Reach.MUNICIPALITY: one.municipality_id is None,
    }
    if missing.get(one.reach, False):
        raise InvalidField("reach", "area_missing")


def _check_phone(_work: Act, one: MapPhone) -> None:
    _require_digit(one.number)


def _check_contact(_work: Act, one: MapContact) -> None:
    if not one.name.strip() and not one.title.strip():
        raise InvalidField("name", "name_missing")
    identity.checked_email(one.email, field="email")


def _check_price(_work: Act, one: CostOption) -> None:
    if one.amount is not None and one.amount < 0:
        raise InvalidField("amount", "amount_wrong")
    if one.valid_from and one.valid_to and one.valid_to < one.valid_from:
        raise InvalidField("valid_to", "ends_before_begins")


def _check_capacity(_work: Act, one: ServiceCapacity) -> None:
    if any(number is not None and number < 0 for number in (one.available, one.maximum)):
        raise InvalidField("available", "amount_wrong")


def _check_hours(_work: Act, one: Schedule) -> None:
    check_hours(one)


def _require_digit(number: str) -> None:
    if not any(letter.isdigit() for letter in number):
        raise InvalidField("number", "phone_no_number")


def _require_name(name: str) -> None:
    if not name.strip():
        raise InvalidField("name", "name_missing")


def _require_link(field: str, text: str) -> None:
    """Refuse an address that a browser may not be sent to: only http and https are."""
    if text and not text.lower().startswith(("http://", "https://")):
        raise InvalidField(field, "link_wrong")


_RULES: Mapping[type[Record], Callable[[Act, Any], None]] = {
    Provider: _check_provider,
    MapService: _check_service,
    MapLocation: _check_location,
    ServiceArea: _check_area,
    MapPhone: _check_phone,
    MapContact: _check_contact,
    CostOption: _check_price,
    ServiceCapacity: _check_capacity,
    Schedule: _check_hours,
}
