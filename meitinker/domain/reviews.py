"""The review of a concluded visit at the back office: what happened, and where it stands by that.

Nobody stores a status: it follows from the steps that clerks took and what meitinkers replied.
A step names the one it was taken after, so that two clerks who worked on the same visit without
seeing each other leave two ends. Where these say different things neither counts: a person
chooses (no clock decides).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Annotated

import msgspec

from meitinker.domain.grounds import REVIEW as GROUND
from meitinker.domain.import_batches import ImportedVisit
from meitinker.domain.records import (
    BACK_OFFICE,
    WORKERS,
    Held,
    MergeClass,
    Record,
    Scope,
    Writers,
    declare,
)
from meitinker.domain.room import ANY, TEXT
from meitinker.ids import PersonId, RecordId, UserId, VisitId


class StepKind(StrEnum):
    """What a clerk did in the review of a visit."""

    TAKEN_UP = "taken_up"
    LET_GO = "let_go"
    ASKED = "asked"
    APPROVED = "approved"
    RETURNED = "returned"
    TAKEN_OVER = "taken_over"
    SETTLED = "settled"


class Status(StrEnum):
    """Where a visit stands at the back office."""

    NEW = "new"
    TO_CHECK = "to_check"
    QUESTION_OUT = "question_out"
    RETURNED = "returned"
    APPROVED = "approved"
    IMPORTED = "imported"
    CHANGED = "changed"


class Clash(StrEnum):
    """Two truths about one visit, of which a person chooses one."""

    TAKEN_UP_TWICE = "taken_up_twice"
    DECIDED_APART = "decided_apart"
    IMPORTED_TWICE = "imported_twice"


class ReviewStep(Record, frozen=True, kw_only=True):
    """One thing that a clerk did in the review of a visit.

    ``after_id`` is the step it was taken after, None for the first; ``beside_id`` another end
    that it joins; ``replies`` is how many replies of the meitinker were seen by then. ``version``
    is the hash of the visit as it was seen, ``content`` that version itself where it is compared
    with later (approved, returned). ``task_id`` is the task that a question or a return is to
    the meitinker.
    """

    visit_id: Annotated[VisitId, Held(ground=GROUND, ref="visit")]
    client_id: Annotated[PersonId, Held(ground=GROUND, ref="person")]
    user_id: Annotated[UserId, Held(ground=GROUND, ref="user")]
    at: Annotated[datetime, Held(ground=GROUND)]
    what: Annotated[StepKind, Held(ground=GROUND)]
    text: Annotated[str, Held(ground=GROUND, most=TEXT)] = ""
    version: Annotated[str, Held(ground=GROUND)] = ""
    content: Annotated[str, Held(ground=GROUND, most=ANY)] = ""
    replies: Annotated[int, Held(ground=GROUND)] = 0
    after_id: Annotated[RecordId | None, Held(ground=GROUND, ref="review_step")] = None
    beside_id: Annotated[RecordId | None, Held(ground=GROUND, ref="review_step")] = None
    task_id: Annotated[RecordId | None, Held(ground=GROUND, ref="task")] = None


class ReviewReply(Record, frozen=True, kw_only=True):
    """What the meitinker replied to a question, or to a visit that was returned.

    After a return it hands the visit in again, as it is in ``version``.
    """

    step_id: Annotated[RecordId, Held(ground=GROUND, ref="review_step")]
    visit_id: Annotated[VisitId, Held(ground=GROUND, ref="visit")]
    client_id: Annotated[PersonId, Held(ground=GROUND, ref="person")]
    user_id: Annotated[UserId, Held(ground=GROUND, ref="user")]
    at: Annotated[datetime, Held(ground=GROUND)]
    text: Annotated[str, Held(ground=GROUND, most=TEXT)] = ""
    version: Annotated[str, Held(ground=GROUND)] = ""


class ReviewTick(Record, frozen=True, kw_only=True):
    """That a clerk looked at one line of the checklist: who, when, and in which version."""

    visit_id: Annotated[VisitId, Held(ground=GROUND, ref="visit")]
    client_id: Annotated[PersonId, Held(ground=GROUND, ref="person")]
    user_id: Annotated[UserId, Held(ground=GROUND, ref="user")]
    at: Annotated[datetime, Held(ground=GROUND)]
    item: Annotated[str, Held(ground=GROUND)]
    version: Annotated[str, Held(ground=GROUND)] = ""


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """All that was done about one visit; each in any order.

    Attributes:
        steps: The steps that count.
        undone: Steps that were taken back: what was done after one of these counts as done
            after what that one came after.
        replies: What the meitinker replied.
        imports: What was handed over of it and was not undone.
    """

    steps: tuple[ReviewStep, ...] = ()
    undone: tuple[ReviewStep, ...] = ()
    replies: tuple[ReviewReply, ...] = ()
    imports: tuple[ImportedVisit, ...] = ()


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """Where a visit stands, and by what.

    Attributes:
        status: Where it stands.
        last: The step that says so; None while nothing was done.
        ends: The steps that nothing was done after; more than one where people worked apart.
        clash: What they disagree about, or None; nothing else goes on until one was chosen.
        clerk: Id of the user who has it in hand, or "".
        imported: What was handed over last and still counts, or None.
        changed: Whether the visit says something else than when it was decided on.
        replied: Whether the meitinker replied to the step that counts.
        again: Whether it was decided on before and came back.
    """

    status: Status
    last: ReviewStep | None = None
    ends: tuple[ReviewStep, ...] = ()
    clash: Clash | None = None
    clerk: str = ""
    imported: ImportedVisit | None = None
    changed: bool = False
    replied: bool = False
    again: bool = False


_OF_STEP = {
    StepKind.TAKEN_UP: Status.TO_CHECK,
    StepKind.LET_GO: Status.NEW,
    StepKind.ASKED: Status.QUESTION_OUT,
    StepKind.APPROVED: Status.APPROVED,
    StepKind.RETURNED: Status.RETURNED,
    StepKind.TAKEN_OVER: Status.TO_CHECK,
}

DECIDED = frozenset({StepKind.APPROVED, StepKind.RETURNED})
"""Steps that say that the checking is done."""

TO_THE_MEITINKER = frozenset({StepKind.ASKED, StepKind.RETURNED})
"""Steps that wait for a reply."""


def standing(story: Story, *, version: str) -> Review:
    """Return where a visit stands.

    Args:
        story: All that was done about it.
        version: The hash of the visit as it stands now.
    """
    chain = _Chain(story)
    ends = chain.ends()
    handed = sorted(story.imports, key=lambda one: (one.revision, one.id))
    imported = handed[-1] if handed else None
    meant = [chain.meant(end) for end in ends]
    last = meant[-1] if meant else None
    clash = _clash(meant) or _double(handed)
    if not clash and last is not None and last.what in DECIDED and chain.unseen(last, ends):
        clash = Clash.DECIDED_APART
    changed = _decided_version(last, imported) not in {"", version}
    replied = last is not None and any(one.step_id == last.id for one in story.replies)
    if imported is not None and imported.approval_id in {one.id for one in meant}:
        status = Status.CHANGED if changed else Status.IMPORTED
    else:
        status = _status(last, changed=changed, replied=replied)
    return Review(
        status=Status.TO_CHECK if clash else status,
        last=last,
        ends=ends,
        clash=clash,
        clerk=chain.clerk(last),
        imported=imported,
        changed=changed,
        replied=replied,
        again=any(step.what in DECIDED for step in chain.before(last)) or bool(handed),
    )


def joined(review: Review, chosen: RecordId | None = None) -> tuple[RecordId | None, ...]:
    """Return what the next step comes after: first the step that counts, then the other ends.

    Args:
        review: Where the visit stands.
        chosen: The end that a person chose; the one that counts already without it.
    """
    ends = [end.id for end in review.ends]
    first = chosen or (ends[-1] if ends else None)
    return (first, *(end for end in ends if end != first))


class _Chain:
    """The steps of one visit as they follow on each other."""

    def __init__(self, story: Story) -> None:
        self._steps = {step.id: step for step in story.steps}
        self._undone = {step.id: step for step in story.undone}
        self._replies = story.replies

    def parents(self, step: ReviewStep) -> tuple[ReviewStep, ...]:
        """Return the steps that ``step`` was taken after, past those that were taken back."""
        found: list[ReviewStep] = []
        asked: list[RecordId | None] = [step.after_id, step.beside_id]
        seen: set[RecordId] = set()
        while asked:
            one = asked.pop(0)
            if one is None or one in seen:
                continue
            seen.add(one)
            if one in self._steps:
                found.append(self._steps[one])
            elif one in self._undone:
                gone = self._undone[one]
                asked = [gone.after_id, gone.beside_id, *asked]
        return tuple(found)

    def ends(self) -> tuple[ReviewStep, ...]:
        """Return the steps that nothing was done after, the oldest first."""
        followed = {one.id for step in self._steps.values() for one in self.parents(step)}
        return tuple(
            sorted(
                (step for step in self._steps.values() if step.id not in followed),
                key=lambda step: (step.at, step.id),
            )
        )

    def before(self, step: ReviewStep | None) -> list[ReviewStep]:
        """Return all steps that lie before ``step``, nearest first; not the step itself."""
        found: list[ReviewStep] = []
        asked = list(self.parents(step)) if step else []
        while asked:
            one = asked.pop(0)
            if one not in found:
                found.append(one)
                asked += self.parents(one)
        return found

    def meant(self, step: ReviewStep) -> ReviewStep:
        """Return the step that counts where people chose: the first that ``step`` comes after.

        Steps come from other devices: those that name each other are gone round once.
        """
        passed: set[RecordId] = set()
        while step.what is StepKind.SETTLED and step.id not in passed:
            passed.add(step.id)
            parents = self.parents(step)
            if not parents:
                break
            step = parents[0]
        return step

    def unseen(self, last: ReviewStep, ends: Sequence[ReviewStep]) -> bool:
        """Tell whether a reply to a step before ``last`` came that nobody had seen by then."""
        earlier = [one for one in self._replies if one.step_id != last.id]
        return len(earlier) > max(end.replies for end in ends)

    def clerk(self, last: ReviewStep | None) -> str:
        """Return who has the visit in hand by ``last``, or ""."""
        if last is None:
            return ""
        for step in (last, *self.before(last)):
            if step.what is StepKind.LET_GO:
                return ""
            if step.what is not StepKind.SETTLED:
                return step.user_id
        return ""


def _clash(ends: Sequence[ReviewStep]) -> Clash | None:
    """Return what the ends disagree about; two clerks who decided the same agree."""
    told = {(one.what, one.version if one.what in DECIDED else one.user_id) for one in ends}
    if len(told) < 2:
        return None
    taken_up = all(one.what is StepKind.TAKEN_UP for one in ends)
    return Clash.TAKEN_UP_TWICE if taken_up else Clash.DECIDED_APART


def _double(handed: Sequence[ImportedVisit]) -> Clash | None:
    numbers = {one.number for one in handed}
    revisions = {one.revision for one in handed}
    double = len(numbers) > 1 or len(revisions) < len(handed)
    return Clash.IMPORTED_TWICE if double else None


def _decided_version(last: ReviewStep | None, imported: ImportedVisit | None) -> str:
    """Return the version that was decided on last, or "" where nothing was."""
    if last is not None and last.what in DECIDED:
        return last.version
    return imported.version if imported else ""


def _status(last: ReviewStep | None, *, changed: bool, replied: bool) -> Status:
    if last is None:
        return Status.NEW
    if replied or (last.what is StepKind.APPROVED and changed):
        return Status.TO_CHECK
    return _OF_STEP.get(last.what, Status.TO_CHECK)


_DOSSIER = Scope.of_person("client_id")
_CLERKS = Writers(begin=BACK_OFFICE, change=BACK_OFFICE, author="user_id")
REVIEW_STEP = declare(
    "review_step", ReviewStep, merge=MergeClass.APPEND_ONLY, scope=_DOSSIER, writers=_CLERKS
)
REVIEW_REPLY = declare(
    "review_reply",
    ReviewReply,
    merge=MergeClass.APPEND_ONLY,
    scope=_DOSSIER,
    writers=Writers(begin=WORKERS, change=WORKERS, author="user_id"),
)
REVIEW_TICK = declare(
    "review_tick", ReviewTick, merge=MergeClass.APPEND_ONLY, scope=_DOSSIER, writers=_CLERKS
)
