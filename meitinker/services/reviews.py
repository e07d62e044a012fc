"""Concluded visits at the back office: the inbox, where one stands, and all about one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain import reviews as rules
from meitinker.domain.organisation import User
from meitinker.domain.reviews import (
    REVIEW_STEP,
    Review,
    ReviewReply,
    ReviewStep,
    ReviewTick,
    Status,
)
from meitinker.domain.tasks import Task
from meitinker.domain.visits import Visit, VisitState
from meitinker.errors import NotAllowed
from meitinker.ids import RecordId
from meitinker.services import reading, visit_files
from meitinker.store import records
from meitinker.store import reviews as rows
from meitinker.store.reviews import ReviewFilter

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from meitinker.domain.session import Session
    from meitinker.services.visit_files import VisitFile
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection
    from meitinker.store.reviews import ReviewEntry

MOST = 200
"""Rows in one run of the inbox; :func:`counts` tells how many there are."""

EVERYTHING = ReviewFilter()


class Inbox(msgspec.Struct, frozen=True, kw_only=True):
    """A run of the inbox.

    Attributes:
        entries: Urgent ones first, then those that wait longest.
        counts: How many of those asked for stand where; of every status, whichever was asked.
        names: Names of the users in it, by id.
    """

    entries: tuple[ReviewEntry, ...]
    counts: Mapping[Status, int]
    names: Mapping[str, str]


class ReviewFile(msgspec.Struct, frozen=True, kw_only=True):
    """All about one visit at the back office.

    Attributes:
        visit: The visit with all that stands in it.
        review: Where it stands.
        version: Its hash as it stands now.
        steps: What clerks did, oldest first; ``replies`` and ``ticks`` likewise.
        names: Names of the users in it, by id.
        due_on: By when the question or return that was put last is to be replied to, or None.
    """

    visit: VisitFile
    review: Review
    version: str
    steps: tuple[ReviewStep, ...]
    replies: tuple[ReviewReply, ...]
    ticks: tuple[ReviewTick, ...]
    names: Mapping[str, str]
    due_on: date | None = None

    @property
    def answer(self) -> ReviewReply | None:
        """The reply to what was asked last, while that is how it stands; else None."""
        last = self.review.last
        to = last.id if last is not None and self.review.replied else ""
        return next((one for one in reversed(self.replies) if one.step_id == to), None)

    @property
    def question(self) -> ReviewStep | None:
        """The question or return that waits for a reply, or None."""
        last = self.review.last
        waits = last is not None and last.what in rules.TO_THE_MEITINKER and not self.review.replied
        return last if waits else None


def inbox(
    database: Database,
    session: Session,
    asked: ReviewFilter = EVERYTHING,
    *,
    most: int = MOST,
    skip: int = 0,
) -> Inbox:
    """Return a run of the visits at the back office; it tells nothing of what was said.

    Raises:
        NotAllowed: It is not this role's.
    """
    require_clerk(session)
    with database.reading() as connection:
        found = rows.entries(connection, session, asked, most=most, skip=skip)
        ids = {one.user_id for one in found} | {one.clerk for one in found}
        return Inbox(
            entries=tuple(found),
            counts=_counts(connection, session, asked),
            names=names_of(connection, session, ids),
        )


def longer(before: Inbox, run: Inbox) -> Inbox:
    """Return an inbox with the run that comes after it; what stands in both stands there once."""
    there = {one.visit_id for one in before.entries}
    more = tuple(one for one in run.entries if one.visit_id not in there)
    return msgspec.structs.replace(
        run, entries=before.entries + more, names={**before.names, **run.names}
    )


def counts(
    database: Database, session: Session, asked: ReviewFilter = EVERYTHING
) -> Mapping[Status, int]:
    """Return how many visits stand where; a status that none has is 0.

    Raises:
        NotAllowed: It is not this role's.
    """
    require_clerk(session)
    with database.reading() as connection:
        return _counts(connection, session, asked)


def opened(database: Database, session: Session, visit_id: str) -> ReviewFile:
    """Return all about a visit at the back office; that it was opened is logged first.

    Raises:
        NotAllowed: It is not concluded yet.
        NotVisible: It is not this session's to see.
        DiskFull, DiskFailed, StoreReadOnly: It could not be logged: show nothing.
    """
    reading.opened(database, session, Visit, visit_id)
    return file_of(database, session, visit_id)


def file_of(database: Database, session: Session, visit_id: str) -> ReviewFile:
    """Return all about a visit that is already open (to refresh a screen).

    Raises:
        NotAllowed: It is not concluded yet.
        NotVisible: It is not this session's to see.
    """
    whole = visit_files.file_of(database, session, RecordId(visit_id))
    with database.reading() as connection:
        review, version = review_in(connection, session, visit_id)
        steps = tuple(records.find(connection, session, ReviewStep, order="at", visit_id=visit_id))
        replies = tuple(
            records.find(connection, session, ReviewReply, order="at", visit_id=visit_id)
        )
        ticks = tuple(records.find(connection, session, ReviewTick, order="at", visit_id=visit_id))
        acted: tuple[ReviewStep | ReviewReply | ReviewTick, ...] = (*steps, *replies, *ticks)
        users = {one.user_id for one in acted} | {whole.visit.user_id}
        return ReviewFile(
            visit=whole,
            review=review,
            version=version,
            steps=steps,
            replies=replies,
            ticks=ticks,
            names=names_of(connection, session, users),
            due_on=_due_on(connection, session, review),
        )


def review_in(connection: Connection, session: Session, visit_id: str) -> tuple[Review, str]:
    """Return where a concluded visit stands and its version, for an act or a read under way.

    Raises:
        NotAllowed: It is not concluded yet.
        NotVisible: It is not this session's to see.
    """
    visit = records.get(connection, session, Visit, visit_id)
    if visit.state is not VisitState.CONCLUDED:
        raise NotAllowed("the visit is not concluded")
    return rows.review_of(connection, visit_id)


def names_of(connection: Connection, session: Session, ids: Iterable[str]) -> dict[str, str]:
    """Return the names of users by id; of one that is not known here there is none."""
    return {one.id: one.name for one in records.chosen(connection, session, User, ids)}


def require_clerk(session: Session) -> None:
    """Refuse whoever does not check visits.

    Raises:
        NotAllowed: The session's role does not.
    """
    if session.role not in REVIEW_STEP.writers.begin:
        raise NotAllowed("this is the back office's")


def _due_on(connection: Connection, session: Session, review: Review) -> date | None:
    task_id = review.last.task_id if review.last is not None else None
    task = records.known(connection, session, Task, task_id)
    return task.due_on if task is not None else None


def _counts(connection: Connection, session: Session, asked: ReviewFilter) -> dict[Status, int]:
    every = msgspec.structs.replace(asked, status=None)
    found = rows.counts(connection, session, every)
    return {status: found.get(status, 0) for status in Status}
