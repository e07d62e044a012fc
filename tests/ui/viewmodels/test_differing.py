"""Which words of two texts differ."""

from __future__ import annotations

import pytest

from ui.viewmodels.differing import Piece, differing


def marked(pieces: tuple[Piece, ...]) -> list[str]:
    return [piece.text for piece in pieces if piece.marked]


def whole(pieces: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("one", "other", "mine", "theirs"),
    [
        ("na zes uur", "na tien uur", ["zes"], ["tien"]),
        ("na zes uur", "na zes uur", [], []),
        ("na zes", "na zes uur", [], ["uur"]),
        ("", "na zes uur", [], ["na zes uur"]),
        ("belt Jan", "belt Piet en Anna", ["Jan"], ["Piet en Anna"]),
        ("een twee drie vier", "vier een twee drie", ["vier"], ["vier"]),
        ("een\ntwee", "een\n\ntwee", [], []),
        ("  ", "x", [], ["x"]),
    ],
)
def test_only_the_words_that_differ_are_marked(
    one: str, other: str, mine: list[str], theirs: list[str]
) -> None:
    first, second = differing(one, other)
    assert (marked(first), marked(second)) == (mine, theirs)
    assert (whole(first), whole(second)) == (one, other)


def test_a_long_text_is_compared_at_its_ends_only() -> None:
    middle = " ".join(str(number) for number in range(2000))
    one, other = f"eerst {middle} slot", f"eerst andere {middle} woorden slot"
    first, second = differing(one, other)
    assert (whole(first), whole(second)) == (one, other)
    assert first[0] == Piece("eerst ")
    assert first[-1] == Piece(" slot")
    assert marked(second)
