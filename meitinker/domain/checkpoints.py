"""Checkpoints: what is not to be forgotten in a conversation, and what was said of it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from meitinker.domain.grounds import INVESTIGATION as GROUND
from meitinker.domain.records import Held, MergeClass, Record, Scope, Search, Where, declare
from meitinker.ids import PersonId, VisitId

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


class Topic(StrEnum):
    """What the law or good practice asks to think of (Wmo 2015 art. 2.3.2 lid 3 to 6)."""

    CARER_NEEDS = "carer_needs"
    CLIENT_SUPPORT = "client_support"
    OTHER_LAWS = "other_laws"
    CONTRIBUTION = "contribution"
    PGB = "pgb"
    IDENTITY = "identity"
    SAFETY = "safety"
    PERSONAL_PLAN = "personal_plan"


ALWAYS = tuple(topic for topic in Topic if topic is not Topic.PERSONAL_PLAN)
"""Topics of every conversation; the personal plan is one where the resident has made one."""

IN_REPORT = frozenset(
    {Topic.CARER_NEEDS, Topic.OTHER_LAWS, Topic.CONTRIBUTION, Topic.PERSONAL_PLAN}
)
"""Of these the report itself has to tell (lid 4 d, f and g, lid 5): a tick is too little."""

ON_PAPER = IN_REPORT | {Topic.PGB}
"""Topics whose note is written for the resident: it stands in the plan (lid 4 to 6).

The others never: a note on safety may be about who reads along.
"""


class Talked(StrEnum):
    """Whether it was talked about."""

    NOT_YET = "not_yet"
    TALKED = "talked"
    DOES_NOT_APPLY = "does_not_apply"


class Checkpoint(Record, frozen=True, kw_only=True):
    """One topic in one visit."""

    visit_id: Annotated[VisitId, Held(ground=GROUND, ref="visit")]
    client_id: Annotated[PersonId, Held(ground=GROUND, ref="person")]
    topic: Annotated[Topic, Held(ground=GROUND, shareable=True)]
    talked: Annotated[Talked, Held(ground=GROUND)] = Talked.NOT_YET
    note: Annotated[
        str,
        Held(ground=GROUND, search=Search.NOTES, shareable_where=Where("topic", ON_PAPER)),
    ] = ""


CHECKPOINT = declare(
    "checkpoint", Checkpoint, merge=MergeClass.SINGLE_WRITER, scope=Scope.of_person("client_id")
)


GROUND_OF = {
    Topic.CARER_NEEDS: "Wmo 2015 art. 2.3.2 lid 4 d",
    Topic.CLIENT_SUPPORT: "Wmo 2015 art. 2.3.2 lid 3",
    Topic.OTHER_LAWS: "Wmo 2015 art. 2.3.2 lid 4 f",
    Topic.CONTRIBUTION: "Wmo 2015 art. 2.3.2 lid 4 g",
    Topic.PGB: "Wmo 2015 art. 2.3.2 lid 6",
    Topic.IDENTITY: "Wmo 2015 art. 2.3.4",
    Topic.PERSONAL_PLAN: "Wmo 2015 art. 2.3.2 lid 5",
}
"""Which article wants a topic in the report. Safety stands in another law: nothing lacks there."""


def still_open(
    checkpoints: Iterable[Checkpoint],
    *,
    known: Collection[Topic] = (),
    topics: Iterable[Topic] = ALWAYS,
) -> tuple[Topic, ...]:
    """Return the topics the law wants and nobody answered, in the order of the section.

    ``topics`` are those of this conversation, ``known`` those that something else in the dossier
    answers already. What the report has to tell is open until there are words for it, or it does
    not apply.
    """
    answered = {one.topic for one in checkpoints if _is_answered(one)}
    return tuple(t for t in topics if t in GROUND_OF and t not in answered and t not in known)


def for_paper(checkpoints: Iterable[Checkpoint], topic: Topic) -> str:
    """Return what the plan tells of a topic; "" where its note is not the resident's to read."""
    told = (one.note.strip() for one in checkpoints if one.topic is topic and topic in ON_PAPER)
    return next(told, "")


def _is_answered(one: Checkpoint) -> bool:
    if one.talked is Talked.TALKED and one.topic in IN_REPORT:
        return bool(one.note.strip())
    return one.talked is not Talked.NOT_YET
