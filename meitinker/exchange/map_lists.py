"""A plain list of services, one a row, told in the tables of HSDS: one way in for all files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from meitinker import paths
from meitinker.domain.map_places import place_key
from meitinker.domain.map_services import Cost
from meitinker.domain.providers import name_key
from meitinker.domain.villages import folded
from meitinker.errors import TableRefused
from meitinker.exchange import hsds_source, map_hours, tables
from meitinker.exchange.client_values import street_and_number
from meitinker.exchange.hsds_source import PLAIN, Problem, Source, SourceRow
from meitinker.exchange.list_columns import Headed
from meitinker.exchange.map_columns import MapColumns, MapField, require_usable
from meitinker.exchange.tables import Table

if TYPE_CHECKING:
    from pathlib import Path

    from meitinker.exchange.tables import Row

_PARTS = re.compile(r"[;|\n]|,(?!\d)")
_AREAS = re.compile(r"[;|\n,/]|\ben\b")
_FREE = frozenset({"gratis", "geen", "geen kosten", "kosteloos", "0", "€ 0", "nvt", "n.v.t."})
_LANGUAGES = {
    "nederlands": "nl", "fries": "fy", "frysk": "fy", "engels": "en", "duits": "de", "frans": "fr",
    "turks": "tr", "arabisch": "ar", "pools": "pl", "oekraiens": "uk", "spaans": "es",
    "papiaments": "pap", "tigrinya": "ti", "farsi": "fa", "perzisch": "fa", "russisch": "ru",
    "bulgaars": "bg", "roemeens": "ro", "gebarentaal": "dse",
}  # fmt: skip
_LABEL = "Openingstijden"

FIELDS: dict[tuple[str, str], MapField] = {
    ("service", "name"): MapField.NAME,
    ("service", "alternate_name"): MapField.OTHER_NAME,
    ("service", "organization_id"): MapField.PROVIDER,
    ("organization", "name"): MapField.PROVIDER,
    ("service", "description"): MapField.DESCRIPTION,
    ("service", "eligibility_description"): MapField.FOR_WHOM,
    ("service", "application_process"): MapField.WAY_IN,
    ("service", "fees_description"): MapField.COST,
    ("service", "wait_time"): MapField.WAIT,
    ("service", "email"): MapField.EMAIL,
    ("service", "url"): MapField.WEBSITE,
    ("service", "minimum_age"): MapField.MINIMUM_AGE,
    ("service", "maximum_age"): MapField.MAXIMUM_AGE,
    ("phone", "number"): MapField.PHONE,
    ("phone", "description"): MapField.PHONE,
    ("schedule", ""): MapField.HOURS,
    ("schedule", "description"): MapField.HOURS,
    ("service_area", "name"): MapField.AREA,
    ("attribute", "taxonomy_term_id"): MapField.CATEGORY,
    ("taxonomy_term", "name"): MapField.CATEGORY,
    ("location", "name"): MapField.LOCATION,
    ("location", ""): MapField.LOCATION,
    ("address", "street"): MapField.STREET,
    ("address", "postcode"): MapField.POSTCODE,
    ("address", "place"): MapField.PLACE,
    ("contact", "name"): MapField.CONTACT,
}
"""Which field of a list a column of the standard is."""


class ReadList(msgspec.Struct, frozen=True, kw_only=True):
    """A file that was read: a directory of the standard, or a plain list."""

    source: Source | None = None
    table: Table | None = None

    def __repr__(self) -> str:
        """Return a text without anybody's name: an error may quote it (A10)."""
        return f"Found({self.source or self.table!r})"


class ChosenFile(msgspec.Struct, frozen=True, kw_only=True):
    """How a file is read; of a directory of the standard there is nothing to choose.

    Attributes:
        found: The file.
        headed: The headings and rows of a list.
        columns: What its columns are.
        kept: Whether they were chosen by hand for such a list before.
    """

    found: ReadList
    headed: Headed | None = None
    columns: MapColumns = ()
    kept: bool = False

    def __repr__(self) -> str:
        """Return a text without anybody's name: an error may quote it (A10)."""
        return f"Listed({self.found!r})"


