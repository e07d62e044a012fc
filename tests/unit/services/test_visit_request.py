"""The request of a conversation: missing until there is one, and what the law wants told of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from meitinker import clock
from meitinker.domain.checkpoints import Talked, Topic
from meitinker.domain.contacts import Channel
from meitinker.domain.requests import PlanOffer, Request
from meitinker.domain.visits import Phase, Visit
from meitinker.errors import InvalidField, NotAllowed, NotVisible
from meitinker.ids import RecordId, VisitId
from meitinker.services import (
    checkpoints,
    requests,
    visit_files,
    visit_missing,
    visit_request,
    visits,
)
from meitinker.services.requests import NewRequest
from meitinker.store.acts import act

if TYPE_CHECKING:
    from meitinker.ids import PersonId
    from tests.stores import TestStore


@pytest.fixture
def client(store: TestStore) -> PersonId:
    return store.person("Jong")


@pytest.fixture
def visit(store: TestStore, client: PersonId) -> VisitId:
    return VisitId(visits.begin(store.database, store.session, client).created("visit"))


def asked(store: TestStore, client: PersonId) -> RecordId:
    new = NewRequest(words="Ik val vaak.")
    return requests.take(store.database, store.session, client, new).created("request")


def told_question(store: TestStore, visit: VisitId) -> None:
    with act(store.database, store.session, "test.edit") as work:
        work.edit(Visit, RecordId(visit), {"question": "Ik kom de trap niet op."})


def lacking(store: TestStore, visit: VisitId) -> dict[str, str]:
    file = visit_files.file_of(store.database, store.session, visit)
    return {one.what: one.ground for one in visit_missing.missing(file)}


def test_a_conversation_without_a_request_says_so_until_one_is_taken(
    store: TestStore, client: PersonId, visit: VisitId
) -> None:
    assert lacking(store, visit)["request"] == "Wmo 2015 art. 2.3.2 lid 1"
    with pytest.raises(InvalidField):
        visit_request.take(store.database, store.session, visit)
    told_question(store, visit)
    checkpoints.answer(
        store.database, store.session, visit, topic=Topic.CLIENT_SUPPORT, talked=Talked.TALKED
    )
    made = visit_request.take(store.database, store.session, visit).created("request")
    request, held = store.get(Request, made), store.get(Visit, visit)
    assert (request.words, request.channel) == ("Ik kom de trap niet op.", Channel.HOME)
    assert request.received_at == request.appointed_at == held.started_at
    assert request.support_told_on == held.visited_on
    assert (held.request_id, held.phase) == (made, Phase.DURING)
    assert "request" not in lacking(store, visit)
    with pytest.raises(NotAllowed):
        visit_request.take(store.database, store.session, visit)


def test_of_an_earlier_day_only_the_day_is_known(store: TestStore, client: PersonId) -> None:
    day = clock.today() - timedelta(days=3)
    begun = visits.begin(store.database, store.session, client, on=day).created("visit")
    told_question(store, VisitId(begun))
    made = visit_request.take(store.database, store.session, VisitId(begun)).created("request")
    assert clock.local(store.get(Request, made).received_at).date() == day


def test_one_that_waits_is_offered_before_a_new_one(
    store: TestStore, client: PersonId, visit: VisitId
) -> None:
    waits, other = asked(store, client), asked(store, store.person("Ander"))
    file = visit_files.file_of(store.database, store.session, visit)
    assert [one.id for one in file.waiting] == [waits]
    with pytest.raises(NotVisible):
        visit_request.follow(store.database, store.session, visit, request_id=other)
    visit_request.follow(store.database, store.session, visit, request_id=waits)
    assert store.get(Visit, visit).request_id == waits
    appointed = store.get(Request, waits).appointed_at
    assert appointed is not None
    assert appointed >= store.get(Request, waits).received_at


def test_the_personal_plan_is_told_of_and_what_came_is_taken_in(
    store: TestStore, client: PersonId
) -> None:
    request = asked(store, client)
    visit = VisitId(
        visits.begin(store.database, store.session, client, request_id=request).created("visit")
    )
    assert lacking(store, visit)["plan_offer"] == "Wmo 2015 art. 2.3.2 lid 2"
    assert Topic.PERSONAL_PLAN.value not in lacking(store, visit)
    for offer in PlanOffer:
        requests.set_plan(store.database, store.session, request, offer=offer, on=clock.today())
        found = lacking(store, visit)
        assert ("plan_offer" in found) == (offer is PlanOffer.NOT_TOLD)
        came = offer in {PlanOffer.HANDED_IN, PlanOffer.TOGETHER}
        assert (Topic.PERSONAL_PLAN.value in found) == came, offer
    requests.set_plan(
        store.database, store.session, request, offer=PlanOffer.HANDED_IN, on=clock.today()
    )
    checkpoints.answer(
        store.database, store.session, visit,
        topic=Topic.PERSONAL_PLAN, talked=Talked.TALKED, note="Uw zus komt elke week.",
    )  # fmt: skip
    assert lacking(store, visit).keys().isdisjoint({"plan_offer", Topic.PERSONAL_PLAN.value})


def test_a_request_of_then_is_not_moved_by_what_is_told_later(store: TestStore) -> None:
    assert visit_request.began_at(
        Visit(
            id=RecordId("v"), client_id=store.person("Jong"), device_id="d", user_id="u",
            visited_on=date(2026, 11, 2), started_at=clock.now(),
        )
    ) == clock.instant_from("2026-11-01T23:00:00.000Z")  # fmt: skip
