"""A conversation over midnight, and over the nights in which the clock is put forward or back."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import msgspec
import pytest

from meitinker import clock
from meitinker.domain.appointments import Appointment, AppointmentState
from meitinker.domain.clocks import ClockName, ClockState
from meitinker.domain.organisation import Organisation, User
from meitinker.domain.plans import Handover, HandoverWay, SupportPlan
from meitinker.domain.requests import Request, RequestState
from meitinker.domain.visits import Visit, VisitState
from meitinker.domain.week import day_span, instant_at
from meitinker.ids import RecordId, VisitId
from meitinker.services import (
    appointments,
    numbering,
    plan_words,
    plans,
    request_files,
    requests,
    timeline,
    today,
    visits,
)
from meitinker.services.appointments import Planned
from meitinker.services.requests import NewRequest
from meitinker.store.acts import act
from tests.stores import Clock
from ui.viewmodels.timeline import entries
from ui.viewmodels.today import today as shown_today

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from tests.stores import TestStore

NIGHTS = {
    "an ordinary night": date(2026, 11, 12),
    "the year ends": date(2026, 12, 31),
    "the clock is put forward": date(2026, 3, 28),
    "the clock is put back": date(2026, 10, 24),
    "a leap day begins": date(2028, 2, 28),
}


class Evening:
    """An appointment of 23:50, and the conversation that began from it and ended at 00:20."""

    def __init__(self, store: TestStore, day: date) -> None:
        """Hold it."""
        self.store, self.day, self.after = store, day, day + timedelta(days=1)
        self.begins, self.ends = at(day, 23, 50), at(self.after, 0, 20)
        self.person = store.person("Wiarda")
        with act(store.database, store.session, "open") as work:
            work.create(Organisation(id=store.session.organisation, name="Mienskip"))
            work.create(User(id=store.session.user, name="Hinke"))
            work.create(numbering.first_range(store.session.device, plans.PLAN_NUMBERS))
        with self.clock(at(day, 9)):
            new = NewRequest(words="Ik kom de trap niet meer op.")
            taken = requests.take(store.database, store.session, self.person, new)
            self.request = taken.created("request")
            made = appointments.make(
                store.database,
                store.session,
                self.person,
                plan=Planned(starts_at=self.begins, minutes=30),
                request_id=self.request,
            )
            self.appointment = made.created("appointment")
        with self.clock(self.begins):
            begun = appointments.begin_visit(store.database, store.session, self.appointment)
            self.visit = VisitId(RecordId(begun.created("visit")))
        with self.clock(self.ends):
            visits.conclude(store.database, store.session, self.visit)
            given = plans.make(
                store.database, store.session, self.visit, way=HandoverWay.AT_THE_TABLE
            )
            self.plan, self.handover = given.created("support_plan"), given.created("handover")

    def clock(self, instant: datetime) -> AbstractContextManager[None]:
        """Let the clock stand at ``instant``."""
        return clock.running(Clock(clock.instant_text(instant)))


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return instant_at(day, time(hour, minute))


@pytest.fixture(params=NIGHTS)
def evening(request: pytest.FixtureRequest, store: TestStore) -> Evening:
    """Hold the conversation in one of the nights."""
    return Evening(store, NIGHTS[request.param])


def test_it_keeps_the_day_on_which_it_began(evening: Evening) -> None:
    visit = evening.store.get(Visit, evening.visit)
    assert (visit.visited_on, visit.started_at) == (evening.day, evening.begins)
    assert visit.concluded_at == evening.ends
    assert visit.state is VisitState.CONCLUDED
    assert evening.ends - evening.begins == timedelta(minutes=30)


def test_it_stands_in_the_timeline_on_that_day(evening: Evening) -> None:
    store = evening.store
    page = timeline.page(store.database, store.session, RecordId(evening.person))
    days = {one.key.split(":")[0]: one.day for one in entries(page.rows, secret=False)}
    assert (days["visit"], days["appointment"]) == (evening.day, evening.day)
    assert days["plan"] == evening.after, "it was made after midnight"


def test_its_appointment_stands_in_both_days_and_was_held(evening: Evening) -> None:
    store = evening.store
    for day in (evening.day, evening.after):
        found = appointments.period(store.database, store.session, day_span(day))
        assert [one.appointment_id for one in found] == [evening.appointment]
    assert store.get(Appointment, evening.appointment).state is AppointmentState.HELD


def test_the_plan_tells_the_day_of_the_talk_and_its_own(evening: Evening) -> None:
    store = evening.store
    plan = store.get(SupportPlan, evening.plan)
    content = msgspec.json.decode(plan.content, type=plan_words.Content)
    assert content.visit_date.startswith(f"{evening.day.day} ")
    assert content.letter_date.startswith(f"{evening.after.day} ")
    assert store.get(Handover, evening.handover).handed_over_on == evening.after


def test_its_clocks_end_at_the_instant_it_was(evening: Evening) -> None:
    store = evening.store
    request = store.get(Request, evening.request)
    assert request.state is RequestState.INVESTIGATED
    assert request.closed_at == evening.ends
    with evening.clock(evening.ends):
        running = request_files.file_of(store.database, store.session, evening.request).clocks
    states = {one.name: one.state(evening.ends) for one in running}
    assert states[ClockName.APPOINTMENT] is ClockState.MET
    assert states[ClockName.INVESTIGATION] is ClockState.MET


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 28), 23), (date(2026, 10, 24), 25), (date(2026, 11, 12), 24)]
)
def test_a_question_of_the_evening_before_has_its_hours_that_pass(
    store: TestStore, day: date, hours: int
) -> None:
    person = store.person()
    received = at(day, 23, 50)
    with clock.running(Clock(clock.instant_text(received))):
        taken = requests.take(store.database, store.session, person, NewRequest(words="Help."))
        one = taken.created("request")
        (first, _plan, _six) = request_files.file_of(store.database, store.session, one).clocks
    assert first.due_at == received + timedelta(hours=24)
    assert (at(day + timedelta(days=1), 23, 50) - received) == timedelta(hours=hours)


def test_a_visit_begun_before_midnight_is_found_on_the_first_screen_after_it(
    store: TestStore,
) -> None:
    day = date(2026, 11, 12)
    with act(store.database, store.session, "open") as work:
        work.create(Organisation(id=store.session.organisation, name="Mienskip"))
        work.create(User(id=store.session.user, name="Hinke"))
    with clock.running(Clock(clock.instant_text(at(day, 23, 50)))):
        visits.begin(store.database, store.session, store.person("Wiarda"))
    with clock.running(Clock(clock.instant_text(at(day + timedelta(days=1), 0, 10)))):
        shown = shown_today(today.waiting(store.database, store.session))
    assert shown.greeting == "Hallo, Hinke"
    assert shown.begun[0].status.startswith("Begonnen op 12 november om 23:50.")
