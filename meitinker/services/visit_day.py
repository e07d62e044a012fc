"""The day of a conversation: told afterwards, or mended, with all that was written for that day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.requests import Request
from meitinker.domain.self_reliance import Score
from meitinker.domain.visits import Visit
from meitinker.errors import InvalidField
from meitinker.services import form_drafts
from meitinker.services.editing import writable_visit
from meitinker.services.form_drafts import Form, TypedFields
from meitinker.services.visit_request import began_at
from meitinker.store import records
from meitinker.store.acts import act

if TYPE_CHECKING:
    from datetime import date

    from meitinker.changes import Changes
    from meitinker.domain.session import Session
    from meitinker.ids import VisitId
    from meitinker.store.acts import Act
    from meitinker.store.database import Database

FORM = Form("visit_day", TypedFields, about=Visit)
"""The day as it is typed; it is set when its field is left."""


def set_day(database: Database, session: Session, visit_id: VisitId, *, on: date) -> Changes:
    """Note on which day a conversation was; scores and what its request took from it go along.

    The hour is known only where it was begun on that very day.

    Raises:
        InvalidField: A day that is still to come.
        AlreadyConcluded, NotAllowed: The visit cannot be written in.
    """
    if on > clock.today():
        raise InvalidField("visited_on", "date_in_future")
    visit = writable_visit(database, session, visit_id)
    started = visit.started_at
    known = started is not None and clock.local(started).date() == on
    moved = msgspec.structs.replace(visit, visited_on=on, started_at=started if known else None)
    with database.reading() as connection:
        scores = records.find(connection, session, Score, visit_id=visit_id)
        request = records.known(connection, session, Request, visit.request_id)
    with act(database, session, "visit.set_day") as work:
        work.edit(Visit, visit.id, {"visited_on": on, "started_at": moved.started_at})
        for score in scores:
            work.edit(Score, score.id, {"scored_on": on})
        if request is not None:
            _move_request(work, request, visit, moved)
        form_drafts.drop(work.transaction, FORM, about=visit_id)
    return work.changes


def _move_request(work: Act, request: Request, visit: Visit, moved: Visit) -> None:
    """Move what the request took from the conversation; what was noted of itself stays."""
    began = began_at(visit)
    received_at = began_at(moved) if request.received_at == began else request.received_at
    fields: dict[str, object] = {}
    if received_at != request.received_at:
        fields["received_at"] = received_at
    if request.appointed_at == max(began, request.received_at):
        fields["appointed_at"] = max(began_at(moved), received_at)
    if fields:
        work.edit(Request, request.id, fields)
