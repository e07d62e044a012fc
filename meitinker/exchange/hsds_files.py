"""HSDS 3.0 as files: nested JSON, and a tabular data package of CSV files in a zip."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import msgspec

from meitinker.exchange import zips
from meitinker.exchange.cells import guarded, plain
from meitinker.exchange.hsds_tables import VERSION, Row, Tables, published, tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PACKAGE = "datapackage.json"
# Within a thing of a table: what is told with it, the table that holds it, and by which column.
_WITHIN: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "organization": (
        ("contacts", "contact", "organization_id"),
        ("phones", "phone", "organization_id"),
        ("organization_identifiers", "organization_identifier", "organization_id"),
    ),
    "service": (
        ("phones", "phone", "service_id"),
        ("schedules", "schedule", "service_id"),
        ("service_areas", "service_area", "service_id"),
        ("service_at_locations", "service_at_location", "service_id"),
        ("languages", "language", "service_id"),
        ("cost_options", "cost_option", "service_id"),
        ("contacts", "contact", "service_id"),
    ),
    "service_at_location": (
        ("contacts", "contact", "service_at_location_id"),
        ("phones", "phone", "service_at_location_id"),
        ("schedules", "schedule", "service_at_location_id"),
    ),
    "location": (
        ("addresses", "address", "location_id"),
        ("accessibility", "accessibility", "location_id"),
        ("phones", "phone", "location_id"),
        ("contacts", "contact", "location_id"),
        ("schedules", "schedule", "location_id"),
    ),
    "contact": (("phones", "phone", "contact_id"),),
}
# The one thing that another one belongs to and that is told with it.
_ABOVE = {
    "service": (("organization", "organization", "organization_id"),),
    "service_at_location": (("location", "location", "location_id"),),
    "attribute": (("taxonomy_term", "taxonomy_term", "taxonomy_term_id"),),
    "taxonomy_term": (("taxonomy_detail", "taxonomy", "taxonomy_id"),),
}
_WITH_ATTRIBUTES = frozenset({"service", "organization"})


def as_json(rows: Tables) -> bytes:
    """Return all services, each whole as the standard nests it, in one JSON document.

    Its outer part is that of a list of HSDS: ``contents`` holds the services.
    """
    nested = _Nesting(rows)
    services = [nested.thing("service", row) for row in rows.get("service", [])]
    whole = {
        "version": VERSION,
        "total_items": len(services),
        "total_pages": 1,
        "page_number": 1,
        "size": len(services),
        "first_page": True,
        "last_page": True,
        "empty": not services,
        "contents": services,
        **nested.rest("organization", "organizations", told="organization_id"),
        **nested.rest("location", "locations", told="location_id"),
    }
    return msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n"


def as_package(rows: Tables) -> bytes:
    """Return a zip with the published ``datapackage.json`` and a CSV file for each table in use.

    Files are as the standard has them: UTF-8, commas. A text that a spreadsheet would take for a
    formula gets an apostrophe before it (A3).
    """
    out = io.BytesIO()
    used = [table for name, table in tables().items() if rows.get(name)]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr(zips.part(PACKAGE), _description({table.name for table in used}))
        for table in used:
            box.writestr(zips.part(table.path), _csv(table.names, rows[table.name]))
    return out.getvalue()


def _description(used: set[str]) -> bytes:
    """Return the description of a package that holds only these tables.

    Keys that point at a table that is not there would make it refused.
    """
    package: dict[str, Any] = msgspec.json.decode(published(PACKAGE))
    package["resources"] = [one for one in package["resources"] if one["name"] in used]
    for one in package["resources"]:
        keys = one["schema"].get("foreignKeys", [])
        kept = [key for key in keys if key["reference"]["resource"] in used]
        if keys:
            one["schema"]["foreignKeys"] = kept
    return msgspec.json.format(msgspec.json.encode(package), indent=1) + b"\n"


def _csv(names: Iterable[str], rows: Iterable[Row]) -> bytes:
    out = io.StringIO(newline="")
    columns = list(names)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row.get(name)) for name in columns])
    return out.getvalue().encode("utf-8")


def _cell(value: str | float | None) -> str:
    if isinstance(value, str):
        return guarded(plain(value))
    if isinstance(value, float):
        # never 1e-06; millionths are the smallest there is
        return f"{value:.6f}".rstrip("0").rstrip(".")
    return "" if value is None else str(value)


class _Nesting:
    """Puts rows within each other; each table is looked through once."""

    def __init__(self, rows: Tables) -> None:
        self._by_id = {
            name: {str(row["id"]): row for row in rows.get(name, [])}
            for name in ("organization", "location", "taxonomy_term", "taxonomy")
        }
        self._under: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
        for parts in _WITHIN.values():
            for _told, table, column in parts:
                for row in rows.get(table, []):
                    self._under[table, column, str(row.get(column) or "")].append(row)
        self._naming = {
            "organization": rows.get("service", []),
            "location": rows.get("service_at_location", []),
        }
        for row in rows.get("attribute", []):
            key = ("attribute", str(row["link_entity"]), str(row["link_id"]))
            self._under[key].append(row)

    def thing(self, table: str, row: Row) -> dict[str, Any]:
        """Return a row with all that is told within it."""
        told: dict[str, Any] = dict(row)
        own = str(row["id"])
        for name, part, column in _WITHIN.get(table, ()):
            found = [self.thing(part, one) for one in self._parts(table, part, column, own)]
            if found:
                told[name] = found
        for name, above, column in _ABOVE.get(table, ()):
            known = self._by_id.get(above, {})
            one = known.get(str(row.get(column)))
            if one is not None:
                told[name] = self.thing(above, one)
        if table in _WITH_ATTRIBUTES:
            found = [self.thing("attribute", one) for one in self._under["attribute", table, own]]
            if found:
                told["attributes"] = found
        return told

    def rest(self, table: str, name: str, *, told: str) -> dict[str, list[dict[str, Any]]]:
        """Return the things of a table that no service tells of, under a name; else nothing.

        The standard's list holds services only; a whole directory holds more.
        """
        within = {str(row.get(told)) for row in self._naming[table]}
        found = [row for key, row in self._by_id[table].items() if key not in within]
        return {name: [self.thing(table, row) for row in found]} if found else {}

    def _parts(self, table: str, part: str, column: str, own: str) -> list[Row]:
        """Return the parts of a thing: a number of a contact person is told with that one only."""
        found = self._under.get((part, column, own), [])
        if part == "phone" and table != "contact":
            return [one for one in found if not one.get("contact_id")]
        return found
