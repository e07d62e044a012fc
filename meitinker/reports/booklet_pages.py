"""The pages of a booklet that is printed on both sides: cover, columns, heads and page numbers."""

from __future__ import annotations

import io
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

from meitinker.i18n import translation
from meitinker.reports.blocks import fitted
from meitinker.reports.fonts import Face, Font, font
from meitinker.reports.measures import (
    FOOT_SIZES,
    FOOT_SIZES_LARGE,
    SHEET_WIDTH,
    TEXT_LEFT,
)
from meitinker.reports.page import Rendered
from meitinker.reports.press import Press, new_canvas
from meitinker.reports.rows import Row
from meitinker.reports.tagging import Tag
from meitinker.reports.text import one_line, phone_number, tied, wrap
from meitinker.reports.typeset import GREY, LINE, MM, set_line, y_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportlab.pdfgen.canvas import Canvas

    from meitinker.reports.page import Sheet
    from meitinker.reports.typeset import Composer, Style

_FOR_BINDING = 0.57
"""Share of the white beside the text that lies at the bound side."""

_COLUMN, _BETWEEN = 83 * MM, 8 * MM
_SIZE, _LEAD = 10.5, 13.6
_LEAD_LARGE = 24.0
_HEAD = 14.0
"""Where the line in the head of a page stands, in millimetres from the top; text begins below."""

_TOP, _TOP_LARGE, _END, _END_LARGE, _FOOT = 21.0, 24.0, 276.0, 274.0, 280.0
_RULE = 2.4
_NAME_SIZES = ((48.0, 58.0), (40.0, 48.0), (32.0, 40.0), (24.0, 30.0), (18.0, 23.0))
_SUB_SIZES = ((20.0, 27.0), (16.0, 22.0))
_COVER_TOP = 95.0
_DOTS = 4.0
_INDENT = 5 * MM
_MOST_PLACES = 6
"""Page numbers that the line of an organisation names."""


@dataclass(slots=True)
class PageNumber:
    """On which page something stands; 0 while nobody knows."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page: what its head says, and the rows of its columns."""

    title: str
    columns: list[list[Row]]

    @property
    def rows(self) -> Iterator[Row]:
        """The rows of all columns, in the order of reading."""
        return chain.from_iterable(self.columns)


@dataclass(frozen=True, slots=True)
class Bound:
    """What is bound: the village, what is in it and the day on the cover; the pages after it."""

    village: str
    about: str
    day: str
    leaves: list[Leaf]


@dataclass(frozen=True, slots=True)
class Layout:
    """How a page is filled: how many columns, and the sizes and width of one."""

    columns: int
    style: Style

    @classmethod
    def of(cls, sheet: Sheet) -> Layout:
        """Return two columns of a size that reads well in short lines, or one in large print."""
        style = sheet.style
        if sheet.large:
            return cls(1, replace(style, lead=_LEAD_LARGE, top=_TOP_LARGE, end=_END_LARGE))
        close = replace(
            style, size=_SIZE, lead=_LEAD, title=16, heading=12, apart=15,
            width=_COLUMN, top=_TOP, end=_END,
        )  # fmt: skip
        return cls(2, close)

    @property
    def width(self) -> float:
        """The width of all columns and the white between them, in points."""
        return self.columns * self.style.width + (self.columns - 1) * _BETWEEN

    def left(self, number: int) -> float:
        """Return where the text of a page begins, by its number: odd ones lie at the right."""
        white = SHEET_WIDTH * MM - self.width
        return white * (_FOR_BINDING if number % 2 else 1 - _FOR_BINDING)


