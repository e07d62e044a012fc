"""The self-reliance matrix: one score a life domain, then and now."""

from __future__ import annotations

from datetime import date
from enum import IntEnum
from typing import Annotated

from meitinker.domain.grounds import INVESTIGATION as GROUND
from meitinker.domain.records import Held, MergeClass, Record, Scope, declare
from meitinker.domain.visits import LifeDomain
from meitinker.ids import PersonId, VisitId


class Level(IntEnum):
    """The five levels of the matrix (ZRM); 5 is fully self-reliant."""

    ACUTE_PROBLEMS = 1
    NOT = 2
    BARELY = 3
    ADEQUATELY = 4
    FULLY = 5


class Score(Record, frozen=True, kw_only=True):
    """How self-reliant someone is in a life domain, at a visit."""

    visit_id: Annotated[VisitId, Held(ground=GROUND, ref="visit")]
    client_id: Annotated[PersonId, Held(ground=GROUND, ref="person")]
    domain: Annotated[LifeDomain, Held(ground=GROUND, shareable=True)]
    level: Annotated[Level | None, Held(ground=GROUND, shareable=True)] = None
    scored_on: Annotated[date | None, Held(ground=GROUND, shareable=True)] = None


SCORE = declare("score", Score, merge=MergeClass.SINGLE_WRITER, scope=Scope.of_person("client_id"))
