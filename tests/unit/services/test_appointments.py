"""Appointments: made for a request, moved, told what became of, and turned into a conversation."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING

import msgspec
import pytest

from meitinker import clock
from meitinker.domain.addresses import Address
from meitinker.domain.appointments import Appointment, AppointmentState, MeetingPlace
from meitinker.domain.people import Person
from meitinker.domain.requests import Request, RequestState
from meitinker.domain.villages import Village
from meitinker.domain.visits import Phase, Visit
from meitinker.domain.week import day_span, days_span, instant_at
from meitinker.errors import InvalidField, NotAllowed, NotVisible, NoWayBack
from meitinker.ids import PersonId, RecordId, VillageId, VisitId, record_id
from meitinker.services import appointments, availability, merging, requests, undo, visits
from meitinker.services.appointments import Planned
from meitinker.services.availability import Away
from meitinker.services.requests import NewRequest
from meitinker.store.acts import act
from tests import readings

if TYPE_CHECKING:
    from datetime import datetime

    from tests.stores import TestStore

DAY = date(2026, 11, 24)


def at(hour: int, minute: int = 0, *, day: date = DAY) -> datetime:
    return instant_at(day, time(hour, minute))


def made(
    store: TestStore,
    person: PersonId,
    starts_at: datetime | None = None,
    *,
    minutes: int = 60,
    request_id: RecordId | None = None,
    note: str = "",
) -> RecordId:
    plan = Planned(starts_at=starts_at or at(10), minutes=minutes, note=note)
    changes = appointments.make(
        store.database, store.session, person, plan=plan, request_id=request_id
    )
    return changes.created("appointment")


def request(store: TestStore, person: PersonId, **fields: object) -> RecordId:
    one = Request(
        id=record_id(), client_id=person, user_id=store.session.user, received_at=clock.now()
    )
    one = msgspec.structs.replace(one, **fields)
    with act(store.database, store.session, "request.take") as work:
        work.create(one)
    return one.id


def of_day(store: TestStore, day: date = DAY) -> list[str]:
    found = appointments.period(store.database, store.session, day_span(day))
    return [one.appointment_id for one in found]


def test_an_appointment_stands_in_its_day_and_in_no_other(store: TestStore) -> None:
    person = store.person("Hoekstra")
    later, one = made(store, person, at(14)), made(store, person)
    assert of_day(store) == [one, later]
    assert of_day(store, DAY - timedelta(days=1)) == of_day(store, DAY + timedelta(days=1)) == []
    (entry, _later) = appointments.period(store.database, store.session, day_span(DAY))
    assert (entry.surname, entry.minutes, entry.place) == ("Hoekstra", 60, MeetingPlace.HOME)
    assert (entry.state, entry.visit_id) == (AppointmentState.PLANNED, None)


def test_one_over_midnight_stands_in_both_days(store: TestStore) -> None:
    one = made(store, store.person(), at(23, 30), minutes=90)
    assert of_day(store) == of_day(store, DAY + timedelta(days=1)) == [one]


def test_one_that_ends_at_midnight_stands_in_the_day_before_only(store: TestStore) -> None:
    one = made(store, store.person(), at(23), minutes=60)
    assert of_day(store) == [one]
    assert of_day(store, DAY + timedelta(days=1)) == []


@pytest.mark.parametrize(
    ("day", "wall"), [(date(2026, 3, 29), time(2, 30)), (date(2026, 10, 25), time(2, 30))]
)
def test_in_the_nights_of_the_clock_it_stands_in_one_day(
    store: TestStore, day: date, wall: time
) -> None:
    one = made(store, store.person(), instant_at(day, wall))
    assert of_day(store, day) == [one]
    assert of_day(store, day - timedelta(days=1)) == of_day(store, day + timedelta(days=1)) == []


def test_a_colleagues_appointments_are_not_in_mine(store: TestStore) -> None:
    made(store, store.person())
    other = msgspec.structs.replace(store.session, user=record_id())
    assert appointments.period(store.database, other, day_span(DAY)) == []


def test_who_may_not_see_the_resident_sees_no_appointment(store: TestStore) -> None:
    village = Village(id=record_id(), frisian_name="Grou")
    with act(store.database, store.session, "village.add") as work:
        work.create(village)
    person = store.person("Hoekstra", VillageId(village.id))
    one = made(store, person)
    elsewhere = msgspec.structs.replace(store.session, villages=frozenset({VillageId(record_id())}))
    assert len(appointments.period(store.database, store.session, day_span(DAY))) == 1
    assert appointments.period(store.database, elsewhere, day_span(DAY)) == []
    with pytest.raises(NotVisible):
        appointments.opened(store.database, elsewhere, one)
    with pytest.raises(NotVisible):
        made(store, PersonId(record_id()))


@pytest.mark.parametrize("secret_one", ["own", "merged"])
def test_a_secret_address_is_not_in_the_week(store: TestStore, secret_one: str) -> None:
    grou = Village(id=record_id(), frisian_name="Grou")
    with act(store.database, store.session, "village.add") as work:
        work.create(grou)
    person = store.person("Bûter", VillageId(grou.id))
    with act(store.database, store.session, "address.add") as work:
        work.create(Address(id=record_id(), person_id=person, street="De Buorren", number="14"))
    made(store, person)

    def told() -> list[tuple[str, str, bool]]:
        found = appointments.period(store.database, store.session, day_span(DAY))
        return [(one.street, one.village, one.secret_address) for one in found]

    assert told() == [("De Buorren 14", "Grou", False)]  # what is looked for would be found
    secret = person if secret_one == "own" else store.person("Buter")
    if secret != person:
        merging.merge(store.database, store.session, from_id=secret, into_id=person)
    with act(store.database, store.session, "person.secret_address") as work:
        work.edit(Person, secret, {"secret_address": True})
    assert told() == [("", "", True)]


def test_who_moved_is_visited_at_the_new_address(store: TestStore) -> None:
    person = store.person()
    moves = DAY + timedelta(days=3)
    before = Address(id=record_id(), person_id=person, street="Oud", number="1")
    until = msgspec.structs.replace(before, valid_until=moves - timedelta(days=1))
    with act(store.database, store.session, "address.add") as work:
        work.create(until)
        work.create(
            Address(id=record_id(), person_id=person, street="Nij", number="2", valid_from=moves)
        )
    made(store, person)
    made(store, person, at(10, day=moves))
    found = appointments.period(store.database, store.session, days_span(DAY, moves))
    assert [one.street for one in found] == ["Oud 1", "Nij 2"]


@pytest.mark.promise("L19")
def test_l19_a_week_holds_no_note_and_opening_one_is_logged(store: TestStore) -> None:
    person = store.person("Hoekstra")
    one = made(store, person, note="Praat over schulden.")
    told = msgspec.json.encode(appointments.period(store.database, store.session, day_span(DAY)))
    assert b"Hoekstra" in told
    assert b"schulden" not in told
    assert readings.of_client(store.database, person) == []
    file = appointments.opened(store.database, store.session, one)
    assert file.appointment.note == "Praat over schulden."
    (seen,) = readings.of_client(store.database, person)
    assert (seen.action, seen.kind, seen.record_id) == ("open", "appointment", one)


def test_the_24_hours_of_a_request_end_with_the_appointment_in_one_act(store: TestStore) -> None:
    person = store.person()
    asked = request(store, person)
    (waiting,) = appointments.awaiting(store.database, store.session, person)
    assert waiting.id == asked
    one = made(store, person, request_id=asked)
    first = store.get(Request, asked).appointed_at
    assert first is not None
    assert appointments.awaiting(store.database, store.session, person) == []
    made(store, person, at(15), request_id=asked)
    assert store.get(Request, asked).appointed_at == first  # the first one counts
    undo.undo(store.database, store.session)
    undo.undo(store.database, store.session)
    assert store.get(Request, asked).appointed_at is None
    with pytest.raises(NotVisible):
        store.get(Appointment, one)


def test_only_open_requests_of_this_resident_await_an_appointment(store: TestStore) -> None:
    person, other = store.person(), store.person("Bûter")
    request(store, person, state=RequestState.ANSWERED)
    request(store, other)
    late, early = (
        request(store, person, received_at=clock.now() - timedelta(hours=hours)) for hours in (1, 5)
    )
    handed_over = request(store, person, state=RequestState.HANDED_OVER)
    found = appointments.awaiting(store.database, store.session, person)
    assert [one.id for one in found] == [early, late, handed_over]


def test_moving_keeps_all_but_the_moment(store: TestStore) -> None:
    one = made(store, store.person(), note="Dochter is erbij.")
    plan = Planned(starts_at=at(11), minutes=30, note="Dochter is erbij.")
    changes = appointments.change(store.database, store.session, one, plan=plan)
    assert changes.action == "appointment.move"
    now = store.get(Appointment, one)
    assert (now.starts_at, now.minutes, now.note) == (at(11), 30, "Dochter is erbij.")
    noted = msgspec.structs.replace(plan, note="")
    assert (
        appointments.change(store.database, store.session, one, plan=noted).action
        == "appointment.edit"
    )


@pytest.mark.parametrize("minutes", [0, 1441])
def test_a_length_that_cannot_be_changes_nothing(store: TestStore, minutes: int) -> None:
    person = store.person()
    with pytest.raises(InvalidField):
        made(store, person, minutes=minutes)
    one = made(store, person)
    plan = Planned(starts_at=at(11), minutes=minutes)
    with pytest.raises(InvalidField):
        appointments.change(store.database, store.session, one, plan=plan)
    assert store.get(Appointment, one).starts_at == at(10)


@pytest.mark.parametrize(
    ("state", "action"),
    [
        (AppointmentState.HELD, "appointment.held"),
        (AppointmentState.NOT_AT_HOME, "appointment.not_at_home"),
        (AppointmentState.CANCELLED, "appointment.cancel"),
    ],
)
def test_what_became_of_it_can_be_told_and_taken_back(
    store: TestStore, state: AppointmentState, action: str
) -> None:
    one = made(store, store.person())
    assert appointments.mark(store.database, store.session, one, state).action == action
    assert store.get(Appointment, one).state is state
    with pytest.raises(InvalidField):
        appointments.change(store.database, store.session, one, plan=Planned(starts_at=at(12)))
    appointments.mark(store.database, store.session, one, AppointmentState.PLANNED)
    assert store.get(Appointment, one).state is AppointmentState.PLANNED


@pytest.mark.parametrize("year", [1908, 2108])
def test_a_year_that_was_mistyped_is_refused(store: TestStore, year: int) -> None:
    person = store.person()
    with pytest.raises(InvalidField, match="planning_day_wrong") as refused:
        made(store, person, at(10, day=date(year, 11, 24)))
    assert refused.value.field == "day"
    one = made(store, person, instant_at(clock.today(), time(10)))
    moved = Planned(starts_at=at(10, day=date(year, 11, 24)))
    with pytest.raises(InvalidField, match="planning_day_wrong"):
        appointments.change(store.database, store.session, one, plan=moved)
    away = Away(first_day=date(1908, 1, 1), last_day=date(1908, 1, 2))
    with pytest.raises(InvalidField, match="planning_day_wrong"):
        availability.add_absence(store.database, store.session, away)


def test_a_conversation_begins_from_an_appointment_once(store: TestStore) -> None:
    person = store.person()
    asked = request(store, person, words="Ik kom de trap niet meer op.")
    one = made(store, person, request_id=asked)
    visit_id = appointments.begin_visit(store.database, store.session, one).created("visit")
    visit, appointment = store.get(Visit, visit_id), store.get(Appointment, one)
    assert (visit.client_id, visit.request_id) == (person, asked)
    assert visit.question == "Ik kom de trap niet meer op."
    assert visit.phase is Phase.DURING
    assert (visit.visited_on, visit.device_id) == (clock.today(), store.session.device)
    assert (appointment.visit_id, appointment.state) == (visit_id, AppointmentState.HELD)
    with pytest.raises(InvalidField):
        appointments.begin_visit(store.database, store.session, one)
    with pytest.raises(InvalidField):
        appointments.mark(store.database, store.session, one, AppointmentState.CANCELLED)


def test_a_clash_names_what_is_planned_then_and_forbids_nothing(store: TestStore) -> None:
    person = store.person()
    one = made(store, person)

    def clash(hour: int, minute: int = 0, **besides: RecordId) -> list[str]:
        found = appointments.clashes(
            store.database, store.session, starts_at=at(hour, minute), minutes=60, **besides
        )
        assert found.absence is None
        return [entry.appointment_id for entry in found.appointments]

    assert clash(10, 30) == [one]
    assert clash(9) == clash(11) == []  # what only touches
    assert clash(10, besides=one) == []  # itself
    appointments.mark(store.database, store.session, one, AppointmentState.CANCELLED)
    assert clash(10, 30) == []
    made(store, person, at(10, 30))
    made(store, person, at(10, 30))  # twice at once: the worker knows best


def test_a_day_away_is_warned_about(store: TestStore) -> None:
    away = availability.Away(first_day=DAY, last_day=DAY, replacement="Doutzen")
    availability.add_absence(store.database, store.session, away)
    found = appointments.clashes(store.database, store.session, starts_at=at(10), minutes=60)
    assert found.absence is not None
    before = at(23, day=DAY - timedelta(days=1))
    found = appointments.clashes(store.database, store.session, starts_at=before, minutes=30)
    assert (found.appointments, found.absence) == ((), None)


def test_an_appointment_answers_no_request_of_another(store: TestStore) -> None:
    new = NewRequest(words="Ik kom de trap niet op.")
    asked = requests.take(store.database, store.session, store.person(), new).created("request")
    with pytest.raises(NotAllowed):
        appointments.make(
            store.database,
            store.session,
            store.person("Buur"),
            plan=Planned(starts_at=instant_at(DAY, time(10)), minutes=60),
            request_id=asked,
        )
    assert store.get(Request, asked).appointed_at is None


def test_what_changed_in_an_appointment_is_taken_back_also_after_its_conversation_was_concluded(
    store: TestStore,
) -> None:
    use = store.database, store.session
    one = made(store, store.person("Jong"), note="bel aan")
    visit = appointments.begin_visit(*use, one).created("visit")
    visits.conclude(*use, VisitId(visit))
    plan = Planned(starts_at=at(10), minutes=60, note="bel twee keer")
    assert appointments.change(*use, one, plan=plan).undoable
    undo.undo(*use)
    assert store.get(Appointment, one).note == "bel aan"


def test_control_what_stands_in_the_conversation_stays_when_it_is_concluded(
    store: TestStore,
) -> None:
    use = store.database, store.session
    one = made(store, store.person("Jong"))
    visit = VisitId(appointments.begin_visit(*use, one).created("visit"))
    visits.add_need(*use, visit, what="Hulp bij het huishouden")
    visits.conclude(*use, visit)
    with pytest.raises(NoWayBack):
        undo.undo(*use)
