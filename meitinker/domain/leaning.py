"""What the words of a question lean to together, where no saying was typed whole.

Each word of the sayings tells how often it stands in those of a kind of help against all others:
*opwarmen* stands among meals, *pijn* among many kinds. What the words of a question tell is
multiplied (naive Bayes), so that three words that are half known decide together what none of
them does alone. What no social map has are kinds like any other: a question may lean to them.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from meitinker.domain.thesaurus import Meaning

_SMOOTH = 30
"""Words of no kind that each kind is thought to have as well: one saying alone proves little."""

_RARE = 1
"""How much rarer a word is taken to be than it is: what stands once may stand there by chance."""

_SURE = 0.9
"""What leaning counts at the most, beside a saying that was typed whole."""

_ALONE = 0.5
"""What it counts of that where one word speaks for a kind: *eten* is not all of *geen eten*."""

_LEAST = 0.1
_FAR = 0.6
"""How surely a question must lean to what no social map has, to be taken for asking that."""

_MOST = 3

Kind = tuple[str, ...]
"""Sayings that mean the same help: its categories, or the term where there are none."""


class Lean(msgspec.Struct, frozen=True):
    """A kind of help that words lean to: a saying of it that holds one of them, and how surely.

    ``covers`` are the places of the words that speak for it.
    """

    meaning: Meaning
    covers: frozenset[int]
    quality: float


class Leaning:
    """How often each word stands in the sayings of each kind."""

    def __init__(self) -> None:
        """Begin with nothing said."""
        self._of_word: dict[str, dict[Kind, int]] = {}
        self._of_kind: dict[Kind, int] = {}
        self._all = 0
        self._far: set[Kind] = set()
        self._told_by: dict[tuple[str, Kind], Meaning] = {}

    def copy(self) -> Leaning:
        """Return another that counts on from here."""
        other = Leaning()
        other._of_word = {word: counts.copy() for word, counts in self._of_word.items()}
        other._of_kind = self._of_kind.copy()
        other._all = self._all
        other._far = self._far.copy()
        other._told_by = self._told_by.copy()
        return other

    def add(self, meaning: Meaning, words: Sequence[str]) -> None:
        """Count the telling words of a saying; one for a single service is of no kind."""
        if meaning.service_id:
            return
        kind = meaning.categories or (meaning.term, "")
        if meaning.far:
            self._far.add(kind)
        for word in words:
            counts = self._of_word.setdefault(word, {})
            counts[kind] = counts.get(kind, 0) + 1
            self._of_kind[kind] = self._of_kind.get(kind, 0) + 1
            self._all += 1
            shortest = self._told_by.get((word, kind))
            if shortest is None or len(meaning.said) < len(shortest.said):
                self._told_by[word, kind] = meaning

    def leans(self, heard: Sequence[Mapping[str, float]]) -> tuple[Lean, ...]:
        """Return what the words of a question lean to, what no social map has alone.

        Args:
            heard: Of each typed word the words of sayings that it may be, and how surely.
        """
        told = {place: found for place, one in enumerate(heard) if (found := self._tells(one))}
        if not told:
            return ()
        likely = dict.fromkeys(self._of_kind, 1.0)
        for tells in told.values():
            for kind, count in self._of_kind.items():
                likely[kind] *= tells.get(kind, _SMOOTH / (count + _SMOOTH))
        total = sum(likely.values())
        order = sorted(likely, key=lambda kind: -likely[kind])
        away = [kind for kind in order if kind in self._far]
        if sum(likely[kind] for kind in away) >= _FAR * total:
            return self._lean(away[0], told, heard, 1.0)
        near = [kind for kind in order[:_MOST] if kind not in self._far]
        return tuple(
            lean
            for kind in near
            if likely[kind] >= _LEAST * total
            for lean in self._lean(kind, told, heard, likely[kind] / total)
        )

    def _tells(self, heard: Mapping[str, float]) -> dict[Kind, float]:
        """Return how much more a word is said by those who mean a kind than by all."""
        counts: dict[Kind, float] = {}
        for word, quality in heard.items():
            for kind, count in self._of_word.get(word, {}).items():
                counts[kind] = counts.get(kind, 0.0) + quality * quality * count
        often = sum(counts.values()) + _RARE
        return {
            kind: (count * self._all / often + _SMOOTH) / (self._of_kind[kind] + _SMOOTH)
            for kind, count in counts.items()
        }

    def _lean(
        self,
        kind: Kind,
        told: Mapping[int, Mapping[Kind, float]],
        heard: Sequence[Mapping[str, float]],
        sure: float,
    ) -> tuple[Lean, ...]:
        """Return the lean to a kind, told by the saying of the word that speaks most for it."""
        by = {place: one[kind] for place, one in told.items() if one.get(kind, 0.0) > 1.0}
        if not by:
            return ()
        most = heard[max(by, key=by.__getitem__)]
        word = max((one for one in most if (one, kind) in self._told_by), key=lambda one: most[one])
        alone = _ALONE if len(by) == 1 and kind not in self._far else 1.0
        lean = Lean(self._told_by[word, kind], frozenset(by), _SURE * alone * math.sqrt(sure))
        return (lean,)
