"""What the resident says of a plan: kept beside it and beside every later version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker import clock
from meitinker.domain.plans import PlanRemark, Stance, SupportPlan
from meitinker.errors import InvalidField
from meitinker.ids import RecordId, record_id
from meitinker.services import form_drafts, posting
from meitinker.services.form_drafts import Form, TypedForm
from meitinker.store import records
from meitinker.store.acts import act

if TYPE_CHECKING:
    from datetime import date

    from meitinker.changes import Changes
    from meitinker.domain.session import Session
    from meitinker.ids import VisitId
    from meitinker.store.database import Database

Said = tuple[int, PlanRemark]
"""The number of the version, and what was said of it."""


class TypedRemark(TypedForm, frozen=True, kw_only=True):
    """What the resident says of a plan, while it is typed."""

    stance: str = ""
    text: str = ""


FORM = Form("plan_remark", TypedRemark, about=SupportPlan)


def add(
    database: Database,
    session: Session,
    plan_id: RecordId,
    *,
    stance: Stance,
    text: str = "",
    on: date | None = None,
) -> Changes:
    """Keep what the resident says of a plan; ``on`` is today where it is not told.

    It is never changed and never overwrites: who thinks otherwise later says it anew.

    Raises:
        InvalidField: A day that is still to come, or before the plan was made.
        NotVisible: It is not this session's to see.
    """
    with database.reading() as connection:
        plan = records.get(connection, session, SupportPlan, plan_id)
    day = on or clock.today()
    if day > clock.today():
        raise InvalidField("said_on", "date_in_future")
    if posting.too_early(day, plan.made_at):
        raise InvalidField("said_on", "before_made")
    remark = PlanRemark(
        id=record_id(),
        plan_id=plan_id,
        client_id=plan.client_id,
        stance=stance,
        text=text.strip(),
        said_on=day,
    )
    with act(database, session, "plan.remark", undoable=False) as work:
        work.create(remark)
        form_drafts.drop(work.transaction, FORM, about=plan_id)
    return work.changes


def of_visit(database: Database, session: Session, visit_id: VisitId) -> tuple[Said, ...]:
    """Return all that was said of the plans of a visit that is open, the oldest first."""
    with database.reading() as connection:
        plans = records.find(connection, session, SupportPlan, order="version", visit_id=visit_id)
        return tuple(
            (plan.version, remark)
            for plan in plans
            for remark in records.find(connection, session, PlanRemark, plan_id=plan.id)
        )


def until(
    database: Database, session: Session, visit_id: VisitId, *, plan_id: RecordId
) -> tuple[Said, ...]:
    """Return what was said of a plan and of the versions before it, the oldest first."""
    with database.reading() as connection:
        version = records.get(connection, session, SupportPlan, plan_id).version
    return tuple(one for one in of_visit(database, session, visit_id) if one[0] <= version)
