"""The checklist: all that the law wants, what is missing, who looked; and what differs since."""

from __future__ import annotations

import pytest

from meitinker.domain.visit_versions import Way
from meitinker.errors import NotAllowed
from meitinker.ids import VisitId
from meitinker.services import review_checklist, review_compare, reviewing, reviews, visit_missing
from meitinker.services.review_checklist import CheckLine
from tests.stores import TestStore
from tests.unit.services.back_office import BackOffice


@pytest.fixture
def office(store: TestStore) -> BackOffice:
    return BackOffice(store)


def lines(office: BackOffice, visit: VisitId) -> dict[str, CheckLine]:
    file = reviews.file_of(office.database, office.clerk, visit)
    return {one.item: one for one in review_checklist.checklist(file)}


def test_all_that_may_be_missing_is_on_the_list(office: BackOffice) -> None:
    visit = office.visit(question="")
    file = reviews.file_of(office.database, office.clerk, visit)
    told = lines(office, visit)
    lacking = {one.what for one in visit_missing.missing(file.visit)}
    assert lacking <= set(told)
    assert {item for item, line in told.items() if line.missing} == lacking | {"plan", "plan_given"}
    assert all(line.ground.startswith("Wmo 2015 art. 2.3") for line in told.values())
    assert told["question"].missing
    assert not told["needs"].missing


def test_a_plan_that_was_given_is_no_longer_missing(office: BackOffice) -> None:
    visit = office.visit()
    office.plan(visit)
    told = lines(office, visit)
    assert not told["plan"].missing
    assert not told["plan_given"].missing


def test_a_tick_says_who_looked_and_grows_stale(office: BackOffice) -> None:
    visit = office.visit()
    review_checklist.tick(office.database, office.clerk, visit, "question")
    review_checklist.tick(office.database, office.other, visit, "question")
    line = lines(office, visit)["question"]
    assert line.tick is not None
    assert (line.tick.user_id, line.stale) == (office.clerk.user, False)
    office.plan(visit)
    assert lines(office, visit)["question"].stale
    review_checklist.tick(office.database, office.other, visit, "question")
    line = lines(office, visit)["question"]
    assert line.tick is not None
    assert (line.tick.user_id, line.stale) == (office.other.user, False)
    review_checklist.untick(office.database, office.clerk, visit, "question")
    assert lines(office, visit)["question"].tick is None


def test_the_meitinker_reads_the_ticks_and_sets_none(office: BackOffice) -> None:
    visit = office.visit()
    review_checklist.tick(office.database, office.clerk, visit, "question")
    assert reviews.file_of(office.database, office.meitinker, visit).ticks
    for deed in (review_checklist.tick, review_checklist.untick):
        with pytest.raises(NotAllowed):
            deed(office.database, office.meitinker, visit, "question")


def test_what_differs_since_the_return_is_told(office: BackOffice) -> None:
    visit = office.visit()
    office.plan(visit)
    assert review_compare.compared(office.database, office.clerk, visit) is None
    reviewing.send_back(office.database, office.clerk, visit, why="De dochter ontbreekt.")
    told = review_compare.compared(office.database, office.clerk, visit)
    assert told is not None
    assert (told.by, told.since.text, told.differences) == ("Klaas", "De dochter ontbreekt.", ())
    office.plan(visit, news="De dochter was erbij.")
    told = review_compare.compared(office.database, office.clerk, visit)
    assert told is not None
    (one,) = told.differences
    assert (one.kind, one.way) == ("support_plan", Way.ADDED)
    assert told.words[one.record_id] == "De dochter was erbij."
