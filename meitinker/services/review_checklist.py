"""The checklist of a visit: all that the law wants in its report, what is missing, who looked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.plans import Handover, SupportPlan
from meitinker.domain.reviews import ReviewTick
from meitinker.domain.visits import Visit
from meitinker.ids import UserId, VisitId, record_id
from meitinker.services import visit_missing
from meitinker.services.reviews import require_clerk, review_in
from meitinker.services.visit_missing import Missing
from meitinker.store import records
from meitinker.store.acts import act

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from meitinker.changes import Changes
    from meitinker.domain.session import Session
    from meitinker.services.reviews import ReviewFile
    from meitinker.services.visit_files import VisitFile
    from meitinker.store.database import Database

_WRITTEN_OUTCOME = "Wmo 2015 art. 2.3.2 lid 8"


class CheckLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the checklist.

    Attributes:
        item: What is looked at: a code of :class:`~meitinker.services.visit_missing.Missing`,
            ``plan`` (it was made) or ``plan_given`` (it reached the resident).
        ground: The article that wants it.
        missing: Where it is not there; nothing where all is well.
        tick: Who looked at it last, or None.
        stale: Whether the visit says something else than when that was ticked.
    """

    item: str
    ground: str
    missing: tuple[Missing, ...] = ()
    tick: ReviewTick | None = None
    stale: bool = False


def checklist(file: ReviewFile) -> tuple[CheckLine, ...]:
    """Return the checklist of a visit, in the order of its report."""
    lacking = [*visit_missing.missing(file.visit), *_of_plans(file.visit)]
    ticked = {tick.item: tick for tick in sorted(file.ticks, key=lambda one: (one.at, one.id))}
    return tuple(
        CheckLine(
            item=item,
            ground=ground,
            missing=tuple(one for one in lacking if one.what == item),
            tick=ticked.get(item),
            stale=item in ticked and ticked[item].version != file.version,
        )
        for item, ground in wanted(file.visit)
    )


def not_looked_at(lines: Iterable[CheckLine]) -> tuple[CheckLine, ...]:
    """Return the lines that lack something and that nobody ticked as they stand now."""
    return tuple(one for one in lines if one.missing and (one.tick is None or one.stale))


def wanted(visit: VisitFile) -> tuple[tuple[str, str], ...]:
    """Return all that is looked at, as item and article."""
    return (
        *visit_missing.wanted(visit),
        ("plan", _WRITTEN_OUTCOME),
        ("plan_given", _WRITTEN_OUTCOME),
    )


def tick(database: Database, session: Session, visit_id: VisitId, item: str) -> Changes:
    """Note that the clerk looked at a line; one that was ticked in this version stays as it is.

    Raises:
        NotAllowed: It is not this role's, or the visit is not concluded.
        NotVisible: It is not this session's to see.
    """
    require_clerk(session)
    with act(database, session, "review.tick") as work:
        connection = work.transaction.connection
        _review, version = review_in(connection, session, visit_id)
        visit = records.get(connection, session, Visit, visit_id)
        known = records.find(connection, session, ReviewTick, visit_id=visit_id, item=item)
        if not any(one.version == version for one in known):
            work.create(
                ReviewTick(
                    id=record_id(),
                    visit_id=visit_id,
                    client_id=visit.client_id,
                    user_id=UserId(session.user),
                    at=clock.now(),
                    item=item,
                    version=version,
                )
            )
    return work.changes


def untick(database: Database, session: Session, visit_id: VisitId, item: str) -> Changes:
    """Take the ticks of a line away.

    Raises:
        NotAllowed: It is not this role's.
        NotVisible: It is not this session's to see.
    """
    require_clerk(session)
    with act(database, session, "review.untick") as work:
        connection = work.transaction.connection
        for one in records.find(connection, session, ReviewTick, visit_id=visit_id, item=item):
            work.delete(ReviewTick, one.id)
    return work.changes


def _of_plans(visit: VisitFile) -> tuple[Missing, ...]:
    """Return what is missing of the written outcome: a plan, and that its newest was given."""
    if not visit.plans:
        return (
            Missing("plan", None, _WRITTEN_OUTCOME),
            Missing("plan_given", None, _WRITTEN_OUTCOME),
        )
    newest = max(visit.plans, key=lambda plan: plan.version)
    given = _given(newest, visit.handovers)
    return () if given else (Missing("plan_given", newest.id, _WRITTEN_OUTCOME),)


def _given(plan: SupportPlan, handovers: Sequence[Handover]) -> bool:
    return any(one.plan_id == plan.id and one.handed_over_on is not None for one in handovers)
