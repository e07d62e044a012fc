"""Someone who was born in 1908: age, lists, search and what a letter would say."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from meitinker import clock
from meitinker.domain.people import Person, age_on
from meitinker.domain.words import in_words
from meitinker.ids import RecordId
from meitinker.services import people
from meitinker.services.adding import TypedPerson
from meitinker.services.people import NewPerson
from tests.stores import Clock
from ui.viewmodels import new_person, person_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.stores import TestStore

BORN = date(1908, 2, 29)


@pytest.fixture(autouse=True)
def wall() -> Iterator[None]:
    """Let it be 12 November 2026."""
    with clock.running(Clock()):
        yield


def typed(day: str, month: str, year: str) -> dict[str, str]:
    one = TypedPerson(surname="Walda", born_day=day, born_month=month, born_year=year)
    return new_person.problems(one)


def test_the_year_is_taken_and_impossible_days_are_not() -> None:
    assert typed("29", "februari", "1908") == {}
    assert typed("30", "februari", "1908")["born_on"].startswith("Deze datum bestaat niet.")
    assert typed("29", "2", "1808")["born_on"].startswith("Deze datum is te vroeg.")
    assert typed("29", "2", "08")["born_on"].startswith("Vul een jaar in van 4 cijfers.")


def test_the_age_is_counted_in_whole_years() -> None:
    assert age_on(date(2026, 2, 28), BORN) == 117
    assert age_on(date(2026, 3, 1), BORN) == 118


def test_file_list_and_search_know_the_day(store: TestStore) -> None:
    new = NewPerson(surname="Walda", given_names="Eke", born_on=BORN)
    added = people.add(store.database, store.session, new).created("person")
    file = people.file_of(store.database, store.session, RecordId(added))
    assert person_file.header(file).line == "Geboren 29 februari 1908 · 118 jaar"
    assert store.get(Person, added).born_on == BORN
    for asked in ("29-02-1908", "29 februari 1908"):
        (found,) = people.found(store.database, store.session, asked)
        assert found.person_id == added
    (entry,) = people.listed(store.database, store.session)
    assert entry.born_on == "1908-02-29"


@pytest.mark.parametrize(
    ("language", "words"),
    [("nl", "29 februari 1908"), ("en", "29 February 1908"), ("fy", "29 febrewaris 1908")],
)
def test_a_letter_says_the_whole_year(language: str, words: str) -> None:
    assert in_words(BORN, language) == words
