"""The words that a directory holds, and which of them a typed word may mean.

Nothing is cut down beforehand: the index keeps the words as they are, and what a user types is
spread over the words that stand there. So a word that is added to the directory counts at once,
for compounds too: *eettafel* is taken apart because *tafel* stands somewhere by itself.
"""

from __future__ import annotations

from bisect import bisect_left
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from meitinker.domain import dutch

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_MOST = 40
"""Alternatives of one word; more make the index slow and say nothing."""

_MOST_HALF = 60
_PART = 4
"""Letters of a part of a compound at the least; shorter ones only where they stand alone."""

_SHORT_PART = 3
_LINKS = ("", "s", "en", "e", "n")
_TAILS = frozenset(("", "s", "en", "e", "n", "je", "jes", "tje", "tjes"))
_MOST_PARTS = 4
_NO_PARTS = frozenset(("baar", "heid", "loos", "lijk", "ing", "ver", "aan", "uit", "ten", "ste"))
_ENOUGH = 0.55
"""A word that means something this surely is not looked through for typing errors."""

_BASE = 5
_ENDING = 3
"""Letters of a word, and of what is put behind it at the most: *dement*, *dementie*."""

_LONG = 7
_SHORTEST_ERROR = 4
_LAST = "\U0010ffff"


class How(StrEnum):
    """How a word of the directory was met by what was typed."""

    SAME = "same"
    FORM = "form"
    VERB = "verb"
    PART = "part"
    HALF = "half"
    ERROR = "error"


class Alternative(msgspec.Struct, frozen=True, gc=False):
    """A word of the directory that a typed word may mean; ``quality`` is at most 1."""

    word: str
    quality: float
    how: How


