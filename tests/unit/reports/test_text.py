from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meitinker.reports.text import address_line, clean, one_line, paragraphs, phone_number, tied


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("a\u202eb\u2066c\u200fd", "abcd"),
        ("zero\u200bwidth\ufeff\u00ad", "zerowidth"),
        ("bel\x07\x1b[31m\x00", "bel[31m"),
        ("regel\r\nregel\u2028regel", "regel\nregel\nregel"),
        ("tab\tnaar\u3000hier", "tab naar hier"),
        ("\U0001f469\u200d\U0001f469\u200d\U0001f467!", "\U0001f469!"),
        ("\U0001f44d\U0001f3fd", "\U0001f44d"),
        ("\ud800los", "los"),
    ],
)
def test_clean_takes_away_what_may_not_reach_paper(raw: str, shown: str) -> None:
    assert clean(raw) == shown


def test_clean_composes_accents_and_limits_heaps() -> None:
    assert clean("e\u0301") == "é"
    assert len(clean("x" + "\u0335" * 500)) == 3


@given(st.text())
def test_clean_leaves_only_line_feeds_as_control(text: str) -> None:
    kept = clean(text)
    assert all(
        unicodedata.category(char) not in {"Cc", "Cf", "Cs"} for char in kept if char != "\n"
    )
    assert "\n" not in one_line(text)


def test_paragraphs_keep_the_writers_lines() -> None:
    assert paragraphs("een\ntwee\n\n \n\ndrie  vier\n") == [["een", "twee"], ["drie vier"]]


def test_numbers_stay_with_their_digits_and_months() -> None:
    assert tied("bel 06 12 34 op 3 mei 2026, € 5") == (
        "bel 06\u00a012\u00a034\u00a0op 3\u00a0mei\u00a02026, €\u00a05"
    )


@pytest.mark.parametrize("date", ["3 mei 2026", "4 jannewaris 2027", "23 November 2026"])
def test_a_date_stays_whole_in_every_language(date: str) -> None:
    assert tied(f"op {date} om").split(" ") == ["op", date.replace(" ", "\u00a0"), "om"]


def test_a_time_never_parts_from_the_time_till_when() -> None:
    assert tied("maandag: 07:00 – 23:00") == "maandag: 07:00\u00a0–\u00a023:00"
    assert tied("een – twee") == "een – twee"


def test_a_postcode_never_parts_from_its_place() -> None:
    assert tied("Molenpad 7, 9001 EC Grou") == "Molenpad\u00a07, 9001\u00a0EC\u00a0Grou"
    assert tied(address_line("9001 EC Grou")) == address_line("9001 EC Grou")


@pytest.mark.parametrize("written", ["9001EC Grou", "9001 ec  Grou", " 9001 EC Grou "])
def test_postcode_stands_whole_with_two_spaces_before_the_place(written: str) -> None:
    assert address_line(written).replace("\u00a0", " ") == "9001 EC  Grou"


def test_a_street_that_begins_with_a_number_is_left_alone() -> None:
    assert address_line("1e Kruisweg 12") == "1e Kruisweg 12"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("0612345678", "06 12 34 56 78"),
        ("06-12345678", "06 12 34 56 78"),
        ("0581234567", "058 123 45 67"),
        ("088-1234567", "088 123 45 67"),
        ("0566620000", "0566 62 00 00"),
        ("0566 62-0000", "0566 62-0000"),  # parted as its owner knows it
        ("+31 6 12345678", "+31 6 12345678"),
        ("0800 1234", "0800 1234"),
        ("na tien uur", "na tien uur"),
        ("", ""),
    ],
)
def test_a_number_stands_in_the_groups_that_people_read_aloud(typed: str, shown: str) -> None:
    assert phone_number(typed) == shown