def read_file(path: Path, *, sheet: str = "") -> ReadList:
    """Return what the file at ``path`` is and holds; no more of it is read than may be.

    Raises:
        TableRefused: Params: ``reason`` (``folder``, and those of the readers).
        DiskFailed, StoreReadOnly: It cannot be read.
    """
    if path.is_dir():
        raise TableRefused("folder", reason="folder")
    with paths.disk_errors(), path.open("rb") as file:
        data = file.read(hsds_source.LARGEST + 1)
    return read(data, sheet=sheet)


def read(data: bytes, *, sheet: str = "") -> ReadList:
    """Return what a file is and holds.

    Raises:
        TableRefused: As :func:`hsds_source.read` and :func:`tables.read`.
    """
    if hsds_source.is_directory(data):
        return ReadList(source=hsds_source.read(data))
    return ReadList(table=tables.read(data, sheet=sheet))


def as_source(listed: ChosenFile) -> Source:
    """Return the rows of a file in the tables of the standard.

    Raises:
        TableRefused: The columns of a list cannot be used (``no_service``, ``no_provider``,
            ``twice``).
    """
    if listed.headed is None:
        return listed.found.source or Source()
    require_usable(listed.columns)
    told = _Telling()
    for row in listed.headed.rows:
        told.row(row, _cells(row, listed.columns))
    return Source(
        version=PLAIN,
        tables=told.tables,
        files=dict.fromkeys(told.tables, ""),
        notes=listed.found.table.notes if listed.found.table else (),
        problems=tuple(told.problems),
    )


def without_rows(listed: ChosenFile) -> ChosenFile:
    """Return how a file is read, without what stands in it: so much need not stay in memory."""
    headed, source = listed.headed, listed.found.source
    if headed is not None:
        headed = msgspec.structs.replace(headed, rows=())
    if source is not None:
        source = msgspec.structs.replace(source, tables={})
    return msgspec.structs.replace(listed, found=ReadList(source=source), headed=headed)


def place_of(listed: ChosenFile, problem: Problem) -> int:
    """Return the column of a list that something wrong stands in, or -1."""
    field = FIELDS.get((problem.table, problem.column))
    return listed.columns.index(field) if field in listed.columns else -1


def _cells(row: Row, columns: MapColumns) -> dict[MapField, list[str]]:
    found: dict[MapField, list[str]] = {}
    for field, cell in zip(columns, row.cells, strict=False):
        if field is not None and cell.strip():
            found.setdefault(field, []).append(cell.strip())
    return found


