"""The drawing of a network on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.domain.ecogram import LOWEST, SECTORS, Label, Sector, Sizes, drawing, lines_of
from meitinker.domain.ecogram_lines import line_along
from meitinker.domain.words import name_of
from meitinker.reports.fonts import Face, font
from meitinker.reports.text import one_line, wrap
from meitinker.reports.typeset import BLACK, GREY, LINE, set_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from gettext import NullTranslations

    from reportlab.pdfgen.canvas import Canvas

    from meitinker.domain.ecogram import Drawing, LabelSpot
    from meitinker.domain.ecogram_lines import Line, LineLook
    from meitinker.reports.network import DatedNetwork, Someone
    from meitinker.reports.rows import Draw
    from meitinker.reports.typeset import Composer, Style

_WIDEST = 10.6
"""Widest words on a label, in times the type size: about twenty letters."""

_LEAD = 1.22
_GAP = 0.85
"""Least room between two labels, in times the type size."""

_PAD = 0.45
_TRIES = ((10.0, 0.48), (9.5, 0.52), (9.0, 0.56), (8.5, 0.60), (8.0, 0.64))
_TRIES_LARGE = (
    (14.0, 0.48),
    (14.0, 0.56),
    (14.0, 0.62),
    (13.0, 0.62),
    (12.0, 0.64),
    (11.0, 0.64),
    (10.0, 0.64),
)
"""Type size in points and how full the sheet may be, until the drawing fits on a page."""

_GOOD = 4
"""How many of these sizes are good enough not to want a page of its own.