def put_on_pages(sheet: Sheet, composer: Composer, bound: Bound, layout: Layout) -> Rendered:
    """Return a booklet as a PDF; its first page is the cover, which is a right-hand page."""
    words = translation(sheet.language)
    buffer = io.BytesIO()
    canvas = new_canvas(buffer, sheet)
    canvas.setViewerPreference("Duplex", "DuplexFlipLongEdge")
    press = Press(canvas, sheet, example=words.gettext("VOORBEELD"))
    press.behind(marks=False)
    _cover(canvas, press, sheet, composer, bound=bound, layout=layout)
    for number, leaf in enumerate(bound.leaves, start=2):
        press.tagging.next_page()
        press.behind(marks=False)
        left = layout.left(number)
        for at, rows in enumerate(leaf.columns):
            across = left + at * (layout.style.width + _BETWEEN) - TEXT_LEFT * MM
            with _moved(canvas, across):
                press.text(rows, layout.style.top)
        with press.tagging.marked(None):
            _head(canvas, sheet, layout, leaf.title, number=number)
            _foot(canvas, sheet, layout, number=number)
    press.tagging.finish()
    canvas.save()
    pages = 1 + len(bound.leaves)
    return Rendered(buffer.getvalue(), pages, composer.missing, tuple(composer.beside))


def rule_row(page: Composer) -> Row:
    """Return the bar over a chapter, as wide as its column."""
    style = page.style

    def draw(canvas: Canvas, x: float, y: float) -> None:
        from reportlab.lib.colors import HexColor

        canvas.setFillColor(HexColor(style.accent))
        canvas.rect(x, y - _RULE, style.width, _RULE, stroke=0, fill=1)

    return Row(_RULE + style.lead * 0.3, draw, gap=style.apart * 1.6, glued=True)


def entry_row(
    page: Composer, text: str, places: tuple[PageNumber, ...], *, deep: int, bold: bool = False
) -> Row:
    """Return a line of contents or index: what, dots, and its pages, which may come later."""
    face = Face.BOLD if bold else Face.REGULAR
    style, letter = page.style, font(Face.BOLD if bold else Face.REGULAR)
    left, most = deep * _INDENT, min(len(places), _MOST_PLACES)
    room = style.width - left - letter.width(" 888" + ", 888" * (most - 1), style.size)
    lines = wrap(page.settable(tied(one_line(text)), face), letter, size=style.size, width=room)
    right = style.width

    def draw(canvas: Canvas, x: float, y: float) -> None:
        for number, line in enumerate(lines):
            base = y - number * style.lead - style.lead / 2 - style.size * 0.36
            set_line(canvas, line, face=face, size=style.size, at=(x + left, base))
        said = _pages_told(places)
        width = letter.width(said, style.size)
        begin = x + left + letter.width(lines[-1], style.size) + _DOTS
        _dots(canvas, begin, x + right - width - _DOTS, base)
        set_line(canvas, said, face=face, size=style.size, at=(x + right - width, base))

    gap = style.lead * (0.35 if bold else 0.0)
    return Row(len(lines) * style.lead, draw, Tag("P"), gap=gap, glued=bold)


def _dots(canvas: Canvas, begin: float, end: float, base: float) -> None:
    from reportlab.lib.colors import HexColor

    if end - begin < _DOTS:
        return
    canvas.setStrokeColor(HexColor(GREY))
    canvas.setLineWidth(0.8)
    canvas.setDash(0.8, _DOTS)
    canvas.line(begin, base + 0.6, end, base + 0.6)
    canvas.setDash()


def _pages_told(places: tuple[PageNumber, ...]) -> str:
    """Return on which pages something stands, each once; of very many the first few."""
    numbers = sorted({one.page for one in places})
    told = ", ".join(str(one) for one in numbers[:_MOST_PLACES])
    return f"{told}…" if len(numbers) > _MOST_PLACES else told


