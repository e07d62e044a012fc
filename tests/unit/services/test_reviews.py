"""The review of a concluded visit: where it stands follows from what was done."""

from __future__ import annotations

import pytest

from meitinker import clock
from meitinker.domain.reviews import Status
from meitinker.domain.session import Session
from meitinker.domain.tasks import Task
from meitinker.errors import InvalidField, NotAllowed, NotVisible, UndoRefused
from meitinker.ids import VisitId
from meitinker.services import review_checklist, reviewing, reviews, tasks, undo
from meitinker.store import records
from meitinker.store.reviews import ReviewFilter
from tests.stores import TestStore
from tests.unit.services.back_office import BackOffice


@pytest.fixture
def office(store: TestStore) -> BackOffice:
    return BackOffice(store)


def status(office: BackOffice, visit: VisitId) -> Status:
    """Return where a visit stands, by its records and by the list, which must agree."""
    review = reviews.file_of(office.database, office.meitinker, visit).review
    listed = reviews.inbox(office.database, office.clerk).entries
    told = {one.visit_id: one.status for one in listed}
    assert told[visit] == review.status
    return review.status


def tasks_of(office: BackOffice, session: Session) -> list[Task]:
    with office.database.reading() as connection:
        return records.find(connection, session, Task, user_id=session.user)


def test_a_visit_arrives_once_it_is_concluded(office: BackOffice) -> None:
    under_way = office.store.visit(office.person())
    with pytest.raises(NotAllowed):
        reviews.file_of(office.database, office.meitinker, under_way)
    assert reviews.inbox(office.database, office.clerk).entries == ()
    visit = office.visit()
    (entry,) = reviews.inbox(office.database, office.clerk).entries
    assert (entry.visit_id, entry.status, entry.surname) == (visit, "new", "Jong")
    assert entry.village_id == office.village
    with pytest.raises(NotAllowed):
        reviewing.take_up(office.database, office.clerk, under_way)


def test_a_visit_goes_from_new_to_approved(office: BackOffice) -> None:
    visit = office.visit()
    database, clerk = office.database, office.clerk
    assert status(office, visit) is Status.NEW
    reviewing.take_up(database, clerk, visit)
    assert status(office, visit) is Status.TO_CHECK
    reviewing.ask(database, clerk, visit, text="Wie was erbij?")
    assert status(office, visit) is Status.QUESTION_OUT
    with pytest.raises(InvalidField, match="question_is_out"):
        reviewing.approve(database, clerk, visit)
    reviewing.reply(database, office.meitinker, visit, text="De dochter.")
    assert status(office, visit) is Status.TO_CHECK
    reviewing.approve(database, clerk, visit, why="Nagevraagd")
    assert status(office, visit) is Status.APPROVED


def test_a_question_is_a_task_of_the_meitinker_until_it_is_replied_to(office: BackOffice) -> None:
    visit = office.visit()
    reviewing.ask(office.database, office.clerk, visit, text="  Wie was erbij? ")
    (task,) = tasks_of(office, office.meitinker)
    assert (task.what, task.done_on) == ("Wie was erbij?", None)
    file = reviews.file_of(office.database, office.meitinker, visit)
    assert file.question is not None
    assert file.question.task_id == task.id
    (waiting,) = tasks.waiting(office.database, office.meitinker)
    assert waiting.asked_visit == visit
    reviewing.reply(office.database, office.meitinker, visit, text="De dochter.")
    (task,) = tasks_of(office, office.meitinker)
    assert task.done_on is not None
    assert reviews.file_of(office.database, office.meitinker, visit).question is None


def test_a_returned_visit_is_handed_in_again(office: BackOffice) -> None:
    visit = office.visit()
    reviewing.send_back(office.database, office.clerk, visit, why="De mantelzorger ontbreekt.")
    assert status(office, visit) is Status.RETURNED
    office.plan(visit)
    assert status(office, visit) is Status.RETURNED
    reviewing.reply(office.database, office.meitinker, visit, text="Staat nu in het plan.")
    assert status(office, visit) is Status.TO_CHECK
    review = reviews.file_of(office.database, office.meitinker, visit).review
    assert review.changed


def test_what_is_added_after_the_approval_comes_back(office: BackOffice) -> None:
    visit = office.visit()
    reviewing.approve(office.database, office.clerk, visit, why="Nagevraagd")
    office.plan(visit)
    assert status(office, visit) is Status.TO_CHECK


