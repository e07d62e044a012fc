"""The application: what was signed, when it came in, and the clock it starts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from meitinker import clock
from meitinker.domain.applications import ApplicationForm, Investigation, SuspensionGround
from meitinker.domain.clocks import ClockState
from meitinker.domain.organisation import Organisation, User
from meitinker.domain.plans import HandoverWay
from meitinker.domain.visits import Phase, SupportForm, Visit
from meitinker.errors import InvalidField, NotAllowed
from meitinker.ids import VisitId
from meitinker.services import (
    application_files,
    applications,
    letters,
    numbering,
    plans,
    requests,
    undo,
    visit_files,
    visits,
)
from meitinker.services.applications import NewStop
from meitinker.services.requests import NewRequest
from meitinker.store.acts import act
from tests.stores import Clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from meitinker.changes import Changes
    from meitinker.domain.applications import Application
    from meitinker.ids import RecordId
    from meitinker.services.application_files import ApplicationFile
    from tests.stores import TestStore


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.running(Clock("2026-11-12T10:00:00.000Z")):
        yield


@pytest.fixture
def visit(store: TestStore) -> VisitId:
    return store.visit(store.person("Jong"))


def record(
    store: TestStore,
    visit: VisitId,
    signed: date = date(2026, 11, 10),
    received: date = date(2026, 11, 12),
    asks_for: str = "traplift",
) -> Changes:
    return applications.record(
        store.database,
        store.session,
        visit,
        applications.Signed(
            form=ApplicationForm.REPORT,
            signed_on=signed,
            received_on=received,
            asks_for=asks_for,
        ),
    )


def known(store: TestStore, visit: VisitId) -> tuple[Application, ...]:
    return visit_files.file_of(store.database, store.session, visit).applications


def test_a_conversation_has_one_application_that_can_be_mended(
    store: TestStore, visit: VisitId
) -> None:
    record(store, visit)
    record(store, visit, asks_for="  scootmobiel ")
    assert [one.asks_for for one in known(store, visit)] == ["scootmobiel"]


@pytest.mark.parametrize(
    ("signed", "received", "wrong"),
    [
        (date(2026, 11, 13), date(2026, 11, 12), "date_in_future"),
        (date(2026, 11, 12), date(2026, 11, 13), "date_in_future"),
        (date(2026, 11, 11), date(2026, 11, 10), "before_signed"),
    ],
)
def test_impossible_days_are_refused(
    store: TestStore, visit: VisitId, signed: date, received: date, wrong: str
) -> None:
    with pytest.raises(InvalidField, match=wrong):
        record(store, visit, signed, received)
    assert known(store, visit) == ()


def test_it_is_taken_also_after_the_conversation_was_concluded(
    store: TestStore, visit: VisitId
) -> None:
    visits.conclude(store.database, store.session, visit)
    changes = record(store, visit)
    assert not changes.undoable, "undo does not reach into a concluded conversation"
    applications.remove(store.database, store.session, known(store, visit)[0].id)
    assert known(store, visit) == ()


def test_it_is_undone_while_the_conversation_is_open(store: TestStore, visit: VisitId) -> None:
    record(store, visit)
    undo.undo(store.database, store.session)
    assert known(store, visit) == ()


def test_the_phase_is_guessed_by_the_decision_that_is_still_to_come(
    store: TestStore, visit: VisitId
) -> None:
    def begun() -> Visit:
        made = visits.begin(store.database, store.session, client).created("visit")
        return store.get(Visit, made)

    client = store.get(Visit, visit).client_id
    first = begun()
    assert (first.phase, first.support_form) == (Phase.BEFORE, SupportForm.INFORMATION)
    record(store, visit)
    running = begun()
    assert (running.phase, running.support_form) == (Phase.DURING, SupportForm.INFORMATION)
    with clock.running(Clock("2026-12-12T10:00:00.000Z")):
        later = begun()
    assert (later.phase, later.support_form) == (Phase.AFTER, SupportForm.EVALUATION)


@pytest.fixture
def asked(store: TestStore) -> VisitId:
    """Hold a conversation of 1 October that followed from a request of that day."""
    person = store.person("Wiarda")
    with clock.running(Clock("2026-10-01T08:00:00.000Z")):
        with act(store.database, store.session, "open") as work:
            work.create(Organisation(id=store.session.organisation, name="Mienskip"))
            work.create(User(id=store.session.user, name="Hinke"))
            work.create(numbering.first_range(store.session.device, plans.PLAN_NUMBERS))
        new = NewRequest(words="Ik kom de trap niet meer op.")
        request = requests.take(store.database, store.session, person, new).created("request")
        begun = visits.begin(store.database, store.session, person, request_id=request)
        made = VisitId(begun.created("visit"))
        visits.conclude(store.database, store.session, made)
        return made


def file(store: TestStore, visit: VisitId) -> ApplicationFile:
    found = application_files.of_visit(store.database, store.session, visit)
    assert found is not None
    return found


@pytest.mark.promise("L2")
@pytest.mark.parametrize(
    ("received", "given", "early"),
    [
        ("2026-11-02", None, True),  # no outcome yet, the six weeks still run
        ("2026-11-12", None, True),  # their last day
        ("2026-11-13", None, False),  # they are over: an application can be made all the same
        ("2026-11-02", "2026-11-02", False),  # given and signed on one day
        ("2026-11-02", "2026-11-03", True),
        ("2026-11-04", "2026-11-03", False),
    ],
)
def test_l2_an_application_comes_after_the_investigation_or_its_term(
    store: TestStore, asked: VisitId, received: str, given: str | None, early: bool
) -> None:
    with clock.running(Clock(f"{given or received}T09:00:00.000Z")):
        way = HandoverWay.AT_THE_TABLE if given else HandoverWay.SEND_LATER
        plans.make(store.database, store.session, asked, way=way)
    day = date.fromisoformat(received)
    with clock.running(Clock("2026-11-20T09:00:00.000Z")):
        record(store, asked, day, day)
        found = file(store, asked)
    assert found.investigation.last_day == date(2026, 11, 12)
    assert found.early is early
    assert found.application.received_on == day, "what came is kept, early or not"


def test_without_a_request_only_the_outcome_tells(store: TestStore, visit: VisitId) -> None:
    record(store, visit)
    found = file(store, visit)
    assert found.investigation == Investigation()
    assert found.early


def stop(
    first: date = date(2026, 11, 16),
    last: date | None = None,
    why: str = "Het verslag van de arts mist nog.",
) -> NewStop:
    return NewStop(ground=SuspensionGround.COMPLETION, why=why, first_day=first, last_day=last)


def suspended(store: TestStore, visit: VisitId, new: NewStop) -> RecordId:
    made = applications.suspend(
        store.database, store.session, file(store, visit).application.id, new
    )
    return made.created("letter")


@pytest.mark.promise("L2")
def test_l2_the_clock_stands_still_and_goes_on(store: TestStore, visit: VisitId) -> None:
    with act(store.database, store.session, "open") as work:
        work.create(User(id=store.session.user, name="Hinke"))
    record(store, visit)
    assert last_day(store, visit) == date(2026, 11, 26)
    letter = suspended(store, visit, stop())
    assert last_day(store, visit) is None
    (kept,) = file(store, visit).stops
    assert (kept.by, kept.stop.why) == ("Hinke", "Het verslag van de arts mist nog.")
    with clock.running(Clock("2026-11-20T09:00:00.000Z")):
        applications.go_on(store.database, store.session, letter, on=date(2026, 11, 19))
        assert last_day(store, visit) == date(2026, 11, 30), "three days, and then a weekend"
        with pytest.raises(NotAllowed):
            applications.go_on(store.database, store.session, letter, on=date(2026, 11, 20))
        undo.undo(store.database, store.session)
        assert last_day(store, visit) is None
        undo.undo(store.database, store.session)
        assert last_day(store, visit) == date(2026, 11, 26)


def last_day(store: TestStore, visit: VisitId) -> date | None:
    running = file(store, visit).clock
    assert running is not None
    return running.last_day


def test_a_suspension_is_taken_away_and_no_paper_waits_for_it(
    store: TestStore, visit: VisitId
) -> None:
    record(store, visit)
    letter = suspended(store, visit, stop(last=date(2026, 11, 17)))
    assert last_day(store, visit) == date(2026, 11, 30)
    assert letters.unsent(store.database, store.session) == []
    applications.remove_stop(store.database, store.session, letter)
    assert last_day(store, visit) == date(2026, 11, 26)


@pytest.mark.parametrize(
    ("new", "wrong"),
    [
        (stop(why=" "), "stop_reason_missing"),
        (stop(date(2026, 11, 12)), "before_application"),
        (stop(last=date(2026, 11, 15)), "ends_before_begins"),
        (stop(date(2026, 11, 27)), "decision_term_over"),
    ],
)
def test_a_suspension_that_cannot_be_is_refused(
    store: TestStore, visit: VisitId, new: NewStop, wrong: str
) -> None:
    record(store, visit)
    with pytest.raises(InvalidField, match=wrong):
        suspended(store, visit, new)
    assert file(store, visit).stops == ()


def test_the_clock_stands_still_once_at_a_time(store: TestStore, visit: VisitId) -> None:
    record(store, visit)
    suspended(store, visit, stop())
    with pytest.raises(InvalidField, match="stands_still_already"):
        suspended(store, visit, stop(date(2026, 11, 20)))


@pytest.mark.promise("L2")
def test_l2_a_decision_ends_the_wait_and_overdue_ones_are_listed(
    store: TestStore, visit: VisitId
) -> None:
    record(store, visit)
    with clock.running(Clock("2026-11-30T09:00:00.000Z")):
        (late,) = application_files.undecided(store.database, store.session)
        assert late.clock.state(clock.now()) is ClockState.OVERDUE
        key = late.application_id
        for day, wrong in (
            (date(2026, 11, 11), "before_application"),
            (date(2026, 12, 1), "date_"),
        ):
            with pytest.raises(InvalidField, match=wrong):
                applications.decide(store.database, store.session, key, on=day)
        applications.decide(store.database, store.session, key, on=date(2026, 11, 26))
        assert application_files.undecided(store.database, store.session) == ()
        running = file(store, visit).clock
        assert running is not None
        assert running.state(clock.now()) is ClockState.MET
        with pytest.raises(NotAllowed):
            applications.decide(store.database, store.session, key, on=date(2026, 11, 27))
        undo.undo(store.database, store.session)
        assert len(application_files.undecided(store.database, store.session)) == 1
