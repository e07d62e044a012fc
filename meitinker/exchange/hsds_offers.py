"""The services of another program's directory, each whole: with its codes, prices and places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from meitinker.domain.map_places import ServiceAtLocation
from meitinker.domain.map_services import (
    MapService,
    ServiceArea,
    ServiceAttribute,
    ServiceStatus,
    Vocabulary,
)
from meitinker.domain.records import Record
from meitinker.domain.room import LINE
from meitinker.exchange import hsds_parts
from meitinker.exchange.hsds_parts import PartOwner
from meitinker.ids import RecordId, record_id

if TYPE_CHECKING:
    from meitinker.exchange.hsds_records import Reader
    from meitinker.exchange.hsds_source import SourceRow
    from meitinker.exchange.hsds_terms import AttributeValues

_OLDEST = 130
_REST = ("program_id", "fees", "accreditations", "assured_date", "assurer_email", "licenses")


class ReadService(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A service of a file.

    Attributes:
        row: Where it stands.
        key: Its id there.
        name: What it is called.
        provider: Key of who offers it; "" where nobody does.
        records: The service first, then all that belongs to it; none where it is refused.
        locations: Keys of the places where it is given.
        known: Its id in the store, where it came before; its records bear that id then.
        refused: Why it cannot come in, or "".
    """

    row: int
    key: str
    name: str
    provider: str = ""
    records: tuple[Record, ...] = ()
    locations: tuple[str, ...] = ()
    known: str = ""
    refused: str = ""


def offers(reader: Reader) -> Iterator[ReadService]:
    """Yield the services of a directory in their order."""
    for key, row in reader.parts.all("service"):
        yield _offer(reader, key, row)


def _offer(reader: Reader, key: str, row: SourceRow) -> ReadService:
    cells = row.cells
    name, provider = str(cells.get("name", "")).strip(), str(cells.get("organization_id", ""))
    offer = ReadService(row=row.number, key=key, name=name, provider=provider)
    provider_id = reader.of_provider(provider)
    refused = "" if name else "name_missing"
    if name and provider_id is None:
        refused = "provider_unknown" if provider else "provider_missing"
    if refused or provider_id is None:
        column = "name" if refused == "name_missing" else "organization_id"
        reader.notes.tell("service", row, column, refused)
        return msgspec.structs.replace(offer, provider="", refused=refused)
    told = reader.terms.of_service(key)
    service = _service(reader, key, row, provider_id, told)
    places = _places(reader, key, service.id)
    codes = _codes(reader, key, service.id, told)
    records = (service, *codes, *_around(reader, key, service.id))
    reached = [
        part
        for place, at, _ in places
        for part in reader.reach("service_at_location", place, PartOwner(at_location_id=at.id))
    ]
    return msgspec.structs.replace(
        offer,
        known=reader.known("service", key) or "",
        records=(
            *records,
            *(at for _, at, _ in places),
            *reader.reach("service", key, PartOwner(service_id=service.id)),
            *reached,
        ),
        locations=tuple(location for _, _, location in places),
    )


def _service(
    reader: Reader, key: str, row: SourceRow, provider_id: RecordId, told: AttributeValues
) -> MapService:
    cells = row.cells
    least, most = _ages(reader, row)
    rest = {name: cells[name] for name in _REST if name in cells}
    made = MapService(
        id=reader.known("service", key) or record_id(),
        provider_id=provider_id,
        name=cells["name"],
        alternate_name=cells.get("alternate_name", ""),
        description=cells.get("description", ""),
        url=cells.get("url", ""),
        email=hsds_parts.email(row),
        status=ServiceStatus(cells.get("status", "active")),
        way_in=told.way_in,
        application_process=cells.get("application_process", ""),
        cost=told.cost,
        fees_description=cells.get("fees_description", "") or cells.get("fees", ""),
        eligibility_description=cells.get("eligibility_description", ""),
        minimum_age=least,
        maximum_age=most,
        wait_time=cells.get("wait_time", ""),
        interpretation_services=cells.get("interpretation_services", ""),
        alert=cells.get("alert", ""),
        rung=told.rung,
        keywords=", ".join(dict.fromkeys(told.keywords)),
        source=reader.around.source,
        source_key=reader.source_key(key),
        unmapped=msgspec.json.encode(rest).decode() if rest else "",
    )
    return reader.notes.made(made, "service", row)


def _ages(reader: Reader, row: SourceRow) -> tuple[int | None, int | None]:
    found: list[int | None] = []
    for name in ("minimum_age", "maximum_age"):
        value: Any = row.cells.get(name)
        if value is not None and not 0 <= value <= _OLDEST:
            reader.notes.tell("service", row, name, "ages_wrong")
            value = None
        found.append(None if value is None else int(value))
    least, most = found
    if least is not None and most is not None and most < least:
        reader.notes.tell("service", row, "maximum_age", "ages_wrong")
        most = None
    return least, most


def _codes(
    reader: Reader, key: str, service_id: RecordId, told: AttributeValues
) -> Iterator[ServiceAttribute]:
    codes = list(told.codes)
    for row in reader.parts.of("language", "service_id", key):
        code = str(row.cells.get("code") or row.cells.get("name") or "")
        if code:
            codes.append((Vocabulary.LANGUAGE, code[:LINE]))
    for vocabulary, code in dict.fromkeys(codes):
        yield ServiceAttribute(
            id=record_id(), service_id=service_id, vocabulary=vocabulary, code=code
        )


def _around(reader: Reader, key: str, service_id: RecordId) -> Iterator[Record]:
    for row in reader.parts.of("service_area", "service_id", key):
        area: ServiceArea | None = reader.areas.of(row, service_id, reader.notes)
        if area is not None:
            yield area
    for row in reader.parts.of("cost_option", "service_id", key):
        yield hsds_parts.price(row, service_id, reader.notes)


def _places(
    reader: Reader, key: str, service_id: RecordId
) -> list[tuple[str, ServiceAtLocation, str]]:
    """Return where a service is given: the id of the row, the record, and the place."""
    found = []
    for row in reader.parts.of("service_at_location", "service_id", key):
        location = str(row.cells.get("location_id", ""))
        shared = reader.locations.get(location)
        if shared is None:
            reader.notes.tell("service_at_location", row, "location_id", "points_nowhere")
            continue
        at = ServiceAtLocation(
            id=record_id(),
            service_id=service_id,
            location_id=shared.record.id,
            description=row.cells.get("description", ""),
        )
        at = reader.notes.made(at, "service_at_location", row)
        found.append((str(row.cells["id"]), at, location))
    return found
