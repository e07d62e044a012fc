"""A directory of another program, as rows of the tables of HSDS with where each row stood.

What a file is follows from its bytes. JSON comes in many shapes: a list or a page of services, one
service, tables by name, a document a line. A data package is a zip of CSV files, with or without
its description, of HSDS 3.0 or 1.1.
"""

from __future__ import annotations

import gc
import hashlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import msgspec

from meitinker.errors import TableRefused
from meitinker.exchange import zips
from meitinker.exchange.hsds_tables import tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from meitinker.exchange.hsds_nested import Flat
    from meitinker.exchange.zips import Box

LARGEST = 128 * 1024 * 1024
"""Bytes of a file that is read: ten thousand services, each with all around it, are half of it."""

MOST_THINGS = 3_000_000
"""Objects and lists in a JSON document; more would fill the memory from a small file (A4)."""

MOST_VALUES = 30_000_000
CAPS = zips.Caps(parts=200, part=64 * 1024 * 1024, whole=256 * 1024 * 1024)
DESCRIPTION = "datapackage.json"
_BESIDE = {"organization": "organizations", "location": "locations"}
"""What a whole directory holds beside its services, as the program writes it."""

_LONGEST_NAME = 80
_ZIP = b"PK\x03\x04"
_BOM = b"\xef\xbb\xbf"
_OLD_TABLES = frozenset({"physical_address", "regular_schedule", "service_taxonomy", "eligibility"})
_OLD_PATHS: Mapping[str, str] = {
    "services_taxonomy": "service_taxonomy",
    "services_at_location": "service_at_location",
    "physical_addresses": "physical_address",
    "postal_addresses": "postal_address",
    "regular_schedules": "regular_schedule",
    "holiday_schedules": "holiday_schedule",
    "payments_accepted": "payment_accepted",
    "accessibility_for_disabilities": "accessibility_for_disabilities",
    "eligibility": "eligibility",
}
"""Names of files of HSDS 1.1 that 3.0 has not, and their tables."""


PLAIN = "list"
"""The version of a source that was a plain list: the standard asks nothing of it."""


