"""The search of the social map: its speed at every key, and the worth of its answers."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from meitinker.domain import dutch
from meitinker.services import coverage, map_memory, map_search
from tests import stores
from tests.bench import website
from tests.bench.figure import Figure, Promise, by_turns, figure
from tests.judged import measuring

if TYPE_CHECKING:
    from meitinker.domain.session import Session
    from meitinker.store.database import Database

PROMISE = Promise(plus=16, words="at most 16 ms")
COVERED = Promise(plus=200, words="at most 200 ms")
SERVICES = 10_000
QUICK_SERVICES = 1_000
_EACH = 3
"""Every so many of the questions is typed, key by key."""

_BARE = "SELECT rowid FROM map_words WHERE map_words MATCH ? LIMIT 30"
_BARE_COUNT = "SELECT village_id, count(*) FROM service_area GROUP BY village_id"
_UNSEEN_MRR = 0.8


def figures(*, quick: bool) -> list[Figure]:
    """Return the speed beside the bare FTS5 query, the answers' worth, and the website's."""
    return [*_speed(quick=quick), *_answers(), *website.figures(quick=quick)]


def _speed(*, quick: bool) -> list[Figure]:
    keys = [
        one.query[:end]
        for half in measuring.HALVES
        for one in measuring.queries(half)[:: _EACH * (4 if quick else 1)]
        for end in range(1, len(one.query) + 1)
        if one.query[:end].strip()
    ]
    services = QUICK_SERVICES if quick else SERVICES
    with tempfile.TemporaryDirectory() as folder, stores.opened(Path(folder)) as store:
        measuring.fill(store.database, store.session, services)
        own, bare = by_turns(
            len(keys),
            lambda number: map_search.found(
                store.database, store.session, keys[number % len(keys)]
            ),
            lambda number: _bare(store.database, keys[number % len(keys)]),
            warm=20,
        )
        whole, counted = by_turns(
            15,
            lambda _: coverage.coverage(store.database, store.session),
            lambda _: _count(store.database),
            warm=1,
        )
        first, _ = by_turns(
            5,
            lambda _: _first_key(store.database, store.session),
            lambda _: None,
            warm=0,
        )
    note = f"over {len(keys)} keys of everyday questions, {services} services"
    return [
        figure("map.as_you_type", own, promise=PROMISE, statistic="p95", baseline=bare, note=note),
        figure("map.words_got_ready", first, note="once, when the map is opened"),
        figure(
            "map.coverage",
            whole,
            promise=COVERED,
            baseline=counted,
            note=f"both grids of all villages, {services} services; beside counting them by area",
        ),
    ]


def _answers() -> list[Figure]:
    found = []
    with tempfile.TemporaryDirectory() as folder, stores.opened(Path(folder)) as store:
        measuring.fill(store.database, store.session)
        for half in measuring.HALVES:
            found += _of_half(store.database, store.session, half, "")
            with measuring.without_thesaurus():
                map_memory.forget(store.database)
                found += _of_half(store.database, store.session, half, ".without_thesaurus")
            map_memory.forget(store.database)
    return found


def _of_half(database: Database, session: Session, half: str, how: str) -> list[Figure]:
    score = measuring.score(database, session, half)
    of_issue = half == "unseen" and not how
    return [
        _share(f"map.{half}{how}.mrr", score.mrr, least=_UNSEEN_MRR if of_issue else None),
        _share(f"map.{half}{how}.recall_at_5", score.recall),
        _share(f"map.{half}{how}.empty_where_none", score.empty, least=1.0 if of_issue else None),
    ]


def _share(name: str, value: float, *, least: float | None = None) -> Figure:
    return Figure(
        name=name,
        unit="",
        statistic="median",
        value=value,
        median=value,
        samples=1,
        promise="" if least is None else f"at least {least:g}",
        holds=None if least is None else value >= least,
    )


def _first_key(database: Database, session: Session) -> None:
    map_memory.forget(database)
    map_search.warm(database, session)


def _count(database: Database) -> None:
    with database.reading() as connection:
        connection.execute(_BARE_COUNT).fetchall()


def _bare(database: Database, text: str) -> None:
    asked = " ".join(f'"{word}" *' for word in dutch.words(text))
    if asked:
        with database.reading() as connection:
            connection.execute(_BARE, (asked,)).fetchall()
