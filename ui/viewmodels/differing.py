"""Which words of two texts differ. No Qt here."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

import msgspec

_WORD = re.compile(r"\s+|\S+")
_MOST = 600
"""Words of either text between what is the same at both ends; more are not compared one by one:
that would take longer than a frame."""


class Piece(msgspec.Struct, frozen=True):
    """A run of a text; ``marked`` where the other text does not have it."""

    text: str
    marked: bool = False


def differing(one: str, other: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Return both texts in pieces, what only one of them has marked."""
    mine, theirs = _WORD.findall(one), _WORD.findall(other)
    head = _alike(mine, theirs)
    tail = _alike(mine[head:][::-1], theirs[head:][::-1])
    inner = [words[head : len(words) - tail] for words in (mine, theirs)]
    marks: tuple[list[bool], list[bool]] = ([True] * len(inner[0]), [True] * len(inner[1]))
    if max(len(words) for words in inner) <= _MOST:
        matcher = SequenceMatcher(None, inner[0], inner[1], autojunk=False)
        for first, second, size in matcher.get_matching_blocks():
            marks[0][first : first + size] = [False] * size
            marks[1][second : second + size] = [False] * size
    around = ([False] * head, [False] * tail)
    return (
        _pieces(mine, [*around[0], *marks[0], *around[1]]),
        _pieces(theirs, [*around[0], *marks[1], *around[1]]),
    )


def _alike(one: list[str], other: list[str]) -> int:
    """Return how many words both begin with."""
    same = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        same += 1
    return same


def _pieces(words: list[str], marks: list[bool]) -> tuple[Piece, ...]:
    """Return the words as runs; white space between two marked words is marked with them."""
    for place in range(1, len(words) - 1):
        if words[place].isspace():
            marks[place] = marks[place - 1] and marks[place + 1]
    for place in (0, len(words) - 1):
        if words and words[place].isspace():
            marks[place] = False
    found: list[Piece] = []
    for word, marked in zip(words, marks, strict=True):
        if found and found[-1].marked == marked:
            found[-1] = Piece(found[-1].text + word, marked)
        else:
            found.append(Piece(word, marked))
    return tuple(found)
