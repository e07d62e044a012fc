"""The back office of the example village: visits in every status, and those handed over long ago.

A visit is told here as its records stand, so that what was decided on is what the store finds;
one was added to since, and comes back.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from meitinker.domain import visit_versions
from meitinker.domain.addresses import Address, address_on
from meitinker.domain.import_batches import (
    ImportBatch,
    ImportedVisit,
    LeftVisit,
    NeedFinding,
    NeedRow,
    VisitRow,
)
from meitinker.domain.kinds import kind_of
from meitinker.domain.needs import Finding, Need, reached
from meitinker.domain.organisation import User
from meitinker.domain.people import Person
from meitinker.domain.plans import PlanRemark, Stance, SupportPlan
from meitinker.domain.records import Record, to_values
from meitinker.domain.reviews import ReviewReply, ReviewStep, ReviewTick, StepKind
from meitinker.domain.session import Role
from meitinker.domain.tasks import Task
from meitinker.domain.villages import Village
from meitinker.domain.visit_versions import FIELDS, Content
from meitinker.domain.visits import Visit, VisitState
from meitinker.exchange import example_source as source
from meitinker.ids import PersonId, RecordId, UserId, VisitId

if TYPE_CHECKING:
    from collections.abc import Iterator

    from meitinker.domain.records import Value

CLERK_ID = UserId(source.fixed_id("clerk"))
"""Who checks the visits; ``--demo --role back-office`` is this one."""

OTHER_CLERK_ID = UserId(source.fixed_id("other clerk"))

_QUESTION = "Wie was er nog meer bij het gesprek? De dochter wordt wel genoemd."
_REPLY = "De dochter was er het eerste half uur bij."
_RETURNED = "Er staat niet waarom de buren niet kunnen helpen. Vult u dat aan in het plan?"
_SAID_SINCE = "Mijn zoon helpt niet elke week. Dat is om de week."
_A_DAY = timedelta(days=1)
_PER_BATCH = 40
_TASK_IN = timedelta(days=9)

_NEWEST = (
    *("new", "new", "taken_up", "asked", "replied", "returned", "approved", "approved"),
    *("taken_up_twice", "new", "ticked", "imported", "imported", "approved", "new", "imported"),
)
"""What became of the newest visits, the newest first; all before them were handed over."""


class ToldRecords:
    """The records of the village that say what stands in a visit, and whose it is."""

    def __init__(self) -> None:
        """Begin with none."""
        self.visits: list[Visit] = []
        self.people: dict[str, Person] = {}
        self.names: dict[str | None, str] = {}
        self._homes: dict[str, list[Address]] = defaultdict(list)
        self._parts: dict[str, list[Record]] = defaultdict(list)
        self._plans: dict[str, str] = {}

    def note(self, record: Record) -> None:
        """Remember a record, where it says something of a visit."""
        match record:
            case Visit():
                self._parts[record.id].append(record)
                if record.state is VisitState.CONCLUDED:
                    self.visits.append(record)
            case Person():
                self.people[record.id] = record
            case Address():
                self._homes[record.person_id].append(record)
            case User() | Village():
                self.names[record.id] = record.name
            case PlanRemark():
                self._parts[self._plans[record.plan_id]].append(record)
            case _ if kind_of(type(record)).name in FIELDS:
                self._note_part(record)

    def _note_part(self, record: Record) -> None:
        visit_id = getattr(record, "visit_id", None)
        if visit_id:
            self._parts[visit_id].append(record)
        if isinstance(record, SupportPlan):
            self._plans[record.id] = record.visit_id

    def parts(self, visit: Visit) -> list[Record]:
        """Return all that stands in a visit, itself included."""
        return self._parts[visit.id]

    def home(self, visit: Visit, day: date) -> Address | None:
        """Return where the resident of a visit lived on a day."""
        return address_on(self._homes[visit.client_id], day)

    def content(self, visit: Visit) -> Content:
        """Return what makes the version of a visit."""
        found: dict[str, dict[str, dict[str, Value]]] = {}
        for record in self.parts(visit):
            kind = kind_of(type(record)).name
            values = to_values(record)
            found.setdefault(kind, {})[record.id] = {name: values[name] for name in FIELDS[kind]}
        return found


def clerks() -> Iterator[Record]:
    """Yield the two who work at the back office."""
    yield User(id=CLERK_ID, name="Klaske Wiarda", role=Role.BACK_OFFICE, title="backoffice")
    yield User(id=OTHER_CLERK_ID, name="Sjoerd Bonnema", role=Role.BACK_OFFICE, title="backoffice")


def reviews(told: ToldRecords, today: date, user_id: UserId) -> Iterator[Record]:
    """Yield what the back office did with the concluded visits of the village.

    Args:
        told: The records of the village.
        today: The day that they are reckoned back from.
        user_id: The meitinker.
    """
    newest = sorted(told.visits, key=_concluded, reverse=True)
    desk = _Desk(told, today, user_id)
    fresh = list(zip(newest, _NEWEST, strict=False))
    older = newest[len(fresh) :][::-1]
    for place in range(0, len(older), _PER_BATCH):
        yield from desk.batch(older[place : place + _PER_BATCH])
    yield from desk.batch([visit for visit, became in fresh if became == "imported"][::-1])
    for visit, became in fresh:
        yield from desk.became(visit, became)
    yield from desk.added_since([visit for visit, became in fresh if became == "imported"])


class _Desk:
    """Does what clerks do, and numbers what they hand over."""

    def __init__(self, told: ToldRecords, today: date, user_id: UserId) -> None:
        self._told = told
        self._today = today
        self._user = user_id
        self._batches = self._visits = 0

    def became(self, visit: Visit, became: str) -> Iterator[Record]:
        """Yield what was done with a visit that is not handed over."""
        first = self._step(visit, StepKind.TAKEN_UP, hours=1)
        if became not in {"new", "imported"}:
            yield first
        match became:
            case "taken_up_twice":
                yield self._step(visit, StepKind.TAKEN_UP, hours=2, by=OTHER_CLERK_ID)
            case "asked":
                yield from self._asked(visit, first)
            case "replied":
                yield from self._replied(visit, first)
            case "returned":
                yield from self._returned(visit, first)
            case "approved":
                yield self._step(visit, StepKind.APPROVED, after=first, hours=3)
            case "ticked":
                yield from self._ticks(visit)
            case _:
                return

    def batch(self, visits: list[Visit]) -> Iterator[Record]:
        """Yield that visits were approved and handed over together, the day after the last."""
        if not visits:
            return
        self._batches += 1
        made_at = min(_concluded(visits[-1]) + _A_DAY, source.instant(self._today, 7))
        batch = ImportBatch(
            id=source.fixed_id(f"import batch:{self._batches}"),
            number=self._batches,
            user_id=CLERK_ID,
            made_at=made_at,
        )
        yield batch
        for visit in visits:
            approval = self._step(visit, StepKind.APPROVED, hours=4)
            yield approval
            yield self._imported(visit, batch, approval)

    def added_since(self, imported: list[Visit]) -> Iterator[Record]:
        """Yield what a resident still said of a plan after it was handed over."""
        for visit in imported:
            plans = [one for one in self._told.parts(visit) if isinstance(one, SupportPlan)]
            if plans:
                yield PlanRemark(
                    id=source.fixed_id(f"remark since:{visit.id}"),
                    plan_id=plans[-1].id,
                    client_id=visit.client_id,
                    stance=Stance.DISAGREES,
                    text=_SAID_SINCE,
                    said_on=self._today - _A_DAY,
                )
                return

    def _imported(self, visit: Visit, batch: ImportBatch, approval: ReviewStep) -> ImportedVisit:
        self._visits += 1
        left = _left(self._told, visit, approval, number=self._visits)
        return ImportedVisit(
            id=source.fixed_id(f"imported:{visit.id}"),
            batch_id=batch.id,
            visit_id=VisitId(visit.id),
            client_id=visit.client_id,
            approval_id=approval.id,
            number=self._visits,
            revision=1,
            version=approval.version,
            content=msgspec.json.encode(left).decode(),
        )

    def _asked(self, visit: Visit, first: ReviewStep, *, done: bool = False) -> Iterator[Record]:
        yield self._task(visit, _QUESTION, done=done)
        yield self._step(
            visit, StepKind.ASKED, after=first, hours=2, text=_QUESTION, task=_task_id(visit)
        )

    def _replied(self, visit: Visit, first: ReviewStep) -> Iterator[Record]:
        *before, asked = self._asked(visit, first, done=True)
        yield from before
        yield asked
        yield ReviewReply(
            id=source.fixed_id(f"review reply:{visit.id}"),
            step_id=asked.id,
            visit_id=VisitId(visit.id),
            client_id=visit.client_id,
            user_id=self._user,
            at=_concluded(visit) + timedelta(hours=3),
            text=_REPLY,
            version=first.version,
        )

    def _returned(self, visit: Visit, first: ReviewStep) -> Iterator[Record]:
        yield self._task(visit, _RETURNED)
        yield self._step(
            visit, StepKind.RETURNED, after=first, hours=2, text=_RETURNED, task=_task_id(visit)
        )

    def _ticks(self, visit: Visit) -> Iterator[Record]:
        version = visit_versions.version_of(self._told.content(visit))
        for item in ("question", "domains", "needs"):
            yield ReviewTick(
                id=source.fixed_id(f"review tick:{visit.id}:{item}"),
                visit_id=VisitId(visit.id),
                client_id=visit.client_id,
                user_id=CLERK_ID,
                at=_concluded(visit) + timedelta(hours=2),
                item=item,
                version=version,
            )

    def _task(self, visit: Visit, what: str, *, done: bool = False) -> Task:
        return Task(
            id=_task_id(visit),
            client_id=PersonId(visit.client_id),
            user_id=visit.user_id,
            what=what,
            due_on=self._today + _TASK_IN,
            done_on=self._today - _A_DAY if done else None,
        )

    def _step(
        self,
        visit: Visit,
        what: StepKind,
        *,
        hours: int,
        by: UserId = CLERK_ID,
        after: ReviewStep | None = None,
        text: str = "",
        task: RecordId | None = None,
    ) -> ReviewStep:
        content = self._told.content(visit)
        decided = what in {StepKind.APPROVED, StepKind.RETURNED}
        return ReviewStep(
            id=source.fixed_id(f"review step:{visit.id}:{what}:{by}"),
            visit_id=VisitId(visit.id),
            client_id=visit.client_id,
            user_id=by,
            at=_concluded(visit) + timedelta(hours=hours),
            what=what,
            text=text,
            version=visit_versions.version_of(content),
            content=visit_versions.written(content) if decided else "",
            after_id=after.id if after else None,
            task_id=task,
        )


def _left(told: ToldRecords, visit: Visit, approval: ReviewStep, *, number: int) -> LeftVisit:
    """Return what left of a visit."""
    person = told.people[visit.client_id]
    home = told.home(visit, visit.visited_on or date.min)
    parts = told.parts(visit)
    needs = [one for one in parts if isinstance(one, Need)]
    shown = home if home and not person.secret_address else None
    row = VisitRow(
        import_number=number,
        revision=1,
        visit_id=visit.id,
        version=approval.version,
        person_id=person.id,
        bsn=person.bsn,
        given_names=person.given_names,
        prefix=person.prefix,
        surname=person.surname,
        partner_name=person.partner_name,
        born_on=person.born_on,
        secret_address=person.secret_address,
        street=shown.street if shown else "",
        number=shown.number if shown else "",
        postcode=shown.postcode if shown else "",
        place=shown.place if shown else "",
        village=told.names.get(person.village_id, ""),
        municipality="",
        meitinker=told.names.get(visit.user_id, ""),
        visited_on=visit.visited_on,
        concluded_at=visit.concluded_at,
        phase=visit.phase,
        support_form=visit.support_form,
        question=visit.question,
        conclusion=visit.conclusion,
        needs=len(needs),
        approved_at=approval.at,
    )
    return LeftVisit(visit=row, needs=tuple(_need(one, parts, row) for one in needs))


def _need(need: Need, parts: list[Record], row: VisitRow) -> NeedRow:
    found = [one for one in parts if isinstance(one, Finding) and one.need_id == need.id]
    return NeedRow(
        import_number=row.import_number,
        revision=row.revision,
        visit_id=row.visit_id,
        need_id=need.id,
        position=need.position,
        what=need.what,
        wished_result=need.wished_result,
        domain=need.domain,
        rung=reached(found),
        findings=tuple(
            NeedFinding(step=one.step, outcome=one.outcome, reason=one.reason) for one in found
        ),
    )


def _concluded(visit: Visit) -> datetime:
    day = visit.visited_on or date.min
    return visit.concluded_at or source.instant(day, 15)


def _task_id(visit: Visit) -> RecordId:
    return source.fixed_id(f"review task:{visit.id}")
