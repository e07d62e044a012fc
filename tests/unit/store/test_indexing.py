"""Indexing again and again leaves an index that finds what it holds."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from meitinker.domain.people import Person
from meitinker.services import merging
from meitinker.store import driver, indexing, search
from meitinker.store.acts import act
from meitinker.store.driver import integrity_problems

if TYPE_CHECKING:
    from pathlib import Path

    from tests.stores import TestStore

NAMES = ("Dijksma", "Dykstra", "de Jong", "Hoekstra", "Visser", "Bakker", "van der Meer")


def _index(store: TestStore) -> None:
    while indexing.index_some(store.database):
        pass


@pytest.mark.parametrize("seed", range(5))
def test_names_that_change_often_leave_a_whole_index(store: TestStore, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a test repeats its chance, it keeps no secret
    persons = [store.person(name) for name in NAMES]
    merging.merge(store.database, store.session, from_id=persons[0], into_id=persons[1])
    for _turn in range(6):
        for person in chance.sample(persons, 3):
            with act(store.database, store.session, "person.edit") as work:
                work.edit(Person, person, {"surname": " ".join(chance.sample(NAMES, 2))})
        _index(store)
    with store.database.reading() as connection:
        assert integrity_problems(connection) == []


def test_by_the_name_of_who_was_removed_nobody_else_is_found(store: TestStore) -> None:
    removed = store.person("Zwanikken")
    _index(store)
    with act(store.database, store.session, "person.remove") as work:
        work.delete(Person, removed)
    store.person("Bakker")  # next in the list, and not indexed yet
    with store.database.reading() as connection:
        assert search.people(connection, store.session, "zwanikken") == []
    with act(store.database, store.session, "person.restore") as work:
        work.restore(Person, removed)
    _index(store)
    with store.database.reading() as connection:
        found = search.people(connection, store.session, "zwanikken")
    assert [hit.person_id for hit in found] == [removed]


@pytest.mark.parametrize(("detail", "damaged"), [("column", False), ("none", True)])
def test_control_without_details_secure_delete_damages_the_index(
    tmp_path: Path, detail: str, damaged: bool
) -> None:
    connection = driver.connect(tmp_path / "one.db", bytes(32))
    connection.execute(
        f"CREATE VIRTUAL TABLE words USING fts5 (name, tokenize = 'trigram', detail = '{detail}')"
    )
    connection.execute("INSERT INTO words (words, rank) VALUES ('secure-delete', 1)")
    chance = random.Random(1)  # noqa: S311 - likewise
    for _turn in range(40):
        connection.execute("BEGIN")
        for row in chance.sample(range(1, 7), 3):
            connection.execute("DELETE FROM words WHERE rowid = ?", (row,))
            name = " ".join(chance.sample(NAMES, 2))
            connection.execute("INSERT INTO words (rowid, name) VALUES (?, ?)", (row, name))
        connection.execute("COMMIT")
    assert bool(integrity_problems(connection)) is damaged
    connection.close()
