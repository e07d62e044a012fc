"""The clocks of a request and of an application: when something is due, and how it stands.

Three run from a request: the organisation's own 24 hours to an appointment, the seven days in
which the resident can hand in a personal plan (Wmo 2015 art. 2.3.2 lid 2), and the six weeks of
the investigation (lid 1). The law knows no suspension of those six weeks: a delay that was agreed
on is noted beside the clock, which goes on. One runs from an application: two weeks to the
decision (art. 2.3.5 lid 2), and only that one is suspended (Awb art. 4:15).

Whatever counts working days takes ``equal``: the days that a royal decree puts on a par with
holidays, which follow from no rule (:mod:`meitinker.domain.terms`).
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain import terms
from meitinker.domain.requests import PlanOffer, Request, RequestState, Urgency
from meitinker.domain.terms import NO_DAYS, ONE_DAY

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

PLAN_DAYS = 7
INVESTIGATION_WEEKS = 6
DECISION_WEEKS = 2

_ENDED_WITHOUT = {RequestState.ANSWERED, RequestState.WITHDRAWN}


class ClockName(StrEnum):
    """What a clock is for."""

    APPOINTMENT = "appointment"
    PERSONAL_PLAN = "personal_plan"
    INVESTIGATION = "investigation"
    DECISION = "decision"


class ClockState(StrEnum):
    """How a clock stands."""

    RUNNING = "running"
    OVERDUE = "overdue"
    SUSPENDED = "suspended"
    MET = "met"
    MET_LATE = "met_late"
    STOPPED = "stopped"


class Counting(StrEnum):
    """How the organisation counts the hours to an appointment."""

    CALENDAR_HOURS = "calendar_hours"
    WORKING_DAYS = "working_days"


class ServiceTerm(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The organisation's own promise: the reference set ``service_terms``.

    The Algemene termijnenwet does not govern it: it is no legal term, and it is in hours.
    """

    appointment_hours: int = 24
    counting: Counting = Counting.CALENDAR_HOURS


DEFAULT_SERVICE_TERM = ServiceTerm()


class Clock(msgspec.Struct, frozen=True, kw_only=True):
    """One clock.

    Attributes:
        name: What it is for.
        due_at: The first instant at which it is too late; None while it is suspended.
        last_day: The last day of a term in days or weeks; None for one in hours.
        met_at: When it was met, or None.
        stopped: Whether it need not be met any more.
        agreed_until: A later day that was agreed on with the resident; it moves nothing.
        ours: Whether it is we who are late when it is over: the seven days are the resident's
            own as soon as they were told of them.
    """

    name: ClockName
    due_at: datetime | None
    last_day: date | None = None
    met_at: datetime | None = None
    stopped: bool = False
    agreed_until: date | None = None
    ours: bool = True

    def state(self, now: datetime) -> ClockState:
        """Return how it stands at ``now``."""
        if self.met_at is not None:
            late = self.due_at is not None and self.met_at >= self.due_at
            return ClockState.MET_LATE if late else ClockState.MET
        if self.stopped:
            return ClockState.STOPPED
        if self.due_at is None:
            return ClockState.SUSPENDED
        return ClockState.OVERDUE if now >= self.due_at else ClockState.RUNNING


class Suspension(msgspec.Struct, frozen=True):
    """Days that do not count (Awb art. 4:15), both inclusive; ``last_day`` None is open."""

    first_day: date
    last_day: date | None = None

    def holds_on(self, day: date) -> bool:
        """Tell whether ``day`` does not count."""
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


def appointment_due(
    received_at: datetime,
    term: ServiceTerm = DEFAULT_SERVICE_TERM,
    *,
    equal: frozenset[date] = NO_DAYS,
) -> datetime:
    """Return the instant at which the organisation's term to an appointment is over.

    In calendar hours that many hours went by, whatever the clock on the wall did. In working
    days only hours of working days count: what comes in on a Saturday begins on Monday.
    """
    hours = timedelta(hours=term.appointment_hours)
    if term.counting is Counting.CALENDAR_HOURS:
        return received_at + hours
    return _after_working_hours(clock.local(received_at), hours, equal)


def personal_plan_last_day(received_on: date, *, equal: frozenset[date] = NO_DAYS) -> date:
    """Return the last day on which the personal plan can be handed in (seven days, Atw)."""
    return terms.last_day(received_on, days=PLAN_DAYS, equal=equal)


def investigation_last_day(received_on: date, *, equal: frozenset[date] = NO_DAYS) -> date:
    """Return the last day of the investigation (six weeks, Atw)."""
    return terms.last_day(received_on, weeks=INVESTIGATION_WEEKS, equal=equal)


def decision_last_day(
    received_on: date,
    suspensions: Iterable[Suspension] = (),
    *,
    equal: frozenset[date] = NO_DAYS,
) -> date | None:
    """Return the last day for the decision on an application; None while it is suspended.

    Two weeks of days that count; an end on a Saturday, Sunday or holiday moves on (Atw art. 1).
    A suspension that begins when the term is over already changes nothing.
    """
    known = tuple(suspensions)
    day, left = received_on, DECISION_WEEKS * 7
    while left or not terms.is_working_day(day, equal) or _suspended(day, known):
        day += ONE_DAY
        if _suspended_for_good(day, known):
            return None
        if left and not _suspended(day, known):
            left -= 1
    return day


