"""What points at a record outlives it: a conversation stays open though its request is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from meitinker import clock
from meitinker.domain.plans import HandoverWay
from meitinker.domain.requests import Request
from meitinker.domain.visits import Visit
from meitinker.errors import NotVisible
from meitinker.ids import VisitId
from meitinker.services import (
    appointments,
    letters,
    plans,
    requests,
    visit_day,
    visit_files,
    visit_missing,
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
