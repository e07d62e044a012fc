from __future__ import annotations

import pytest

from ui.viewmodels.phones import phone_problem


@pytest.mark.parametrize(
    "text", ["", "06 - 12 34 56 78", "(0566) 62 12 34", "+31 6 12345678", "0049 30 901820", "112"]
)
def test_good_numbers_pass(text: str) -> None:
    assert phone_problem(text) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("06 - 12 34 5", "Dit nummer is te kort. Een mobiel nummer heeft 10 cijfers."),
        ("0566 62", "vast nummer"),
        ("0566 62 12 34 5", "te lang"),
        ("62 12 34", "netnummer mist"),
        ("06 dochter", "letters"),
        ("+31 6 12", "te kort"),
        ("+999 123456789", "landcode"),
    ],
)
def test_what_is_wrong_is_said_in_words(text: str, words: str) -> None:
    assert words in (phone_problem(text) or "")
