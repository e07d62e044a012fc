"""What both sides can speak."""

from __future__ import annotations

from itertools import pairwise

import pytest

from meitinker.errors import HubTooOld, ProgramTooOld
from sync import versions


def test_versions_are_numbered_and_dated_in_order() -> None:
    for earlier, later in pairwise(versions.VERSIONS):
        assert later.number == earlier.number + 1
        assert later.since >= earlier.since
    assert all(one.reason for one in versions.VERSIONS)


@pytest.mark.promise("F22")
def test_f22_two_versions_back_is_understood() -> None:
    assert versions.NEWEST - versions.OLDEST <= 2
    assert versions.agreed(versions.OLDEST) == versions.OLDEST


@pytest.mark.promise("F22")
def test_f22_older_than_that_is_refused_on_either_side() -> None:
    with pytest.raises(ProgramTooOld):
        versions.agreed(versions.OLDEST - 1)
    with pytest.raises(HubTooOld):
        versions.agreed(9, oldest_there=7, newest_here=6)


def test_the_older_side_decides() -> None:
    assert versions.agreed(9, oldest_there=1, newest_here=6) == 6
    assert versions.agreed(versions.NEWEST, newest_here=6) == versions.NEWEST
