"""The ladder: no rung is reached over steps that nobody looked at."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meitinker import ids
from meitinker.domain.needs import (
    LETTER_OF,
    RUNG_OF,
    Finding,
    Outcome,
    Rung,
    Step,
    reached,
    unexplained,
    unfinished,
)
from meitinker.ids import NeedId, PersonId, VisitId

NEED = NeedId(ids.record_id())
VISIT, CLIENT = VisitId(ids.record_id()), PersonId(ids.record_id())


def found(step: Step, outcome: Outcome, reason: str = "") -> Finding:
    return Finding(
        id=ids.record_id(),
        need_id=NEED,
        visit_id=VISIT,
        client_id=CLIENT,
        step=step,
        outcome=outcome,
        reason=reason,
    )


def test_every_step_stands_on_a_rung_and_they_only_go_up() -> None:
    rungs = [RUNG_OF[step] for step in Step]
    assert rungs == sorted(rungs)
    assert set(rungs) == set(Rung)


@pytest.mark.parametrize(
    ("findings", "rung"),
    [
        ([], None),
        ([(Step.OWN_STRENGTH, Outcome.NOT_ENOUGH)], None),
        ([(Step.VOLUNTEERS, Outcome.NOT_LOOKED_AT)], None),
        ([(Step.OWN_STRENGTH, Outcome.SOLVES)], Rung.OWN_STRENGTH),
        ([(Step.CARER, Outcome.HELPS_PARTLY)], Rung.SOCIAL_NETWORK),
        (
            [(Step.VOLUNTEERS, Outcome.SOLVES), (Step.CARER, Outcome.HELPS_PARTLY)],
            Rung.VOLUNTEERS,
        ),
        (
            [(Step.OWN_STRENGTH, Outcome.SOLVES), (Step.VOLUNTEERS, Outcome.NOT_PRESENT)],
            Rung.OWN_STRENGTH,
        ),
    ],
)
def test_the_rung_reached_is_the_highest_that_helps(
    findings: list[tuple[Step, Outcome]], rung: Rung | None
) -> None:
    assert reached(found(step, outcome) for step, outcome in findings) == rung


OWN = found(Step.OWN_STRENGTH, Outcome.NOT_ENOUGH, "Dat gaat niet meer.")
NOTHING_TO_BUY = found(Step.GENERALLY_USUAL, Outcome.NOT_PRESENT)
USUAL = found(Step.USUAL_HELP, Outcome.HELPS_PARTLY, "Uw partner helpt in het weekend.")


@pytest.mark.parametrize(
    ("findings", "missing"),
    [
        ([], ()),
        ([OWN], ()),
        ([found(Step.OWN_STRENGTH, Outcome.SOLVES)], ()),
        ([USUAL], (Step.OWN_STRENGTH, Step.GENERALLY_USUAL)),
        ([USUAL, OWN], (Step.GENERALLY_USUAL,)),
        ([USUAL, OWN, NOTHING_TO_BUY], ()),
        (
            [USUAL, NOTHING_TO_BUY, found(Step.OWN_STRENGTH, Outcome.NOT_ENOUGH, "  ")],
            (Step.OWN_STRENGTH,),
        ),
        (
            [USUAL, OWN, found(Step.GENERALLY_USUAL, Outcome.NOT_LOOKED_AT, "later")],
            (Step.GENERALLY_USUAL,),
        ),
    ],
)
def test_steps_passed_over_without_a_reason_are_named(
    findings: list[Finding], missing: tuple[Step, ...]
) -> None:
    assert unexplained(findings) == missing


@given(st.lists(st.sampled_from(Step), unique=True), st.sampled_from(Step))
def test_what_is_missing_always_lies_below_what_is_used(given_up: list[Step], top: Step) -> None:
    findings = [found(s, Outcome.NOT_ENOUGH, "reason") for s in given_up if s is not top]
    order = list(Step)
    missing = unexplained([*findings, found(top, Outcome.SOLVES)])
    assert set(missing) == set(order[: order.index(top)]) - set(given_up)


ABOVE = tuple(Step)[2:]


@pytest.mark.parametrize(
    ("findings", "left"),
    [
        ([], tuple(Step)),
        ([found(Step.OWN_STRENGTH, Outcome.SOLVES)], ()),
        ([found(Step.OWN_STRENGTH, Outcome.HELPS_PARTLY)], tuple(Step)[1:]),
        ([OWN, NOTHING_TO_BUY], ABOVE),
        ([found(s, Outcome.NOT_PRESENT) for s in Step], ()),
        ([found(s, Outcome.NOT_ENOUGH) for s in Step], tuple(Step)),
        ([found(s, Outcome.NOT_ENOUGH, "Te ver weg.") for s in Step], ()),
        ([OWN, NOTHING_TO_BUY, USUAL], ABOVE[1:]),
        ([found(Step.USUAL_HELP, Outcome.SOLVES)], (Step.OWN_STRENGTH, Step.GENERALLY_USUAL)),
    ],
)
def test_a_ladder_is_gone_through_when_the_need_is_solved_or_all_was_looked_at(
    findings: list[Finding], left: tuple[Step, ...]
) -> None:
    assert unfinished(findings) == left


def test_every_step_but_the_last_has_a_letter_of_the_law() -> None:
    assert set(Step) - set(LETTER_OF) == {Step.INDIVIDUAL_PROVISION}
    assert sorted(set(LETTER_OF.values())) == ["b", "c", "e"]
