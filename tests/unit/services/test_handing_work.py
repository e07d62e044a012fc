"""Work handed on by the back office, grants and replacements, and how much everyone has."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from meitinker import clock
from meitinker.domain.organisation import User, UserVillage
from meitinker.domain.plans import HandoverWay
from meitinker.domain.requests import Request
from meitinker.domain.reviews import Status
from meitinker.domain.tasks import Task
from meitinker.domain.transfers import Transfer
from meitinker.domain.villages import Village
from meitinker.errors import InvalidField, NotAllowed
from meitinker.ids import PersonId, RecordId, UserId, VillageId, record_id
from meitinker.services import (
    grants,
    handing_work,
    plans,
    print_queue,
    requests,
    reviewing,
    reviews,
    tasks,
    visits,
    workload,
)
from meitinker.services.requests import NewRequest
from meitinker.store import records
from tests.stores import TestStore
from tests.unit.services.back_office import BackOffice


@pytest.fixture
def office(store: TestStore) -> BackOffice:
    return BackOffice(store)


def colleague(office: BackOffice, village: VillageId | None = None) -> UserId:
    """Return another meitinker, who works in one village or everywhere."""
    user = UserId(office.make(User(id=record_id(), name="Sytske", phone="06 87654321")))
    if village is not None:
        office.make(UserVillage(id=record_id(), user_id=user, village_id=village))
    return user


def elsewhere(office: BackOffice) -> VillageId:
    return VillageId(office.make(Village(id=record_id(), frisian_name="Warten")))


def asked(office: BackOffice, person: PersonId) -> RecordId:
    taken = requests.take(office.database, office.meitinker, person, NewRequest(words="Help"))
    return taken.created("request")


def open_tasks(office: BackOffice, person: PersonId) -> dict[str, str]:
    with office.database.reading() as connection:
        found = records.find(connection, office.clerk, Task, client_id=person, done_on=None)
    return {one.what: one.user_id for one in found}


def test_who_can_be_given_work_is_who_is_a_meitinker_today(office: BackOffice) -> None:
    sytske = colleague(office)
    yesterday = clock.today() - timedelta(days=1)
    office.make(User(id=record_id(), name="Weg", valid_until=yesterday))
    found = handing_work.meitinkers(office.database, office.clerk)
    assert [one.name for one in found] == ["Hinke", "Sytske"]
    assert sytske in {one.id for one in found}
    with pytest.raises(NotAllowed):
        handing_work.meitinkers(office.database, office.meitinker)


def test_a_task_is_given_to_who_sees_the_file(office: BackOffice) -> None:
    person, sytske = office.person(), colleague(office, elsewhere(office))
    give = handing_work.give_task
    with pytest.raises(InvalidField, match="outside_villages"):
        give(office.database, office.clerk, person, to=sytske, what="Bellen")
    today = clock.today()
    grants.give(
        office.database,
        office.clerk,
        person,
        to=sytske,
        first_day=today,
        last_day=today,
        why="Spreekt Pools",
    )
    give(office.database, office.clerk, person, to=sytske, what="Bellen")
    assert open_tasks(office, person) == {"Bellen": sytske}
    with pytest.raises(InvalidField, match="task_empty"):
        give(office.database, office.clerk, person, to=sytske, what=" ")
    with pytest.raises(InvalidField, match="colleague_missing"):
        give(office.database, office.clerk, person, to=record_id(), what="Bellen")


def test_who_replaces_a_colleague_sees_the_files_of_that_village(office: BackOffice) -> None:
    office.make(
        UserVillage(
            id=record_id(), user_id=UserId(office.meitinker.user), village_id=office.village
        )
    )
    person, sytske = office.person(), colleague(office, elsewhere(office))
    today = clock.today()
    period: dict[str, Any] = {"first_day": today, "last_day": today + timedelta(days=14)}
    own = UserId(office.meitinker.user)
    made = grants.replace(office.database, office.clerk, own, by=sytske, **period)
    handing_work.give_task(office.database, office.clerk, person, to=sytske, what="Bellen")
    grants.end_replacement(office.database, office.clerk, made.created("replacement"))
    with pytest.raises(InvalidField, match="outside_villages"):
        handing_work.give_task(office.database, office.clerk, person, to=sytske, what="Weer")
    assert grants.current(office.database, office.clerk).replacements == ()
    with pytest.raises(InvalidField, match="replaces_oneself"):
        grants.replace(office.database, office.clerk, own, by=own, **period)


def test_a_request_goes_with_its_tasks(office: BackOffice) -> None:
    person, sytske = office.person(), colleague(office)
    request = asked(office, person)
    mine = Task(
        id=record_id(),
        client_id=person,
        user_id=office.meitinker.user,
        what="Plannen",
        request_id=request,
    )
    office.make(mine)
    handing_work.give_request(office.database, office.clerk, request, to=sytske)
    assert office.store.get(Request, request).user_id == sytske
    assert open_tasks(office, person) == {"Plannen": sytske}
    requests.withdraw(office.database, office.meitinker, request)
    with pytest.raises(NotAllowed):
        handing_work.give_request(office.database, office.clerk, request, to=sytske)


def test_a_complex_case_is_taken_over_with_its_open_work(office: BackOffice) -> None:
    visit = office.visit()
    client = PersonId(reviews.file_of(office.database, office.clerk, visit).visit.client.id)
    request = asked(office, client)
    tasks.add(office.database, office.meitinker, client, what="Bellen")
    with pytest.raises(InvalidField, match="take_over_reason_missing"):
        handing_work.take_over(office.database, office.clerk, visit, why=" ")
    handing_work.take_over(office.database, office.clerk, visit, why="Ook schulden")
    assert open_tasks(office, client) == {"Bellen": office.clerk.user}
    assert office.store.get(Request, request).user_id == office.clerk.user
    with office.database.reading() as connection:
        (transfer,) = records.find(connection, office.clerk, Transfer, client_id=client)
    assert (transfer.from_user_id, transfer.to_name, transfer.note) == (
        office.meitinker.user,
        "Klaas",
        "Ook schulden",
    )
    review = reviews.file_of(office.database, office.meitinker, visit).review
    assert (review.status, review.clerk) == (Status.TO_CHECK, office.clerk.user)


def test_a_file_is_given_to_another_meitinker(office: BackOffice) -> None:
    person, sytske = office.person(), colleague(office)
    tasks.add(office.database, office.meitinker, person, what="Bellen")
    of = RecordId(office.meitinker.user)
    handing_work.give_file(office.database, office.clerk, person, of=of, to=sytske, note="Dag")
    assert open_tasks(office, person) == {"Bellen": sytske}


def test_a_grant_is_given_with_a_reason_and_stays_to_be_told(office: BackOffice) -> None:
    person, sytske, today = office.person(), colleague(office), clock.today()
    told: dict[str, Any] = {"to": sytske, "first_day": today, "last_day": today}
    with pytest.raises(InvalidField, match="grant_reason_missing"):
        grants.give(office.database, office.clerk, person, why="", **told)
    with pytest.raises(NotAllowed):
        grants.give(office.database, office.meitinker, person, why="Ik wil het", **told)
    made = grants.give(office.database, office.clerk, person, why="Spreekt Pools", **told)
    given = grants.current(office.database, office.clerk)
    assert [one.why for one in given.grants] == ["Spreekt Pools"]
    assert given.names[sytske] == "Sytske"
    grants.end(office.database, office.clerk, made.created("dossier_grant"))
    assert grants.current(office.database, office.clerk).grants == ()
    assert len(grants.of_client(office.database, office.meitinker, person).grants) == 1
    with pytest.raises(InvalidField, match="over_already"):
        grants.end(office.database, office.clerk, made.created("dossier_grant"))


def test_what_everyone_has_in_hand_is_counted_once(office: BackOffice) -> None:
    sytske, visit = colleague(office), office.visit()
    reviewing.ask(office.database, office.clerk, visit, text="Wie?")
    person = office.person("Meer")
    office.store.visit(person)
    asked(office, person)
    tasks.add(office.database, office.meitinker, person, what="A", due_on=clock.today())
    long_ago = clock.today() - timedelta(days=3)
    tasks.add(office.database, office.meitinker, person, what="B", due_on=long_ago)
    loads = {one.key: one for one in workload.per_meitinker(office.database, office.clerk)}
    mine = loads[office.meitinker.user]
    assert (mine.name, mine.files, mine.visits, mine.requests) == ("Hinke", 2, 1, 1)
    assert (mine.tasks, mine.overdue, mine.replies, mine.to_check) == (3, 1, 1, 0)
    assert (mine.soon, mine.late) == (1, 0)
    assert (loads[sytske].name, loads[sytske].tasks) == ("Sytske", 0)
    with pytest.raises(NotAllowed):
        workload.per_meitinker(office.database, office.meitinker)


def test_a_term_that_is_over_counts_as_late(office: BackOffice) -> None:
    asked(office, office.person())
    with clock.running(lambda: START + timedelta(days=60)):
        (mine, *_others) = workload.per_meitinker(office.database, office.clerk)
    assert (mine.key, mine.late, mine.soon) == (office.meitinker.user, 1, 0)


START = clock.now()


def test_open_work_and_papers_stand_with_their_village(office: BackOffice) -> None:
    empty, visit = elsewhere(office), office.visit()
    way = HandoverWay.SEND_LATER
    plans.make(office.database, office.meitinker, visit, way=way)
    visits.begin(office.database, office.meitinker, office.store.person("Zonder"))
    loads = {one.key: one for one in workload.per_village(office.database, office.clerk)}
    here = loads[office.village]
    assert (here.name, here.papers, here.to_check) == ("Jirnsum", 1, 1)
    assert (loads[empty].files, loads[""].visits) == (0, 1)
    queue = print_queue.waiting(office.database, office.clerk)
    assert [(one.name, len(one.papers)) for one in queue.villages] == [("Jirnsum", 1)]
    assert queue.further == 0
