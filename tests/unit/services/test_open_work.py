"""What is open of a meitinker, in a village or of a resident."""

from __future__ import annotations

from datetime import timedelta

import pytest

from meitinker import clock
from meitinker.domain.organisation import User
from meitinker.errors import NotAllowed
from meitinker.ids import PersonId, RecordId, record_id
from meitinker.services import handing_work, open_work, requests, tasks, visits, workload
from meitinker.services.open_work import OpenWork
from meitinker.services.requests import NewRequest
from tests.stores import TestStore
from tests.unit.services.back_office import BackOffice


@pytest.fixture
def office(store: TestStore) -> BackOffice:
    return BackOffice(store)


def furnish(office: BackOffice) -> PersonId:
    """Give a resident one thing of each kind, the task overdue; return who it is."""
    person, use = office.person(), (office.database, office.meitinker)
    requests.take(*use, person, NewRequest(words="Ik val vaak."))
    visits.begin(*use, person)
    day = clock.today() - timedelta(days=1)
    tasks.add(*use, person, what="Huisarts bellen", due_on=day)
    return person


def kinds(work: OpenWork) -> list[str]:
    return [one.kind for one in work.things]


def test_all_of_a_user_is_there_and_what_is_overdue_comes_first(office: BackOffice) -> None:
    person = furnish(office)
    work = open_work.of_user(office.database, office.clerk, office.meitinker.user)
    assert kinds(work)[0] == "task"
    assert sorted(kinds(work)) == ["request", "task", "visit"]
    assert work.things[0].what == "Huisarts bellen"
    assert set(work.people) == {person}
    assert work.users[office.meitinker.user] == "Hinke"
    assert kinds(open_work.of_user(office.database, office.clerk, office.clerk.user)) == []


def test_it_is_as_much_as_the_workload_counts(office: BackOffice) -> None:
    furnish(office)
    loads = workload.per_meitinker(office.database, office.clerk)
    load = next(one for one in loads if one.key == office.meitinker.user)
    work = open_work.of_user(office.database, office.clerk, load.key)
    assert len(work.things) == load.visits + load.requests + load.tasks == 3
    places = workload.per_village(office.database, office.clerk)
    for place in places:
        there = open_work.of_village(office.database, office.clerk, place.key)
        assert len(there.things) == place.visits + place.requests + place.tasks


def test_nothing_of_what_a_resident_said_is_in_it(office: BackOffice) -> None:
    furnish(office)
    work = open_work.of_user(office.database, office.clerk, office.meitinker.user)
    assert "val vaak" not in repr(work)


def test_a_resident_without_open_work_still_has_a_name(office: BackOffice) -> None:
    person = office.person("Visser")
    work = open_work.of_client(office.database, office.clerk, person)
    assert work.things == ()
    assert work.people[person].surname == "Visser"


def test_what_was_given_away_is_the_others(office: BackOffice) -> None:
    person = furnish(office)
    to = office.make(User(id=record_id(), name="Sytske"))
    of = RecordId(office.meitinker.user)
    handing_work.give_file(office.database, office.clerk, person, of=of, to=to)
    theirs = open_work.of_user(office.database, office.clerk, to)
    assert sorted(kinds(theirs)) == ["request", "task"]
    assert kinds(open_work.of_user(office.database, office.clerk, of)) == ["visit"]


def test_only_the_back_office_looks(office: BackOffice) -> None:
    person = furnish(office)
    for look in (open_work.of_user, open_work.of_village, open_work.of_client):
        with pytest.raises(NotAllowed):
            look(office.database, office.meitinker, person)
