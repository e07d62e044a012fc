"""What stands in a cell of a list of clients: days, names, addresses, numbers, as people type them.

A value that cannot be understood is never guessed: its function raises the reason, which is told
with the row and the column.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

import msgspec

from meitinker.domain import doubles, identity
from meitinker.domain.people import AddressForm
from meitinker.domain.villages import folded
from meitinker.errors import InvalidField

if TYPE_CHECKING:
    from collections.abc import Iterable

_FIRST_DAY = date(1899, 12, 30)
_SERIAL = re.compile(r"[1-9]\d{0,4}")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ][\d:.]+Z?)?")
_DUTCH = re.compile(r"(\d{1,2})[-/. ]+(\d{1,2})[-/. ]+(\d{4}|\d{2})(?: [\d:]+)?")
_PACKED = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_IN_WORDS = re.compile(r"(\d{1,2})[- ]+([a-zA-Zé.]+)[- ]+(\d{4})")
_YEAR = re.compile(r"(?:0?0[-/.]0?0[-/.]|circa |ca\.? |± ?)?((?:18|19|20)\d\d)")
_MONTH_AND_YEAR = re.compile(r"([a-zA-Zé]+\.?) ((?:18|19|20)\d\d)")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari jan jannewaris", "februari feb febr febrewaris", "maart mrt maa mar",
            "april apr", "mei maaie may", "juni jun juny", "juli jul july",
            "augustus aug augustus", "september sep sept septimber", "oktober okt oct oktober",
            "november nov novimber", "december dec desimber",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_EARLIEST = 1900
_HOME = re.compile(
    r"(?P<street>.*[^\d\-/])(?P<number>\d+(?:\s*[-/]\s*\d+)?(?:\s*[-/]?\s*[A-Za-z]{1,4}\d?)?)"
)
_YES = frozenset({"j", "ja", "y", "yes", "1", "true", "waar", "x", "geheim"})
_NO = frozenset({"", "n", "nee", "no", "0", "false", "onwaar", "-", "niet", "openbaar"})
_FORMS = {
    AddressForm.MEVROUW: frozenset({"v", "vrouw", "mevrouw", "mevr", "mw", "f", "female", "frou"}),
    AddressForm.MENEER: frozenset({"m", "man", "meneer", "dhr", "de heer", "heer", "male"}),
}
_BETWEEN_PHONES = re.compile(r"[/;|\n,]|\bof\b|\ben\b", re.IGNORECASE)
_PHONE = re.compile(r"\+?\d[\d\s().\-]{4,}\d")
_FEWEST_FIGURES = 4
_BETWEEN_EMAILS = re.compile(r"[\s;,|/]+")
_AROUND_EMAIL = "<>()[]\"'.,;|"
_AND = frozenset({"", "of", "en", "or", "and", "&"})


class Unclear(Exception):
    """Raised for a cell that means nothing that can be kept; ``reason`` is told with its row."""

    def __init__(self, reason: str) -> None:
        """Keep the reason, a code of :class:`~meitinker.exchange.client_rows.ClientRowProblem`."""
        super().__init__(reason)
        self.reason = reason


class Name(msgspec.Struct, frozen=True, kw_only=True):
    """A name taken apart; of two family names with a dash nobody can tell whose is whose."""

    given_names: str = ""
    prefix: str = ""
    surname: str = ""


class TypedPhone(msgspec.Struct, frozen=True):
    """A phone number as it stood in a cell, in E.164 ("" where it is none), and what it says."""

    number: str
    digits: str
    note: str = ""


def day(text: str, *, today: date) -> date | None:
    """Return the day that a cell means, or None where it is empty.

    Read are ISO, day-month-year in figures or words, eight figures in a row, and the number that
    a spreadsheet keeps for a day. Two figures for a year are read only when one century fits.

    Raises:
        Unclear: ``date_unclear``, ``year_two_digits``, ``date_in_future``, ``date_too_old``.
    """
    text = text.strip()
    if not text:
        return None
    found = _day(text, today=today)
    if found > today:
        raise Unclear("date_in_future")
    if found.year < _EARLIEST:
        raise Unclear("date_too_old")
    return found


def half_day(text: str) -> str:
    """Return a date of birth of which the day is not known, as text; "" where it is not that."""
    text = text.strip()
    if match := _YEAR.fullmatch(text):
        return match[1]
    match = _MONTH_AND_YEAR.fullmatch(text)
    return text if match and match[1].rstrip(".").lower() in _MONTHS else ""


def _day(text: str, *, today: date) -> date:
    try:
        if match := _ISO.fullmatch(text):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := _DUTCH.fullmatch(text):
            year = _year(match[3], today=today)
            return date(year, int(match[2]), int(match[1]))
        if match := _PACKED.fullmatch(text):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := _IN_WORDS.fullmatch(text):
            return date(int(match[3]), _MONTHS[match[2].rstrip(".").lower()], int(match[1]))
        if _SERIAL.fullmatch(text) and not half_day(text):
            return _FIRST_DAY + timedelta(days=int(text))
    except (ValueError, KeyError):
        pass
    raise Unclear("date_unclear")


def _year(text: str, *, today: date) -> int:
    if len(text) == 4:
        return int(text)
    if int(text) <= today.year % 100:
        raise Unclear("year_two_digits")  # "12" is 1912 or 2012
    return today.year // 100 * 100 - 100 + int(text)


def bsn(text: str) -> tuple[str, bool]:
    """Return a BSN as nine figures, and whether a leading zero was put back.

    A spreadsheet takes a BSN for a number and drops its leading zero. It is put back only where
    the eleven-test then holds.

    Raises:
        InvalidField: As :func:`meitinker.domain.identity.checked_bsn`.
    """
    bare = re.sub(r"[\s.\-]", "", text)
    if len(bare) == 8 and bare.isascii() and bare.isdigit():
        return identity.checked_bsn(f"0{bare}"), True
    return identity.checked_bsn(text), False


def whole_name(text: str) -> Name:
    """Take a whole name apart: "Meer-Wâldsang, S. van der" or "Sjoukje van der Meer"."""
    family, comma, rest = " ".join(text.split()).partition(",")
    if comma:
        words = rest.replace(",", " ").split()
        prefix = [word for word in words if _is_prefix(word)]
        given = [word for word in words if not _is_prefix(word)]
        return Name(given_names=" ".join(given), prefix=" ".join(prefix), surname=family.strip())
    words = family.split()
    begin = next((n for n, word in enumerate(words) if _is_prefix(word)), max(len(words) - 1, 0))
    return surname(" ".join(words[begin:]), given_names=" ".join(words[:begin]))


def surname(text: str, *, prefix: str = "", given_names: str = "") -> Name:
    """Take a surname apart in which its prefix stands: "van der Meer" or "Meer, van der"."""
    family, _, behind = text.partition(",")
    if not prefix and behind.strip() and all(_is_prefix(word) for word in behind.split()):
        return Name(given_names=given_names, prefix=behind.strip(), surname=family.strip())
    words = text.split()
    begin = 0
    while not prefix and begin < len(words) - 1 and _is_prefix(words[begin]):
        begin += 1
    return Name(
        given_names=given_names,
        prefix=prefix or " ".join(words[:begin]),
        surname=" ".join(words[begin:]),
    )


def _is_prefix(word: str) -> bool:
    return doubles.begins_with_prefix(word)


def address_form(text: str) -> AddressForm:
    """Return how to greet somebody; what is not understood is neutral."""
    word = folded(text).strip(". ")
    return next((form for form, words in _FORMS.items() if word in words), AddressForm.NEUTRAL)


def yes(text: str) -> bool:
    """Return whether a cell says yes.

    Raises:
        Unclear: ``yes_or_no``: a secret address is never taken for an open one by guessing.
    """
    word = folded(text).strip(". ")
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise Unclear("yes_or_no")


def street_and_number(text: str) -> tuple[str, str]:
    """Take "Doarpsstrjitte 12 a" apart; without a number all of it is the street."""
    text = " ".join(text.split())
    match = _HOME.fullmatch(text)
    return (match["street"].strip(" ,"), match["number"].strip()) if match else (text, "")


def house_number(number: str, additions: Iterable[str]) -> str:
    """Return a house number with its additions.

    Raises:
        Unclear: ``number_is_date``: a spreadsheet made a day of "3-5".
    """
    if _ISO.fullmatch(number.strip()):
        raise Unclear("number_is_date")
    return " ".join(part for part in (number.strip(), *(a.strip() for a in additions)) if part)


def phones(cells: Iterable[str]) -> tuple[TypedPhone, ...]:
    """Return the numbers that stand in cells, each once.

    Several may stand in one cell, with words about them. What has figures and is no number is
    kept as it stands: it may be the only way to reach somebody.
    """
    found: dict[str, TypedPhone] = {}
    for cell in cells:
        for part in _BETWEEN_PHONES.split(cell):
            one = _phone(" ".join(part.split()))
            if one is not None:
                found.setdefault(one.digits or one.number, one)
    return tuple(found.values())


def emails(cell: str) -> tuple[tuple[str, ...], bool]:
    """Return the mail addresses in a cell, each once, and whether it says nothing else."""
    told = cell.strip().removeprefix("mailto:")
    words = [told] if _is_email(told) else _BETWEEN_EMAILS.split(told)
    bare = [word.strip(_AROUND_EMAIL).removeprefix("mailto:") for word in words]
    found = dict.fromkeys(word for word in bare if _is_email(word))
    return tuple(found), all(word in found or word.lower() in _AND for word in bare)


def _is_email(text: str) -> bool:
    try:
        return bool(identity.checked_email(text)) and text.strip(_AROUND_EMAIL) == text
    except InvalidField:
        return False


def _phone(text: str) -> TypedPhone | None:
    if sum(sign.isdigit() for sign in text) < _FEWEST_FIGURES:
        return None
    match = _PHONE.search(text)
    number = match[0] if match else text
    note = " ".join(text.replace(number, " ", 1).split()).strip(" ():.-") if match else ""
    return TypedPhone(number, identity.phone_digits(number), note)
