"""Checkpoints: what is not to be forgotten in a conversation, and what was said of it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from meitinker.domain.grounds import INVESTIGATION as GROUND
from meitinker.domain.records import Held, MergeClass, Record, Scope, Search, declare
from meitinker.ids import PersonId, VisitId

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


class Topic(StrEnum):
    """What the law or good practice asks to think of (Wmo 2015 art. 2.3.2 lid 3, 4 and 6)."""

    CARER_NEEDS = "carer_needs"
    CLIENT_SUPPORT = "client_support"
    OTHER_LAWS = "other_laws"
    CONTRIBUTION = "contribution"
    PGB = "pgb"
    IDENTITY = "identity"
    SAFETY = "safety"


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
    note: Annotated[str, Held(ground=GROUND, search=Search.NOTES)] = ""


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
}
"""Which article wants a topic in the report. Safety stands in another law: nothing lacks there."""


def still_open(
    checkpoints: Iterable[Checkpoint], *, known: Collection[Topic] = ()
) -> tuple[Topic, ...]:
    """Return the topics the law wants and nobody answered, in the order of the section.

    ``known`` are those that something else in the dossier answers already.
    """
    answered = {one.topic for one in checkpoints if one.talked is not Talked.NOT_YET}
    return tuple(t for t in Topic if t in GROUND_OF and t not in answered and t not in known)
