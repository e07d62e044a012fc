"""How long the clock of an application stands still."""

from __future__ import annotations

from datetime import date

import pytest

from meitinker.domain.applications import ClockStop, SuspensionGround, going_on
from meitinker.errors import InvalidField

FIRST = date(2026, 11, 16)


def stop() -> ClockStop:
    ground = next(iter(SuspensionGround))
    return ClockStop(application_id="a", ground=ground, why="x", first_day=FIRST, by="u")


def test_the_day_on_which_the_clock_goes_on_counts_again() -> None:
    assert going_on(stop(), date(2026, 11, 18)).last_day == date(2026, 11, 17)


@pytest.mark.parametrize("on", [FIRST, date(2026, 11, 15)])
def test_a_clock_does_not_go_on_before_it_stood_still(on: date) -> None:
    with pytest.raises(InvalidField) as refused:
        going_on(stop(), on)
    assert refused.value.reason == "ends_before_begins"
