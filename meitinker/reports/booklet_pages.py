"""The pages of a booklet that is printed on both sides: cover, mirrored margins, page numbers."""

from __future__ import annotations

import io
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from meitinker.i18n import translation
from meitinker.reports.blocks import fitted
from meitinker.reports.fonts import Face, font
from meitinker.reports.measures import (
    FOOT_SIZES,
    FOOT_SIZES_LARGE,
    FOOT_TOP,
    FOOT_TOP_LARGE,
    SHEET_WIDTH,
    TEXT_LEFT,
)
from meitinker.reports.page import Rendered
from meitinker.reports.press import Press, new_canvas
from meitinker.reports.rows import Row
from meitinker.reports.tagging import Tag
from meitinker.reports.text import one_line, phone_number, tied
from meitinker.reports.typeset import GREY, LINE, MM, set_line, wrap, y_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportlab.pdfgen.canvas import Canvas

    from meitinker.reports.page import Sheet
    from meitinker.reports.typeset import Composer

_FOR_BINDING = 0.57
"""Share of the white beside the text that lies at the bound side."""

_NAME_SIZES = ((48.0, 58.0), (40.0, 48.0), (32.0, 40.0), (24.0, 30.0), (18.0, 23.0))
_SUB_SIZES = ((20.0, 27.0), (16.0, 22.0))
_COVER_TOP = 95.0
_DOTS = 4.0
_INDENT = 5 * MM


@dataclass(slots=True)
class Place:
    """On which page something stands; 0 while nobody knows."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page: the title that stands in its foot, and its rows; without rows it stays white."""

    title: str
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Bound:
    """What is bound: the village and day on the cover, and the pages after it."""

    village: str
    day: str
    leaves: list[Leaf]


def margins(style_width: float) -> tuple[float, float]:
    """Return the white at the bound side and at the outside, in points."""
    white = SHEET_WIDTH * MM - style_width
    return white * _FOR_BINDING, white * (1 - _FOR_BINDING)


def put_on_pages(sheet: Sheet, composer: Composer, bound: Bound) -> Rendered:
    """Return a booklet as a PDF; its first page is the cover, which is a right-hand page."""
    words = translation(sheet.language)
    buffer = io.BytesIO()
    canvas = new_canvas(buffer, sheet)
    canvas.setViewerPreference("Duplex", "DuplexFlipLongEdge")
    press = Press(canvas, sheet, example=words.gettext("VOORBEELD"))
    press.behind(marks=False)
    _cover(canvas, press, sheet, composer, bound=bound)
    for number, leaf in enumerate(bound.leaves, start=2):
        press.tagging.next_page()
        if not leaf.rows:
            continue
        press.behind(marks=False)
        inner, outer = margins(sheet.style.width)
        left = inner if number % 2 else outer
        with _moved(canvas, left - TEXT_LEFT * MM):
            press.text(leaf.rows, sheet.style.top)
        _foot(canvas, press, sheet, leaf.title or bound.village, number=number, left=left)
    press.tagging.finish()
    canvas.save()
    pages = 1 + len(bound.leaves)
    return Rendered(buffer.getvalue(), pages, composer.missing, tuple(composer.beside))


def entry_row(page: Composer, text: str, place: Place, *, deep: int, bold: bool = False) -> Row:
    """Return a line of contents or index: what, dots, and the page, which may come later."""
    face = Face.BOLD if bold else Face.REGULAR
    style, letter = page.style, font(Face.BOLD if bold else Face.REGULAR)
    left = deep * _INDENT
    room = style.width - left - letter.width(" 8888", style.size)
    lines = wrap(page.settable(tied(one_line(text)), face), letter, size=style.size, width=room)
    right = style.width

    def draw(canvas: Canvas, x: float, y: float) -> None:
        for number, line in enumerate(lines):
            base = y - number * style.lead - style.lead / 2 - style.size * 0.36
            set_line(canvas, line, face=face, size=style.size, at=(x + left, base))
        said = str(place.page)
        width = letter.width(said, style.size)
        begin = x + left + letter.width(lines[-1], style.size) + _DOTS
        _dots(canvas, begin, x + right - width - _DOTS, base)
        set_line(canvas, said, face=face, size=style.size, at=(x + right - width, base))

    gap = style.lead * (0.5 if bold else 0.05)
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


def _foot(
    canvas: Canvas, press: Press, sheet: Sheet, title: str, *, number: int, left: float
) -> None:
    """Draw the foot: the page number on the outside, what the page is about on the inside."""
    from reportlab.lib.colors import HexColor

    size = (FOOT_SIZES_LARGE if sheet.large else FOOT_SIZES)[0][0]
    top = FOOT_TOP_LARGE if sheet.large else FOOT_TOP
    right, base = left + sheet.style.width, y_at(top) - size * 1.6
    letter = font(Face.REGULAR)
    with press.tagging.marked(None):
        canvas.setStrokeColor(HexColor(LINE))
        canvas.setLineWidth(0.6)
        canvas.line(left, y_at(top), right, y_at(top))
        said = str(number)
        wide = font(Face.BOLD).width(said, size + 2)
        shown = wrap(one_line(title), letter, size=size, width=sheet.style.width - 40)[:1]
        about = shown[0] if shown else ""
        ends = (left, right - letter.width(about, size))
        places = (right - wide, left) if number % 2 else ends
        set_line(canvas, said, face=Face.BOLD, size=size + 2, at=(places[0], base))
        set_line(canvas, about, face=Face.REGULAR, size=size, at=(places[1], base))


def _cover(canvas: Canvas, press: Press, sheet: Sheet, composer: Composer, *, bound: Bound) -> None:
    from reportlab.lib.colors import HexColor

    words = translation(sheet.language)
    left, width = margins(sheet.style.width)[0], sheet.style.width
    name = fitted(
        [composer.settable(one_line(bound.village), Face.BOLD)],
        sizes=_NAME_SIZES,
        room=(width, 75 * MM),
        face=Face.BOLD,
    )
    about = fitted(
        [words.gettext("Hulp, zorg en ontmoeting voor iedereen in het dorp")],
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
