"""The picture of a grid: villages down, what help is about across, a number and marks in a cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.reports.fonts import Face, Font, font
from meitinker.reports.rows import Row
from meitinker.reports.tagging import Tag
from meitinker.reports.text import one_line, wrap
from meitinker.reports.typeset import BLACK, MM, set_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportlab.pdfgen.canvas import Canvas

    from meitinker.reports.rows import Draw
    from meitinker.reports.typeset import Composer, Style

_HIGH = 21.0
"""Height of a cell in points: below the bar, in the middle the number, marks above it."""

_NAMES = 38 * MM
_MOST_WIDE = 15 * MM
_HEAD_SIZE, _NAME_SIZE, _NUMBER_SIZE = 9.5, 10.5, 9.5
_HEAD_LEAD = 11.0
_SMALLEST = 7.0
_GREY = "#D3DAE0"
_EDGE = "#5F6E7C"
_BAR = 3.2


class GridCell(msgspec.Struct, frozen=True, kw_only=True):
    """A cell as it is drawn: how many services, and of these own and stale ones; and its marks."""

    count: int = 0
    own: int = 0
    stale: int = 0
    double: bool = False
    missing: bool = False


_SAMPLE, _BESIDE = 26.0, 42.0
_SAMPLES = {
    "own": GridCell(count=4, own=2),
    "far": GridCell(count=4),
    "gap": GridCell(),
    "stale": GridCell(count=4, stale=2),
    "double": GridCell(count=4, double=True),
    "missing": GridCell(count=4, missing=True),
}


class GridRow(msgspec.Struct, frozen=True):
    """A village with its cells, one a column."""

    name: str
    cells: tuple[GridCell, ...]


class GridPart(msgspec.Struct, frozen=True, kw_only=True):
    """A grid: its title, columns and rows, and of villages in words what stands out in them."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[GridRow, ...]
    told: tuple[tuple[str, str], ...] = ()


class GridFigure:
    """The drawing of a grid, as wide as the text."""

    def __init__(self, part: GridPart, page: Composer) -> None:
        """Measure ``part`` for ``page``."""
        self._rows = [
            (_fitting(page.settable(one_line(row.name)), _NAMES - 6, _NAME_SIZE), row.cells)
            for row in part.rows
        ]
        letter = font(Face.REGULAR)
        self._heads = [_in_two(page.settable(one_line(name)), letter) for name in part.columns]
        self._wide = min(_MOST_WIDE, (page.width - _NAMES) / max(len(part.columns), 1))
        lines = (line for head in self._heads for line in head)
        widest = max((letter.width(line, _HEAD_SIZE) for line in lines), default=0.0)
        self._head = widest + 8
        self.height = self._head + len(self._rows) * _HIGH + 2

    def draw(self, canvas: Canvas, x: float, y: float) -> None:
        """Draw it with its left top at ``x`` and ``y``, in points."""
        top = y - self._head
        for number, lines in enumerate(self._heads):
            middle = x + _NAMES + (number + 0.5) * self._wide
            canvas.saveState()
            canvas.translate(middle + _HEAD_SIZE * 0.36, top + 5)
            canvas.rotate(90)
            above = (len(lines) - 1) * _HEAD_LEAD / 2
            for down, line in enumerate(lines):
                at = (0.0, above - down * _HEAD_LEAD)
                set_line(canvas, line, face=Face.REGULAR, size=_HEAD_SIZE, at=at)
            canvas.restoreState()
        for down, ((name, size), cells) in enumerate(self._rows):
            low = top - (down + 1) * _HIGH
            base = low + _HIGH / 2 - size * 0.36
            set_line(canvas, name, face=Face.REGULAR, size=size, at=(x, base))
            for across, cell in enumerate(cells):
                left = x + _NAMES + across * self._wide
                draw_cell(canvas, cell, at=(left, low), wide=self._wide)


