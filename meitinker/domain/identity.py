"""Checking what identifies people: BSN, postcode, phone number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from meitinker.errors import InvalidField

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

_POSTCODE = re.compile(r"([1-9]\d{3})\s*([A-Za-z]{2})")
_NETHERLANDS = 31
_DUTCH_DIGITS = 9  # after the country code, or after the leading 0
_NEVER_GIVEN_OUT = {"SA", "SD", "SS"}


def checked_bsn(text: str) -> str:
    """Return ``text`` as nine digits.

    The eleven-test (elfproef): nine times the first digit, eight times the second, down to
    two times the eighth, minus the ninth, is a multiple of eleven.

    Raises:
        InvalidField: Not nine digits, or the eleven-test fails.
    """
    if not text.strip():
        return ""
    from stdnum.nl import bsn

    number = re.sub(r"[\s.\-]", "", text)  # not bsn.compact: it fills up with zeros
    if len(number) != 9 or not number.isdigit():
        raise InvalidField("bsn", "bsn_nine_digits")
    if not bsn.is_valid(number):
        raise InvalidField("bsn", "bsn_wrong")
    return number


def checked_postcode(text: str) -> str:
    """Return a Dutch postcode as ``1234 AB``, or "" for no text.

    Raises:
        InvalidField: Not four digits and two letters, or letters never given out.
    """
    if not text.strip():
        return ""
    match = _POSTCODE.fullmatch(text.strip())
    if match is None or match[2].upper() in _NEVER_GIVEN_OUT:
        raise InvalidField("postcode", "postcode_wrong")
    return f"{match[1]} {match[2].upper()}"


def checked_phone(text: str, *, field: str = "number") -> str:
    """Return a phone number in E.164 (``+31612345678``), read as Dutch without a country.

    Args:
        text: As it was typed.
        field: What the field is called in which it was typed.

    Raises:
        InvalidField: Too short, too long, or no number that can exist.
    """
    import phonenumbers

    if not text.strip():
        return ""
    try:
        number = phonenumbers.parse(text, "NL")
    except phonenumbers.NumberParseException as error:
        raise InvalidField(field, "phone_no_number") from error
    if not phonenumbers.is_valid_number(number):
        raise InvalidField(field, _why_no_number(number))
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def phone_digits(text: str) -> str:
    """Return the digits that a number means; half a number means none, and is kept all the same."""
    try:
        return checked_phone(text)
    except InvalidField:
        return ""


def _why_no_number(number: PhoneNumber) -> str:
    import phonenumbers

    if number.country_code == _NETHERLANDS:
        digits = len(phonenumbers.national_significant_number(number))
        too_short, too_long = digits < _DUTCH_DIGITS, digits > _DUTCH_DIGITS
    else:
        reason = phonenumbers.is_possible_number_with_reason(number)
        too_short = reason == phonenumbers.ValidationResult.TOO_SHORT
        too_long = reason == phonenumbers.ValidationResult.TOO_LONG
    return "phone_too_short" if too_short else "phone_too_long" if too_long else "phone_no_number"


def checked_email(text: str, *, field: str = "address") -> str:
    """Return an e-mail address without outer spaces.

    Args:
        text: As it was typed.
        field: What the field is called in which it was typed.

    Raises:
        InvalidField: No "name@place.tld".
    """
    address = text.strip()
    if address and not re.fullmatch(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+", address):
        raise InvalidField(field, "email_wrong")
    return address
