"""Letters that no letter type of ours has are told of in words, and never set wrong."""

from __future__ import annotations

import pytest

from meitinker.i18n import translation
from meitinker.reports.fonts import Face, font
from meitinker.reports.scripts import script_of
from meitinker.reports.text import MISSING
from meitinker.reports.typeset import Composer, Style

STYLE = Style.of(large=False, accent="#00568B")


def set_on_paper(text: str, language: str = "nl") -> str:
    return Composer(STYLE, translation(language)).settable(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("שרה לוי", "[tekst in Hebreeuwse letters]"),
        ("Mevrouw محمد العلي belt", "Mevrouw [tekst in Arabische letters] belt"),
        ("محمد، 06 12 34, العلي", "[tekst in Arabische letters]"),
        ("שרה en محمد", "[tekst in Hebreeuwse letters] en [tekst in Arabische letters]"),
        ("王小明", "[tekst in Chinese tekens]"),
        ("ሰላም", "[tekst in Ethiopische letters]"),
        ("ᏣᎳᎩ", "[tekst in andere letters]"),
    ],
)
def test_letters_that_lack_are_told_in_words(text: str, shown: str) -> None:
    assert set_on_paper(text) == shown


def test_the_words_are_in_the_language_of_the_paper() -> None:
    assert "letters" in set_on_paper("שרה", "en")
    assert set_on_paper("שרה", "en") != set_on_paper("שרה", "fy") != set_on_paper("שרה")


def test_a_sign_that_is_no_letter_stays_a_box() -> None:
    assert set_on_paper("ja \u2713 nee") == f"ja {MISSING} nee"


@pytest.mark.parametrize("name", ["Łukasz Wiśniewski", "Ζωή", "Світлана", "Đặng Thị Mỹ"])
def test_letters_that_are_there_are_set(name: str) -> None:
    assert set_on_paper(name) == name


def test_every_letter_that_lacks_is_counted() -> None:
    composer = Composer(STYLE, translation("nl"))
    composer.settable("שרה לוי")
    assert composer.missing == 6


def test_control_the_letter_type_really_lacks_them() -> None:
    widths = font(Face.REGULAR).widths
    assert not [c for c in "שרהמחדع" if ord(c) in widths]
    assert {script_of(c) for c in "שר"} == {"HEBREW"}
