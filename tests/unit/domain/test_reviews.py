"""Where a visit stands, whatever order its steps come in and whoever worked apart."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from meitinker import clock
from meitinker.domain.import_batches import ImportedVisit
from meitinker.domain.reviews import (
    Clash,
    Review,
    ReviewReply,
    ReviewStep,
    Status,
    StepKind,
    Story,
    joined,
    standing,
)
from meitinker.ids import PersonId, RecordId, UserId, VisitId

NOW = clock.instant_from("2026-11-12T09:00:00.000Z")
NOTHING = Story()


def step(name: str, what: StepKind, after: str = "", by: str = "klaas", **told: Any) -> ReviewStep:
    at = told.pop("at", NOW)
    return ReviewStep(
        id=RecordId(name),
        visit_id=VisitId(RecordId("v")),
        client_id=PersonId(RecordId("p")),
        user_id=UserId(RecordId(by)),
        at=at,
        what=what,
        version=told.pop("version", "1"),
        after_id=RecordId(after) if after else None,
        beside_id=RecordId(told["beside"]) if "beside" in told else None,
        replies=told.get("replies", 0),
    )


def reply(to: str, name: str = "r") -> ReviewReply:
    return ReviewReply(
        id=RecordId(name),
        step_id=RecordId(to),
        visit_id=VisitId(RecordId("v")),
        client_id=PersonId(RecordId("p")),
        user_id=UserId(RecordId("hinke")),
        at=NOW,
    )


def imported(name: str, approval: str, number: int = 1, revision: int = 1) -> ImportedVisit:
    return ImportedVisit(
        id=RecordId(name),
        batch_id=RecordId("b"),
        visit_id=VisitId(RecordId("v")),
        client_id=PersonId(RecordId("p")),
        approval_id=RecordId(approval),
        number=number,
        revision=revision,
        version="1",
    )


def stands(*steps: ReviewStep, version: str = "1", **story: Any) -> Review:
    """Return where a visit stands; the order in which its steps come has no say."""
    found = {
        standing(Story(steps=tuple(order), **story), version=version)
        for order in permutations(steps)
    }
    assert len({(one.status, one.clash, one.clerk, one.last) for one in found}) == 1
    return found.pop()


TAKEN = step("a", StepKind.TAKEN_UP)


@pytest.mark.parametrize(
    ("what", "status"),
    [
        (StepKind.TAKEN_UP, Status.TO_CHECK),
        (StepKind.LET_GO, Status.NEW),
        (StepKind.ASKED, Status.QUESTION_OUT),
        (StepKind.APPROVED, Status.APPROVED),
        (StepKind.RETURNED, Status.RETURNED),
        (StepKind.TAKEN_OVER, Status.TO_CHECK),
    ],
)
def test_the_last_step_says_where_it_stands(what: StepKind, status: Status) -> None:
    review = stands(TAKEN, step("b", what, "a"))
    assert (review.status, review.clash) == (status, None)
    assert review.clerk == ("" if what is StepKind.LET_GO else "klaas")


def test_nothing_done_is_new() -> None:
    assert standing(NOTHING, version="1").status is Status.NEW


def test_no_clock_decides_what_came_last() -> None:
    late = step("a", StepKind.TAKEN_UP, at=NOW + timedelta(days=3650))
    assert stands(late, step("b", StepKind.APPROVED, "a")).status is Status.APPROVED


def test_two_clerks_who_took_a_visit_up_apart_are_both_told() -> None:
    review = stands(TAKEN, step("b", StepKind.TAKEN_UP, by="baukje"))
    assert (review.status, review.clash) == (Status.TO_CHECK, Clash.TAKEN_UP_TWICE)
    assert {one.user_id for one in review.ends} == {"klaas", "baukje"}


def test_two_decisions_apart_wait_for_a_person() -> None:
    steps = (
        TAKEN,
        step("b", StepKind.APPROVED, "a"),
        step("c", StepKind.RETURNED, "a", by="baukje"),
    )
    review = stands(*steps)
    assert (review.status, review.clash) == (Status.TO_CHECK, Clash.DECIDED_APART)
    for chosen, status in (("b", Status.APPROVED), ("c", Status.RETURNED)):
        first, other = joined(review, RecordId(chosen))
        assert first == chosen
        settled = step("d", StepKind.SETTLED, chosen, beside=other)
        again = stands(*steps, settled)
        assert (again.status, again.clash) == (status, None)


def test_the_same_decision_on_the_same_version_is_no_clash() -> None:
    two = (step("b", StepKind.APPROVED, "a"), step("c", StepKind.APPROVED, "a", by="baukje"))
    assert stands(TAKEN, *two).status is Status.APPROVED
    assert stands(TAKEN, *two, imports=(imported("i", "b"),)).status is Status.IMPORTED
    apart = (two[0], step("c", StepKind.APPROVED, "a", by="baukje", version="2"))
    assert stands(TAKEN, *apart).clash is Clash.DECIDED_APART


def test_a_reply_that_nobody_had_seen_when_it_was_decided_asks_for_a_person() -> None:
    asked = step("b", StepKind.ASKED, "a")
    unseen = step("c", StepKind.APPROVED, "b")
    seen = step("c", StepKind.APPROVED, "b", replies=1)
    assert stands(TAKEN, asked, replies=(reply("b"),)).status is Status.TO_CHECK
    assert stands(TAKEN, asked, unseen, replies=(reply("b"),)).clash is Clash.DECIDED_APART
    assert stands(TAKEN, asked, seen, replies=(reply("b"),)).status is Status.APPROVED
    kept = step("d", StepKind.SETTLED, "c", replies=1)
    assert stands(TAKEN, asked, unseen, kept, replies=(reply("b"),)).status is Status.APPROVED


def test_a_choice_between_steps_that_have_not_come_yet_says_nothing_of_a_clerk() -> None:
    """A step arrives before those it comes after: a list that is read from its end."""
    alone = step("d", StepKind.SETTLED, "b", beside="c")
    review = stands(alone)
    assert (review.last, review.clerk) == (alone, "")
    here = stands(step("b", StepKind.APPROVED), alone)
    assert (here.status, here.clerk) == (Status.APPROVED, "klaas")


def test_a_step_taken_back_leaves_what_came_after_it_in_place() -> None:
    gone = step("b", StepKind.ASKED, "a")
    review = stands(TAKEN, step("c", StepKind.APPROVED, "b"), undone=(gone,))
    assert (review.status, review.clash) == (Status.APPROVED, None)


def test_handed_over_twice_is_told() -> None:
    approved = step("b", StepKind.APPROVED, "a")
    twice = (imported("i", "b"), imported("j", "b", number=1001))
    assert stands(TAKEN, approved, imports=twice).clash is Clash.IMPORTED_TWICE
    assert stands(TAKEN, approved, imports=twice[:1]).status is Status.IMPORTED


def test_what_changed_after_the_import_comes_back() -> None:
    approved = step("b", StepKind.APPROVED, "a")
    told = {"imports": (imported("i", "b"),)}
    review = stands(TAKEN, approved, version="2", **told)
    assert (review.status, review.again) == (Status.CHANGED, True)
    anew = step("c", StepKind.TAKEN_UP, "b")
    assert stands(TAKEN, approved, anew, version="2", **told).status is Status.TO_CHECK


def test_an_approval_counts_for_the_version_that_was_seen() -> None:
    approved = step("b", StepKind.APPROVED, "a")
    review = stands(TAKEN, approved, version="2")
    assert (review.status, review.changed) == (Status.TO_CHECK, True)


def test_steps_of_another_device_that_name_each_other_hold_nothing_up() -> None:
    one, other = step("b", StepKind.SETTLED, "c"), step("c", StepKind.SETTLED, "b")
    told = stands(TAKEN, one, other, step("d", StepKind.SETTLED, "c"))
    assert told.last in {one, other}
