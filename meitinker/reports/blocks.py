"""Blocks: lines with a fixed place on the sheet, set as large as their room allows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from meitinker.reports.fonts import Face, font
from meitinker.reports.text import wrap
from meitinker.reports.typeset import BLACK, TypeSetting, set_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportlab.pdfgen.canvas import Canvas

ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that are set, and how."""

    lines: tuple[str, ...]
    setting: TypeSetting

    @property
    def height(self) -> float:
        """Its height in points."""
        return len(self.lines) * self.setting.lead

    @property
    def width(self) -> float:
        """The width of its longest line in points."""
        letter = font(self.setting.face)
        return max((letter.width(line, self.setting.size) for line in self.lines), default=0.0)

    def draw(self, canvas: Canvas, at: tuple[float, float], *, color: str = BLACK) -> None:
        """Draw it with its left top at ``at``, in points."""
        (x, top), setting = at, self.setting
        for number, line in enumerate(self.lines):
            base = top - number * setting.lead - setting.lead / 2 - setting.size * 0.36
            set_line(canvas, line, face=setting.face, size=setting.size, at=(x, base), color=color)


def fitted(
    lines: Sequence[str],
    *,
    sizes: Sequence[tuple[float, float]],
    room: tuple[float, float],
    face: Face = Face.REGULAR,
) -> Block:
    """Return ``lines`` at the largest of ``sizes`` at which they fit ``room``.

    Args:
        lines: Lines that the letter type can set.
        sizes: Type sizes with their distance of lines in points, largest first.
        room: Width and height in points.
        face: Letter type.

    At the smallest size, what does not fit is cut from the middle: the first line says who, the
    last says where.
    """
    width, height = room
    letter = font(face)
    for size, lead in sizes:
        shown = [part for line in lines for part in wrap(line, letter, size=size, width=width)]
        if len(shown) * lead <= height:
            return Block(tuple(shown), TypeSetting(face, size, lead))
    fitting = max(2, int(height / lead))
    head = (fitting + 1) // 2
    kept = shown[:head]
    while letter.width(kept[-1] + ELLIPSIS, size) > width:
        kept[-1] = kept[-1][:-1]
    kept[-1] += ELLIPSIS
    return Block((*kept, *shown[len(shown) - (fitting - head) :]), TypeSetting(face, size, lead))
