"""A list out of another program: its rows as text, whatever file it came in.

What a file is follows from its bytes, never from its name. A CSV file is read here; a workbook is
taken apart in a process of its own (:mod:`meitinker.exchange.sheet_process`, A4).
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import msgspec

from meitinker import paths
from meitinker.errors import TableRefused

if TYPE_CHECKING:
    from pathlib import Path

LARGEST = 64 * 1024 * 1024
"""Bytes of a file that is read."""

MOST_ROWS = 100_000
MOST_COLUMNS = 200
LONGEST_CELL = 40_000
"""Characters that are kept of a cell: twice what any field takes, so a cut one is refused later."""

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")


class Row(msgspec.Struct, frozen=True, array_like=True):
    """A row that is not empty; ``number`` is the one that a spreadsheet shows beside it."""

    number: int
    cells: tuple[str, ...]


class SheetName(msgspec.Struct, frozen=True, array_like=True):
    """A sheet of a workbook."""

    name: str
    hidden: bool = False


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """The rows of a file, the headings among them.

    Attributes:
        rows: Those that are not empty, in order.
        sheet: The sheet that was read; "" for a CSV file.
        sheets: All sheets of the workbook.
        notes: What a person should know of how it was read: ``formulas`` (the results that were
            kept with them count), ``merged`` (a merged cell counts for each row that it covers),
            ``hidden_sheets`` (not read), ``quotes`` (they do not come in pairs).
        hash: SHA-256 of the file, hex.
    """

    rows: tuple[Row, ...]
    sheet: str = ""
    sheets: tuple[SheetName, ...] = ()
    notes: tuple[str, ...] = ()
    hash: str = ""

    def __repr__(self) -> str:
        """Return a text without anybody's name: an error may quote it (A10)."""
        return f"Table({len(self.rows)} rows)"


def read_file(path: Path, *, sheet: str = "") -> Table:
    """Return the rows of the file at ``path``; no more of it is read than may be.

    Raises:
        TableRefused: Params: ``reason`` (``folder``, and those of :func:`read`).
        DiskFailed, StoreReadOnly: It cannot be read.
    """
    if path.is_dir():
        raise TableRefused("folder", reason="folder")
    with paths.disk_errors(), path.open("rb") as file:
        data = file.read(LARGEST + 1)
    return read(data, sheet=sheet)


def read(data: bytes, *, sheet: str = "") -> Table:
    """Return the rows of a file.

    Args:
        data: The file.
        sheet: Name of the sheet; "" for the first one that is not hidden.

    Raises:
        TableRefused: Params: ``reason`` (``too_large``, ``empty``, ``kind``, ``old_excel``,
            ``locked``, ``unsafe``, ``broken``, ``sheet``).
    """
    if len(data) > LARGEST:
        raise TableRefused("too large", reason="too_large")
    if data.startswith(_OLE):
        raise TableRefused("ole", reason="locked" if _LOCKED in data else "old_excel")
    if data.startswith(_ZIP):
        from meitinker.exchange import sheet_process

        table = sheet_process.read(data, sheet=sheet)
    else:
        from meitinker.exchange import csv_reading

        table = csv_reading.read(data)
    if not table.rows:
        raise TableRefused("no rows", reason="empty")
    return msgspec.structs.replace(table, hash=hashlib.sha256(data).hexdigest())
