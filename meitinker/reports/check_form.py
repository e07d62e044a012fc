"""The form that a provider gets: what stands in the map, boxes to tick and lines to write on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from meitinker.i18n import translation
from meitinker.reports.fonts import Face, font
from meitinker.reports.page import Sender, Sheet
from meitinker.reports.press import put_on_paper
from meitinker.reports.rows import Row
from meitinker.reports.service_entry import CardComposer
from meitinker.reports.signing import HAND, ruled
from meitinker.reports.tagging import Tag
from meitinker.reports.text import one_line, phone_number, tied
from meitinker.reports.typeset import LINE, MM, set_line, tick_box

if TYPE_CHECKING:
    from gettext import NullTranslations

    from reportlab.pdfgen.canvas import Canvas

    from meitinker.reports.page import Rendered
    from meitinker.reports.rows import Draw
    from meitinker.reports.typeset import Style

_TITLES, _BOXES = 42 * MM, 26 * MM
"""Widths in points of the column of titles, and of the boxes with their words."""

_AIR = 6.0

_MOST = 400
"""Letters of what stands in the map that a form shows."""


class AskedLine(msgspec.Struct, frozen=True):
    """One thing that is asked: what it is called, and what stands in the map, or ""."""

    title: str
    value: str


class AskedService(msgspec.Struct, frozen=True):
    """A service with what is asked of it."""

    name: str
    lines: tuple[AskedLine, ...]


class CheckForm(msgspec.Struct, frozen=True, kw_only=True):
    """All that is printed, ready to show.

    Attributes:
        provider: Who fills it in.
        services: In order of name.
        day: On which day it was made, in words.
        sender: Whom it goes back to.
        language: ``nl``, ``fy`` or ``en``.
        demo: Invented services: "VOORBEELD" on every page.
    """

    provider: str
    services: tuple[AskedService, ...]
    day: str
    sender: Sender
    language: str = "nl"
    demo: bool = False


def render(form: CheckForm) -> Rendered:
    """Return the form as a PDF."""
    words = translation(form.language)
    say = words.gettext
    sheet = Sheet(
        title=say("Klopt dit nog?"), language=form.language, sender=form.sender, demo=form.demo
    )
    page = CardComposer(sheet.style, words)
    page.title(sheet.title)
    page.label(form.provider, kind="P")
    if form.services:
        asked = say(
            "Zo staan uw diensten in de sociale kaart. Wilt u ze nakijken? Zet een kruisje achter "
            "wat er staat. Klopt het niet? Schrijf eronder hoe het moet zijn."
        )
        if any(not line.value.strip() for service in form.services for line in service.lines):
            asked += " " + say("Weten wij iets nog niet? Vul het dan in.")
    else:
        asked = say("Van u staat er nu niets in de sociale kaart.")
    page.para(asked)
    page.para(_back(form, words))
    for service in form.services:
        _service(page, service, words)
    page.add(ruled(page, {say("Ingevuld door"): 1, say("Datum"): 1}, high=2.0))
    return put_on_paper(sheet, page)


def _back(form: CheckForm, words: NullTranslations) -> str:
    sender = form.sender
    where = [*sender.lines, sender.email, phone_number(sender.phone)]
    told = ", ".join(one_line(part) for part in where if part.strip())
    say = words.gettext
    back = say("Stuur dit blad terug naar {organisation}: {where}.")
    made = say("Gemaakt op {day}.").format(day=tied(form.day))
    return f"{back.format(organisation=one_line(sender.organisation), where=told)} {made}"


def _service(page: CardComposer, service: AskedService, words: NullTranslations) -> None:
    start = len(page.rows)
    page.heading(service.name)
    heading = len(page.rows)
    for line in service.lines:
        _line(page, line, words)
    if service.lines:
        page.rows[start:heading] = [replace(row, glued=True) for row in page.rows[start:heading]]


def _line(page: CardComposer, line: AskedLine, words: NullTranslations) -> None:
    """Add what is asked with what stands in the map, boxes at the right, and a line to write on."""
    say, start, style = words.gettext, len(page.rows), page.style
    told = one_line(line.value)
    shown = f"{told[:_MOST].rsplit(maxsplit=1)[0]}…" if len(told) > _MOST else told
    title = _set(
        page.settable(one_line(line.title), Face.BOLD), style, left=-_TITLES, face=Face.BOLD
    )
    if not shown:
        page.add(_open_line(title, page, say("Dit weten wij nog niet.")))
        return
    mark = _both(
        title,
        _box(style, say("Klopt"), left=page.width - _TITLES - _BOXES),
        _box(style, say("Klopt niet"), left=page.width - _TITLES - _BOXES, down=style.lead),
    )
    with page.narrowed(_BOXES + 3 * style.size):
        page.marked(shown, mark=mark, indent=_TITLES, gap=style.lead * 0.6)
    page.add(Row(HAND * 1.35, _rule(page.width - _BOXES - 3 * style.size), None))
    page.hold(start)


def _open_line(title: Draw, page: CardComposer, unknown: str) -> Row:
    """Return a line to fill in: of what nobody knows, nothing can be right or wrong."""
    style, high = page.style, HAND * 1.35
    words = _set(unknown, style, left=0.0, face=Face.REGULAR)
    told = font(Face.REGULAR).width(unknown, style.size) + _AIR
    rule = _rule(page.width - _TITLES - told)

    def draw(canvas: Canvas, x: float, y: float) -> None:
        _both(title, words)(canvas, x + _TITLES, y - high + style.lead)
        rule(canvas, x + _TITLES + told, y)

    return Row(high, draw, Tag("P"), gap=style.lead * 0.6)


def _both(*draws: Draw) -> Draw:
    def draw(canvas: Canvas, x: float, y: float) -> None:
        for one in draws:
            one(canvas, x, y)

    return draw


def _set(text: str, style: Style, *, left: float, face: Face, down: float = 0.0) -> Draw:
    def draw(canvas: Canvas, x: float, y: float) -> None:
        base = y - down - style.lead / 2 - style.size * 0.36
        wide = font(face).width(text, style.size)
        # a title in another language may be long: it is set smaller, and never over what follows
        size = style.size * min(1.0, (_TITLES - _AIR) / wide) if left < 0 else style.size
        set_line(canvas, text, face=face, size=size, at=(x + left, base))

    return draw


def _box(style: Style, text: str, *, left: float, down: float = 0.0) -> Draw:
    square, words = tick_box(style), _set(text, style, left=left, face=Face.REGULAR, down=down)

    def draw(canvas: Canvas, x: float, y: float) -> None:
        square(canvas, x + left, y - down)
        words(canvas, x, y)

    return draw


def _rule(width: float) -> Draw:
    def draw(canvas: Canvas, x: float, y: float) -> None:
        from reportlab.lib.colors import HexColor

        canvas.setStrokeColor(HexColor(LINE))
        canvas.setLineWidth(0.6)
        canvas.line(x, y - HAND * 1.3, x + width, y - HAND * 1.3)

    return draw
