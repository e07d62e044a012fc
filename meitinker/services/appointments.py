"""Appointments: made, moved, cancelled, held, and the conversation that one becomes."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.appointments import Absence, Appointment, AppointmentState, MeetingPlace
from meitinker.domain.people import Person
from meitinker.domain.requests import OPEN, Request
from meitinker.domain.visits import Visit
from meitinker.domain.week import Span, absent_on, checked_day, checked_minutes, span_of
from meitinker.errors import InvalidField, NotAllowed
from meitinker.ids import PersonId, RecordId, record_id
from meitinker.services import as_shown, form_drafts, reading, running, visits
from meitinker.store import appointments, records
from meitinker.store.acts import act

if TYPE_CHECKING:
    from typing import Any

    from meitinker.changes import Changes
    from meitinker.domain.session import Session
    from meitinker.services.form_drafts import Form
    from meitinker.store.acts import Act
    from meitinker.store.appointments import AppointmentEntry
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection

_MARKS = {
    AppointmentState.HELD: "appointment.held",
    AppointmentState.NOT_AT_HOME: "appointment.not_at_home",
    AppointmentState.CANCELLED: "appointment.cancel",
    AppointmentState.PLANNED: "appointment.plan_again",
}


class Planned(msgspec.Struct, frozen=True, kw_only=True):
    """What is agreed on: when, how long, where, and what to keep in mind."""

    starts_at: datetime
    minutes: int = 60
    place: MeetingPlace = MeetingPlace.HOME
    where: str = ""
    note: str = ""


class AppointmentFile(msgspec.Struct, frozen=True, kw_only=True):
    """One appointment with the resident it is with."""

    appointment: Appointment
    client: Person


class AppointmentClash(msgspec.Struct, frozen=True, kw_only=True):
    """What speaks against a moment; it warns and never forbids.

    Attributes:
        appointments: Planned appointments of the same user at the same time.
        absence: The user is away on that day.
    """

    appointments: tuple[AppointmentEntry, ...]
    absence: Absence | None


def period(database: Database, session: Session, span: Span) -> list[AppointmentEntry]:
    """Return the user's own appointments that have time in common with ``span``, in order."""
    with database.reading() as connection:
        return appointments.entries(connection, session, span, user_id=session.user)


def opened(database: Database, session: Session, appointment_id: RecordId) -> AppointmentFile:
    """Return an appointment with its note; that it was opened is logged first.

    Raises:
        NotVisible: It is not this session's to see.
    """
    reading.opened(database, session, Appointment, appointment_id)
    with database.reading() as connection:
        appointment = records.get(connection, session, Appointment, appointment_id)
        client_id = records.resolve(connection, appointment.client_id)
        client = records.get(connection, session, Person, client_id)
        visit_id = _led_to(connection, session, appointment)
    appointment = msgspec.structs.replace(appointment, visit_id=visit_id)
    return AppointmentFile(appointment=appointment, client=client)


def awaiting(database: Database, session: Session, client_id: PersonId) -> list[Request]:
    """Return the open requests of a resident for which no appointment was made, oldest first.

    The form asks whether the appointment belongs to one of them; their 24 hours still run.
    """
    with database.reading() as connection:
        found = records.find(connection, session, Request, order="received_at", client_id=client_id)
    return [one for one in found if one.state in OPEN and one.appointed_at is None]


def make(
    database: Database,
    session: Session,
    client_id: PersonId,
    *,
    plan: Planned,
    request_id: RecordId | None = None,
    form: Form[Any] | None = None,
) -> Changes:
    """Make an appointment with a resident; for a request this ends its 24 hours.

    The ``form`` it was typed in goes with it.

    Raises:
        InvalidField: It would last no time, or longer than half a day, or is years away.
        NotAllowed: The request is another resident's.
        NotVisible: The resident or the request is not this session's to see.
    """
    checked_minutes(plan.minutes)
    checked_day("day", clock.local(plan.starts_at).date(), clock.today())
    with database.reading() as connection:
        client = records.get(connection, session, Person, records.resolve(connection, client_id))
        if request_id is not None:
            asked = records.get(connection, session, Request, request_id)
            if records.resolve(connection, asked.client_id) != client.id:
                raise NotAllowed("the request of another resident")
    appointment = Appointment(
        id=record_id(),
        client_id=PersonId(client.id),
        user_id=session.user,
        request_id=request_id,
        **msgspec.structs.asdict(plan),
    )
    with act(database, session, "appointment.make") as work:
        work.create(appointment)
        if request_id is not None:
            _end_the_wait(work, session, request_id)
        form_drafts.finish(work.transaction, form, about=client_id)
    return work.changes


