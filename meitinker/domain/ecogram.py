"""Where everyone stands in the drawing of a network; the same for screen and paper.

The resident stands in the middle. Three rings tell how near someone is, the direction tells
what they are: family is always above, neighbours always at the right below. So a drawing can
be compared with an older one, and someone who is added moves hardly anyone else.

A key always wishes for the same place. Along a ring the wishes are pulled apart with as little
movement as possible; then everyone takes the free place nearest to the wish, and where the
sheet is too low for that it grows. No Qt and no paper here: sizes are in whatever unit the
caller measures its labels in.
"""

from __future__ import annotations

import math
import zlib
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.ecogram_grid import closest, crosses, spread
from meitinker.domain.ecogram_routes import Route, routes, straight
from meitinker.domain.network import FAMILY, Nearness, TieKind
from meitinker.errors import BugError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence


class Sector(StrEnum):
    """The part of the drawing for one sort of people."""

    FAMILY = "family"
    FRIENDS = "friends"
    NEIGHBOURS = "neighbours"
    CLUBS = "clubs"
    VOLUNTEERS = "volunteers"
    PROFESSIONALS = "professionals"
    OTHERS = "others"


SECTORS: dict[TieKind | None, Sector] = {
    **dict.fromkeys(FAMILY, Sector.FAMILY),
    TieKind.FRIEND: Sector.FRIENDS,
    TieKind.NEIGHBOUR: Sector.NEIGHBOURS,
    TieKind.CLUB: Sector.CLUBS,
    TieKind.VOLUNTEER: Sector.VOLUNTEERS,
    TieKind.PROFESSIONAL: Sector.PROFESSIONALS,
    None: Sector.OTHERS,
}

_DEGREES: dict[TieKind | None, tuple[float, float]] = {
    TieKind.OTHER_FAMILY: (-75, -42),
    TieKind.PARENT: (-42, -20),
    TieKind.PARTNER: (-20, 2),
    TieKind.CHILD: (2, 48),
    TieKind.SIBLING: (48, 75),
    TieKind.FRIEND: (75, 118),
    TieKind.NEIGHBOUR: (118, 162),
    TieKind.CLUB: (162, 200),
    TieKind.VOLUNTEER: (200, 238),
    TieKind.PROFESSIONAL: (238, 285),
    None: (-90, -60),
}
"""Where each sort of people stands, clockwise from straight above; who is not known yet beside."""

_CAPTIONS: dict[Sector, tuple[float, float]] = {
    Sector.FAMILY: (0.5, 0.0),
    Sector.FRIENDS: (1.0, 0.36),
    Sector.NEIGHBOURS: (1.0, 1.0),
    Sector.CLUBS: (0.5, 1.0),
    Sector.VOLUNTEERS: (0.0, 1.0),
    Sector.PROFESSIONALS: (0.0, 0.36),
    Sector.OTHERS: (0.0, 0.0),
}
"""Where the name of a sector stands, in shares of the sheet: at its edge."""

_CUT = 200.0
"""The direction, in degrees, at which a ring is cut open to be laid out as a line."""

_RINGS = (0.16, 0.56, 1.0)
"""Where the rings lie between the innermost and the outermost place."""

_GRAIN = 0.75
"""Distance between two places of the grid, as a share of the gap."""

_APART = 4
"""Least distance, in steps of the grid, between two places that are weighed."""

_WEIGHED = 12
"""Most places that are weighed for one label."""

_MANY = 60
"""Above so many people places are taken as they come and lines go straight: it must end soon."""

_HIDDEN = 2.0
"""How many gaps someone moves aside to keep one line straight: else it bends round a label."""

_INWARDS = 3.0
"""How much worse it is to stand nearer to the resident than one is, than to stand aside."""

_DEEP = 0.4
"""The share of a ring within which a place tells that someone is nearer than they are."""

_ROOMY = 1.1
"""How much more than the least room everyone gets along a ring, as long as there is."""

