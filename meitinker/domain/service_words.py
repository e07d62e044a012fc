"""What the map knows of a service, in the words of people who may need it.

For what is read later and elsewhere, on paper or on a web page: it says nothing of *today* and
*now*, and hours as they recur.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.map_places import LocationType, Provision
from meitinker.domain.map_services import Cost, Reach, WayIn
from meitinker.domain.opening_hours import ALL_DAY, DAYS, OpenHours, Recurrence, next_day
from meitinker.domain.words import in_words, name_of, weekday
from meitinker.i18n import _, language

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from meitinker.domain.map_places import MapLocation
    from meitinker.domain.map_services import CostOption, MapService, ServiceArea, ServiceCapacity
    from meitinker.domain.opening_hours import Schedule

_HUNDRED = 100
_RUN = 3
"""Days in a row that are told together."""

_WIDE = (Reach.REGION, Reach.COUNTRY)


class HoursLine(msgspec.Struct, frozen=True):
    """Some hours: when they are, and from when until when, or that it is closed."""

    when: str
    hours: str


def hours_lines(schedules: Iterable[Schedule], today: date) -> tuple[HoursLine, ...]:
    """Return the hours as they recur, and then the days that differ; what is past is left out.

    The days of a week stand in their order, each once with all its hours; three and more in a row
    that are alike stand on one line.
    """
    told = _told_of(schedules, today)
    weekly: dict[int, list[str]] = {}
    for one in told:
        for number in _weekdays(one.byday) if is_weekly(one) else ():
            weekly.setdefault(number, []).append(_times(one))
    days = _in_runs({number: ", ".join(dict.fromkeys(weekly[number])) for number in sorted(weekly)})
    return (*days, *unusual_lines(told, today))


def unusual_lines(schedules: Iterable[Schedule], today: date) -> tuple[HoursLine, ...]:
    """Return the hours that are not those of every week, and then the days that differ."""
    told = [one for one in _told_of(schedules, today) if not is_weekly(one)]
    recurring = [one for one in told if not _differs(one)]
    special = sorted(filter(_differs, told), key=lambda one: one.valid_from or today)
    return (
        *(HoursLine(_recurs(one, today), _times(one)) for one in recurring),
        *(HoursLine(_period(one), _times(one)) for one in special),
    )


def is_weekly(one: Schedule) -> bool:
    """Tell whether hours are those of every week."""
    weekly = one.freq is Recurrence.WEEKLY and not one.closed
    return weekly and one.interval == 1 and not (one.valid_from or one.valid_to)


def _told_of(schedules: Iterable[Schedule], today: date) -> list[Schedule]:
    """Return the hours of which there is something to say and that are not past."""
    known = [one for one in schedules if one.valid_to is None or one.valid_to >= today]
    return sorted(filter(_times, known), key=lambda one: (one.opens_at, one.closes_at))


def _differs(one: Schedule) -> bool:
    return one.closed or one.freq is Recurrence.NONE


def lines(*texts: str) -> tuple[str, ...]:
    """Return what is said at all, each once."""
    return tuple(dict.fromkeys(text.strip() for text in texts if text.strip()))


def ages(service: MapService) -> str:
    """Return for which ages it is; "" for all."""
    least, most = service.minimum_age, service.maximum_age
    if least and most:
        return _("van {least} tot en met {most} jaar").format(least=least, most=most)
    if least:
        return _("vanaf {least} jaar").format(least=least)
    return _("tot en met {most} jaar").format(most=most) if most else ""


def way_in(service: MapService) -> str:
    """Return how one gets in; "" where nobody knows."""
    return "" if service.way_in is WayIn.UNKNOWN else name_of(service.way_in)


def cost(service: MapService) -> str:
    """Return what kind of cost there is; "" where nobody knows."""
    return "" if service.cost is Cost.UNKNOWN else name_of(service.cost)


def price(one: CostOption) -> str:
    """Return a price: ``€ 7,50 per maaltijd``."""
    amount = "" if one.amount is None else euros(one.amount)
    return " ".join(part for part in (amount, one.amount_description, one.option) if part)


def euros(hundredths: int) -> str:
    """Return an amount as it is written: ``€ 7,50``."""
    return f"€ {hundredths // _HUNDRED},{hundredths % _HUNDRED:02d}"


def room(one: ServiceCapacity) -> str:
    """Return how much room there was on the day that it was told; "" where nobody told."""
    if one.available is None or one.updated_on is None:
        return ""
    told = _("{count} vrij op {day}").format(
        count=one.available, day=in_words(one.updated_on, language())
    )
    return f"{one.unit}: {told}" if one.unit else told


def address(place: MapLocation) -> str:
    """Return name and address of a place on one line."""
    if place.location_type is LocationType.VIRTUAL:
        return ", ".join(part for part in (name_of(place.location_type), place.name) if part)
    street = " ".join(part for part in (place.street, place.number) if part)
    postcode = place.postcode.replace(" ", "\N{NO-BREAK SPACE}")
    town = " ".join(part for part in (postcode, place.place) if part)
    return ", ".join(part for part in (place.name, street, town) if part)


def access(place: MapLocation) -> str:
    """Return what is known of who can get in, as far as anything is."""
    asked = (
        (place.wheelchair, _("met een rolstoel"), _("niet met een rolstoel")),
        (place.adapted_toilet, _("aangepast toilet"), _("geen aangepast toilet")),
        (place.hearing_loop, _("ringleiding"), _("geen ringleiding")),
    )
    known = [
        there if answer is Provision.YES else missing
        for answer, there, missing in asked
        if answer is not Provision.UNKNOWN
    ]
    return ", ".join(part for part in (*known, place.accessibility) if part)


def area(one: ServiceArea, names: dict[str, str]) -> str:
    """Return what an area is called, by the ``names`` of villages and municipalities."""
    if one.reach is Reach.ELSEWHERE:
        return ""
    named = names.get(one.village_id or one.municipality_id or "", "") or one.name
    if one.reach is Reach.MUNICIPALITY and named:
        return _("gemeente {name}").format(name=named)
    return named or (name_of(one.reach) if one.reach in _WIDE else "")


def _in_runs(hours: dict[int, str]) -> list[HoursLine]:
    """Return the days of the week, those in a row that are alike together."""
    runs: list[list[int]] = []
    for number in hours:
        last = runs[-1] if runs else []
        if last and last[-1] == number - 1 and hours[last[-1]] == hours[number]:
            last.append(number)
        else:
            runs.append([number])
    found = []
    for run in runs:
        if len(run) >= _RUN:
            first, last_day = weekday(run[0]), weekday(run[-1])
            told = _("{first} tot en met {last}").format(first=first, last=last_day)
            found.append(HoursLine(told, hours[run[0]]))
        else:
            found += [HoursLine(weekday(number), hours[number]) for number in run]
    return found


def _weekdays(byday: str) -> list[int]:
    return [DAYS.index(part) for part in _split(byday) if part in DAYS]


def _times(one: Schedule) -> str:
    """Return from when until when it is, with what is said of it; "" where nobody told either."""
    hours = ""
    if one.closed:
        hours = _("dicht")
    elif one.opens_at and one.closes_at:
        hours = span_words(OpenHours(one.opens_at, one.closes_at))
    return " · ".join(part for part in (hours, one.description.strip()) if part)


def span_words(span: OpenHours) -> str:
    """Return from when until when it is open: ``09:00 – 12:00``."""
    if span == ALL_DAY:
        return _("dag en nacht")
    return f"{span.opens_at}\N{NO-BREAK SPACE}–\N{NO-BREAK SPACE}{span.closes_at}"


def _period(one: Schedule) -> str:
    first, last = one.valid_from, one.valid_to
    if first and last and first != last:
        return _("{first} tot en met {last}").format(first=_day(first), last=_day(last))
    if first and last:
        return _day(first)
    if first:
        return _("vanaf {day}").format(day=_day(first))
    return _("tot en met {day}").format(day=_day(last)) if last else _("Nu")


def _recurs(one: Schedule, today: date) -> str:
    """Return when hours recur that are not those of every week.

    What skips weeks or months names the next day: nobody knows otherwise which of them it is.
    """
    told = _in_month(one) if one.freq is Recurrence.MONTHLY else _in_weeks(one)
    day = next_day((one,), today) if one.dtstart and one.interval > 1 else None
    if day:
        told = _("{when}, zoals {day}").format(when=told, day=_day(day))
    if one.valid_from or one.valid_to:
        return f"{told}, {_period(one)}"
    return told


def _in_weeks(one: Schedule) -> str:
    days = ", ".join(weekday(number) for number in _weekdays(one.byday))
    if one.interval == 1:
        return days
    return _("elke {count} weken op {days}").format(count=one.interval, days=days)


def _in_month(one: Schedule) -> str:
    days = [_nth(part) for part in _split(one.byday)]
    days += [_("de {number}e").format(number=part) for part in _split(one.bymonthday)]
    told = ", ".join(days)
    if one.interval == 1:
        return _("{days} van elke maand").format(days=told)
    return _("elke {count} maanden: {days}").format(count=one.interval, days=told)


def _nth(part: str) -> str:
    """Return ``1TU`` as the first Tuesday, ``-1FR`` as the last Friday."""
    place, day = part[:-2], part[-2:]
    if day not in DAYS:
        return ""
    # Whole words: no other language makes its ordinals as Dutch does.
    said = {
        "": _("elke {day}"),
        "1": _("de eerste {day}"),
        "2": _("de tweede {day}"),
        "3": _("de derde {day}"),
        "4": _("de vierde {day}"),
        "5": _("de vijfde {day}"),
    }
    return said.get(place, _("de laatste {day}")).format(day=weekday(DAYS.index(day)))


def _day(day: date) -> str:
    return in_words(day, language())


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
