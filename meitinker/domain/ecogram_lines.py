"""The lines of an ecogram: what a tie is like, to be seen without colour.

The form tells how heavy it is (straight, waves, sharp teeth), the thickness how often people
see each other (dots where it is seldom), arrow heads who helps whom. Points are in the unit of
the drawing; what draws them only follows them.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.network import Direction, Frequency, Strain

if TYPE_CHECKING:
    from meitinker.domain.ecogram import Drawing, Spot
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


class Look(msgspec.Struct, frozen=True):
    """What decides how a line looks."""

    strain: Strain = Strain.NOT_ASKED
    direction: Direction = Direction.NONE
    frequency: Frequency = Frequency.UNKNOWN


def look_of(tie: Tie) -> Look:
    """Return how the line of a tie looks."""
    return Look(tie.strain, tie.direction, tie.frequency)


def line_to(drawing: Drawing, spot: Spot, look: Look, *, unit: float = 1.0) -> Line:
    """Return the line between the resident and someone.

    Args:
        drawing: Where everyone stands.
        spot: Where this one stands.
        look: What the tie is like.
        unit: Size of one pixel at 100 %, or of one point on paper, in the drawing's unit.
    """
    ends = _edge(drawing.core, spot), _edge(spot, drawing.core)
    return line_between(spot.key, *ends, look, unit=unit)


def line_between(key: str, start: Point, end: Point, look: Look, *, unit: float = 1.0) -> Line:
    """Return a line from the resident's edge to someone's, also for a legend."""
    length = math.dist(start, end)
    if length < _SHORTEST:
        return Line(key, (start, end), _THICKNESS[look.frequency] * unit, (), ())
    way = (end[0] - start[0]) / length, (end[1] - start[1]) / length
    head = min(_HEAD * unit * (1 + _THICKNESS[look.frequency] / 9), length / 3)
    inwards = look.direction in (Direction.GIVES, Direction.BOTH)
    outwards = look.direction in (Direction.RECEIVES, Direction.BOTH)
    heads = []
    if inwards:
        heads.append(_head(start, way, head))
    if outwards:
        heads.append(_head(end, (-way[0], -way[1]), head))
    # The line ends within the head, so that the point stays sharp.
    first, last = (head * 0.7 if inwards else 0.0), length - (head * 0.7 if outwards else 0.0)
    points = _points(start, way, (first, last), look.strain, unit)
    return Line(
        key=key,
        points=points,
        thickness=_THICKNESS[look.frequency] * unit,
        dashes=tuple(part * unit for part in _DASHES.get(look.frequency, ())),
        heads=tuple(heads),
    )


_SHORTEST = 1e-6


def _edge(spot: Spot, towards: Spot) -> Point:
    """Return where a line from the middle of ``spot`` leaves its label."""
    across, down = towards.x - spot.x, towards.y - spot.y
    reach = max(
        abs(across) / max(spot.width / 2, _SHORTEST), abs(down) / max(spot.height / 2, _SHORTEST)
    )
    share = 1 / max(reach, 1.0)
    return spot.x + across * share, spot.y + down * share


def _head(tip: Point, way: Point, size: float) -> tuple[Point, Point, Point]:
    back = tip[0] + way[0] * size, tip[1] + way[1] * size
    side = -way[1] * size * 0.5, way[0] * size * 0.5
    return tip, (back[0] + side[0], back[1] + side[1]), (back[0] - side[0], back[1] - side[1])


def _points(
    start: Point, way: Point, between: tuple[float, float], strain: Strain, unit: float
) -> tuple[Point, ...]:
    first, last = between

    def at(along: float, aside: float = 0.0) -> Point:
        return (
            start[0] + way[0] * along - way[1] * aside,
            start[1] + way[1] * along + way[0] * aside,
        )

    straight = 5.0 * unit
    swings = int((last - first - 2 * straight) / (_LENGTH * unit))
    if strain < Strain.HEAVY or swings < 1:
        return at(first), at(last)
    begin = (first + last - swings * _LENGTH * unit) / 2
    steps, swing = (4, _TOOTH) if strain is Strain.TOO_HEAVY else (12, _WAVE)
    bent = [
        at(
            begin + turn * _LENGTH * unit / steps,
            math.sin(2 * math.pi * turn / steps) * swing * unit,
        )
        for turn in range(swings * steps + 1)
    ]
    return at(first), *bent, at(last)
