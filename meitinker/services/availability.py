"""When a meitinker is there: office hours in the villages, absence, and who stands in."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.appointments import Absence, AppointmentState, OfficeHour, OfficeHourKind
from meitinker.domain.villages import Village
from meitinker.domain.week import check_absence, check_office_hour, checked_day, days_span
from meitinker.ids import RecordId, VillageId, record_id
from meitinker.services import form_drafts
from meitinker.services.as_shown import own_changes
from meitinker.services.form_drafts import Form, TypedFields
from meitinker.store import appointments, records
from meitinker.store.acts import act

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from meitinker.changes import Changes
    from meitinker.domain.records import Record
    from meitinker.domain.session import Session
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection

SOON = timedelta(days=14)
"""An absence that begins within this time is told in a letter of today: letters are kept."""

NEW_HOUR = Form("office_hour_new", TypedFields)
HOUR = Form("office_hour", TypedFields, about=OfficeHour)
NEW_ABSENCE = Form("absence_new", TypedFields)
ABSENCE = Form("absence", TypedFields, about=Absence)


class Weekly(msgspec.Struct, frozen=True, kw_only=True):
    """An office hour as it is typed; ``begins`` and ``ends`` are wall times, ``HH:MM``."""

    village_id: VillageId
    kind: OfficeHourKind
    weekday: int
    begins: str
    ends: str
    where: str = ""


class Away(msgspec.Struct, frozen=True, kw_only=True):
    """An absence as it is typed, both days inclusive."""

    first_day: date
    last_day: date
    replacement: str = ""
    replacement_phone: str = ""


class Availability(msgspec.Struct, frozen=True, kw_only=True):
    """The user's office hours in the order of the week, and the absences that are not over.

    Attributes:
        hours: Each with its village.
        absences: The first one first.
        villages: All there are, by name.
        planned: How many appointments still stand in an absence, by its id; none is not in it.
    """

    hours: tuple[tuple[OfficeHour, Village], ...]
    absences: tuple[Absence, ...]
    villages: tuple[Village, ...]
    planned: Mapping[RecordId, int] = {}


def availability(database: Database, session: Session) -> Availability:
    """Return when the user of ``session`` is there, and when away from today on."""
    today = clock.today()
    with database.reading() as connection:
        villages = {one.id: one for one in records.find(connection, session, Village)}
        hours = records.find(connection, session, OfficeHour, user_id=session.user)
        found = records.find(connection, session, Absence, order="first_day", user_id=session.user)
        away = tuple(one for one in found if one.last_day >= today)
        planned = {one.id: _planned(connection, session, one) for one in away}
    return Availability(
        hours=tuple(
            (hour, villages[hour.village_id])
            for hour in sorted(hours, key=lambda one: (one.weekday, one.begins, one.id))
            if hour.village_id in villages
        ),
        absences=away,
        villages=tuple(sorted(villages.values(), key=lambda one: one.name)),
        planned={absence: count for absence, count in planned.items() if count},
    )


def _planned(connection: Connection, session: Session, absence: Absence) -> int:
    """Return how many appointments still stand in the days of an absence."""
    days, now = days_span(absence.first_day, absence.last_day), clock.now()
    found = appointments.entries(connection, session, days, user_id=session.user)
    return sum(one.state is AppointmentState.PLANNED and one.span.ends > now for one in found)


def add_hour(database: Database, session: Session, typed: Weekly) -> Changes:
    """Add an office hour.

    Raises:
        InvalidField: A time or a weekday that cannot be.
        NotVisible: The village is unknown.
    """
    hour = OfficeHour(id=record_id(), user_id=session.user, **msgspec.structs.asdict(typed))
    check_office_hour(hour)
    with database.reading() as connection:
        records.get(connection, session, Village, typed.village_id)
    with act(database, session, "office_hour.add") as work:
        work.create(hour)
        form_drafts.drop(work.transaction, NEW_HOUR)
    return work.changes


def change_hour(
    database: Database,
    session: Session,
    hour_id: RecordId,
    typed: Weekly,
    *,
    shown: Record | None = None,
) -> Changes:
    """Give an office hour another day, time or place.

    It was ``shown`` to the user as the form began; None is as it stands now.

    Raises:
        InvalidField: A time or a weekday that cannot be.
        ChangedMeanwhile: It was changed elsewhere since the form began.
        NotVisible: The hour or the village is unknown.
    """
    with database.reading() as connection:
        before = records.get(connection, session, OfficeHour, hour_id)
        records.get(connection, session, Village, typed.village_id)
    fields = own_changes(before, msgspec.structs.asdict(typed), shown=shown)
    check_office_hour(msgspec.structs.replace(before, **fields))
    with act(database, session, "office_hour.edit") as work:
        work.edit(OfficeHour, hour_id, fields)
        form_drafts.drop(work.transaction, HOUR, about=hour_id)
    return work.changes


def remove_hour(database: Database, session: Session, hour_id: RecordId) -> Changes:
    """Remove an office hour; undo brings it back."""
    with act(database, session, "office_hour.remove") as work:
        work.delete(OfficeHour, hour_id)
    return work.changes


def add_absence(database: Database, session: Session, typed: Away) -> Changes:
    """Note that the user is away; appointments on those days stay and are warned about.

    Raises:
        InvalidField: The last day lies before the first, or years away.
    """
    absence = Absence(id=record_id(), user_id=session.user, **msgspec.structs.asdict(typed))
    _check(absence)
    with act(database, session, "absence.add") as work:
        work.create(absence)
        form_drafts.drop(work.transaction, NEW_ABSENCE)
    return work.changes


def change_absence(
    database: Database,
    session: Session,
    absence_id: RecordId,
    typed: Away,
    *,
    shown: Record | None = None,
) -> Changes:
    """Give an absence other days, or another replacement.

    It was ``shown`` to the user as the form began; None is as it stands now.

    Raises:
        InvalidField: The last day lies before the first.
        ChangedMeanwhile: It was changed elsewhere since the form began.
        NotVisible: The absence is unknown.
    """
    with database.reading() as connection:
        before = records.get(connection, session, Absence, absence_id)
    fields = own_changes(before, msgspec.structs.asdict(typed), shown=shown)
    _check(msgspec.structs.replace(before, **fields))
    with act(database, session, "absence.edit") as work:
        work.edit(Absence, absence_id, fields)
        form_drafts.drop(work.transaction, ABSENCE, about=absence_id)
    return work.changes


def remove_absence(database: Database, session: Session, absence_id: RecordId) -> Changes:
    """Remove an absence; undo brings it back."""
    with act(database, session, "absence.remove") as work:
        work.delete(Absence, absence_id)
    return work.changes


def _check(absence: Absence) -> None:
    check_absence(absence)
    for day in (absence.first_day, absence.last_day):
        checked_day("last_day", day, clock.today())


def away_soon(
    connection: Connection, session: Session, day: date, *, user_id: str
) -> Absence | None:
    """Return the absence of a user that a letter of ``day`` tells of, or None.

    It is under way, or begins before the letter is likely to be read for the last time.
    """
    found = [
        one
        for one in records.find(connection, session, Absence, user_id=user_id)
        if one.first_day <= day + SOON and one.last_day >= day
    ]
    return min(found, key=lambda one: (one.first_day, one.id), default=None)