class _Telling:
    """Puts the rows of a list into tables, one after another."""

    def __init__(self) -> None:
        self.tables: dict[str, list[SourceRow]] = {"service": []}
        self.problems: list[Problem] = []
        self._told: set[str] = set()
        self._count = 0

    def row(self, row: Row, cells: dict[MapField, list[str]]) -> None:
        """Tell a row: its service, and what is around it."""
        number = row.number
        key = _one(cells, MapField.KEY) or f"#row{number}"
        provider = _one(cells, MapField.PROVIDER)
        provider_key = name_key(provider) if provider else ""
        if provider:
            self._once(number, "organization", provider_key, name=provider)
            if chamber := _one(cells, MapField.CHAMBER_NUMBER):
                self._add(
                    number,
                    "organization_identifier",
                    organization_id=provider_key,
                    identifier_scheme="NL-KVK",
                    identifier_type="KvK",
                    identifier=chamber,
                )
        at = self._location(number, key, cells)
        hours = self._hours(number, at or key, cells, column="service_at_location_id" if at else "")
        told = {
            "id": key,
            "organization_id": provider_key,
            "description": "\n\n".join((*cells.get(MapField.DESCRIPTION, ()), *hours)),
            "status": "active",
        }
        for (table, column), field in FIELDS.items():
            if table == "service" and column not in {"organization_id", "description"}:
                told[column] = _one(cells, field)
        self._add(number, "service", **told)
        self._reach(number, key, cells)
        self._about(number, key, cells)

    def _add(self, number: int, table: str, **cells: Any) -> None:
        self._put(number, table, cells)

    def _put(self, number: int, table: str, cells: dict[str, Any]) -> None:
        self._count += 1
        row = {"id": f"#{self._count}", **cells}
        told = {name: value for name, value in row.items() if value not in ("", None)}
        self.tables.setdefault(table, []).append(SourceRow(number, told))

    def _once(self, number: int, table: str, key: str, **cells: Any) -> None:
        if key not in self._told:
            self._told.add(key)
            self._add(number, table, id=key, **cells)

    def _location(self, number: int, key: str, cells: dict[MapField, list[str]]) -> str:
        """Tell where it is; return the id of the service being there, or ""."""
        name, place = _one(cells, MapField.LOCATION), _one(cells, MapField.PLACE)
        street, postcode = _one(cells, MapField.STREET), _one(cells, MapField.POSTCODE)
        street = f"{street} {_one(cells, MapField.NUMBER)}".strip()
        if not any((name, place, street)):
            return ""
        where = place_key(name, *street_and_number(street), place)
        if where not in self._told:
            self._once(number, "location", where, name=name, location_type="physical")
            self._add(
                number,
                "address",
                location_id=where,
                address_1=street,
                city=place,
                postal_code=postcode,
                address_type="physical",
            )
        at = f"#at{number}"
        self._add(number, "service_at_location", id=at, service_id=key, location_id=where)
        return at

    def _hours(
        self, number: int, key: str, cells: dict[MapField, list[str]], *, column: str
    ) -> list[str]:
        """Tell the hours; return as text what is not sure, so that nobody loses it."""
        unclear = []
        for text in cells.get(MapField.HOURS, ()):
            spans = map_hours.spans(text)
            if spans is None:
                self.problems.append(Problem("schedule", number, "", "hours_unclear"))
                unclear.append(f"{_LABEL}: {text}")
            for span in spans or ():
                self._add(
                    number,
                    "schedule",
                    freq="WEEKLY",
                    byday=span.byday,
                    opens_at=span.opens_at,
                    closes_at=span.closes_at,
                    **{column or "service_id": key},
                )
        return unclear

    def _reach(self, number: int, key: str, cells: dict[MapField, list[str]]) -> None:
        for phone in cells.get(MapField.PHONE, ()):
            self._put(number, "phone", {"service_id": key, "number": phone, "type": "voice"})
        if contact := _one(cells, MapField.CONTACT):
            self._add(number, "contact", service_id=key, name=contact)

    def _about(self, number: int, key: str, cells: dict[MapField, list[str]]) -> None:
        for name in _parts(cells, MapField.CATEGORY, _PARTS):
            self._attribute(number, key, "", name)
        for word in _parts(cells, MapField.KEYWORDS, _PARTS):
            self._attribute(number, key, "keyword", word)
        if folded(_one(cells, MapField.COST)) in _FREE:
            self._attribute(number, key, "cost", Cost.FREE)
        for area in _parts(cells, MapField.AREA, _AREAS):
            self._add(number, "service_area", service_id=key, name=area)
        for name in _parts(cells, MapField.LANGUAGE, _AREAS):
            code = _LANGUAGES.get(folded(name), name)
            self._add(number, "language", service_id=key, code=code, name=name)

    def _attribute(self, number: int, key: str, taxonomy: str, name: str) -> None:
        term = f"#term:{taxonomy}:{folded(name)}"
        self._once(
            number, "taxonomy_term", term, name=name, description=name, taxonomy=taxonomy, code=name
        )
        self._add(number, "attribute", link_id=key, link_entity="service", taxonomy_term_id=term)


def _one(cells: dict[MapField, list[str]], field: MapField) -> str:
    found = cells.get(field)
    return found[0] if found else ""


def _parts(
    cells: dict[MapField, list[str]], field: MapField, between: re.Pattern[str]
) -> list[str]:
    found = [part.strip() for cell in cells.get(field, ()) for part in between.split(cell)]
    return list(dict.fromkeys(part for part in found if part))
