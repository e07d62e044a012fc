"""The household: one family, one plan."""

from __future__ import annotations

from meitinker.domain.households import HOUSEHOLD, HOUSEHOLD_MEMBER


def test_a_household_is_seen_in_its_village_and_a_member_with_the_dossier() -> None:
    assert HOUSEHOLD.scope.field == "village_id"
    assert HOUSEHOLD_MEMBER.scope.field == "person_id"


def test_the_period_of_a_member_wins_or_loses_as_one() -> None:
    assert HOUSEHOLD_MEMBER.groups["period"] == ("since", "until")


def test_only_the_tie_is_shown_to_the_resident() -> None:
    shared = [f.name for f in HOUSEHOLD_MEMBER.fields.values() if f.held.shareable]
    assert shared == ["tie"]
    assert not any(f.held.shareable for f in HOUSEHOLD.fields.values())
