"""Conversations under way: going on with one, and taking away one that was begun by mistake."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.changes import NOTHING
from meitinker.domain.appointments import Appointment, AppointmentState
from meitinker.domain.requests import Request
from meitinker.domain.visits import Visit, VisitState
from meitinker.errors import InvalidField
from meitinker.ids import VisitId
from meitinker.services import visit_files, visit_request, visits
from meitinker.services.editing import writable_visit
from meitinker.store import records
from meitinker.store.acts import act

if TYPE_CHECKING:
    from meitinker.changes import Changes
    from meitinker.domain.session import Session
    from meitinker.ids import PersonId, RecordId
    from meitinker.services.visit_files import VisitFile
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection


def visit_with(database: Database, session: Session, person_id: PersonId) -> VisitId | None:
    """Return the newest conversation under way with a resident on this device, if there is one."""
    with database.reading() as connection:
        return visit_in(connection, session, person_id)


def visit_in(
    connection: Connection,
    session: Session,
    person_id: PersonId,
    *,
    request_id: RecordId | None = None,
) -> VisitId | None:
    """As :func:`visit_with`; with a request not one that is about another request."""
    client_id = records.resolve(connection, person_id)

    def may_be_about(visit: Visit) -> bool:
        if request_id is None or visit.request_id in {None, request_id}:
            return True  # and one that was removed since binds it to nothing
        return records.known(connection, session, Request, visit.request_id) is None

    found = [
        one.id
        for one in records.find(connection, session, Visit, client_id=client_id)
        if one.state is VisitState.OPEN and one.device_id == session.device and may_be_about(one)
    ]
    return VisitId(max(found)) if found else None


def begin(database: Database, session: Session, client_id: PersonId) -> Changes:
    """Begin a conversation with a resident; about the request that waits, where just one does.

    Where several wait, nobody knows which: that is asked in the conversation.

    Raises:
        NotVisible: The resident is not this session's to see.
    """
    with database.reading() as connection:
        waits = visit_files.waiting_in(connection, session, records.resolve(connection, client_id))
    request_id = waits[0].id if len(waits) == 1 else None
    return visits.begin(database, session, client_id, request_id=request_id)


def begin_from(
    database: Database, session: Session, client_id: PersonId, *, request_id: RecordId
) -> Changes:
    """Begin the conversation that follows from a request, or go on with the one under way.

    Which one that is, :func:`visit_from` tells. One that had no request yet is about this one
    from now on; two at once would each hold half of what was said.

    Raises:
        NotAllowed: The request is closed.
        NotVisible: The resident or the request is not this session's to see.
    """
    found = visit_from(database, session, client_id, request_id=request_id)
    if found is None:
        return visits.begin(database, session, client_id, request_id=request_id)
    with database.reading() as connection:
        visit = records.get(connection, session, Visit, found)
    if visit.request_id == request_id:
        return NOTHING
    return visit_request.follow(database, session, found, request_id=request_id)


def visit_from(
    database: Database, session: Session, client_id: PersonId, *, request_id: RecordId
) -> VisitId | None:
    """Return the newest conversation under way that is, or may become, about a request."""
    with database.reading() as connection:
        return visit_in(connection, session, client_id, request_id=request_id)


def discard(database: Database, session: Session, visit_id: VisitId) -> Changes:
    """Take away a conversation in which nothing stands; its appointment is planned again.

    Undoing brings it back.

    Raises:
        InvalidField: Something was written in it: that is part of the dossier.
        AlreadyConcluded: It is concluded.
        NotVisible: It is not this session's to see.
    """
    writable_visit(database, session, visit_id)
    if not is_empty(visit_files.file_of(database, session, visit_id)):
        raise InvalidField("state", "visit_is_written")
    with database.reading() as connection:
        begun_from = records.find(connection, session, Appointment, visit_id=visit_id)
    with act(database, session, "visit.discard") as work:
        for one in begun_from:
            fields = {"visit_id": None, "state": AppointmentState.PLANNED}
            work.edit(Appointment, one.id, fields)
        work.delete(Visit, visit_id)
    return work.changes


def is_empty(file: VisitFile) -> bool:
    """Tell whether nothing stands in a visit but what it began with."""
    visit, request = file.visit, file.request
    own = {"", request.words if request is not None else ""}
    written = visit.notes or visit.conclusion or visit.question not in own
    parts = (
        file.attendees,
        file.domain_notes,
        file.needs,
        file.agreements,
        file.signatures,
        file.plans,
        file.scores,
        file.checkpoints,
        file.applications,
        file.attachments,
    )
    return not written and not any(parts)
