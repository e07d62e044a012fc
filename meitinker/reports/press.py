"""Puts a document on its pages.

``put_on_paper`` takes rows from a :class:`~meitinker.reports.typeset.Composer` and returns the
bytes of a tagged PDF with title, language and text in reading order.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from meitinker import clock
from meitinker.i18n import translation
from meitinker.reports.fonts import Face, font
from meitinker.reports.letterhead import AddressField, Foot, Letterhead
from meitinker.reports.measures import (
    FOLDS,
    PUNCH,
    SHEET_HEIGHT,
    SHEET_WIDTH,
    TEXT_LEFT,
)
from meitinker.reports.page import Rendered
from meitinker.reports.rows import on_pages
from meitinker.reports.tagging import Tagging
from meitinker.reports.text import one_line
from meitinker.reports.typeset import BLACK, LINE, MM, y_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportlab.pdfgen.canvas import Canvas

    from meitinker.reports.page import Sheet
    from meitinker.reports.rows import Row
    from meitinker.reports.typeset import Composer

LOCALES = {"nl": "nl-NL", "fy": "fy-NL", "en": "en-GB"}


def put_on_paper(sheet: Sheet, composer: Composer) -> Rendered:
    """Return the document that ``composer`` holds, on the pages of ``sheet``."""
    words = translation(sheet.language)
    head = Letterhead(sheet, composer)
    address = AddressField(sheet, sheet.addressee, composer) if sheet.addressee else None
    foot = Foot(sheet, composer, words)
    pages = on_pages(
        composer.rows, first=(sheet.style.end - head.first_top) * MM, later=sheet.style.page
    )
    buffer = io.BytesIO()
    canvas = new_canvas(buffer, sheet)
    press = Press(canvas, sheet, example=words.gettext("VOORBEELD"))
    for number, rows in enumerate(pages, start=1):
        if number > 1:
            press.tagging.next_page()
        press.behind(marks=number == 1 and address is not None)
        if number == 1:
            head.draw(canvas, press.tagging)
        if number == 1 and address is not None:
            address.draw(canvas, press.tagging)
        press.text(rows, head.first_top if number == 1 else sheet.style.top)
        foot.draw(canvas, press.tagging, number=number, of=len(pages))
    press.tagging.finish()
    canvas.save()
    return Rendered(buffer.getvalue(), len(pages), composer.missing, tuple(composer.beside))


class Press:
    """Draws what lies behind the pages of one document, and their text."""

    def __init__(self, canvas: Canvas, sheet: Sheet, *, example: str) -> None:
        """Begin the first page on ``canvas``; ``example`` marks the pages of an example."""
        self.tagging = Tagging(canvas)
        self._canvas = canvas
        self._demo = sheet.demo
        self._style = sheet.style
        self._example = example

    def behind(self, *, marks: bool) -> None:
        """Draw the mark of an example, and the marks for folding and punching."""
        from reportlab.lib.colors import HexColor

        canvas = self._canvas
        with self.tagging.marked(None):
            canvas.saveState()
            if self._demo:
                canvas.translate(SHEET_WIDTH * MM / 2, SHEET_HEIGHT * MM / 2)
                canvas.rotate(54)
                canvas.setFillColor(HexColor("#E8ECEF"))
                canvas.setFont(font(Face.BOLD).name, 104)
                canvas.drawCentredString(0, -36, self._example)
            canvas.restoreState()
            if marks:
                self._marks()

    def _marks(self) -> None:
        from reportlab.lib.colors import HexColor

        canvas = self._canvas
        canvas.setStrokeColor(HexColor(BLACK))
        canvas.setLineWidth(0.1)
        for fold in FOLDS:
            canvas.line((SHEET_WIDTH - 2) * MM, y_at(fold), SHEET_WIDTH * MM, y_at(fold))
        canvas.line(0, y_at(PUNCH), 2 * MM, y_at(PUNCH))

    def text(self, rows: Sequence[Row], top: float) -> None:
        """Draw the rows of a page; ``top`` is where they begin, in millimetres from the top."""
        x, y = TEXT_LEFT * MM, y_at(top)
        placed: list[tuple[Row, float]] = []
        for number, row in enumerate(rows):
            y -= row.gap if number else 0
            placed.append((row, y))
            y -= row.height
        self._frames(placed, x)
        start = 0
        while start < len(placed):
            tag, end = placed[start][0].tag, start
            while end < len(placed) and placed[end][0].tag is tag:
                end += 1
            with self.tagging.marked(tag):
                for row, at in placed[start:end]:
                    row.draw(self._canvas, x, at)
            start = end

    def _frames(self, placed: Sequence[tuple[Row, float]], x: float) -> None:
        """Draw the cards behind their rows; a card that goes on is open at that side."""
        spans: dict[int, list[tuple[Row, float]]] = {}
        for row, top in placed:
            if row.frame is not None:
                spans.setdefault(id(row.frame), []).append((row, top))
        for rows in spans.values():
            (first, top), (last, low) = rows[0], rows[-1]
            frame, bottom = first.frame, low - last.height
            if frame is None:
                continue
            # Only the padding at either end of a card has no tag.
            begins, ends = first.tag is None, last.tag is None
            spare = self._style.lead * 0.35
            top, bottom = top + (0 if begins else spare), bottom - (0 if ends else spare)
            with self.tagging.marked(None):
                if frame.boxed:
                    self._box(x, top, bottom, closed=(begins, ends))
                self._bar(x, top, 1.1 * MM, top - bottom)

    def _box(self, x: float, top: float, bottom: float, *, closed: tuple[bool, bool]) -> None:
        from reportlab.lib.colors import HexColor

        canvas, right = self._canvas, x + self._style.width
        canvas.setStrokeColor(HexColor(LINE))
        canvas.setLineWidth(0.6)
        canvas.line(right, top, right, bottom)
        for level, drawn in zip((top, bottom), closed, strict=True):
            if drawn:
                canvas.line(x, level, right, level)

    def _bar(self, x: float, top: float, width: float, height: float) -> None:
        from reportlab.lib.colors import HexColor

        self._canvas.setFillColor(HexColor(self._style.accent))
        self._canvas.rect(x, top - height, width, height, stroke=0, fill=1)


def new_canvas(buffer: io.BytesIO, sheet: Sheet) -> Canvas:
    """Return a canvas on which ``sheet`` is drawn into ``buffer``, with its properties."""
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
    stamp, now = TimeStamp(invariant=1), sheet.drawn_at or clock.now()
    stamp.t, stamp.lt, stamp.YMDhms = now.timestamp(), now.timetuple(), now.timetuple()[:6]
    canvas._doc._timeStamp = stamp
    canvas._doc.updateSignature(clock.instant_text(now))
    canvas.setViewerPreference("DisplayDocTitle", "true")
    return canvas
