"""The transfer of a file to a colleague, with the page that goes along."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from meitinker import clock, i18n
from meitinker.domain import identity
from meitinker.domain.agreements import Agreement
from meitinker.domain.appointments import Appointment, AppointmentState
from meitinker.domain.consents import Consent, in_force
from meitinker.domain.network import Tie
from meitinker.domain.people import Person
from meitinker.domain.plans import Handover
from meitinker.domain.requests import OPEN, Request, RequestState
from meitinker.domain.tasks import Task
from meitinker.domain.transfers import Transfer
from meitinker.domain.visits import Visit
from meitinker.errors import InvalidField
from meitinker.ids import PersonId, RecordId, record_id
from meitinker.services import (
    application_files,
    colleagues,
    form_drafts,
    handover_words,
    letter_words,
    people,
    reading,
    request_files,
    tasks,
)
from meitinker.services.form_drafts import Form, TypedForm
from meitinker.store import records
from meitinker.store.acts import act

if TYPE_CHECKING:
    from meitinker.changes import Changes
    from meitinker.domain.session import Session
    from meitinker.reports.page import Press
    from meitinker.store.acts import Act
    from meitinker.store.database import Database

_PAPER = "handover"


class TypedTransfer(TypedForm, frozen=True, kw_only=True):
    """To whom a file goes, what they must know first, and which tasks do not go along.

    ``to_user`` is the id of one of several colleagues of the same name, or "".
    """

    to_name: str = ""
    to_user: str = ""
    to_phone: str = ""
    note: str = ""
    keeps: tuple[str, ...] = ()


FORM = Form("transfer", TypedTransfer, about=Person)


def newest(database: Database, session: Session, client_id: RecordId) -> Transfer | None:
    """Return the transfer that counts, or None while the file was never handed over.

    Raises:
        NotVisible: The file is not this session's to see.
    """
    with database.reading() as connection:
        client = records.get(connection, session, Person, records.resolve(connection, client_id))
        found = records.find(connection, session, Transfer, order="on", client_id=client.id)
    return found[-1] if found else None


def make(
    database: Database, session: Session, client_id: RecordId, typed: TypedTransfer
) -> Changes:
    """Note that a file goes to a colleague from today on.

    The user's own open tasks go along, but for those that the user keeps; so do their open
    questions and signals: the terms run on, and the colleague goes on with them.

    Raises:
        InvalidField: Nobody is named, the number cannot exist, or several colleagues bear the
            name and none of them was chosen.
        NotVisible: The file is not this session's to see.
    """
    transfer = _transfer(database, session, client_id, typed)
    own = tasks.own_open(database, session, client_id)
    with act(database, session, "transfer.make") as work:
        work.create(transfer)
        given = [one for one in own if one.id not in typed.keeps]
        tasks.hand_over(work, given, transfer, to_user=typed.to_user)
        _hand_over_requests(work, transfer, to_user=typed.to_user)
        form_drafts.drop(work.transaction, FORM, about=client_id)
    return work.changes


def _hand_over_requests(work: Act, transfer: Transfer, *, to_user: str) -> None:
    connection, session = work.transaction.connection, work.session
    found = colleagues.named_in(connection, session, transfer.to_name)
    to = colleagues.chosen(found, to_user)
    for one in records.find(connection, session, Request, client_id=transfer.client_id):
        if one.state is RequestState.OPEN and one.user_id == session.user:
            fields = {"state": RequestState.HANDED_OVER, "handed_to": transfer.to_name}
            work.edit(Request, one.id, {**fields, "user_id": to} if to else fields)


def preview(
    database: Database, session: Session, client_id: RecordId, typed: TypedTransfer
) -> Press:
    """Return what makes the handover page for the screen; that the file is open is logged already.

    Raises:
        InvalidField: As :func:`make`.
        NotVisible: The file is not this session's to see.
    """
    from meitinker.reports import handover_page

    transfer = _transfer(database, session, client_id, typed)
    client = people.file_of(database, session, client_id)
    letterhead = letter_words.letterhead_of(database, session, client, user_id=session.user)
    whole = _whole(database, session, client, typed=typed)
    page = handover_words.content(whole, transfer, letterhead=letterhead, language=i18n.language())
    return partial(handover_page.render, page)


def printed(
    database: Database, session: Session, client_id: RecordId, typed: TypedTransfer
) -> Press:
    """Return the page as :func:`preview` does; that it is printed is logged first.

    Raises:
        InvalidField, NotVisible: As :func:`preview`.
        DiskFull, DiskFailed, StoreReadOnly: It could not be logged: print nothing.
    """
    made = preview(database, session, client_id, typed)
    reading.printed(database, session, Person, client_id, paper=_PAPER)
    return made


def exported(
    database: Database, session: Session, client_id: RecordId, typed: TypedTransfer
) -> Press:
    """Return the page as :func:`preview` does; that it leaves in a file is logged first.

    Raises:
        InvalidField, NotVisible: As :func:`preview`.
        DiskFull, DiskFailed, StoreReadOnly: It could not be logged: export nothing.
    """
    made = preview(database, session, client_id, typed)
    reading.exported(database, session, Person, [client_id], what=_PAPER)
    return made


def _transfer(
    database: Database, session: Session, client_id: RecordId, typed: TypedTransfer
) -> Transfer:
    if not typed.to_name.strip():
        raise InvalidField("to_name", "colleague_missing")
    identity.checked_phone(typed.to_phone, field="to_phone")
    with database.reading() as connection:
        client = records.get(connection, session, Person, records.resolve(connection, client_id))
    return Transfer(
        id=record_id(),
        client_id=PersonId(client.id),
        from_user_id=session.user,
        to_name=typed.to_name.strip(),
        to_phone=typed.to_phone.strip(),
        on=clock.today(),
        note=typed.note.strip(),
    )


def _whole(
    database: Database, session: Session, client: people.PersonFile, *, typed: TypedTransfer
) -> handover_words.Whole:
    one = client.person.id
    given = [t for t in tasks.own_open(database, session, one) if t.id not in typed.keeps]
    requests = request_files.of_person(database, session, one)
    applications = application_files.of_person(database, session, one)
    with database.reading() as connection:
        visits = records.find(connection, session, Visit, order="visited_on", client_id=one)
        return handover_words.Whole(
            client=client,
            visits=tuple(visits),
            agreements=tuple(
                records.find(connection, session, Agreement, order="position", client_id=one)
            ),
            tasks=tuple(given),
            others=tuple(
                task
                for task in records.find(
                    connection, session, Task, order="due_on", client_id=one, done_on=None
                )
                if task.id not in {own.id for own in given}
            ),
            requests=tuple(file for file in requests[::-1] if file.request.state in OPEN),
            applications=applications[::-1],
            appointments=tuple(
                appointment
                for appointment in records.find(
                    connection, session, Appointment, order="starts_at", client_id=one
                )
                if appointment.state is AppointmentState.PLANNED
                and appointment.starts_at >= clock.now()
            ),
            ties=tuple(records.find(connection, session, Tie, client_id=one)),
            consents=in_force(records.find(connection, session, Consent, client_id=one)),
            unsent=len(
                records.find(connection, session, Handover, client_id=one, handed_over_on=None)
            ),
        )
