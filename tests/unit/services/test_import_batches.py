"""Handing over: a number once and for good, the same files each time, undoing as a new fact."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from meitinker.domain.addresses import Address
from meitinker.domain.import_batches import ImportedVisit, LeftVisit
from meitinker.domain.people import Person
from meitinker.domain.reviews import Status
from meitinker.errors import InvalidField, NotAllowed, UndoRefused
from meitinker.ids import PersonId, RecordId, VisitId, record_id
from meitinker.services import import_batches, leaving_rows, reviewing, reviews, undo
from meitinker.store import records
from meitinker.store.acts import act
from tests.stores import TestStore
from tests.unit.services.back_office import BackOffice


@pytest.fixture
def office(store: TestStore) -> BackOffice:
    return BackOffice(store)


def approved(office: BackOffice, name: str = "Jong") -> VisitId:
    visit = office.visit(name)
    reviewing.approve(office.database, office.clerk, visit, why="Nagevraagd")
    return visit


def handed_over(office: BackOffice, *visits: VisitId) -> RecordId:
    made = import_batches.make(office.database, office.clerk, visits, note="week 47")
    return made.created("import_batch")


def status(office: BackOffice, visit: VisitId) -> Status:
    review = reviews.file_of(office.database, office.meitinker, visit).review
    return review.status


def imported(office: BackOffice, visit: VisitId) -> list[ImportedVisit]:
    with office.database.reading() as connection:
        return records.find(
            connection, office.clerk, ImportedVisit, order="revision", visit_id=visit
        )


def test_approved_visits_leave_as_one_batch(office: BackOffice) -> None:
    one, two = approved(office, "Jong"), approved(office, "Meer")
    batch = handed_over(office, one, two)
    assert (status(office, one), status(office, two)) == (Status.IMPORTED, Status.IMPORTED)
    content = import_batches.content(office.database, office.clerk, batch)
    assert [left.visit.surname for left in content.visits] == ["Jong", "Meer"]
    assert len({left.visit.import_number for left in content.visits}) == 2
    assert content.organisation == "Mienskip"
    assert content.made_by == "Klaas"
    (need,) = content.visits[0].needs
    assert (need.what, need.rung, need.findings[0].reason) == (
        "Schoon huis",
        2,
        "De buren helpen.",
    )
    assert need.import_number == content.visits[0].visit.import_number
    (told,) = import_batches.listed(office.database, office.clerk)
    assert (told.visits, told.undone, told.by, told.note) == (2, 0, "Klaas", "week 47")


def test_the_list_tells_whose_visits_left_and_of_which_days(office: BackOffice) -> None:
    visits = [approved(office, name) for name in ("Jong", "Meer", "Vries")]
    handed_over(office, *visits)
    days = ("2026-11-09", "2026-11-03", "2026-11-20")
    users = (office.other.user, office.meitinker.user, office.meitinker.user)
    with office.database.transaction() as work:
        work.connection.executemany(
            "UPDATE visit SET visited_on = ?, user_id = ? WHERE id = ?",
            list(zip(days, users, visits, strict=True)),
        )
    (told,) = import_batches.listed(office.database, office.clerk)
    assert told.visits == 3
    assert told.writers == ("Hinke", "Baukje"), "who has most in it comes first"
    assert (told.first, told.last) == (date(2026, 11, 3), date(2026, 11, 20))


def test_what_is_not_approved_does_not_leave(office: BackOffice) -> None:
    good, new = approved(office, "Jong"), office.visit("Meer")
    with pytest.raises(InvalidField, match="not_approved"):
        handed_over(office, good, new)
    assert status(office, good) is Status.APPROVED
    with pytest.raises(InvalidField, match="nothing_chosen"):
        handed_over(office)
    with pytest.raises(NotAllowed):
        import_batches.make(office.database, office.meitinker, [good])


def test_a_visit_leaves_once(office: BackOffice) -> None:
    visit = approved(office)
    handed_over(office, visit, visit)
    assert len(imported(office, visit)) == 1
    with pytest.raises(InvalidField, match="not_approved"):
        handed_over(office, visit)


def test_what_was_approved_anew_while_its_rows_were_made_does_not_leave(
    office: BackOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = approved(office)
    made = leaving_rows.left

    def left(*told: Any) -> LeftVisit:
        rows = made(*told)
        office.plan(visit)
        reviewing.take_up(office.database, office.clerk, visit)
        reviewing.approve(office.database, office.clerk, visit, why="Nagevraagd")
        return rows

    with monkeypatch.context() as patch:
        patch.setattr(leaving_rows, "left", left)
        with pytest.raises(InvalidField, match="not_approved"):
            handed_over(office, visit)
    assert imported(office, visit) == []
    handed_over(office, visit)
    (leaves,) = imported(office, visit)
    assert leaves.version == reviews.file_of(office.database, office.clerk, visit).version


def test_the_files_are_the_same_each_time_whatever_happened_since(office: BackOffice) -> None:
    visit = approved(office)
    batch = handed_over(office, visit)
    first = import_batches.content(office.database, office.clerk, batch)
    client = RecordId(first.visits[0].visit.person_id)
    with act(office.database, office.meitinker, "test.edit") as work:
        work.edit(Person, client, {"surname": "Anders"})
    office.plan(visit)
    assert import_batches.content(office.database, office.clerk, batch) == first


def test_a_change_after_the_import_comes_back_and_leaves_as_the_next_revision(
    office: BackOffice,
) -> None:
    visit = approved(office)
    handed_over(office, visit)
    office.plan(visit)
    assert status(office, visit) is Status.CHANGED
    reviewing.approve(office.database, office.clerk, visit, why="Nagevraagd")
    assert status(office, visit) is Status.APPROVED
    second = handed_over(office, visit)
    first, again = imported(office, visit)
    assert (first.number, first.revision) == (again.number, 1)
    assert (again.batch_id, again.revision) == (second, 2)
    assert again.version != first.version
    assert status(office, visit) is Status.IMPORTED


def test_undoing_removes_nothing_and_lets_the_visit_leave_again(office: BackOffice) -> None:
    one, two = approved(office, "Jong"), approved(office, "Meer")
    batch = handed_over(office, one, two)
    with pytest.raises(InvalidField, match="undo_reason_missing"):
        import_batches.undo(office.database, office.clerk, batch, why=" ")
    only = [imported(office, one)[0].id]
    import_batches.undo(office.database, office.other, batch, why="verkeerd", only=only)
    assert (status(office, one), status(office, two)) == (Status.APPROVED, Status.IMPORTED)
    import_batches.undo(office.database, office.other, batch, why="alles")
    assert status(office, two) is Status.APPROVED
    with pytest.raises(InvalidField, match="nothing_to_undo"):
        import_batches.undo(office.database, office.other, batch, why="nog eens")
    (told,) = import_batches.listed(office.database, office.clerk)
    assert told.is_undone
    content = import_batches.content(office.database, office.clerk, batch)
    assert len(content.visits) == 2
    assert set(content.undone) == {left.visit.import_number for left in content.visits}
    handed_over(office, one)
    first, again = imported(office, one)
    assert (again.number, again.revision) == (first.number, 2)


def test_an_approval_that_left_is_not_taken_back(office: BackOffice) -> None:
    visit = approved(office)
    import_batches.make(office.database, office.other, [visit])
    with pytest.raises(UndoRefused):
        undo.undo(office.database, office.clerk)
    assert status(office, visit) is Status.IMPORTED


def test_numbers_are_never_given_twice(office: BackOffice) -> None:
    visits = [approved(office, name) for name in ("Jong", "Meer", "Vries")]
    batches = [handed_over(office, visit) for visit in visits]
    numbers = [imported(office, visit)[0].number for visit in visits]
    assert numbers == [numbers[0], numbers[0] + 1, numbers[0] + 2]
    told = {
        one.batch_id: one.number for one in import_batches.listed(office.database, office.clerk)
    }
    assert len({told[batch] for batch in batches}) == 3


def test_that_a_batch_leaves_is_logged_for_each_visit(office: BackOffice) -> None:
    visit = approved(office)
    batch = handed_over(office, visit)
    with office.database.reading() as connection:
        before = connection.execute("SELECT count(*) FROM read_entry").fetchone()[0]
    import_batches.content(office.database, office.clerk, batch)
    with office.database.reading() as connection:
        after = connection.execute("SELECT count(*) FROM read_entry").fetchone()[0]
    assert after == before + 1


@pytest.mark.parametrize("secret", [False, True])
def test_a_secret_address_stays_here(office: BackOffice, *, secret: bool) -> None:
    visit = office.visit()
    client = office.store.get(Person, client_of(office, visit)).id
    with act(office.database, office.meitinker, "test.edit") as work:
        work.edit(Person, client, {"secret_address": secret, "bsn": "111222333"})
        work.create(
            Address(
                id=record_id(),
                person_id=PersonId(client),
                street="Buorren",
                number="5",
                postcode="8408 AB",
                village_id=office.village,
                valid_from=date(2020, 1, 1),
            )
        )
    reviewing.approve(office.database, office.clerk, visit, why="Nagevraagd")
    content = import_batches.content(office.database, office.clerk, handed_over(office, visit))
    row = content.visits[0].visit
    assert (row.street, row.postcode) == (("", "") if secret else ("Buorren", "8408 AB"))
    assert (row.secret_address, row.village, row.bsn) == (secret, "Jirnsum", "111222333")


def client_of(office: BackOffice, visit: VisitId) -> str:
    return reviews.file_of(office.database, office.clerk, visit).visit.client.id
