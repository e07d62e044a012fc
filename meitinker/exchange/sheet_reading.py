"""Taking a workbook apart: done in a process of its own, which may do little else (A4).

The library guards itself against neither bombs nor hostile XML. So the list of parts is looked at
first, XML goes through defusedxml, and the process has limits for memory, time and files.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import sys
import warnings
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

import msgspec

from meitinker.errors import TableRefused
from meitinker.exchange import zips
from meitinker.exchange.cells import plain
from meitinker.exchange.tables import (
    LARGEST,
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_ROWS,
    Row,
    SheetName,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from meitinker.exchange.zips import Box

CAPS = zips.Caps(parts=2_000, part=400 * 1024 * 1024, whole=600 * 1024 * 1024)
MEMORY = 2 * 1024**3
"""Bytes of address space of the process."""

SECONDS = 120
"""Of work by the processor."""

_LAST_ROW = 1_048_576
_MOST_MERGES = 5_000
_DOCUMENT_TYPE = re.compile(rb"<\x00?!\x00?(?:D\x00?O\x00?C\x00?T|E\x00?N\x00?T\x00?I)")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_ERROR = re.compile(r"#(?:N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|DIV/0!|SPILL!|CALC!|GETTING_DATA)")
_BOOK = "xl/workbook.xml"


class SheetReply(msgspec.Struct):
    """What the process tells: a table, or why there is none."""

    table: Table | None = None
    reason: str = ""


def serve() -> None:
    """Read a workbook from standard input, and write the :class:`SheetReply` to standard output.

    The first line is the name of the sheet, as JSON.
    """
    _confine()
    # By number: a program without a console has no sys.stdin, though it was given a pipe.
    with open(0, "rb", closefd=False) as pipe:
        sheet = msgspec.json.decode(pipe.readline(), type=str)
        data = pipe.read(LARGEST + 1)
    try:
        answer = SheetReply(table=read(data, sheet=sheet))
    except TableRefused as error:
        answer = SheetReply(reason=str(error.params["reason"]))
    except MemoryError:
        answer = SheetReply(reason="unsafe")
    with open(1, "wb", closefd=False) as pipe:
        pipe.write(msgspec.json.encode(answer))


def _confine() -> None:
    """Take from the process what it does not need; Windows has only the caps and the clock."""
    if sys.platform == "win32":
        return
    import resource

    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(what, (most, most))


def read(data: bytes, *, sheet: str = "") -> Table:
    """Return the rows of a sheet; use :func:`meitinker.exchange.sheet_process.read`.

    Raises:
        TableRefused: Params: ``reason``.
    """
    try:
        box = zips.opened(data, CAPS, named=_named)
        with contextlib.closing(box):
            return _table(box, data, sheet=sheet)
    except zips.NotSafe as error:
        reason = {"bomb": "unsafe", "names": "unsafe"}.get(error.reason, error.reason)
        raise TableRefused(error.reason, reason=reason) from None


def _named(name: str) -> bool:
    return "\\" not in name and not name.startswith("/") and ".." not in name.split("/")


def _table(box: Box, data: bytes, *, sheet: str) -> Table:
    if _BOOK not in box.names:
        raise TableRefused("no workbook", reason="kind")
    # Only its own parser is to be trusted with XML, not one that happens to be installed.
    os.environ["OPENPYXL_LXML"] = "False"
    import openpyxl
    from defusedxml import DefusedXmlException
    from openpyxl.utils.exceptions import InvalidFileException

    if not openpyxl.DEFUSEDXML:
        raise TableRefused("defusedxml is missing", reason="unsafe")
    for name in box.names:
        if name.endswith((".xml", ".rels")) and _DOCUMENT_TYPE.search(box.read(name)):
            raise TableRefused("document type", reason="unsafe")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that say nothing here
            book = openpyxl.load_workbook(
                io.BytesIO(data), read_only=True, data_only=True, keep_links=False
            )
            return _read(book, box, sheet=sheet)
    except DefusedXmlException:
        raise TableRefused("entities", reason="unsafe") from None
    except (InvalidFileException, *_DAMAGED):
        raise TableRefused("damaged", reason="broken") from None


_DAMAGED = (
    AttributeError,
    AssertionError,
    EOFError,
    IndexError,
    KeyError,
    OSError,
    OverflowError,
    RecursionError,
    SyntaxError,
    TypeError,
    UnicodeError,
    ValueError,
)
"""What openpyxl raises on files that are not as they should be."""


def _read(book: Any, box: Box, *, sheet: str) -> Table:
    sheets = tuple(SheetName(one.title, one.sheet_state != "visible") for one in book.worksheets)
    if not sheets:
        raise TableRefused("no sheets", reason="empty")
    shown = [one.name for one in sheets if not one.hidden] or [sheets[0].name]
    if sheet and sheet not in {one.name for one in sheets}:
        raise TableRefused("no such sheet", reason="sheet")
    chosen = book[sheet or shown[0]]
    source = box.read(chosen._worksheet_path) if hasattr(chosen, "_worksheet_path") else b""
    merges = Merges(_MERGED.findall(source))
    rows = tuple(_rows(chosen, merges))
    notes = (
        *(("formulas",) if _FORMULA.search(source) else ()),
        *(("merged",) if merges.filled else ()),
        *(("hidden_sheets",) if any(one.hidden for one in sheets) else ()),
    )
    return Table(rows=rows, sheet=chosen.title, sheets=sheets, notes=notes)


def _rows(sheet: Any, merges: Merges) -> Iterator[Row]:
    sheet.reset_dimensions()  # what a file says of its own size may be wrong
    count = 0
    for number, cells in enumerate(sheet.iter_rows(values_only=True, max_row=_LAST_ROW), 1):
        if not cells:  # a million of them may stand between two rows
            continue
        row = merges.filled_in(number, [_text(value) for value in cells[:MOST_COLUMNS]])
        while row and not row[-1]:
            row.pop()
        if not row:
            continue
        count += 1
        if count > MOST_ROWS + 1:
            raise TableRefused("rows", reason="too_large")
        yield Row(number, tuple(row))


class Merges:
    """Cells that were merged downwards: what stands in the first counts for all of them."""

    def __init__(self, told: list[bytes]) -> None:
        """Take the ranges as the file tells them, ``A3:A5``."""
        from openpyxl.utils.cell import range_boundaries

        self.filled = False
        self._begin: dict[int, list[tuple[int, int]]] = {}
        self._open: dict[int, tuple[int, str]] = {}
        for one in told[:_MOST_MERGES]:
            left, top, _right, bottom = range_boundaries(one.decode("ascii"))
            if bottom > top:
                self._begin.setdefault(top, []).append((left - 1, bottom))

    def filled_in(self, number: int, row: list[str]) -> list[str]:
        """Return a row with what merged cells from above bring into it."""
        for column, bottom in self._begin.get(number, ()):
            if column < len(row) and row[column]:
                self._open[column] = (bottom, row[column])
        for column, (bottom, text) in list(self._open.items()):
            if number > bottom:
                del self._open[column]
            elif any(row):
                row += [""] * (column + 1 - len(row))
                self.filled = self.filled or not row[column]
                row[column] = row[column] or text
        return row


def _text(value: object) -> str:
    """Return a cell as text: a day as ISO 8601, a whole number without its point."""
    match value:
        case None:
            return ""
        case str():  # most cells are
            return "" if _ERROR.fullmatch(value) else plain(value.strip())[:LONGEST_CELL]
        case bool():
            return "ja" if value else "nee"
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime():
            return value.isoformat(sep=" ", timespec="minutes")
        case date() | time():
            return value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return plain(str(value).strip())[:LONGEST_CELL]
