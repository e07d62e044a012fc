from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meitinker.domain.people import AddressForm
from meitinker.errors import InvalidField
from meitinker.exchange import client_values
from meitinker.exchange.client_values import Name, TypedPhone, Unclear

TODAY = date(2026, 11, 22)
BORN = date(1938, 3, 14)


@pytest.mark.parametrize(
    "text",
    [
        "1938-03-14",
        "1938-03-14 00:00",
        "1938-03-14T00:00:00Z",
        "14-03-1938",
        "14-3-1938",
        "14/03/1938",
        "14.3.1938",
        "14 03 1938",
        "14-03-1938 00:00:00",
        "19380314",
        "14-03-38",
        "14 maart 1938",
        "14-mrt-1938",
        "14 mrt. 1938",
        "13953",
    ],
)
def test_a_day_is_read_as_people_and_programs_write_it(text: str) -> None:
    assert client_values.day(text, today=TODAY) == BORN


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("31-02-1938", "date_unclear"),
        ("03/14/1938", "date_unclear"),
        ("gisteren", "date_unclear"),
        ("14-03-12", "year_two_digits"),
        ("22-11-26", "year_two_digits"),
        ("23-11-2026", "date_in_future"),
        ("14-03-1838", "date_too_old"),
        ("1", "date_too_old"),
        ("99999", "date_in_future"),
        ("14 brumaire 1938", "date_unclear"),
    ],
)
def test_a_day_that_is_none_is_never_guessed(text: str, reason: str) -> None:
    with pytest.raises(Unclear) as caught:
        client_values.day(text, today=TODAY)
    assert caught.value.reason == reason


@given(st.dates(date(1900, 3, 1), TODAY))
def test_every_day_comes_back_in_every_form(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    for text in (f"{day}", f"{day:%d-%m-%Y}", f"{day:%Y%m%d}", str(serial)):
        half = client_values.half_day(text)  # "1938" is a year, not a day of 1905
        assert half or client_values.day(text, today=TODAY) == day


@given(st.text(max_size=30))
def test_any_text_is_a_day_or_is_refused(text: str) -> None:
    try:
        found = client_values.day(text, today=TODAY)
    except Unclear:
        return
    assert found is None or date(1900, 1, 1) <= found <= TODAY


@pytest.mark.parametrize(
    ("text", "half"),
    [
        ("1938", "1938"),
        ("00-00-1938", "1938"),
        ("ca. 1938", "1938"),
        ("maart 1938", "maart 1938"),
        ("Iets 1938", ""),
        ("", ""),
        ("14-03-1938", ""),
    ],
)
def test_half_a_date_of_birth_is_kept_as_text(text: str, half: str) -> None:
    assert client_values.half_day(text) == half


@pytest.mark.parametrize(
    ("text", "bsn"),
    [
        ("999990019", ("999990019", False)),
        ("9999.90.019", ("999990019", False)),
        ("10000008", ("010000008", True)),
        ("", ("", False)),
    ],
)
def test_a_bsn_gets_its_zero_back_where_the_eleven_test_then_holds(
    text: str, bsn: tuple[str, bool]
) -> None:
    assert client_values.bsn(text) == bsn


@pytest.mark.parametrize("text", ["12345678", "999990018", "1234567", "99999001a", "1.23E+08"])
def test_a_bsn_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(InvalidField):
        client_values.bsn(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Meer-Wâldsang, S. van der", ("S.", "van der", "Meer-Wâldsang")),
        ("Sjoukje van der Meer", ("Sjoukje", "van der", "Meer")),
        ("J.P. de Vries", ("J.P.", "de", "Vries")),
        ("Jan  Jansen", ("Jan", "", "Jansen")),
        ("Hoekstra", ("", "", "Hoekstra")),
        ("van der Meer", ("", "van der", "Meer")),
        ("Meer, van der, S.", ("S.", "van der", "Meer")),
        ("Anna Maria Jansen", ("Anna Maria", "", "Jansen")),
        ("", ("", "", "")),
    ],
)
def test_a_whole_name_is_taken_apart(text: str, name: tuple[str, str, str]) -> None:
    given_names, prefix, surname = name
    wanted = Name(given_names=given_names, prefix=prefix, surname=surname)
    assert client_values.whole_name(text) == wanted


@pytest.mark.parametrize(
    ("text", "told", "prefix", "surname"),
    [
        ("van der Meer", "", "van der", "Meer"),
        ("Meer, van der", "", "van der", "Meer"),
        ("Meer", "van der", "van der", "Meer"),
        ("De", "", "", "De"),
        ("Jansen-de Vries", "", "", "Jansen-de Vries"),
    ],
)
def test_a_prefix_within_a_surname_is_found(
    text: str, told: str, prefix: str, surname: str
) -> None:
    found = client_values.surname(text, prefix=told)
    assert (found.prefix, found.surname) == (prefix, surname)


def test_phones_come_out_of_any_soup_each_once() -> None:
    cells = (
        "0566-621234 / 06 12345678 (zoon Jan) of 0566 621234",
        "onbekend; 612345678",
        "06-1234567",
    )
    assert client_values.phones(cells) == (
        TypedPhone("0566-621234", "+31566621234"),
        TypedPhone("06 12345678", "+31612345678", "zoon Jan"),
        TypedPhone("06-1234567", ""),
    )


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("Doarpsstrjitte 12 a", ("Doarpsstrjitte", "12 a")),
        ("Plein 1940 3", ("Plein 1940", "3")),
        ("2e Dwarsstraat 4-b", ("2e Dwarsstraat", "4-b")),
        ("De Buorren 12-14", ("De Buorren", "12-14")),
        ("Haven", ("Haven", "")),
        ("", ("", "")),
    ],
)
def test_street_and_number_in_one_cell_are_taken_apart(text: str, home: tuple[str, str]) -> None:
    assert client_values.street_and_number(text) == home


def test_a_house_number_that_became_a_day_is_refused() -> None:
    assert client_values.house_number("12", ["a", "", "2"]) == "12 a 2"
    with pytest.raises(Unclear, match="number_is_date"):
        client_values.house_number("2026-05-03", [])


def test_a_secret_address_is_never_guessed() -> None:
    for text, wanted in (("J", True), ("Ja", True), ("x", True), ("Nee", False), ("", False)):
        assert client_values.yes(text) is wanted
    with pytest.raises(Unclear, match="yes_or_no"):
        client_values.yes("misschien")


def test_who_is_greeted_how() -> None:
    forms = [client_values.address_form(text) for text in ("V", "Dhr.", "mw.", "onbekend", "")]
    assert forms == [
        AddressForm.MEVROUW,
        AddressForm.MENEER,
        AddressForm.MEVROUW,
        AddressForm.NEUTRAL,
        AddressForm.NEUTRAL,
    ]


def test_a_serial_is_the_day_that_a_spreadsheet_means() -> None:
    assert date(1899, 12, 30) + timedelta(days=13953) == BORN
