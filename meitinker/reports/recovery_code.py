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
from meitinker.reports.press import put_on_paper
from meitinker.reports.rows import Row
from meitinker.reports.signing import ruled
from meitinker.reports.tagging import Tag
from meitinker.reports.text import one_line
from meitinker.reports.typeset import GREY, Composer, set_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportlab.pdfgen.canvas import Canvas

CODE_SIZE, NUMBER_SIZE, NUMBER_WIDTH = 29.0, 14.0, 26.0
"""In points: a group, its number, and from the left of the number to the group."""


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
    words = translation(sheet.language)
    say = words.gettext
    paper = Sheet(title=say("Herstelcode"), language=sheet.language, sender=sheet.sender,
                  demo=sheet.demo)  # fmt: skip
    page = Composer(paper.style, words)
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
            say("Maak er geen foto van en zet de code niet in een mail."),
            say("Hebt u dit blad als PDF? Druk het af en gooi het bestand weg."),
        ]
    )
    page.heading(say("Zo werkt het"))
    page.bullets(
        [
            say("Kies op het slotscherm: Wachtwoord vergeten? Typ de code over."),
            say("Is dit blad weg? Maak dan meteen een nieuwe code."),
        ]
    )
    page.add(ruled(page, {say("Bewaard door"): 1, say("Waar"): 1}, high=2.2))
    return put_on_paper(paper, page)


def _in_pairs(parts: Sequence[str]) -> list[list[str]]:
    return [list(parts[at : at + 2]) for at in range(0, len(parts), 2)]


def _code_row(page: Composer, parts: Sequence[str], *, start: int) -> Row:
    """Return one line of code; groups are numbered, as a typing error is told by number."""
    shown = [page.settable(part, Face.CODE) for part in parts]
    letter, left, column = font(Face.CODE), page.inset, page.width / 2
    widest = max(letter.width(part, CODE_SIZE) for part in shown)
    size = min(CODE_SIZE, CODE_SIZE * (column - NUMBER_WIDTH - 8) / widest)

    def draw(canvas: Canvas, x: float, y: float) -> None:
        base = y - CODE_SIZE * 1.05
        for at, (number, part) in enumerate(zip(range(start, start + 2), shown, strict=False)):
            begin = x + left + at * column
            set_line(
                canvas, str(number), face=Face.REGULAR, size=NUMBER_SIZE, at=(begin, base),
                color=GREY,
            )  # fmt: skip
            place = (begin + NUMBER_WIDTH, base)
            set_line(canvas, part, face=Face.CODE, size=size, at=place)

    return Row(CODE_SIZE * 1.25, draw, Tag("P"), gap=0.0 if start == 1 else 2.0, glued=True)
