"""Reading a CSV file as other programs write it: any of their encodings and separators."""

from __future__ import annotations

import csv
import io
import itertools
from collections import Counter
from typing import TYPE_CHECKING

from meitinker.errors import TableRefused
from meitinker.exchange.cells import plain, unguarded
from meitinker.exchange.tables import (
    LARGEST,
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_ROWS,
    Row,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_SEPARATORS = ";,\t|"
_LOOKED_AT = 200
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_SAID = "sep="
"""Excel writes a first line "sep=;" where it cannot know what the reader expects."""

_MOST_RECORDS = 1_000_000
"""Rows of a table of a directory: the codes of ten thousand services are thirty thousand."""

_SWALLOWED = 3
"""Separators in a text of several lines from which on it is rows that a lone quote swallowed."""


def read(data: bytes) -> Table:
    """Return the rows of a CSV file.

    Raises:
        TableRefused: Params: ``reason`` (``kind``, ``too_large``, ``broken``).
    """
    text = _text(data)
    first, _, rest = text.partition("\n")
    told = first.strip().strip('"').lower()
    skipped = 0
    if told.startswith(_SAID) and len(told) == len(_SAID) + 1:
        separator, text, skipped = told[-1], rest, 1
    else:
        separator = _separator(text)
    try:
        return Table(rows=tuple(_rows(text, separator, skipped=skipped, strict=True)))
    except csv.Error:
        rows = tuple(_rows(text, separator, skipped=skipped, strict=False))
    if rows and any(_swallowed(cell, separator) for cell in rows[-1].cells):
        raise TableRefused("a quote is not closed", reason="broken")
    return Table(rows=rows, notes=("quotes",))


def _text(data: bytes) -> str:
    """Return the text: UTF-8, UTF-16 or else Windows-1252, which Excel writes."""
    text = _decoded(data)
    if "\x00" in text:
        raise TableRefused("binary", reason="kind")
    controls = sum(1 for sign in text[:4096] if sign < " " and sign not in "\t\r\n\f\x1a")
    if controls > len(text[:4096]) // 50:
        raise TableRefused("binary", reason="kind")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(data: bytes) -> str:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data.decode(encoding, errors="replace")
    for encoding in ("utf-8", *_without_bom(data), "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    return data.decode("latin-1")  # five bytes mean nothing in Windows-1252


def _without_bom(data: bytes) -> tuple[str, ...]:
    """Return the UTF-16 that the zeros of plain letters betray."""
    even, odd = data[0:2000:2].count(0), data[1:2000:2].count(0)
    if len(data) % 2 or max(even, odd) < min(len(data), 2000) // 5:
        return ()
    return ("utf-16-le",) if odd > even else ("utf-16-be",)


def _separator(text: str) -> str:
    """Return the sign that parts the most rows into the same number of cells, at least two."""
    best = (0, 0, _SEPARATORS[0])
    for sign in _SEPARATORS:
        rows = itertools.islice(_parsed(text[: 64 * 1024], sign, strict=False), _LOOKED_AT)
        widths = Counter(len(row) for row in rows if row)
        if not widths:
            continue
        width, rows_of_it = max(widths.items(), key=lambda one: (one[0] > 1, one[1], one[0]))
        if width > 1:
            best = max(best, (rows_of_it, width, sign), key=lambda one: one[:2])
    return best[2]


def _parsed(text: str, separator: str, *, strict: bool) -> Iterator[list[str]]:
    csv.field_size_limit(LARGEST)
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=strict)


def _rows(text: str, separator: str, *, skipped: int, strict: bool) -> Iterator[Row]:
    count = 0
    for number, cells in enumerate(_parsed(text, separator, strict=strict), 1 + skipped):
        if len(cells) > MOST_COLUMNS:
            raise TableRefused("columns", reason="too_large")
        row = tuple(plain(cell.strip())[:LONGEST_CELL] for cell in cells)
        if not any(row):
            continue
        count += 1
        if count > MOST_ROWS + 1:
            raise TableRefused("rows", reason="too_large")
        yield Row(number, row)


def _swallowed(cell: str, separator: str) -> bool:
    return "\n" in cell and cell.count(separator) >= _SWALLOWED


def records(data: bytes) -> tuple[list[tuple[int, dict[str, str]]], tuple[str, ...]]:
    """Return the rows of a CSV file whose first row are the names of its columns, and notes.

    Cells are kept as they stand, but for the apostrophe that keeps a spreadsheet from taking one
    for a formula; what is empty is left out.

    Raises:
        TableRefused: As :func:`read`.
    """
    text = _text(data)
    separator = _separator(text.partition("\n")[0])  # names hold none; a text below may hold many
    notes: tuple[str, ...] = ()
    try:
        rows = list(_parsed(text, separator, strict=True))
    except csv.Error:
        rows, notes = _forgiven(text, separator), ("quotes",)
    names = [name.strip().lower() for name in rows[0]] if rows else []
    if len(names) > MOST_COLUMNS or len(rows) > _MOST_RECORDS:
        raise TableRefused("too many", reason="too_large")
    found = []
    for number, row in enumerate(rows[1:], 2):
        cells = {
            name: unguarded(cell) if cell[0] == "'" else cell
            for name, cell in zip(names, row, strict=False)
            if cell and name
        }
        if cells:
            found.append((number, cells))
    return found, notes


def _forgiven(text: str, separator: str) -> list[list[str]]:
    """Return the rows of a file whose quotes do not come in pairs, where that can be told.

    Raises:
        TableRefused: ``broken``.
    """
    try:
        rows = list(_parsed(text, separator, strict=False))
    except csv.Error:
        raise TableRefused("a cell has no end", reason="broken") from None
    if rows and any(_swallowed(cell, separator) for cell in rows[-1]):
        raise TableRefused("a quote is not closed", reason="broken")
    return rows
