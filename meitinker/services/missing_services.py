"""Help that is missing: noted where it was looked for, answered by the back office."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.map_corrections import (
    AnswerState,
    GapAnswer,
    MissingService,
    MissingServiceAnswer,
)
from meitinker.domain.map_services import CarerFunction, MapService
from meitinker.domain.visits import LifeDomain
from meitinker.errors import InvalidField
from meitinker.ids import RecordId, UserId, VillageId, record_id
from meitinker.services import form_drafts, map_answers
from meitinker.services.form_drafts import Form, TypedFields
from meitinker.store import map_upkeep, records
from meitinker.store.acts import act

if TYPE_CHECKING:
    from meitinker.changes import Changes
    from meitinker.domain.session import Session
    from meitinker.store.database import Database

FORM = Form("missing_service", TypedFields)
"""A note of missing help that is being typed."""

ANSWERING = Form("missing_answer", TypedFields, about=MissingService)
"""What is done with a note of missing help, while it is typed."""


class Missed(msgspec.Struct, frozen=True, kw_only=True):
    """What was looked for and not found; nobody's name belongs in it."""

    sought: str = ""
    note: str = ""
    village_id: VillageId | None = None
    category: str = ""
    life_domain: LifeDomain | None = None
    carer_function: CarerFunction | None = None


class MissingFile(msgspec.Struct, frozen=True, kw_only=True):
    """A note of missing help, where it stands, and what was answered."""

    missing: MissingService
    state: AnswerState
    answers: tuple[MissingServiceAnswer, ...] = ()


def note(database: Database, session: Session, missed: Missed) -> Changes:
    """Tell the back office that some help is not to be found.

    Raises:
        NotAllowed: It is not this role's.
        InvalidField: Nothing was said (``missing_empty``).
    """
    if not any((missed.sought.strip(), missed.note.strip(), missed.category)):
        raise InvalidField("sought", "missing_empty")
    with act(database, session, "map.missing") as work:
        work.create(
            MissingService(
                id=record_id(),
                user_id=UserId(session.user),
                at=clock.now(),
                village_id=missed.village_id,
                sought=missed.sought.strip(),
                note=missed.note.strip(),
                category=missed.category,
                life_domain=missed.life_domain,
                carer_function=missed.carer_function,
            )
        )
        form_drafts.drop(work.transaction, FORM)
    return work.changes


def answer(
    database: Database,
    session: Session,
    missing_id: RecordId,
    *,
    answer: GapAnswer,
    service_id: RecordId | None = None,
    why: str = "",
) -> Changes:
    """Say what is done with a note of missing help.

    Raises:
        NotAllowed: It is not this role's.
        InvalidField: It is there, but not which (``service_missing``), or it was answered
            (``answered_already``).
        NotVisible: The note, or the service, is not there.
    """
    if answer is GapAnswer.EXISTS and service_id is None:
        raise InvalidField("service_id", "service_missing")
    with act(database, session, "map.missing_answer") as work:
        connection = work.transaction.connection
        map_answers.unanswered(
            connection, session, MissingService, missing_id, by=MissingServiceAnswer
        )
        if service_id is not None:
            records.get(connection, session, MapService, service_id)
        work.create(
            MissingServiceAnswer(
                id=record_id(),
                missing_id=missing_id,
                user_id=UserId(session.user),
                at=clock.now(),
                answer=answer,
                service_id=service_id,
                why=why.strip(),
            )
        )
        form_drafts.drop(work.transaction, ANSWERING, about=missing_id)
    return work.changes


def listed(
    database: Database, session: Session, *, only: AnswerState | None = AnswerState.OPEN
) -> tuple[MissingFile, ...]:
    """Return notes of missing help, the oldest first; ``only`` None is all of them."""
    with database.reading() as connection:
        told = map_upkeep.missing(connection, session)
        known = dict(map_answers.answer_states(told, GapAnswer, only=only))
        said = map_answers.all_answers(connection, session, MissingServiceAnswer, known)
        return tuple(
            MissingFile(
                missing=one,
                state=known[one.id],
                answers=said[one.id],
            )
            for one in records.chosen(connection, session, MissingService, known)
        )
