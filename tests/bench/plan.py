"""The support plan: cold, as the first paper of a process, and warm."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from meitinker.ids import RecordId
from tests.bench import children, village
from tests.bench.figure import Promise, figure

if TYPE_CHECKING:
    from tests.bench.figure import Figure

PROMISE = Promise(plus=400, words="at most 400 ms")


def figures(*, quick: bool) -> list[Figure]:
    """Return how long the plan of a finished conversation takes, page layout and all."""
    rounds = 3 if quick else 7
    cold: list[float] = []
    warm: list[float] = []
    with village.copied(village.QUICK_PERSONS) as folder:
        for _ in range(rounds):
            told = children.told("plan", str(folder))
            cold.append(told["cold"])
            warm.extend(told["warm"])
    note = "plans.pdf in a fresh process, its imports included"
    return [
        figure("plan.cold", cold, promise=PROMISE, note=note),
        figure("plan.warm", warm, promise=PROMISE),
    ]


def _child(folder: Path) -> None:
    from meitinker.domain.visits import Visit, VisitState
    from meitinker.ids import VisitId
    from meitinker.services import plans
    from meitinker.store import records
    from tests.bench.screen import tell

    with village.opened(folder) as (database, session):
        with database.reading() as connection:
            done = records.find(connection, session, Visit, state=VisitState.CONCLUDED)
        chosen = VisitId(RecordId(done[0].id))
        taken = []
        for _ in range(6):
            start = time.perf_counter()
            plans.pdf(database, session, chosen)()
            taken.append((time.perf_counter() - start) * 1000)
    tell(cold=taken[0], warm=taken[1:])


if __name__ == "__main__":
    _child(Path(sys.argv[1]))
