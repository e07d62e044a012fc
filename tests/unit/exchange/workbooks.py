"""Workbooks for tests, as other programs and hostile people make them."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


def saved(book: Any) -> bytes:
    """Return the bytes of a workbook."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def of(rows: Iterable[Sequence[object]], change: Callable[[Any], None] | None = None) -> bytes:
    """Return a workbook of one sheet; ``change`` takes the sheet before it is saved."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    if change:
        change(book.active)
    return saved(book)


def shared(rows: Sequence[Sequence[str]]) -> bytes:
    """Return a workbook whose texts stand in a table of their own, as Excel writes it."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    texts = [text for row in rows for text in row]
    table = "".join(f"<si><t>{text}</t></si>" for text in texts)
    place = iter(range(len(texts)))
    lines = "".join(
        f'<row r="{y}">'
        + "".join(
            f'<c r="{chr(65 + x)}{y}" t="s"><v>{next(place)}</v></c>' for x in range(len(row))
        )
        + "</row>"
        for y, row in enumerate(rows, 1)
    )
    plain = of([["x"]])
    kinds = part(plain, "[Content_Types].xml").decode()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    override = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    kinds = kinds if "sharedStrings" in kinds else kinds.replace("</Types>", override)
    sheet = f'<worksheet xmlns="{main}"><sheetData>{lines}</sheetData></worksheet>'
    return with_parts(
        plain,
        {
            "[Content_Types].xml": kinds.encode(),
            "xl/sharedStrings.xml": f'<sst xmlns="{main}">{table}</sst>'.encode(),
            "xl/worksheets/sheet1.xml": sheet.encode(),
        },
    )


def with_parts(data: bytes, parts: dict[str, bytes]) -> bytes:
    """Return a workbook in which ``parts`` stand in place of, or beside, its own."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content, compress_type=zipfile.ZIP_DEFLATED)
    return out.getvalue()


def part(data: bytes, name: str) -> bytes:
    """Return a part of a workbook."""
    with zipfile.ZipFile(io.BytesIO(data)) as box:
        return box.read(name)
