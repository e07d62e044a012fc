"""From the kitchen table to the first imported visit and back, through a hub; and who may not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from meitinker import clock
from meitinker.domain.import_batches import ImportedVisit
from meitinker.domain.merging import Reason
from meitinker.domain.reviews import ReviewStep, Status, StepKind
from meitinker.domain.session import Role
from meitinker.domain.tasks import Task
from meitinker.domain.visits import Visit
from meitinker.ids import UserId, record_id
from meitinker.services import import_batches, reviewing, reviews, visits
from meitinker.store import allowed, checking, indexing, records
from meitinker.store.acts import act
from tests.sync.hub_world import HubWorld
from tests.sync.test_with_hub import stands

if TYPE_CHECKING:
    from pathlib import Path

    from meitinker.domain.reviews import Review
    from meitinker.ids import VisitId
    from tests.sync.hub_world import HubLaptop


def concluded(laptop: HubLaptop) -> VisitId:
    person = laptop.add_person("Jong")
    with laptop.awake():
        visit = laptop.store.visit(person, "Wie helpt mij?")
        visits.conclude(laptop.database, laptop.store.session, visit)
    return visit


def where(laptop: HubLaptop, visit: VisitId) -> Review:
    return reviews.file_of(laptop.database, laptop.store.session, visit).review


def test_a_visit_is_asked_about_approved_and_handed_over(tmp_path: Path) -> None:
    with HubWorld(tmp_path) as world:
        a = world.laptop("a", "Grou")
        office = world.laptop("office", role=Role.BACK_OFFICE)
        visit = concluded(a)
        world.settle(2)
        while indexing.index_waiting(office.database):
            pass
        clerk = office.store.session
        (entry,) = reviews.inbox(office.database, clerk).entries
        assert (entry.visit_id, entry.status) == (visit, Status.NEW)
        with office.awake():
            reviewing.ask(office.database, clerk, visit, text="Wie was erbij?")
        world.settle(2)
        assert where(a, visit).status is Status.QUESTION_OUT
        with a.database.reading() as connection:
            own = records.find(connection, a.store.session, Task, user_id=a.store.session.user)
        assert [one.what for one in own] == ["Wie was erbij?"]
        with a.awake():
            reviewing.reply(a.database, a.store.session, visit, text="De dochter.")
        world.settle(2)
        assert where(office, visit).status is Status.TO_CHECK
        with office.awake():
            reviewing.approve(office.database, clerk, visit, why="Nagevraagd")
            import_batches.make(office.database, clerk, [visit])
        world.settle(2)
        there, here = where(office, visit), where(a, visit)
        assert (there.status, here.status) == (Status.IMPORTED, Status.IMPORTED)
        assert there.imported is not None
        with a.database.reading() as connection:
            (told,) = records.find(connection, a.store.session, ImportedVisit, visit_id=visit)
        assert (told.number, told.content) == (there.imported.number, "")
        assert not any(stands(one).attention for one in world.laptops)
        for laptop in world.laptops:
            assert checking.check(laptop.database).problems == ()


@pytest.mark.promise("L24", "F16")
def test_l24_f16_no_meitinker_approves_her_own_visit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with HubWorld(tmp_path) as world:
        a = world.laptop("a", "Grou")
        office = world.laptop("office", role=Role.BACK_OFFICE)
        visit = concluded(a)
        world.settle(2)
        session = a.store.session
        with a.database.reading() as connection:
            client = records.get(connection, session, Visit, visit).client_id
        forged = ReviewStep(
            id=record_id(),
            visit_id=visit,
            client_id=client,
            user_id=UserId(session.user),
            at=clock.now(),
            what=StepKind.APPROVED,
        )
        monkeypatch.setattr(allowed, "require", lambda *_a, **_k: None)
        with a.awake(), act(a.database, session, "x") as work:
            work.create(forged)
        world.settle(2)
        (shown,) = stands(a).attention
        assert shown.reason is Reason.NOT_WITHIN_ROLE
        assert where(office, visit).status is Status.NEW
