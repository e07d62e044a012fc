"""How well the search of the social map answers everyday questions, against the example directory.

``queries_blind.json`` was written by somebody who saw life stories and no services, and
``queries_open.json`` by somebody who knew which kinds of services there are; both were frozen
before the ranking existed. ``judgements.json`` says which services of the example directory
answer each need (2 well, 1 in part), read against the directory before the ranking was run on it.

``queries_unseen.json`` is the blind half since the first one was used to settle words: written
later, again from life stories alone, by somebody who had read neither the search nor its words,
and judged in ``judgements_unseen.json`` before the search was run on it.
"""

from __future__ import annotations

import statistics
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

import msgspec

from meitinker import clock
from meitinker.exchange.example_map import ExampleMap, story
from meitinker.exchange.example_source import Dice
from meitinker.exchange.example_village import by_name
from meitinker.services import map_search, thesaurus
from meitinker.store import indexing
from meitinker.store.acts import act

if TYPE_CHECKING:
    from collections.abc import Iterator

    from meitinker.domain.session import Session
    from meitinker.store.database import Database

FOLDER = Path(__file__).resolve().parent
HALVES = ("open", "blind", "unseen")
_TOP = 5


class Query(msgspec.Struct, frozen=True):
    """One everyday question, and the need behind it in words."""

    id: str
    query: str
    need: str
    expects_none: bool


class Outcome(msgspec.Struct, frozen=True):
    """What one query brought: the rank of the first good service, and the share of them at the top.

    ``shown`` are the names found, in order; ``good`` how many services answer the need.
    """

    query: Query
    rank: int | None
    recall: float
    good: int
    shown: tuple[str, ...]


class Score(msgspec.Struct, frozen=True, kw_only=True):
    """What a half of the queries reaches.

    Attributes:
        mrr: Mean of one over the rank of the first good service.
        recall: Mean share of the good services that stand in the first five (of at most five).
        empty: Of the queries that nothing answers the share that got the empty answer.
        outcomes: Each query.
    """

    mrr: float
    recall: float
    empty: float
    outcomes: tuple[Outcome, ...]


def queries(half: str) -> list[Query]:
    """Return the queries of a half."""
    return msgspec.json.decode((FOLDER / f"queries_{half}.json").read_bytes(), type=list[Query])


def judgements() -> dict[str, dict[str, int]]:
    """Return per query which services answer it, named as ``provider/service``, and how well."""
    told: dict[str, dict[str, int]] = {}
    for name in ("judgements.json", "judgements_unseen.json"):
        data = (FOLDER / name).read_bytes()
        told |= msgspec.json.decode(data, type=dict[str, dict[str, int]])
    return told


def fill(database: Database, session: Session, services: int | None = None) -> None:
    """Bring the example directory into a store and index it."""
    villages = by_name()
    made = [*villages.values(), *ExampleMap(Dice(1, clock.today()), villages).records(services)]
    bite = 5_000
    for start in range(0, len(made), bite):
        with act(database, session, "example.map") as work:
            for record in made[start : start + bite]:
                work.create(record)
    while indexing.index_some(database, most=500):
        pass


def score(database: Database, session: Session, half: str) -> Score:
    """Return what a half of the queries reaches in a filled store."""
    judged, keys = judgements(), _keys(database)
    outcomes = []
    for query in queries(half):
        good = judged[query.id]
        found = map_search.found(database, session, query.query).found
        shown = [keys.get(one.line.service_id, one.line.name) for one in found]
        ranks = [number for number, one in enumerate(shown, 1) if one in good]
        at_top = sum(1 for rank in ranks if rank <= _TOP)
        outcomes.append(
            Outcome(
                query=query,
                rank=ranks[0] if ranks else None,
                recall=at_top / min(_TOP, len(good)) if good else 0.0,
                good=len(good),
                shown=tuple(shown),
            )
        )
    answered = [one for one in outcomes if one.good]
    nothing = [one for one in outcomes if not one.good]
    return Score(
        mrr=statistics.fmean(1 / one.rank if one.rank else 0.0 for one in answered),
        recall=statistics.fmean(one.recall for one in answered),
        empty=statistics.fmean(not one.shown for one in nothing),
        outcomes=tuple(outcomes),
    )


@contextmanager
def without_thesaurus() -> Iterator[None]:
    """Search by the words of the directory alone."""
    with mock.patch.object(thesaurus, "meanings_in", return_value=[]):
        yield


def _keys(database: Database) -> dict[str, str]:
    """Return what each service of the store is called in the judgements."""
    told = story()
    provider_keys = {one.name: key for key, one in told.providers.items()}
    with database.reading() as connection:
        rows = connection.execute(
            "SELECT t.id, p.name, t.name FROM map_service AS t"
            " JOIN provider AS p ON p.id = t.provider_id"
        ).fetchall()
    return {row[0]: f"{provider_keys.get(row[1], row[1])}/{row[2]}" for row in rows}
