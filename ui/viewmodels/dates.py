"""Reading and writing of legal dates as people type and read them.

A date is asked in three parts, Dag, Maand and Jaar. Months may be a number, a Dutch, Frisian or
English name or the start of one. No Qt here.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from typing import Literal

from meitinker import clock
from meitinker.domain.words import weekday
from meitinker.i18n import _

Part = Literal["day", "month", "year"]

DAY: Part = "day"
MONTH: Part = "month"
YEAR: Part = "year"

# Frisian twice: the everyday names and the old ones that older people still write. English
# because the screens exist in English. Written without accents; see _folded.
_NAMES: dict[int, tuple[str, ...]] = {
    1: ("januari", "jannewaris", "jannewaarje", "foarmoanne", "january"),
    2: ("februari", "febrewaris", "febrewaarje", "sellemoanne", "february"),
    3: ("maart", "mrt", "foarjiersmoanne", "march"),
    4: ("april", "gersmoanne"),
    5: ("mei", "maaie", "blommemoanne", "may"),
    6: ("juni", "juny", "simmermoanne", "june"),
    7: ("juli", "july", "heamoanne"),
    8: ("augustus", "rispmoanne", "august"),
    9: ("september", "septimber", "hjerstmoanne"),
    10: ("oktober", "wynmoanne", "october"),
    11: ("november", "novimber", "slachtmoanne"),
    12: ("december", "desimber", "wintermoanne"),
}
_FEBRUARY = 2
_SHORTEST_START = 3  # "ju" could be June or July
_LEAP = 9  # years within which a 29 February comes round, also past 1900 and 2100
_WHOLE = re.compile(r"^\s*(\d{1,2})\s*[-/. ]\s*(\w+)\.?\s*[-/. ]\s*(\d{4})\s*$")
_DAY_AND_MONTH = re.compile(r"^\s*(\d{1,2})\s*[-/. ]\s*(\w+)\.?\s*$")


class Near(Enum):
    """On which side of today a date lies whose year people leave out."""

    COMING = auto()
    PAST = auto()


@dataclass(frozen=True)
class DateReading:
    """What three typed parts amount to.

    Attributes:
        value: The date, or None while nothing or something wrong is filled in.
        problem: The sentence to show, or None.
        parts: The parts the sentence is about, to mark them.
    """

    value: date | None = None
    problem: str | None = None
    parts: frozenset[Part] = frozenset()


def read_date(
    day: str,
    month: str,
    year: str,
    *,
    earliest: date | None = None,
    latest: date | None = None,
    near: Near | None = None,
) -> DateReading:
    """Return what the three parts mean, or the first thing that is wrong with them.

    All parts empty is no date and no problem: most fields need not be filled in.

    Args:
        day: As typed, e.g. ``4`` or ``04``.
        month: As typed: ``3``, ``mrt``, ``maart``, ``maaie``.
        year: As typed; four digits, because 48 may be 1948 or 2048.
        earliest: First date that is accepted.
        latest: Last date that is accepted, e.g. today for a date of birth.
        near: Says which year is meant where none is typed: "7 december" is the next one, or
            the last. Nobody says the year of an appointment.
    """
    typed = (day.strip(), month.strip(), year.strip())
    if not any(typed):
        return DateReading()
    day_number = _number(typed[0], most=2)
    month_number = read_month(typed[1])
    year_number = _number(typed[2], most=4, least=4)
    if near is not None and not typed[2] and day_number and month_number:
        year_number = _year_meant(day_number, month_number, near)
    if day_number is None:
        return _wrong(DAY, _day_problem(typed[0]))
    if month_number is None:
        return _wrong(MONTH, _month_problem(typed[1]))
    if not year_number:
        example = 1948 if near is None else clock.today().year
        sentence = _("Vul een jaar in van 4 cijfers. Bijvoorbeeld {year}.")
        return _wrong(YEAR, sentence.format(year=example))
    if not 1 <= day_number <= days_in_month(year_number, month_number):
        return _wrong(DAY, _no_such_day(year_number, month_number))
    return _within(date(year_number, month_number, day_number), earliest, latest)


def read_month(text: str) -> int | None:
    """Return 1 to 12 for a month's number, name or unambiguous start of a name, else None."""
    number = _number(text.strip(), most=2)
    if number is not None:
        return number if number in _NAMES else None
    word = _folded(text)
    for month, names in _NAMES.items():
        if word in names:
            return month
    if len(word) < _SHORTEST_START:
        return None
    found = {month for month, names in _NAMES.items() if any(n.startswith(word) for n in names)}
    return found.pop() if len(found) == 1 else None


def split_date(text: str) -> tuple[str, str, str] | None:
    """Return day, month and year of a whole date pasted into one field, else None."""
    match = _WHOLE.match(text)
    return (match[1], match[2], match[3]) if match else None


