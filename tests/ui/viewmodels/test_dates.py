from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meitinker import clock
from ui.viewmodels.dates import (
    Near,
    day_text,
    days_in_month,
    month_name,
    month_text,
    read_date,
    read_month,
    split_date,
    split_day,
)


@given(st.dates(min_value=date(1000, 1, 1)), st.booleans(), st.booleans())
def test_every_date_that_is_written_is_read_back(day: date, named: bool, padded: bool) -> None:
    month = month_name(day.month) if named else f"{day.month:02d}" if padded else str(day.month)
    typed = f"{day.day:02d}" if padded else str(day.day)

    assert read_date(typed, month, str(day.year)).value == day


@given(st.text(max_size=6), st.text(max_size=12), st.text(max_size=6))
def test_any_text_gives_a_date_or_a_sentence_or_nothing(day: str, month: str, year: str) -> None:
    reading = read_date(day, month, year)

    if not (day.strip() or month.strip() or year.strip()):
        assert reading == type(reading)()
    else:
        assert (reading.value is None) == (reading.problem is not None)
        assert bool(reading.parts) == (reading.problem is not None)


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("3", 3),
        ("03", 3),
        ("maart", 3),
        ("Mrt.", 3),
        ("mrt", 3),
        ("maaie", 5),
        ("mei", 5),
        ("May", 5),
        ("jannewaris", 1),
        ("febrewaris", 2),
        ("desimber", 12),
        ("sept", 9),
        ("hjerstmoanne", 9),
        ("maa", None),  # maart or maaie
        ("ju", None),
        ("13", None),
        ("0", None),
        ("", None),
        ("²", None),
    ],
)
def test_months_are_read_by_number_and_by_name(text: str, month: int | None) -> None:
    assert read_month(text) == month


@pytest.mark.parametrize(
    ("typed", "part", "words"),
    [
        (("4", "3", ""), "year", "Vul een jaar in van 4 cijfers. Bijvoorbeeld 1948."),
        (("4", "3", "48"), "year", "Vul een jaar in van 4 cijfers. Bijvoorbeeld 1948."),
        (("4", "3", "0000"), "year", "Vul een jaar in van 4 cijfers. Bijvoorbeeld 1948."),
        (("", "3", "1948"), "day", "De dag mist nog."),
        (("vier", "3", "1948"), "day", "Deze dag klopt niet."),
        (("4", "", "1948"), "month", "De maand mist nog."),
        (("4", "aap", "1948"), "month", "Deze maand klopt niet."),
        (("31", "april", "1948"), "day", "April heeft 30 dagen."),
        (("29", "2", "1949"), "day", "Februari 1949 heeft 28 dagen."),
        (("0", "2", "1949"), "day", "Deze datum bestaat niet."),
    ],
)
def test_what_is_wrong_is_said_in_words(typed: tuple[str, str, str], part: str, words: str) -> None:
    reading = read_date(*typed)

    assert reading.value is None
    assert reading.problem is not None
    assert words in reading.problem
    assert reading.parts == {part}


def test_this_year_is_called_this_year() -> None:
    with clock.running(lambda: datetime(2026, 11, 12, 13, 0, tzinfo=UTC)):
        reading = read_date("29", "2", "2026")

    assert reading.problem == "Deze datum bestaat niet. Februari heeft dit jaar 28 dagen."


@pytest.mark.parametrize(
    ("typed", "near", "meant"),
    [
        (("7", "12"), Near.COMING, date(2026, 12, 7)),
        (("7", "december"), Near.PAST, date(2025, 12, 7)),
        (("3", "1"), Near.COMING, date(2027, 1, 3)),
        (("3", "1"), Near.PAST, date(2026, 1, 3)),
        (("23", "11"), Near.COMING, date(2026, 11, 23)),
        (("23", "11"), Near.PAST, date(2026, 11, 23)),
        (("29", "2"), Near.COMING, date(2028, 2, 29)),
        (("29", "2"), Near.PAST, date(2024, 2, 29)),
    ],
)
def test_a_day_near_by_needs_no_year(typed: tuple[str, str], near: Near, meant: date) -> None:
    with clock.running(lambda: datetime(2026, 11, 23, 9, 0, tzinfo=UTC)):
        assert read_date(*typed, "", near=near).value == meant
        assert read_date(*typed, "2032", near=near).value == meant.replace(year=2032)
        half = read_date(*typed, "20", near=near)

    assert half.problem == "Vul een jaar in van 4 cijfers. Bijvoorbeeld 2026."


def test_a_day_that_no_year_has_is_said_to_be_wrong() -> None:
    with clock.running(lambda: datetime(2026, 11, 23, 9, 0, tzinfo=UTC)):
        problem = read_date("31", "4", "", near=Near.COMING).problem

    assert problem == "Deze datum bestaat niet. April heeft 30 dagen."


def test_a_leap_day_exists_in_a_leap_year_only() -> None:
    assert read_date("29", "2", "1948").value == date(1948, 2, 29)
    assert days_in_month(1900, 2) == 28


def test_a_date_outside_the_bounds_is_refused_with_the_bound() -> None:
    late = read_date("13", "11", "2026", latest=date(2026, 11, 12))
    early = read_date("1", "1", "1899", earliest=date(1900, 1, 1))

    assert "tot en met 12 november 2026" in (late.problem or "")
    assert "vanaf 1 januari 1900" in (early.problem or "")
    assert read_date("12", "11", "2026", latest=date(2026, 11, 12)).problem is None


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("4-3-1948", ("4", "3", "1948")),
        (" 04/03/1948 ", ("04", "03", "1948")),
        ("4 maart 1948", ("4", "maart", "1948")),
        ("4", None),
        ("1948", None),
    ],
)
def test_a_pasted_date_is_split(text: str, parts: tuple[str, str, str] | None) -> None:
    assert split_date(text) == parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("4-3", ("4", "3", "1948")),
        ("4 maart", ("4", "maart", "1948")),
        ("4", None),
        ("4-3-1948", None),
    ],
)
def test_a_day_of_the_year_is_split(text: str, parts: tuple[str, str, str] | None) -> None:
    assert split_day(text, "1948") == parts


def test_dates_are_shown_in_words() -> None:
    assert day_text(date(2026, 11, 2)) == "2 november 2026"
    assert day_text(date(2026, 11, 2), with_year=False) == "2 november"
    assert month_text(date(2026, 11, 2)) == "November 2026"
