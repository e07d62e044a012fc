"""Search as the user types: every beginning of what people type, with their typing errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.services import people
from meitinker.store import search
from tests.bench import village
from tests.bench.figure import Promise, by_turns, figure

if TYPE_CHECKING:
    from meitinker.store.database import Database
    from tests.bench.figure import Figure

PROMISE = Promise(plus=16, words="at most 16 ms")

TYPED = (
    "hoekstra",
    "de jong",
    "sjoukje de vries",
    "van der meer",
    "hokestra",
    "dijskstra",
    "bouwsma anna",
    "grou",
    "wartena",
    "de buorren 12",
    "9001 ab",
    "0612345678",
    "1948",
    "12-05-1951",
    "lukasz wisniewski",
    "jansen p",
    "zzzz",
)
"""Names whole and with errors, street, village, postcode, phone, birthday, and nobody."""

_BARE = "SELECT rowid FROM person_words WHERE person_words MATCH ? LIMIT 50"


def figures(*, quick: bool) -> list[Figure]:
    """Return the search of the people screen at every key, beside the bare FTS5 query."""
    rounds = 1 if quick else 3
    persons = village.QUICK_PERSONS if quick else village.PERSONS
    keys = [text[:end] for text in TYPED for end in range(1, len(text) + 1) if text[:end].strip()]
    with village.copied(persons) as folder, village.opened(folder) as (database, session):
        own, bare = by_turns(
            rounds * len(keys),
            lambda number: people.found(database, session, keys[number % len(keys)]),
            lambda number: _bare(database, keys[number % len(keys)]),
            warm=len(keys),
        )
        worst = _worst(own, keys)
        alike = [ms for ms, key in zip(own, _cycled(keys, len(own)), strict=True) if _typo(key)]
    note = f"over {len(keys)} keys typed; slowest: {worst}"
    return [
        figure(
            "search.as_you_type", own, promise=PROMISE, statistic="p95", baseline=bare, note=note
        ),
        figure("search.typing_errors", alike, promise=PROMISE, statistic="p95"),
    ]


def _bare(database: Database, text: str) -> None:
    asked = " ".join(f'"{word}" *' for word in search.words(text))
    if asked:
        with database.reading() as connection:
            connection.execute(_BARE, (asked,)).fetchall()


def _cycled(keys: list[str], count: int) -> list[str]:
    return [keys[number % len(keys)] for number in range(count)]


def _typo(key: str) -> bool:
    return any(len(key) > 3 and typo.startswith(key) for typo in ("hokestra", "dijskstra", "zzzz"))


def _worst(taken: list[float], keys: list[str]) -> str:
    slowest = sorted(zip(taken, _cycled(keys, len(taken)), strict=True), reverse=True)
    found = dict.fromkeys(f"{key!r}" for _, key in slowest[:12])
    return ", ".join(list(found)[:5])
