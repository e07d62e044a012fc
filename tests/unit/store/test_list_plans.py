"""The lists of a large store go by the right index; SQLite has no statistics to choose with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from meitinker.domain.visits import VisitState
from meitinker.services import letters, people, plans, request_files, visits
from tests import stores

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from meitinker.domain.session import Session
    from meitinker.store.database import Database

    Ask = Callable[[Database, Session], object]


@pytest.mark.parametrize(
    ("ask", "goes_by", "never"),
    [
        (people.listed, "visit_client_id", "visit_of_state"),
        (visits.listed, "visit_newest", "TEMP B-TREE"),
        (lambda d, s: visits.listed(d, s, state=VisitState.OPEN), "visit_of_state", "TEMP B-TREE"),
        (plans.unsent, "handover_waits", "SCAN p"),
        (letters.unsent, "letter_waits", "TEMP B-TREE"),
        (request_files.waiting, "request_open", "SCAN d"),
    ],
)
def test_list_goes_by_its_index(tmp_path: Path, ask: Ask, goes_by: str, never: str) -> None:
    with stores.opened(tmp_path) as store:
        plan = _plan(store.database, lambda: ask(store.database, store.session))
    assert goes_by in plan
    assert never not in plan


def _plan(database: Database, ask: Callable[[], Any]) -> str:
    said: list[str] = []
    with database.reading() as connection:
        connection.set_trace_callback(said.append)
        ask()
        connection.set_trace_callback(None)
        steps = [
            str(row[3])
            for text in said
            if text.startswith(("SELECT", "\nSELECT"))
            for row in connection.execute(f"EXPLAIN QUERY PLAN {text}")
        ]
    return "\n".join(steps)
