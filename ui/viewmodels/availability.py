"""What the page with office hours and absence shows. No Qt here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.words import name_of, weekday
from meitinker.i18n import _, ngettext
from ui.viewmodels.parts import Choice
from ui.viewmodels.week import away_days, away_text

if TYPE_CHECKING:
    from meitinker.domain.appointments import Absence, OfficeHour
    from meitinker.domain.villages import Village
    from meitinker.services.availability import Availability


class AvailabilityEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One office hour or absence in words."""

    key: str
    title: str
    status: str


def hours(told: Availability) -> tuple[AvailabilityEntry, ...]:
    """Return the office hours from Monday to Sunday."""
    return tuple(_hour(hour, village) for hour, village in told.hours)


def absences(told: Availability) -> tuple[AvailabilityEntry, ...]:
    """Return the absences that are not over."""
    return tuple(_absence(one, told.planned.get(one.id, 0)) for one in told.absences)


def villages(told: Availability) -> tuple[Choice, ...]:
    """Return the villages to choose from."""
    return tuple(Choice(one.id, one.name) for one in told.villages)


def weekdays() -> tuple[Choice, ...]:
    """Return the days to choose from; the key is 1 (Monday) to 7."""
    return tuple(Choice(str(number + 1), weekday(number)) for number in range(7))


def _hour(hour: OfficeHour, village: Village) -> AvailabilityEntry:
    day = weekday(hour.weekday - 1)
    times = _("{begins} tot {ends}").format(begins=hour.begins, ends=hour.ends)
    parts = [name_of(hour.kind), hour.where]
    return AvailabilityEntry(
        key=hour.id,
        title=f"{village.name}: {day} {times}",
        status=". ".join(part for part in parts if part),
    )


def _absence(one: Absence, planned: int) -> AvailabilityEntry:
    still = ngettext(
        "U hebt dan nog {count} afspraak.", "U hebt dan nog {count} afspraken.", planned
    )
    status = f"{away_text(one)}. {still.format(count=planned)}" if planned else away_text(one)
    return AvailabilityEntry(key=one.id, title=away_days(one), status=status)
