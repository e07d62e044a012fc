"""What may stand in a field, and where a long word may break."""

from __future__ import annotations

import pytest

from ui.viewmodels.typing import breakable

PLACE = "\u200b"


@pytest.mark.parametrize(
    "words",
    [
        "Vraag het aan de vrijwilligerscoördinator.",
        "(een vrijwilligerscoördinator)",
        "Vijf woorden die gewoon zijn, en samen langer dan een smalle kolom.",
    ],
)
def test_a_word_that_fits_is_not_broken_for_what_ends_the_sentence(words: str) -> None:
    assert breakable(words) == words


def test_a_word_that_is_longer_than_a_narrow_column_may_break_and_loses_nothing() -> None:
    name = "W" * 60
    told = breakable(f"Dit is {name}.")
    assert max(len(piece) for piece in told.replace(" ", PLACE).split(PLACE)) <= 24
    assert told.replace(PLACE, "") == f"Dit is {name}."
    assert not told.endswith(f"{PLACE}."), "the end of the sentence stays with its word"
