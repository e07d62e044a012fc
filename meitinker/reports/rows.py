"""Rows: the slices a document is made of, and their way onto pages.

What belongs together is *glued*: a heading to the first lines after it, the first two and the
last two lines of a paragraph to each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from reportlab.pdfgen.canvas import Canvas

    from meitinker.reports.tagging import Tag

    Draw = Callable[[Canvas, float, float], None]
    """Draws on a canvas; x of the left edge and y of the top edge, in points."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What is drawn behind the rows of a card: a bar, or a bar and a box around it."""

    accent: str
    boxed: bool
    inset: float


@dataclass(frozen=True, slots=True)
class Row:
    """A slice of the text column that stays whole.

    Attributes:
        height: Height in points.
        draw: Draws it, given the left and top of the column.
        tag: What it is for a screen reader; None for decoration.
        gap: White above it in points, dropped at the top of a page.
        glued: Whether it must stand on one page with the next row.
        frame: The card it belongs to.
    """

    height: float
    draw: Draw
    tag: Tag | None = None
    gap: float = 0.0
    glued: bool = False
    frame: Frame | None = None


def paginate(rows: Sequence[Row], *, first: float, later: float) -> list[list[Row]]:
    """Return the rows per page.

    Args:
        rows: The whole document.
        first: Height of the text on the first page, in points.
        later: The same for every other page.

    What is glued stays together, unless it is higher than a page.
    """
    pages: list[list[Row]] = [[]]
    left = first
    for group in _glued(rows):
        need = sum(row.gap + row.height for row in group) - (0 if pages[-1] else group[0].gap)
        if need > left and pages[-1]:
            pages.append([])
            left = later
            need -= group[0].gap
        if need <= left:
            pages[-1] += group
            left -= need
            continue
        for row in group:  # higher than a page: break between any two rows
            need = row.height + (row.gap if pages[-1] else 0)
            if need > left and pages[-1]:
                pages.append([])
                left, need = later, row.height
            pages[-1].append(row)
            left -= need
    return pages


def _glued(rows: Iterable[Row]) -> Iterator[list[Row]]:
    group: list[Row] = []
    for row in rows:
        group.append(row)
        if not row.glued:
            yield group
            group = []
    if group:
        yield group
