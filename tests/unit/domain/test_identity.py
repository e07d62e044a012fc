"""What identifies people: BSN, postcode, phone, e-mail."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meitinker.domain.identity import checked_bsn, checked_email, checked_phone, checked_postcode
from meitinker.errors import InvalidField


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("999990019", "999990019"),
        ("9999.90.019", "999990019"),
        (" 999 990 019 ", "999990019"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_a_good_bsn_is_nine_digits(typed: str, kept: str) -> None:
    assert checked_bsn(typed) == kept


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("12345", "bsn_nine_digits"),
        ("1234567890", "bsn_nine_digits"),
        ("99999001X", "bsn_nine_digits"),
        ("999990018", "bsn_wrong"),
        ("999999000", "bsn_wrong"),
    ],
)
def test_a_wrong_bsn_is_refused_with_the_reason(typed: str, reason: str) -> None:
    with pytest.raises(InvalidField) as caught:
        checked_bsn(typed)
    assert (caught.value.field, caught.value.reason) == ("bsn", reason)


@given(st.integers(min_value=10_000_000, max_value=999_999_999))
def test_the_eleven_test_is_that_of_the_law(number: int) -> None:
    digits = f"{number:09d}"
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    passes = sum(w * int(d) for w, d in zip(weights, digits, strict=True)) % 11 == 0
    if passes:
        assert checked_bsn(digits) == digits
    else:
        with pytest.raises(InvalidField):
            checked_bsn(digits)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("9001ka", "9001 KA"), (" 9001  KA ", "9001 KA"), ("", ""), (" ", "")],
)
def test_a_good_postcode(typed: str, kept: str) -> None:
    assert checked_postcode(typed) == kept


@pytest.mark.parametrize("typed", ["0901 KA", "9001", "9001 K", "9001 SS", "9001 sa", "9001 KAX"])
def test_a_postcode_that_cannot_be_is_refused(typed: str) -> None:
    with pytest.raises(InvalidField) as caught:
        checked_postcode(typed)
    assert (caught.value.field, caught.value.reason) == ("postcode", "postcode_wrong")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("06 - 12 34 56 78", "+31612345678"),
        ("0566-01 23 45", "+31566012345"),
        ("+48 22 123 45 67", "+48221234567"),
        ("", ""),
        (" ", ""),
    ],
)
def test_a_good_phone_number(typed: str, kept: str) -> None:
    assert checked_phone(typed) == kept


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("0612", "phone_too_short"),
        ("06 - 12 34 5", "phone_too_short"),
        ("06 12 34 56 78 90 12", "phone_too_long"),
        ("06 00 00 00 00", "phone_no_number"),
        ("geen", "phone_no_number"),
        ("+32 47", "phone_too_short"),
        ("+32 470 12 34 56 78 90", "phone_too_long"),
    ],
)
def test_a_wrong_phone_number_is_refused_with_the_reason(typed: str, reason: str) -> None:
    with pytest.raises(InvalidField) as caught:
        checked_phone(typed)
    assert (caught.value.field, caught.value.reason) == ("number", reason)


@pytest.mark.parametrize("typed", ["info@mienskip.example", " a.b@c.d.nl ", ""])
def test_a_good_email_address(typed: str) -> None:
    assert checked_email(typed) == typed.strip()


@pytest.mark.parametrize("typed", ["sjoukje", "a@b", "a b@c.nl", "@c.nl", "a@.nl"])
def test_a_wrong_email_address_is_refused(typed: str) -> None:
    with pytest.raises(InvalidField) as caught:
        checked_email(typed)
    assert (caught.value.field, caught.value.reason) == ("address", "email_wrong")
