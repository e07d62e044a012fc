"""The ways of the lines through a drawing: around the labels of others where that can be.

A line that goes under a label seems to end there. So it bends where it must: the shortest way
between the labels is found for everyone at once, as a wave that spreads from the resident over
the free cells of a map, and then pulled tight. Where no way is free it goes straight.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from meitinker.domain.ecogram import LabelSpot

Point = tuple[float, float]
Route = tuple[Point, ...]
Cell = tuple[int, int]

_GRAIN = 0.5
"""Size of a cell of the map, as a share of the gap between labels."""

_AIR = 0.25
"""How near a line may come to a label of another, as a share of the gap."""

_ROUND = 1.0
"""How far before a bend a line leaves its way, in gaps."""

_FREE = 3.0
"""How far around the resident lines may come near each other, in gaps: all end there."""

_ASIDE = (0, 1, -1, 2, -2, 3, -3)
"""Where else a bend may lie, in cells to the side."""

_STEPS = 6
"""Pieces of a bend: smooth to the eye."""

_SHORTEST = 1e-6


def routes(
    core: LabelSpot,
    spots: Sequence[LabelSpot],
    others: Iterable[LabelSpot],
    *,
    size: Point,
    gap: float,
) -> Mapping[str, Route]:
    """Return the way of every line, from the resident's edge to someone's.

    Args:
        core: The resident.
        spots: Everyone who has a line.
        others: What else no line should go under.
        size: Width and height of the sheet.
        gap: Least room between two labels.
    """
    chart = _Chart(size, gap)
    for spot in (*spots, *others):
        chart.cover(spot)
    middle = core.x, core.y
    found: dict[str, Route] = {}
    bent: list[LabelSpot] = []
    for spot in spots:
        if chart.clear(middle, (spot.x, spot.y), spot):
            found[spot.key] = _drawn(core, (), spot, round_by=0.0)
            chart.take(found[spot.key], core)
        else:
            bent.append(spot)
    waves = chart.waves(core) if bent else []
    for spot in sorted(bent, key=lambda one: (math.dist(middle, (one.x, one.y)), one.key)):
        bends = chart.bends(core, spot, waves)
        found[spot.key] = _drawn(core, bends, spot, round_by=gap * _ROUND)
        chart.take(found[spot.key], core)
    return found


def straight(core: LabelSpot, spots: Iterable[LabelSpot]) -> Mapping[str, Route]:
    """Return a straight way for every line, whatever it goes under."""
    return {spot.key: _drawn(core, (), spot, round_by=0.0) for spot in spots}


class _Chart:
    """The sheet in cells; each row is a number whose bits are the cells that are covered."""

    def __init__(self, size: Point, gap: float) -> None:
        self._cell, self._air = gap * _GRAIN, gap * _AIR
        self._across = math.floor(size[0] / self._cell) + 1
        self._covered = [0] * (math.floor(size[1] / self._cell) + 1)
        self._taken = self._covered.copy()
        self._free_round = gap * _FREE

    def cover(self, spot: LabelSpot) -> None:
        """Note that nobody else's line should go here."""
        for row, bits in self._bits(spot, self._air):
            self._covered[row] |= bits

    def take(self, route: Route, core: LabelSpot) -> None:
        """Note that no other line should go here; around the resident all lines meet."""
        for start, end in pairwise(route):
            for x, y in self._along(start, end):
                if not _within(x, y, core, self._free_round):
                    self._taken[round(y / self._cell)] |= 7 << round(x / self._cell) >> 1

    def waves(self, core: LabelSpot) -> list[list[int]]:
        """Return wave after wave from the resident, over the cells that nobody covers."""
        rows, whole = len(self._covered), (1 << self._across) - 1
        wave = [0] * rows
        for row, bits in self._bits(core, 0.0):
            wave[row] = bits
        free = [whole & ~shut & ~start for shut, start in zip(self._covered, wave, strict=True)]
        waves = [wave]
        while any(wave):
            wide = [bits | bits << 1 | bits >> 1 for bits in wave]
            # Straight and slanting steps in turn: the wave stays nearly round.
            beside = [0, *(wide if len(waves) % 2 else wave), 0]
            wave = [(wide[row] | beside[row] | beside[row + 2]) & free[row] for row in range(rows)]
            free = [left & ~bits for left, bits in zip(free, wave, strict=True)]
            waves.append(wave)
        return waves

    def bends(
        self, core: LabelSpot, spot: LabelSpot, waves: Sequence[Sequence[int]]
    ) -> list[Point]:
        """Return the few points at which a line must bend; none where no way is free."""
        cells = self._way(spot, waves)
        if not cells:
            return []
        points = [(x * self._cell, y * self._cell) for x, y in cells]
        bends = self._pulled((core.x, core.y), [*points, (spot.x, spot.y)], spot)
        corners = [(core.x, core.y), *bends, (spot.x, spot.y)]
        for number in range(1, len(corners) - 1):
            before, bend, after = corners[number - 1 : number + 2]
            corners[number] = self._apart(before, bend, after, spot)
        return corners[1:-1]

    def _way(self, spot: LabelSpot, waves: Sequence[Sequence[int]]) -> list[Cell]:
        """Return the cells from the resident to where a wave reached someone first."""
        shore = list(self._bits(spot, self._air + 1.5 * self._cell))
        passed: list[Sequence[int]] = []
        for wave in waves:
            reached = [(row, wave[row] & bits) for row, bits in shore if wave[row] & bits]
            if reached:
                break
            passed.append(wave)
        else:
            return []
        goal = spot.x / self._cell, spot.y / self._cell
        cell = min(
            ((x, row) for row, bits in reached for x in _ones(bits)),
            key=lambda one: math.dist(one, goal),
        )
        way = [cell]
        for wave in reversed(passed[1:]):
            cell = next(one for one in _around(cell) if _has(wave, one))
            way.append(cell)
        return way[::-1]

    def _pulled(self, start: Point, ends: Sequence[Point], spot: LabelSpot) -> list[Point]:
        """Return the points at which a way must bend when it is pulled tight."""
        bends: list[Point] = []
        at = start
        while len(ends) > 1 and not self.clear(at, ends[-1], spot):
            seen, hidden = 0, len(ends) - 1
            while hidden - seen > 1:
                middle = (seen + hidden) // 2
                if self.clear(at, ends[middle], spot):
                    seen = middle
                else:
                    hidden = middle
            at, ends = ends[seen], ends[seen + 1 :]
            bends.append(at)
        return bends

    def _apart(self, before: Point, bend: Point, after: Point, spot: LabelSpot) -> Point:
        """Return the place for a bend that is not on another line, if there is one nearby."""
        across, down = after[0] - before[0], after[1] - before[1]
        length = max(math.hypot(across, down), _SHORTEST)
        side = -down / length * self._cell, across / length * self._cell
        for aside in _ASIDE:
            moved = bend[0] + side[0] * aside, bend[1] + side[1] * aside
            cell = round(moved[0] / self._cell), round(moved[1] / self._cell)
            if not self._on_sheet(cell) or _has(self._taken, cell):
                continue
            if self.clear(before, moved, spot) and self.clear(moved, after, spot):
                return moved
        return bend

    def clear(self, start: Point, end: Point, spot: LabelSpot) -> bool:
        """Tell whether a line goes under nobody but the one it leads to."""
        own = self._air + self._cell
        return not any(
            _has(self._covered, (round(x / self._cell), round(y / self._cell)))
            and not _within(x, y, spot, own)
            for x, y in self._along(start, end)
        )

    def _on_sheet(self, cell: Cell) -> bool:
        return 0 < cell[0] < self._across and 0 < cell[1] < len(self._covered)

    def _along(self, start: Point, end: Point) -> Iterator[Point]:
        """Yield points on a line, no cell of it left out."""
        across, down = end[0] - start[0], end[1] - start[1]
        steps = max(int(math.hypot(across, down) / self._cell * 1.5), 1)
        for step in range(steps + 1):
            yield start[0] + across * step / steps, start[1] + down * step / steps

    def _bits(self, spot: LabelSpot, air: float) -> Iterator[tuple[int, int]]:
        """Yield the rows of a label with its cells as bits, and so much around it."""
        left = max(math.ceil((spot.left - air) / self._cell), 0)
        right = min(math.floor((spot.left + spot.width + air) / self._cell), self._across - 1)
        top = max(math.ceil((spot.top - air) / self._cell), 0)
        last = math.floor((spot.top + spot.height + air) / self._cell)
        bits = ((1 << max(right - left + 1, 0)) - 1) << left
        for row in range(top, min(last, len(self._covered) - 1) + 1):
            yield row, bits


