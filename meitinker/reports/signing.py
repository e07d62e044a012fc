"""The block at the end of a plan where people sign: drawn, on paper or by word of mouth."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.plans import SignatureWay
from meitinker.reports.fonts import Face, font
from meitinker.reports.rows import Row
from meitinker.reports.tagging import Tag
from meitinker.reports.typeset import LINE, MM, set_line, tick_box

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from gettext import NullTranslations

    from reportlab.pdfgen.canvas import Canvas

    from meitinker.reports.rows import Draw
    from meitinker.reports.typeset import Composer

GRID = 10_000
"""Strokes are stored in ten-thousandths of the width and of the height of the pad."""

Stroke = tuple[tuple[int, int, int, int], ...]
"""Points of one stroke: x, y from the top, milliseconds, pressure; x, y, pressure 0–10000."""


_NORMAL = 12
"""Points of type that is not large print."""
HAND = 17.0
"""Points from line to line that handwriting of a usual size needs."""


class PlanAnswer(StrEnum):
    """What someone says of the plan."""

    SEEN = "seen"
    AGREES = "agrees"
    DISAGREES = "disagrees"


class Signature(msgspec.Struct, frozen=True, kw_only=True):
    """One person's signature.

    Attributes:
        name: Who signs.
        role: In what quality ("inwoner", "meitinker"), ready to print, or "".
        way: Drawn on the screen, to be written on this paper, or spoken.
        answer: What was answered; on paper it is ticked by hand.
        asked: Whether this person is asked for an answer; a worker only signs.
        date: Date in words, or "" on paper.
        remarks: What the person wants to have noted.
        strokes: The drawn signature.
        ratio: Width of the pad divided by its height.
    """

    name: str
    role: str = ""
    way: SignatureWay = SignatureWay.PAPER
    answer: PlanAnswer = PlanAnswer.AGREES
    asked: bool = True
    date: str = ""
    remarks: str = ""
    strokes: tuple[Stroke, ...] = ()
    ratio: float = 3.0


def add_signature(composer: Composer, signature: Signature, words: NullTranslations) -> None:
    """Add one signature as a card that stays on one page where it can."""
    start = len(composer.rows)
    with composer.card(boxed=True):
        composer.label(signature.name, gap=0)
        if signature.role:
            composer.under(signature.role)
        if signature.way is SignatureWay.PAPER:
            _on_paper(composer, signature, words)
        elif signature.way is SignatureWay.SPOKEN:
            composer.para(spoken_sentence(signature, words))
        else:
            _drawn(composer, signature, words)
        if signature.remarks:
            composer.label(words.gettext("Opmerkingen"))
            composer.under(signature.remarks)
    composer.hold(start)


def spoken_sentence(signature: Signature, words: NullTranslations) -> str:
    """Return the sentence that says what was answered by word of mouth, and when."""
    sentence = {
        PlanAnswer.SEEN: words.gettext("Heeft dit plan gezien op {date}. Dat is mondeling gezegd."),
        PlanAnswer.AGREES: words.gettext("Mondeling akkoord op {date}."),
        PlanAnswer.DISAGREES: words.gettext("Niet akkoord. Dat is mondeling gezegd op {date}."),
    }[signature.answer]
    return sentence.format(date=signature.date)


def _drawn(composer: Composer, signature: Signature, words: NullTranslations) -> None:
    sentence = {
        PlanAnswer.SEEN: words.gettext("Ik heb dit plan gezien."),
        PlanAnswer.AGREES: words.gettext("Ik heb dit plan gezien. Ik ben het ermee eens."),
        PlanAnswer.DISAGREES: words.gettext("Ik heb dit plan gezien. Ik ben het er niet mee eens."),
    }[signature.answer]
    if signature.asked:
        composer.para(sentence)
    width = min(composer.width, 75 * MM)
    height = width / max(1.0, min(10.0, signature.ratio))
    alt = words.gettext("Handtekening")
    composer.add(
        Row(
            height + 6, _strokes(signature.strokes, width, height, left=composer.inset),
            Tag("Figure", alt), gap=composer.style.lead * 0.4,
        )
    )  # fmt: skip
    composer.para(words.gettext("Getekend op {date}.").format(date=signature.date))


def _strokes(strokes: Sequence[Stroke], width: float, height: float, *, left: float) -> Draw:
    def draw(canvas: Canvas, x: float, y: float) -> None:
        from reportlab.lib.colors import HexColor

        def place(point: tuple[int, int, int, int]) -> tuple[float, float]:
            across, down = (min(GRID, max(0, part)) / GRID for part in point[:2])
            return x + left + across * width, y - 3 - down * height

        canvas.saveState()
        canvas.setStrokeColor(HexColor("#0B2A5B"))
        canvas.setLineCap(1)
        canvas.setLineJoin(1)
        for stroke in strokes:
            # A dot is a stroke of one point: drawn as a line of no length with round ends.
            for begin, end in zip(stroke, [*stroke[1:], stroke[-1]], strict=False):
                canvas.setLineWidth(0.7 + 1.3 * min(GRID, max(0, end[3])) / GRID)
                canvas.line(*place(begin), *place(end))
        canvas.setLineWidth(0.6)
        canvas.setStrokeColor(HexColor(LINE))
        canvas.line(x + left, y - height - 6, x + left + width, y - height - 6)
        canvas.restoreState()

    return draw


def _on_paper(composer: Composer, signature: Signature, words: NullTranslations) -> None:
    style = composer.style
    if signature.asked:
        choices = (
            words.gettext("Ik heb dit plan gezien."),
            words.gettext("Ik ben het eens met dit plan."),
            words.gettext("Ik ben het niet eens met dit plan. Dit wil ik erbij zeggen:"),
        )
        for choice in choices:
            composer.marked(
                choice, mark=tick_box(style), indent=style.size * 1.7, gap=style.lead * 0.35
            )
        composer.add(ruled(composer, {"": 1}))
        composer.add(ruled(composer, {"": 1}))
    date, signed = words.gettext("Datum"), words.gettext("Handtekening")
    if style.size > _NORMAL:  # beside each other large words leave a hand no room
        composer.add(ruled(composer, {date: 1}))
        composer.add(ruled(composer, {signed: 1}, high=2.6))
    else:
        composer.add(ruled(composer, {date: 2, signed: 3}, high=2.6))


def ruled(composer: Composer, labels: Mapping[str, int], *, high: float = 1.7) -> Row:
    """Return a row to write on by hand: a line after each label.

    A hand needs room in large print too, but it does not grow as much as the type.

    Args:
        composer: For which document.
        labels: What is to be written, and which share of the free width it gets.
        high: Height in lines of text.
    """
    style, left = composer.style, composer.inset
    height = (style.lead + HAND) / 2 * high
    letter, after, apart = font(Face.REGULAR), style.size * 0.6, style.size
    widths = {label: letter.width(label, style.size) + after if label else 0.0 for label in labels}
    free = composer.width - sum(widths.values()) - apart * (len(labels) - 1)
    share = max(0.0, free) / sum(labels.values())

    def draw(canvas: Canvas, x: float, y: float) -> None:
        from reportlab.lib.colors import HexColor

        base, begin = y - height + style.lead * 0.25, x + left
        for label, part in labels.items():
            set_line(canvas, label, face=Face.REGULAR, size=style.size, at=(begin, base))
            begin += widths[label]
            canvas.setStrokeColor(HexColor(LINE))
            canvas.setLineWidth(0.8)
            canvas.line(begin, base - 2, begin + share * part, base - 2)
            begin += share * part + apart

    return Row(height, draw, Tag("P") if any(labels) else None)
