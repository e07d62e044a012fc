"""From the words of every day to the terms of the social map.

The list that came with the program is a reference set; what people add from the search box
(:mod:`meitinker.domain.search_words`) lies over it. A saying counts where all of its words that say
something were typed, in any order and any form: *"wat eten dat aan huis komt"* meets *eten aan
huis*.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import msgspec

from meitinker.domain import dutch
from meitinker.domain.leaning import Leaning
from meitinker.domain.vocabulary import Alternative, How, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Sequence

T = TypeVar("T")

THESAURUS = "thesaurus"
"""The reference set."""

_SUREST = frozenset((How.SAME, How.FORM))
_LEAST = 0.7
"""How surely a typed word must mean the word of a saying."""

_WITHOUT_PALE = 0.9
"""What a saying of several telling words is worth without those that say little."""

_OF_LAST_PART = 0.75
_LONG_HALF = 7
_OF_LONG_HALF = 0.75
_HALF = 4
"""Letters after which the beginning of a word is taken for a saying."""

_BITE = 200
"""Sayings or words of a bite: some milliseconds of work."""


class ThesaurusEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An official term, and what people say who mean it.

    Attributes:
        term: The term, as an official page has it.
        categories: Codes of the tree of categories that hold such help, the nearest first; none
            where only a service that bears the very term will do: *zangkoor* is any choir, and
            not any club.
        said: Words and phrases of every day.
        own: Whether this program thought of it: without a source.
        far: Whether whoever says so looks for something that no social map has: a passport, a
            garage. It has no categories, and an official term only to tell what it is.
    """

    term: str
    categories: list[str]
    said: list[str]
    own: bool = False
    far: bool = False


