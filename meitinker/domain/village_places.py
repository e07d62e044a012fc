"""How far villages and places are from each other: what is near is shown first."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.villages import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from meitinker.domain.villages import Village

VILLAGE_PLACES = "village_places"
"""The reference set."""

_MICRO = 1_000_000
_EARTH = 6_371_000
"""Metres from the middle of the earth to its surface."""


class PlaceEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The middle of a village, in millionths of a degree (WGS 84)."""

    frisian_name: str
    latitude: int
    longitude: int


class Point(msgspec.Struct, frozen=True):
    """A place in millionths of a degree (WGS 84)."""

    latitude: int
    longitude: int


def middles(entries: Iterable[PlaceEntry], villages: Iterable[Village]) -> Mapping[str, Point]:
    """Return the middle of each village by its id; those that nobody knows are left out."""
    known = {folded(one.frisian_name): Point(one.latitude, one.longitude) for one in entries}
    found = {}
    for village in villages:
        point = next((known[folded(n)] for n in village.names if folded(n) in known), None)
        if point is not None:
            found[str(village.id)] = point
    return found


def metres(one: Point, other: Point) -> int:
    """Return the metres between two points as the crow flies; flat, which a province is."""
    north = math.radians((other.latitude - one.latitude) / _MICRO)
    middle = math.radians((other.latitude + one.latitude) / 2 / _MICRO)
    east = math.radians((other.longitude - one.longitude) / _MICRO) * math.cos(middle)
    return round(_EARTH * math.hypot(north, east))