def draw_cell(
    canvas: Canvas, cell: GridCell, *, at: tuple[float, float], wide: float, high: float = _HIGH
) -> None:
    """Draw a cell with its left bottom at ``at``, in points."""
    from reportlab.lib.colors import HexColor

    x, y = at
    canvas.setStrokeColor(HexColor(_EDGE))
    canvas.setLineWidth(0.6)
    canvas.setFillColor(HexColor(_GREY if cell.own else "#FFFFFF"))
    canvas.rect(x, y, wide, high, stroke=1, fill=1)
    canvas.setFillColor(HexColor(BLACK))
    if not cell.count:
        canvas.setStrokeColor(HexColor(BLACK))
        canvas.setLineWidth(1.1)
        canvas.line(x + 3, y + 3, x + wide - 3, y + high - 3)
        canvas.line(x + 3, y + high - 3, x + wide - 3, y + 3)
    else:
        _number(canvas, cell, at=(x + wide / 2, y + _BAR + 1.9))
    if cell.stale:
        share = max(cell.stale / max(cell.count, 1) * wide, 2.0)
        canvas.rect(x, y, share, _BAR, stroke=0, fill=1)
    if cell.double:
        _blocks(canvas, x + wide - 7.5, y + high - 7.5)
    if cell.missing:
        set_line(canvas, "!", face=Face.BOLD, size=9.5, at=(x + 1.8, y + high - 8.6))


def legend_row(marks: Sequence[tuple[str, str]], page: Composer) -> Row:
    """Return a line of the legend: samples of cells beside each other, each with what it means."""
    style, letter = page.style, font(Face.REGULAR)
    each = page.width / 2
    told = [
        (_SAMPLES[what], wrap(page.settable(text), letter, size=style.size, width=each - _BESIDE))
        for what, text in marks
    ]
    lines = max(len(text) for _cell, text in told)

    def draw(canvas: Canvas, x: float, y: float) -> None:
        for number, (cell, text) in enumerate(told):
            left = x + number * each
            high = min(_HIGH, style.lead - 1)
            low = y - (style.lead + high) / 2
            draw_cell(canvas, cell, at=(left, low), wide=_SAMPLE, high=high)
            for down, line in enumerate(text):
                base = y - down * style.lead - style.lead / 2 - style.size * 0.36
                at = (left + _BESIDE - 6, base)
                set_line(canvas, line, face=Face.REGULAR, size=style.size, at=at)

    return Row(lines * style.lead, draw, Tag("P"), gap=style.lead * 0.25, glued=True)


def named(name: str, style: Style, width: float) -> Draw:
    """Return a mark that draws the name of a village, ``width`` left of what is said of it."""
    shown, size = _fitting(name, width - 6, style.size, Face.BOLD)

    def draw(canvas: Canvas, x: float, y: float) -> None:
        at = (x - width, y - style.lead / 2 - style.size * 0.36)
        set_line(canvas, shown, face=Face.BOLD, size=size, at=at)

    return draw


def _number(canvas: Canvas, cell: GridCell, *, at: tuple[float, float]) -> None:
    face, said = (Face.BOLD if cell.own else Face.REGULAR), str(cell.count)
    width = font(face).width(said, _NUMBER_SIZE)
    set_line(canvas, said, face=face, size=_NUMBER_SIZE, at=(at[0] - width / 2, at[1]))


def _blocks(canvas: Canvas, x: float, y: float) -> None:
    from reportlab.lib.colors import HexColor

    canvas.setStrokeColor(HexColor(BLACK))
    canvas.setLineWidth(0.7)
    canvas.setFillColor(HexColor("#FFFFFF"))
    for step in (2.0, 0.0):
        canvas.rect(x + step, y + step, 4.0, 4.0, stroke=1, fill=1)


def _in_two(text: str, letter: Font) -> list[str]:
    """Return the name of a column on two lines that are about as long, or on one if it is short."""
    words = text.split(" ")
    ways = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    ways.append((text, ""))
    best = min(ways, key=lambda way: max(letter.width(line, _HEAD_SIZE) for line in way))
    return [line for line in best if line]


def _fitting(text: str, width: float, size: float, face: Face = Face.REGULAR) -> tuple[str, float]:
    """Return a name and the size at which it fits; what never fits loses its end."""
    letter = font(face)
    while size > _SMALLEST and letter.width(text, size) > width:
        size -= 0.5
    while len(text) > 1 and letter.width(text, size) > width:
        text = f"{text[:-2]}…"
    return text, size
