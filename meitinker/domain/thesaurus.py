"""From the words of every day to the terms of the social map.

The list that came with the program is a reference set; what people add from the search box
(:mod:`meitinker.domain.search_words`) lies over it. A saying counts where all of its words that say
something were typed, in any order and any form: *"wat eten dat aan huis komt"* meets *eten aan
huis*.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain import dutch
from meitinker.domain.vocabulary import How, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

THESAURUS = "thesaurus"
"""The reference set."""

_SUREST = frozenset((How.SAME, How.FORM, How.VERB, How.ERROR))
_LEAST = 0.7
"""How surely a typed word must mean the word of a saying."""

_WITHOUT_PALE = 0.75
"""What a saying is worth without its words that say little: *eten* of *eten aan huis*."""

_OF_LAST_PART = 0.75
_HALF = 4
"""Letters after which the beginning of a word is taken for a saying."""


class ThesaurusEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An official term, and what people say who mean it.

    Attributes:
        term: The term, as an official page has it.
        categories: Codes of the tree of categories that hold such help, the nearest first.
        said: Words and phrases of every day.
        own: Whether this program thought of it: without a source.
    """

    term: str
    categories: list[str]
    said: list[str]
    own: bool = False


class Meaning(msgspec.Struct, frozen=True, kw_only=True):
    """What a saying stands for: help of these categories, or the one service."""

    said: str
    term: str = ""
    categories: tuple[str, ...] = ()
    service_id: str = ""


class Met(msgspec.Struct, frozen=True, kw_only=True):
    """A saying that was typed: which of the typed words it covers, and how surely."""

    meaning: Meaning
    covers: frozenset[int]
    quality: float


class Thesaurus:
    """Sayings, ready to be met as somebody types."""

    def __init__(self, meanings: Iterable[Meaning]) -> None:
        """Cut each saying into its words."""
        self._cut: list[tuple[Meaning, tuple[str, ...]]] = []
        self._with: dict[str, list[int]] = {}
        for meaning in meanings:
            told = telling(dutch.words(meaning.said))
            if not told:
                continue
            for word in told:
                self._with.setdefault(word, []).append(len(self._cut))
            self._cut.append((meaning, told))
        self._words = Vocabulary({word: len(where) for word, where in self._with.items()})

    def meant(self, typed: Sequence[str], *, half: bool = False) -> tuple[Met, ...]:
        """Return what the folded words ``typed`` may mean, the surest first.

        Args:
            typed: All words, also those that say nothing.
            half: Whether the last one may still be typed: its beginning counts then.
        """
        sure: dict[int, dict[str, tuple[float, int]]] = {}
        for place, word in enumerate(typed):
            last = half and place == len(typed) - 1
            for said, quality in self._may_be(word, half=last):
                for number in self._with[said]:
                    words = sure.setdefault(number, {})
                    if words.get(said, (0.0, 0))[0] < quality:
                        words[said] = (quality, place)
        found = [met for number, words in sure.items() if (met := self._met(number, words))]
        return tuple(sorted(found, key=lambda met: (-len(met.covers), -met.quality)))

    def _may_be(self, word: str, *, half: bool) -> list[tuple[str, float]]:
        """Return the words of sayings that a typed word is, and how surely.

        A compound is of its last part: *rolstoeltaxi* is a taxi, but no *rolstoel*.
        """
        found = [
            (one.word, one.quality)
            for one in self._words.alternatives(word, half=half and len(word) >= _HALF)
            if one.how is not How.PART
        ]
        for last in self._words.split(word)[-1:]:
            found += [
                (one.word, _OF_LAST_PART)
                for one in self._words.alternatives(last)
                if one.how in _SUREST
            ]
        return found

    def _met(self, number: int, words: dict[str, tuple[float, int]]) -> Met | None:
        meaning, told = self._cut[number]
        if any(word not in words for word in told if word not in dutch.PALE_WORDS):
            return None
        there = [words[word] for word in told if word in words]
        if not there or (len(there) < len(told) and len(there) == _pale(told, words)):
            return None
        quality = sum(one for one, _ in there) / len(there)
        if len(there) < len(told):
            quality *= _WITHOUT_PALE
        if quality < _LEAST:
            return None
        return Met(
            meaning=meaning,
            covers=frozenset(place for _, place in there),
            quality=min(quality, 1.0),
        )


def _pale(told: tuple[str, ...], words: dict[str, tuple[float, int]]) -> int:
    """Return how many of the words that are there say little."""
    return sum(1 for word in told if word in words and word in dutch.PALE_WORDS)


def telling(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words that say something; all of them where none does."""
    told = tuple(dict.fromkeys(word for word in words if word not in dutch.STOP_WORDS))
    return told or tuple(dict.fromkeys(words))


def of_entries(entries: Iterable[ThesaurusEntry]) -> list[Meaning]:
    """Return the sayings of a list; an official term is one of its own."""
    found = []
    for entry in entries:
        for said in (entry.term, *entry.said):
            found.append(Meaning(said=said, term=entry.term, categories=tuple(entry.categories)))
    return found
