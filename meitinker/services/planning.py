"""Planning an appointment: the form stays as it was typed until it is kept or left.

Until then what is typed is a form (:mod:`meitinker.services.form_drafts`), one for each
appointment that is changed and one for a new one with each resident.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.people import Person
from meitinker.domain.requests import Request
from meitinker.errors import NotVisible
from meitinker.ids import PersonId, RecordId
from meitinker.services import appointments, form_drafts, people
from meitinker.services.appointments import AppointmentFile
from meitinker.services.form_drafts import Form, TypedForm

if TYPE_CHECKING:
    from meitinker.domain.session import Session
    from meitinker.store.database import Database


class TypedAppointment(TypedForm, frozen=True, kw_only=True):
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


FORM = Form("appointment", TypedAppointment)


def resumed(database: Database, session: Session, about: str) -> Resumed | None:
    """Return what was being typed, or None; that its dossier is opened is logged first.

    ``about`` is the appointment, or the resident where it is a new one.

    What is about someone, or an appointment, that this session may not see is not returned.
    """
    typed = form_drafts.read(database, session, FORM, about=about)
    if typed is None:
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