def request_clocks(
    request: Request,
    term: ServiceTerm = DEFAULT_SERVICE_TERM,
    *,
    equal: frozenset[date] = NO_DAYS,
) -> tuple[Clock, ...]:
    """Return the three clocks of a request, in the order in which they run out."""
    return (
        _appointment(request, term, equal),
        _personal_plan(request, equal),
        _investigation(request, equal),
    )


def decision_clock(
    received_on: date,
    suspensions: Sequence[Suspension] = (),
    *,
    decided_on: date | None = None,
    equal: frozenset[date] = NO_DAYS,
) -> Clock:
    """Return the clock of an application; ``decided_on`` is when the decision was sent."""
    end = decision_last_day(received_on, suspensions, equal=equal)
    return Clock(
        name=ClockName.DECISION,
        due_at=end_of(end) if end else None,
        last_day=end,
        met_at=start_of(decided_on) if decided_on else None,
    )


def pressing(clocks: Iterable[Clock], now: datetime) -> Clock | None:
    """Return the clock that asks something of us first, or None.

    The six weeks go before all once they are over: seven days of which nobody told run out
    earlier, and would hide them for ever.
    """
    running = [
        one
        for one in clocks
        if one.ours and one.state(now) in {ClockState.RUNNING, ClockState.OVERDUE}
    ]
    late = [
        one
        for one in running
        if one.name is ClockName.INVESTIGATION and one.state(now) is ClockState.OVERDUE
    ]
    return min(late or running, key=lambda one: one.due_at or now, default=None)


def rank(request: Request, clocks: Iterable[Clock], now: datetime) -> tuple[bool, datetime]:
    """Return how a list sorts a request: urgent ones first, then by the clock that presses."""
    first = pressing(clocks, now)
    due = first.due_at if first and first.due_at else datetime.max.replace(tzinfo=now.tzinfo)
    return request.urgency is not Urgency.URGENT, due


def start_of(day: date) -> datetime:
    """Return the instant at which ``day`` begins in Europe/Amsterdam, in UTC."""
    return datetime.combine(day, time(), clock.AMSTERDAM).astimezone(UTC)


def end_of(day: date) -> datetime:
    """Return the first instant after ``day`` in Europe/Amsterdam, in UTC."""
    return start_of(day + ONE_DAY)


def _appointment(request: Request, term: ServiceTerm, equal: frozenset[date]) -> Clock:
    return Clock(
        name=ClockName.APPOINTMENT,
        due_at=appointment_due(request.received_at, term, equal=equal),
        met_at=request.appointed_at,
        stopped=request.state in _ENDED_WITHOUT,
    )


def _personal_plan(request: Request, equal: frozenset[date]) -> Clock:
    last = personal_plan_last_day(_received_on(request), equal=equal)
    came = request.plan_received_on
    return Clock(
        name=ClockName.PERSONAL_PLAN,
        due_at=end_of(last),
        last_day=last,
        met_at=start_of(came) if came else None,
        ours=request.plan_offer is PlanOffer.NOT_TOLD,
        stopped=request.plan_offer is PlanOffer.NONE_WISHED
        or request.state in {*_ENDED_WITHOUT, RequestState.INVESTIGATED},
    )


def _investigation(request: Request, equal: frozenset[date]) -> Clock:
    last = investigation_last_day(_received_on(request), equal=equal)
    done = request.state is RequestState.INVESTIGATED
    return Clock(
        name=ClockName.INVESTIGATION,
        due_at=end_of(last),
        last_day=last,
        met_at=request.closed_at if done else None,
        stopped=request.state in _ENDED_WITHOUT,
        agreed_until=request.agreed_until,
    )


def _received_on(request: Request) -> date:
    return clock.local(request.received_at).date()


def _after_working_hours(begins: datetime, hours: timedelta, equal: frozenset[date]) -> datetime:
    """Walk over working days on the wall clock: on those it is never put forward or back."""
    wall = begins.replace(tzinfo=None)
    if not terms.is_working_day(wall.date(), equal):
        wall = datetime.combine(terms.on_working_day(wall.date(), equal), time())
    while True:
        midnight = datetime.combine(wall.date() + ONE_DAY, time())
        if hours <= midnight - wall:
            return (wall + hours).replace(tzinfo=clock.AMSTERDAM).astimezone(UTC)
        hours -= midnight - wall
        wall = datetime.combine(terms.following_working_day(wall.date(), equal), time())


def _suspended(day: date, suspensions: Iterable[Suspension]) -> bool:
    return any(one.holds_on(day) for one in suspensions)


def _suspended_for_good(day: date, suspensions: Iterable[Suspension]) -> bool:
    return any(one.last_day is None and one.holds_on(day) for one in suspensions)
