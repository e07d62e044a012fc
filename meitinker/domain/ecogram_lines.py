"""The lines of an ecogram: what a tie is like, to be seen without colour.

The form tells how heavy it is (straight, waves, sharp teeth), the thickness how often people
see each other (dots where it is seldom), arrow heads who helps whom. Points are in the unit of
the drawing; what draws them only follows them.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.network import Direction, Frequency, Strain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from meitinker.domain.network import Tie

Point = tuple[float, float]

_THICKNESS: dict[Frequency, float] = {
    Frequency.DAILY: 6.0,
    Frequency.WEEKLY: 4.0,
    Frequency.MONTHLY: 2.0,
    Frequency.SELDOM: 2.0,
    Frequency.UNKNOWN: 2.0,
}
_DASHES: dict[Frequency, tuple[float, float]] = {
    Frequency.SELDOM: (2.0, 5.0),
    Frequency.UNKNOWN: (9.0, 6.0),
}
_HEAD = 9.0
"""Length of an arrow head, and of the straight end that bears it."""

_WAVE, _TOOTH = 3.5, 5.5
"""How far waves and teeth swing out."""

_LENGTH = 14.0
"""Length of one wave or tooth."""


class Line(msgspec.Struct, frozen=True):
    """One line, ready to draw.

    Attributes:
        key: The tie.
        points: From the resident outwards.
        thickness: Width of the pen.
        dashes: Lengths of stroke and gap; none for an unbroken line.
        heads: Arrow heads, each three points, to be filled.
    """

    key: str
    points: tuple[Point, ...]
    thickness: float
    dashes: tuple[float, ...]
    heads: tuple[tuple[Point, Point, Point], ...]


class LineLook(msgspec.Struct, frozen=True):
    """What decides how a line looks."""

    strain: Strain = Strain.NOT_ASKED
    direction: Direction | None = None
    frequency: Frequency = Frequency.UNKNOWN


def look_of(tie: Tie) -> LineLook:
    """Return how the line of a tie looks."""
    return LineLook(tie.strain, tie.direction, tie.frequency)


def line_along(key: str, route: Sequence[Point], look: LineLook, *, unit: float = 1.0) -> Line:
    """Return a line from the resident's edge to someone's, also for a legend.

    Args:
        key: The tie.
        route: Where it goes, from the resident's edge outwards; at least two points.
        look: What the tie is like.
        unit: Size of one pixel at 100 %, or of one point on paper, in the drawing's unit.
    """
    path, thickness = _Path(route), _THICKNESS[look.frequency]
    length = path.length
    if length < _SHORTEST:
        return Line(key, (route[0], route[-1]), thickness * unit, (), ())
    size = min(_HEAD * unit * (1 + thickness / 9), length / 3)
    inwards = look.direction in (Direction.GIVES, Direction.BOTH)
    outwards = look.direction in (Direction.RECEIVES, Direction.BOTH)
    heads = []
    if inwards:
        heads.append(_head(route[0], path.at(size)))
    if outwards:
        heads.append(_head(route[-1], path.at(length - size)))
    # The line ends within the head, so that the point stays sharp.
    between = (size * 0.7 if inwards else 0.0), length - (size * 0.7 if outwards else 0.0)
    return Line(
        key=key,
        points=_points(path, between, look.strain, unit),
        thickness=thickness * unit,
        dashes=tuple(part * unit for part in _DASHES.get(look.frequency, ())),
        heads=tuple(heads),
    )


_SHORTEST = 1e-6


class _Path:
    """A route by the distance gone along it."""

    def __init__(self, route: Sequence[Point]) -> None:
        self._route = route
        self._reached = list(accumulate((math.dist(a, b) for a, b in pairwise(route)), initial=0.0))

    @property
    def length(self) -> float:
        return self._reached[-1]

    def at(self, along: float, aside: float = 0.0) -> Point:
        """Return the point at a distance from the start, and so far to the right of the way."""
        end = min(max(bisect_right(self._reached, along), 1), len(self._route) - 1)
        (left, top), (right, bottom) = self._route[end - 1], self._route[end]
        part = max(self._reached[end] - self._reached[end - 1], _SHORTEST)
        way = (right - left) / part, (bottom - top) / part
        gone = along - self._reached[end - 1]
        return left + way[0] * gone - way[1] * aside, top + way[1] * gone + way[0] * aside

    def bends(self, first: float, last: float) -> list[Point]:
        """Return where the route bends between two distances from the start."""
        return [
            point
            for point, reached in zip(self._route, self._reached, strict=True)
            if first < reached < last
        ]


def _head(tip: Point, back: Point) -> tuple[Point, Point, Point]:
    side = (tip[1] - back[1]) * 0.5, (back[0] - tip[0]) * 0.5
    return tip, (back[0] + side[0], back[1] + side[1]), (back[0] - side[0], back[1] - side[1])


def _points(
    path: _Path, between: tuple[float, float], strain: Strain, unit: float
) -> tuple[Point, ...]:
    first, last = between
    straight = 5.0 * unit
    swings = int((last - first - 2 * straight) / (_LENGTH * unit))
    if strain < Strain.HEAVY or swings < 1:
        return path.at(first), *path.bends(first, last), path.at(last)
    begin = (first + last - swings * _LENGTH * unit) / 2
    steps, swing = (4, _TOOTH) if strain is Strain.TOO_HEAVY else (12, _WAVE)
    bent = [
        path.at(
            begin + turn * _LENGTH * unit / steps,
            math.sin(2 * math.pi * turn / steps) * swing * unit,
        )
        for turn in range(swings * steps + 1)
    ]
    return path.at(first), *bent, path.at(last)
