"""What the hub decided is done as it says, whatever this program would have decided."""

from __future__ import annotations

import pytest

from meitinker.domain.merging import (
    REMOVED,
    Incoming,
    Loss,
    MergeContext,
    Reason,
    Ruling,
    Standing,
    Verdict,
)
from meitinker.domain.people import PERSON
from meitinker.errors import BugError
from sync import following
from sync.protocol import Judged, Lost

AROUND = MergeContext()


def change(
    operation: str = "edit", *, told: Ruling | None = None, **fields: str | int | None
) -> Incoming:
    """Return a change of a person."""
    base = {} if operation == "create" else {"contact_note": "c0"}
    return Incoming(
        change_id="c1", device="d", at="", operation=operation, fields=fields, base=base, told=told
    )


def told(*took: str, verdict: Verdict = Verdict.APPLIED) -> Ruling:
    return Ruling(verdict=verdict, took=took)


def row(**fields: str | int | None) -> Standing:
    """Return a person as the list has it."""
    defaults = {name: field.default for name, field in PERSON.fields.items()}
    return Standing({**defaults, **fields}, dict.fromkeys(PERSON.groups, "c0"), {}, deleted=False)


def test_only_what_came_in_moves_the_row() -> None:
    coming = change(contact_note="nieuw", called="Wim", told=told("contact_note"))
    after = following.decide(PERSON, row(called="Piet"), coming, AROUND).standing
    assert (after.fields["contact_note"], after.fields["called"]) == ("nieuw", "Piet")
    assert (after.versions["contact_note"], after.versions["called"]) == ("c1", "c0")


def test_a_version_that_does_not_stand_here_is_no_reason_to_refuse() -> None:
    """A laptop of one village does not know all that the hub weighed."""
    stands = row(contact_note="anders")
    stands = Standing(stands.fields, {**stands.versions, "contact_note": "c9"}, {}, deleted=False)
    coming = change(contact_note="nieuw", told=told("contact_note"))
    decision = following.decide(PERSON, stands, coming, AROUND)
    assert decision.verdict is Verdict.APPLIED
    assert decision.standing.fields["contact_note"] == "nieuw"
    undecided = following.decide(PERSON, stands, change(contact_note="nieuw"), AROUND)
    assert undecided.verdict is Verdict.CONFLICT


def test_a_field_of_a_newer_program_is_kept_beside() -> None:
    coming = change(x_future="koffie", told=told("x_future"))
    after = following.decide(PERSON, row(), coming, AROUND).standing
    assert (after.extra, after.versions["x_future"]) == ({"x_future": "koffie"}, "c1")


def test_a_group_that_only_the_hub_knows_gets_its_version_all_the_same() -> None:
    coming = change("create", surname="Jong", told=told(*PERSON.groups, "x_group"))
    after = following.decide(PERSON, None, coming, AROUND).standing
    assert after.versions["x_group"] == "c1"
    assert after.fields["surname"] == "Jong"
    assert not after.deleted


def test_a_beginning_that_could_not_be_is_a_tombstone() -> None:
    verdict = told(*PERSON.groups, REMOVED, verdict=Verdict.CONFLICT)
    assert following.decide(PERSON, None, change("create", told=verdict), AROUND).standing.deleted


def test_a_beginning_that_is_read_again_begins_anew() -> None:
    before = Standing(row(called="Wim").fields, {"called": "c9"}, {"x": 1}, deleted=True)
    coming = change("create", surname="Jong", told=told(*PERSON.groups))
    after = following.decide(PERSON, before, coming, AROUND).standing
    assert (after.fields["called"], after.extra, after.deleted) == ("", {}, False)


def test_removing_and_bringing_back() -> None:
    gone = following.decide(PERSON, row(), change("delete", told=told(REMOVED)), AROUND).standing
    assert gone.deleted
    back = following.decide(PERSON, gone, change("restore", told=told(REMOVED)), AROUND).standing
    assert not back.deleted


def test_nothing_can_be_changed_that_is_not_there() -> None:
    with pytest.raises(BugError):
        following.decide(PERSON, None, change(told=told("contact_note")), AROUND)


def test_the_verdict_of_a_place_is_told_whole() -> None:
    judged = Judged(
        position=3,
        change_id="c1",
        verdict=Verdict.CONFLICT,
        reason=Reason.BOTH_CHANGED,
        lost=(Lost("called", ("called",)),),
    )
    said = following.told(judged)
    assert (said.verdict, said.reason) == (Verdict.CONFLICT, Reason.BOTH_CHANGED)
    assert said.lost == (Loss("called", ("called",)),)
