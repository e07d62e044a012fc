from __future__ import annotations

import pytest

from meitinker.errors import PassphraseTooWeak
from meitinker.keys.passphrase import require_strength, strength


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "too_short"),
        ("K4st!nz9q", "too_short"),
        ("password123", "common_word"),
        ("poiuytrfdsa", "keyboard_row"),
        ("aaaaaaaaaaaa", "repeats"),
        ("abcdefghijkl", "sequence"),
        ("12-11-1987", "year_or_date"),
    ],
)
def test_weak_ones_get_the_reason(typed: str, reason: str) -> None:
    assert strength(typed).reason == reason
    with pytest.raises(PassphraseTooWeak) as told:
        require_strength(typed)
    assert told.value.params["reason"] == reason


def test_names_an_attacker_knows_do_not_count() -> None:
    typed = "akkrumnes grou"
    assert strength(typed).enough
    assert strength(typed, ["Akkrum Nes", "akkrumnes", "Grou"]).reason == "known_name"


@pytest.mark.parametrize(
    "typed",
    ["paard kaars nietig batterij", "skûtsje op it Pikmar", "x7#Qm!v2&Zp", "w" + "én " * 200],
)
def test_good_and_very_long_ones_pass(typed: str) -> None:
    judged = strength(typed)
    assert judged.enough, judged


def test_the_words_are_not_in_the_error() -> None:
    with pytest.raises(PassphraseTooWeak) as told:
        require_strength("qwertyuiop")
    assert "qwerty" not in f"{told.value!r}{told.value}{told.value.params}"
