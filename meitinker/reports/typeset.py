"""Sets text into rows, in the type and sizes of the house style.

Cards are frames drawn around whatever of their rows a page holds, so that a card of any length
breaks well.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from meitinker.reports.fonts import Face, font
from meitinker.reports.measures import (
    LATER_TOP,
    LATER_TOP_LARGE,
    SHEET_HEIGHT,
    TEXT_END,
    TEXT_END_LARGE,
)
from meitinker.reports.rows import Frame, Row
from meitinker.reports.tagging import Tag
from meitinker.reports.text import one_line, paragraphs, tied, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from gettext import NullTranslations

    from reportlab.pdfgen.canvas import Canvas

    from meitinker.reports.rows import Draw


MM = 72 / 25.4
_TOLD, _BESIDE = 3, 60
"""How many places with a lacking character are told, and at most how many characters of each."""
BLACK = "#000000"
GREY = "#4A5B6B"
LINE = "#8796A3"
WHOLE_CARD = 100 * MM
"""A card lower than this, in points, stands on one page."""


@dataclass(frozen=True, slots=True)
class Style:
    """Sizes in points and the accent colour of one document.

    Attributes:
        size: Type size of running text.
        lead: Distance between its lines.
        title: Size of the title; headings are in between.
        heading: Size of a section's heading.
        apart: White above the heading of a section.
        width: Width of the text, in points.
        accent: Colour of bars and marks, ``#RRGGBB``.
        top: Where text begins on every page but the first, in millimetres from the top.
        end: Where text ends on every page, likewise.
    """

    size: float
    lead: float
    title: float
    heading: float
    apart: float
    width: float
    accent: str
    top: float = LATER_TOP
    end: float = TEXT_END

    @classmethod
    def of(cls, *, large: bool, accent: str) -> Style:
        """Return 12/17 pt, or 18/26 pt for large print."""
        if large:
            return cls(18, 26, 27, 21, 29, 160 * MM, accent, LATER_TOP_LARGE, TEXT_END_LARGE)
        return cls(12, 17, 18, 14, 24, 144 * MM, accent)

    @property
    def page(self) -> float:
        """The height of the text on every page but the first, in points."""
        return (self.end - self.top) * MM


@dataclass(frozen=True, slots=True)
class TypeSetting:
    """How lines are set: letter type, type size and distance of lines in points."""

    face: Face
    size: float
    lead: float


class Composer:
    """Turns the parts of a document into rows.

    Attributes:
        style: Sizes and colour.
        rows: The rows so far.
        missing: Number of characters that the letter type lacks.
        beside: The words around each of them, once; the first few.
    """

    def __init__(self, style: Style, words: NullTranslations) -> None:
        """Begin an empty document in the language of ``words``."""
        self.style = style
        self._words = words
        self.rows: list[Row] = []
        self.missing = 0
        self.beside: list[str] = []
        self._frame: Frame | None = None
        self._inset = 0.0

    @property
    def width(self) -> float:
        """The width in points that text has here."""
        right = self._frame.inset if self._frame is not None and self._frame.boxed else 0.0
        return self.style.width - self._inset - right

    @property
    def inset(self) -> float:
        """How far in points text begins here from the left of the column."""
        return self._inset

    def settable(self, text: str, face: Face = Face.REGULAR) -> str:
        """Return ``text`` as the letter type can set it, and count the characters it lacks."""
        shown, lacking = font(face).settable(text, self._words)
        self.missing += lacking
        if lacking:
            self._tell_beside(text, face)
        return shown

    def _tell_beside(self, text: str, face: Face) -> None:
        """Remember which words of ``text`` hold a character that the letter type lacks."""
        words, known = text.split(), font(face).widths
        for at, word in enumerate(words):
            if all(ord(char) in known for char in word) or len(self.beside) >= _TOLD:
                continue
            near = " ".join(words[max(0, at - 1) : at + 2])[:_BESIDE]
            if near not in self.beside:
                self.beside.append(near)

    def add(self, row: Row) -> None:
        """Add a row as it is, in the card that is open."""
        self.rows.append(replace(row, frame=self._frame))

    def title(self, text: str) -> None:
        """Add the title of the document."""
        self._head(text, "H1", self.style.title, gap=0.0)

    def heading(self, text: str) -> None:
        """Add the heading of a section."""
        self._head(text, "H2", self.style.heading, gap=self.style.apart)
        # A little air, more than between a label and its text.
        self.add(Row(self.style.lead * 0.15, _nothing, glued=True))

    def label(self, text: str, *, gap: float | None = None, kind: str = "H3") -> None:
        """Add a bold line over what follows; ``gap`` is the white above it in points."""
        gap = self.style.lead * 0.7 if gap is None else gap
        self._head(text, kind, self.style.size, gap=gap)

    def _head(self, text: str, kind: str, size: float, *, gap: float) -> None:
        lead = size * (1.3 if size > self.style.size else self.style.lead / self.style.size)
        setting = TypeSetting(Face.BOLD, size, lead)
        self._put([tied(one_line(text))], setting, tag=Tag(kind), gap=gap, glued=True)

    def subheading(self, text: str) -> None:
        """Add the heading of a card."""
        self._head(text, "H3", (self.style.size + self.style.heading) / 2, gap=0.0)

    def glue_from(self, start: int) -> None:
        """Hold the rows from number ``start`` on one page with what is added next."""
        self.rows[start:] = [replace(row, glued=True) for row in self.rows[start:]]

    def near(self, start: int) -> None:
        """Have row ``start`` on one page with the row before it where that takes no page more."""
        self.rows[start - 1] = replace(self.rows[start - 1], near=True)

    def hold(self, start: int, end: int | None = None) -> bool:
        """Keep the rows from number ``start`` to ``end`` on one page; tell whether one can.

        Without ``end``: all rows from ``start`` on.
        """
        held = self.rows[start:end]
        if not held or sum(row.gap + row.height for row in held) - held[0].gap > self.style.page:
            return False
        *before, last = held
        glued = [replace(row, glued=True) for row in before]
        self.rows[start:end] = [*glued, replace(last, glued=False)]
        return True

    def para(self, text: str, *, gap: float | None = None, bold: bool = False) -> None:
        """Add the paragraphs of ``text``, a white line between them.

        Args:
            text: Any text, also a resident's.
            gap: White above the first paragraph in points; as between paragraphs by default.
            bold: Set it bold.
        """
        setting = self._running(bold=bold)
        between = self.style.lead * 0.7
        for lines in paragraphs(text):
            above = between if gap is None else gap
            gap = None
            self._put(lines, setting, tag=Tag("P"), gap=above)

    def under(self, text: str) -> None:
        """Add text close under its label."""
        self.para(text, gap=self.style.lead * 0.1)

    def bullets(self, items: Iterable[str]) -> None:
        """Add a list; the marks are drawn, not set. Its last item never stands alone on a page."""
        indent, starts = self.style.size * 1.1, list[int]()
        for number, item in enumerate(items):
            starts.append(len(self.rows))
            gap = self.style.lead * (0.5 if number == 0 else 0.3)
            self.marked(item, mark=_dot(self.style), indent=indent, gap=gap)
        if len(starts) > 2:
            self.hold(starts[-2])

    def marked(
        self, text: str, *, mark: Draw, indent: float, gap: float, bold: bool = False
    ) -> None:
        """Add text with a drawn mark before its first line."""
        setting = self._running(bold=bold)
        for number, lines in enumerate(paragraphs(text)):
            with self.indented(indent):
                self._put(
                    lines, setting, tag=Tag("P"), gap=gap,
                    mark=mark if number == 0 else None,
                )  # fmt: skip

    @contextmanager
    def indented(self, points: float) -> Iterator[None]:
        """Set what is added within the block further to the right."""
        self._inset += points
        yield
        self._inset -= points

    @contextmanager
    def card(self, *, boxed: bool = False) -> Iterator[None]:
        """Put what is added within the block in a card: a bar at the left, or also a box."""
        start = len(self.rows)
        inset = self.style.size * (1.2 if boxed else 1.0)
        pad = self.style.lead * (0.6 if boxed else 0.15)
        self._frame = Frame(boxed, inset)
        self._inset += inset
        self.add(Row(pad, _nothing, gap=self.style.lead * 0.8, glued=True))
        yield
        if len(self.rows) == start + 1:
            self.rows.pop()
        else:
            # The first line has no white above it: the padding is its white.
            self.rows[start + 1] = replace(self.rows[start + 1], gap=0.0)
            self.rows[-1] = replace(self.rows[-1], glued=True)
            self.add(Row(pad, _nothing))
            self._hold_card(start)
        self._inset -= inset
        self._frame = None

    def _hold_card(self, start: int) -> None:
        """Keep three lines on either side of a break, and a small card whole if it can be."""
        card = self.rows[start:]
        whole = sum(row.gap + row.height for row in card) < WHOLE_CARD
        for number, row in enumerate(card[:-1]):
            ends = number < 3 or number > len(card) - 5
            self.rows[start + number] = replace(row, glued=row.glued or ends, near=whole)

    def _lines(self, lines: Iterable[str], setting: TypeSetting) -> list[str]:
        letter, width = font(setting.face), self.width
        return [
            part
            for line in lines
            for part in wrap(
                self.settable(line, setting.face), letter, size=setting.size, width=width
            )
        ]

    def _running(self, *, bold: bool = False) -> TypeSetting:
        return TypeSetting(Face.BOLD if bold else Face.REGULAR, self.style.size, self.style.lead)

    def _put(
        self, text: Iterable[str], setting: TypeSetting, *, tag: Tag, gap: float,
        glued: bool = False, mark: Draw | None = None,
    ) -> None:  # fmt: skip
        lines = self._lines(text, setting)
        left, last = self._inset, len(lines) - 1
        for number, line in enumerate(lines):
            draw = _line(line, setting, left=left)
            if number == 0 and mark is not None:
                draw = _both(mark, draw, left)
            self.add(
                Row(
                    setting.lead,
                    draw,
                    tag,
                    gap=gap if number == 0 else 0.0,
                    glued=glued or (number < last and number in (0, last - 1)),
                )
            )


def set_line(
    canvas: Canvas, text: str, *, face: Face, size: float, at: tuple[float, float],
    color: str = BLACK,
) -> None:  # fmt: skip
    """Write one line with its base line beginning at ``at``, in points."""
    from reportlab.lib.colors import HexColor

    canvas.setFillColor(HexColor(color))
    canvas.setFont(font(face).name, size)
    canvas.drawString(*at, text.replace("\u00a0", " "))


def _line(text: str, setting: TypeSetting, *, left: float) -> Draw:
    # Room above and below the letters is shared as browsers do.
    base = setting.lead / 2 + setting.size * 0.36
    name, size = font(setting.face).name, setting.size
    shown = text.replace("\u00a0", " ")

    def draw(canvas: Canvas, x: float, y: float) -> None:
        from reportlab.lib.colors import HexColor

        canvas.setFillColor(HexColor(BLACK))
        canvas.setFont(name, size)
        canvas.drawString(x + left, y - base, shown)

    return draw


def _both(mark: Draw, line: Draw, left: float) -> Draw:
    def draw(canvas: Canvas, x: float, y: float) -> None:
        mark(canvas, x + left, y)
        line(canvas, x, y)

    return draw


def _dot(style: Style) -> Draw:
    def draw(canvas: Canvas, x: float, y: float) -> None:
        from reportlab.lib.colors import HexColor

        canvas.setFillColor(HexColor(style.accent))
        canvas.circle(
            x - style.size * 0.75, y - style.lead / 2, style.size * 0.17, stroke=0, fill=1
        )

    return draw


def tick_box(style: Style) -> Draw:
    """Return a mark that draws an empty square to be ticked with a pen."""
    side = style.size * 0.95

    def draw(canvas: Canvas, x: float, y: float) -> None:
        from reportlab.lib.colors import HexColor

        canvas.setStrokeColor(HexColor(BLACK))
        canvas.setLineWidth(0.9)
        canvas.roundRect(x - side * 1.7, y - style.lead / 2 - side / 2, side, side, 1.5, fill=0)

    return draw


def _nothing(_canvas: Canvas, _x: float, _y: float) -> None:
    """Draw a row of white."""


def y_at(from_top: float) -> float:
    """Return the height in points of a place given in millimetres from the top of the sheet."""
    return (SHEET_HEIGHT - from_top) * MM
