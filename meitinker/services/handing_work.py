"""The back office hands work on: a task, a request or a whole file, and takes a file over itself.

A file goes with a transfer, as it does between meitinkers: who had it, who has it now, and what
they must know.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker import clock
from meitinker.domain import grants as rules
from meitinker.domain.grants import DossierGrant, Replacement
from meitinker.domain.organisation import User, UserVillage, is_at_work
from meitinker.domain.people import Person
from meitinker.domain.records import OFFICE
from meitinker.domain.requests import OPEN, Request
from meitinker.domain.reviews import StepKind
from meitinker.domain.session import Role
from meitinker.domain.tasks import Task
from meitinker.domain.transfers import Transfer
from meitinker.domain.visits import Visit
from meitinker.errors import InvalidField, NotAllowed
from meitinker.ids import PersonId, RecordId, VisitId, record_id
from meitinker.services import form_drafts
from meitinker.services.form_drafts import Form, TypedFields
from meitinker.services.reviewing import step_within
from meitinker.services.reviews import require_clerk
from meitinker.store import records
from meitinker.store.acts import act

if TYPE_CHECKING:
    from datetime import date

    from meitinker.changes import Changes
    from meitinker.domain.session import Session
    from meitinker.store.acts import Act
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection

TAKING_OVER = Form("review_take_over", TypedFields, about=Visit)
"""Why the back office takes a file over, while it is typed."""

GIVING_TASK = Form("give_task", TypedFields, about=Person)
GIVING_REQUEST = Form("give_request", TypedFields, about=Request)
GIVING_FILE = Form("give_file", TypedFields, about=Person)


def meitinkers(database: Database, session: Session) -> tuple[User, ...]:
    """Return the meitinkers who work here today, by name.

    Raises:
        NotAllowed: It is not this role's.
    """
    if session.role not in OFFICE:
        raise NotAllowed("who works here is the office's to list")
    with database.reading() as connection:
        found = records.find(connection, session, User, role=Role.MEITINKER.value)
    return tuple(
        sorted(
            (one for one in found if is_at_work(one, clock.today())),
            key=lambda one: (one.name, one.id),
        )
    )


def give_task(
    database: Database,
    session: Session,
    client_id: PersonId,
    *,
    to: RecordId,
    what: str,
    due_on: date | None = None,
) -> Changes:
    """Give a meitinker something to do for a resident.

    Raises:
        NotAllowed: It is not this role's.
        InvalidField: Nothing to do (``what``), or it is nobody who sees the file (``to``).
        NotVisible: The resident is not this session's to see.
    """
    require_clerk(session)
    if not what.strip():
        raise InvalidField("what", "task_empty")
    with act(database, session, "work.give_task") as work:
        connection = work.transaction.connection
        client = records.get(connection, session, Person, records.resolve(connection, client_id))
        require_in_reach(connection, session, client, to)
        work.create(
            Task(
                id=record_id(),
                client_id=PersonId(client.id),
                user_id=to,
                what=what.strip(),
                due_on=due_on,
            )
        )
        form_drafts.drop(work.transaction, GIVING_TASK, about=client_id)
    return work.changes


def give_request(
    database: Database, session: Session, request_id: RecordId, *, to: RecordId
) -> Changes:
    """Give a request to a meitinker; its clocks run on as they did.

    Raises:
        NotAllowed: It is not this role's, or the request is closed.
        InvalidField: It is nobody who sees the file (``to``).
        NotVisible: It is not this session's to see.
    """
    require_clerk(session)
    with act(database, session, "work.give_request") as work:
        connection = work.transaction.connection
        request = records.get(connection, session, Request, request_id)
        if request.state not in OPEN:
            raise NotAllowed("the request is closed")
        client_id = records.resolve(connection, request.client_id)
        client = records.get(connection, session, Person, client_id)
        require_in_reach(connection, session, client, to)
        work.edit(Request, request_id, {"user_id": to})
        for task in records.find(connection, session, Task, request_id=request_id, done_on=None):
            if task.user_id == request.user_id:
                work.edit(Task, task.id, {"user_id": to})
        form_drafts.drop(work.transaction, GIVING_REQUEST, about=request_id)
    return work.changes


def give_file(
    database: Database,
    session: Session,
    client_id: PersonId,
    *,
    of: RecordId,
    to: RecordId,
    note: str = "",
) -> Changes:
    """Give the file of a resident to another meitinker, with the open work of who had it.

    Raises:
        NotAllowed: It is not this role's.
        InvalidField: It is nobody who sees the file (``to``).
        NotVisible: The resident is not this session's to see.
    """
    require_clerk(session)
    with act(database, session, "work.give_file") as work:
        connection = work.transaction.connection
        client = records.get(connection, session, Person, records.resolve(connection, client_id))
        require_in_reach(connection, session, client, to)
        _hand_file(work, client, of=of, to=to, note=note)
        form_drafts.drop(work.transaction, GIVING_FILE, about=client_id)
    return work.changes


def take_over(database: Database, session: Session, visit_id: VisitId, *, why: str) -> Changes:
    """Take a complex case over from the meitinker: the file with its open work, and the visit.

    Raises:
        NotAllowed: It is not this role's, or the visit is not concluded.
        InvalidField: No reason (``text``), or people said different things of the visit.
        NotVisible: It is not this session's to see.
    """
    require_clerk(session)
    if not why.strip():
        raise InvalidField("text", "take_over_reason_missing")
    with act(database, session, "review.take_over") as work:
        connection = work.transaction.connection
        visit = records.get(connection, session, Visit, visit_id)
        client_id = records.resolve(connection, visit.client_id)
        client = records.get(connection, session, Person, client_id)
        step_within(work, visit_id, StepKind.TAKEN_OVER, text=why.strip())
        own = RecordId(session.user)
        _hand_file(work, client, of=RecordId(visit.user_id), to=own, note=why)
        form_drafts.drop(work.transaction, TAKING_OVER, about=visit_id)
    return work.changes


def require_in_reach(
    connection: Connection, session: Session, client: Person, user_id: RecordId
) -> None:
    """Refuse to give work on a file to somebody who does not see it.

    Raises:
        InvalidField: Nobody works here under that id (``colleague_missing``), or the village is
            not theirs today and no grant opens the file (``outside_villages``).
    """
    user = records.known(connection, session, User, user_id)
    if user is None or not is_at_work(user, clock.today()):
        raise InvalidField("to", "colleague_missing")
    own = records.find(connection, session, UserVillage)
    limited = any(one.user_id == user_id for one in own)
    if client.village_id is None or not limited or user.role is not Role.MEITINKER:
        return
    today = clock.today()
    stands_in = records.find(connection, session, Replacement, by_id=user_id)
    granted = records.find(connection, session, DossierGrant, user_id=user_id)
    here = client.village_id in rules.villages_of(user_id, today, own, stands_in)
    if not here and PersonId(client.id) not in rules.dossiers_of(user_id, today, granted):
        raise InvalidField("to", "outside_villages")


def _hand_file(work: Act, client: Person, *, of: RecordId, to: RecordId, note: str) -> None:
    """Write the transfer of a file, and give the open work of who had it to who has it now."""
    connection, session = work.transaction.connection, work.session
    colleague = records.known(connection, session, User, to)
    work.create(
        Transfer(
            id=record_id(),
            client_id=PersonId(client.id),
            from_user_id=of,
            to_name=colleague.name if colleague else "",
            to_phone=colleague.phone if colleague else "",
            on=clock.today(),
            note=note.strip(),
        )
    )
    for task in records.find(connection, session, Task, client_id=client.id, done_on=None):
        if task.user_id == of:
            work.edit(Task, task.id, {"user_id": to})
    for request in records.find(connection, session, Request, client_id=client.id):
        if request.user_id == of and request.state in OPEN:
            work.edit(Request, request.id, {"user_id": to})
