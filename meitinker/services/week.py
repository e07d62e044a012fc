"""A week as one reading, and the file that carries it to another calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.appointments import (
    Absence,
    Appointment,
    AppointmentState,
    MeetingPlace,
    OfficeHour,
    OfficeHourKind,
)
from meitinker.domain.villages import Village
from meitinker.domain.week import Span, days_span, occurrences
from meitinker.domain.words import name_of
from meitinker.i18n import _
from meitinker.services import appointments, reading
from meitinker.store import records

if TYPE_CHECKING:
    from datetime import date

    from meitinker.domain.session import Session
    from meitinker.exchange.icalendar import CalendarEntry
    from meitinker.store.appointments import AppointmentEntry
    from meitinker.store.database import Database


_WHAT = {False: "calendar", True: "calendar_with_initials"}
"""What the read log calls the file, without and with initials."""


class VillageHour(msgspec.Struct, frozen=True, kw_only=True):
    """An office hour on one day, with the name of its village."""

    hour_id: str
    kind: OfficeHourKind
    village: str
    where: str
    span: Span


class Week(msgspec.Struct, frozen=True, kw_only=True):
    """All that the user does from ``first`` up to and with ``last``, each in the order of time."""

    first: date
    last: date
    appointments: tuple[AppointmentEntry, ...]
    hours: tuple[VillageHour, ...]
    absences: tuple[Absence, ...]


def between(database: Database, session: Session, first: date, last: date) -> Week:
    """Return what the user of ``session`` does on these local days, both inclusive."""
    found = appointments.period(database, session, days_span(first, last))
    with database.reading() as connection:
        villages = {one.id: one.name for one in records.find(connection, session, Village)}
        hours = records.find(connection, session, OfficeHour, user_id=session.user)
        away = records.find(connection, session, Absence, order="first_day", user_id=session.user)
    return Week(
        first=first,
        last=last,
        appointments=tuple(found),
        hours=tuple(
            VillageHour(
                hour_id=one.hour.id,
                kind=one.hour.kind,
                village=villages.get(one.hour.village_id, ""),
                where=one.hour.where,
                span=one.span,
            )
            for one in occurrences(hours, first, last)
        ),
        absences=tuple(one for one in away if one.first_day <= last and one.last_day >= first),
    )


def calendar_file(
    database: Database, session: Session, first: date, last: date, *, initials: bool = False
) -> bytes:
    """Return the days as an iCalendar file; that they leave the store is logged first.

    Args:
        database: The store.
        session: Whose appointments.
        first: First local day.
        last: Last local day.
        initials: Whether the residents' initials go with it; without, nothing tells who they are.

    Raises:
        DiskFull, DiskFailed, StoreReadOnly: It could not be logged: no file.
    """
    from meitinker.exchange import icalendar

    week = between(database, session, first, last)
    ids = [one.appointment_id for one in week.appointments]
    reading.exported(database, session, Appointment, ids, what=_WHAT[initials])
    entries = [
        *(_appointment(one, initials=initials) for one in week.appointments),
        *(_hour(one) for one in week.hours),
        *(_absence(one) for one in week.absences),
    ]
    return icalendar.calendar(entries, made_at=clock.now())


def _appointment(one: AppointmentEntry, *, initials: bool) -> CalendarEntry:
    from meitinker.exchange.icalendar import CalendarEntry

    what = {
        MeetingPlace.HOME: _("Huisbezoek"),
        MeetingPlace.OFFICE_HOUR: _("Afspraak op het spreekuur"),
        MeetingPlace.PHONE: _("Afspraak per telefoon"),
        MeetingPlace.ELSEWHERE: _("Afspraak"),
    }[one.place]
    return CalendarEntry(
        key=one.appointment_id,
        begins=one.span.begins,
        ends=one.span.ends,
        what=f"{what} {_initials(one)}".strip() if initials else what,
        # What was typed as the place may name a person; the village does not.
        where=one.village if one.place is MeetingPlace.HOME else "",
        cancelled=one.state is AppointmentState.CANCELLED,
    )


def _initials(one: AppointmentEntry) -> str:
    names = (one.called or one.given_names, one.surname)
    return "".join(f"{name.strip()[0].upper()}." for name in names if name.strip())


def _hour(one: VillageHour) -> CalendarEntry:
    from meitinker.exchange.icalendar import CalendarEntry

    return CalendarEntry(
        # An office hour has a day of its own in the file, since a series would need a time zone.
        key=f"{one.hour_id}:{clock.instant_text(one.span.begins)}",
        begins=one.span.begins,
        ends=one.span.ends,
        what=name_of(one.kind),
        where=", ".join(part for part in (one.where, one.village) if part),
    )


def _absence(one: Absence) -> CalendarEntry:
    from meitinker.exchange.icalendar import CalendarEntry

    return CalendarEntry(key=one.id, begins=one.first_day, ends=one.last_day, what=_("Afwezig"))
