"""Whom one can call about a resident, and whether a question cannot wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from meitinker import clock
from meitinker.domain.network import Tie
from meitinker.domain.requests import Request, RequestState, Urgency
from meitinker.ids import VisitId, record_id
from meitinker.services import people, visits
from meitinker.services.around import doers, known, missing_in
from meitinker.store.acts import act

if TYPE_CHECKING:
    from meitinker.domain.records import Record
    from meitinker.ids import PersonId
    from meitinker.services.around import Around
    from tests.stores import TestStore


@pytest.fixture
def client(store: TestStore) -> PersonId:
    return store.person("Bakker")


def around(store: TestStore, client: PersonId, *known: Record) -> Around:
    """Return what the file tells once all that is ``known`` was written down."""
    with act(store.database, store.session, "tie.add") as work:
        for one in known:
            work.create(one)
    return people.file_of(store.database, store.session, client).around


def tie(client: PersonId, name: str, phone: str, *, may: bool | None, carer: bool = False) -> Tie:
    return Tie(
        id=record_id(),
        client_id=client,
        name=name,
        relation="dochter",
        phone=phone,
        may_be_called=may,
        carer=carer,
    )


def asked(
    store: TestStore,
    client: PersonId,
    *,
    urgency: Urgency = Urgency.NORMAL,
    state: RequestState = RequestState.OPEN,
) -> Request:
    return Request(
        id=record_id(),
        client_id=client,
        user_id=store.session.user,
        received_at=clock.now(),
        reporter="Anna",
        reporter_tie="dochter",
        reporter_phone="06 12 34 56 78",
        urgency=urgency,
        state=state,
    )


def test_who_told_of_an_open_question_comes_first_and_each_number_once(
    store: TestStore, client: PersonId
) -> None:
    told = around(
        store,
        client,
        tie(client, "Piet", "0566 62 00 00", may=True),
        tie(client, "Joke", "0566 62 00 01", may=True, carer=True),
        tie(client, "Anna", "0612345678", may=True),
        asked(store, client),
    )
    assert [one.name for one in told.callers] == ["Anna", "Joke", "Piet"]


@pytest.mark.parametrize("may", [None, False])
def test_who_did_not_say_that_they_may_be_called_is_left_out(
    store: TestStore, client: PersonId, may: bool | None
) -> None:
    assert around(store, client, tie(client, "Piet", "0566 62 00 00", may=may)).callers == ()


@pytest.mark.parametrize(
    ("state", "urgent"), [(RequestState.OPEN, True), (RequestState.ANSWERED, False)]
)
def test_what_cannot_wait_is_told_while_it_is_open(
    store: TestStore, client: PersonId, state: RequestState, urgent: bool
) -> None:
    told = around(store, client, asked(store, client, urgency=Urgency.URGENT, state=state))
    assert told.urgent is urgent
    assert bool(told.callers) is urgent


def test_who_was_named_before_is_known_once_and_offered_where_missing(
    store: TestStore, client: PersonId
) -> None:
    visit = visits.begin(store.database, store.session, client).created("visit")
    for name, said in (("Anna", "dochter"), ("Wiebe", "buurman"), ("Bakker", "inwoner")):
        visits.add_attendee(store.database, store.session, VisitId(visit), name=name, tie=said)
    around(store, client, tie(client, "Joke", "", may=None), asked(store, client))
    named = known(store.database, store.session, client)
    assert [(one.name, one.tie) for one in named] == [
        ("Joke", "dochter"),
        ("Anna", "dochter"),
        ("Wiebe", "buurman"),
    ]
    assert named[1].phone == "06 12 34 56 78", "who asked left a number"
    assert [one.name for one in missing_in(named, ["Anna Bakker", "joke"])] == ["Wiebe"]


def test_what_is_agreed_may_be_done_by_the_worker_the_resident_and_who_was_named(
    store: TestStore, client: PersonId
) -> None:
    around(store, client, tie(client, "Aukje", "", may=None))
    names = [one.name for one in doers(store.database, store.session, client)]
    assert names[-2:] == ["Bakker", "Aukje"]