def _head(canvas: Canvas, sheet: Sheet, layout: Layout, title: str, *, number: int) -> None:
    """Draw the head: what the page is about on the outside, whose booklet on the inside."""
    size, letter = _small(sheet), font(Face.BOLD)
    left, right = layout.left(number), layout.left(number) + layout.width
    base = y_at(_HEAD) + size * 0.45
    _line(canvas, left, right, y_at(_HEAD))
    plain = font(Face.REGULAR)
    whose = _beginning(sheet.title, plain, size=size, room=layout.width / 2)
    room = layout.width - plain.width(whose, size) - 3 * size
    said = _beginning(title, letter, size=size, room=room)
    outside, inside = right - letter.width(said, size), left
    if number % 2 == 0:
        outside, inside = left, right - plain.width(whose, size)
    set_line(canvas, said, face=Face.BOLD, size=size, at=(outside, base))
    set_line(canvas, whose, face=Face.REGULAR, size=size, at=(inside, base))


def _beginning(text: str, letter: Font, *, size: float, room: float) -> str:
    """Return as much of a text as fits on a line: whole words, or a part of a long one."""
    return next(iter(wrap(one_line(text), letter, size=size, width=room)), "")


def _foot(canvas: Canvas, sheet: Sheet, layout: Layout, *, number: int) -> None:
    """Draw the foot: the page number on the outside, whom to call on the inside."""
    size, sender = _small(sheet), sheet.sender
    left, right = layout.left(number), layout.left(number) + layout.width
    base = y_at(_FOOT) - size * 1.6
    _line(canvas, left, right, y_at(_FOOT))
    who = (one_line(sender.organisation), tied(phone_number(sender.phone)))
    told = " · ".join(part for part in who if part)
    about = _beginning(told, font(Face.REGULAR), size=size, room=layout.width - 40)
    said = str(number)
    outside = right - font(Face.BOLD).width(said, size + 2)
    inside = left
    if number % 2 == 0:
        outside, inside = left, right - font(Face.REGULAR).width(about, size)
    set_line(canvas, said, face=Face.BOLD, size=size + 2, at=(outside, base))
    set_line(canvas, about, face=Face.REGULAR, size=size, at=(inside, base))


def _small(sheet: Sheet) -> float:
    """Return the size of head and foot, in points."""
    return (FOOT_SIZES_LARGE if sheet.large else FOOT_SIZES)[0][0]


def _line(canvas: Canvas, left: float, right: float, y: float) -> None:
    from reportlab.lib.colors import HexColor

    canvas.setStrokeColor(HexColor(LINE))
    canvas.setLineWidth(0.6)
    canvas.line(left, y, right, y)


def _cover(
    canvas: Canvas, press: Press, sheet: Sheet, composer: Composer, *, bound: Bound, layout: Layout
) -> None:
    from reportlab.lib.colors import HexColor

    left, width = layout.left(1), layout.width
    name = fitted(
        [composer.settable(one_line(bound.village), Face.BOLD)],
        sizes=_NAME_SIZES,
        room=(width, 75 * MM),
        face=Face.BOLD,
    )
    about = fitted(
        [composer.settable(bound.about)],
        sizes=_SUB_SIZES,
        room=(width, 30 * MM),
    )
    sender = sheet.sender
    lines = (sender.organisation, phone_number(sender.phone), sender.email, bound.day)
    made = fitted(
        [composer.settable(tied(one_line(line))) for line in lines if line.strip()],
        sizes=((sheet.style.size, sheet.style.lead), (12.0, 16.0)),
        room=(width, 45 * MM),
    )
    with press.tagging.marked(None):
        canvas.setFillColor(HexColor(sheet.style.accent))
        canvas.rect(left, y_at(_COVER_TOP - 6), 40 * MM, 3 * MM, stroke=0, fill=1)
    with press.tagging.marked(Tag("H1")):
        name.draw(canvas, (left, y_at(_COVER_TOP)))
    below = y_at(_COVER_TOP) - name.height - 8 * MM
    with press.tagging.marked(Tag("P")):
        about.draw(canvas, (left, below))
    with press.tagging.marked(Tag("P")):
        made.draw(canvas, (left, y_at(225)))


@contextmanager
def _moved(canvas: Canvas, points: float) -> Iterator[None]:
    """Draw what is drawn within the block further to the right."""
    canvas.saveState()
    canvas.translate(points, 0)
    yield
    canvas.restoreState()