class Problem(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Something in a row that a person should know.

    Attributes:
        table: Of the standard.
        number: The row, as :class:`SourceRow` counts; 0 for the table as a whole.
        column: Its name; "" where it is about the whole row.
        reason: A code that a sentence is made of.
    """

    table: str
    number: int
    column: str
    reason: str


class SourceRow(msgspec.Struct, array_like=True, gc=False):
    """A row as it came: ``number`` is its line, or the place of its service in the document."""

    number: int
    cells: dict[str, Any]


class Source(msgspec.Struct, kw_only=True):
    """A file as rows of tables.

    Attributes:
        version: Of the standard that it follows: ``3.0``, ``1.1`` or :data:`PLAIN`.
        tables: Rows by the name of their table.
        files: The file that each table came from; "" for a JSON document.
        notes: What a person should know: ``page`` (one of several pages), ``quotes``.
        unknown: Tables and files that are nothing of the standard.
        problems: What was wrong before there were tables.
        hash: SHA-256 of the file, hex.
    """

    version: str = "3.0"
    tables: dict[str, list[SourceRow]] = {}
    files: dict[str, str] = {}
    notes: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    hash: str = ""

    def __repr__(self) -> str:
        """Return a text without anybody's name: an error may quote it (A10)."""
        return f"Source({self.version}, {sum(map(len, self.tables.values()))} rows)"


def is_directory(data: bytes) -> bool:
    """Tell whether a file seems to be of the standard, and not a plain list or workbook."""
    if data.startswith(_ZIP):
        return b"xl/workbook.xml" not in data and b"[Content_Types].xml" not in data
    return data.removeprefix(_BOM).lstrip()[:1] in {b"{", b"["}


def read(data: bytes) -> Source:
    """Return what a file holds.

    Raises:
        TableRefused: Params: ``reason`` (``too_large``, ``empty``, ``kind``, ``unsafe``,
            ``locked``, ``broken``).
    """
    if len(data) > LARGEST:
        raise TableRefused("too large", reason="too_large")
    source = _package(data) if data.startswith(_ZIP) else _document(data.removeprefix(_BOM))
    if not any(source.tables.values()):
        raise TableRefused("no rows", reason="empty")
    source.hash = hashlib.sha256(data).hexdigest()
    return source


def _document(data: bytes) -> Source:
    from meitinker.exchange import hsds_nested

    signs = data.count(b"{") + data.count(b"[")
    if signs > MOST_THINGS or data.count(b",") > MOST_VALUES:
        raise TableRefused("too many things", reason="unsafe")
    with uncollected():
        whole = _decoded(data)
        by_table = _tables_by_name(whole)
        if by_table is not None:
            return by_table
        nested = hsds_nested.Flat()
        pages = whole if _is_pages(whole) else [whole]
        for page in pages:
            _add_page(nested, page)
    if not nested.tables:
        raise TableRefused("no directory", reason="kind")
    there = max(_pages_of(page) for page in pages)
    return Source(
        tables=nested.tables,
        files=dict.fromkeys(nested.tables, ""),
        notes=("page",) if there > len(pages) else (),
    )


@contextmanager
def uncollected() -> Iterator[None]:
    """Keep the garbage collector away while millions of objects are made and none is dropped.

    It would walk through all of them again and again: half of the time that reading takes, in
    pauses that stop whoever types.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _add_page(nested: Flat, page: Any) -> None:
    """Add the things of a page, of a list, or the one that it is."""
    whole = isinstance(page, dict) and isinstance(page.get("contents"), list)
    things = page["contents"] if whole else page
    for thing in things if isinstance(things, list) else (things,):
        nested.add(thing)
    for table, name in _BESIDE.items() if whole else ():
        more = page.get(name)
        for thing in more if isinstance(more, list) else ():
            nested.add(thing, table=table)


def _pages_of(page: Any) -> int:
    told = page.get("total_pages") if isinstance(page, dict) else 0
    return told if isinstance(told, int) else 0


def _decoded(data: bytes) -> Any:
    try:
        return msgspec.json.decode(data)
    except RecursionError:
        raise TableRefused("too deep", reason="unsafe") from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        pass
    try:
        return [msgspec.json.decode(line) for line in data.splitlines() if line.strip()]
    except RecursionError:
        raise TableRefused("too deep", reason="unsafe") from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise TableRefused("no json", reason="broken") from None


def _is_pages(whole: Any) -> bool:
    return (
        isinstance(whole, list)
        and bool(whole)
        and all(isinstance(page, dict) and "contents" in page for page in whole)
    )


def _tables_by_name(whole: Any) -> Source | None:
    """Return what a document of tables holds: ``{"services.csv": [{…}], …}``, or None."""
    if not isinstance(whole, dict) or not whole:
        return None
    found = {_table_named(str(name)): (str(name), rows) for name, rows in whole.items()}
    if None in found or not all(isinstance(rows, list) for _, rows in found.values()):
        return None
    source = Source(tables={}, files={})
    for table, (name, rows) in found.items():
        if table is not None:
            source.files[table] = name
            source.tables[table] = [
                SourceRow(number, row)
                for number, row in enumerate(rows, 1)
                if isinstance(row, dict)
            ]
    source.version = _version(source.tables)
    return source


def _package(data: bytes) -> Source:
    try:
        box = zips.opened(data, CAPS, named=_is_part)
        source = _read_box(box)
    except zips.NotSafe as error:
        reason = {"locked": "locked", "broken": "broken"}.get(error.reason, "unsafe")
        raise TableRefused(error.reason, reason=reason) from None
    box.close()
    if not source.tables:
        raise TableRefused("no table of the standard", reason="kind")
    return source


def _is_part(name: str) -> bool:
    """Tell whether a part may be called so: nothing is written, so only odd names are refused."""
    parts = name.replace("\\", "/").split("/")
    return ".." not in parts and not name.startswith(("/", "\\")) and ":" not in name


def _read_box(box: Box) -> Source:
    from meitinker.exchange import csv_reading

    source = Source(tables={}, files={})
    unknown, notes = [], set()
    described = _described(box)
    for name in box.names:
        if name.endswith("/") or name.rpartition("/")[2] == DESCRIPTION:
            continue
        table = described.get(name) or _table_named(name.rpartition("/")[2])
        if table is None or not name.lower().endswith((".csv", ".tsv", ".txt")):
            unknown.append(_shown(name.rpartition("/")[2]))
            continue
        rows, noted = csv_reading.records(box.read(name))
        notes |= set(noted)
        source.files[table] = name.rpartition("/")[2]
        source.tables[table] = [SourceRow(number, cells) for number, cells in rows]
    source.version = _version(source.tables)
    source.notes, source.unknown = tuple(sorted(notes)), tuple(sorted(unknown))
    return source


def _shown(name: str) -> str:
    """Return the name of a part so that it can be told: no signs that nobody sees (A6)."""
    return "".join(sign for sign in name if sign.isprintable())[:_LONGEST_NAME]


def _described(box: Box) -> dict[str, str]:
    """Return which table stands in which part, as far as a description in the zip says so."""
    found: dict[str, str] = {}
    for name in box.names:
        folder, _, last = name.rpartition("/")
        if last != DESCRIPTION or box.size(name) > LARGEST // 16:
            continue
        for table, path in _resources(box.read(name)):
            found[f"{folder}/{path}".lstrip("/")] = table
    return found


def _resources(data: bytes) -> Iterator[tuple[str, str]]:
    try:
        described = msgspec.json.decode(data.removeprefix(_BOM))
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return
    listed = described.get("resources") if isinstance(described, dict) else None
    for one in listed if isinstance(listed, list) else ():
        name, path = (one.get("name"), one.get("path")) if isinstance(one, dict) else (None, None)
        table = _table_named(name) if isinstance(name, str) else None
        if table is not None and isinstance(path, str):
            yield table, path


def _table_named(name: str) -> str | None:
    """Return the table that a file or a name in a description means, or None."""
    bare = name.lower().removesuffix(".csv").removesuffix(".tsv").removesuffix(".txt")
    known = tables()
    if bare in known or bare in _OLD_PATHS.values():
        return bare
    by_path = {table.path.removesuffix(".csv"): table.name for table in known.values()}
    return by_path.get(bare) or _OLD_PATHS.get(bare)


def _version(found: Mapping[str, list[SourceRow]]) -> str:
    """Return the version by its tables, and where those are in both by the columns of services."""
    if not _OLD_TABLES.isdisjoint(found) or "holiday_schedule" in found:
        return "1.1"
    old = {"organization": "url", "service": "taxonomy_ids"}
    told = any(column in row.cells for name, column in old.items() for row in found.get(name, ()))
    return "1.1" if told else "3.0"
