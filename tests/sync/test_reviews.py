"""Two clerks who check the same visit without seeing each other leave no two silent truths."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from meitinker.domain.import_batches import ImportedVisit
from meitinker.domain.people import Person
from meitinker.domain.reviews import Clash, Review, Status, StepKind
from meitinker.domain.session import Role, Session
from meitinker.domain.visits import Visit, VisitState
from meitinker.errors import InvalidField
from meitinker.ids import PersonId, VisitId, record_id
from meitinker.services import import_batches, reviewing, reviews
from meitinker.store import indexing, records
from meitinker.store.acts import act
from tests.sync.world import Replica, World

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with World(tmp_path, seed=11) as one:
        yield one


def clerk(replica: Replica) -> Session:
    return msgspec.structs.replace(replica.store.session, role=Role.BACK_OFFICE)


def visit(world: World) -> VisitId:
    """Return a concluded visit that both laptops have."""
    first = world.replicas[0]
    person, one = PersonId(record_id()), VisitId(record_id())
    session = first.store.session
    with first.awake(), act(first.database, session, "test.make") as work:
        work.create(Person(id=person, surname="Jong"))
        work.create(
            Visit(
                id=one,
                client_id=person,
                device_id=session.device,
                user_id=session.user,
                state=VisitState.CONCLUDED,
            )
        )
    world.settle()
    return one


def do(replica: Replica, deed: Any, one: VisitId, **told: Any) -> None:
    with replica.awake():
        deed(replica.database, clerk(replica), one, **told)


def seen(world: World, one: VisitId) -> list[Review]:
    """Return where the visit stands on each laptop; lists and records agree."""
    found = []
    for replica in world.replicas:
        with replica.awake():
            while indexing.index_waiting(replica.database):
                pass
            review = reviews.file_of(replica.database, clerk(replica), one).review
            (entry,) = reviews.inbox(replica.database, clerk(replica)).entries
        assert entry.status == review.status
        assert entry.clash == (review.clash or "")
        found.append(review)
    return found


def agree(world: World, one: VisitId) -> Review:
    first, *others = seen(world, one)
    assert all(other == first for other in others)
    return first


def test_both_laptops_know_that_two_took_it_up_and_one_chooses(world: World) -> None:
    one = visit(world)
    a, b = world.replicas
    do(a, reviewing.take_up, one)
    do(b, reviewing.take_up, one)
    assert [review.clash for review in seen(world, one)] == [None, None]
    world.settle()
    review = agree(world, one)
    assert (review.status, review.clash) == (Status.TO_CHECK, Clash.TAKEN_UP_TWICE)
    with pytest.raises(InvalidField, match="review_clash"):
        do(a, reviewing.approve, one, why="Nagevraagd")
    mine = next(end for end in review.ends if end.user_id == clerk(b).user)
    do(b, reviewing.settle, one, chosen=mine.id)
    world.settle()
    review = agree(world, one)
    assert (review.clash, review.clerk) == (None, clerk(b).user)


def test_approved_here_and_returned_there_counts_as_neither(world: World) -> None:
    one = visit(world)
    a, b = world.replicas
    do(a, reviewing.approve, one, why="Nagevraagd")
    do(b, reviewing.send_back, one, why="Niet af.")
    world.settle()
    assert agree(world, one).clash is Clash.DECIDED_APART
    with pytest.raises(InvalidField, match="not_approved"):
        import_batches.make(a.database, clerk(a), [one])
    returned = next(end for end in agree(world, one).ends if end.what is StepKind.RETURNED)
    do(a, reviewing.settle, one, chosen=returned.id)
    world.settle()
    assert agree(world, one).status is Status.RETURNED


def test_both_choose_apart_and_that_too_is_seen(world: World) -> None:
    one = visit(world)
    a, b = world.replicas
    do(a, reviewing.approve, one, why="Nagevraagd")
    do(b, reviewing.send_back, one, why="Niet af.")
    world.settle()
    first, last = agree(world, one).ends
    do(a, reviewing.settle, one, chosen=first.id)
    do(b, reviewing.settle, one, chosen=last.id)
    world.settle()
    review = agree(world, one)
    assert review.clash is Clash.DECIDED_APART
    do(b, reviewing.settle, one, chosen=review.ends[0].id)
    world.settle()
    assert agree(world, one).clash is None


def test_handed_over_on_both_sides_is_told_until_one_is_undone(world: World) -> None:
    one = visit(world)
    a, b = world.replicas
    do(a, reviewing.approve, one, why="Nagevraagd")
    world.settle()
    for replica in (a, b):
        with replica.awake():
            import_batches.make(replica.database, clerk(replica), [one])
    world.settle()
    assert agree(world, one).clash is Clash.IMPORTED_TWICE
    with a.awake():
        batches = import_batches.listed(a.database, clerk(a))
        assert len({batch.number for batch in batches}) == 2
        import_batches.undo(a.database, clerk(a), batches[0].batch_id, why="dubbel")
    world.settle()
    review = agree(world, one)
    assert (review.status, review.clash) == (Status.IMPORTED, None)


def handed_over_twice(world: World, undone: int) -> tuple[Replica, VisitId]:
    """Return a laptop and a visit that two handed over at once; one of both was taken back."""
    one = visit(world)
    a, b = world.replicas
    do(a, reviewing.approve, one, why="Nagevraagd")
    world.settle()
    for replica in (a, b):
        with replica.awake():
            import_batches.make(replica.database, clerk(replica), [one])
    world.settle()
    with a.awake():
        found = imported(a, one)
        import_batches.undo(a.database, clerk(a), found[undone].batch_id, why="dubbel")
    world.settle()
    return a, one


def imported(replica: Replica, one: VisitId) -> list[ImportedVisit]:
    with replica.database.reading() as connection:
        return records.find(
            connection, clerk(replica), ImportedVisit, order="revision", visit_id=one
        )


@pytest.mark.parametrize("undone", [0, 1])
def test_the_number_that_still_counts_goes_on_with_the_next_revision(
    world: World, undone: int
) -> None:
    a, one = handed_over_twice(world, undone)
    standing = imported(a, one)[1 - undone]
    do(a, reviewing.take_up, one)
    do(a, reviewing.approve, one, why="Nagevraagd")
    with a.awake():
        import_batches.make(a.database, clerk(a), [one])
    world.settle()
    last = imported(a, one)[-1]
    assert (last.number, last.revision) == (standing.number, 2)
    assert agree(world, one).clash is None


def test_control_whoever_came_first_in_the_list_may_be_the_one_that_was_taken_back(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, one = handed_over_twice(world, 0)
    do(a, reviewing.take_up, one)
    do(a, reviewing.approve, one, why="Nagevraagd")
    with monkeypatch.context() as patch, a.awake():
        patch.setattr(import_batches, "_undone", lambda *_told: {})
        import_batches.make(a.database, clerk(a), [one])
    assert agree_on_clash(world, one) is Clash.IMPORTED_TWICE


def test_control_without_what_a_step_came_after_a_decision_is_lost_unseen(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = visit(world)
    a, b = world.replicas
    do(a, reviewing.approve, one, why="Nagevraagd")
    do(b, reviewing.send_back, one, why="Niet af.")
    world.settle()
    monkeypatch.setattr("meitinker.domain.reviews._clash", lambda _ends: None)
    assert agree_on_clash(world, one) is None


def agree_on_clash(world: World, one: VisitId) -> Clash | None:
    replica = world.replicas[0]
    review = reviews.file_of(replica.database, clerk(replica), one).review
    return review.clash
