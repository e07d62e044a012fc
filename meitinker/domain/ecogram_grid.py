"""Geometry for laying out an ecogram: who is in the way, where is room, and who gives way."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from meitinker.domain.ecogram import LabelSpot

_TIGHT = 0.97
_SLACK = 1e-6


def crosses(start: tuple[float, float], end: tuple[float, float], spot: LabelSpot) -> bool:
    """Tell whether a line goes under a label, by the part of the line within its four sides."""
    first, last = 0.0, 1.0
    for at, way, middle, half in (
        (start[0], end[0] - start[0], spot.x, spot.width / 2),
        (start[1], end[1] - start[1], spot.y, spot.height / 2),
    ):
        if abs(way) < _SLACK:
            if abs(at - middle) > half:
                return False
            continue
        one, other = (middle - half - at) / way, (middle + half - at) / way
        first, last = max(first, min(one, other)), min(last, max(one, other))
        if first > last:
            return False
    return True


def closest(rows: Sequence[int], at: tuple[int, int]) -> tuple[int, int] | None:
    """Return the open place of the grid nearest to ``at``, row by row outwards."""
    best: tuple[int, int, int] | None = None
    for away in range(len(rows)):
        if best is not None and away**2 > best[0]:
            break
        for y in dict.fromkeys((at[1] - away, at[1] + away)):
            if not 0 <= y < len(rows) or not rows[y]:
                continue
            for x in _beside(rows[y], at[0]):
                found = (x - at[0]) ** 2 + away**2, x, y
                best = found if best is None else min(best, found)
    return best[1:] if best else None


def _beside(row: int, x: int) -> Iterator[int]:
    """Yield the open places of a row that are nearest to ``x`` at either side."""
    right = row >> max(x, 0)
    if right:
        yield max(x, 0) + (right & -right).bit_length() - 1
    left = row & ((1 << max(x, 0)) - 1)
    if left:
        yield left.bit_length() - 1


def spread(wishes: Sequence[float], rooms: Sequence[float], *, roomy: float) -> list[float]:
    """Return places on a line of 360, nearest to the wishes, with room for each.

    Everyone gets ``roomy`` times their room as long as there is.

    This is the regression of least squares under an order (pool adjacent violators): whoever
    is added pushes others no further than its own room.
    """
    if not wishes:
        return []
    whole = sum(rooms)
    scale = min(roomy, 360 * _TIGHT / whole)
    starts, used = [], 0.0
    for room in rooms:
        starts.append(used + room * scale / 2)
        used += room * scale
    blocks: list[tuple[float, int]] = []
    for wish, start in zip(wishes, starts, strict=True):
        mean, size = wish - start, 1
        while blocks and blocks[-1][0] > mean:
            before, count = blocks.pop()
            mean, size = (before * count + mean * size) / (count + size), count + size
        blocks.append((mean, size))
    bases = [mean for mean, size in blocks for _one in range(size)]
    return [
        min(max(base, 0.0), 360 - used) + start for base, start in zip(bases, starts, strict=True)
    ]
