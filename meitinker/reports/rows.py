"""Rows: the slices a document is made of, and their way onto pages.

What belongs together is *glued*: a heading to the first lines after it, the first two and the
last two lines of a paragraph to each other. What had better stand together is *near*: it is kept
on one page where that takes no sheet more.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from reportlab.pdfgen.canvas import Canvas

    from meitinker.reports.tagging import Tag

    Draw = Callable[[Canvas, float, float], None]
    """Draws on a canvas; x of the left edge and y of the top edge, in points."""


_MOST_WHITE = 0.8
"""Share of the last page that may stay white."""

_WITHIN_SECTION, _WITHIN_PARAGRAPH = 0.07, 0.11
"""Breaking there displeases as much as white of such a share of a page."""

_ON_FIRST = 1.5
"""How much more the first page displeases, of which the letterhead takes half."""

_BARE = 0.25
"""A last page of which less is filled looks like a mistake."""

_CLOSER = (0.85, 0.7, 0.55)
"""To what share the white between paragraphs may go where that spares such a page."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What is drawn behind the rows of a card: a bar, or a bar and a box around it."""

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
        near: Whether it had better do so, as long as that takes no page more.
        frame: The card it belongs to.
    """

    height: float
    draw: Draw
    tag: Tag | None = None
    gap: float = 0.0
    glued: bool = False
    near: bool = False
    frame: Frame | None = None


@dataclass(frozen=True, slots=True, order=True)
class _Way:
    """The best way to end a page somewhere: first the fewest pages, then the least ugly white."""

    pages: int
    ugliness: float
    start: int = field(compare=False)
    """Number of the part that this last page begins with."""


def on_pages(rows: Sequence[Row], *, first: float, later: float) -> list[list[Row]]:
    """Return the rows per page as :func:`paginate` does, without a last page that is nearly empty.

    Where a little less white between the paragraphs takes that page away, all get less.
    """
    pages = paginate(rows, first=first, later=later)
    if len(pages) > 1 and _height(pages[-1]) < later * _BARE:
        for share in _CLOSER:
            closer = paginate(_closer(rows, share), first=first, later=later)
            if len(closer) < len(pages):
                return closer
    return pages


def _closer(rows: Sequence[Row], share: float) -> list[Row]:
    """Return rows with less white between them; cards keep theirs, or they would touch."""
    frames = [None, *(row.frame for row in rows)]
    return [
        replace(row, gap=row.gap * share) if row.frame is before else row
        for row, before in zip(rows, frames, strict=False)
    ]


def paginate(rows: Sequence[Row], *, first: float, later: float) -> list[list[Row]]:
    """Return the rows per page: the fewest pages, the white spread over all but the last.

    Args:
        rows: The whole document.
        first: Height of the text on the first page, in points.
        later: The same for every other page.

    What is glued stays together, unless it is higher than a page. Pages are not just filled one
    by one: that would leave a page half empty before something high, such as a signature.
    """
    parts = list(_parts(rows, first=first, later=later))
    ways = {0: _Way(0, 0.0, 0)}
    for start in range(len(parts)):
        way = ways[start]
        for end, white in _ends(parts, start, room=later if start else first):
            ugly = _ugliness(parts, end, white=white, page=later)
            ugliness = way.ugliness + ugly * (1 if start else _ON_FIRST)
            found = _Way(way.pages + 1, ugliness, start)
            ways[end] = min(found, ways.get(end, found))
    pages: list[list[Row]] = []
    end = len(parts)
    while end:
        start = ways[end].start
        pages.append([row for part in parts[start:end] for row in part])
        end = start
    return pages[::-1] or [[]]


def in_columns(rows: Sequence[Row], *, room: float) -> list[list[Row]]:
    """Return the rows per column of a height: each is filled as far as what is glued lets it.

    Unlike on pages of their own, white at the end of a column that stands beside another is only
    white: nothing is shared out.
    """
    columns: list[list[Row]] = [[]]
    left = room
    for part in _parts(rows, first=room, later=room):
        taken = sum(row.gap + row.height for row in part)
        if columns[-1] and taken > left:
            columns.append([])
        if not columns[-1]:
            left, taken = room, taken - part[0].gap
        columns[-1] += part
        left -= taken
    return columns


def _parts(rows: Iterable[Row], *, first: float, later: float) -> Iterator[list[Row]]:
    """Yield what stays whole: groups that are glued, or rows where a page cannot hold a group."""
    room = first
    for group in _glued(rows):
        if _height(group) <= room:
            yield group
        else:
            yield from ([row] for row in group)
        room = later


def _height(rows: Sequence[Row]) -> float:
    """Return the height of rows at the top of a page, in points."""
    return sum(row.gap + row.height for row in rows) - rows[0].gap


def _ends(
    parts: Sequence[Sequence[Row]], start: int, *, room: float
) -> Iterator[tuple[int, float]]:
    """Yield where a page that begins with part ``start`` can end, and the white that leaves."""
    left = room + parts[start][0].gap
    for end in range(start + 1, len(parts) + 1):
        left -= sum(row.gap + row.height for row in parts[end - 1])
        if left < 0 and end > start + 1:
            return
        yield end, max(0.0, left)


def _ugliness(parts: Sequence[Sequence[Row]], end: int, *, white: float, page: float) -> float:
    """Return how much a page displeases that ends before part ``end``.

    White counts squared, so that it is shared out. A break pleases most between two sections, and
    least within a paragraph. Parting what is near displeases as much as half an empty page, and a
    page that is more than half empty counts as much again. On the last page white is no fault, as
    long as that page holds more than a few lines.
    """
    if end == len(parts):
        return max(0.0, white - page * _MOST_WHITE) ** 2
    bare = (page / 2) ** 2
    ugly = bare * (parts[end - 1][-1].near + (white > page / 2))
    following = parts[end][0]
    if following.gap <= following.height:
        ugly += (page * (_WITHIN_SECTION if following.gap else _WITHIN_PARAGRAPH)) ** 2
    return ugly + white**2


def _glued(rows: Iterable[Row]) -> Iterator[list[Row]]:
    group: list[Row] = []
    for row in rows:
        group.append(row)
        if not row.glued:
            yield group
            group = []
    if group:
        yield group
