"""Requests: taken, answered, handed over, and their clocks (L1, L3)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import msgspec
import pytest

from meitinker import clock
from meitinker.domain.clocks import ClockName, ClockState, Counting
from meitinker.domain.organisation import Organisation, ReferenceOverlay, User
from meitinker.domain.own_sets import SERVICE_TERMS
from meitinker.domain.plans import HandoverWay
from meitinker.domain.requests import (
    PlanOffer,
    Request,
    RequestKind,
    RequestState,
    SignalConsent,
    Urgency,
)
from meitinker.domain.session import Role
from meitinker.domain.villages import Village
from meitinker.domain.visits import Visit
from meitinker.errors import InvalidField, NotAllowed, NotVisible
from meitinker.ids import RecordId, VillageId, VisitId, record_id
from meitinker.services import (
    letters,
    merging,
    numbering,
    plans,
    request_files,
    requests,
    undo,
    visits,
)
from meitinker.services.requests import NewRequest
from meitinker.store.acts import act
from tests import stores
from tests.stores import Clock, TestStore

if TYPE_CHECKING:
    from collections.abc import Iterator

    from meitinker.ids import PersonId

WORDS = "Ik kom de trap niet meer op."


@pytest.fixture
def wall() -> Iterator[Clock]:
    """Lend a clock that stands at Thursday 12 November 2026, 15:05 in Amsterdam."""
    standing = Clock()
    with clock.running(standing):
        yield standing


def take(store: TestStore, person: PersonId, **fields: object) -> RecordId:
    """Take a request and return its id."""
    new = NewRequest(**{"words": WORDS, **fields})  # type: ignore[arg-type] # names of the struct
    return requests.take(store.database, store.session, person, new).created("request")


def test_a_request_is_taken_with_what_was_told(store: TestStore, wall: Clock) -> None:
    person = store.person()
    request = store.get(
        Request,
        take(
            store,
            person,
            kind=RequestKind.SIGNAL,
            reporter=" Jan ",
            reporter_tie="buurman",
            reporter_phone="06 12345678",
            consent=SignalConsent.GIVEN,
            urgency=Urgency.URGENT,
        ),
    )
    assert request.words == WORDS
    assert request.received_at == wall.at
    assert (request.reporter, request.reporter_tie) == ("Jan", "buurman")
    assert request.consent is SignalConsent.GIVEN
    assert request.state is RequestState.OPEN


def test_consent_belongs_to_a_signal_only(store: TestStore) -> None:
    request = take(store, store.person(), consent=SignalConsent.GIVEN)
    assert store.get(Request, request).consent is SignalConsent.NOT_ASKED


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"words": "  "}, ("words", "words_missing")),
        ({"reporter_phone": "06 12"}, ("reporter_phone", "phone_too_short")),
        (
            {"received_at": clock.instant_from("2026-11-12T15:00:00.000Z")},
            ("received_at", "date_in_future"),
        ),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(
    store: TestStore, wall: Clock, fields: dict[str, object], wrong: tuple[str, str]
) -> None:
    person = store.person()
    with pytest.raises(InvalidField) as refused:
        take(store, person, **fields)
    assert (refused.value.field, refused.value.reason) == wrong
    assert request_files.waiting(store.database, store.session) == ()


def test_answered_at_once_needs_what_was_told_and_stops_the_clocks(
    store: TestStore, wall: Clock
) -> None:
    request = take(store, store.person())
    with pytest.raises(InvalidField):
        requests.answer(store.database, store.session, request, told=" ")
    requests.answer(store.database, store.session, request, told="Nummer van de klussendienst")
    file = request_files.file_of(store.database, store.session, request)
    assert file.request.state is RequestState.ANSWERED
    assert file.request.closed_at == wall.at
    assert {c.state(wall.at) for c in file.clocks} == {ClockState.STOPPED}
    assert request_files.waiting(store.database, store.session) == ()
    with pytest.raises(NotAllowed):
        requests.withdraw(store.database, store.session, request)


@pytest.mark.promise("L1")
def test_l1_handing_over_keeps_the_terms_of_the_law_running(store: TestStore, wall: Clock) -> None:
    request = take(store, store.person())
    requests.hand_over(
        store.database, store.session, request, to="Wijkteam, mw. Bos", appointed=True
    )
    (waiting,) = request_files.waiting(store.database, store.session)
    assert waiting.state is RequestState.HANDED_OVER
    assert waiting.first is not None
    assert waiting.first.name is ClockName.PERSONAL_PLAN
    assert store.get(Request, request).appointed_at == wall.at


def test_undo_takes_back_what_was_done_to_a_request(store: TestStore) -> None:
    request = take(store, store.person())
    requests.withdraw(store.database, store.session, request, why="belde af")
    undo.undo(store.database, store.session)
    assert store.get(Request, request).state is RequestState.OPEN
    assert store.get(Request, request).closed_at is None


def test_the_most_pressing_request_comes_first_and_urgent_before_all(
    store: TestStore, wall: Clock
) -> None:
    old = take(store, store.person("Oud"))
    wall.at = clock.instant_from("2026-11-12T18:00:00.000Z")
    new = take(store, store.person("Nieuw"))
    urgent = take(store, store.person("Spoed"), urgency=Urgency.URGENT)
    requests.appoint(store.database, store.session, old)
    found = [r.request_id for r in request_files.waiting(store.database, store.session)]
    assert found == [urgent, new, old]


def test_a_clock_with_weeks_to_go_does_not_press_unless_it_is_urgent(
    store: TestStore, wall: Clock
) -> None:
    far = take(store, store.person("Ver"))
    requests.appoint(store.database, store.session, far)
    urgent = take(store, store.person("Spoed"), urgency=Urgency.URGENT)
    requests.appoint(store.database, store.session, urgent)
    new = take(store, store.person("Nieuw"))

    def pressing(most: int) -> tuple[list[str], int]:
        within = timedelta(days=7)
        found = request_files.pressing(store.database, store.session, within=within, most=most)
        return [one.request_id for one in found.first], found.further

    assert pressing(4) == ([urgent, new], 0)
    assert pressing(1) == ([urgent], 1), "what is not shown is counted"
    wall.at += timedelta(days=60)
    assert pressing(4) == ([urgent, far, new], 0), "over already presses most"


def test_however_many_wait_they_are_read_in_as_many_statements(store: TestStore) -> None:
    def asked() -> int:
        said: list[str] = []
        with store.database.reading() as connection:
            connection.set_trace_callback(said.append)
            request_files.waiting(store.database, store.session)
            connection.set_trace_callback(None)
        return len(said)

    take(store, store.person())
    before = asked()
    for _ in range(3):
        take(store, store.person())
    assert len(request_files.waiting(store.database, store.session)) == 4
    assert asked() == before


def test_a_list_tells_nothing_of_what_was_asked(store: TestStore) -> None:
    take(store, store.person(), reporter="Jan Bakker", reporter_tie="buurman")
    listed = msgspec.json.encode(request_files.waiting(store.database, store.session)).decode()
    assert WORDS not in listed
    assert "Jan Bakker" not in listed


def test_an_appointment_cannot_be_made_before_the_request(store: TestStore, wall: Clock) -> None:
    request = take(store, store.person())
    early = clock.instant_from("2026-11-12T13:00:00.000Z")
    with pytest.raises(InvalidField, match="before_request"):
        requests.appoint(store.database, store.session, request, at=early)


@pytest.mark.promise("L1")
def test_l1_a_delay_needs_a_reason_and_a_day_after_the_six_weeks(
    store: TestStore, wall: Clock
) -> None:
    request = take(store, store.person())
    for until, why, reason in (
        (date(2026, 12, 24), "vakantie", "within_six_weeks"),
        (date(2027, 1, 8), " ", "reason_missing"),
    ):
        with pytest.raises(InvalidField, match=reason):
            requests.note_delay(store.database, store.session, request, until=until, why=why)
    requests.note_delay(
        store.database, store.session, request, until=date(2027, 1, 8), why="in het ziekenhuis"
    )
    clocks = request_files.file_of(store.database, store.session, request).clocks
    assert clocks[2].last_day == date(2026, 12, 24)
    assert clocks[2].agreed_until == date(2027, 1, 8)


def test_what_was_told_is_kept_with_its_day(store: TestStore, wall: Clock) -> None:
    request, told, came = take(store, store.person()), date(2026, 11, 12), date(2026, 11, 17)
    requests.tell_support(store.database, store.session, request, on=told)
    requests.set_plan(store.database, store.session, request, offer=PlanOffer.TOLD, on=told)
    wall.at = clock.instant_from("2026-12-12T09:00:00.000Z")
    requests.set_plan(store.database, store.session, request, offer=PlanOffer.HANDED_IN, on=came)
    kept = store.get(Request, request)
    assert (kept.support_told_on, kept.plan_told_on, kept.plan_received_on) == (told, told, came)
    later = date(2026, 12, 12)
    requests.set_plan(store.database, store.session, request, offer=PlanOffer.NONE_WISHED, on=later)
    kept = store.get(Request, request)
    assert (kept.plan_told_on, kept.plan_received_on) == (told, None)
    with pytest.raises(InvalidField):
        requests.tell_support(store.database, store.session, request, on=date(2026, 11, 11))


def test_the_first_appointment_ends_the_wait(store: TestStore, wall: Clock) -> None:
    request = take(store, store.person())
    requests.appoint(store.database, store.session, request)
    first = store.get(Request, request).appointed_at
    wall.at = clock.instant_from("2026-11-15T09:00:00.000Z")
    with pytest.raises(NotAllowed):
        requests.appoint(store.database, store.session, request)
    assert store.get(Request, request).appointed_at == first


@pytest.mark.promise("L1")
def test_l1_consent_for_a_signal_may_come_later_and_lets_the_letter_go(store: TestStore) -> None:
    signal = take(store, store.person(), kind=RequestKind.SIGNAL)

    def hindrance() -> str:
        return letters.hindrance(request_files.file_of(store.database, store.session, signal))

    assert hindrance() == "consent"
    requests.note_consent(store.database, store.session, signal, consent=SignalConsent.GIVEN)
    assert hindrance() == ""
    question = take(store, store.person())
    with pytest.raises(NotAllowed):
        requests.note_consent(store.database, store.session, question, consent=SignalConsent.GIVEN)


def test_the_organisation_says_how_its_hours_are_counted(store: TestStore, wall: Clock) -> None:
    wall.at = clock.instant_from("2026-11-13T13:00:00.000Z")  # a Friday
    request = take(store, store.person())

    def due() -> str:
        first = request_files.file_of(store.database, store.session, request).clocks[0]
        return f"{first.due_at:%A}"

    assert due() == "Saturday"
    content = {"appointment_hours": 24, "counting": Counting.WORKING_DAYS}
    overlay = ReferenceOverlay(
        id=record_id(),
        name=SERVICE_TERMS,
        checked=True,
        content=msgspec.json.encode(content).decode(),
    )
    with act(store.database, store.session, "reference.set") as work:
        work.create(overlay)
    assert due() == "Monday"


def test_a_conversation_from_a_request_begins_with_its_words(store: TestStore, wall: Clock) -> None:
    person = store.person()
    request = take(store, person)
    made = visits.begin(store.database, store.session, person, request_id=request)
    visit = store.get(Visit, made.created("visit"))
    assert visit.request_id == request
    assert visit.question == WORDS
    assert store.get(Request, request).appointed_at == wall.at
    file = request_files.file_of(store.database, store.session, request)
    assert [v.id for v in file.visits] == [visit.id]


def test_the_words_of_a_signal_are_not_the_residents_question(store: TestStore) -> None:
    person = store.person()
    request = take(store, person, kind=RequestKind.SIGNAL)
    made = visits.begin(store.database, store.session, person, request_id=request)
    assert store.get(Visit, made.created("visit")).question == ""


def test_the_words_of_a_daughter_are_not_the_residents_question(store: TestStore) -> None:
    person = store.person()
    request = take(store, person, reporter="Aukje", reporter_tie="dochter")
    made = visits.begin(store.database, store.session, person, request_id=request)
    assert store.get(Visit, made.created("visit")).question == ""


def test_nobody_begins_a_conversation_from_the_request_of_another(store: TestStore) -> None:
    request = take(store, store.person())
    with pytest.raises(NotVisible):
        visits.begin(store.database, store.session, store.person("Ander"), request_id=request)


@pytest.mark.promise("L3")
@pytest.mark.parametrize("way", list(HandoverWay))
def test_l3_only_the_written_outcome_closes_an_investigation(
    store: TestStore, wall: Clock, way: HandoverWay
) -> None:
    example_owner(store)
    person = store.person()
    request = take(store, person)
    made = visits.begin(store.database, store.session, person, request_id=request)
    visit = VisitId(made.created("visit"))
    visits.conclude(store.database, store.session, visit)
    assert store.get(Request, request).state is RequestState.OPEN
    plan = plans.make(store.database, store.session, visit, way=way)
    if way is not HandoverWay.AT_THE_TABLE:
        assert store.get(Request, request).state is RequestState.OPEN
        wall.at = clock.instant_from("2026-11-20T09:00:00.000Z")
        handed = plan.created("handover")
        plans.hand_over(store.database, store.session, handed, on=date(2026, 11, 19))
    kept = store.get(Request, request)
    assert kept.state is RequestState.INVESTIGATED
    assert kept.closed_at is not None
    wanted = 12 if way is HandoverWay.AT_THE_TABLE else 19
    assert clock.local(kept.closed_at).date() == date(2026, 11, wanted)
    assert request_files.waiting(store.database, store.session) == ()


@pytest.mark.promise("L3")
def test_l3_undoing_the_handover_opens_the_request_again(store: TestStore, wall: Clock) -> None:
    example_owner(store)
    person = store.person()
    request = take(store, person)
    made = visits.begin(store.database, store.session, person, request_id=request)
    visit = VisitId(made.created("visit"))
    visits.conclude(store.database, store.session, visit)
    plan = plans.make(store.database, store.session, visit, way=HandoverWay.SEND_LATER)
    plans.hand_over(store.database, store.session, plan.created("handover"), on=date(2026, 11, 12))
    undo.undo(store.database, store.session)
    assert store.get(Request, request).state is RequestState.OPEN


def test_requests_of_another_village_are_not_listed(store: TestStore) -> None:
    mine, other = VillageId(record_id()), VillageId(record_id())
    with act(store.database, store.session, "villages") as work:
        for village in (mine, other):
            work.create(Village(id=RecordId(village), frisian_name=village[-4:]))
    here, there = store.person("Hier", mine), store.person("Daar", other)
    seen, unseen = take(store, here), take(store, there)
    session = msgspec.structs.replace(store.session, villages=frozenset({mine}))
    assert [r.request_id for r in request_files.waiting(store.database, session)] == [seen]
    with pytest.raises(NotVisible):
        request_files.opened(store.database, session, unseen)
    coordinator = stores.session_of(store.database.info, Role.COORDINATOR)
    assert request_files.waiting(store.database, coordinator) == ()


def test_requests_of_a_merged_file_are_those_of_the_person(store: TestStore) -> None:
    person, double = store.person(), store.person("Jongh")
    request = take(store, double)
    merging.merge(store.database, store.session, from_id=double, into_id=person)
    (file,) = request_files.of_person(store.database, store.session, person)
    assert file.request.id == request
    assert file.client.id == person
    (row,) = request_files.waiting(store.database, store.session)
    assert row.person.person_id == person


def example_owner(store: TestStore) -> None:
    """Give the store the user, organisation and numbers that a plan needs."""
    with act(store.database, store.session, "open") as work:
        work.create(Organisation(id=store.session.organisation, name="Mienskip"))
        work.create(User(id=store.session.user, name="Hinke"))
        work.create(numbering.first_range(store.session.device, plans.PLAN_NUMBERS))


def test_a_day_of_long_ago_is_a_typing_error(store: TestStore) -> None:
    for day in ("1908-11-22T11:00:00.000Z",):
        new = NewRequest(words="De trap.", received_at=clock.instant_from(day))
        with pytest.raises(InvalidField) as refused:
            requests.take(store.database, store.session, store.person(), new)
        assert (refused.value.field, refused.value.reason) == ("received_at", "came_long_ago")
    half_a_year = clock.now() - timedelta(days=180)
    new = NewRequest(words="De trap.", received_at=half_a_year)
    assert requests.take(store.database, store.session, store.person(), new).items
