"""What stands around the text: the sender, the address field, the foot of every page."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from meitinker.reports.blocks import Block, fitted
from meitinker.reports.fonts import Face, font
from meitinker.reports.measures import (
    ADDRESS_SIZES,
    ADDRESS_SIZES_LARGE,
    ADDRESS_TOP,
    BESIDE_WINDOW,
    CONTACT_LEFT,
    CONTACT_SIZES,
    CONTACT_SIZES_LARGE,
    DATE_TOP,
    FIRST_TOP,
    FIRST_TOP_LARGE,
    FOOT_HEIGHT,
    FOOT_HEIGHT_LARGE,
    FOOT_SIZES,
    FOOT_SIZES_LARGE,
    FOOT_TOP,
    FOOT_TOP_LARGE,
    HEAD_END,
    HEAD_TOP,
    LOGO_HEIGHT,
    LOGO_WIDTH,
    NAME_SIZES,
    NAME_SIZES_LARGE,
    RETURN_SIZES,
    TEXT_LEFT,
    UNADDRESSED_TOP,
    WINDOW_END,
    WINDOW_TOP,
    WINDOWS,
    Window,
)
from meitinker.reports.tagging import Tag
from meitinker.reports.text import address_line, one_line, phone_number, tied
from meitinker.reports.typeset import GREY, LINE, MM, y_at

if TYPE_CHECKING:
    from gettext import NullTranslations

    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    from meitinker.reports.page import Addressee, Sheet
    from meitinker.reports.tagging import Tagging
    from meitinker.reports.typeset import Composer


class Letterhead:
    """The name and the address of the sender, over the first page.

    In large print they are too large to stand over the window: they take the column beside it.
    """

    def __init__(self, sheet: Sheet, composer: Composer) -> None:
        """Set what ``sheet`` says of the sender; ``composer`` counts lacking characters."""
        self._sheet = sheet
        self._logo = _picture(sheet.sender.logo)
        self._name: Block | None = None
        self._contact_left = TEXT_LEFT
        if self._below:
            self._set_name(composer)
            self._set_contact(composer)
        else:
            self._set_contact(composer)
            self._set_name(composer)

    @property
    def first_top(self) -> float:
        """Where the text of the first page begins, in millimetres from the top."""
        if self._sheet.addressee is not None:
            return FIRST_TOP_LARGE if self._sheet.large else FIRST_TOP
        contact_end = self._contact_top + self._contact.height / MM
        return max(UNADDRESSED_TOP, self._name_end + 7, contact_end + 7)

    def draw(self, canvas: Canvas, tagging: Tagging) -> None:
        """Draw logo or name at the left, and the address of the sender."""
        left = TEXT_LEFT * MM
        if self._logo is not None:
            self._draw_logo(canvas, tagging, self._logo)
        elif self._name is not None:
            from reportlab.lib.colors import HexColor

            with tagging.marked(None):
                canvas.setFillColor(HexColor(self._sheet.style.accent))
                canvas.rect(left, y_at(HEAD_TOP + 1.4), 14 * MM, 1.4 * MM, stroke=0, fill=1)
            with tagging.marked(Tag("P")):
                self._name.draw(canvas, (left, y_at(HEAD_TOP + 4)))
        with tagging.marked(Tag("P")):
            self._contact.draw(canvas, (self._contact_left * MM, y_at(self._contact_top)))

    @property
    def _below(self) -> bool:
        """Whether the contact stands below the name and not beside it."""
        sheet = self._sheet
        return sheet.large and sheet.addressee is not None and sheet.window is Window.RIGHT

    def _set_name(self, composer: Composer) -> None:
        """Set the name: a little smaller where that keeps it on one line."""
        if self._logo is not None:
            return
        words = composer.settable(tied(one_line(self._sheet.sender.organisation)), Face.BOLD)
        sizes = NAME_SIZES_LARGE if self._sheet.large else NAME_SIZES
        width = self._name_width()
        self._name = fitted(
            [words],
            sizes=_whole(words, sizes[:2], width) or sizes,
            room=(width, 27 * MM),
            face=Face.BOLD,
        )

    def _set_contact(self, composer: Composer) -> None:
        """Set the contact at the right, so that the name has all that is left of the line."""
        sheet, sender = self._sheet, self._sheet.sender
        name = (one_line(sender.organisation),) if self._logo is not None else ()
        address = [tied(address_line(line)) for line in sender.lines]
        lines = (*name, *address, tied(phone_number(sender.phone)), one_line(sender.email))
        left, self._contact_top, room = self._contact_room()
        self._contact = fitted(
            [composer.settable(line) for line in lines if line.strip()],
            sizes=CONTACT_SIZES_LARGE if sheet.large else CONTACT_SIZES,
            room=room,
        )
        spare = 0.0 if self._below else max((room[0] - self._contact.width) / MM, 0.0)
        self._contact_left = left + spare

    @property
    def _name_end(self) -> float:
        """Where name or logo ends, in millimetres from the top."""
        if self._name is None:
            return HEAD_TOP + LOGO_HEIGHT
        return HEAD_TOP + 4 + self._name.height / MM

    def _name_width(self) -> float:
        """Return the points beside the contact; without one beside it the name has the page."""
        whole = self._sheet.style.width
        return whole if self._below else min(whole, (self._contact_left - TEXT_LEFT - 6) * MM)

    def _contact_room(self) -> tuple[float, float, tuple[float, float]]:
        """Return left and top in millimetres, width and height in points."""
        sheet, left, top, end = self._sheet, CONTACT_LEFT, HEAD_TOP, HEAD_END - 3
        right = TEXT_LEFT + sheet.style.width / MM
        if sheet.large and sheet.addressee is not None:
            end = WINDOW_END
            if sheet.window is Window.RIGHT:
                left, right, top = TEXT_LEFT, CONTACT_LEFT - 8, self._name_end + 3
            else:
                left = BESIDE_WINDOW
        return left, top, ((right - left) * MM, (end - top) * MM)

    def _draw_logo(self, canvas: Canvas, tagging: Tagging, picture: ImageReader) -> None:
        width, height = picture.getSize()
        scale = min(LOGO_WIDTH * MM / width, LOGO_HEIGHT * MM / height)
        with tagging.marked(Tag("Figure", one_line(self._sheet.sender.organisation))):
            canvas.drawImage(
                picture, TEXT_LEFT * MM, y_at(HEAD_TOP) - height * scale,
                width * scale, height * scale, mask="auto",
            )  # fmt: skip


def _picture(png: bytes) -> ImageReader | None:
    """Return the logo, or None where there is none that can be read."""
    if not png:
        return None
    from PIL import Image, UnidentifiedImageError
    from reportlab.lib.utils import ImageReader

    try:
        with Image.open(io.BytesIO(png), formats=("PNG",)) as picture:
            picture.load()
            return ImageReader(picture.convert("RGBA"))
    except (OSError, UnidentifiedImageError, ValueError, Image.DecompressionBombError):
        return None


class AddressField:
    """The address in the window, the address to return to over it, and the date under it."""

    def __init__(self, sheet: Sheet, addressee: Addressee, composer: Composer) -> None:
        """Set the field; in the window stands nothing but the address."""
        left, width = WINDOWS[sheet.window]
        self._left = left * MM
        self._back: Block | None = None
        if sheet.window is not Window.NONE:
            back = " · ".join((sheet.sender.organisation, *sheet.sender.lines))
            self._back = fitted(
                [composer.settable(tied(one_line(back)))],
                sizes=_on_one_line(back, width * MM),
                room=(width * MM, (ADDRESS_TOP - WINDOW_TOP) * MM - 1),
            )
        names = tuple(one_line(line) for line in addressee.name)
        parts = (*names, *(address_line(line) for line in addressee.address))
        self._address = fitted(
            [composer.settable(line) for line in parts if line.strip()],
            sizes=ADDRESS_SIZES_LARGE if sheet.large else ADDRESS_SIZES,
            room=(width * MM, (WINDOW_END - ADDRESS_TOP) * MM),
        )
        style = sheet.style
        room = (style.width, (FIRST_TOP - DATE_TOP) * MM)
        self._date = fitted(
            [composer.settable(tied(one_line(sheet.dateline)))],
            sizes=((style.size, style.lead), (14.0, 16.0) if sheet.large else (12.0, 14.5)),
            room=room,
        )

    def draw(self, canvas: Canvas, tagging: Tagging) -> None:
        """Draw it."""
        if self._back is not None:
            with tagging.marked(Tag("P")):
                self._back.draw(canvas, (self._left, y_at(WINDOW_TOP)), color=GREY)
        with tagging.marked(Tag("P")):
            self._address.draw(canvas, (self._left, y_at(ADDRESS_TOP)))
        if any(self._date.lines):
            with tagging.marked(Tag("P")):
                self._date.draw(canvas, (TEXT_LEFT * MM, y_at(DATE_TOP)))


def _on_one_line(text: str, width: float) -> tuple[tuple[float, float], ...]:
    """Return the sizes at which ``text`` is on one line, and the smallest in any case."""
    return (*_whole(text, RETURN_SIZES, width, Face.REGULAR), RETURN_SIZES[-1])


def _whole(
    text: str, sizes: tuple[tuple[float, float], ...], width: float, face: Face = Face.BOLD
) -> tuple[tuple[float, float], ...]:
    """Return those of ``sizes`` at which ``text`` is on one line of ``width`` points."""
    letter = font(face)
    return tuple(one for one in sizes if letter.width(text, one[0]) <= width)


class Foot:
    """Sender, phone number and page number, as every page must bear them."""

    def __init__(self, sheet: Sheet, composer: Composer, words: NullTranslations) -> None:
        """Set what is the same on every page."""
        self._width = sheet.style.width
        self._words = words
        self._composer = composer
        self._top = FOOT_TOP_LARGE if sheet.large else FOOT_TOP
        height = (FOOT_HEIGHT_LARGE if sheet.large else FOOT_HEIGHT) * MM
        self._sizes = sizes = FOOT_SIZES_LARGE if sheet.large else FOOT_SIZES
        sender = sheet.sender
        width = self._width - self._count(888, 888).width - 8 * MM
        phone = words.gettext("telefoon {number}").format(number=phone_number(sender.phone))
        below = (phone if sender.phone else "", sheet.note)
        lead = sizes[-1][1]
        # A long name gives way to the number to call.
        self._below = fitted(self._lines(*below), sizes=sizes, room=(width, height - 2 * lead))
        self._name = fitted(
            self._lines(sender.organisation),
            sizes=sizes,
            room=(width, height - self._below.height),
        )

    def draw(self, canvas: Canvas, tagging: Tagging, *, number: int, of: int) -> None:
        """Draw the foot of page ``number``."""
        from reportlab.lib.colors import HexColor

        left, top = TEXT_LEFT * MM, y_at(self._top + 2)
        right = left + self._width
        count = self._count(number, of)
        with tagging.marked(None):
            canvas.setStrokeColor(HexColor(LINE))
            canvas.setLineWidth(0.6)
            canvas.line(left, y_at(self._top), right, y_at(self._top))
            self._name.draw(canvas, (left, top))
            self._below.draw(canvas, (left, top - self._name.height))
            count.draw(canvas, (right - count.width, top))

    def _count(self, number: int, of: int) -> Block:
        words = self._words.gettext("bladzijde {number} van {total}")
        line = words.format(number=number, total=of)
        return fitted([line], sizes=self._sizes[:1], room=(self._width, self._sizes[0][1]))

    def _lines(self, *lines: str) -> list[str]:
        return [self._composer.settable(tied(one_line(line))) for line in lines if line.strip()]
