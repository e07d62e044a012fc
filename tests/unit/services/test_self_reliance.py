"""Scores of self-reliance: one a domain, and those of the visit before beside them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from meitinker.domain.self_reliance import Level, changes
from meitinker.domain.visits import LifeDomain, Visit
from meitinker.errors import AlreadyConcluded
from meitinker.services import self_reliance, undo, visit_files, visits
from meitinker.store.acts import act

if TYPE_CHECKING:
    from meitinker.ids import PersonId, VisitId
    from tests.stores import TestStore


@pytest.fixture
def person(store: TestStore) -> PersonId:
    return store.person("Jong")


def visit_on(store: TestStore, person: PersonId, day: date) -> VisitId:
    visit = store.visit(person)
    with act(store.database, store.session, "visit.date") as work:
        work.edit(Visit, visit, {"visited_on": day})
    return visit


def score(store: TestStore, visit: VisitId, domain: LifeDomain, level: Level | None) -> None:
    self_reliance.score(store.database, store.session, visit, domain=domain, level=level)


def whole(store: TestStore, visit: VisitId) -> visit_files.VisitFile:
    return visit_files.file_of(store.database, store.session, visit)


def test_a_domain_has_one_score_of_the_day_of_the_visit(store: TestStore, person: PersonId) -> None:
    visit = visit_on(store, person, date(2026, 3, 2))
    score(store, visit, LifeDomain.FINANCES, Level.BARELY)
    score(store, visit, LifeDomain.FINANCES, Level.ADEQUATELY)
    found = whole(store, visit).scores
    assert [(one.level, one.scored_on) for one in found] == [(Level.ADEQUATELY, date(2026, 3, 2))]


def test_a_score_can_be_taken_away_and_undone(store: TestStore, person: PersonId) -> None:
    visit = store.visit(person)
    score(store, visit, LifeDomain.FINANCES, Level.NOT)
    score(store, visit, LifeDomain.FINANCES, None)
    assert [one.level for one in whole(store, visit).scores] == [None]
    undo.undo(store.database, store.session)
    assert [one.level for one in whole(store, visit).scores] == [Level.NOT]


def test_no_score_leaves_no_record(store: TestStore, person: PersonId) -> None:
    visit = store.visit(person)
    score(store, visit, LifeDomain.HOUSING, None)
    assert whole(store, visit).scores == ()


def test_then_is_the_last_scored_visit_before_this_one(store: TestStore, person: PersonId) -> None:
    first = visit_on(store, person, date(2025, 1, 10))
    second = visit_on(store, person, date(2026, 1, 10))
    unscored = visit_on(store, person, date(2026, 5, 10))
    now = visit_on(store, person, date(2026, 11, 20))
    score(store, first, LifeDomain.FINANCES, Level.NOT)
    score(store, second, LifeDomain.FINANCES, Level.BARELY)
    score(store, now, LifeDomain.FINANCES, Level.FULLY)
    file = whole(store, now)
    assert [one.level for one in file.scores_then] == [Level.BARELY]
    assert [(c.then, c.now) for c in changes(file.scores_then, file.scores)] == [
        (Level.BARELY, Level.FULLY)
    ]
    assert whole(store, first).scores_then == ()
    assert [one.level for one in whole(store, unscored).scores_then] == [Level.BARELY]


def test_another_residents_scores_are_not_compared(store: TestStore, person: PersonId) -> None:
    other = visit_on(store, store.person("Meer"), date(2025, 1, 10))
    score(store, other, LifeDomain.FINANCES, Level.NOT)
    now = visit_on(store, person, date(2026, 11, 20))
    assert whole(store, now).scores_then == ()


def test_a_concluded_visit_is_not_scored(store: TestStore, person: PersonId) -> None:
    visit = store.visit(person)
    visits.conclude(store.database, store.session, visit)
    with pytest.raises(AlreadyConcluded):
        score(store, visit, LifeDomain.FINANCES, Level.NOT)
