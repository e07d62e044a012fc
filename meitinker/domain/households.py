"""The household: the people at one address; one family, one plan."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from meitinker.domain.grounds import INVESTIGATION
from meitinker.domain.records import Held, MergeClass, Record, Scope, declare
from meitinker.domain.room import TEXT
from meitinker.ids import HouseholdId, PersonId, VillageId


class Household(Record, frozen=True, kw_only=True):
    """People who live together."""

    village_id: Annotated[VillageId | None, Held(ground=INVESTIGATION, ref="village")] = None
    note: Annotated[str, Held(ground=INVESTIGATION, most=TEXT)] = ""


class HouseholdMember(Record, frozen=True, kw_only=True):
    """One person in a household in a period; ``tie`` as people say it ("dochter")."""

    household_id: Annotated[HouseholdId, Held(ground=INVESTIGATION, ref="household")]
    person_id: Annotated[PersonId, Held(ground=INVESTIGATION, ref="person")]
    tie: Annotated[str, Held(ground=INVESTIGATION, shareable=True)] = ""
    since: Annotated[date | None, Held(ground=INVESTIGATION, group="period")] = None
    until: Annotated[date | None, Held(ground=INVESTIGATION, group="period")] = None


HOUSEHOLD = declare(
    "household", Household, merge=MergeClass.BY_FIELD, scope=Scope.of_village("village_id")
)
HOUSEHOLD_MEMBER = declare(
    "household_member",
    HouseholdMember,
    merge=MergeClass.BY_FIELD,
    scope=Scope.of_person("person_id"),
)
