"""The support plan: the visit's outcome on paper, and when it was handed over."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from meitinker.domain.grounds import REPORTING as GROUND
from meitinker.domain.people import Language
from meitinker.domain.records import Held, MergeClass, Record, Scope, Search, declare
from meitinker.domain.room import ANY
from meitinker.ids import PersonId, RecordId, VisitId


class SignatureWay(StrEnum):
    """How the resident agreed."""

    SCREEN = "screen"
    PAPER = "paper"
    SPOKEN = "spoken"


class HandoverWay(StrEnum):
    """How the plan reaches the resident; art. 2.3.2 lid 8 asks that it does."""

    AT_THE_TABLE = "at_the_table"
    BRING_LATER = "bring_later"
    SEND_LATER = "send_later"


class Signature(Record, frozen=True, kw_only=True):
    """An agreement with what stands in the visit.

    ``strokes`` is JSON: a list of strokes, each a list of ``[x, y, milliseconds,
    pressure]`` on a field of 10,000 by 10,000. ``text_hash`` is the SHA-256 (hex) of the
    plan's text as it stood.
    """

    visit_id: Annotated[VisitId, Held(ground=GROUND, ref="visit")]
    client_id: Annotated[PersonId, Held(ground=GROUND, ref="person")]
    way: Annotated[SignatureWay, Held(ground=GROUND, shareable=True)]
    name: Annotated[str, Held(ground=GROUND, shareable=True)] = ""
    strokes: Annotated[str, Held(ground=GROUND, shareable=True, most=ANY)] = ""
    text_hash: Annotated[str, Held(ground=GROUND)] = ""
    signed_at: Annotated[datetime | None, Held(ground=GROUND, shareable=True)] = None


class SupportPlan(Record, frozen=True, kw_only=True):
    """A plan as it was made: ``content`` is the whole of it as JSON, so it prints the same.

    ``number`` comes from the device's reserved range.
    """

    visit_id: Annotated[VisitId, Held(ground=GROUND, ref="visit")]
    client_id: Annotated[PersonId, Held(ground=GROUND, ref="person")]
    number: Annotated[int, Held(ground=GROUND)]
    version: Annotated[int, Held(ground=GROUND)]
    made_at: Annotated[datetime, Held(ground=GROUND)]
    language: Annotated[Language, Held(ground=GROUND)] = Language.DUTCH
    content: Annotated[str, Held(ground=GROUND, shareable=True, most=ANY)] = ""


class Handover(Record, frozen=True, kw_only=True):
    """The plan's way to the resident; ``handed_over_on`` None while it still has to go."""

    plan_id: Annotated[RecordId, Held(ground=GROUND, ref="support_plan")]
    client_id: Annotated[PersonId, Held(ground=GROUND, ref="person")]
    way: Annotated[HandoverWay, Held(ground=GROUND, group="handover")]
    handed_over_on: Annotated[date | None, Held(ground=GROUND, group="handover")] = None


class Stance(StrEnum):
    """What the resident thinks of the plan."""

    SEEN = "seen"
    AGREES = "agrees"
    DISAGREES = "disagrees"


class PlanRemark(Record, frozen=True, kw_only=True):
    """What the resident says of a plan; kept beside it, never written over it."""

    plan_id: Annotated[RecordId, Held(ground=GROUND, ref="support_plan")]
    client_id: Annotated[PersonId, Held(ground=GROUND, ref="person")]
    stance: Annotated[Stance, Held(ground=GROUND, shareable=True)]
    text: Annotated[str, Held(ground=GROUND, search=Search.NOTES, shareable=True)] = ""
    said_on: Annotated[date | None, Held(ground=GROUND, shareable=True)] = None


_DOSSIER = Scope.of_person("client_id")
SIGNATURE = declare("signature", Signature, merge=MergeClass.APPEND_ONLY, scope=_DOSSIER)
SUPPORT_PLAN = declare("support_plan", SupportPlan, merge=MergeClass.APPEND_ONLY, scope=_DOSSIER)
HANDOVER = declare("handover", Handover, merge=MergeClass.BY_FIELD, scope=_DOSSIER)
PLAN_REMARK = declare("plan_remark", PlanRemark, merge=MergeClass.APPEND_ONLY, scope=_DOSSIER)