_TRIES = 40
_TRULY = 4
"""The first tries, each on a higher sheet, in which nobody may stand much nearer than they are."""
_GROWTH = 1.1
_SLACK = 1e-6


class Label(msgspec.Struct, frozen=True):
    """Someone who is to be placed: who, what they are, how near, and how large the label is."""

    key: str
    kind: TieKind | None
    nearness: Nearness
    width: float
    height: float


class LabelSpot(msgspec.Struct, frozen=True):
    """Where a label stands: its middle and its size."""

    key: str
    x: float
    y: float
    width: float
    height: float

    @property
    def left(self) -> float:
        """The left edge."""
        return self.x - self.width / 2

    @property
    def top(self) -> float:
        """The upper edge."""
        return self.y - self.height / 2


class Drawing(msgspec.Struct, frozen=True):
    """A finished layout; x goes right and y goes down from the upper left corner.

    Attributes:
        width: Width of the sheet, as asked for unless a label is wider.
        height: Height that it needs.
        core: The resident, in the middle.
        rings: Half width and half height of the three rings, the nearest first.
        spots: Everyone else, in the order given.
        captions: The names of the sectors that hold someone; the key is the sector's.
        gap: Least room between two labels.
    """

    width: float
    height: float
    core: LabelSpot
    rings: tuple[tuple[float, float], ...]
    spots: tuple[LabelSpot, ...]
    captions: tuple[LabelSpot, ...]
    gap: float


LOWEST = 0.56
"""Least height of the sheet as a share of its width, where nobody asks for less."""


class Sizes(msgspec.Struct, frozen=True):
    """What the caller has room for, all in its own unit.

    Attributes:
        width: Width of the sheet.
        core: Width and height of the resident's label.
        gap: Least room between two labels; two lines pass through it.
        captions: Width and height of each sector's name; none for sectors left out.
        density: Most of the sheet that labels may fill; the more, the lower it is and the
            further people stand from where they wish.
        lowest: Least height of the sheet as a share of its width.
    """

    width: float
    core: tuple[float, float]
    gap: float
    captions: dict[Sector, tuple[float, float]] = {}
    density: float = 0.45
    lowest: float = LOWEST


def drawing(labels: Sequence[Label], sizes: Sizes) -> Drawing:
    """Return where everyone stands; the same labels always give the same drawing."""
    widest = max((label.width for label in labels), default=0.0)
    width = max(sizes.width, widest + 2 * sizes.gap, sizes.core[0] + 2 * sizes.gap)
    height = _first_height(labels, sizes, width)
    ordered = sorted(labels, key=lambda label: label.key)
    for tried in range(_TRIES):
        sheet = _Sheet(ordered, sizes, width, height)
        if sheet.seat(ordered, truly=tried < _TRULY):
            return sheet.drawn(labels)
        height *= _GROWTH
    raise BugError("no sheet is high enough")


def lines_of(made: Drawing) -> Mapping[str, Route]:
    """Return, by key, where the line to everyone goes; who only measures does without."""
    if len(made.spots) > _MANY:
        return straight(made.core, made.spots)
    size = made.width, made.height
    return routes(made.core, made.spots, made.captions, size=size, gap=made.gap)


def _first_height(labels: Iterable[Label], sizes: Sizes, width: float) -> float:
    gap = sizes.gap
    filled = (sizes.core[0] + gap) * (sizes.core[1] + gap)
    filled += sum((label.width + gap) * (label.height + gap) for label in labels)
    filled += sum((w + gap) * (h + gap) for w, h in sizes.captions.values())
    return max(width * sizes.lowest, filled / sizes.density / width)


