"""The recovery code on paper: the last way into a store when the passphrase is gone.

No personal data: whoever finds the sheet must not learn whose laptop it opens. No QR code
either: it invites a photograph, and a photograph travels to a cloud.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.i18n import translation
from meitinker.reports.fonts import Face, font
from meitinker.reports.page import Rendered, Sender, Sheet
from meitinker.reports.page import render as put_on_paper
from meitinker.reports.rows import Row
from meitinker.reports.signing import ruled
from meitinker.reports.tagging import Tag
from meitinker.reports.text import one_line
from meitinker.reports.typeset import GREY, Composer, set_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportlab.pdfgen.canvas import Canvas

CODE_SIZE = 29.0


class RecoverySheet(msgspec.Struct, frozen=True, kw_only=True):
    """What is printed.

    Attributes:
        code: The code, its groups parted by spaces or hyphens.
        store_label: The neutral label of the store.
        date: Date of making, in words.
        sender: The letterhead of the organisation.
        language: ``nl``, ``fy`` or ``en``.
        demo: The code of an invented store: "VOORBEELD" on the page.
    """

    code: str
    store_label: str
    date: str
    sender: Sender
    language: str = "nl"
    demo: bool = False


def groups(code: str) -> list[str]:
    """Return the groups of a code; spaces and hyphens part them."""
    return one_line(code).replace("-", " ").split()


def render(sheet: RecoverySheet) -> Rendered:
    """Return the recovery code as one page of PDF."""
    say = translation(sheet.language).gettext
    paper = Sheet(title=say("Herstelcode"), language=sheet.language, sender=sheet.sender,
                  demo=sheet.demo)  # fmt: skip
    page = Composer(paper.style)
    page.title(say("Uw herstelcode"))
    page.para(say("Bent u uw wachtwoord kwijt? Met deze code opent u uw gegevens weer."))
    with page.card(boxed=True):
        for number, line in enumerate(_in_pairs(groups(sheet.code))):
            page.add(_code_row(page, line, start=2 * number + 1))
    belongs = say("Hoort bij: {label}. Gemaakt op {date}.")
    page.para(belongs.format(label=one_line(sheet.store_label), date=one_line(sheet.date)))
    page.heading(say("Hier bewaart u de code"))
    page.bullets(
        [
            say("Leg dit blad in een kluis of een kast op slot."),
            say("Leg het niet bij de laptop en ook niet in de laptoptas."),
            say("Maak er geen foto van. Zet de code niet in een mail of een bestand."),
        ]
    )
    page.heading(say("Zo werkt het"))
    page.bullets(
        [
            say("Kies op het slotscherm: Wachtwoord vergeten? Typ de code over."),
            say("Is dit blad weg? Maak dan meteen een nieuwe code."),
        ]
    )
    page.add(ruled(page, say("Bewaard door"), high=2.0))
    page.add(ruled(page, say("Waar")))
    return put_on_paper(paper, page)


def _in_pairs(parts: Sequence[str]) -> list[list[str]]:
    return [list(parts[at : at + 2]) for at in range(0, len(parts), 2)]


def _code_row(page: Composer, parts: Sequence[str], *, start: int) -> Row:
    """Return one line of code; groups are numbered, as a typing error is told by number."""
    shown = [page.settable(part, Face.CODE) for part in parts]
    letter, left, column = font(Face.CODE), page.inset, page.width / 2
    widest = max(letter.width(part, CODE_SIZE) for part in shown)
    size = min(CODE_SIZE, CODE_SIZE * (column - 8) / widest)

    def draw(canvas: Canvas, x: float, y: float) -> None:
        for at, (number, part) in enumerate(zip(range(start, start + 2), shown, strict=False)):
            begin = x + left + at * column
            place = (begin, y - CODE_SIZE * 0.45)
            set_line(canvas, str(number), face=Face.REGULAR, size=9, at=place, color=GREY)
            set_line(canvas, part, face=Face.CODE, size=size, at=(begin, y - CODE_SIZE * 1.38))

    return Row(CODE_SIZE * 1.5, draw, Tag("P"), gap=0.0 if start == 1 else 4.0, glued=True)