def change(
    database: Database,
    session: Session,
    appointment_id: RecordId,
    *,
    plan: Planned,
    shown: Appointment | None = None,
    form: Form[Any] | None = None,
) -> Changes:
    """Move an appointment or change what was agreed on; the ``form`` of it goes with it.

    It was ``shown`` to the user as the form began; None is as it stands now.

    Raises:
        InvalidField: It would last no time or longer than half a day, what is over is moved, or
            it is moved years away.
        ChangedMeanwhile: Somebody else changed the same since the form began.
        NotVisible: It is not this session's to see.
    """
    checked_minutes(plan.minutes)
    with database.reading() as connection:
        before = records.get(connection, session, Appointment, appointment_id)
    wanted = msgspec.structs.asdict(plan)
    fields = as_shown.own_changes(before, wanted, shown=shown)
    moved = any(name in fields for name in ("starts_at", "minutes"))
    if moved and before.state is not AppointmentState.PLANNED:
        raise InvalidField("starts_at", "appointment_is_over")
    if moved:
        checked_day("day", clock.local(plan.starts_at).date(), clock.today())
    with act(database, session, "appointment.move" if moved else "appointment.edit") as work:
        work.edit(Appointment, appointment_id, fields)
        form_drafts.finish(work.transaction, form, about=appointment_id)
    return work.changes


def mark(
    database: Database, session: Session, appointment_id: RecordId, state: AppointmentState
) -> Changes:
    """Tell what became of an appointment: held, nobody at home, cancelled, or planned after all.

    That it was made stays on its request: the 24 hours are about making it.

    Raises:
        InvalidField: A conversation was begun from it, so it was held.
        NotVisible: It is not this session's to see.
    """
    with database.reading() as connection:
        before = records.get(connection, session, Appointment, appointment_id)
        visit_id = _led_to(connection, session, before)
    if visit_id and state is not AppointmentState.HELD:
        raise InvalidField("state", "appointment_has_visit")
    fields: dict[str, object] = {"state": state}
    if visit_id != before.visit_id:
        fields["visit_id"] = visit_id
    with act(database, session, _MARKS[state]) as work:
        work.edit(Appointment, appointment_id, fields)
    return work.changes


def begin_visit(database: Database, session: Session, appointment_id: RecordId) -> Changes:
    """Begin the conversation that was agreed on; the appointment was held and leads to it.

    As any conversation that follows from a request it begins with its words. One that is under
    way with the resident is gone on with (:func:`visit_of`), unless it is about another request:
    two at once would each hold half of what was said.

    Raises:
        InvalidField: A conversation was begun from it before, and is still there.
        NotVisible: It is not this session's to see.
    """
    with database.reading() as connection:
        appointment = records.get(connection, session, Appointment, appointment_id)
        if _led_to(connection, session, appointment):
            raise InvalidField("state", "appointment_has_visit")
        client_id = records.resolve(connection, appointment.client_id)
        client = records.get(connection, session, Person, client_id)
        asked = appointment.request_id
        request = records.known(connection, session, Request, asked)
        under_way = running.visit_in(connection, session, appointment.client_id, request_id=asked)
        visit = visits.drawn_up(connection, session, client, request)
    with act(database, session, "visit.begin") as work:
        if under_way is None:
            work.create(visit)
        work.edit(
            Appointment,
            appointment_id,
            {"visit_id": under_way or visit.id, "state": AppointmentState.HELD},
        )
    return work.changes


def visit_of(database: Database, session: Session, appointment_id: RecordId) -> RecordId | None:
    """Return the conversation that an appointment led to, if it did and it is still there."""
    with database.reading() as connection:
        appointment = records.get(connection, session, Appointment, appointment_id)
        return _led_to(connection, session, appointment)


def clashes(
    database: Database,
    session: Session,
    *,
    starts_at: datetime,
    minutes: int,
    besides: RecordId | None = None,
) -> AppointmentClash:
    """Return what speaks against a moment, apart from the appointment ``besides`` itself."""
    span = span_of(starts_at, minutes)
    with database.reading() as connection:
        found = appointments.entries(connection, session, span, user_id=session.user)
        away = _absence(connection, session, starts_at)
    return AppointmentClash(
        appointments=tuple(
            one
            for one in found
            if one.state is AppointmentState.PLANNED and one.appointment_id != besides
        ),
        absence=away,
    )


def _led_to(connection: Connection, session: Session, appointment: Appointment) -> RecordId | None:
    """Return the conversation of an appointment; one that a colleague removed is none.

    The appointment outlives it, and must not stay shut for it.
    """
    visit = records.known(connection, session, Visit, appointment.visit_id)
    return visit.id if visit is not None else None


def _absence(connection: Connection, session: Session, at: datetime) -> Absence | None:
    found = records.find(connection, session, Absence, user_id=session.user)
    return absent_on(found, clock.local(at).date())


def _end_the_wait(work: Act, session: Session, request_id: RecordId) -> None:
    """Note on a request that an appointment was made, in the same act; the first one counts."""
    request = records.get(work.transaction.connection, session, Request, request_id)
    if request.appointed_at is None:
        work.edit(Request, request_id, {"appointed_at": clock.now()})