Half a point less reads better than a first page with little on it but what the lines mean.
"""

_NORMAL = 14
"""Text above this size is large print."""

_FLAT = 0.34
"""Least height as a share of the width, where that keeps what it means on the same page."""

_LATER_ROOM = 30.0
"""Points of a page that stay free below the drawing."""


class Figure:
    """A drawing that fits on one page, with its words measured in the letter of the paper."""

    def __init__(
        self,
        around: DatedNetwork,
        page: Composer,
        *,
        words: NullTranslations,
        room: float,
    ) -> None:
        """Lay it out.

        Args:
            around: Who is drawn.
            page: Counts the characters that the letter type lacks.
            words: The language.
            room: Points that are left on the page; where that is too little it may take a
                page of its own.
        """
        self._accent, self._width = page.style.accent, page.style.width
        self._page = page.style.page
        self._words = words
        self._people = around.people
        self._resident = around.resident
        shown = [text for one in around.people for text in (one.name, one.relation)]
        self._texts = {text: page.settable(one_line(text)) for text in (around.resident, *shown)}
        self._size, made = self._fitted(room, large=page.style.size > _NORMAL)
        self._take(made)

    def _take(self, made: Drawing) -> None:
        """Draw this one."""
        self._drawing = made
        # A network that is too large at any size is made smaller as a picture is.
        self._scale = min(1.0, (self._page - _LATER_ROOM) / made.height)
        self._routes = lines_of(made)
        self._spots = {spot.key: spot for spot in made.spots}

    def flatten(self, room: float) -> bool:
        """Draw it no higher than ``room`` points, if that goes at the same size; tell whether."""
        made = self._laid_out(_TRIES[0][1], lowest=_FLAT)
        if fits := made.height <= room:
            self._take(made)
        return fits

    @property
    def height(self) -> float:
        """Its height in points."""
        return self._drawing.height * self._scale

    def draw(self, canvas: Canvas, x: float, y: float) -> None:
        """Draw it with its upper left corner at ``x`` and ``y``."""
        canvas.saveState()
        canvas.translate(x, y)
        canvas.scale(self._scale, self._scale)
        self._rings(canvas)
        for one in self._people:
            route = self._routes[one.key]
            draw_line(canvas, line_along(one.key, route, one.look, unit=self._size / 14))
        for one in self._people:
            self._box(canvas, self._spots[one.key], ground="#FFFFFF", edge=GREY)
            self._write(canvas, self._spots[one.key], self._lines(one), color=BLACK)
        self._box(canvas, self._drawing.core, ground=self._accent, edge=self._accent)
        own = [(line, Face.BOLD) for line in self._wrapped(self._resident, Face.BOLD)]
        self._write(canvas, self._drawing.core, own, color="#FFFFFF")
        self._captions(canvas)
        canvas.restoreState()

    def _fitted(self, room: float, *, large: bool) -> tuple[float, Drawing]:
        """Return the first size at which it fits: in the room, else on a page."""
        sizes = _TRIES_LARGE if large else _TRIES
        for self._size, density in sizes[:_GOOD]:
            made = self._laid_out(density)
            if made.height <= room:
                return self._size, made
        for self._size, density in sizes:
            made = self._laid_out(density)
            if made.height <= self._page - _LATER_ROOM:
                break
        return self._size, made

    def _laid_out(self, density: float, *, lowest: float = LOWEST) -> Drawing:
        labels = [
            Label(one.key, one.kind, one.nearness, *self._measured(self._lines(one)))
            for one in self._people
        ]
        there = {SECTORS[one.kind] for one in self._people}
        captions = {
            sector: (font(Face.BOLD).width(name_of(sector, self._words), self._size), self._lead)
            for sector in Sector
            if sector in there
        }
        core = self._measured([(t, Face.BOLD) for t in self._wrapped(self._resident, Face.BOLD)])
        return drawing(
            labels,
            Sizes(
                self._width, core, gap=self._size * _GAP, captions=captions, density=density,
                lowest=lowest,
            ),
        )  # fmt: skip

    @property
    def _lead(self) -> float:
        return self._size * _LEAD

    def _lines(self, one: Someone) -> list[tuple[str, Face]]:
        names = [(line, Face.BOLD) for line in self._wrapped(one.name, Face.BOLD)]
        return names + [(line, Face.REGULAR) for line in self._wrapped(one.relation, Face.REGULAR)]

    def _wrapped(self, text: str, face: Face) -> list[str]:
        return wrap(
            self._texts[text], font(face), size=self._size, width=self._size * _WIDEST
        )  # fmt: skip

    def _measured(self, lines: Sequence[tuple[str, Face]]) -> tuple[float, float]:
        widest = max((font(face).width(text, self._size) for text, face in lines), default=0.0)
        pad = 2 * self._size * _PAD
        return widest + 1.5 * pad, max(len(lines), 1) * self._lead + pad

    def _rings(self, canvas: Canvas) -> None:
        from reportlab.lib.colors import HexColor

        canvas.setStrokeColor(HexColor(LINE))
        canvas.setLineWidth(0.5)
        canvas.setDash(2, 3)
        core, (near, middle, far) = self._drawing.core, self._drawing.rings
        for outer, inner in ((far, middle), (middle, near)):
            across, down = (outer[0] + inner[0]) / 2, (outer[1] + inner[1]) / 2
            canvas.ellipse(core.x - across, -core.y - down, core.x + across, down - core.y)
        canvas.setDash()

    def _box(self, canvas: Canvas, spot: LabelSpot, *, ground: str, edge: str) -> None:
        from reportlab.lib.colors import HexColor

        canvas.setFillColor(HexColor(ground))
        canvas.setStrokeColor(HexColor(edge))
        canvas.setLineWidth(0.7)
        canvas.roundRect(
            spot.left, -spot.top - spot.height, spot.width, spot.height, 4, stroke=1, fill=1
        )

    def _write(
        self, canvas: Canvas, spot: LabelSpot, lines: Sequence[tuple[str, Face]], *, color: str
    ) -> None:
        top = -spot.y + len(lines) * self._lead / 2
        for number, (text, face) in enumerate(lines):
            base = top - number * self._lead - self._lead / 2 - self._size * 0.36
            left = spot.x - font(face).width(text, self._size) / 2
            set_line(canvas, text, face=face, size=self._size, at=(left, base), color=color)

    def _captions(self, canvas: Canvas) -> None:
        for spot in self._drawing.captions:
            self._box(canvas, spot, ground="#FFFFFF", edge="#FFFFFF")
            text = name_of(Sector(spot.key), self._words)
            self._write(canvas, spot, [(text, Face.BOLD)], color=GREY)


def sample(look: LineLook, style: Style) -> Draw:
    """Return a mark that draws a short line before the words of a legend."""
    length = style.size * 4

    def draw(canvas: Canvas, x: float, y: float) -> None:
        canvas.saveState()
        canvas.translate(x - length - style.size * 0.6, y - style.lead / 2)
        draw_line(canvas, line_along("", ((length, 0.0), (0.0, 0.0)), look, unit=style.size / 16))
        canvas.restoreState()

    return draw


def draw_line(canvas: Canvas, line: Line) -> None:
    """Draw a line with its arrow heads; y goes down from where the canvas stands."""
    from reportlab.lib.colors import HexColor

    canvas.setStrokeColor(HexColor(BLACK))
    canvas.setFillColor(HexColor(BLACK))
    canvas.setLineWidth(line.thickness * 0.8)
    canvas.setLineJoin(1)
    canvas.setDash(list(line.dashes))
    path = canvas.beginPath()
    for number, (x, y) in enumerate(line.points):
        (path.lineTo if number else path.moveTo)(x, -y)
    canvas.drawPath(path, stroke=1, fill=0)
    canvas.setDash()
    for head in line.heads:
        shape = canvas.beginPath()
        for number, (x, y) in enumerate(head):
            (shape.lineTo if number else shape.moveTo)(x, -y)
        shape.close()
        canvas.drawPath(shape, stroke=0, fill=1)
