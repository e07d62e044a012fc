"""Bringing a directory of ten thousand services in, as a JSON document and as a data package."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from meitinker import clock
from meitinker.domain import reference
from meitinker.domain.map_terms import CATEGORIES, CategoryEntry, Tree
from meitinker.exchange import hsds_files, hsds_rows, map_lists
from meitinker.exchange.example_map import ExampleMap
from meitinker.exchange.example_source import Dice
from meitinker.exchange.example_village import by_name
from meitinker.exchange.hsds_rows import Directory
from meitinker.services import map_importing
from meitinker.store.acts import act
from tests import stores
from tests.bench.figure import Figure, Promise, figure

if TYPE_CHECKING:
    from collections.abc import Generator

    T = TypeVar("T")

SERVICES = 10_000
QUICK_SERVICES = 500
_PROMISE = Promise(plus=10_000, words="at most 10 s")
_BITE = Promise(plus=50, words="at most 50 ms")


def figures(*, quick: bool) -> list[Figure]:
    """Return processor time from file to store and back, and the longest bites on the way."""
    services = QUICK_SERVICES if quick else SERVICES
    villages = by_name()
    rows = hsds_rows.rows(
        Directory(
            records=tuple(ExampleMap(Dice(1, clock.today()), villages).records(services)),
            tree=Tree(reference.shipped(CATEGORIES)[-1].read(list[CategoryEntry])),
            places={str(one.id): one.name for one in villages.values()},
        )
    )
    found = []
    for name, write in (("json", hsds_files.as_json), ("package", hsds_files.as_package)):
        found += _brought_in(name, write(rows), services)
    return found


def _brought_in(name: str, data: bytes, services: int) -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder, stores.opened(Path(folder)) as store:
        use = store.database, store.session
        with act(*use, "test") as work:
            for village in by_name().values():
                work.create(village)
        begun = time.process_time()
        listed = map_importing.begin(*use, map_lists.read(data))
        report, _ = _end(map_importing.check(*use, listed))
        del listed
        one, bites = _end(map_importing.run(*use, report))
        took = (time.process_time() - begun) * 1000
        begun = time.process_time()
        (_, stayed), back = _end(map_importing.undo(*use, one.id))
        undone = (time.process_time() - begun) * 1000
    if one.added != services or stayed:
        raise RuntimeError(f"{one.added} of {services} came in, {len(stayed)} stayed")
    note = f"processor time, {services} services from file to store, in {len(bites)} bites"
    return [
        figure(f"map.import.{name}", [took], promise=_PROMISE, note=note),
        figure(f"map.import.{name}.bite", bites, promise=_BITE, statistic="p95"),
        figure(f"map.import.{name}.undo", [undone], note=f"processor time, {len(back)} bites"),
        figure(f"map.import.{name}.undo.bite", back, statistic="p95"),
    ]


def _end(run: Generator[Any, None, T]) -> tuple[T, list[float]]:
    """Return what a run ends with, and the processor time (ms) of each bite."""
    took: list[float] = []
    while True:
        begun = time.thread_time()
        try:
            next(run)
        except StopIteration as end:
            result: T = end.value
            return result, took
        took.append((time.thread_time() - begun) * 1000)