class Meaning(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a saying stands for: help of these categories, the one service, or else the term.

    ``far`` is what no social map has.
    """

    said: str
    term: str = ""
    categories: tuple[str, ...] = ()
    service_id: str = ""
    far: bool = False


class Met(msgspec.Struct, frozen=True, kw_only=True):
    """A saying that was typed: which of the typed words it covers, and how surely."""

    meaning: Meaning
    covers: frozenset[int]
    quality: float
    words: int = 1


class _Saying(msgspec.Struct, frozen=True, gc=False):
    """One meaning cut into its words: all of them, and those that tell."""

    meaning: Meaning
    all: tuple[str, ...]
    told: tuple[str, ...]

    @property
    def firm(self) -> tuple[str, ...]:
        """The words that must be there: what tells, but is not pale, if there is such a word."""
        return tuple(one for one in self.told if one not in dutch.PALE_WORDS) or self.told


class Thesaurus:
    """Sayings, ready to be met as somebody types."""

    def __init__(self, meanings: Iterable[Meaning]) -> None:
        """Cut each saying into its words; a compound is also one of its parts side by side."""
        self._sayings: list[_Saying] = []
        self._with: dict[str, list[int]] = {}
        self._leaning = Leaning()
        self._words = Vocabulary({})
        for _ in self._taken(meanings):
            pass

    def and_also(self, meanings: Iterable[Meaning]) -> Thesaurus:
        """Return these sayings with ``meanings``, whose words take apart no compound of these."""
        other = Thesaurus(())
        other._sayings = self._sayings.copy()
        other._with = {word: where.copy() for word, where in self._with.items()}
        other._leaning = self._leaning.copy()
        for _ in other._taken(meanings):
            pass
        return other

    @classmethod
    def in_bites(cls, meanings: Iterable[Meaning]) -> Generator[None, None, Thesaurus]:
        """Cut ``meanings`` a bite of some milliseconds at a time; return the thesaurus."""
        made = cls(())
        yield from made._taken(meanings)
        return made

    def _taken(self, meanings: Iterable[Meaning]) -> Iterator[None]:
        first = len(self._sayings)
        for bite in _bites(list(meanings)):
            for meaning in bite:
                self._add(meaning, dutch.words(meaning.said))
            yield
        self._words = Vocabulary({word: len(where) for word, where in self._with.items()})
        for words in _bites(list(self._with)):
            for word in words:
                dutch.forms(word)  # remembered: the first compound asks it of all at once
            yield
        for sayings in _bites(self._sayings[first:]):
            for saying in sayings:
                parts = self._words.split(saying.all[0]) if len(saying.all) == 1 else ()
                if parts and all(part in self._words for part in parts):
                    self._add(saying.meaning, parts)
            yield

    def _add(self, meaning: Meaning, words: Sequence[str]) -> None:
        told = telling(words)
        for word in told:
            self._with.setdefault(word, []).append(len(self._sayings))
        self._leaning.add(meaning, told)
        if told:
            self._sayings.append(_Saying(meaning, tuple(dict.fromkeys(words)), told))

    def __contains__(self, word: str) -> bool:
        """Tell whether a saying holds the very word."""
        return word in self._with

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
        there = frozenset(typed)
        found = [met for number, words in sure.items() if (met := self._met(number, words, there))]
        return tuple(sorted(found, key=lambda met: (-len(met.covers), -met.quality)))

    def leant(self, typed: Sequence[str], *, half: bool = False) -> tuple[Met, ...]:
        """Return what the words ``typed`` lean to together, as sayings that were half typed."""
        heard: list[dict[str, float]] = []
        for place, word in enumerate(typed):
            last = half and place == len(typed) - 1
            said = () if word in dutch.STOP_WORDS else self._may_be(word, half=last)
            heard.append({one: quality for one, quality in said if quality >= _LEAST})
        return tuple(
            Met(meaning=one.meaning, covers=one.covers, quality=one.quality)
            for one in self._leaning.leans(heard)
        )

    def _may_be(self, word: str, *, half: bool) -> list[tuple[str, float]]:
        """Return the words of sayings that a typed word is, and how surely.

        A compound is of its last part: *rolstoeltaxi* is a taxi, but no *rolstoel*.
        """
        found = [
            (one.word, _surer(one, word))
            for one in self._words.alternatives(word, half=half and len(word) >= _HALF)
            if one.how is not How.PART
        ]
        if word in self._words:
            return found
        for last in self._words.split(word)[-1:]:
            found += [
                (one.word, _OF_LAST_PART)
                for one in self._words.alternatives(last)
                if one.how in _SUREST
            ]
        return found

    def _met(
        self, number: int, words: dict[str, tuple[float, int]], typed: frozenset[str]
    ) -> Met | None:
        """Return the saying if enough of it is there.

        All that must be; of one that hangs on a single word, such as *geen eten*, most of the
        words that say little as well.
        """
        saying = self._sayings[number]
        if any(word not in words for word in saying.firm):
            return None
        quality = sum(words[word][0] for word in saying.firm) / len(saying.firm)
        there = sum(1 for word in saying.all if word in words or word in typed)
        if len(saying.firm) == 1:
            quality *= there / len(saying.all)
        elif there < len(saying.all):
            quality *= _WITHOUT_PALE
        if quality < _LEAST:
            return None
        return Met(
            meaning=saying.meaning,
            covers=frozenset(words[word][1] for word in saying.told if word in words),
            quality=min(quality, 1.0),
            words=there,
        )


def _bites(whole: Sequence[T]) -> Iterator[Sequence[T]]:
    return (whole[at : at + _BITE] for at in range(0, len(whole), _BITE))


def _surer(one: Alternative, typed: str) -> float:
    """Return how surely a word of a saying was typed: its long beginning is sure enough."""
    if one.how is How.HALF and len(typed) >= _LONG_HALF:
        return max(one.quality, _OF_LONG_HALF)
    return one.quality


def telling(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words that say something; all of them where none does."""
    told = tuple(dict.fromkeys(word for word in words if word not in dutch.STOP_WORDS))
    return told or tuple(dict.fromkeys(words))


def of_entries(entries: Iterable[ThesaurusEntry]) -> list[Meaning]:
    """Return the sayings of a list; an official term is one of its own."""
    found = []
    for entry in entries:
        for said in (entry.term, *entry.said):
            found.append(
                Meaning(
                    said=said,
                    term=entry.term,
                    categories=tuple(entry.categories),
                    far=entry.far,
                )
            )
    return found
