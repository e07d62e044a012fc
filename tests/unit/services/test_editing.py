"""What is typed in a field is kept in one form, or refused under the name of that field."""

from __future__ import annotations

import pytest

from meitinker.errors import InvalidField
from meitinker.services import editing


@pytest.mark.parametrize(
    ("kind", "field", "typed"),
    [
        ("person", "bsn", "123"),
        ("address", "postcode", "90 A"),
        ("representative", "postcode", "90 A"),
        ("email", "address", "jan@"),
        ("representative", "email", "jan@"),
    ],
)
def test_a_value_that_cannot_be_is_refused_under_the_name_of_its_field(
    kind: str, field: str, typed: str
) -> None:
    with pytest.raises(InvalidField) as refused:
        editing.checked(kind, field, typed)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("kind", "field", "typed", "kept"),
    [
        ("address", "postcode", "9001ab", "9001 AB"),
        ("representative", "email", " jan@example.org ", "jan@example.org"),
        ("phone", "number", " 0512 ", "0512"),
        ("person", "called", " Jan ", " Jan "),
    ],
)
def test_a_value_is_kept_in_one_form(kind: str, field: str, typed: str, kept: str) -> None:
    assert editing.checked(kind, field, typed) == kept