def _within(x: float, y: float, spot: LabelSpot, around: float) -> bool:
    across, down = spot.width / 2 + around, spot.height / 2 + around
    return abs(x - spot.x) <= across and abs(y - spot.y) <= down


def _has(rows: Sequence[int], cell: Cell) -> bool:
    return 0 <= cell[1] < len(rows) and cell[0] >= 0 and bool(rows[cell[1]] >> cell[0] & 1)


def _ones(bits: int) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def _around(cell: Cell) -> Iterator[Cell]:
    x, y = cell
    yield from ((x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1))
    yield from ((x - 1, y - 1), (x + 1, y - 1), (x - 1, y + 1), (x + 1, y + 1))


def _drawn(core: LabelSpot, bends: Sequence[Point], spot: LabelSpot, *, round_by: float) -> Route:
    """Return the way from edge to edge with its bends made round."""
    first, last = (bends[0], bends[-1]) if bends else ((spot.x, spot.y), (core.x, core.y))
    corners = [_edge(core, first), *bends, _edge(spot, last)]
    route = [corners[0]]
    for before, corner, after in zip(corners, corners[1:], corners[2:], strict=False):
        into, out = _towards(corner, before, round_by), _towards(corner, after, round_by)
        for step in range(_STEPS + 1):
            share = step / _STEPS
            one, two, three = (1 - share) ** 2, 2 * share * (1 - share), share**2
            route.append(
                (
                    into[0] * one + corner[0] * two + out[0] * three,
                    into[1] * one + corner[1] * two + out[1] * three,
                )
            )
    route.append(corners[-1])
    return tuple(route)


def _towards(corner: Point, other: Point, most: float) -> Point:
    """Return the point on the way to another corner where a bend begins or ends."""
    length = math.dist(corner, other)
    share = min(most, length / 2) / max(length, _SHORTEST)
    return (
        corner[0] + (other[0] - corner[0]) * share,
        corner[1] + (other[1] - corner[1]) * share,
    )


def _edge(spot: LabelSpot, towards: Point) -> Point:
    """Return where a line from the middle of ``spot`` leaves its label."""
    across, down = towards[0] - spot.x, towards[1] - spot.y
    reach = max(
        abs(across) / max(spot.width / 2, _SHORTEST), abs(down) / max(spot.height / 2, _SHORTEST)
    )
    share = 1 / max(reach, 1.0)
    return spot.x + across * share, spot.y + down * share
