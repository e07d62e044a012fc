"""How people are named, masked, counted in years, and written to."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from meitinker import ids
from meitinker.domain.people import (
    Person,
    age_on,
    formal_name,
    full_name,
    list_name,
    receives_letters,
)

NOBODY = Person(id=ids.record_id())
SJOUKJE = msgspec.structs.replace(
    NOBODY,
    given_names="Sjoukje Maria",
    called="Sjoukje",
    prefix="van der",
    surname="Meer",
    partner_name="Wâldsang",
)


@pytest.mark.parametrize(
    ("changes", "full", "listed", "formal"),
    [
        (
            {},
            "Sjoukje van der Meer-Wâldsang",
            "Meer-Wâldsang, Sjoukje van der",
            "S.M. van der Meer-Wâldsang",
        ),
        (
            {"called": ""},
            "Sjoukje Maria van der Meer-Wâldsang",
            "Meer-Wâldsang, Sjoukje Maria van der",
            "S.M. van der Meer-Wâldsang",
        ),
        (
            {"prefix": "", "partner_name": ""},
            "Sjoukje Meer",
            "Meer, Sjoukje",
            "S.M. Meer",
        ),
        ({"surname": "", "partner_name": "", "prefix": ""}, "Sjoukje", "Sjoukje", "S.M."),
        (
            {"given_names": "", "called": "Sjoukje"},
            "Sjoukje van der Meer-Wâldsang",
            "Meer-Wâldsang, Sjoukje van der",
            "van der Meer-Wâldsang",
        ),
    ],
)
def test_names_as_said_listed_and_written(
    changes: dict[str, str], full: str, listed: str, formal: str
) -> None:
    person = msgspec.structs.replace(SJOUKJE, **changes)
    assert (full_name(person), list_name(person), formal_name(person)) == (full, listed, formal)


def test_someone_known_by_a_called_name_only_still_has_a_formal_name() -> None:
    assert formal_name(msgspec.structs.replace(NOBODY, called="Opa Durk")) == "Opa Durk"


def test_no_name_is_no_name() -> None:
    assert full_name(NOBODY) == list_name(NOBODY) == formal_name(NOBODY) == ""


@pytest.mark.parametrize(
    ("day", "age"),
    [
        (date(2026, 3, 3), 77),
        (date(2026, 3, 4), 78),
        (date(2026, 12, 31), 78),
        (date(1948, 3, 4), 0),
    ],
)
def test_age_changes_on_the_birthday(day: date, age: int) -> None:
    assert age_on(day, date(1948, 3, 4)) == age


def test_who_was_born_on_29_february_is_a_year_older_on_1_march() -> None:
    born = date(1948, 2, 29)
    assert (age_on(date(2026, 2, 28), born), age_on(date(2026, 3, 1), born)) == (77, 78)


def test_no_letter_goes_to_the_dead() -> None:
    assert receives_letters(SJOUKJE)
    assert not receives_letters(msgspec.structs.replace(SJOUKJE, deceased_on=date(2026, 1, 1)))


def test_initials_are_letters_also_after_signs_that_nobody_sees() -> None:
    person = Person(id=ids.record_id(), given_names="\u202eAnna \u200bBea (Cor) !", surname="Jong")
    assert formal_name(person) == "A.B.C. Jong"
