"""The week of the example village: appointments around today, office hours and a holiday."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from meitinker.domain.appointments import (
    Absence,
    Appointment,
    AppointmentState,
    MeetingPlace,
    OfficeHour,
    OfficeHourKind,
)
from meitinker.domain.week import instant_at
from meitinker.exchange import example_source as source
from meitinker.exchange import example_stories as stories

if TYPE_CHECKING:
    from collections.abc import Iterator

    from meitinker.domain.records import Record
    from meitinker.ids import PersonId, UserId, VillageId

_HELD, _AWAY = AppointmentState.HELD, AppointmentState.NOT_AT_HOME
_PLANNED = AppointmentState.PLANNED
_HOME = MeetingPlace.HOME

# Who, how many working days from today, when, how long, where, and what became of it. Those of
# today stand there also when the example is opened on a Sunday: it must never look empty.
_APPOINTMENTS: tuple[
    tuple[PersonId, int, time, int, MeetingPlace, str, str, AppointmentState], ...
] = (
    (stories.KLASKE, -3, time(9, 30), 60, _HOME, "", "", _HELD),
    (stories.FENNE, -2, time(13, 30), 60, MeetingPlace.OFFICE_HOUR, "It Dielshûs", "", _HELD),
    (stories.LUKASZ, -1, time(11), 45, _HOME, "", "Tolk belt mee.", _AWAY),
    (stories.PYTRIK, 0, time(10), 60, _HOME, "", "Plan meenemen om te geven.", _PLANNED),
    (stories.YMKJE, 0, time(14, 30), 90, _HOME, "", "Grote letters meenemen.", _PLANNED),
    (stories.LUKASZ, 1, time(11), 45, _HOME, "", "Tolk belt mee.", _PLANNED),
    (stories.SIETSKE, 1, time(15), 30, MeetingPlace.PHONE, "", "", _PLANNED),
    (stories.FENNE, 2, time(10), 60, MeetingPlace.ELSEWHERE, "Bibliotheek", "Liever niet thuis.",
     _PLANNED),
    (stories.KLASKE, 4, time(16), 60, _HOME, "", "", _PLANNED),
)  # fmt: skip

_HOURS = (
    ("Grou", OfficeHourKind.WALK_IN, 1, "09:00", "10:30", "MFC De Brêge"),
    ("Jirnsum", OfficeHourKind.WALK_IN, 3, "13:30", "14:30", "Doarpshûs"),
    ("Reduzum", OfficeHourKind.BY_PHONE, 5, "09:00", "10:00", ""),
)

_HOLIDAY_IN, _HOLIDAY = 24, 9
"""Days until the holiday begins, and how many it lasts after the first."""


def week(today: date, user_id: UserId, villages: dict[str, VillageId]) -> Iterator[Record]:
    """Yield appointments of the people of the stories, office hours in three villages, a holiday.

    Args:
        today: The day around which it lies.
        user_id: Whose week.
        villages: The villages' ids by their Frisian names.
    """
    for number, told in enumerate(_APPOINTMENTS):
        who, days, wall, minutes, place, where, note, state = told
        yield Appointment(
            id=source.fixed_id(f"appointment:{number}"),
            client_id=who,
            user_id=user_id,
            starts_at=instant_at(working_days_from(today, days), wall),
            minutes=minutes,
            place=place,
            where=where,
            note=note,
            state=state,
        )
    for name, kind, weekday, begins, ends, where in _HOURS:
        yield OfficeHour(
            id=source.fixed_id(f"office_hour:{name}"),
            village_id=villages[name],
            user_id=user_id,
            kind=kind,
            weekday=weekday,
            begins=begins,
            ends=ends,
            where=where,
        )
    first = today + timedelta(days=_HOLIDAY_IN)
    yield Absence(
        id=source.fixed_id("absence"),
        user_id=user_id,
        first_day=first,
        last_day=first + timedelta(days=_HOLIDAY),
        replacement="Doutzen Postma",
        replacement_phone="0566-00 00 03",
    )


def working_days_from(day: date, count: int) -> date:
    """Return the day ``count`` working days from ``day``, which itself may be any day."""
    step = timedelta(days=1 if count > 0 else -1)
    for _turn in range(abs(count)):
        day += step
        while day.weekday() > 4:  # Saturday and Sunday
            day += step
    return day
