"""Dates and phone numbers are found however people write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from meitinker.domain.people import Person, Phone
from meitinker.ids import PersonId, record_id
from meitinker.store import indexing, search
from meitinker.store.acts import act

if TYPE_CHECKING:
    from tests.stores import TestStore


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("4 maart 1948", "04031948"),
        ("04-03-1948", "04031948"),
        ("4/3/1948", "04031948"),
        ("12 maaie 1931", "12051931"),
        ("0566-00 79 19", "0566007919"),
        ("+31 (566) 007919", "31566007919"),
        ("00 79 19", "007919"),
        ("buorren 14 9001", "buorren 14 9001"),
        ("de jong 3", "de jong 3"),
        ("4 boer 1948", "4 boer 1948"),
    ],
)
def test_what_is_one_number_is_joined_and_nothing_else(typed: str, kept: str) -> None:
    assert search.joined(typed) == kept


@pytest.mark.parametrize(
    "typed", ["0566-00 79 19", "00 79 19", "+31 566 007919", "4 maart 1948", "04-03-1948"]
)
def test_a_person_is_found_by_it(store: TestStore, typed: str) -> None:
    other = store.person("Ander")
    person = store.person("Jong")
    phone = Phone(
        id=record_id(), person_id=PersonId(person), number="0566-00 79 19", digits="+31566007919"
    )
    with act(store.database, store.session, "phone.add") as work:
        work.create(phone)
        work.edit(Person, person, {"born_on": "1948-03-04"})
    for waiting in (True, False):
        with store.database.reading() as connection:
            found = [h.person_id for h in search.people(connection, store.session, typed)]
        assert found == [person], f"waiting: {waiting}"
        assert other not in found
        while indexing.index_some(store.database):
            pass