def split_day(text: str, year: str) -> tuple[str, str, str] | None:
    """Return day, month and ``year`` of a day of the year typed into one field, else None."""
    match = _DAY_AND_MONTH.match(text)
    return (match[1], match[2], year) if match else None


def days_in_month(year: int, month: int) -> int:
    """Return how many days the month has; February depends on the year."""
    return calendar.monthrange(year, month)[1]


_MONTHS: tuple[Callable[[], str], ...] = (
    lambda: _("januari"),
    lambda: _("februari"),
    lambda: _("maart"),
    lambda: _("april"),
    lambda: _("mei"),
    lambda: _("juni"),
    lambda: _("juli"),
    lambda: _("augustus"),
    lambda: _("september"),
    lambda: _("oktober"),
    lambda: _("november"),
    lambda: _("december"),
)
"""Asked for one by one: a timeline of 200 entries asks for 400 names."""


def month_name(month: int) -> str:
    """Return the name of month 1 to 12 in the language of the screen."""
    return _MONTHS[month - 1]()


def day_text(day: date, *, with_year: bool = True) -> str:
    """Return a date in words: ``12 november 2026`` or ``12 november``."""
    words = f"{day.day} {month_name(day.month)}"
    return f"{words} {day.year}" if with_year else words


def local_day(text: str) -> date:
    """Return the day of ISO text: a date as it is, an instant as the clock on the wall had it.

    Just after midnight here it is still the day before in UTC.
    """
    if "T" not in text:
        return date.fromisoformat(text)
    return clock.local(clock.instant_from(text)).date()


def month_text(day: date) -> str:
    """Return month and year as a heading: ``November 2026``."""
    return f"{_capital(month_name(day.month))} {day.year}"


def dates_text(first: date, last: date) -> str:
    """Return two days as people say them: ``23 tot en met 29 november 2026``."""
    if (first.year, first.month) == (last.year, last.month):
        begin = str(first.day)
    else:
        begin = day_text(first, with_year=first.year != last.year)
    return _("{first} tot en met {last}").format(first=begin, last=day_text(last))


def short_weekday(number: int) -> str:
    """Return the name of weekday 0 (Monday) to 6 in two letters."""
    return (_("ma"), _("di"), _("wo"), _("do"), _("vr"), _("za"), _("zo"))[number]


def said_day(day: date) -> str:
    """Return a day within a sentence: ``maandag 23 november``."""
    return f"{weekday(day.weekday())} {day.day} {month_name(day.month)}"


def _year_meant(day: int, month: int, near: Near) -> int:
    """Return the year in which a day of a month is next, today included, or was last.

    A day that exists in no year near by is said to be wrong in this one.
    """
    today = clock.today()
    step = 1 if near is Near.COMING else -1
    for year in range(today.year, today.year + step * _LEAP, step):
        if 1 <= day <= days_in_month(year, month):
            meant = date(year, month, day)
            if meant == today or (meant > today) is (near is Near.COMING):
                return year
    return today.year


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.strip().rstrip(".").casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _number(text: str, *, most: int, least: int = 1) -> int | None:
    # isdecimal alone accepts digits of other scripts, isascii alone accepts "²".
    digits = text.rstrip(".")
    fits = least <= len(digits) <= most and digits.isascii() and digits.isdecimal()
    return int(digits) if fits else None


def _wrong(part: Part, sentence: str) -> DateReading:
    return DateReading(problem=sentence, parts=frozenset({part}))


def _day_problem(typed: str) -> str:
    if not typed:
        return _("De dag mist nog. Vul een getal in van 1 tot en met 31.")
    return _("Deze dag klopt niet. Vul een getal in van 1 tot en met 31.")


def _month_problem(typed: str) -> str:
    if not typed:
        return _("De maand mist nog. Vul een getal in van 1 tot en met 12 of de naam.")
    return _("Deze maand klopt niet. Vul een getal in van 1 tot en met 12 of de naam.")


def _no_such_day(year: int, month: int) -> str:
    name = _capital(month_name(month))
    days = days_in_month(year, month)
    if month != _FEBRUARY:
        sentence = _("Deze datum bestaat niet. {month} heeft {days} dagen.")
    elif year == clock.today().year:
        sentence = _("Deze datum bestaat niet. {month} heeft dit jaar {days} dagen.")
    else:
        sentence = _("Deze datum bestaat niet. {month} {year} heeft {days} dagen.")
    return sentence.format(month=name, year=year, days=days)


def _within(value: date, earliest: date | None, latest: date | None) -> DateReading:
    if earliest is not None and value < earliest:
        sentence = _("Deze datum is te vroeg. Vul een datum in vanaf {date}.")
        return _wrong(YEAR, sentence.format(date=day_text(earliest)))
    if latest is not None and value > latest:
        sentence = _("Deze datum is te laat. Vul een datum in tot en met {date}.")
        return _wrong(YEAR, sentence.format(date=day_text(latest)))
    return DateReading(value=value)
