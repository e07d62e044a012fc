"""The clocks of a request and of an application (L1, L2)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from meitinker import clock, ids
from meitinker.domain import clocks, terms
from meitinker.domain.clocks import (
    ClockName,
    ClockState,
    Counting,
    ServiceTerm,
    Suspension,
)
from meitinker.domain.requests import PlanOffer, Request, RequestState, Urgency
from meitinker.ids import PersonId

WORKING = ServiceTerm(counting=Counting.WORKING_DAYS)


def at(text: str) -> datetime:
    """Return an instant from a wall clock in Amsterdam: ``2026-11-12 14:05``."""
    return datetime.fromisoformat(text).replace(tzinfo=clock.AMSTERDAM).astimezone(UTC)


def wall(instant: datetime) -> str:
    """Return what the clock on the wall says."""
    return f"{clock.local(instant):%Y-%m-%d %H:%M}"


def request(received: str = "2026-11-12 14:05", **fields: object) -> Request:
    """Return a request that came in at a wall time."""
    return Request(
        id=ids.record_id(),
        client_id=PersonId(ids.record_id()),
        user_id=ids.record_id(),
        received_at=at(received),
        **fields,  # type: ignore[arg-type] # the names are those of the record
    )


@pytest.mark.promise("L1")
@pytest.mark.parametrize(
    ("received", "calendar", "working"),
    [
        ("2026-11-12 14:05", "2026-11-13 14:05", "2026-11-13 14:05"),  # Thursday
        ("2026-11-13 14:05", "2026-11-14 14:05", "2026-11-16 14:05"),  # Friday
        ("2026-11-14 14:05", "2026-11-15 14:05", "2026-11-17 00:00"),  # Saturday: all of Monday
        ("2026-11-15 23:59", "2026-11-16 23:59", "2026-11-17 00:00"),  # Sunday
        ("2026-11-16 00:00", "2026-11-17 00:00", "2026-11-17 00:00"),  # as Monday begins
        ("2026-12-24 16:00", "2026-12-25 16:00", "2026-12-28 16:00"),  # over Christmas
        ("2026-12-31 16:00", "2027-01-01 16:00", "2027-01-04 16:00"),  # over the year's end
        ("2027-03-27 12:00", "2027-03-28 13:00", "2027-03-31 00:00"),  # the clock goes forward
        ("2026-10-24 12:00", "2026-10-25 11:00", "2026-10-27 00:00"),  # the clock goes back
        ("2026-10-23 12:00", "2026-10-24 12:00", "2026-10-26 12:00"),
    ],
)
def test_l1_a_day_to_an_appointment_is_counted_both_ways(
    received: str, calendar: str, working: str
) -> None:
    assert wall(clocks.appointment_due(at(received))) == calendar
    assert wall(clocks.appointment_due(at(received), WORKING)) == working
    one = clocks.request_clocks(request(received))[0]
    assert one.due_at == at(calendar)


@pytest.mark.promise("L1")
def test_l1_calendar_hours_are_elapsed_hours_for_twenty_years() -> None:
    begin = at("2015-01-01 02:30")
    for day in range(365 * 20):
        received = begin + timedelta(days=day)
        assert clocks.appointment_due(received) - received == timedelta(hours=24)
        due = clock.local(clocks.appointment_due(received, WORKING))
        last = due.date() if due.time() != datetime.min.time() else due.date() - terms.ONE_DAY
        assert terms.is_working_day(last)


def test_two_working_days_are_two() -> None:
    term = ServiceTerm(appointment_hours=48, counting=Counting.WORKING_DAYS)
    assert wall(clocks.appointment_due(at("2026-11-13 14:05"), term)) == "2026-11-17 14:05"


@pytest.mark.promise("L1")
@pytest.mark.parametrize(
    ("received", "plan", "investigated"),
    [
        ("2026-11-12 14:05", "2026-11-19", "2026-12-24"),
        ("2026-11-13 00:30", "2026-11-20", "2026-12-28"),  # 23:30 UTC of the day before
        ("2026-07-01 00:30", "2026-07-08", "2026-08-12"),  # 22:30 UTC of the day before
        ("2026-12-18 09:00", "2026-12-28", "2027-01-29"),
        ("2026-12-24 09:00", "2026-12-31", "2027-02-04"),
        ("2026-12-25 09:00", "2027-01-04", "2027-02-05"),
        ("2027-02-14 09:00", "2027-02-22", "2027-03-30"),  # ends on Easter Sunday
    ],
)
def test_l1_the_terms_of_a_request_run_from_its_day_in_amsterdam(
    received: str, plan: str, investigated: str
) -> None:
    _appointment, personal_plan, investigation = clocks.request_clocks(request(received))
    assert personal_plan.last_day == date.fromisoformat(plan)
    assert investigation.last_day == date.fromisoformat(investigated)
    assert investigation.due_at == at(f"{investigated} 00:00") + timedelta(days=1)


@pytest.mark.promise("L1")
def test_l1_control_the_day_in_utc_would_be_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "local", lambda instant: instant.astimezone(UTC))
    last = clocks.request_clocks(request("2026-07-01 00:30"))[2].last_day
    assert last != date(2026, 8, 12)


def states(one: Request, now: str) -> list[ClockState]:
    """Return how the three clocks stand at a wall time."""
    return [c.state(at(now)) for c in clocks.request_clocks(one)]


RUNNING, OVERDUE, MET, LATE, STOPPED = (
    ClockState.RUNNING,
    ClockState.OVERDUE,
    ClockState.MET,
    ClockState.MET_LATE,
    ClockState.STOPPED,
)


def test_clocks_run_run_out_and_are_met() -> None:
    assert states(request(), "2026-11-13 14:04") == [RUNNING, RUNNING, RUNNING]
    assert states(request(), "2026-11-13 14:05") == [OVERDUE, RUNNING, RUNNING]
    assert states(request(), "2026-11-20 00:00") == [OVERDUE, OVERDUE, RUNNING]
    assert states(request(), "2026-12-24 23:59") == [OVERDUE, OVERDUE, RUNNING]
    assert states(request(), "2026-12-25 00:00") == [OVERDUE, OVERDUE, OVERDUE]
    done = request(
        state=RequestState.INVESTIGATED,
        closed_at=at("2026-12-24 23:30"),
        appointed_at=at("2026-11-13 15:00"),
        plan_offer=PlanOffer.HANDED_IN,
        plan_received_on=date(2026, 11, 19),
    )
    assert states(done, "2027-01-01 12:00") == [LATE, MET, MET]


@pytest.mark.parametrize("state", [RequestState.ANSWERED, RequestState.WITHDRAWN])
def test_what_was_answered_or_withdrawn_need_not_be_met(state: RequestState) -> None:
    closed = request(state=state, closed_at=at("2026-11-12 14:10"))
    assert states(closed, "2027-01-01 12:00") == [STOPPED, STOPPED, STOPPED]


def test_handing_over_stops_no_term_of_the_law() -> None:
    given = request(state=RequestState.HANDED_OVER, appointed_at=at("2026-11-12 15:00"))
    assert states(given, "2026-12-25 12:00") == [MET, OVERDUE, OVERDUE]


@pytest.mark.promise("L1")
def test_l1_an_agreed_delay_is_shown_and_moves_nothing() -> None:
    late = request(agreed_until=date(2027, 2, 1), agreed_why="opname in het ziekenhuis")
    investigation = clocks.request_clocks(late)[2]
    assert investigation.last_day == date(2026, 12, 24)
    assert investigation.agreed_until == date(2027, 2, 1)
    assert investigation.state(at("2026-12-25 00:00")) is OVERDUE


@pytest.mark.promise("L2")
@pytest.mark.parametrize(
    ("received", "suspensions", "end"),
    [
        ("2026-11-02", [], "2026-11-16"),
        ("2026-12-11", [], "2026-12-28"),  # ends on Christmas Day
        # asked on 4 November: the 5th, 6th and 7th do not count, the 8th does again
        ("2026-11-02", [("2026-11-04", "2026-11-08")], "2026-11-19"),
        ("2026-11-02", [("2026-11-04", "2026-11-05")], "2026-11-16"),  # completed the next day
        ("2026-11-02", [("2026-11-16", "2026-11-20")], "2026-11-16"),  # asked on the last day
        ("2026-11-02", [("2026-11-15", "2026-11-20")], "2026-11-20"),
        ("2026-11-02", [("2026-11-04", None)], None),  # still open
        ("2026-11-02", [("2026-11-16", None)], "2026-11-16"),  # too late to suspend
        # two that overlap count once
        ("2026-11-02", [("2026-11-04", "2026-11-08"), ("2026-11-05", "2026-11-07")], "2026-11-19"),
    ],
)
def test_l2_two_weeks_to_a_decision_with_suspension(
    received: str, suspensions: list[tuple[str, str | None]], end: str | None
) -> None:
    known = [
        _asked_to_complete(date.fromisoformat(a), date.fromisoformat(c) if c else None)
        for a, c in suspensions
    ]
    wanted = date.fromisoformat(end) if end else None
    assert clocks.decision_last_day(date.fromisoformat(received), known) == wanted
    assert clocks.decision_clock(date.fromisoformat(received), known).last_day == wanted


def _asked_to_complete(asked_on: date, completed_on: date | None) -> Suspension:
    """Stands still from the day after asking; on the day of completing it goes on (Awb 4:15)."""
    return Suspension(
        asked_on + terms.ONE_DAY, completed_on - terms.ONE_DAY if completed_on else None
    )


@pytest.mark.promise("L2")
def test_l2_without_suspension_it_is_two_weeks_by_the_act_for_twenty_years() -> None:
    day = date(2015, 1, 1)
    while day < date(2035, 1, 1):
        assert clocks.decision_last_day(day) == terms.last_day(day, weeks=2)
        day += terms.ONE_DAY


@pytest.mark.promise("L2")
def test_l2_control_suspending_from_the_day_of_asking_would_be_wrong() -> None:
    begins = [Suspension(date(2026, 11, 4), date(2026, 11, 7))]
    assert clocks.decision_last_day(date(2026, 11, 2), begins) != date(2026, 11, 19)


@pytest.mark.promise("L2")
def test_l2_a_decision_clock_is_suspended_met_or_late() -> None:
    received, now = date(2026, 11, 2), at("2026-11-17 09:00")
    assert clocks.decision_clock(received).state(now) is OVERDUE
    open_one = [Suspension(date(2026, 11, 5))]
    assert clocks.decision_clock(received, open_one).state(now) is ClockState.SUSPENDED
    for day, state in ((16, MET), (17, LATE)):
        made = clocks.decision_clock(received, decided_on=date(2026, 11, day))
        assert made.state(now) is state


def test_what_presses_is_ours_to_do() -> None:
    now = at("2026-11-14 09:00")
    untold = request(appointed_at=at("2026-11-13 10:00"))
    told = request(appointed_at=at("2026-11-13 10:00"), plan_offer=PlanOffer.TOLD)
    for one, name in ((untold, ClockName.PERSONAL_PLAN), (told, ClockName.INVESTIGATION)):
        first = clocks.pressing(clocks.request_clocks(one), now)
        assert first is not None
        assert first.name is name
    closed = request(state=RequestState.WITHDRAWN)
    assert clocks.pressing(clocks.request_clocks(closed), now) is None


@pytest.mark.promise("L1")
@pytest.mark.parametrize("offer", [PlanOffer.NOT_TOLD, PlanOffer.TOLD])
def test_l1_six_weeks_that_are_over_hide_behind_nothing(offer: PlanOffer) -> None:
    one = request("2026-11-12 09:00", appointed_at=at("2026-11-12 10:00"), plan_offer=offer)
    first = clocks.pressing(clocks.request_clocks(one), at("2027-01-11 09:00"))
    assert first is not None
    assert (first.name, first.ours) == (ClockName.INVESTIGATION, True)


def test_seven_days_nobody_told_of_are_our_own_fault() -> None:
    now = at("2026-11-23 09:00")
    for offer, ours in ((PlanOffer.NOT_TOLD, True), (PlanOffer.TOLD, False)):
        plan = clocks.request_clocks(request("2026-11-12 09:00", plan_offer=offer))[1]
        assert (plan.state(now), plan.ours) == (OVERDUE, ours)


def test_urgent_requests_come_first_then_what_runs_out_first() -> None:
    now = at("2026-11-14 09:00")
    old, new = request("2026-11-10 09:00"), request("2026-11-13 09:00")
    urgent = request("2026-11-13 20:00", urgency=Urgency.URGENT)
    ranked = sorted((new, old, urgent), key=lambda r: clocks.rank(r, clocks.request_clocks(r), now))
    assert ranked == [urgent, old, new]