class Vocabulary:
    """The words of a directory, each with the number of services in which it stands."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        """Keep ``counts``: folded words, and in how many documents each stands."""
        self._counts = counts
        self._sorted = sorted(counts)
        self._text = "\n".join(("", *self._sorted, ""))
        self._lengths: dict[int, list[str]] = {}
        for word in self._sorted:
            self._lengths.setdefault(len(word), []).append(word)
        self._bases: frozenset[str] | None = None
        self._known: dict[str, bool] = {}
        self._met: dict[tuple[str, bool], tuple[Alternative, ...]] = {}
        self._splits: dict[str, tuple[str, ...]] = {}

    def __contains__(self, word: str) -> bool:
        """Tell whether the directory holds the very word."""
        return word in self._counts

    def count(self, word: str) -> int:
        """Return in how many documents a word stands."""
        return self._counts.get(word, 0)

    def alternatives(self, word: str, *, half: bool = False) -> tuple[Alternative, ...]:
        """Return the words that a folded ``word`` may mean, the surest first.

        Args:
            word: As typed, folded.
            half: Whether it may be the beginning of a longer word that is still being typed.
        """
        key = (word, half)
        if key not in self._met:
            self._met[key] = self._alternatives(word, half=half)
        return self._met[key]

    def _alternatives(self, word: str, *, half: bool) -> tuple[Alternative, ...]:
        found: dict[str, Alternative] = {}
        for one in self._meant(word, half=half):
            if one.how is not How.SAME and one.word in dutch.STOP_WORDS:
                continue  # nobody means "dat" by "dating"
            if one.word not in found or found[one.word].quality < one.quality:
                found[one.word] = one
        if max((one.quality for one in found.values()), default=0.0) < _ENOUGH:
            for one in self._errors(word):
                if one.word not in dutch.STOP_WORDS:
                    found.setdefault(one.word, one)
        ordered = sorted(found.values(), key=lambda a: (-a.quality, -self.count(a.word), a.word))
        return tuple(ordered[:_MOST])

    def split(self, word: str) -> tuple[str, ...]:
        """Return the parts of a compound that each stand somewhere by themselves, or ().

        *maaltijdbezorging*: maaltijd, bezorging. As few parts as can be, the last one longest.
        """
        if word not in self._splits:
            self._splits[word] = self._cut(word, whole=True, parts=_MOST_PARTS)
        return self._splits[word]

    def _meant(self, word: str, *, half: bool) -> Iterator[Alternative]:
        if word in self._counts:
            yield Alternative(word, 1.0, How.SAME)
        yield from self._inflected(word)
        yield from self._compounds_with(word)
        if half:
            yield from self._beginning(word)

    def _inflected(self, word: str) -> Iterator[Alternative]:
        of_word, roots = dutch.forms(word), dutch.roots(word)
        for one in self._near_in_order(word):
            if not of_word.isdisjoint(dutch.forms(one)):
                yield Alternative(one, 0.97, How.FORM)
            elif not roots.isdisjoint(dutch.roots(one)):
                yield Alternative(one, 0.85, How.VERB)
            elif any(len(base) >= _BASE and _made_of(base, one) for base in of_word):
                yield Alternative(one, 0.75, How.VERB)

    def _near_in_order(self, word: str) -> Iterator[str]:
        """Yield the words among which forms of ``word`` can be: those that begin alike.

        A vowel may be doubled in one and not in the other: *eten*, *eet*; *koken*, *kook*.
        """
        letters = 3 if len(word) > _PART else 2
        beginnings = {
            word[:letters],
            word[2:][:letters] if word[:2] == "ge" else f"ge{word[:letters]}",
        }
        if word[:1] in dutch.VOWELS:
            beginnings.add(word[1:3] if word[1:2] == word[:1] else word[:1] + word[:2])
        elif word[1:2] in dutch.VOWELS:
            beginnings.add(word[:2] + word[1:2])
        for beginning in beginnings:
            yield from self._from(beginning)

    def _from(self, beginning: str) -> list[str]:
        if len(beginning) < _SHORT_PART - 1:
            return []
        first = bisect_left(self._sorted, beginning)
        return self._sorted[first : bisect_left(self._sorted, beginning + _LAST, first)]

    def _beginning(self, word: str) -> Iterator[Alternative]:
        if len(word) == 1:
            return
        longer = [one for one in self._from(word) if one != word and one not in dutch.STOP_WORDS]
        longer.sort(key=lambda one: (-self.count(one), one))
        for one in longer[:_MOST_HALF]:
            yield Alternative(one, 0.45 + 0.45 * len(word) / len(one), How.HALF)

    def _compounds_with(self, word: str) -> Iterator[Alternative]:
        """Yield compounds of which ``word`` is a part: the last part says most what it is."""
        for part in dutch.forms(word):
            if part in dutch.PALE_WORDS or part in _NO_PARTS:
                continue
            if len(part) < _PART and not self._stands_alone(part):
                continue
            for one in self._holding(part):
                quality = self._share(part, one)
                if quality:
                    yield Alternative(one, quality, How.PART)

    def _holding(self, part: str) -> Iterator[str]:
        """Yield the longer words in which ``part`` stands."""
        text, at = self._text, self._text.find(part)
        while at >= 0:
            end = text.find("\n", at)
            one = text[text.rfind("\n", 0, at) + 1 : end]
            if len(one) > len(part):
                yield one
            at = text.find(part, end)

    def _share(self, part: str, compound: str) -> float:
        """Return how surely ``compound`` is one of ``part``: 0 where it only looks like it.

        What stands beside it is mostly a word of the directory too; where it is not, the part
        has to be a long one.
        """
        if compound.startswith(part):
            rest = compound[len(part) :]
            if self._is_rest(rest):
                return 0.6
            return 0.45 if len(part) > _PART and len(rest) > _ENDING else 0.0
        before, _, after = compound.rpartition(part)
        first = self._is_first(before)
        if after in _TAILS:
            return 0.8 if first else (0.55 if len(before) >= _SHORT_PART else 0.0)
        return 0.5 if first and self._is_rest(after) else 0.0

    def _is_rest(self, rest: str) -> bool:
        """Tell whether ``rest`` can be what follows in a compound, after a link or not."""
        return any(
            self._stands_alone(rest.removeprefix(link)) for link in _LINKS if rest.startswith(link)
        ) or (bool(self.split(rest)) if len(rest) > 2 * _SHORT_PART else False)

    def _is_first(self, first: str) -> bool:
        return any(
            self._stands_alone(first.removesuffix(link)) for link in _LINKS if first.endswith(link)
        ) or (bool(self.split(first)) if len(first) > 2 * _SHORT_PART else False)

    def _cut(self, word: str, *, whole: bool, parts: int) -> tuple[str, ...]:
        if not whole and self._stands_alone(word):
            return (word,)
        best: tuple[str, ...] = ()
        if parts == 1:
            return best
        for end in range(_SHORT_PART, len(word) - _SHORT_PART + 1):
            first = word[:end]
            if not self._is_plain_first(first):
                continue
            rest = self._cut(word[end:], whole=False, parts=parts - 1)
            if rest and (not best or len(rest) + 1 < len(best)):
                best = (first, *rest)
        return best

    def _is_plain_first(self, first: str) -> bool:
        return any(
            self._stands_alone(first.removesuffix(link)) for link in _LINKS if first.endswith(link)
        )

    def _stands_alone(self, part: str) -> bool:
        """Tell whether a part stands in the directory as a word, in any form."""
        if part not in self._known:
            self._known[part] = self._looked_up(part)
        return self._known[part]

    def _looked_up(self, part: str) -> bool:
        if len(part) < _SHORT_PART or part in _NO_PARTS or part in dutch.STOP_WORDS:
            return False
        if part in self._counts:
            return True
        # of three letters only a base form with a long vowel: *eet* of eten, not *kan* of kannen
        if len(part) < _PART and part[0] != part[1]:
            return False
        if self._bases is None:
            self._bases = frozenset(form for word in self._sorted for form in dutch.forms(word))
        return not self._bases.isdisjoint(dutch.forms(part))

    def _errors(self, word: str) -> Iterator[Alternative]:
        """Yield the words that differ by typing errors, or sound alike.

        One error in a word of up to six letters, two in longer ones; what sounds alike may differ
        by one more. Of words of three letters every other one would be near.
        """
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        if len(word) < _SHORTEST_ERROR or word.isdigit():
            return
        most = 1 if len(word) < _LONG else 2
        sound = dutch.by_ear(word)
        for length in range(len(word) - most - 1, len(word) + most + 2):
            near = process.extract_iter(
                word, self._lengths.get(length, ()), scorer=OSA.distance, score_cutoff=most + 1
            )
            for one, distance, _ in near:
                alike = dutch.by_ear(one) == sound
                # hardly anybody mistypes the first letter
                if (distance <= most and one[0] == word[0]) or alike:
                    yield Alternative(one, 0.8 if alike else 0.9 - 0.15 * distance, How.ERROR)


def _made_of(base: str, word: str) -> bool:
    return word.startswith(base) and len(word) <= len(base) + _ENDING
