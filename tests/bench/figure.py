"""A figure beside its baseline of the same run, and whether it keeps its promise."""

from __future__ import annotations

import math
import statistics
import time
from typing import TYPE_CHECKING, Literal

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Statistic = Literal["median", "p95", "p99.9", "max"]

_SHARES: dict[str, float] = {"p95": 0.95, "p99.9": 0.999, "max": 1.0}


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """What was measured.

    Attributes:
        name: ``autosave.2kB``: the bench and the case.
        unit: ``ms``, ``MB``, ``s`` or ``1/s``.
        statistic: Which of the samples ``value`` and ``baseline`` are; the promise names it.
        value: Of the program.
        baseline: Of the bare thing beside it, or None where the promise is absolute.
        median: Of the program's samples, whatever the promise names.
        samples: How many.
        promise: As the issue has it, in words; empty for a figure that only informs.
        holds: Whether the promise is kept; None for a figure that only informs.
        note: What a reader must know of how it was measured.
        worst: The worst samples in words, where each has a story; only in the JSON.
    """

    name: str
    unit: str
    statistic: Statistic
    value: float
    median: float
    samples: int
    baseline: float | None = None
    promise: str = ""
    holds: bool | None = None
    note: str = ""
    worst: tuple[str, ...] = ()

    @property
    def ratio(self) -> float | None:
        """Value over baseline."""
        return self.value / self.baseline if self.baseline else None


class Promise(msgspec.Struct, frozen=True):
    """A limit: at most ``times`` the baseline plus ``plus``, in the unit of the figure."""

    plus: float = 0.0
    times: float = 0.0
    words: str = ""

    def limit(self, baseline: float | None) -> float:
        """Return the most that keeps the promise."""
        return self.plus + self.times * (baseline or 0.0)


def percentile(samples: Sequence[float], statistic: Statistic) -> float:
    """Return the statistic of ``samples``, by nearest rank: a value that really occurred."""
    if statistic == "median":
        return statistics.median(samples)
    ordered = sorted(samples)
    return ordered[max(math.ceil(_SHARES[statistic] * len(ordered)) - 1, 0)]


def figure(
    name: str,
    samples: Sequence[float],
    *,
    promise: Promise | None = None,
    statistic: Statistic = "median",
    unit: str = "ms",
    baseline: Sequence[float] = (),
    note: str = "",
) -> Figure:
    """Return the figure that ``samples`` give beside ``baseline``, both in ``unit``."""
    value = percentile(samples, statistic)
    beside = percentile(baseline, statistic) if baseline else None
    return Figure(
        name=name,
        unit=unit,
        statistic=statistic,
        value=value,
        median=statistics.median(samples),
        samples=len(samples),
        baseline=beside,
        promise=promise.words if promise else "",
        holds=value <= promise.limit(beside) if promise else None,
        note=note,
    )


def milliseconds(work: Callable[[], object]) -> float:
    """Return how long ``work`` took."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def by_turns(
    rounds: int, *works: Callable[[int], object], warm: int = 3
) -> tuple[list[float], ...]:
    """Do each of ``works`` in every round, and return the milliseconds of each, warm-up apart.

    By turns, so that whatever else the machine does falls on all of them alike. Each is given
    the number of the round.
    """
    taken: tuple[list[float], ...] = tuple([] for _ in works)
    for number in range(rounds + warm):
        for work, times in zip(works, taken, strict=True):
            start = time.perf_counter()
            work(number)
            if number >= warm:
                times.append((time.perf_counter() - start) * 1000)
    return taken
