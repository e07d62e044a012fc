"""Draws the pages: letterhead, address field, the text with its cards, the foot."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from meitinker.reports.fonts import Face, font
from meitinker.reports.measures import (
    ADDRESS_SIZES,
    ADDRESS_TOP,
    CONTACT_LEFT,
    DATE_TOP,
    FOLDS,
    FOOT_TOP,
    HEAD_TOP,
    LATER_TOP,
    LOGO_HEIGHT,
    LOGO_WIDTH,
    PUNCH,
    SHEET_HEIGHT,
    SHEET_WIDTH,
    TEXT_LEFT,
    WINDOW_END,
    WINDOW_TOP,
    WINDOWS,
    Window,
)
from meitinker.reports.tagging import Tag, Tagging
from meitinker.reports.text import address_line, one_line, tied
from meitinker.reports.typeset import BLACK, GREY, LINE, MM, set_line, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence
    from gettext import NullTranslations

    from reportlab.pdfgen.canvas import Canvas

    from meitinker.reports.page import Addressee, Sheet
    from meitinker.reports.rows import Row
    from meitinker.reports.typeset import Composer


class Press:
    """Draws the pages of one document."""

    def __init__(
        self, canvas: Canvas, sheet: Sheet, composer: Composer, words: NullTranslations
    ) -> None:
        """Begin the first page of ``sheet`` on ``canvas``."""
        self.tagging = Tagging(canvas)
        self._canvas = canvas
        self._sheet = sheet
        self._composer = composer
        self._style = sheet.style
        self._words = words

    def page(self, rows: Sequence[Row], *, number: int, of: int) -> None:
        """Draw one page: what lies behind, head and address, the text, the foot."""
        self._behind(first=number == 1)
        top = LATER_TOP
        if number == 1:
            self._head()
            top = self._sheet.first_top
            if self._sheet.addressee is not None:
                self._address(self._sheet.addressee)
        self._text(rows, top)
        self._foot(number, of)

    def _behind(self, *, first: bool) -> None:
        from reportlab.lib.colors import HexColor

        canvas = self._canvas
        with self.tagging.marked(None):
            canvas.saveState()
            if self._sheet.demo:
                canvas.translate(SHEET_WIDTH * MM / 2, SHEET_HEIGHT * MM / 2)
                canvas.rotate(54)
                canvas.setFillColor(HexColor("#E8ECEF"))
                canvas.setFont(font(Face.BOLD).name, 104)
                canvas.drawCentredString(0, -36, self._words.gettext("VOORBEELD"))
            canvas.restoreState()
            if first and self._sheet.addressee is not None:
                self._marks()

    def _marks(self) -> None:
        from reportlab.lib.colors import HexColor

        canvas = self._canvas
        canvas.setStrokeColor(HexColor(BLACK))
        canvas.setLineWidth(0.1)
        for fold in FOLDS:
            canvas.line((SHEET_WIDTH - 2) * MM, _y(fold), SHEET_WIDTH * MM, _y(fold))
        canvas.line(0, _y(PUNCH), 2 * MM, _y(PUNCH))

    def _head(self) -> None:
        """Draw logo or name at the left, the address of the sender at the right."""
        sender, left = self._sheet.sender, TEXT_LEFT * MM
        name_width = (CONTACT_LEFT - TEXT_LEFT - 4) * MM
        logo = self._logo(sender.logo)
        if not logo:
            shown_name = self._shown(sender.organisation, Face.BOLD)
            sizes = ((18.0, 22.0), (15.0, 19.0), (12.0, 15.0), (9.0, 11.5))
            size, lead, lines = self._fit((shown_name,), Face.BOLD, sizes, (name_width, 27 * MM))
            with self.tagging.marked(None):
                self._bar(left, _y(HEAD_TOP), 14 * MM, 1.4 * MM)
            self._lines(lines, Face.BOLD, (size, lead), (left, _y(HEAD_TOP + 4)))
        name = (sender.organisation,) if logo else ()
        address = [address_line(line) for line in sender.lines]
        contact = (*name, *address, tied(sender.phone), sender.email)
        shown = [self._settable(line) for line in contact if line.strip()]
        x = CONTACT_LEFT
        width = ((TEXT_LEFT * MM + self._style.width) / MM - x) * MM
        all_sizes = ((12.0, 16.0), (10.5, 14.0), (9.0, 12.0), (8.0, 10.0))
        fit = all_sizes if self._sheet.large else all_sizes[2:]
        size, lead, lines = self._fit(shown, Face.REGULAR, fit, (width, 34 * MM))
        self._lines(lines, Face.REGULAR, (size, lead), (x * MM, _y(HEAD_TOP)))

    def _logo(self, png: bytes) -> bool:
        """Draw the logo at the left; say whether there was one that can be read."""
        if not png:
            return False
        from PIL import Image, UnidentifiedImageError
        from reportlab.lib.utils import ImageReader

        try:
            with Image.open(io.BytesIO(png), formats=("PNG",)) as picture:
                picture.load()
                reader = ImageReader(picture.convert("RGBA"))
        except (OSError, UnidentifiedImageError, ValueError, Image.DecompressionBombError):
            return False
        width, height = reader.getSize()
        scale = min(LOGO_WIDTH * MM / width, LOGO_HEIGHT * MM / height)
        alt = one_line(self._sheet.sender.organisation)
        with self.tagging.marked(Tag("Figure", alt)):
            self._canvas.drawImage(
                reader, TEXT_LEFT * MM, _y(HEAD_TOP) - height * scale,
                width * scale, height * scale, mask="auto",
            )  # fmt: skip
        return True

    def _address(self, addressee: Addressee) -> None:
        """Write the address field; in the window stands nothing but the address."""
        left, width = WINDOWS[self._sheet.window]
        if self._sheet.window is not Window.NONE:
            self._return_line(left, width)
        parts = (*addressee.name, *(address_line(line) for line in addressee.address))
        shown = [self._settable(line) for line in parts if line.strip()]
        room = (width * MM, (WINDOW_END - ADDRESS_TOP) * MM)
        size, lead, lines = self._fit(shown, Face.REGULAR, ADDRESS_SIZES, room)
        self._lines(lines, Face.REGULAR, (size, lead), (left * MM, _y(ADDRESS_TOP)))
        if self._sheet.dateline:
            style, at = self._style, (TEXT_LEFT * MM, _y(DATE_TOP))
            dateline = [self._shown(self._sheet.dateline)]
            self._lines(dateline, Face.REGULAR, (style.size, style.lead), at)

    def _return_line(self, left: float, width: float) -> None:
        """Write the sender's address small over the address, on one line if it can be."""
        sender, top = self._sheet.sender, _y(WINDOW_TOP)
        back = self._shown(" · ".join((sender.organisation, *sender.lines)))
        fitting = [s for s in (8.0, 7.0) if font(Face.REGULAR).width(back, s) <= width * MM]
        chosen = max([*fitting, 6.5])
        room = (width * MM, (ADDRESS_TOP - WINDOW_TOP) * MM - 1)
        size, lead, lines = self._fit((back,), Face.REGULAR, ((chosen, chosen * 1.3),), room)
        self._lines(lines, Face.REGULAR, (size, lead), (left * MM, top), GREY)

    def _text(self, rows: Sequence[Row], top: float) -> None:
        x, y = TEXT_LEFT * MM, _y(top)
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

    def _foot(self, number: int, of: int) -> None:
        """Write sender, phone number and page number, as every page must bear them."""
        from reportlab.lib.colors import HexColor

        style, sender = self._style, self._sheet.sender
        left, right = TEXT_LEFT * MM, TEXT_LEFT * MM + style.width
        count = self._words.gettext("bladzijde {number} van {total}").format(
            number=number, total=of
        )
        count_width = font(Face.REGULAR).width(count, style.small)
        phone = self._words.gettext("telefoon {number}").format(number=sender.phone)
        lines = (sender.organisation, phone if sender.phone else "", self._sheet.note)
        shown = [self._shown(line) for line in lines if line]
        room = (right - left - count_width - 8 * MM, 22 * MM)
        sizes = [(style.small * part, style.small * part * 1.35) for part in (1, 0.8, 0.6)]
        size, lead, shown = self._fit(shown, Face.REGULAR, sizes, room)
        top = _y(FOOT_TOP + 2)
        with self.tagging.marked(None):
            self._canvas.setStrokeColor(HexColor(LINE))
            self._canvas.setLineWidth(0.6)
            self._canvas.line(left, _y(FOOT_TOP), right, _y(FOOT_TOP))
            self._write(shown, Face.REGULAR, (size, lead), (left, top))
            size, at = style.small, (right - count_width, top)
            self._write([count], Face.REGULAR, (size, size * 1.35), at)

    def _settable(self, text: str, face: Face = Face.REGULAR) -> str:
        return self._composer.settable(text, face)

    def _shown(self, text: str, face: Face = Face.REGULAR) -> str:
        return self._settable(tied(one_line(text)), face)

    def _fit(
        self, lines: Sequence[str], face: Face, sizes: Sequence[tuple[float, float]],
        room: tuple[float, float],
    ) -> tuple[float, float, list[str]]:  # fmt: skip
        """Return the largest of ``sizes`` at which ``lines`` fit ``room``, and the lines set.

        At the smallest size, what does not fit is cut from the middle: the first line says
        who, the last says where.
        """
        width, height = room
        letter = font(face)
        for size, lead in sizes:
            shown = [p for line in lines for p in wrap(line, letter, size=size, width=width)]
            if len(shown) * lead <= height:
                return size, lead, shown
        fitting = max(2, int(height / lead))
        head = (fitting + 1) // 2
        return size, lead, [*shown[:head], *shown[len(shown) - (fitting - head) :]]

    def _lines(
        self, lines: Sequence[str], face: Face, size: tuple[float, float],
        at: tuple[float, float], color: str = BLACK,
    ) -> None:  # fmt: skip
        with self.tagging.marked(Tag("P")):
            self._write(lines, face, size, at, color)

    def _write(
        self, lines: Sequence[str], face: Face, size: tuple[float, float],
        at: tuple[float, float], color: str = BLACK,
    ) -> None:  # fmt: skip
        points, lead = size
        x, top = at
        for number, line in enumerate(lines):
            base = top - number * lead - lead / 2 - points * 0.36
            set_line(self._canvas, line, face=face, size=points, at=(x, base), color=color)


def _y(from_top: float) -> float:
    """Return the height in points of a place given in millimetres from the top."""
    return (SHEET_HEIGHT - from_top) * MM
