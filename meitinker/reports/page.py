"""The house style: who writes to whom, and a document put on its pages.

``render`` takes rows from a :class:`~meitinker.reports.typeset.Composer` and returns the bytes
of a tagged PDF with title, language and text in reading order.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.i18n import translation
from meitinker.reports.fonts import Face, font
from meitinker.reports.measures import (
    FIRST_TOP,
    FIRST_TOP_LARGE,
    LATER_TOP,
    SHEET_HEIGHT,
    SHEET_WIDTH,
    TEXT_END,
    UNADDRESSED_TOP,
    Window,
)
from meitinker.reports.press import Press
from meitinker.reports.rows import paginate
from meitinker.reports.text import one_line
from meitinker.reports.typeset import MM, Composer, Style

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

ACCENT = "#00568B"
LOCALES = {"nl": "nl-NL", "fy": "fy-NL", "en": "en-GB"}


class Sender(msgspec.Struct, frozen=True, kw_only=True):
    """Who sends the paper: the letterhead and the foot of every page.

    Attributes:
        organisation: Its name.
        lines: Its postal address, one line each.
        phone: The number a resident calls, as it is written.
        email: Its address for mail, or "".
        logo: A PNG picture, at most 40 × 25 mm on paper, or nothing.
        accent: Colour of bars and marks; one that is too light for paper is not used.
    """

    organisation: str
    lines: tuple[str, ...] = ()
    phone: str = ""
    email: str = ""
    logo: bytes = b""
    accent: str = ACCENT


class Addressee(msgspec.Struct, frozen=True, kw_only=True):
    """To whom the paper goes: name lines, then the lines of the address."""

    name: tuple[str, ...]
    address: tuple[str, ...] = ()


class Rendered(msgspec.Struct, frozen=True):
    """A finished PDF.

    Attributes:
        data: Its bytes.
        pages: Number of pages.
        missing_glyphs: How many characters stand as a box, because the letter type lacks them.
    """

    data: bytes
    pages: int
    missing_glyphs: int


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """How a document is put on paper.

    Attributes:
        title: Title in the PDF's properties. Never a person's name: it shows in window titles.
        language: ``nl``, ``fy`` or ``en``.
        sender: The letterhead.
        addressee: The address field, or None for a paper that is not sent.
        window: Where the envelope has its window.
        dateline: Line over the text, such as place and date.
        large: Large print.
        demo: Print "VOORBEELD" over every page.
        note: A short remark in the foot of every page, or "".
    """

    title: str
    language: str
    sender: Sender
    addressee: Addressee | None = None
    window: Window = Window.RIGHT
    dateline: str = ""
    large: bool = False
    demo: bool = False
    note: str = ""

    @property
    def style(self) -> Style:
        """Sizes and colour of this document."""
        return Style.of(large=self.large, accent=usable_accent(self.sender.accent))

    @property
    def first_top(self) -> float:
        """Where the text of the first page begins, in millimetres from the top."""
        if self.addressee is None:
            return UNADDRESSED_TOP
        return FIRST_TOP_LARGE if self.large else FIRST_TOP


def usable_accent(color: str) -> str:
    """Return ``color``, or the house colour when it is no colour or under 4.5:1 on white."""
    if not re.fullmatch("#[0-9A-Fa-f]{6}", color):
        return ACCENT
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return color if 1.05 / (luminance + 0.05) >= 4.5 else ACCENT


def render(sheet: Sheet, composer: Composer) -> Rendered:
    """Return the document that ``composer`` holds, on the pages of ``sheet``."""
    pages = paginate(
        composer.rows, first=(TEXT_END - sheet.first_top) * MM, later=(TEXT_END - LATER_TOP) * MM
    )
    buffer = io.BytesIO()
    canvas = _canvas(buffer, sheet)
    press = Press(canvas, sheet, composer, translation(sheet.language))
    for number, rows in enumerate(pages):
        if number:
            press.tagging.next_page()
        press.page(rows, number=number + 1, of=len(pages))
    press.tagging.finish()
    canvas.save()
    return Rendered(buffer.getvalue(), len(pages), composer.missing)


def _canvas(buffer: io.BytesIO, sheet: Sheet) -> Canvas:
    from reportlab.lib.utils import TimeStamp
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(
        buffer,
        pagesize=(SHEET_WIDTH * MM, SHEET_HEIGHT * MM),
        pageCompression=1,
        invariant=1,
        initialFontName=font(Face.REGULAR).name,
        lang=LOCALES.get(sheet.language, "nl-NL"),
    )
    canvas.setTitle(one_line(sheet.title))
    canvas.setAuthor(one_line(sheet.sender.organisation))
    canvas.setSubject("")
    canvas.setCreator("meitinker")
    # reportlab reads the clock itself; here all time comes from one place.
    stamp, now = TimeStamp(invariant=1), clock.now()
    stamp.t, stamp.lt, stamp.YMDhms = now.timestamp(), now.timetuple(), now.timetuple()[:6]
    canvas._doc._timeStamp = stamp
    canvas._doc.updateSignature(clock.instant_text(now))
    canvas.setViewerPreference("DisplayDocTitle", "true")
    return canvas
