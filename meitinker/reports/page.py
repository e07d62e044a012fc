"""What every paper has beside its text: who writes to whom, and how it is put on paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

import msgspec

from meitinker.reports.measures import Window
from meitinker.reports.typeset import Style

ACCENT = "#00568B"


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
        beside: The words around the first of them, to find them by.
    """

    data: bytes
    pages: int
    missing_glyphs: int
    beside: tuple[str, ...] = ()


Press = Callable[[], Rendered]
"""Makes the PDF of a paper whose words are known: it needs no store, and may take a while.

Services return this and not the PDF, so that no lane of the store is held while pages are laid out.
"""


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
        drawn_at: The moment that the PDF's properties tell; None is now.
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
    drawn_at: datetime | None = None

    @property
    def style(self) -> Style:
        """Sizes and colour of this document."""
        return Style.of(large=self.large, accent=usable_accent(self.sender.accent))


def usable_accent(color: str) -> str:
    """Return ``color``, or the house colour when it is no colour or under 4.5:1 on white."""
    if not re.fullmatch("#[0-9A-Fa-f]{6}", color):
        return ACCENT
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return color if 1.05 / (luminance + 0.05) >= 4.5 else ACCENT
