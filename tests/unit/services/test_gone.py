"""What points at a record outlives it: a conversation stays open though its request is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from meitinker import clock
from meitinker.domain import clocks
from meitinker.domain.appointments import Appointment, AppointmentState
from meitinker.domain.plans import HandoverWay
from meitinker.domain.requests import Request
from meitinker.domain.visits import Visit
from meitinker.domain.week import MOST_MINUTES, span_of
from meitinker.errors import InvalidField, NotAllowed, NotVisible
from meitinker.ids import VisitId
from meitinker.services import (
    appointments,
    letters,
    plans,
    requests,
    running,
    visit_day,
    visit_files,
    visit_missing,
    visit_request,
    visits,
)
from meitinker.services.appointments import Planned
from meitinker.services.requests import NewRequest
from meitinker.store import records
from meitinker.store.acts import act
from tests.unit.services.world import World

if TYPE_CHECKING:
    from meitinker.ids import RecordId
    from tests.stores import TestStore


@pytest.fixture
def world(store: TestStore) -> World:
    return World(store)


def _asked(world: World) -> RecordId:
    use = world.store.database, world.store.session
    return requests.take(*use, world.other, NewRequest(words="Help")).created("request")


def _remove(world: World, request: RecordId) -> None:
    """As a colleague does whose undoing arrives later."""
    with act(world.store.database, world.store.session, "request.undone_elsewhere") as work:
        work.delete(Request, request)


def _visit(world: World, request: RecordId) -> VisitId:
    use = world.store.database, world.store.session
    return VisitId(visits.begin(*use, world.other, request_id=request).created("visit"))


def test_a_conversation_goes_on_to_its_plan_when_its_request_is_gone(world: World) -> None:
    use, request = (world.store.database, world.store.session), _asked(world)
    visit = _visit(world, request)
    _remove(world, request)
    file = visit_files.opened(*use, visit)
    assert file.request is None
    assert "request" in {one.what for one in visit_missing.missing(file)}
    visit_day.set_day(*use, visit, on=clock.today())
    plans.pdf(*use, visit)
    visits.conclude(*use, visit)
    plans.make(*use, visit, way=HandoverWay.AT_THE_TABLE)
    assert visit_files.file_of(*use, visit).handovers[0].handed_over_on == clock.today()


def test_a_conversation_is_begun_from_an_appointment_whose_request_is_gone(world: World) -> None:
    use, request = (world.store.database, world.store.session), _asked(world)
    plan = Planned(starts_at=clock.now())
    made = appointments.make(*use, world.other, plan=plan, request_id=request)
    _remove(world, request)
    begun = appointments.begin_visit(*use, made.created("appointment"))
    assert world.store.get(Visit, begun.created("visit")).request_id is None


def _remove_visit(world: World, visit: RecordId) -> None:
    with act(world.store.database, world.store.session, "visit.undone_elsewhere") as work:
        work.delete(Visit, visit)


def _begun(world: World) -> RecordId:
    """Return an appointment whose conversation was begun and then removed by a colleague."""
    use, plan = (world.store.database, world.store.session), Planned(starts_at=clock.now())
    made = appointments.make(*use, world.other, plan=plan).created("appointment")
    begun = appointments.begin_visit(*use, made).created("visit")
    with pytest.raises(InvalidField):
        appointments.begin_visit(*use, made)
    assert appointments.visit_of(*use, made) == begun
    _remove_visit(world, begun)
    return made


def test_an_appointment_whose_conversation_is_gone_begins_anew(world: World) -> None:
    use, made = (world.store.database, world.store.session), _begun(world)
    assert appointments.visit_of(*use, made) is None
    assert appointments.opened(*use, made).appointment.visit_id is None
    day = clock.local(clock.now()).date()
    (entry,) = appointments.period(*use, span_of(clocks.start_of(day), MOST_MINUTES * 2))
    assert entry.visit_id is None
    again = appointments.begin_visit(*use, made).created("visit")
    assert appointments.visit_of(*use, made) == again


def test_an_appointment_whose_conversation_is_gone_can_be_put_right(world: World) -> None:
    use, made = (world.store.database, world.store.session), _begun(world)
    appointments.mark(*use, made, AppointmentState.PLANNED)
    one = world.store.get(Appointment, made)
    assert (one.state, one.visit_id) == (AppointmentState.PLANNED, None)
    appointments.mark(*use, made, AppointmentState.CANCELLED)


def test_a_conversation_whose_request_is_gone_takes_another(world: World) -> None:
    use, first = (world.store.database, world.store.session), _asked(world)
    visit = _visit(world, first)
    with pytest.raises(NotAllowed):
        visit_request.follow(*use, visit, request_id=_asked(world))
    _remove(world, first)
    second = _asked(world)
    visit_request.follow(*use, visit, request_id=second)
    assert world.store.get(Visit, visit).request_id == second


def test_a_request_goes_on_with_the_conversation_whose_own_is_gone(world: World) -> None:
    use, first = (world.store.database, world.store.session), _asked(world)
    visit, second = _visit(world, first), _asked(world)
    assert running.visit_from(*use, world.other, request_id=second) is None, "it has its own"
    _remove(world, first)
    assert running.visit_from(*use, world.other, request_id=second) == visit
    running.begin_from(*use, world.other, request_id=second)
    assert world.store.get(Visit, visit).request_id == second


def test_a_letter_that_went_is_noted_though_its_request_is_gone(world: World) -> None:
    use, request = (world.store.database, world.store.session), _asked(world)
    letter = letters.make(*use, request, way=HandoverWay.SEND_LATER).created("letter")
    _remove(world, request)
    letters.send(*use, letter, on=clock.today())
    assert letters.unsent(*use) == []


def test_control_a_record_that_is_asked_for_itself_is_refused_when_it_is_gone(world: World) -> None:
    request = _asked(world)
    _remove(world, request)
    with world.store.database.reading() as connection:
        assert records.known(connection, world.store.session, Request, request) is None
        assert records.known(connection, world.store.session, Request, None) is None
        with pytest.raises(NotVisible):
            records.get(connection, world.store.session, Request, request)
