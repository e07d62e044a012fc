"""The declaration of a kind, and the one way from record to journal and back."""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Annotated, NewType

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meitinker import ids
from meitinker.domain.grounds import CONTACT
from meitinker.domain.people import Language, Person
from meitinker.domain.records import (
    Column,
    Held,
    MergeClass,
    Record,
    Scope,
    Search,
    canonical,
    declare,
    from_values,
    to_value,
    to_values,
)
from meitinker.errors import BugError
from meitinker.ids import PersonId

_Deep = NewType("_Deep", PersonId)


class Sample(Record, frozen=True, kw_only=True):
    person_id: Annotated[_Deep, Held(ground=CONTACT, ref="person")]
    street: Annotated[str, Held(ground=CONTACT, group="address", search=Search.ADDRESS)] = ""
    number: Annotated[int, Held(ground=CONTACT, group="address")] = 1
    language: Annotated[Language, Held(ground=CONTACT)] = Language.DUTCH
    sure: Annotated[bool, Held(ground=CONTACT)] = True
    since: Annotated[date | None, Held(ground=CONTACT, search=Search.ADDRESS)] = None


KIND = declare("sample", Sample, merge=MergeClass.BY_FIELD, scope=Scope.of_person("person_id"))


def test_a_declaration_knows_columns_defaults_and_references() -> None:
    told = {f.name: (f.column, f.default, f.held.ref) for f in KIND.fields.values()}
    assert told == {
        "person_id": (Column.TEXT, None, "person"),
        "street": (Column.TEXT, "", ""),
        "number": (Column.INTEGER, 1, ""),
        "language": (Column.TEXT, "nl", ""),
        "sure": (Column.INTEGER, 1, ""),
        "since": (Column.TEXT, None, ""),
    }


def test_fields_without_a_group_stand_alone() -> None:
    assert KIND.groups == {
        "person_id": ("person_id",),
        "address": ("street", "number"),
        "language": ("language",),
        "sure": ("sure",),
        "since": ("since",),
    }


def test_what_follows_from_the_fields_is_worked_out_once() -> None:
    assert KIND.groups is KIND.groups
    assert KIND.pointing is KIND.pointing
    assert KIND.pointing == ("person_id",)


def test_what_feeds_a_part_of_the_search_index() -> None:
    assert KIND.searched(Search.ADDRESS) == ("street", "since")
    assert KIND.searched(Search.NAME) == ()


class Unheld(Record, frozen=True, kw_only=True):
    street: str = ""


class WronglyHeld(Record, frozen=True, kw_only=True):
    street: Annotated[str, "because"] = ""


class Unkeepable(Record, frozen=True, kw_only=True):
    share: Annotated[float, Held(ground=CONTACT)] = 0.5


class Ambiguous(Record, frozen=True, kw_only=True):
    number: Annotated[int | str, Held(ground=CONTACT)] = 0


@pytest.mark.parametrize("record", [Unheld, WronglyHeld, Unkeepable, Ambiguous])
def test_an_incomplete_declaration_is_a_bug(record: type[Record]) -> None:
    with pytest.raises(BugError):
        declare("broken", record, merge=MergeClass.BY_FIELD, scope=Scope.organisation())


@pytest.mark.parametrize("scope", [Scope.of_person("nobody"), Scope.of_village("nowhere")])
def test_a_scope_names_a_field_that_exists(scope: Scope) -> None:
    with pytest.raises(BugError):
        declare("broken", Sample, merge=MergeClass.BY_FIELD, scope=scope)


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (None, None),
        (True, 1),
        (False, 0),
        (7, 7),
        ("Grou", "Grou"),
        (unicodedata.normalize("NFD", "Wâldsang"), "Wâldsang"),
        (Language.FRISIAN, "fy"),
        (date(2026, 11, 22), "2026-11-22"),
        (datetime(2026, 11, 22, 13, 5, tzinfo=UTC), "2026-11-22T13:05:00.000Z"),
        (
            datetime(2026, 11, 22, 14, 5, tzinfo=timezone(timedelta(hours=1))),
            "2026-11-22T13:05:00.000Z",
        ),
    ],
)
def test_the_journal_holds_text_and_whole_numbers_only(value: object, kept: object) -> None:
    assert to_value(value) == kept


@pytest.mark.parametrize("value", [0.5, b"x", ["a"], {"a": 1}])
def test_anything_else_is_a_bug(value: object) -> None:
    with pytest.raises(BugError):
        to_value(value)


_texts = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20)


@given(
    surname=_texts,
    born_on=st.none() | st.dates(),
    added=st.none() | st.datetimes(timezones=st.just(UTC)).filter(lambda t: t.year >= 1900),
    large_print=st.booleans(),
)
def test_a_record_comes_back_from_the_journal_as_it_went_in(
    surname: str, born_on: date | None, added: datetime | None, large_print: bool
) -> None:
    if added:
        added = added.replace(microsecond=added.microsecond // 1000 * 1000)
    person = Person(
        id=ids.record_id(),
        surname=unicodedata.normalize("NFC", surname),
        born_on=born_on,
        added_at=added,
        large_print=large_print,
    )
    values = to_values(person)
    assert "id" not in values
    assert from_values(Person, {"id": person.id, **values}) == person


def test_fields_of_a_newer_program_are_left_out() -> None:
    person = Person(id=ids.record_id(), surname="Faber")
    values = {"id": person.id, **to_values(person), "shoe_size": 43}
    assert from_values(Person, values) == person


def test_a_value_that_does_not_fit_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError):
        from_values(Person, {"id": ids.record_id(), "language": "klingon"})


def test_the_hashed_form_does_not_depend_on_the_order_of_fields() -> None:
    assert canonical({"b": 1, "a": "é"}) == canonical({"a": "é", "b": 1})
    assert canonical({"b": None, "a": "é"}) == '{"a":"é","b":null}'.encode()