def test_the_meitinker_decides_nothing(office: BackOffice) -> None:
    visit, database, hinke = office.visit(), office.database, office.meitinker
    for deed in (
        lambda: reviewing.take_up(database, hinke, visit),
        lambda: reviewing.approve(database, hinke, visit, why="Nagevraagd"),
        lambda: reviewing.ask(database, hinke, visit, text="?"),
        lambda: reviewing.send_back(database, hinke, visit, why="?"),
        lambda: reviews.inbox(database, hinke),
        lambda: reviewing.reply(database, office.coordinator, visit, text="?"),
    ):
        with pytest.raises(NotAllowed):
            deed()
    with pytest.raises(NotVisible):
        reviews.file_of(database, office.coordinator, visit)
    assert status(office, visit) is Status.NEW


def test_nothing_is_replied_to_nothing(office: BackOffice) -> None:
    visit = office.visit()
    with pytest.raises(InvalidField, match="nothing_asked"):
        reviewing.reply(office.database, office.meitinker, visit, text="Ja")


def test_undo_takes_a_step_back_with_its_task(office: BackOffice) -> None:
    visit = office.visit()
    reviewing.ask(office.database, office.clerk, visit, text="Wie was erbij?")
    undo.undo(office.database, office.clerk)
    assert status(office, visit) is Status.NEW
    assert tasks_of(office, office.meitinker) == []
    undo.redo(office.database, office.clerk)
    assert status(office, visit) is Status.QUESTION_OUT


def test_a_step_that_somebody_went_on_from_stays(office: BackOffice) -> None:
    visit = office.visit()
    reviewing.ask(office.database, office.clerk, visit, text="Wie was erbij?")
    reviewing.reply(office.database, office.meitinker, visit, text="De dochter.")
    with pytest.raises(UndoRefused):
        undo.undo(office.database, office.clerk)
    assert status(office, visit) is Status.TO_CHECK


def test_the_inbox_is_asked_by_status_meitinker_village_and_time(office: BackOffice) -> None:
    first, second = office.visit("Jong"), office.visit("Meer")
    reviewing.take_up(office.database, office.clerk, second)

    def asked(**what: object) -> list[str]:
        found = reviews.inbox(office.database, office.clerk, ReviewFilter(**what))  # type: ignore[arg-type]  # one of each
        return [one.visit_id for one in found.entries]

    assert asked() == [first, second]
    assert asked(status=Status.TO_CHECK) == [second]
    assert asked(user_id=office.other.user) == []
    assert asked(user_id=office.meitinker.user) == [first, second]
    assert asked(village_id=office.village, urgent=False) == [first, second]
    assert asked(village_id="elsewhere") == []
    assert asked(urgent=True) == []
    assert asked(since="2999-01-01T00:00:00.000Z") == []
    counts = reviews.counts(office.database, office.clerk, ReviewFilter(status=Status.NEW))
    assert (counts[Status.NEW], counts[Status.TO_CHECK], counts[Status.IMPORTED]) == (1, 1, 0)


def test_what_nobody_looked_at_is_not_approved_without_a_word(office: BackOffice) -> None:
    visit = office.visit()
    use = office.database, office.clerk, visit
    with pytest.raises(InvalidField, match="approval_reason_missing"):
        reviewing.approve(*use, why="  ")
    lines = review_checklist.checklist(reviews.file_of(*use))
    lacking = review_checklist.not_looked_at(lines)
    assert lacking
    for line in lacking:
        review_checklist.tick(*use, line.item)
    reviewing.approve(*use)
    assert status(office, visit) is Status.APPROVED


def test_what_is_decided_is_decided_about_the_version_that_was_seen(office: BackOffice) -> None:
    visit = office.visit()
    use = office.database, office.clerk, visit
    seen = reviews.file_of(*use).version
    office.plan(visit)
    for decide in (reviewing.approve, reviewing.send_back):
        with pytest.raises(InvalidField, match="review_changed_since"):
            decide(*use, seen=seen, why="Nagevraagd")
    assert status(office, visit) is Status.NEW
    reviewing.approve(*use, seen=reviews.file_of(*use).version, why="Nagevraagd")


def test_a_reply_is_to_the_question_that_was_read(office: BackOffice) -> None:
    visit = office.visit()
    reviewing.ask(office.database, office.clerk, visit, text="Wie was erbij?")
    read = reviews.file_of(office.database, office.meitinker, visit).question
    assert read is not None
    reviewing.take_up(office.database, office.clerk, visit)
    reviewing.ask(office.database, office.clerk, visit, text="Hoe laat was het?")
    with pytest.raises(InvalidField, match="question_changed"):
        reviewing.reply(office.database, office.meitinker, visit, text="De dochter.", to=read.id)
    now = reviews.file_of(office.database, office.meitinker, visit)
    assert now.question is not None
    assert now.due_on == clock.today() + reviewing.REPLY_WITHIN
    reviewing.reply(
        office.database, office.meitinker, visit, text="Om twee uur.", to=now.question.id
    )
    answered = reviews.file_of(office.database, office.clerk, visit).answer
    assert answered is not None
    assert answered.text == "Om twee uur."
