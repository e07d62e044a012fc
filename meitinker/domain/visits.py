"""The visit: one conversation at the kitchen table."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from meitinker.domain.grounds import INVESTIGATION as GROUND
from meitinker.domain.records import Held, MergeClass, Record, Scope, Search, declare
from meitinker.errors import AlreadyConcluded
from meitinker.ids import PersonId, RecordId, VisitId


class VisitState(StrEnum):
    """How far a visit is; only a command changes it."""

    OPEN = "open"
    CONCLUDED = "concluded"


class LifeDomain(StrEnum):
    """The domains of the self-reliance matrix (ZRM-13), the list gone through by default."""

    FINANCES = "finances"
    WORK_AND_EDUCATION = "work_and_education"
    DAILY_ACTIVITIES = "daily_activities"
    HOUSING = "housing"
    HOME_RELATIONS = "home_relations"
    MENTAL_HEALTH = "mental_health"
    PHYSICAL_HEALTH = "physical_health"
    SUBSTANCE_USE = "substance_use"
    BASIC_ADL = "basic_adl"
    INSTRUMENTAL_ADL = "instrumental_adl"
    SOCIAL_NETWORK = "social_network"
    PARTICIPATION = "participation"
    JUSTICE = "justice"


class Phase(StrEnum):
    """Where the resident stands on the way to a provision (client support, Alkmaar)."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


class SupportForm(StrEnum):
    """The five forms of client support (Alkmaar)."""

    INFORMATION = "information"
    SHORT_SUPPORT = "short_support"
    REFERRAL = "referral"
    EVALUATION = "evaluation"
    COMPLAINT = "complaint"


class Visit(Record, frozen=True, kw_only=True):
    """One conversation at home; it holds the intake.

    Until it is concluded only ``device_id`` writes in it. ``question`` is what the
    resident asks, in their own words; ``notes`` is what came first to paper.
    """

    client_id: Annotated[PersonId, Held(ground=GROUND, ref="person")]
    device_id: Annotated[str, Held(ground=GROUND, ref="device")]
    user_id: Annotated[str, Held(ground=GROUND, ref="user")]
    state: Annotated[VisitState, Held(ground=GROUND)] = VisitState.OPEN
    visited_on: Annotated[date | None, Held(ground=GROUND, shareable=True)] = None
    started_at: Annotated[datetime | None, Held(ground=GROUND)] = None
    concluded_at: Annotated[datetime | None, Held(ground=GROUND)] = None
    question: Annotated[str, Held(ground=GROUND, search=Search.NOTES, shareable=True)] = ""
    notes: Annotated[str, Held(ground=GROUND, search=Search.NOTES)] = ""
    conclusion: Annotated[str, Held(ground=GROUND, search=Search.NOTES, shareable=True)] = ""
    request_id: Annotated[RecordId | None, Held(ground=GROUND, ref="request")] = None
    phase: Annotated[Phase, Held(ground=GROUND)] = Phase.BEFORE
    support_form: Annotated[SupportForm, Held(ground=GROUND)] = SupportForm.INFORMATION


class Attendee(Record, frozen=True, kw_only=True):
    """Someone at the table; ``tie`` as people say it ("dochter", "buurman")."""

    visit_id: Annotated[VisitId, Held(ground=GROUND, ref="visit")]
    client_id: Annotated[PersonId, Held(ground=GROUND, ref="person")]
    name: Annotated[str, Held(ground=GROUND, shareable=True)] = ""
    tie: Annotated[str, Held(ground=GROUND, shareable=True)] = ""


class DomainNote(Record, frozen=True, kw_only=True):
    """What was said of one life domain."""

    visit_id: Annotated[VisitId, Held(ground=GROUND, ref="visit")]
    client_id: Annotated[PersonId, Held(ground=GROUND, ref="person")]
    domain: Annotated[LifeDomain, Held(ground=GROUND, shareable=True)]
    note: Annotated[str, Held(ground=GROUND, search=Search.NOTES, shareable=True)] = ""


_DOSSIER = Scope.of_person("client_id")
VISIT = declare("visit", Visit, merge=MergeClass.SINGLE_WRITER, scope=_DOSSIER)
ATTENDEE = declare("attendee", Attendee, merge=MergeClass.SINGLE_WRITER, scope=_DOSSIER)
DOMAIN_NOTE = declare("domain_note", DomainNote, merge=MergeClass.SINGLE_WRITER, scope=_DOSSIER)


def require_open(visit: Visit) -> None:
    """Refuse edits of a concluded visit.

    Raises:
        AlreadyConcluded: The visit was concluded; only additions are taken.
    """
    if visit.state is VisitState.CONCLUDED:
        raise AlreadyConcluded
