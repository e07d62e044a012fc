"""The request of a conversation that began without one: taken, or found among those that wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker import clock
from meitinker.domain import clocks
from meitinker.domain.checkpoints import Checkpoint, Talked, Topic
from meitinker.domain.contacts import Channel
from meitinker.domain.requests import OPEN, Request
from meitinker.domain.visits import Phase, Visit
from meitinker.errors import InvalidField, NotAllowed, NotVisible
from meitinker.ids import record_id
from meitinker.services.editing import writable_visit
from meitinker.store import records
from meitinker.store.acts import act

if TYPE_CHECKING:
    from datetime import datetime

    from meitinker.changes import Changes
    from meitinker.domain.session import Session
    from meitinker.ids import RecordId, VisitId
    from meitinker.store.acts import Act
    from meitinker.store.database import Database


def take(database: Database, session: Session, visit_id: VisitId) -> Changes:
    """Note the question of a conversation as a request: its six weeks run from then.

    Who sat at the table needed no appointment any more. What was told there of client support
    is told for the request as well.

    Raises:
        AlreadyConcluded, NotAllowed: The visit cannot be written in, or it has a request.
        InvalidField: There is no question yet.
    """
    visit = _without_request(database, session, visit_id)
    if not visit.question.strip():
        raise InvalidField("question", "words_missing")
    came_at = began_at(visit)
    with database.reading() as connection:
        told = records.find(
            connection, session, Checkpoint, visit_id=visit_id,
            topic=Topic.CLIENT_SUPPORT.value, talked=Talked.TALKED.value,
        )  # fmt: skip
    request = Request(
        id=record_id(),
        client_id=visit.client_id,
        user_id=session.user,
        received_at=came_at,
        channel=Channel.HOME,
        words=visit.question.strip(),
        appointed_at=came_at,
        support_told_on=clock.local(came_at).date() if told else None,
    )
    with act(database, session, "visit.take_request") as work:
        work.create(request)
        _join(work, visit, request)
    return work.changes


def follow(
    database: Database, session: Session, visit_id: VisitId, *, request_id: RecordId
) -> Changes:
    """Note that a conversation is about a request that waits.

    Raises:
        AlreadyConcluded, NotAllowed: The visit cannot be written in, or it has a request.
        NotVisible: The request is not of this resident.
    """
    visit = _without_request(database, session, visit_id)
    with database.reading() as connection:
        request = records.get(connection, session, Request, request_id)
        theirs = records.resolve(connection, request.client_id)
        if theirs != records.resolve(connection, visit.client_id):
            raise NotVisible("request")
    if request.state not in OPEN:
        raise NotAllowed("the request is closed")
    with act(database, session, "visit.follow_request") as work:
        _join(work, visit, request)
        if request.appointed_at is None:
            moment = max(began_at(visit), request.received_at)
            work.edit(Request, request.id, {"appointed_at": moment})
    return work.changes


def began_at(visit: Visit) -> datetime:
    """Return when a conversation began; where only the day is known, the start of that day."""
    started, day = visit.started_at, visit.visited_on
    if started is not None and (day is None or clock.local(started).date() == day):
        return started
    return clocks.start_of(day) if day is not None else clock.now()


def _without_request(database: Database, session: Session, visit_id: VisitId) -> Visit:
    """Return the visit; a request that was removed since is none any more."""
    visit = writable_visit(database, session, visit_id)
    with database.reading() as connection:
        request = records.known(connection, session, Request, visit.request_id)
    if request is not None:
        raise NotAllowed("the visit follows from a request")
    return visit


def _join(work: Act, visit: Visit, request: Request) -> None:
    fields: dict[str, object] = {"request_id": request.id}
    if visit.phase is Phase.BEFORE:
        fields["phase"] = Phase.DURING
    work.edit(Visit, visit.id, fields)
