"""What a clerk does with a visit, and what the meitinker replies; each is a fact of its own.

Of two people who did something at once without seeing each other both facts stay. Where they say
different things, nothing goes on until a person chose (:func:`settle`).
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec import structs

from meitinker import clock
from meitinker.domain import reviews as rules
from meitinker.domain import visit_versions
from meitinker.domain.reviews import (
    REVIEW_REPLY,
    ReviewReply,
    ReviewStep,
    Status,
    StepKind,
)
from meitinker.domain.tasks import Task
from meitinker.domain.visits import Visit
from meitinker.errors import InvalidField, NotAllowed
from meitinker.ids import PersonId, RecordId, UserId, VisitId, record_id
from meitinker.services import form_drafts, review_checklist
from meitinker.services.form_drafts import Form, TypedFields
from meitinker.services.reviews import file_of, require_clerk, review_in
from meitinker.store import records
from meitinker.store import visit_versions as version_rows
from meitinker.store.acts import act

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from meitinker.changes import Changes
    from meitinker.domain.reviews import Review
    from meitinker.domain.session import Session
    from meitinker.store.acts import Act
    from meitinker.store.database import Database

REPLY_WITHIN = timedelta(days=7)
"""By when a question is to be replied to where the clerk names no day."""


QUESTION = Form("review_question", TypedFields, about=Visit)
RETURN = Form("review_return", TypedFields, about=Visit)
APPROVAL = Form("review_approval", TypedFields, about=Visit)
REPLY = Form("review_reply", TypedFields, about=Visit)


def take_up(database: Database, session: Session, visit_id: VisitId) -> Changes:
    """Take a visit in hand; one that was decided on is looked at again.

    Raises:
        NotAllowed: It is not this role's, or the visit is not concluded.
        InvalidField: People said different things of it (``review_clash``).
        NotVisible: It is not this session's to see.
    """
    with act(database, session, "review.take_up") as work:
        review, _version = review_in(work.transaction.connection, session, visit_id)
        if not _in_own_hand(review, session):
            step_within(work, visit_id, StepKind.TAKEN_UP)
            _done_with(work, review)
    return work.changes


def let_go(database: Database, session: Session, visit_id: VisitId) -> Changes:
    """Leave a visit to whoever comes next.

    Raises:
        As :func:`take_up`, and InvalidField: it is in nobody's hands (``review_not_in_hand``).
    """
    with act(database, session, "review.let_go") as work:
        step_within(work, visit_id, StepKind.LET_GO, not_from=_TO_LEAVE)
    return work.changes


def ask(
    database: Database, session: Session, visit_id: VisitId, *, text: str, by: date | None = None
) -> Changes:
    """Ask the meitinker a question: a task for who held the conversation.

    Raises:
        As :func:`take_up`, and InvalidField: no question (``text``), or it is decided on.
    """
    with act(database, session, "review.ask") as work:
        told = _required(text, "question_empty")
        task = _task(work, visit_id, what=told, by=by)
        step_within(work, visit_id, StepKind.ASKED, text=told, task_id=task, not_from=_TO_ASK)
        form_drafts.drop(work.transaction, QUESTION, about=visit_id)
    return work.changes


def approve(
    database: Database, session: Session, visit_id: VisitId, *, seen: str = "", why: str = ""
) -> Changes:
    """Say that a visit may be handed over, in the version that stands now.

    What the law wants and is not there does not stop it, but somebody must have looked: each
    line that lacks something is ticked, or a reason goes for all of them. The list stays visible
    and leaves with the visit.

    Args:
        database: The store.
        session: Who approves.
        visit_id: The visit.
        seen: The version that was looked at; "" is the one that stands now.
        why: Why it may go on without what nobody ticked.

    Raises:
        As :func:`take_up`, and InvalidField: a question is out (``question_is_out``), it is
        handed over already, it says something else than what was ``seen``
        (``review_changed_since``), or nobody looked at what is missing
        (``approval_reason_missing``).
    """
    require_clerk(session)
    lines = review_checklist.checklist(file_of(database, session, visit_id))
    lacking = review_checklist.not_looked_at(lines)
    with act(database, session, "review.approve") as work:
        step_within(
            work, visit_id, StepKind.APPROVED, text=why.strip(), seen=seen, not_from=_TO_ASK
        )
        if lacking and not why.strip():
            raise InvalidField("why", "approval_reason_missing", count=len(lacking))
        form_drafts.drop(work.transaction, APPROVAL, about=visit_id)
    return work.changes


def send_back(
    database: Database, session: Session, visit_id: VisitId, *, why: str, seen: str = ""
) -> Changes:
    """Return a visit to the meitinker with the reason: a task to hand it in again.

    Raises:
        As :func:`approve`, and InvalidField: no reason (``text``).
    """
    with act(database, session, "review.return") as work:
        told = _required(why, "return_reason_missing")
        task = _task(work, visit_id, what=told, by=None)
        step_within(
            work,
            visit_id,
            StepKind.RETURNED,
            text=told,
            task_id=task,
            seen=seen,
            not_from=_TO_ASK,
        )
        form_drafts.drop(work.transaction, RETURN, about=visit_id)
    return work.changes


def settle(database: Database, session: Session, visit_id: VisitId, chosen: RecordId) -> Changes:
    """Choose which of the things that people said apart counts; the others stay to be read.

    Args:
        database: The store.
        session: Who chooses.
        visit_id: The visit.
        chosen: One of the ends of its review.

    Raises:
        NotAllowed: It is not this role's.
        InvalidField: It is none of the ends (``not_an_end``), or what disagrees is that it was
            handed over twice: one of these is to be undone.
    """
    require_clerk(session)
    with act(database, session, "review.settle") as work:
        review, version = review_in(work.transaction.connection, session, visit_id)
        if review.clash is rules.Clash.IMPORTED_TWICE:
            raise InvalidField("state", "imported_twice")
        if chosen not in {end.id for end in review.ends}:
            raise InvalidField("state", "not_an_end")
        _write(work, visit_id, StepKind.SETTLED, rules.joined(review, chosen), version=version)
    return work.changes


def reply(
    database: Database,
    session: Session,
    visit_id: VisitId,
    *,
    text: str,
    to: RecordId | None = None,
) -> Changes:
    """Reply to the question, or hand a returned visit in again; its task is done.

    Args:
        database: The store.
        session: Who replies.
        visit_id: The visit.
        text: The reply.
        to: The question that was read; None is the one that waits now.

    Raises:
        NotAllowed: It is not this role's.
        InvalidField: No reply (``text``), nothing waits for one (``nothing_asked``), or it is
            another question by now (``question_changed``).
        NotVisible: It is not this session's to see.
    """
    if session.role not in REVIEW_REPLY.writers.begin:
        raise NotAllowed("replies are the meitinker's")
    with act(database, session, "review.reply") as work:
        told = _required(text, "reply_empty")
        connection = work.transaction.connection
        review, version = review_in(connection, session, visit_id)
        last = review.last
        if last is None or last.what not in rules.TO_THE_MEITINKER or review.replied:
            raise InvalidField("text", "nothing_asked")
        if to not in {None, last.id}:
            raise InvalidField("text", "question_changed")
        work.create(
            ReviewReply(
                id=record_id(),
                step_id=last.id,
                visit_id=visit_id,
                client_id=last.client_id,
                user_id=session.user,
                at=clock.now(),
                text=told,
                version=version,
            )
        )
        task = records.known(connection, session, Task, last.task_id)
        if task is not None and task.done_on is None:
            work.edit(Task, task.id, {"done_on": clock.today()})
        form_drafts.drop(work.transaction, REPLY, about=visit_id)
    return work.changes


_TO_LEAVE = {
    Status.NEW: "review_not_in_hand",
    Status.CHANGED: "review_not_in_hand",
    Status.APPROVED: "review_decided",
    Status.RETURNED: "review_decided",
    Status.IMPORTED: "review_decided",
}
"""From where a visit cannot be left to somebody else, with the code that says why."""

_TO_ASK = {
    Status.QUESTION_OUT: "question_is_out",
    Status.APPROVED: "review_decided",
    Status.RETURNED: "review_decided",
    Status.IMPORTED: "review_decided",
}
"""From where nothing is asked or decided: who wants that takes the visit up again first."""


_ANYWHERE: Mapping[Status, str] = {}


def step_within(
    work: Act,
    visit_id: VisitId,
    what: StepKind,
    *,
    text: str = "",
    task_id: RecordId | None = None,
    seen: str = "",
    not_from: Mapping[Status, str] = _ANYWHERE,
) -> None:
    """Take a step in the review of a visit, within an act.

    Raises:
        NotAllowed: It is not this role's, or the visit is not concluded.
        InvalidField: People said different things of it (``review_clash``), the code that
            ``not_from`` has for where it stands, or another version than the one that was
            ``seen`` stands there by now (``review_changed_since``).
    """
    require_clerk(work.session)
    review, version = review_in(work.transaction.connection, work.session, visit_id)
    if review.clash is not None:
        raise InvalidField("state", "review_clash")
    why_not = not_from.get(review.status, "")
    if why_not:
        raise InvalidField("state", why_not)
    if seen not in {"", version}:
        raise InvalidField("state", "review_changed_since")
    _write(work, visit_id, what, rules.joined(review), version=version, text=text, task_id=task_id)


def _write(
    work: Act,
    visit_id: VisitId,
    what: StepKind,
    ends: tuple[RecordId | None, ...],
    *,
    version: str,
    text: str = "",
    task_id: RecordId | None = None,
) -> None:
    """Write a step after all ends; it names two, so that more of them are joined first."""
    connection, session = work.transaction.connection, work.session
    visit = records.get(connection, session, Visit, visit_id)
    replied = len(records.find(connection, session, ReviewReply, visit_id=visit_id))
    decided = what in rules.DECIDED
    content = version_rows.content_of(connection, visit_id) if decided else {}
    step = ReviewStep(
        id=record_id(),
        visit_id=visit_id,
        client_id=visit.client_id,
        user_id=UserId(session.user),
        at=clock.now(),
        what=what,
        text=text,
        version=version,
        content=visit_versions.written(content) if decided else "",
        replies=replied,
        task_id=task_id,
    )
    first, *others = ends
    for other in others[1:]:
        first = _join(work, step, first, other)
    work.create(structs.replace(step, after_id=first, beside_id=others[0] if others else None))


def _join(work: Act, step: ReviewStep, first: RecordId | None, other: RecordId | None) -> RecordId:
    """Write that two ends were seen together, before ``step`` is taken after both."""
    return work.create(
        structs.replace(
            step,
            id=record_id(),
            what=StepKind.SETTLED,
            text="",
            content="",
            task_id=None,
            after_id=first,
            beside_id=other,
        )
    )


def _task(work: Act, visit_id: VisitId, *, what: str, by: date | None) -> RecordId:
    visit = records.get(work.transaction.connection, work.session, Visit, visit_id)
    return work.create(
        Task(
            id=record_id(),
            client_id=PersonId(visit.client_id),
            user_id=visit.user_id,
            what=what,
            due_on=by or clock.today() + REPLY_WITHIN,
            request_id=visit.request_id,
        )
    )


def _in_own_hand(review: Review, session: Session) -> bool:
    last = review.last
    return (
        review.clash is None
        and last is not None
        and last.what is StepKind.TAKEN_UP
        and last.user_id == session.user
    )


def _done_with(work: Act, review: Review) -> None:
    """Close the task of a question or return that the clerk no longer waits for."""
    last = review.last
    task_id = last.task_id if last is not None and not review.replied else None
    task = records.known(work.transaction.connection, work.session, Task, task_id)
    if task is not None and task.done_on is None:
        work.edit(Task, task.id, {"done_on": clock.today()})


def _required(text: str, code: str) -> str:
    if not text.strip():
        raise InvalidField("text", code)
    return text.strip()
