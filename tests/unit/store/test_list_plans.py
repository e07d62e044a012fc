"""The lists of a large store go by the right index; SQLite has no statistics to choose with."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from meitinker import clock, ids
from meitinker.domain.applications import Application
from meitinker.domain.needs import Finding
from meitinker.domain.requests import Request
from meitinker.domain.visits import VisitState
from meitinker.ids import VillageId
from meitinker.services import (
    letters,
    paper_queue,
    people,
    plans,
    request_files,
    tasks,
    visits,
    week,
)
from meitinker.store import records
from meitinker.store.acts import act
from tests import stores

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from meitinker.domain.records import Record
    from meitinker.domain.session import Session
    from meitinker.store.database import Database

    Ask = Callable[[Database, Session], object]

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("ask", "goes_by", "never"),
    [
        (people.listed, "visit_there (client_id=", "visit_of_state"),
        (visits.listed, "visit_newest", "TEMP B-TREE"),
        (lambda d, s: visits.listed(d, s, state=VisitState.OPEN), "visit_of_state", "TEMP B-TREE"),
        (plans.unsent, "handover_waits", "SCAN p"),
        (letters.unsent, "letter_waits", "TEMP B-TREE"),
        (request_files.waiting, "request_open", "SCAN d"),
        (request_files.waiting, "request_handed_over", "SCAN t\n"),
        (visits.count, "COVERING INDEX visit_there", "visit_newest"),
        (tasks.waiting, "task_open", "SCAN d"),
        (
            lambda d, s: paper_queue.unmade(d, s, most=4),
            "change_header_concluded",
            "visit_of_state",
        ),
        (lambda d, s: week.between(d, s, DAY, DAY), "appointment_starts_at (starts_at>", "SCAN d"),
    ],
)
def test_list_goes_by_its_index(tmp_path: Path, ask: Ask, goes_by: str, never: str) -> None:
    with stores.opened(tmp_path) as store:
        plan = _plan(store.database, lambda: ask(store.database, store.session))
    assert goes_by in plan
    assert never not in plan


@pytest.mark.parametrize(
    "ask",
    [
        people.listed,
        visits.listed,
        tasks.waiting,
        lambda d, s: people.found(d, s, "hoekstra"),
    ],
)
def test_merged_files_are_looked_up_and_not_listed(tmp_path: Path, ask: Ask) -> None:
    """A list of them is made anew for each question, and reads everybody to do so."""
    with stores.opened(tmp_path) as store:
        limited = msgspec.structs.replace(
            store.session, villages=frozenset({VillageId(ids.record_id())})
        )
        plan = _plan(store.database, lambda: ask(store.database, limited))
    assert "SEARCH x USING COVERING INDEX person_alias_person (person_id=?)" in plan
    assert not any(step.split()[:2] == ["SCAN", "m"] for step in plan.splitlines())


def test_what_belongs_to_a_request_is_found_without_reading_the_rest(tmp_path: Path) -> None:
    with stores.opened(tmp_path) as store:
        client = store.person("Jong")
        with act(store.database, store.session, "request.take") as work:
            work.create(
                Request(
                    id=ids.record_id(),
                    client_id=client,
                    user_id=store.session.user,
                    received_at=clock.now(),
                )
            )
        plan = _plan(
            store.database,
            lambda: request_files.of_person(store.database, store.session, client),
        )
    for index in ("appointment_request", "visit_request", "letter_request"):
        assert index in plan
    assert "SCAN t" not in plan.replace("SCAN t USING INDEX sqlite_autoindex_reference", "")


@pytest.mark.parametrize(
    ("record", "by", "index"),
    [(Finding, "need_id", "finding_need"), (Application, "visit_id", "application_visit")],
)
def test_records_are_found_by_what_they_belong_to(
    tmp_path: Path, record: type[Record], by: str, index: str
) -> None:
    def ask(store: stores.TestStore) -> None:
        with store.database.reading() as connection:
            records.find(connection, store.session, record, **{by: ids.record_id()})

    with stores.opened(tmp_path) as store:
        assert index in _plan(store.database, lambda: ask(store))


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
