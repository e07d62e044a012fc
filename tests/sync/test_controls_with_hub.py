"""What the promises with a hub would look like with their guard off: each check goes red."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec
import pytest

from meitinker.domain.merging import REMOVED, Decision, Verdict
from meitinker.store import leaving
from sync import merge, removals
from tests.sync.hub_story import of_laptop
from tests.sync.hub_world import two
from tests.sync.test_with_hub import CANARY, edit, field, remove, words_in

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from meitinker.domain.merging import Incoming, Standing
    from meitinker.domain.records import Kind


@pytest.mark.promise("F10")
def test_f10_control_without_the_clash_the_words_for_a_removed_file_vanish(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unseen(standing: Standing, _change: Incoming, _says: bool) -> Decision:
        return Decision(verdict=Verdict.APPLIED, standing=standing)

    monkeypatch.setattr(merge, "_edited_tombstone", unseen)
    with two(tmp_path) as (world, a, office):
        person = a.add_person("Jong")
        world.settle(2)
        remove(office, person)
        office.meet()
        edit(a, person, contact_note="op het weggehaalde")
        world.settle(2)
        assert [one.cards() for one in (a, office)] == [[], []]
        assert field(office, person, "contact_note") == ""


@pytest.mark.promise("F11")
def test_f11_control_where_an_edit_brings_back_what_was_removed_returns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def revived(standing: Standing, change: Incoming, _says: bool) -> Decision:
        versions = {**standing.versions, REMOVED: change.change_id}
        alive = msgspec.structs.replace(standing, versions=versions, deleted=False)
        return Decision(verdict=Verdict.APPLIED, standing=alive, took=(REMOVED,))

    monkeypatch.setattr(merge, "_edited_tombstone", revived)
    monkeypatch.setattr("sync.following._after", _taking_standing)
    with two(tmp_path) as (world, a, office):
        person = a.add_person("Jong")
        world.settle(2)
        remove(office, person)
        office.meet()
        a.skew += timedelta(days=400)
        edit(a, person, contact_note="na 400 dagen")
        a.meet()
        assert not world.records()[person]["deleted"], "revived"


def _taking_standing(
    _kind: Kind, before: Standing, _change: Incoming, _took: frozenset[str]
) -> Standing:
    return before


@pytest.mark.promise("F13", "F14")
def test_f13_f14_control_what_is_not_let_go_of_lies_here_unasked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(removals, "LARGE_SHARE", 1)
    monkeypatch.setattr(leaving, "let_go_some", lambda *_a, **_k: leaving.Bite())
    with two(tmp_path) as (world, a, _office):
        a.add_person(CANARY)
        world.settle(2)
        world.give(a, "Warten")
        a.meet()
        assert of_laptop(world, a) != []
        assert CANARY in words_in(a)


@pytest.mark.promise("F17")
def test_f17_control_where_the_clock_decides_the_wrong_one_wins_unseen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = merge._edited

    def by_clock(kind: Kind, standing: Standing, change: Incoming) -> Decision:
        later: Mapping[str, str] = standing.versions if change.at > "2030" else {}
        if not later:
            return Decision(verdict=Verdict.APPLIED, standing=standing)
        return whole(kind, standing, msgspec.structs.replace(change, base=later))

    with two(tmp_path) as (world, a, office):
        person = a.add_person("Jong")
        world.settle(2)
        monkeypatch.setattr(merge, "_edited", by_clock)
        a.skew, office.skew = timedelta(days=3650), timedelta()
        edit(office, person, contact_note="het laatst geschreven")
        edit(a, person, contact_note="met een klok van tien jaar later")
        world.settle(2)
        assert field(office, person, "contact_note") == "met een klok van tien jaar later"
        assert [one.cards() for one in (a, office)] == [[], []]
