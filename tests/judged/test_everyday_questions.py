"""The search of the social map against everyday questions that were frozen before it was made.

What it must reach is what was measured last, less a little. The half that was blind was written
from life stories alone; words were settled by its totals, so it was opened, and tells no more than
that nothing was lost. The third part was written and judged by somebody who had seen neither
services nor search: whoever writes words has not read it, and knows its totals only.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from meitinker.domain import dutch
from meitinker.exchange.example_map import story
from meitinker.services import map_memory
from tests import stores
from tests.judged import measuring

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.stores import TestStore

FROZEN = {
    "open": "714dff51903f02809a1dd3dc1233ac96b3690c3c31533aa62004517c0b3a5a66",
    "blind": "9814d7b5d0d4ea80e18dad77b67adfc3be8fa67156d08bbfb0648c1da7508bce",
    "unseen": "b22a359e84cf78178433048c7b6c6ee14b86561202e963135f23d2c048595656",
}
LEAST = {
    "open": {"mrr": 0.93, "recall": 0.82, "empty": 1.0},
    "blind": {"mrr": 0.905, "recall": 0.79, "empty": 0.83},
    "unseen": {"mrr": 0.81, "recall": 0.63, "empty": 0.81},
}
THESAURUS_ADDS = {"open": 0.12, "blind": 0.2, "unseen": 0.18}
"""How much of the mean reciprocal rank is lost at the least without the thesaurus."""


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestStore]:
    with stores.opened(tmp_path_factory.mktemp("map")) as store:
        measuring.fill(store.database, store.session)
        yield store


@pytest.mark.parametrize("half", measuring.HALVES)
def test_the_questions_are_the_frozen_ones(half: str) -> None:
    data = (measuring.FOLDER / f"queries_{half}.json").read_bytes()
    assert hashlib.sha256(data).hexdigest() == FROZEN[half]


def test_each_question_was_judged_against_services_that_are_there() -> None:
    judged = measuring.judgements()
    asked = [one.id for half in measuring.HALVES for one in measuring.queries(half)]
    assert sorted(judged) == sorted(asked)
    assert len(asked) == 367
    there = {f"{one.provider}/{one.name}" for one in story().services}
    for good in judged.values():
        assert set(good) <= there
        assert set(good.values()) <= {1, 2}


def test_some_questions_of_each_half_have_no_answer() -> None:
    judged = measuring.judgements()
    for half in measuring.HALVES:
        expected = [one for one in measuring.queries(half) if one.expects_none]
        assert len(expected) >= 10
        assert all(not judged[one.id] for one in expected)


def test_no_question_is_the_name_or_a_keyword_of_a_service() -> None:
    told: set[tuple[str, ...]] = set()
    for one in story().services:
        told |= {tuple(dutch.words(text)) for text in (one.name, *one.keywords.split(","))}
    asked = {
        one.id: tuple(dutch.words(one.query))
        for half in measuring.HALVES
        for one in measuring.queries(half)
    }
    assert {key for key, words in asked.items() if words in told} == set()


@pytest.mark.parametrize("half", measuring.HALVES)
def test_a_half_reaches_what_it_reached(filled: TestStore, half: str) -> None:
    map_memory.forget(filled.database)
    score = measuring.score(filled.database, filled.session, half)
    assert score.mrr >= LEAST[half]["mrr"]
    assert score.recall >= LEAST[half]["recall"]
    assert score.empty >= LEAST[half]["empty"]
    with measuring.without_thesaurus():
        map_memory.forget(filled.database)
        bare = measuring.score(filled.database, filled.session, half)
    map_memory.forget(filled.database)
    assert bare.mrr <= score.mrr - THESAURUS_ADDS[half]
