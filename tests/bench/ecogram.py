"""The layout of a network: how long it takes, and that a small change moves little."""

from __future__ import annotations

import math
import time
from statistics import mean
from typing import TYPE_CHECKING

from meitinker.domain.ecogram import Label, Sector, Sizes, drawing, lines_of
from meitinker.domain.network import Nearness, TieKind
from tests.bench.figure import Promise, figure

if TYPE_CHECKING:
    from tests.bench.figure import Figure

PROMISE = Promise(plus=50, words="at most 50 ms")
CALM = Promise(plus=6, words="at most 6 % of the diagonal")
_SIZES = Sizes(width=778, core=(120, 60), gap=12, captions=dict.fromkeys(Sector, (100.0, 20.0)))


def figures(*, quick: bool) -> list[Figure]:
    """Return the time for 25 and 40 ties, and how far the others move when one comes."""
    rounds = 20 if quick else 100
    taken: dict[int, list[float]] = {25: [], 40: []}
    for turn in range(rounds):
        for count, times in taken.items():
            people = _people(count, turn)
            start = time.perf_counter()
            lines_of(drawing(people, _SIZES))
            times.append((time.perf_counter() - start) * 1000)
    moved = [_moved(_people(24, turn), _people(25, turn)) for turn in range(rounds)]
    return [
        figure("ecogram.25", taken[25], promise=PROMISE),
        figure("ecogram.40", taken[40], note="more than anyone promised"),
        figure("ecogram.moved", moved, promise=CALM, unit="%", note="one more among 24"),
    ]


def _people(count: int, turn: int) -> list[Label]:
    kinds = list(TieKind)
    return [
        Label(f"{turn}-{n}", kinds[n % len(kinds)], Nearness(1 + n % 3), 80.0 + n * 7 % 60, 44.0)
        for n in range(count)
    ]


def _moved(before: list[Label], after: list[Label]) -> float:
    then, now = drawing(before, _SIZES), drawing(after, _SIZES)
    there = {spot.key: spot for spot in now.spots}
    ways = [math.dist((s.x, s.y), (there[s.key].x, there[s.key].y)) for s in then.spots]
    return 100 * mean(ways) / math.hypot(then.width, then.height)
