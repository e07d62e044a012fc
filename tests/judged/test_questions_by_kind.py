"""What the search makes of words that nobody taught it: sayings taken away, and whole sentences.

A question counts as answered by a service of the kind that it asks for. ``queries_kinds.json`` was
written before its author had read the sayings: 179 that somebody tells at a table, with the
categories that would do, and 110 that no help of a village answers. ``queries_daily.json`` are
two hundred more, half of them without an answer; every second one has nothing to tell whoever
settles words and weights, and is asked once they are settled. ``queries_home.json`` are whole
sentences of life at home, half of them without an answer, written before their author had read
the search; a sentence that a service turned out to answer was taken for another. A saying that is
taken away from the thesaurus and asked tells what the others teach. What must be reached is what
was measured last, less a little.
"""

from __future__ import annotations

import hashlib
import statistics
from typing import TYPE_CHECKING
from unittest import mock

import msgspec
import pytest

from meitinker.domain import dutch
from meitinker.domain.leaning import Leaning
from meitinker.services import map_memory, map_search, thesaurus
from tests import stores
from tests.judged import measuring

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from meitinker.domain.thesaurus import Meaning
    from tests.stores import TestStore

_TOLD, _NOTHING = 179, 110
_DAILY = "734e6e8a3ab67f871c1cb3e64d3cf48ff389d3b4a8b480e83cfaac0a881122ad"
_HOME = "69041cb56e928bf89acd1ee02d882d0c3c27159badb1ab4b8c915eeecb5c44c8"
_EVERY = 50
"""Of so many sayings one is taken away."""


class Asked(msgspec.Struct, frozen=True):
    """A question, and the categories of a service that would answer it; none: nothing does."""

    query: str
    kinds: frozenset[str]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestStore]:
    with stores.opened(tmp_path_factory.mktemp("map")) as store:
        measuring.fill(store.database, store.session)
        yield store


def questions(name: str = "kinds") -> list[Asked]:
    data = (measuring.FOLDER / f"queries_{name}.json").read_bytes()
    return msgspec.json.decode(data, type=list[Asked])


def ranks(store: TestStore, asked: Sequence[Asked]) -> list[int | None]:
    """Return for each question the rank of the first service of its kinds."""
    kinds = _kinds(store)
    found = []
    for one in asked:
        shown = map_search.found(store.database, store.session, one.query).found
        good = (n for n, hit in enumerate(shown, 1) if kinds[hit.line.service_id] & one.kinds)
        found.append(next(good, None))
    return found


def mrr(found: Sequence[int | None]) -> float:
    return statistics.fmean(1 / rank if rank else 0.0 for rank in found)


def _kinds(store: TestStore) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = {}
    with store.database.reading() as connection:
        rows = connection.execute(
            "SELECT t.id, a.code FROM map_service AS t LEFT JOIN service_attribute AS a"
            " ON a.service_id = t.id AND a.vocabulary = 'category' AND a.row_deleted = 0"
        )
        for service_id, code in rows:
            found.setdefault(service_id, set()).add(code or "")
    return found


def taken_away(meanings: Sequence[Meaning]) -> tuple[list[Meaning], list[Asked]]:
    """Return what is left when some sayings of several words are taken away, and these asked."""
    by_words: dict[tuple[str, ...], list[Meaning]] = {}
    for one in meanings:
        by_words.setdefault(tuple(sorted(set(dutch.words(one.said)))), []).append(one)
    long = sorted(
        words
        for words, said in by_words.items()
        if len(set(words) - dutch.STOP_WORDS) > 1 and all(one.categories for one in said)
    )
    gone = {words: by_words.pop(words) for words in long[::_EVERY]}
    left = [one for said in by_words.values() for one in said]
    asked = [
        Asked(said[0].said, frozenset(code for one in said for code in one.categories))
        for said in gone.values()
    ]
    return left, asked


def test_the_daily_questions_are_the_frozen_ones() -> None:
    data = (measuring.FOLDER / "queries_daily.json").read_bytes()
    assert hashlib.sha256(data).hexdigest() == _DAILY
    kept = questions("daily")[1::2]
    assert len([one for one in kept if one.kinds]) == len(kept) // 2 == 50


def test_the_sentences_of_home_are_the_frozen_ones() -> None:
    data = (measuring.FOLDER / "queries_home.json").read_bytes()
    assert hashlib.sha256(data).hexdigest() == _HOME
    assert (
        len([one for one in questions("home") if one.kinds]) == len(questions("home")) // 2 == 150
    )


def test_what_is_told_at_a_table_finds_its_kind_of_help(filled: TestStore) -> None:
    told = [one for one in questions() if one.kinds]
    assert len(told) == _TOLD
    map_memory.forget(filled.database)
    assert mrr(ranks(filled, told)) >= 0.88


def test_what_no_help_answers_gets_the_empty_answer(filled: TestStore) -> None:
    nothing = [one.query for one in questions() if not one.kinds]
    assert len(nothing) == _NOTHING
    map_memory.forget(filled.database)
    empty = [not map_search.found(filled.database, filled.session, one).found for one in nothing]
    assert statistics.fmean(empty) >= 0.98


def test_the_daily_questions_that_settled_nothing_fare_like_the_others(filled: TestStore) -> None:
    kept = questions("daily")[1::2]
    map_memory.forget(filled.database)
    assert mrr(ranks(filled, [one for one in kept if one.kinds])) >= 0.81
    nothing = [one.query for one in kept if not one.kinds]
    empty = [not map_search.found(filled.database, filled.session, one).found for one in nothing]
    assert statistics.fmean(empty) >= 0.89


def test_whole_sentences_of_home_find_their_kind_of_help_or_nothing(filled: TestStore) -> None:
    asked = questions("home")
    map_memory.forget(filled.database)
    assert mrr(ranks(filled, [one for one in asked if one.kinds])) >= 0.84
    nothing = [one.query for one in asked if not one.kinds]
    empty = [not map_search.found(filled.database, filled.session, one).found for one in nothing]
    assert statistics.fmean(empty) >= 0.82


def test_a_saying_that_is_taken_away_is_found_by_the_others(filled: TestStore) -> None:
    with filled.database.reading() as connection:
        left, asked = taken_away(thesaurus.meanings_in(connection, filled.session))
    assert len(asked) > 100
    with mock.patch.object(thesaurus, "meanings_in", return_value=left):
        map_memory.forget(filled.database)
        together = mrr(ranks(filled, asked))
        with mock.patch.object(Leaning, "leans", return_value=()):
            apart = mrr(ranks(filled, asked))
    map_memory.forget(filled.database)
    assert together >= 0.74
    assert together > apart + 0.07
