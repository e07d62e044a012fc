"""The derived list of reviews follows what it is derived from: bites, merged files, erasing."""

from __future__ import annotations

import pytest

from meitinker import clock
from meitinker.domain.people import PersonMerge
from meitinker.domain.requests import Request, Urgency
from meitinker.domain.reviews import Status
from meitinker.domain.visits import VISIT, Visit
from meitinker.ids import VillageId, VisitId, record_id
from meitinker.services import reviewing, reviews
from meitinker.store import checking, indexing, review_sql
from meitinker.store import reviews as rows
from meitinker.store.acts import act
from meitinker.store.reviews import ReviewFilter
from tests.erasures import erase
from tests.stores import TestStore
from tests.unit.services.back_office import BackOffice


@pytest.fixture
def office(store: TestStore) -> BackOffice:
    return BackOffice(store)


def listed(office: BackOffice, asked: ReviewFilter | None = None) -> list[tuple[str, str]]:
    found = reviews.inbox(office.database, office.clerk, asked or ReviewFilter()).entries
    return [(one.visit_id, one.status) for one in found]


def waiting(office: BackOffice) -> int:
    with office.database.reading() as connection:
        return rows.due(connection)


def test_what_came_in_bulk_is_worked_out_in_bites(office: BackOffice) -> None:
    visits = [office.visit(f"Naam {n}") for n in range(5)]
    reviewing.approve(office.database, office.clerk, visits[0], why="Nagevraagd")
    with office.database.transaction() as work:
        work.connection.execute("DELETE FROM visit_review")
        work.connection.execute("INSERT INTO review_due (visit_id) SELECT id FROM visit")
    assert waiting(office) == 5
    while indexing.index_waiting(office.database, most=2):
        pass
    assert waiting(office) == 0
    assert dict(listed(office)) == {
        visit: Status.APPROVED if visit == visits[0] else Status.NEW for visit in visits
    }


def test_a_request_that_cannot_wait_puts_its_visit_first(office: BackOffice) -> None:
    first, second = office.visit("Jong"), office.visit("Meer")
    whole = office.store.get(Visit, second)
    request = office.make(
        Request(
            id=record_id(),
            client_id=whole.client_id,
            user_id=office.meitinker.user,
            received_at=whole.concluded_at or clock.now(),
        )
    )
    with office.database.transaction() as work:
        work.connection.execute("UPDATE visit SET request_id = ? WHERE id = ?", (request, second))
    assert listed(office, ReviewFilter(urgent=True)) == []
    with act(office.database, office.meitinker, "test.edit") as work_on:
        work_on.edit(Request, request, {"urgency": Urgency.URGENT})
    assert listed(office, ReviewFilter(urgent=True)) == [(second, Status.NEW)]
    assert [visit for visit, _ in listed(office)] == [second, first]


def test_the_visit_of_a_merged_file_stands_with_the_village_of_the_file_that_stayed(
    office: BackOffice,
) -> None:
    visit, kept = office.visit("Dubbel"), office.store.person("Blijft", VillageId(record_id()))
    double = office.store.get(Visit, visit).client_id
    assert listed(office, ReviewFilter(village_id=office.village)) == [(visit, Status.NEW)]
    merge = PersonMerge(id=record_id(), from_id=double, into_id=kept, merged_at=clock.now())
    with act(office.database, office.meitinker, "person.merge") as work:
        work.create(merge, operation="merge")
    assert listed(office, ReviewFilter(village_id=office.village)) == []
    (entry,) = reviews.inbox(office.database, office.clerk).entries
    assert (entry.person_id, entry.surname) == (kept, "Blijft")
    assert listed(office, ReviewFilter(village_id=entry.village_id)) == [(visit, Status.NEW)]


def test_what_is_erased_leaves_the_list(office: BackOffice) -> None:
    visit = VisitId(office.visit())
    assert listed(office) == [(visit, Status.NEW)]
    erase(office.database, office.meitinker, [(Visit, visit)])
    while indexing.index_waiting(office.database):
        pass
    assert listed(office) == []
    assert waiting(office) == 0


def test_a_conclusion_that_did_not_come_in_leaves_the_list(office: BackOffice) -> None:
    visit = office.visit()
    with office.database.transaction() as work:
        work.connection.execute("UPDATE visit SET state = 'open' WHERE id = ?", (visit,))
        rows.touched(work.connection, VISIT, visit)
        rows.settle(work.connection)
    assert listed(office) == []


def test_the_check_sees_a_visit_that_is_missing_from_the_list(office: BackOffice) -> None:
    visit = office.visit()
    assert checking.check(office.database).problems == ()
    with office.database.transaction() as work:
        work.connection.execute("DELETE FROM visit_review")
    problems = checking.check(office.database).problems
    assert problems == (
        f"search: visit {visit}: neither in the list of reviews nor waiting for it",
    )


def test_visits_of_every_status_come_in_one_order_and_in_runs(office: BackOffice) -> None:
    visits = [office.visit(f"Naam {n}") for n in range(7)]
    use = (office.database, office.clerk)
    reviewing.approve(*use, visits[0], why="Nagevraagd")
    reviewing.take_up(*use, visits[3])
    reviewing.send_back(*use, visits[5], why="Nog leeg")
    with office.database.transaction() as work:
        work.connection.execute(
            "UPDATE visit_review SET urgent = 1 WHERE visit_id = ?", (visits[6],)
        )
    whole = [one for one, _status in listed(office)]
    with office.database.reading() as connection:
        plain = connection.execute(
            "SELECT visit_id FROM visit_review ORDER BY urgent DESC, since, visit_id"
        )
        assert whole == [visit for (visit,) in plain]
    assert whole[0] == visits[6]
    runs = [reviews.inbox(*use, most=3, skip=skip).entries for skip in (0, 3, 6)]
    assert [one.visit_id for run in runs for one in run] == whole
    joined = reviews.longer(reviews.inbox(*use, most=3), reviews.inbox(*use, most=3, skip=2))
    assert [one.visit_id for one in joined.entries] == whole[:5]


def test_no_list_is_sorted_as_a_whole_for_a_run_of_it(office: BackOffice) -> None:
    sql = review_sql.listed((), "1")
    wanted = review_sql.of_every_status((), most=200, skip=0)
    with office.database.reading() as connection:
        plan = [str(row[3]) for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", wanted)]
    seen = [step for step in plan if "visit_review_list" in step]
    assert len(seen) == len(Status)
    assert all(step.startswith("SEARCH") for step in seen), "one status at a time"
    assert not [step for step in plan if step.startswith("SCAN t USING")]
