"""What stands in the cells of a file that leaves: safe to open, and the same in every program.

A text that begins as a formula does (OWASP ASVS 5, 1.2.10; fault A3) is run by a spreadsheet that
reads a CSV file, quoted or not. Such a cell gets an apostrophe before it. In an XLSX file a cell
says itself that it is text, and stays as it was written.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeAlias

from meitinker import clock

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Cell: TypeAlias = str | int | date | datetime | None
"""A cell before it is written; an instant is told in the time of Amsterdam, None is empty."""

LONGEST = 32_767
"""Characters that a cell of a spreadsheet holds; what is longer is cut there."""

CUT = " […]"
"""Stands at the end of a text that was cut."""

BOM = b"\xef\xbb\xbf"
"""Without it Excel reads UTF-8 as Windows-1252, and Sjoukje Wâldsang as WÃ¢ldsang."""

SEPARATOR = ";"
"""What Excel expects between cells on a Dutch computer."""

_FORMULA = frozenset("=+-@\t\r＝＋－＠")
_UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
_KEPT = frozenset("\t\n\r")


def plain(text: str) -> str:
    """Return ``text`` without signs that no file format carries: NUL, other controls, halves."""
    if text.isprintable():
        return text
    kept = "".join(sign for sign in text if sign in _KEPT or not _broken(sign))
    return kept.replace("\r\n", "\n").replace("\r", "\n")


def fitting(text: str) -> str:
    """Return ``text`` as long as a cell of a spreadsheet can be."""
    return text if len(text) <= LONGEST else text[: LONGEST - len(CUT)] + CUT


def harmless(text: str) -> str:
    """Return ``text`` so that no spreadsheet takes it for a formula (A3)."""
    # Spaces and signs that nobody sees do not make it safe in every program.
    first = next((s for s in text if s in _FORMULA or unicodedata.category(s) not in _UNSEEN), "")
    return f"'{text}" if first in _FORMULA else text


def guarded(text: str) -> str:
    """Return ``text`` harmless, so that :func:`unguarded` gives it back to the letter."""
    return f"'{text}" if text[:1] == "'" and unguarded(text) != text else harmless(text)


def unguarded(text: str) -> str:
    """Return ``text`` without the apostrophe that was put before a formula, if that is one."""
    rest = text[1:]
    if text[:1] == "'" and (harmless(rest) != rest or rest[:1] == "'"):
        return rest
    return text


def as_text(cell: Cell) -> str:
    """Return a cell as text: days and moments as in ISO 8601, without a zone."""
    match cell:
        case None:
            return ""
        case datetime():
            return f"{clock.local(cell):%Y-%m-%d %H:%M}"
        case date():
            return cell.isoformat()
        case _:
            return str(cell)


def csv_file(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a CSV file as Dutch offices open it: UTF-8 with its mark, semicolons, CRLF.

    Numbers and days are never text to begin with, so only text is made harmless.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=SEPARATOR, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([_csv_cell(cell) for cell in row] for row in rows)
    return BOM + out.getvalue().encode("utf-8")


def _csv_cell(cell: Cell) -> str:
    if isinstance(cell, str):
        return harmless(fitting(plain(cell)))
    return as_text(cell)


def _broken(sign: str) -> bool:
    # U+FFFE and U+FFFF are no characters in XML; halves cannot be written at all.
    return unicodedata.category(sign) in {"Cc", "Cs"} or sign in "\ufffe\uffff"
