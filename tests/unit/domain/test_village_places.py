"""How far villages are from each other."""

from __future__ import annotations

import pytest

from meitinker import ids
from meitinker.domain import reference
from meitinker.domain.reference import VillageEntry
from meitinker.domain.village_places import VILLAGE_PLACES, PlaceEntry, Point, metres, middles
from meitinker.domain.villages import Village


def entries() -> list[PlaceEntry]:
    return reference.shipped(VILLAGE_PLACES)[-1].read(list[PlaceEntry])


def test_every_shipped_village_has_a_middle() -> None:
    shipped = reference.shipped("villages")[-1].read(list[VillageEntry])
    assert {one.frisian_name for one in shipped} == {one.frisian_name for one in entries()}


def test_a_village_is_known_by_either_name() -> None:
    grou = Village(id=ids.record_id(), frisian_name="", dutch_name="Grou")
    other = Village(id=ids.record_id(), frisian_name="Elders")
    assert list(middles(entries(), [grou, other])) == [grou.id]


def test_metres_are_those_of_the_crow() -> None:
    # Leeuwarden to Grou: a minute of latitude is a sea mile, 1,852 metres
    assert metres(Point(53_000_000, 5_800_000), Point(53_016_667, 5_800_000)) == pytest.approx(
        1852, rel=0.01
    )
    assert metres(Point(53_000_000, 5_800_000), Point(53_000_000, 5_800_000)) == 0
    east = metres(Point(53_000_000, 5_800_000), Point(53_000_000, 5_816_667))
    assert east == pytest.approx(1852 * 0.6018, rel=0.01)
