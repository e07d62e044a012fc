"""A directory of another program as records of ours: who offers what where, and all around it.

What cannot be is told by row and left out; what is good comes along. A thing that the store knows
already keeps its id there, so that new services find their provider again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from meitinker.domain.map_places import MICRO, LocationType, MapLocation, Provision
from meitinker.domain.providers import Provider, ProviderKind, circle
from meitinker.domain.records import Record
from meitinker.domain.villages import Village, village_at
from meitinker.exchange import hsds_parts
from meitinker.exchange.client_values import street_and_number
from meitinker.exchange.hsds_parts import Notes, PartOwner
from meitinker.exchange.hsds_rows import KVK, PROVISIONS
from meitinker.exchange.hsds_terms import Terms
from meitinker.ids import RecordId, VillageId, record_id

if TYPE_CHECKING:
    from meitinker.domain.map_terms import Tree
    from meitinker.exchange.hsds_checking import Checked
    from meitinker.exchange.hsds_source import SourceRow

Known = Mapping[tuple[str, str], str]
"""Ids of what the store has, by table of the standard and the id that it bears in files."""


class DirectoryContext(msgspec.Struct, frozen=True, kw_only=True):
    """What a directory is read against.

    Attributes:
        source: What its user calls the program that it came from.
        villages: Those of the organisation.
        municipalities: Names by ids.
        tree: The tree of categories.
        who_for: What the terms are called that say who a service is for, by code.
        known: What the store has.
    """

    source: str
    villages: tuple[Village, ...]
    municipalities: Mapping[str, str]
    tree: Tree
    who_for: Mapping[str, str]
    known: Known = {}


class Shared(msgspec.Struct, frozen=True, kw_only=True):
    """A provider or a place with what belongs to it.

    ``above`` is the key of the provider that it is a part of, or that has the place.
    """

    record: Provider | MapLocation
    row: int
    parts: tuple[Record, ...] = ()
    above: str = ""
    known: bool = False


class Parts:
    """The rows that belong to a thing, found by the column that names it."""

    def __init__(self, tables: Mapping[str, Mapping[str, SourceRow]]) -> None:
        """Take the rows of all tables."""
        self._tables = tables
        self._by: dict[tuple[str, str], dict[str, list[SourceRow]]] = {}

    def of(self, table: str, column: str, key: str) -> list[SourceRow]:
        """Return the rows of ``table`` that name ``key`` in ``column``, in their order."""
        found = self._by.get((table, column))
        if found is None:
            found = self._by[table, column] = defaultdict(list)
            for row in self._tables.get(table, {}).values():
                if named := row.cells.get(column):
                    found[named].append(row)
        return found.get(key, [])

    def row(self, table: str, key: str) -> SourceRow:
        """Return the row of a table with an id."""
        return self._tables[table][key]

    def all(self, table: str) -> Iterator[tuple[str, SourceRow]]:
        """Yield the rows of a table with their ids, in order."""
        yield from self._tables.get(table, {}).items()


class Reader:
    """Makes records of the rows of a directory.

    Attributes:
        notes: What is to be told.
        parts: The rows by what they belong to.
        providers: Who offers, by their ids in the file.
        locations: Places, by theirs.
    """

    def __init__(self, checked: Checked, around: DirectoryContext) -> None:
        """Read who offers and where; services are made one at a time by :mod:`hsds_offers`."""
        self.around = around
        self.notes = Notes()
        self.parts = Parts(checked.tables)
        self.terms = Terms(self.parts, around, self.notes)
        self.areas = hsds_parts.Areas(around.villages, around.municipalities)
        self._provider_ids = self._ids("organization")
        self._villages: dict[tuple[str, str], VillageId | None] = {}
        self.providers: dict[str, Shared] = {}
        for key, row in self.parts.all("organization"):
            if (provider := self._provider(key, row)) is not None:
                self.providers[key] = provider
        self._cut_circles()
        self.locations = {
            key: one
            for key, row in self.parts.all("location")
            if (one := self._location(key, row)) is not None
        }

    def known(self, table: str, key: str) -> RecordId | None:
        """Return the id that the store has for a thing of the file, or None."""
        found = self.around.known.get((table, key))
        return RecordId(found) if found else None

    def of_provider(self, key: str | None) -> RecordId | None:
        """Return our id of a provider of the file, or None where it has none such."""
        one = self.providers.get(key or "")
        return one.record.id if one else None

    def source_key(self, key: str) -> str:
        """Return what a thing is called in its file; nothing where it came without an id."""
        return "" if key.startswith("#") else key

    def reach(self, table: str, key: str, owner: PartOwner) -> Iterator[Record]:
        """Yield contacts, numbers and hours of a thing, of the table and with the id it has."""
        column = f"{table}_id"
        yield from hsds_parts.more_emails(self.parts.row(table, key), owner, self.notes)
        for row in self.parts.of("contact", column, key):
            made = hsds_parts.contact(row, owner, self.notes)
            if made is not None:
                yield made
                yield from hsds_parts.more_emails(row, owner, self.notes, of=made)
            contact_id = made.id if made is not None else None
            of_contact = PartOwner() if made is not None else owner
            for phone in self.parts.of("phone", "contact_id", row.cells["id"]):
                yield from hsds_parts.numbers(phone, of_contact, contact_id, self.notes)
        for row in self.parts.of("phone", column, key):
            if not row.cells.get("contact_id"):
                yield from hsds_parts.numbers(row, owner, None, self.notes)
        for row in self.parts.of("schedule", column, key) if table != "organization" else ():
            hours = hsds_parts.hours(row, owner, self.notes)
            if hours is not None:
                yield hours

    def _ids(self, table: str) -> dict[str, RecordId]:
        return {
            key: self.known(table, key) or record_id()
            for key, row in self.parts.all(table)
            if row.cells.get("name")
        }

    def _provider(self, key: str, row: SourceRow) -> Shared | None:
        own = self._provider_ids.get(key)
        if own is None:
            return None
        cells = row.cells
        above = str(cells.get("parent_organization_id", ""))
        if above and above not in self._provider_ids:
            self.notes.tell("organization", row, "parent_organization_id", "points_nowhere")
            above = ""
        numbers = [
            str(one.cells.get("identifier", ""))
            for one in self.parts.of("organization_identifier", "organization_id", key)
            if one.cells.get("identifier_scheme") == KVK or _is_kvk(one)
        ]
        description = str(cells.get("description", ""))
        made = Provider(
            id=own,
            name=cells["name"],
            alternate_name=cells.get("alternate_name", ""),
            description="" if description == cells["name"] else description,
            kind=self.terms.provider_kind(key) or ProviderKind.UNKNOWN,
            email=hsds_parts.email(row),
            website=cells.get("website", ""),
            chamber_number=numbers[0] if numbers else "",
            source=self.around.source,
            source_key=self.source_key(key),
            unmapped=_unmapped(cells, _PROVIDER_REST),
        )
        known = self.known("organization", key) is not None
        return Shared(
            record=self.notes.made(made, "organization", row),
            row=row.number,
            parts=tuple(self.reach("organization", key, PartOwner(provider_id=own))),
            above=above,
            known=known,
        )

    def _cut_circles(self) -> None:
        """Give each provider its parent, but for the one that would close a circle."""
        parents: dict[str, str | None] = {key: one.above for key, one in self.providers.items()}
        for key, one in self.providers.items():
            if not one.above:
                continue
            if circle(key, {name: above or None for name, above in parents.items()}):
                parents[key] = ""
                self.providers[key] = msgspec.structs.replace(one, above="")
                row = self.parts.row("organization", key)
                self.notes.tell("organization", row, "parent_organization_id", "provider_circle")
                continue
            record = msgspec.structs.replace(one.record, parent_id=self.of_provider(one.above))
            self.providers[key] = msgspec.structs.replace(one, record=record)

    def _location(self, key: str, row: SourceRow) -> Shared | None:
        cells = row.cells
        known = self.known("location", key)
        own = known or record_id()
        made = self._address(key, MapLocation(id=own, **self._place(row)))
        if not any((made.name.strip(), made.street.strip(), made.place.strip())):
            self.notes.tell("location", row, "", "location_empty")
            return None
        made = msgspec.structs.replace(
            made,
            provider_id=self.of_provider(cells.get("organization_id")),
            source=self.around.source,
            source_key=self.source_key(key),
            unmapped=_unmapped(cells, _LOCATION_REST),
            **self._accessible(key),
        )
        return Shared(
            record=self.notes.made(made, "location", row),
            row=row.number,
            parts=tuple(self.reach("location", key, PartOwner(location_id=own))),
            above=str(cells.get("organization_id", "")) if made.provider_id else "",
            known=known is not None,
        )

    def _place(self, row: SourceRow) -> dict[str, Any]:
        cells = row.cells
        found: dict[str, Any] = {
            "name": cells.get("name", ""),
            "description": cells.get("description", ""),
            "location_type": LocationType(cells.get("location_type", "physical")),
            "transportation": cells.get("transportation", ""),
        }
        for name, most in (("latitude", 90), ("longitude", 180)):
            value = cells.get(name)
            if value is not None and abs(value) > most:
                self.notes.tell("location", row, name, "point_wrong")
            elif value is not None:
                found[name] = round(value * MICRO)
        return found

    def _address(self, key: str, location: MapLocation) -> MapLocation:
        found = self.parts.of("address", "location_id", key)
        if not found:
            return location
        found = sorted(found, key=lambda one: one.cells.get("address_type") == "postal")
        for other in found[1:]:
            self.notes.tell("address", other, "", "address_more")
        cells = found[0].cells
        line = " ".join(str(cells[n]) for n in ("address_1", "address_2") if cells.get(n))
        street, number = street_and_number(line)
        place, postcode = str(cells.get("city", "")), str(cells.get("postal_code", ""))
        made = msgspec.structs.replace(
            location,
            street=street,
            number=number,
            place=place,
            postcode=postcode,
            village_id=self._village(place, postcode),
        )
        return self.notes.made(made, "address", found[0])

    def _village(self, place: str, postcode: str) -> VillageId | None:
        asked = (place, postcode)
        if asked not in self._villages:
            found = village_at(self.around.villages, place=place, postcode=postcode)
            self._villages[asked] = VillageId(found.id) if found else None
        return self._villages[asked]

    def _accessible(self, key: str) -> dict[str, Any]:
        """Return what is told of who can get in and around."""
        found: dict[str, Any] = {}
        more: list[str] = []
        by_label = {label: name for name, label in PROVISIONS.items()}
        for row in self.parts.of("accessibility", "location_id", key):
            told, details = str(row.cells.get("description", "")), str(row.cells.get("details", ""))
            name = by_label.get(told)
            if name is not None and details in {Provision.YES, Provision.NO}:
                found[name] = Provision(details)
            else:
                more.append(": ".join(part for part in (told, details) if part))
        if more:
            found["accessibility"] = "\n".join(more)
        return found


_PROVIDER_REST = ("tax_status", "tax_id", "year_incorporated", "legal_status", "logo", "uri")
_LOCATION_REST = ("url", "alternate_name", "external_identifier", "external_identifier_type")


def _is_kvk(row: SourceRow) -> bool:
    return str(row.cells.get("identifier_type", "")).lower() in {"kvk", "kvk-nummer"}


def _unmapped(cells: Mapping[str, Any], names: tuple[str, ...]) -> str:
    """Return what has no field here, as JSON text: it goes out again as it came."""
    found = {name: cells[name] for name in names if name in cells}
    return msgspec.json.encode(found).decode() if found else ""
