"""When a legal term ends: the Algemene termijnenwet (Atw) as pure functions.

The text read is that in force since 2010-10-10. Holidays follow from the date of Easter, because
art. 3 names them and nothing else: no calendar of a package, which would leave out Good Friday
and four of every five times the fifth of May. Days that a royal decree puts on a par with them
(art. 3 lid 3) follow from no rule: whoever knows them tells them, as ``equal``.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

ONE_DAY = timedelta(days=1)

NO_DAYS: frozenset[date] = frozenset()
"""No royal decree is known."""

_SATURDAY, _SUNDAY = 6, 7
_SHORTEST_WITH_WORKING_DAYS = 3
_WORKING_DAYS_IN_A_TERM = 2
_MOST_DAYS, _MOST_WEEKS = 90, 12
_KINGS_DAY_SINCE = 2014


def easter(year: int) -> date:
    """Return Easter Sunday of ``year`` in the Gregorian calendar.

    The anonymous algorithm of 1876, as O'Beirne and Meeus give it: golden number, century,
    epact, and the Sunday after the full moon.
    """
    golden = year % 19
    century, of_century = divmod(year, 100)
    leaps, spare = divmod(century, 4)
    moon = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leaps - moon + 15) % 30
    quarter, rest = divmod(of_century, 4)
    weekday = (32 + 2 * spare + 2 * quarter - epact - rest) % 7
    correction = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * correction + 114, 31)
    return date(year, month, day + 1)


@cache
def holidays(year: int) -> frozenset[date]:
    """Return the generally recognised holidays of ``year`` (Atw art. 3 lid 1 and 2).

    The fifth of May counts every year, and Good Friday is equal to the others. A King's or
    Queen's day on a Sunday is kept the day before (lid 1 names "the day on which the birthday
    is celebrated").
    """
    sunday = easter(year)
    return frozenset(
        {
            date(year, 1, 1),
            sunday - timedelta(days=2),
            sunday + ONE_DAY,
            sunday + timedelta(days=39),
            sunday + timedelta(days=50),
            _royal_birthday(year),
            date(year, 5, 5),
            date(year, 12, 25),
            date(year, 12, 26),
        }
    )


def is_working_day(day: date, equal: frozenset[date] = NO_DAYS) -> bool:
    """Tell whether ``day`` is no Saturday, no Sunday, no recognised holiday and none ``equal``."""
    free = day in holidays(day.year) or day in equal
    return day.isoweekday() < _SATURDAY and not free


def following_working_day(day: date, equal: frozenset[date] = NO_DAYS) -> date:
    """Return the first working day after ``day``."""
    return on_working_day(day + ONE_DAY, equal)


def on_working_day(day: date, equal: frozenset[date] = NO_DAYS) -> date:
    """Return ``day``, or the first working day after it where it is none (Atw art. 1 lid 1)."""
    while not is_working_day(day, equal):
        day += ONE_DAY
    return day


def governed(*, days: int = 0, weeks: int = 0, hours: int = 0) -> bool:
    """Tell whether the Atw governs a legal term of this length (art. 4 a).

    It does not govern terms in hours, nor those of more than 90 days or 12 weeks.
    """
    return not hours and days <= _MOST_DAYS and weeks <= _MOST_WEEKS


def last_day(
    begins: date, *, days: int = 0, weeks: int = 0, equal: frozenset[date] = NO_DAYS
) -> date:
    """Return the last day of a legal term of ``days`` or ``weeks`` after the day ``begins``.

    The day of the event itself does not count. A term of three days or more is made so long that
    it holds two working days (Atw art. 2), and one that would end on a Saturday, a Sunday or a
    holiday ends on the first working day after it (art. 1 lid 1).
    """
    end = begins + timedelta(days=days, weeks=weeks)
    if not governed(days=days, weeks=weeks):
        return end
    if days + 7 * weeks >= _SHORTEST_WITH_WORKING_DAYS:
        end = _with_working_days(begins, end, equal)
    return on_working_day(end, equal)


def _with_working_days(begins: date, end: date, equal: frozenset[date]) -> date:
    """Return ``end``, or the day on which the second working day after ``begins`` falls."""
    day, found = begins, 0
    while found < _WORKING_DAYS_IN_A_TERM:
        day = following_working_day(day, equal)
        found += 1
    return max(day, end)


def _royal_birthday(year: int) -> date:
    day = date(year, 4, 27 if year >= _KINGS_DAY_SINCE else 30)
    return day - ONE_DAY if day.isoweekday() == _SUNDAY else day
