"""Where help is and where it is not, on paper: grids of villages, and what stands out in words.

Everything is told by form, so that a black and white printer loses nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from meitinker.i18n import translation
from meitinker.reports.coverage_grid import GridFigure, GridPart, legend_row, named
from meitinker.reports.fonts import Face
from meitinker.reports.page import Sender, Sheet
from meitinker.reports.press import put_on_paper
from meitinker.reports.rows import Row
from meitinker.reports.tagging import Tag
from meitinker.reports.text import one_line
from meitinker.reports.typeset import MM, Composer

if TYPE_CHECKING:
    from gettext import NullTranslations

    from meitinker.reports.page import Rendered

_SIZE, _LEAD, _END = 10.5, 13.4, 251.0
_VILLAGES = 36 * MM
_MOST_VILLAGES = 18
"""Rows of a grid that stand on one page below its heading."""


class CoveragePaper(msgspec.Struct, frozen=True, kw_only=True):
    """All that is printed, ready to show.

    Attributes:
        day: Of which day it is, in words.
        summary: How many services there are, and how many of these are stale.
        parts: The grids.
        missing: What people looked for and did not find.
        sender: The letterhead.
        language: ``nl``, ``fy`` or ``en``.
        demo: Of an invented map: "VOORBEELD" on every page.
    """

    day: str
    summary: tuple[str, ...]
    parts: tuple[GridPart, ...]
    sender: Sender
    missing: tuple[str, ...] = ()
    language: str = "nl"
    demo: bool = False


def render(paper: CoveragePaper) -> Rendered:
    """Return the paper as a PDF."""
    words = translation(paper.language)
    say = words.gettext
    sheet = Sheet(
        title=say("Waar hulp is en waar niet"),
        language=paper.language,
        sender=paper.sender,
        demo=paper.demo,
    )
    page = Composer(
        replace(sheet.style, size=_SIZE, lead=_LEAD, heading=13, apart=_LEAD, end=_END), words
    )
    page.title(sheet.title)
    page.para(" ".join((say("Zo was het op {day}.").format(day=paper.day), *paper.summary)))
    for number, part in enumerate(paper.parts):
        _grid(page, part, words)
        if number == 0:
            _legend(page, words)
        _told(page, part, words)
    page.heading(say("Wat mensen zochten en niet vonden"))
    page.bullets(paper.missing or (say("Daarvan is nu niets genoteerd."),))
    return put_on_paper(sheet, page)


def _grid(page: Composer, part: GridPart, words: NullTranslations) -> None:
    """Add a grid, in as many pictures as its villages need."""
    say = words.gettext
    alt = say("Tabel: {title}. Hieronder staat in woorden wat opvalt.").format(title=part.title)
    for start in range(0, max(len(part.rows), 1), _MOST_VILLAGES):
        shown = msgspec.structs.replace(part, rows=part.rows[start : start + _MOST_VILLAGES])
        before = len(page.rows)
        page.heading(part.title)
        figure = GridFigure(shown, page)
        gap = page.style.lead * 0.4
        page.add(Row(figure.height, figure.draw, Tag("Figure", alt), gap=gap))
        page.hold(before)


def _told(page: Composer, part: GridPart, words: NullTranslations) -> None:
    """Add what stands out in a grid, village by village."""
    say = words.gettext
    page.label(say("Wat opvalt"))
    if not part.told:
        page.bullets((say("Er valt niets op."),))
    for number, (village, told) in enumerate(part.told):
        start, above = len(page.rows), page.style.lead * (0.2 if number else 0.4)
        mark = named(page.settable(one_line(village), Face.BOLD), page.style, _VILLAGES)
        page.marked(told, mark=mark, indent=_VILLAGES, gap=above)
        page.hold(start)


def _legend(page: Composer, words: NullTranslations) -> None:
    """Say what the marks mean, two beside each other: so they stand on the page of a grid."""
    say, start = words.gettext, len(page.rows)
    page.label(say("Zo leest u de tabellen"))
    page.under(say("Het getal is hoeveel diensten er zijn voor inwoners van het dorp."))
    told = (
        ("own", say("Grijs en dik: er is ook iets van het dorp zelf.")),
        ("far", say("Wit: alles komt van buiten het dorp.")),
        ("gap", say("Een kruis: er is niets.")),
        ("stale", say("Zwarte balk: dit deel is te lang niet gecontroleerd.")),
        ("double", say("Twee blokjes: meer aanbieders doen hetzelfde.")),
        ("missing", say("Uitroepteken: iemand zocht dit en vond het niet.")),
    )
    for number in range(0, len(told), 2):
        page.add(legend_row(told[number : number + 2], page))
    page.hold(start)
    page.near(start)
