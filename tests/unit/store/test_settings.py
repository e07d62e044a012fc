from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.store import journal, settings
from meitinker.store.settings import ScreenSpot, Setting

if TYPE_CHECKING:
    from tests.stores import TestStore

TEXT_SIZE = Setting("text_size", int, 100)
AT = "2026-11-22T14:51:00.000Z"


def test_a_setting_is_its_default_until_it_is_put(store: TestStore) -> None:
    with store.database.reading() as connection:
        assert settings.get(connection, TEXT_SIZE) == 100
    with store.database.transaction() as transaction:
        settings.put(transaction, TEXT_SIZE, 150)
        settings.put(transaction, TEXT_SIZE, 200)
    with store.reopen().reading() as connection:
        assert settings.get(connection, TEXT_SIZE) == 200
    with store.database.transaction() as transaction:
        settings.forget(transaction, TEXT_SIZE)
    with store.database.reading() as connection:
        assert settings.get(connection, TEXT_SIZE) == 100


def test_a_setting_of_another_type_counts_as_not_set(store: TestStore) -> None:
    with store.database.transaction() as transaction:
        settings.put(transaction, Setting("text_size", str, ""), "big")
        transaction.connection.execute("INSERT INTO place VALUES ('last', 'not json')")
    with store.database.reading() as connection:
        assert settings.get(connection, TEXT_SIZE) == 100
        assert settings.place(connection) is None


def test_the_place_comes_back_after_a_restart(store: TestStore) -> None:
    where = ScreenSpot(
        screen="visit", record_id="r", section="needs", field="what", cursor=7, scroll=3
    )
    with store.database.transaction() as transaction:
        settings.put_place(transaction, ScreenSpot(screen="today"), at=AT)
        settings.put_place(transaction, where, at=AT)
    with store.reopen().reading() as connection:
        assert settings.place(connection) == where


def test_when_somebody_was_last_at_a_record_is_known_for_the_newest_ones(
    store: TestStore,
) -> None:
    with store.database.transaction() as transaction:
        for number in range(60):
            where = ScreenSpot(screen="visits", record_id=f"{number}")
            settings.put_place(transaction, where, at=f"{AT} {number}")
        settings.put_place(
            transaction, ScreenSpot(screen="visits", record_id="25"), at=f"{AT} again"
        )
        settings.put_place(transaction, ScreenSpot(screen="today"), at=AT)
    with store.database.reading() as connection:
        times = settings.last_times(connection)
    assert times["25"] == f"{AT} again"
    assert "19" not in times, "it does not grow for ever"
    assert len(times) == 40


def test_settings_are_never_journaled(store: TestStore) -> None:
    with store.database.transaction() as transaction:
        settings.put(transaction, TEXT_SIZE, 150)
        settings.put_place(transaction, ScreenSpot(screen="today"), at=AT)
    with store.database.reading() as connection:
        assert list(journal.headers(connection)) == []
