"""Writing an XLSX workbook whose bytes depend on its cells only.

The libraries that write workbooks put the moment of writing into them, and compress as the
machine does; a batch that is written again must be the same file. So the few parts that a plain
workbook needs (ECMA-376, part 1) are written here: cells of text, numbers, days and moments.
Every text is a cell of text, marked so that changing it makes no formula of it (A3).
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime
from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.exchange import zips
from meitinker.exchange.cells import Cell, as_text, fitting, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_FIRST_DAY = date(1899, 12, 30)
"""Day 0 of a spreadsheet; only days from March 1900 on are counted alike everywhere."""

_EARLIEST = date(1900, 3, 1)
_NOON_TO_NOON = 86_400
_TEXT, _HEADING, _DAY, _MOMENT = 1, 2, 3, 4
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_WIDEST = 60

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"

_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}">'
    '<numFmts count="2"><numFmt numFmtId="164" formatCode="dd\\-mm\\-yyyy"/>'
    '<numFmt numFmtId="165" formatCode="dd\\-mm\\-yyyy\\ hh:mm"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="5">'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"'
    ' quotePrefix="1"/>'
    '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"'
    ' applyFont="1" quotePrefix="1"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/>'
    "</cellStyles></styleSheet>"
)


class Sheet(msgspec.Struct, frozen=True):
    """A sheet: its name (31 letters at most), headings and rows."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """Return a workbook of ``sheets``: the same bytes for the same cells."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as box:
        for name, text in _parts(sheets):
            box.writestr(zips.part(name), text.encode("utf-8"))
    return out.getvalue()


def _parts(sheets: Sequence[Sheet]) -> Iterator[tuple[str, str]]:
    numbers = range(1, len(sheets) + 1)
    yield "[Content_Types].xml", _content_types(numbers)
    yield (
        "_rels/.rels",
        _relations([("rId1", f"{_OFFICE}/officeDocument", "xl/workbook.xml")]),
    )
    listed = "".join(
        f'<sheet name="{_attribute(one.name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, one in zip(numbers, sheets, strict=True)
    )
    yield (
        "xl/workbook.xml",
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        f"<sheets>{listed}</sheets></workbook>",
    )
    there = [(f"rId{n}", f"{_OFFICE}/worksheet", f"worksheets/sheet{n}.xml") for n in numbers]
    there.append((f"rId{len(sheets) + 1}", f"{_OFFICE}/styles", "styles.xml"))
    yield "xl/_rels/workbook.xml.rels", _relations(there)
    yield "xl/styles.xml", _STYLES
    for number, one in zip(numbers, sheets, strict=True):
        yield f"xl/worksheets/sheet{number}.xml", _sheet(one)


def _content_types(numbers: Iterable[int]) -> str:
    sheets = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_KIND}.worksheet+xml"/>'
        for n in numbers
    )
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
        f'{sheets}<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/></Types>'
    )


def _relations(there: Iterable[tuple[str, str, str]]) -> str:
    told = "".join(
        f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/>'
        for name, kind, target in there
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{told}</Relationships>'


def _sheet(sheet: Sheet) -> str:
    last = f"{_column(len(sheet.headings))}{len(sheet.rows) + 1}"
    widths = "".join(
        f'<col min="{n}" max="{n}" width="{min(len(heading) + 4, _WIDEST)}" customWidth="1"/>'
        for n, heading in enumerate(sheet.headings, 1)
    )
    rows = [_row(1, sheet.headings, text=_HEADING)]
    rows += [_row(number, row) for number, row in enumerate(sheet.rows, 2)]
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><dimension ref="A1:{last}"/>'
        '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2"'
        ' activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{widths}</cols><sheetData>{''.join(rows)}</sheetData></worksheet>"
    )


def _row(number: int, cells: Iterable[Cell], *, text: int = _TEXT) -> str:
    told = "".join(
        _cell(f"{_column(place)}{number}", cell, text=text) for place, cell in enumerate(cells, 1)
    )
    return f'<row r="{number}">{told}</row>'


def _cell(place: str, cell: Cell, *, text: int) -> str:
    if cell is None or cell == "":
        return ""
    match cell:
        case datetime():
            return f'<c r="{place}" s="{_MOMENT}"><v>{_serial(cell)}</v></c>'
        case date() if cell >= _EARLIEST:
            return f'<c r="{place}" s="{_DAY}"><v>{(cell - _FIRST_DAY).days}</v></c>'
        case int():
            return f'<c r="{place}"><v>{cell}</v></c>'
        case _:
            written = _content(as_text(cell))
            return (
                f'<c r="{place}" s="{text}" t="inlineStr">'
                f'<is><t xml:space="preserve">{written}</t></is></c>'
            )


def _serial(instant: datetime) -> str:
    wall = clock.local(instant)
    seconds = wall.hour * 3600 + wall.minute * 60 + wall.second
    return f"{(wall.date() - _FIRST_DAY).days + seconds / _NOON_TO_NOON:.8f}"


def _content(text: str) -> str:
    # "_x000D_" would be read as the sign that it names.
    told = _ESCAPE.sub("_x005F_", fitting(plain(text)))
    return told.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _attribute(text: str) -> str:
    return _content(text).replace('"', "&quot;")


def _column(number: int) -> str:
    """Return the letters of a column: 1 is A, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
