"""HSDS 1.1 told in the tables of 3.0.

What 3.0 says otherwise: a term goes for a thing by an attribute; addresses are one table with a
type; weekly hours and holidays are one table of rules; what is accessible has a description.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from meitinker.exchange.hsds_rows import CLOSED
from meitinker.exchange.hsds_source import Source, SourceRow

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from collections.abc import Set as AbstractSet

Cells = dict[str, Any]

OLD = "1.1"
_WEEK = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_IN_WORDS = (
    "monday tuesday wednesday thursday friday saturday sunday",
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
)
_DAYS = {
    **{str(number): day for number, day in enumerate(_WEEK, 1)},
    **{name: day for line in _IN_WORDS for name, day in zip(line.split(), _WEEK, strict=True)},
}
"""Days as they are written there: 1 is Monday."""
_TRUE = frozenset({"true", "1", "yes", "y", "t", "ja"})


def renewed(source: Source) -> Source:
    """Return a source in the tables of 3.0; one that is so already stays as it is."""
    if source.version != OLD:
        return source
    new = Source(
        version=OLD, files={}, tables={}, notes=source.notes, unknown=source.unknown,
        hash=source.hash,
    )  # fmt: skip
    for table, rows in source.tables.items():
        target, change = _CHANGES.get(table, (table, _same))
        into = new.tables.setdefault(target, [])
        new.files.setdefault(target, source.files.get(table, ""))
        taken = {row.cells.get("id") for row in into}
        told = (SourceRow(row.number, change(dict(row.cells))) for row in rows)
        into += [_apart(row, table, taken) for row in told]
    _tell_eligibility(new, source)
    return new


def _apart(row: SourceRow, table: str, taken: AbstractSet[object]) -> SourceRow:
    """Return a row under an id of its own among those of the table that it joins.

    There each table counts from 1. Nothing points at rows of a table that joins another.
    """
    key = row.cells.get("id")
    if key and key in taken:
        row.cells["id"] = f"{table} {key}"
    return row


def _same(cells: Cells) -> Cells:
    return cells


def _renamed(**names: str) -> Callable[[Cells], Cells]:
    def change(cells: Cells) -> Cells:
        return {names.get(name, name): value for name, value in cells.items()}

    return change


def _service(cells: Cells) -> Cells:
    cells.pop("taxonomy_ids", None)  # said by service_taxonomy
    fees = cells.pop("fees", None)
    return {**cells, **({"fees_description": fees} if fees else {})}


def _taxonomy(cells: Cells) -> Cells:
    told: Cells = {name: cells[name] for name in ("id", "name", "parent_id") if name in cells}
    named = cells.get("name", "")
    return {**told, "description": named, "taxonomy": cells.get("vocabulary", "")}


def _service_taxonomy(cells: Cells) -> Cells:
    return {
        "id": cells.get("id", ""),
        "link_id": cells.get("service_id", ""),
        "link_entity": "service",
        "taxonomy_term_id": cells.get("taxonomy_id", ""),
        "value": cells.get("taxonomy_detail", ""),
    }


def _location(cells: Cells) -> Cells:
    return {"location_type": "physical", **cells}


def _address(kind: str) -> Callable[[Cells], Cells]:
    def change(cells: Cells) -> Cells:
        more = [cells.pop(f"address_{n}", "") for n in (2, 3, 4)]
        second = " ".join(part for part in more if part)
        return {**cells, "address_type": kind, **({"address_2": second} if second else {})}

    return change


def _phone(cells: Cells) -> Cells:
    told = [cells.pop("department", ""), cells.get("description", ""), cells.pop("language", "")]
    return {**cells, "description": "; ".join(part for part in told if part)}


def _weekday(cells: Cells) -> Cells:
    told = str(cells.pop("weekday", "")).strip().casefold().removesuffix(".0")
    return {**cells, "freq": "WEEKLY", "byday": _DAYS.get(told, told)}


def _holiday(cells: Cells) -> Cells:
    closed = str(cells.pop("closed", "")).strip().casefold() in _TRUE
    told = {
        **{name: cells[name] for name in cells if name not in {"start_date", "end_date"}},
        "valid_from": cells.get("start_date", ""),
        "valid_to": cells.get("end_date", ""),
    }
    if closed:
        told = {**told, "opens_at": "", "closes_at": "", "description": f"{CLOSED}."}
    return {name: value for name, value in told.items() if value not in ("", None)}


def _tell_eligibility(new: Source, source: Source) -> None:
    """Put who a service is for into the service: 3.0 has a text there, and no table."""
    for table, column in (("eligibility", "eligibility_description"),):
        told: dict[str, list[str]] = {}
        for row in source.tables.get(table, ()):
            who = str(row.cells.get("eligibility", ""))
            if who:
                told.setdefault(str(row.cells.get("service_id", "")), []).append(who)
        for row in new.tables.get("service", ()):
            if found := told.get(str(row.cells.get("id", ""))):
                row.cells[column] = ", ".join(found)
        new.tables.pop(table, None)


_CHANGES: Mapping[str, tuple[str, Callable[[Cells], Cells]]] = {
    "organization": ("organization", _renamed(url="website")),
    "service": ("service", _service),
    "taxonomy": ("taxonomy_term", _taxonomy),
    "service_taxonomy": ("attribute", _service_taxonomy),
    "location": ("location", _location),
    "physical_address": ("address", _address("physical")),
    "postal_address": ("address", _address("postal")),
    "phone": ("phone", _phone),
    "regular_schedule": ("schedule", _weekday),
    "holiday_schedule": ("schedule", _holiday),
    "service_area": ("service_area", _renamed(service_area="name")),
    "language": ("language", _renamed(language="name")),
    "accessibility_for_disabilities": ("accessibility", _renamed(accessibility="description")),
}
