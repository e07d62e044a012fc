"""One service of the social map on paper: what it is, how to get it, and a code to scan."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

import msgspec

from meitinker.reports.fonts import Face, font
from meitinker.reports.rows import Row
from meitinker.reports.tagging import Tag
from meitinker.reports.text import POINT, one_line, tied, wrap
from meitinker.reports.typeset import BLACK, MM, Composer, set_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from gettext import NullTranslations

    from reportlab.pdfgen.canvas import Canvas

    from meitinker.reports.rows import Draw

    Part = Callable[[], None]
    """Adds a part of a card."""
    from meitinker.reports.typeset import Style

CODE, CODE_LARGE = 21 * MM, 30 * MM
"""Width of a code without its white edge, in points: a phone reads it at arm's length."""

_CARD_WHITE = 9.0
"""Points between what is in a card and its box."""

_QUIET = 4
"""White modules around a code (ISO/IEC 18004)."""

_MOST_CODE = 300
"""Characters that a code holds at this size and still is read from poor print."""

_NORMAL = 12
_AIR, _AIR_LARGE = 0.3, 0.15
"""Lines of white over a fact."""


_STANDS_IN = 8.0
"""Points that a line stands in which goes on with a fact."""

_ENDS = re.compile(r"(?<=[/@.\-_?&=])(?=[^/@.\-_?&=])")
"""Where an address may go on in the next line: after a sign, as people read it."""


class Scan(StrEnum):
    """What the code on a leaflet does: nothing, call, or open the website."""

    NONE = "none"
    PHONE = "phone"
    WEB = "web"


class Fact(msgspec.Struct, frozen=True):
    """One thing about a service: what it is about, and what is known of it."""

    title: str
    lines: tuple[str, ...]


class ServiceEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A service as it is printed, ready to show.

    Attributes:
        name: What it is called.
        provider: Who offers it, or "".
        what: What it is.
        warnings: What one must know first.
        facts: For whom, how to get in, when, where, at what cost.
        phones: Numbers to call, the most important first, with whom or when in brackets.
        web: Address of the website, or "".
        email: Address for mail, or "".
        scan: What the code does.
        code: What it says: a telephone number (``tel:``) or an address; "" for no code.
        checked: When somebody last looked whether it is right.
    """

    name: str
    provider: str = ""
    what: str = ""
    warnings: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    phones: tuple[str, ...] = ()
    web: str = ""
    email: str = ""
    scan: Scan = Scan.NONE
    code: str = ""
    checked: str = ""


class CardComposer(Composer):
    """A composer that can keep white at the right of what it sets."""

    _spare = 0.0

    @property
    def width(self) -> float:
        """The width in points that text has here."""
        return super().width - self._spare

    @contextmanager
    def narrowed(self, points: float) -> Iterator[None]:
        """Keep ``points`` white at the right of what is added within the block."""
        self._spare += points
        yield
        self._spare -= points


def add_service(
    page: CardComposer, entry: ServiceEntry, words: NullTranslations, *, whole: bool = True
) -> None:
    """Add a service as a card; it stands on one page where it fits.

    One that need not be ``whole`` may go on overleaf where that saves a white page.
    """
    start = len(page.rows)
    with page.card(boxed=True):
        code = qr_code(entry.code)
        low, spare = 0.0, 0.0
        if code is not None:
            low, spare = _corner(page, entry, code, words)
        below = len(page.rows)
        for part in _parts(page, entry, words):
            taken = sum(row.gap + row.height for row in page.rows[below:])
            with page.narrowed(spare if taken < low else 0.0):
                part()
        taken = sum(row.gap + row.height for row in page.rows[below:])
        if taken < low:
            page.add(Row(low - taken, _nothing))
        _keep_beside(page, below, low)
    if whole:
        page.hold(start)


def _keep_beside(page: CardComposer, start: int, low: float) -> None:
    """Keep the rows from ``start`` on that stand beside a code of a height on one page with it."""
    for number in range(start, len(page.rows) - 1):
        row = page.rows[number]
        low -= row.gap + row.height
        if low <= 0:
            return
        page.rows[number] = replace(row, glued=True)


def add_short_service(
    page: CardComposer, entry: ServiceEntry, words: NullTranslations, *, close: bool = False
) -> None:
    """Add a service as a booklet has it: each thing that is known on as few lines as it takes.

    ``close`` sets it close under the heading before it.
    """
    start = len(page.rows)
    ways = _ways(entry, words)
    if entry.phones:
        # Who wants to write finds the address on the website.
        ways = [way for way in ways if way.lines != (entry.email,)]
    # An address of a page or of mail needs no title to be known as one.
    ways = [way if way.lines == entry.phones else Fact("", way.lines) for way in ways]
    with page.card():
        page.label(entry.name, gap=0)
        if entry.provider.casefold() != entry.name.casefold():
            page.para(one_line(entry.provider), gap=0)
        for warning in entry.warnings:
            page.para(warning, gap=0, bold=True)
        page.para(entry.what, gap=0)
        for one in (*ways, *entry.facts):
            _run_in(page, one.title, " · ".join(one.lines))
        page.para(entry.checked, gap=0)
    if close:
        page.rows[start] = replace(page.rows[start], gap=0.0)
    page.hold(start)


def _run_in(page: CardComposer, title: str, text: str) -> None:
    """Add a fact that begins on the line of its title, which is bold; later lines stand in."""
    size, lead, tag = page.style.size, page.style.lead, Tag("P")
    head = page.settable(one_line(title), Face.BOLD)
    room = page.width - _STANDS_IN
    said = page.settable(_in_pieces(tied(one_line(text)), page, width=room).replace("\n", " "))
    wide = font(Face.BOLD).width(head, size) + size * 0.5 if head else 0.0
    first, rest = _first_line(said, size=size, width=page.width - wide)
    lines = [
        *([first] if first or head else []),
        *wrap(rest, font(Face.REGULAR), size=size, width=room),
    ]
    for number, line in enumerate(lines):
        bold = head if number == 0 else ""
        left = page.inset + (_STANDS_IN if number else wide)
        draw = _fact_line(bold, line, size=size, lead=lead, at=(page.inset, left))
        page.add(Row(lead, draw, tag, glued=number < len(lines) - 1))


def _first_line(text: str, *, size: float, width: float) -> tuple[str, str]:
    """Return the words that fit within ``width`` points, and those that do not."""
    letter, words = font(Face.REGULAR), text.split(" ")
    many = len(words)
    while many and letter.width(" ".join(words[:many]), size) > width:
        many -= 1
    if many == len(words):
        return text, ""
    rest = words[many + 1 :] if many and words[many] == POINT else words[many:]
    return " ".join(words[:many]).removesuffix(f" {POINT}"), " ".join(rest)


def _fact_line(bold: str, text: str, *, size: float, lead: float, at: tuple[float, float]) -> Draw:
    """Return what draws a line of a fact: its title or "", and words, each at its own place."""

    def draw(canvas: Canvas, x: float, y: float) -> None:
        base = y - lead / 2 - size * 0.36
        if bold:
            set_line(canvas, bold, face=Face.BOLD, size=size, at=(x + at[0], base))
        set_line(canvas, text, face=Face.REGULAR, size=size, at=(x + at[1], base))

    return draw


def _parts(page: CardComposer, entry: ServiceEntry, words: NullTranslations) -> list[Part]:
    """Return what adds the parts of a card, from top to bottom."""
    lead = page.style.lead
    ways = _ways(entry, words)
    if page.style.size > _NORMAL and entry.phones and entry.web:
        # Large letters have room for the ways that are used: who wants to write finds the rest.
        ways = [way for way in ways if way.lines != (entry.email,)]
    air = _AIR_LARGE if page.style.size > _NORMAL else _AIR
    column = _column(page, (*entry.facts, *ways))
    parts: list[Part] = [partial(page.subheading, entry.name)]
    if entry.provider.casefold() != entry.name.casefold():
        parts.append(partial(page.para, one_line(entry.provider), gap=0))
    parts += [partial(page.para, warning, bold=True) for warning in entry.warnings]
    parts.append(partial(page.para, entry.what, gap=lead * 0.5))
    parts += [partial(_fact, page, fact, column=column, gap=air) for fact in (*entry.facts, *ways)]
    parts.append(partial(page.para, entry.checked, gap=lead * 0.4))
    return parts


def _corner(
    page: CardComposer,
    entry: ServiceEntry,
    code: tuple[tuple[int, ...], ...],
    words: NullTranslations,
) -> tuple[float, float]:
    """Put a code in the right top of a card; return its height and the width it takes of text."""
    side = CODE_LARGE if page.style.size > _NORMAL else CODE
    alt = words.gettext("Code voor de camera van een telefoon: {what}").format(what=entry.code)
    drawn = _drawn(code, side, left=page.inset + page.width - side)
    # It has no height of its own: the lines that follow stand beside it.
    page.add(Row(0.0, drawn, Tag("Figure", alt), glued=True))
    return side, side + _QUIET * side / len(code)


def _column(page: Composer, facts: Iterable[Fact]) -> float:
    """Return the width of the column of titles, in points."""
    letter, size = font(Face.BOLD), page.style.size
    return max((letter.width(one_line(fact.title), size) for fact in facts), default=0.0) + size


def _fact(page: Composer, fact: Fact, *, column: float, gap: float) -> None:
    """Add a fact with its title in a column of its own; ``gap`` in lines of white above it."""
    title = page.settable(one_line(fact.title), Face.BOLD)
    room = page.width - column
    for number, line in enumerate(_together(fact.lines, page, width=room)):
        mark = _nothing if number else _title(title, page.style, column)
        shown = _in_pieces(line, page, width=room)
        above = 0.0 if number else page.style.lead * gap
        page.marked(shown, mark=mark, indent=column, gap=above)


def _together(lines: tuple[str, ...], page: Composer, *, width: float) -> list[str]:
    """Return short lines that follow on each other on one line, where they fit it."""
    letter, size = font(Face.REGULAR), page.style.size
    told: list[str] = []
    for line in lines:
        both = f"{told[-1]} · {line}" if told else ""
        if both and "\n" not in both and letter.width(one_line(both), size) <= width:
            told[-1] = both
        else:
            told.append(line)
    return told


def _title(text: str, style: Style, column: float) -> Draw:
    def draw(canvas: Canvas, x: float, y: float) -> None:
        place = (x - column, y - style.lead / 2 - style.size * 0.36)
        set_line(canvas, text, face=Face.BOLD, size=style.size, at=place)

    return draw


def _ways(entry: ServiceEntry, words: NullTranslations) -> list[Fact]:
    """Return the ways to reach it; what the code does comes first."""
    say = words.gettext
    ways = [
        Fact(say("Bellen"), entry.phones),
        Fact(say("Website"), (entry.web,) if entry.web else ()),
        Fact(say("Mailen"), (entry.email,) if entry.email else ()),
    ]
    if entry.scan is Scan.WEB:
        ways[:2] = ways[1::-1]
    return [way for way in ways if way.lines]


def _in_pieces(text: str, page: Composer, *, width: float) -> str:
    """Return an address that is too long for a line in lines that end after one of its signs."""
    letter, size = font(Face.REGULAR), page.style.size
    if " " in text.strip() or letter.width(text, size) <= width:
        return text
    lines = [""]
    for piece in _ENDS.split(one_line(text)):
        if lines[-1] and letter.width(lines[-1] + piece, size) > width:
            lines.append("")
        lines[-1] += piece
    return "\n".join(lines)


def qr_code(says: str) -> tuple[tuple[int, ...], ...] | None:
    """Return the modules of a QR code (ISO/IEC 18004), or None for what it cannot well hold."""
    if not says or len(says) > _MOST_CODE:
        return None
    import segno

    # "m" still reads with a tenth of it smudged or folded; more makes the modules too small.
    made = segno.make_qr(says, error="m", boost_error=False)
    return tuple(tuple(row) for row in made.matrix)


def _drawn(code: tuple[tuple[int, ...], ...], side: float, *, left: float) -> Draw:
    module = side / len(code)
    # The rest of the white that a code needs is that of the card.
    white = min(_QUIET * module, _CARD_WHITE)

    def draw(canvas: Canvas, x: float, y: float) -> None:
        from reportlab.lib.colors import HexColor

        canvas.setFillColor(HexColor("#FFFFFF"))
        canvas.rect(
            x + left - white, y - side - white, side + 2 * white, side + 2 * white, stroke=0, fill=1
        )
        canvas.setFillColor(HexColor(BLACK))
        path = canvas.beginPath()
        for down, row in enumerate(code):
            for begin, length in _runs(row):
                across = x + left + begin * module
                path.rect(across, y - (down + 1) * module, length * module, module)
        canvas.drawPath(path, stroke=0, fill=1)

    return draw


def _runs(row: tuple[int, ...]) -> Iterator[tuple[int, int]]:
    """Yield where dark modules begin, and how many there are: no hairlines in between."""
    begin = 0
    for dark, modules in groupby(row):
        length = len(list(modules))
        if dark:
            yield begin, length
        begin += length


def _nothing(_canvas: Canvas, _x: float, _y: float) -> None:
    """Draw a row of white."""
