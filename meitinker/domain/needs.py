"""Needs and the ladder: which help was considered, step by step, and why not or why."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Annotated

from meitinker.domain.grounds import INVESTIGATION as GROUND
from meitinker.domain.records import Held, MergeClass, Record, Scope, Search, declare
from meitinker.domain.visits import LifeDomain
from meitinker.ids import NeedId, PersonId, VisitId

if TYPE_CHECKING:
    from collections.abc import Iterable


class Rung(IntEnum):
    """The five rungs of the ladder, lowest first."""

    OWN_STRENGTH = 1
    SOCIAL_NETWORK = 2
    VOLUNTEERS = 3
    GENERAL_PROVISION = 4
    INDIVIDUAL_PROVISION = 5


class Step(StrEnum):
    """The law's own steps (Wmo 2015 art. 2.3.5 lid 3), with the village's volunteers between."""

    OWN_STRENGTH = "own_strength"
    GENERALLY_USUAL = "generally_usual"
    USUAL_HELP = "usual_help"
    CARER = "carer"
    NETWORK = "network"
    VOLUNTEERS = "volunteers"
    GENERAL_PROVISION = "general_provision"
    INDIVIDUAL_PROVISION = "individual_provision"


RUNG_OF = {
    Step.OWN_STRENGTH: Rung.OWN_STRENGTH,
    Step.GENERALLY_USUAL: Rung.OWN_STRENGTH,
    Step.USUAL_HELP: Rung.SOCIAL_NETWORK,
    Step.CARER: Rung.SOCIAL_NETWORK,
    Step.NETWORK: Rung.SOCIAL_NETWORK,
    Step.VOLUNTEERS: Rung.VOLUNTEERS,
    Step.GENERAL_PROVISION: Rung.GENERAL_PROVISION,
    Step.INDIVIDUAL_PROVISION: Rung.INDIVIDUAL_PROVISION,
}


LETTER_OF = {
    Step.OWN_STRENGTH: "b",
    Step.GENERALLY_USUAL: "b",
    Step.USUAL_HELP: "b",
    Step.CARER: "c",
    Step.NETWORK: "c",
    Step.VOLUNTEERS: "e",
    Step.GENERAL_PROVISION: "e",
}
"""Under which letter of Wmo 2015 art. 2.3.2 lid 4 a step is investigated; the last under none."""


class Outcome(StrEnum):
    """What a step turned out to give."""

    NOT_LOOKED_AT = "not_looked_at"
    SOLVES = "solves"
    HELPS_PARTLY = "helps_partly"
    NOT_ENOUGH = "not_enough"
    NOT_PRESENT = "not_present"


class Need(Record, frozen=True, kw_only=True):
    """One thing to solve, with the result wanted in the resident's own words."""

    visit_id: Annotated[VisitId, Held(ground=GROUND, ref="visit")]
    client_id: Annotated[PersonId, Held(ground=GROUND, ref="person")]
    what: Annotated[str, Held(ground=GROUND, search=Search.NOTES, shareable=True)] = ""
    wished_result: Annotated[str, Held(ground=GROUND, search=Search.NOTES, shareable=True)] = ""
    domain: Annotated[LifeDomain | None, Held(ground=GROUND, shareable=True)] = None
    position: Annotated[int, Held(ground=GROUND)] = 0


class Finding(Record, frozen=True, kw_only=True):
    """What one step of the ladder gives for one need, and the reason."""

    need_id: Annotated[NeedId, Held(ground=GROUND, ref="need")]
    visit_id: Annotated[VisitId, Held(ground=GROUND, ref="visit")]
    client_id: Annotated[PersonId, Held(ground=GROUND, ref="person")]
    step: Annotated[Step, Held(ground=GROUND, group="finding", shareable=True)]
    outcome: Annotated[Outcome, Held(ground=GROUND, group="finding", shareable=True)] = (
        Outcome.NOT_LOOKED_AT
    )
    reason: Annotated[
        str, Held(ground=GROUND, group="finding", search=Search.NOTES, shareable=True)
    ] = ""


_DOSSIER = Scope.of_person("client_id")
NEED = declare("need", Need, merge=MergeClass.SINGLE_WRITER, scope=_DOSSIER)
FINDING = declare("finding", Finding, merge=MergeClass.SINGLE_WRITER, scope=_DOSSIER)


def reached(findings: Iterable[Finding]) -> Rung | None:
    """Return the highest rung on which help was found for a need, or None."""
    helping = [
        RUNG_OF[f.step] for f in findings if f.outcome in {Outcome.SOLVES, Outcome.HELPS_PARTLY}
    ]
    return max(helping, default=None)


def unexplained(findings: Iterable[Finding]) -> tuple[Step, ...]:
    """Return the steps below the highest one used that lack a finding or a reason.

    A need reaches a rung only when each lower step was considered and the reason that it
    does not suffice is written down.
    """
    by_step = {f.step: f for f in findings}
    order = list(Step)
    used = [s for s in order if s in by_step and by_step[s].outcome in _HELPING]
    if not used:
        return ()
    below = order[: order.index(used[-1])]
    return tuple(s for s in below if not _explained(by_step.get(s)))


def unfinished(findings: Iterable[Finding]) -> tuple[Step, ...]:
    """Return the steps that still ask something before the ladder of a need is gone through.

    It is gone through when a step solves the need or every step was looked at, and the reason is
    written down wherever help was found not to be enough.
    """
    known = tuple(findings)
    skipped = unexplained(known)
    if any(f.outcome is Outcome.SOLVES for f in known):
        return skipped
    by_step = {f.step: f for f in known}
    return tuple(s for s in Step if s in skipped or not _looked_at(by_step.get(s)))


_HELPING = {Outcome.SOLVES, Outcome.HELPS_PARTLY}


def _looked_at(finding: Finding | None) -> bool:
    return _explained(finding) or (finding is not None and finding.outcome in _HELPING)


def _explained(finding: Finding | None) -> bool:
    if finding is None or finding.outcome is Outcome.NOT_LOOKED_AT:
        return False
    return finding.outcome is Outcome.NOT_PRESENT or bool(finding.reason.strip())
