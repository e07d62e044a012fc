"""The list of services by name follows from the records, and check sees where it does not."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from meitinker.domain.map_checks import CONFIRMED, CheckResult, MapCheck
from meitinker.domain.map_services import MAP_SERVICE, MapService
from meitinker.domain.providers import Provider
from meitinker.ids import RecordId, UserId, record_id
from meitinker.store import checking, indexing
from meitinker.store.acts import act

if TYPE_CHECKING:
    from tests.stores import TestStore


def add(store: TestStore, name: str) -> RecordId:
    with act(store.database, store.session, "test.add") as work:
        provider = work.create(Provider(id=record_id(), name="Buorsoarch"))
        return work.create(MapService(id=record_id(), provider_id=provider, name=name))


def check(store: TestStore, service: RecordId, day: date, result: CheckResult) -> RecordId:
    with act(store.database, store.session, "test.check") as work:
        return work.create(
            MapCheck(
                id=record_id(),
                service_id=service,
                user_id=UserId(store.session.user),
                checked_on=day,
                result=result,
            )
        )


def entries(store: TestStore) -> list[tuple[str, str | None]]:
    with store.database.reading() as connection:
        asked = "SELECT sort_name, checked_on FROM map_entry ORDER BY sort_name"
        return [(row[0], row[1]) for row in connection.execute(asked)]


def test_a_service_is_listed_as_people_sort(store: TestStore) -> None:
    add(store, "Âlderein thús")
    assert entries(store) == [("alderein thus", None)]


@pytest.mark.parametrize("result", CheckResult)
def test_only_a_check_that_found_it_right_counts(store: TestStore, result: CheckResult) -> None:
    service = add(store, "Iten")
    check(store, service, date(2026, 3, 1), result)
    assert entries(store) == [("iten", "2026-03-01" if result in CONFIRMED else None)]


def test_the_newest_day_counts_and_one_that_is_taken_back_does_not(store: TestStore) -> None:
    service = add(store, "Iten")
    check(store, service, date(2026, 3, 1), CheckResult.RIGHT)
    last = check(store, service, date(2026, 9, 1), CheckResult.MENDED)
    check(store, service, date(2025, 9, 1), CheckResult.RIGHT)
    assert entries(store) == [("iten", "2026-09-01")]
    with act(store.database, store.session, "test.back") as work:
        work.delete(MapCheck, last)
    assert entries(store) == [("iten", "2026-03-01")]


def test_what_is_removed_or_erased_leaves_the_list(store: TestStore) -> None:
    gone, erased = add(store, "Weg"), add(store, "Wiske")
    with act(store.database, store.session, "test.remove") as work:
        work.delete(MapService, gone)
    with store.database.transaction() as transaction:
        indexing.forget(transaction.connection, MAP_SERVICE, erased)
    assert entries(store) == []


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM map_entry",
        "UPDATE map_service SET row_deleted = 1",
    ],
)
def test_control_check_sees_a_list_that_does_not_follow(store: TestStore, damage: str) -> None:
    add(store, "Iten")
    assert checking.check(store.database).problems == ()
    with store.database.transaction() as transaction:
        transaction.connection.execute(damage)
    problems = checking.check(store.database).problems
    assert any("social map" in one for one in problems)
