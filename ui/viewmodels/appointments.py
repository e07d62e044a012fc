"""What Vandaag says of appointments: today's as rows, those of the week ahead in lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.appointments import AppointmentState
from meitinker.domain.week import day_span, week_days
from meitinker.domain.words import name_of
from meitinker.i18n import _
from ui.viewmodels.dates import said_day
from ui.viewmodels.people import entry_name
from ui.viewmodels.times import times_text
from ui.viewmodels.today import Item
from ui.viewmodels.week import away_days, away_text, look_of, place_in

if TYPE_CHECKING:
    from datetime import date

    from meitinker.domain.appointments import Absence
    from meitinker.domain.week import Span
    from meitinker.services.week import VillageHour, Week
    from meitinker.store.appointments import AppointmentEntry

_SHOWN = frozenset({AppointmentState.PLANNED, AppointmentState.HELD})


class DayAhead(msgspec.Struct, frozen=True, kw_only=True):
    """A day after today, with a line for each thing on it."""

    name: str
    lines: tuple[str, ...]


def of_today(week: Week) -> tuple[Item, ...]:
    """Return that the user is away today, and today's appointments.

    What was cancelled, or found nobody at home, is done with.
    """
    span = day_span(week.first)
    found = [one for one in week.appointments if one.span.meets(span) and one.state in _SHOWN]
    away = [_away(one) for one in week.absences if one.first_day <= week.first <= one.last_day]
    return (*away, *(_item(one) for one in found))


def ahead(week: Week) -> tuple[DayAhead, ...]:
    """Return the days after the first with anything on them."""
    days = (_day(week, day) for day in week_days(week.first)[1:])
    return tuple(one for one in days if one.lines)


def _away(one: Absence) -> Item:
    return Item(
        key=one.id,
        title=away_text(one),
        status=away_days(one),
        icon_name="bed",
        tint="info",
        screen="today",
        record_id="",
        section="week",
        field="away",
        verb=_("Bekijk"),
    )


def _item(one: AppointmentEntry) -> Item:
    planned = one.state is AppointmentState.PLANNED
    place, (icon_name, tint) = place_in(one), look_of(one)
    if one.visit_id:
        verb, screen, record_id = _("Naar het gesprek"), "visits", one.visit_id
    else:
        verb, screen, record_id = _("Begin gesprek"), "today", one.appointment_id
    return Item(
        key=one.appointment_id,
        title=f"{times_text(one.span)}: {entry_name(one)}",
        status=place if planned else f"{name_of(one.state)}. {place}",
        icon_name=icon_name,
        tint=tint,
        screen=screen,
        record_id=record_id,
        look=_("Bekijk afspraak"),
        verb=verb,
    )


def _day(week: Week, day: date) -> DayAhead:
    span = day_span(day)
    told: list[tuple[Span, str]] = [
        (one.span, f"{_begins(one.span)} {entry_name(one)}. {place_in(one)}")
        for one in week.appointments
        if one.state is AppointmentState.PLANNED and span.begins <= one.span.begins < span.ends
    ]
    told += [(hour.span, _hour_line(hour)) for hour in week.hours if hour.span.meets(span)]
    lines = [words for _span, words in sorted(told, key=lambda one: one[0].begins)]
    away = next((a for a in week.absences if a.first_day <= day <= a.last_day), None)
    name = said_day(day)
    return DayAhead(
        name=f"{name[:1].upper()}{name[1:]}",
        lines=tuple([away_text(away), *lines] if away else lines),
    )


def _hour_line(hour: VillageHour) -> str:
    return f"{_begins(hour.span)} {name_of(hour.kind)} {hour.village}".strip()


def _begins(span: Span) -> str:
    return f"{clock.local(span.begins):%H:%M}"
