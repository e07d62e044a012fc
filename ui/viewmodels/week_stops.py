"""Where the keyboard can be in a week: at an appointment, or at a half hour that is free."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.viewmodels.week import ShownWeek

SLOT = 30
"""Minutes of a step."""

_HOUR = 60


class WeekStop(msgspec.Struct, frozen=True, kw_only=True):
    """A place in a week.

    Attributes:
        day: 0 (Monday) to 6.
        begins: Minutes since midnight.
        key: The appointment that stands there, or "" for a free half hour.
    """

    day: int
    begins: int
    key: str = ""


def stops_of(week: ShownWeek, number: int) -> tuple[WeekStop, ...]:
    """Return the stops of a day from early to late: what is free, and every appointment."""
    day = week.days[number]
    stops = [WeekStop(day=number, begins=b.begins, key=b.key) for b in day.blocks]
    for begins in range(week.first_hour * _HOUR, week.last_hour * _HOUR, SLOT):
        if not any(b.begins < begins + SLOT and begins < b.ends for b in day.blocks):
            stops.append(WeekStop(day=number, begins=begins))
    return tuple(sorted(stops, key=lambda one: (one.begins, one.key)))


def place_of(stops: Sequence[WeekStop], at: WeekStop) -> int:
    """Return which of ``stops`` is ``at``, or else the last that begins no later."""
    if at in stops:
        return stops.index(at)
    before = [n for n, one in enumerate(stops) if one.begins <= at.begins]
    return before[-1] if before else 0


def beside(stops: Sequence[WeekStop], begins: int) -> WeekStop:
    """Return the stop of another day at a height: the last that begins no later."""
    return stops[place_of(stops, WeekStop(day=stops[0].day, begins=begins))]