class _Sheet:
    """One try: a sheet of a given size, on which people take their places one by one."""

    def __init__(self, labels: Sequence[Label], sizes: Sizes, width: float, height: float) -> None:
        self.sizes, self.width, self.height = sizes, width, height
        self._weighed = _WEIGHED if len(labels) <= _MANY else 1
        self.middle = (width / 2, height / 2)
        self.rings = self._rings(labels)
        self.core = LabelSpot("", *self.middle, *sizes.core)
        there = {SECTORS[label.kind] for label in labels}
        self.captions = [self._caption(sector) for sector in sizes.captions if sector in there]
        self.taken = [self.core, *self.captions]
        self.people: dict[str, LabelSpot] = {}

    def seat(self, labels: Sequence[Label], *, truly: bool) -> bool:
        """Give everyone the free place nearest to the wish; tell whether all got one.

        The nearest people choose first: who is near must stand near. ``truly`` gives nobody a
        place that would say they are much nearer than they are.
        """
        for nearness, ring in zip(Nearness, self.rings, strict=True):
            own = [label for label in labels if label.nearness is nearness]
            for label, wish in sorted(self._wishes(ring, own), key=lambda pair: pair[0].key):
                spot = self._nearest(label, wish, ring)
                if spot is None or (truly and self._deep(spot, ring)):
                    return False
                self.people[label.key] = spot
                self.taken.append(spot)
        return True

    def drawn(self, labels: Sequence[Label]) -> Drawing:
        """Return what came of it, in the order of ``labels``."""
        return Drawing(
            width=self.width,
            height=self.height,
            core=self.core,
            rings=self.rings,
            spots=tuple(self.people[label.key] for label in labels),
            captions=tuple(self.captions),
            gap=self.sizes.gap,
        )

    def _rings(self, labels: Sequence[Label]) -> tuple[tuple[float, float], ...]:
        """Spread the rings between the resident and the edge."""
        gap, caption = self.sizes.gap, max((h for _w, h in self.sizes.captions.values()), default=0)
        count = max(len(labels), 1)
        wide = sum(label.width for label in labels) / count
        high = sum(label.height for label in labels) / count
        inner = (self.sizes.core[0] / 2 + gap + wide / 2, self.sizes.core[1] / 2 + gap + high / 2)
        outer = (self.middle[0] - wide / 2, self.middle[1] - high / 2 - caption - gap)
        return tuple(
            (_between(inner[0], outer[0], share), _between(inner[1], outer[1], share))
            for share in _RINGS
        )

    def _wishes(
        self, ring: tuple[float, float], labels: Sequence[Label]
    ) -> Iterator[tuple[Label, tuple[float, float]]]:
        """Yield where those of one ring wish to stand, each leaving room for the others."""
        wishes = sorted((_wish(label), label.key, label) for label in labels)
        rooms = [self._room(ring, wish, label) for wish, _key, label in wishes]
        angles = spread([wish for wish, _key, _label in wishes], rooms, roomy=_ROOMY)
        for angle, (_wished, _key, label) in zip(angles, wishes, strict=True):
            turn = math.radians(angle + _CUT)
            across, down = ring[0] * math.sin(turn), ring[1] * math.cos(turn)
            yield label, (self.middle[0] + across, self.middle[1] - down)

    def _room(self, ring: tuple[float, float], wish: float, label: Label) -> float:
        """Return the degrees that a label takes of its ring, at the place it wishes for."""
        turn, gap = math.radians(wish + _CUT), self.sizes.gap
        across = (label.width + gap) / max(ring[0] * abs(math.cos(turn)), _SLACK)
        down = (label.height + gap) / max(ring[1] * abs(math.sin(turn)), _SLACK)
        return math.degrees(min(across, down, math.pi / 2))

    def _caption(self, sector: Sector) -> LabelSpot:
        width, height = self.sizes.captions[sector]
        across, down = _CAPTIONS[sector]
        x = min(max(self.width * across, width / 2), self.width - width / 2)
        y = min(max(self.height * down, height / 2), self.height - height / 2)
        return LabelSpot(sector.value, x, y, width, height)

    def _nearest(
        self, label: Label, wish: tuple[float, float], ring: tuple[float, float]
    ) -> LabelSpot | None:
        """Return the best of the free places around ``wish``.

        It is near the wish, no nearer to the resident than the ring, and lines are in sight.
        While all that is found lies deep within the ring the search goes on: the drawing would
        say that who stands far off is near.
        """
        best: tuple[float, LabelSpot] | None = None
        for number, spot in enumerate(self._free(label, wish)):
            away = math.dist((spot.x, spot.y), wish)
            if best is not None and away >= best[0]:
                break
            if best is not None and number >= self._weighed and not self._deep(best[1], ring):
                break
            cost = away + self._hidden(spot) * self.sizes.gap * _HIDDEN
            cost += self._inwards(spot, ring) * _INWARDS
            if best is None or cost < best[0]:
                best = cost, spot
        return best[1] if best else None

    def _deep(self, spot: LabelSpot, ring: tuple[float, float]) -> bool:
        """Tell whether a place lies so far within a ring that it looks like a nearer one."""
        return self._inwards(spot, ring) > min(ring) * _DEEP

    def _inwards(self, spot: LabelSpot, ring: tuple[float, float]) -> float:
        """Return how far a place lies within a ring; nothing for one on it or outside."""
        across = (spot.x - self.middle[0]) / max(ring[0], _SLACK)
        down = (spot.y - self.middle[1]) / max(ring[1], _SLACK)
        return max(1 - math.hypot(across, down), 0.0) * min(ring)

    def _hidden(self, spot: LabelSpot) -> int:
        """Return how many lines would go under a label: that of ``spot``, and others' under it."""
        middle = self.middle
        ends = [one for one in self.taken[1:] if one.key in self.people]
        own = sum(crosses(middle, (spot.x, spot.y), one) for one in ends)
        return own + sum(crosses(middle, (one.x, one.y), spot) for one in ends)

    def _free(self, label: Label, wish: tuple[float, float]) -> Iterator[LabelSpot]:
        """Yield free places, the nearest first, no two next to each other."""
        step = self.sizes.gap * _GRAIN
        rows = self._open(label, step)
        at = round(wish[0] / step), round(wish[1] / step)
        while (found := closest(rows, at)) is not None:
            x, y = found
            yield LabelSpot(label.key, x * step, y * step, label.width, label.height)
            around = ~(((1 << 2 * _APART + 1) - 1) << x >> min(_APART, x))
            for row in range(max(y - _APART, 0), min(y + _APART + 1, len(rows))):
                rows[row] &= around

    def _open(self, label: Label, step: float) -> list[int]:
        """Return per row of the grid, as bits, where the middle of a label may be."""
        first = math.ceil(label.width / 2 / step), math.ceil(label.height / 2 / step)
        last = (
            math.floor((self.width - label.width / 2) / step),
            math.floor((self.height - label.height / 2) / step),
        )
        within = ((1 << max(last[0] - first[0] + 1, 0)) - 1) << first[0]
        return [
            within & ~closed if first[1] <= row <= last[1] else 0
            for row, closed in enumerate(self._closed(label, step))
        ]

    def _closed(self, label: Label, step: float) -> list[int]:
        """Return per row of the grid, as bits, where the middle of a label cannot be."""
        rows = [0] * (math.floor(self.height / step) + 1)
        for spot in self.taken:
            across = (spot.width + label.width) / 2 + self.sizes.gap
            down = (spot.height + label.height) / 2 + self.sizes.gap
            left = max(math.floor((spot.x - across) / step) + 1, 0)
            right = math.ceil((spot.x + across) / step) - 1
            bits = ((1 << max(right - left + 1, 0)) - 1) << left
            top = max(math.floor((spot.y - down) / step) + 1, 0)
            bottom = min(math.ceil((spot.y + down) / step) - 1, len(rows) - 1)
            for row in range(top, bottom + 1):
                rows[row] |= bits
        return rows


def _between(start: float, end: float, share: float) -> float:
    return start + max(end - start, 0.0) * share


def _wish(label: Label) -> float:
    """Return the degrees after the cut at which a label wishes to stand, always the same."""
    first, last = _DEGREES[label.kind]
    share = zlib.crc32(label.key.encode()) / 2**32
    return (first + (last - first) * share - _CUT) % 360
