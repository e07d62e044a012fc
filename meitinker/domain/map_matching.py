"""What was typed in the search box of the social map, and how well a service answers it.

Each word that says something weighs what it tells: a word of few services much, one of many
little, one that goes with any kind of help hardly. A service is worth the share of that weight
that it answers, by the words that stand in it or by what the thesaurus knows that was meant. Below
:data:`ENOUGH` it is no answer: then the empty one is better than a wrong one.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import msgspec

from meitinker.domain import dutch
from meitinker.domain.thesaurus import Met, Thesaurus, telling
from meitinker.domain.vocabulary import How, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

COLUMNS = ("name", "everyday", "terms", "offer", "description", "provider", "place")
"""The columns of the index that hold words, what counts most first."""

FACTORS = (1.0, 1.0, 0.9, 0.65, 0.6, 0.6, 0.5)
"""What a word counts for in each of them."""

ENOUGH = 0.45
"""The share of what was asked that a service must answer."""

NEAR = 0.2
"""The share from which a service is named as the nearest, where none is an answer."""

_PALE = 0.25
_MEANT = 0.9
"""What it counts that the thesaurus means a category of the service."""

_TERM_TOO = 0.06
"""What it adds that the very term stands in the service."""

_ALL_PARTS = 0.85
_NAME = 0.05
"""What it adds that the whole name was typed."""

_MOST_WORDS = 12
_CODE = "0k"
"""What a category begins with as a word of the index: no word of a language does."""


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """A typed word that says something.

    Attributes:
        typed: As typed, folded.
        weight: What it tells.
        means: The words of the directory that it may mean, with how surely and how.
        parts: Of a compound each part, as ``means``.
    """

    typed: str
    weight: float
    means: dict[str, tuple[float, How]]
    parts: tuple[dict[str, tuple[float, How]], ...] = ()


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What was typed, spread over the words of the directory and of the thesaurus."""

    units: tuple[Unit, ...]
    meant: tuple[Met, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the index to look for, each once."""
        found: dict[str, None] = {}
        for unit in self.units:
            found.update(dict.fromkeys(unit.means))
            for part in unit.parts:
                found.update(dict.fromkeys(part))
        for met in self.meant:
            found.update(dict.fromkeys(code_word(one) for one in met.meaning.categories))
        return tuple(found)

    @property
    def services(self) -> frozenset[str]:
        """The services that somebody said it means."""
        return frozenset(m.meaning.service_id for m in self.meant if m.meaning.service_id)


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """Why a service answers.

    Attributes:
        typed: The words that were typed.
        met: The word of the service that they met, or what people say who mean the term.
        term: The official term, where the thesaurus led here.
        how: How the word was met; None where the thesaurus led here.
    """

    typed: str
    met: str
    term: str = ""
    how: How | None = None


class Worth(msgspec.Struct, frozen=True):
    """How well a service answers, 0 to about 1, and why."""

    share: float
    reason: Reason | None


def code_word(category: str) -> str:
    """Return the word that stands for a category in the index."""
    return _CODE + "".join(c for c in dutch.folded(category) if c.isalnum())


def ask(text: str, vocabulary: Vocabulary, thesaurus: Thesaurus, *, services: int) -> Question:
    """Return what ``text`` asks.

    Args:
        text: As typed so far; the last word may not be finished.
        vocabulary: The words of the directory.
        thesaurus: The sayings that are known.
        services: How many services the directory has.
    """
    typed = dutch.words(text)[:_MOST_WORDS]
    half = bool(text) and not text[-1].isspace()
    told = telling(typed)
    units = []
    for word in told:
        last = half and word == typed[-1]
        units.append(_unit(word, vocabulary, services=services, half=last))
    place = {word: number for number, word in enumerate(told)}
    meant = []
    for met in thesaurus.meant(typed, half=half):
        covers = frozenset(place[typed[at]] for at in met.covers if typed[at] in place)
        if covers:
            meant.append(msgspec.structs.replace(met, covers=covers))
    return Question(units=tuple(units), meant=tuple(meant))


def _unit(word: str, vocabulary: Vocabulary, *, services: int, half: bool) -> Unit:
    found = vocabulary.alternatives(word, half=half)
    means = {one.word: (one.quality, one.how) for one in found}
    parts: list[dict[str, tuple[float, How]]] = []
    for part in vocabulary.split(word):
        near = vocabulary.alternatives(part)
        parts.append({one.word: (one.quality, How.PART) for one in near})
    sure = [vocabulary.count(one.word) for one in found if one.quality >= _ALL_PARTS]
    count = min(sum(sure), services) if sure else 0
    weight = math.log(1 + services / (count + 1))
    if not dutch.PALE_WORDS.isdisjoint(dutch.forms(word)):
        weight *= _PALE
    return Unit(typed=word, weight=weight, means=means, parts=tuple(parts))


def worth(question: Question, columns: Sequence[str], codes: str, service_id: str) -> Worth:
    """Return how well a service answers ``question``.

    Args:
        question: What was asked.
        columns: The folded words of the service, in the order of :data:`COLUMNS`.
        codes: Its categories as :func:`code_word` has them, with spaces between.
        service_id: The service.
    """
    have: dict[str, float] = {}
    for text, factor in zip(reversed(columns), reversed(FACTORS), strict=True):
        have.update(dict.fromkeys(text.split(), factor))
    best: list[tuple[float, Reason | None]] = [_direct(unit, have) for unit in question.units]
    held = frozenset(codes.split())
    for met in question.meant:
        value = _as_meant(met, held, have, service_id)
        for number in met.covers if value else ():
            if value > best[number][0]:
                typed = " ".join(question.units[one].typed for one in sorted(met.covers))
                best[number] = (
                    value,
                    Reason(typed=typed, met=met.meaning.said, term=met.meaning.term),
                )
    whole = sum(unit.weight for unit in question.units)
    if not whole:
        return Worth(0.0, None)
    parts = [
        (unit.weight * value, reason)
        for unit, (value, reason) in zip(question.units, best, strict=True)
    ]
    share = sum(value for value, _ in parts) / whole
    _, reason = max(parts, key=lambda one: one[0])
    return Worth(share + _name_typed(question, columns[0]), reason)


def _direct(unit: Unit, have: dict[str, float]) -> tuple[float, Reason | None]:
    value, word, how = _best(unit.means, have)
    if unit.parts:
        of_parts = [_best(part, have) for part in unit.parts]
        together = _ALL_PARTS * sum(one for one, _, _ in of_parts) / len(of_parts)
        if together > value:
            value, how = together, How.PART
            word = " ".join(dict.fromkeys(met for _, met, _ in of_parts if met))
    if not value:
        return 0.0, None
    return value, Reason(typed=unit.typed, met=word, how=how)


def _best(
    means: dict[str, tuple[float, How]], have: dict[str, float]
) -> tuple[float, str, How | None]:
    value, word, how = 0.0, "", None
    for one, (quality, met) in means.items():
        if quality <= value:
            break
        if one in have and quality * have[one] > value:
            value, word, how = quality * have[one], one, met
    return value, word, how


def _as_meant(met: Met, held: frozenset[str], have: dict[str, float], service_id: str) -> float:
    meaning = met.meaning
    if meaning.service_id:
        return met.quality if meaning.service_id == service_id else 0.0
    there = [number for number, one in enumerate(meaning.categories) if code_word(one) in held]
    if not there:
        return 0.0
    value = _MEANT - 0.08 * min(there[0], 2)
    if all(word in have for word in telling(dutch.words(meaning.term))):
        value += _TERM_TOO
    return met.quality * value


def _name_typed(question: Question, name: str) -> float:
    words = telling(name.split())
    typed = {word for unit in question.units for word in unit.means}
    return _NAME * sum(1 for word in words if word in typed) / len(words) if words else 0.0
