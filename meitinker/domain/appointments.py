"""The week: appointments, office hours and reachability in a village, absence."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from meitinker.domain.grounds import INVESTIGATION, ORGANISATION
from meitinker.domain.records import STAFF, Held, MergeClass, Record, Scope, Writers, declare
from meitinker.domain.room import TEXT
from meitinker.ids import PersonId, RecordId, VillageId


class MeetingPlace(StrEnum):
    """Where people meet."""

    HOME = "home"
    OFFICE_HOUR = "office_hour"
    PHONE = "phone"
    ELSEWHERE = "elsewhere"


class AppointmentState(StrEnum):
    """What became of an appointment."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"
    NOT_AT_HOME = "not_at_home"


class OfficeHourKind(StrEnum):
    """Whether people can walk in, or call."""

    WALK_IN = "walk_in"
    BY_PHONE = "by_phone"


class Appointment(Record, frozen=True, kw_only=True):
    """Somebody of us meets a resident; ``minutes`` long from ``starts_at``."""

    client_id: Annotated[PersonId, Held(ground=INVESTIGATION, ref="person")]
    user_id: Annotated[str, Held(ground=INVESTIGATION, ref="user")]
    starts_at: Annotated[datetime, Held(ground=INVESTIGATION, group="when", shareable=True)]
    minutes: Annotated[int, Held(ground=INVESTIGATION, group="when")] = 60
    place: Annotated[MeetingPlace, Held(ground=INVESTIGATION, group="where", shareable=True)] = (
        MeetingPlace.HOME
    )
    where: Annotated[str, Held(ground=INVESTIGATION, group="where", shareable=True)] = ""
    note: Annotated[str, Held(ground=INVESTIGATION, most=TEXT)] = ""
    state: Annotated[AppointmentState, Held(ground=INVESTIGATION)] = AppointmentState.PLANNED
    request_id: Annotated[RecordId | None, Held(ground=INVESTIGATION, ref="request")] = None
    visit_id: Annotated[RecordId | None, Held(ground=INVESTIGATION, ref="visit")] = None


class OfficeHour(Record, frozen=True, kw_only=True):
    """A weekly hour at which a meitinker is there for a village.

    ``weekday`` is 1 (Monday) to 7; ``begins`` and ``ends`` are local wall times, ``HH:MM``.
    """

    village_id: Annotated[VillageId, Held(ground=ORGANISATION, ref="village")]
    user_id: Annotated[str, Held(ground=ORGANISATION, ref="user")]
    kind: Annotated[OfficeHourKind, Held(ground=ORGANISATION)] = OfficeHourKind.WALK_IN
    weekday: Annotated[int, Held(ground=ORGANISATION, group="hour")] = 1
    begins: Annotated[str, Held(ground=ORGANISATION, group="hour")] = ""
    ends: Annotated[str, Held(ground=ORGANISATION, group="hour")] = ""
    where: Annotated[str, Held(ground=ORGANISATION, shareable=True)] = ""


class Absence(Record, frozen=True, kw_only=True):
    """Days on which a user is away, both inclusive, and who stands in."""

    user_id: Annotated[str, Held(ground=ORGANISATION, ref="user")]
    first_day: Annotated[date, Held(ground=ORGANISATION, group="days")]
    last_day: Annotated[date, Held(ground=ORGANISATION, group="days")]
    replacement: Annotated[str, Held(ground=ORGANISATION, shareable=True)] = ""
    replacement_phone: Annotated[str, Held(ground=ORGANISATION, shareable=True)] = ""


APPOINTMENT = declare(
    "appointment", Appointment, merge=MergeClass.BY_FIELD, scope=Scope.of_person("client_id")
)
_STAFFS = Writers(begin=STAFF, change=STAFF, own="user_id")
OFFICE_HOUR = declare(
    "office_hour",
    OfficeHour,
    merge=MergeClass.BY_FIELD,
    scope=Scope.organisation(),
    writers=_STAFFS,
)
ABSENCE = declare(
    "absence",
    Absence,
    merge=MergeClass.BY_FIELD,
    scope=Scope.organisation(),
    writers=_STAFFS,
)
