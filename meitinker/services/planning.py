"""Planning an appointment: the form stays as it was typed until it is kept or left.

As with a new resident (:mod:`meitinker.services.adding`): what is typed lies in this device's own
settings, inside the encrypted store, so that a lock or a kill loses nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.people import Person
from meitinker.domain.requests import Request
from meitinker.errors import NotVisible
from meitinker.ids import PersonId, RecordId
from meitinker.services import appointments, people
from meitinker.services.appointments import AppointmentFile
from meitinker.store import settings

if TYPE_CHECKING:
    from meitinker.domain.session import Session
    from meitinker.store.database import Database


class TypedAppointment(msgspec.Struct, frozen=True, kw_only=True):
    """The form exactly as typed, half a date included; ``appointment_id`` "" is a new one."""

    client_id: str = ""
    appointment_id: str = ""
    day: str = ""
    month: str = ""
    year: str = ""
    time: str = ""
    minutes: int = 60
    place: str = "home"
    where: str = ""
    note: str = ""
    linked: bool = True


class Resumed(msgspec.Struct, frozen=True, kw_only=True):
    """What was typed, and what it is about as it is now.

    Attributes:
        typed: The form.
        client: The resident.
        requests: Open requests that a new appointment may belong to.
        file: The appointment that was being changed, or None for a new one.
    """

    typed: TypedAppointment
    client: Person
    requests: tuple[Request, ...] = ()
    file: AppointmentFile | None = None


NOTHING = TypedAppointment()
_FORM = settings.Setting("appointment", TypedAppointment, NOTHING)


def keep(database: Database, typed: TypedAppointment) -> None:
    """Keep the form as it is typed; an empty one is forgotten.

    Raises:
        DiskFull, DiskFailed, StoreReadOnly: It is not kept; the form still has it.
    """
    with database.transaction() as transaction:
        if typed == NOTHING:
            settings.forget(transaction, _FORM)
        else:
            settings.put(transaction, _FORM, typed)


def kept(database: Database) -> TypedAppointment:
    """Return the form as it was typed last; :data:`NOTHING` when there is none."""
    with database.reading() as connection:
        return settings.get(connection, _FORM)


def resumed(database: Database, session: Session) -> Resumed | None:
    """Return what was being typed, or None; that its dossier is opened is logged first.

    What is about someone, or an appointment, that this session may not see is not returned.
    """
    typed = kept(database)
    if typed == NOTHING:
        return None
    try:
        if typed.appointment_id:
            file = appointments.opened(database, session, RecordId(typed.appointment_id))
            return Resumed(typed=typed, client=file.client, file=file)
        client_id = PersonId(RecordId(typed.client_id))
        client = people.opened(database, session, client_id).person
        requests = tuple(appointments.awaiting(database, session, client_id))
        return Resumed(typed=typed, client=client, requests=requests)
    except NotVisible:
        return None
