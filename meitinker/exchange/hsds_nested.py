"""Things within things, as HSDS nests them in JSON, put back into rows of tables."""

from __future__ import annotations

from typing import Any

from meitinker.exchange.hsds_source import SourceRow
from meitinker.exchange.hsds_tables import tables

MADE = "#"
"""Begins an id that the program gave to a thing that came without one."""

_MANY = {
    "contacts": "contact",
    "phones": "phone",
    "schedules": "schedule",
    "service_areas": "service_area",
    "service_at_locations": "service_at_location",
    "languages": "language",
    "cost_options": "cost_option",
    "addresses": "address",
    "accessibility": "accessibility",
    "organization_identifiers": "organization_identifier",
    "funding": "funding",
    "required_documents": "required_document",
    "programs": "program",
    "services": "service",
    "locations": "location",
    "attributes": "attribute",
    "metadata": "metadata",
}
"""What a thing has several of, and the table of each."""

_ONE = {
    "organization": ("organization", "organization_id"),
    "service": ("service", "service_id"),
    "location": ("location", "location_id"),
    "program": ("program", "program_id"),
    "taxonomy_term": ("taxonomy_term", "taxonomy_term_id"),
    "taxonomy_detail": ("taxonomy", "taxonomy_id"),
}
"""What a thing names one of: its table, and the column that then bears the id."""

_OF_A_SERVICE = frozenset(
    {"organization", "organization_id", "status", "service_at_locations", "service_areas"}
)
_OF_A_LOCATION = frozenset({"location_type", "addresses", "latitude", "accessibility"})


class Flat:
    """The rows of a document while it is taken apart; of the same thing told twice the first."""

    def __init__(self) -> None:
        """Begin without rows."""
        self.tables: dict[str, list[SourceRow]] = {}
        self._seen: dict[tuple[str, str], Any] = {}
        self._made = 0
        self._place = 0
        self._columns = {name: frozenset(table.names) for name, table in tables().items()}

    def add(self, thing: object, *, table: str = "") -> None:
        """Take a thing of an outermost list apart; without ``table``, whatever it is."""
        self._place += 1
        if isinstance(thing, dict):
            self._thing(table or _kind(thing), thing)

    def _thing(self, table: str, thing: dict[str, Any]) -> str:
        """Add the row of a thing and of all within it; return its id."""
        own = thing.get("id")
        key = str(own) if own not in (None, "") else ""
        if key:
            seen = self._seen.setdefault((table, key), thing)
            if seen is not thing and (seen == thing or _tells_less(thing)):
                return key
        else:
            self._made += 1
            key = f"{MADE}{self._made}"
        row: dict[str, Any] = {}
        self.tables.setdefault(table, []).append(SourceRow(self._place, row))
        for name, value in thing.items():
            if name in _MANY and isinstance(value, list):
                self._parts(table, key, _MANY[name], value)
            elif name in _ONE and isinstance(value, dict):
                above, column = _ONE[name]
                row[column] = self._thing(above, value)
            elif value is not None and value != "":
                row[name] = value
        row["id"] = key
        return key

    def _parts(self, table: str, key: str, part: str, values: list[Any]) -> None:
        column = f"{table}_id"
        for value in values:
            if not isinstance(value, dict):
                continue
            linked = value
            if part == "attribute":
                linked = {"link_id": key, "link_entity": table, **value}
            elif column in self._columns.get(part, ()) and not value.get(column):
                linked = {**value, column: key}
            self._thing(part, linked)


def _kind(thing: dict[str, Any]) -> str:
    """Return what a thing of the outermost list is: most are services."""
    if "location" in thing and "service_at_locations" not in thing:
        return "service_at_location"
    if not _OF_A_SERVICE.isdisjoint(thing):
        return "service"
    if not _OF_A_LOCATION.isdisjoint(thing):
        return "location"
    if "taxonomy" in thing or "parent_id" in thing:
        return "taxonomy_term"
    return "organization"


def _tells_less(thing: dict[str, Any]) -> bool:
    """Tell whether a thing only names another one, as the list of an API does."""
    return not any(isinstance(value, list | dict) for value in thing.values())
