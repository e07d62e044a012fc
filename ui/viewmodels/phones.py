"""Checks a telephone number as typed at the table. No Qt here."""

from __future__ import annotations

from meitinker.i18n import _

_DUTCH_DIGITS = 10
_SHORT_NUMBERS = frozenset({"112", "113"})
_SERVICE_STARTS = ("0800", "0900", "0906", "0909", "14")  # their length varies


def phone_problem(text: str) -> str | None:
    """Return the sentence for what is wrong with a telephone number, or None.

    Dutch numbers have ten digits; numbers of other countries are checked by their own plan.
    An empty text is no problem.
    """
    typed = text.strip()
    if not typed:
        return None
    if any(sign.isalpha() for sign in typed):
        return _("Hier staan letters in. Een telefoonnummer heeft alleen cijfers.")
    digits = "".join(sign for sign in typed if sign in "0123456789")
    if typed.startswith("+") or digits.startswith("00"):
        return _foreign_problem("+" + digits.removeprefix("00"))
    if digits in _SHORT_NUMBERS or digits.startswith(_SERVICE_STARTS):
        return None
    return _dutch_problem(digits)


def _dutch_problem(digits: str) -> str | None:
    if len(digits) == _DUTCH_DIGITS and digits.startswith("0"):
        return None
    if len(digits) > _DUTCH_DIGITS:
        return _("Dit nummer is te lang. Een telefoonnummer heeft 10 cijfers.")
    if digits.startswith("06"):
        return _("Dit nummer is te kort. Een mobiel nummer heeft 10 cijfers.")
    if digits.startswith("0"):
        return _("Dit nummer is te kort. Een vast nummer met netnummer heeft 10 cijfers.")
    return _("Het netnummer mist. Begin met 06 of met het netnummer. Bijvoorbeeld 0566.")


def _foreign_problem(number: str) -> str | None:
    import phonenumbers  # 60 ms, and few numbers are foreign

    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return _("De landcode klopt niet. Begin met + en de landcode. Bijvoorbeeld +49.")
    reason = phonenumbers.is_possible_number_with_reason(parsed)
    if reason == phonenumbers.ValidationResult.TOO_SHORT:
        return _("Dit nummer is te kort. Kijk na of alle cijfers er staan.")
    if reason != phonenumbers.ValidationResult.IS_POSSIBLE:
        return _("Dit nummer klopt niet. Kijk het nog eens na.")
    return None
