"""The self-reliance matrix: one score a life domain, then and now."""

from __future__ import annotations

from datetime import date
from enum import IntEnum
from typing import TYPE_CHECKING, Annotated

import msgspec

from meitinker.domain.grounds import INVESTIGATION as GROUND
from meitinker.domain.records import Held, MergeClass, Record, Scope, declare
from meitinker.domain.visits import LifeDomain
from meitinker.ids import PersonId, VisitId

if TYPE_CHECKING:
    from collections.abc import Iterable

    from meitinker.domain.visits import Visit

LEAST = 3
"""Domains that must be scored both times before a picture tells more than words."""


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


class ScoreChange(msgspec.Struct, frozen=True):
    """A life domain that was scored both then and now."""

    domain: LifeDomain
    then: Level
    now: Level


def earlier(scores: Iterable[Score], visit: Visit) -> tuple[Score, ...]:
    """Return the scores of the last visit before ``visit`` at which anything was scored."""
    day = visit.visited_on or date.max
    by_visit: dict[tuple[date, str], list[Score]] = {}
    for score in scores:
        if score.level is None or score.scored_on is None or score.visit_id == visit.id:
            continue
        moment = (score.scored_on, str(score.visit_id))
        if moment < (day, str(visit.id)):
            by_visit.setdefault(moment, []).append(score)
    return tuple(by_visit[max(by_visit)]) if by_visit else ()


def changes(then: Iterable[Score], now: Iterable[Score]) -> tuple[ScoreChange, ...]:
    """Return the domains scored both times, in the order of the matrix."""
    before = {one.domain: one.level for one in then}
    after = {one.domain: one.level for one in now}
    return tuple(
        ScoreChange(domain, first, last)
        for domain in LifeDomain
        if (first := before.get(domain)) is not None and (last := after.get(domain)) is not None
    )
