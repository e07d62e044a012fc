"""What was typed in the search box of the social map, spread over the words that are known.

Each word that says something weighs what it tells: a word of few services much, one of many
little, one that goes with any kind of help hardly. A saying of several words is surer than its
words apart: *geen eten* is no meal. What no social map has (a passport, a garage) weighs more
still, so that the rest does not carry an answer.
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

_PALE = 0.25
_RARE = 0.7
"""How much more a rare word tells than a common one: 1 is all that it is rarer."""

_STRANGE = 0.85
"""What a word tells that neither directory nor thesaurus knows."""

_AFTER = 0.75
"""What a word tells after a preposition: *zwemmen met reuma* is about swimming."""

_FAR = 2.0
"""How much more a word tells that asks for what no social map has."""

_FAR_WORD = 0.9
"""How surely a single word must be what no social map has: nobody means *mijt* by *mijn*."""

_PHRASE = 0.85
"""How surely several words must be a saying, to be taken for it rather than for their parts."""

_IN_A_PHRASE = 1.2
"""How much more a word tells within such a saying, and one that says little by itself."""

_PALE_IN_A_PHRASE = 2.0
_SHORTER = 0.8
"""What a saying counts of which a longer one was typed around."""

_OF_A_TERM = frozenset((How.SAME, How.FORM, How.VERB, How.PART))
_TERM_SURE = 0.6
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
        pale: Whether it goes with any kind of help.
        phrase: Whether it stands in a saying of several words that was typed.
    """

    typed: str
    weight: float
    means: dict[str, tuple[float, How]]
    parts: tuple[dict[str, tuple[float, How]], ...] = ()
    pale: bool = False
    phrase: bool = False

    @property
    def finds(self) -> tuple[str, ...]:
        """All words that it may mean, those of its parts as well."""
        return tuple(dict.fromkeys((*self.means, *(word for part in self.parts for word in part))))


class MatchReason(msgspec.Struct, frozen=True, kw_only=True):
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


class Sense(msgspec.Struct, frozen=True, kw_only=True):
    """A saying that was typed, ready to be weighed.

    Attributes:
        covers: The numbers of the units that it covers.
        quality: How surely it was typed.
        said: As people say it.
        named: The official term.
        codes: The categories as words of the index, the nearest first.
        term: Per word of the term the words of the directory that are it.
        service_id: The one service that it means, or "".
    """

    covers: frozenset[int]
    quality: float
    said: str
    named: str
    codes: tuple[str, ...]
    term: tuple[frozenset[str], ...]
    service_id: str

    def reason(self, question: Question) -> MatchReason:
        """Return it as the reason for which a service answers."""
        typed = " ".join(question.units[one].typed for one in sorted(self.covers))
        return MatchReason(typed=typed, met=self.said, term=self.named)


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What was typed, spread over the words of the directory and of the thesaurus.

    ``weight`` is that of all units, ``meets`` the words of the directory that were typed, and
    ``far`` holds the numbers of the units that ask together for what no social map has.
    """

    units: tuple[Unit, ...]
    senses: tuple[Sense, ...] = ()
    far: tuple[frozenset[int], ...] = ()
    weight: float = 0.0
    meets: frozenset[str] = frozenset()

    @property
    def votes(self) -> tuple[tuple[tuple[str, ...], float], ...]:
        """The words of the index to look for, unit by unit, with what each unit tells.

        Words that say little find nobody, unless there are no others.
        """
        found: list[tuple[tuple[str, ...], float]] = []
        telling_units = [unit for unit in self.units if unit.finds and not unit.pale]
        for unit in telling_units or self.units:
            found.append((unit.finds, unit.weight))
        for sense in self.senses:
            weight = sum(self.units[one].weight for one in sense.covers)
            words = sense.codes or tuple(word for one in sense.term for word in one)
            found.append((words, weight * sense.quality))
        return tuple(one for one in found if one[0])

    @property
    def services(self) -> frozenset[str]:
        """The services that somebody said it means."""
        return frozenset(one.service_id for one in self.senses if one.service_id)


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
    meant = (*thesaurus.meant(typed, half=half), *thesaurus.leant(typed, half=half))
    told = _told(typed, meant)
    met_at = _met_at(meant, typed, told)
    senses = tuple(
        _sense(met, covers, vocabulary, quality=quality) for met, covers, quality in _surest(met_at)
    )
    far = _far(met_at)
    known = {number for sense in senses for number in sense.covers}
    phrases = {number for met, covers in met_at if _is_phrase(met) for number in covers}
    away = {number for covers in far for number in covers}
    after = _after_a_preposition(typed)
    found = []
    for number, word in enumerate(told):
        unit = _unit(
            word,
            vocabulary,
            services=services,
            half=half and word == typed[-1],
            known=number in known,
            sure=word in thesaurus,
        )
        weight = unit.weight * (_AFTER if word in after else 1.0)
        if number in phrases:
            weight *= _PALE_IN_A_PHRASE if unit.pale else _IN_A_PHRASE
        if number in away:
            weight *= _FAR
        found.append(msgspec.structs.replace(unit, weight=weight, phrase=number in phrases))
    return Question(
        units=tuple(found),
        senses=senses,
        far=far,
        weight=sum(unit.weight for unit in found),
        meets=frozenset(word for unit in found for word in unit.means),
    )


def _met_at(
    meant: Sequence[Met], typed: Sequence[str], told: Sequence[str]
) -> list[tuple[Met, frozenset[int]]]:
    """Return the sayings with the numbers of the units that each covers."""
    place = {word: number for number, word in enumerate(told)}
    return [
        (met, covers)
        for met in meant
        if (covers := frozenset(place[typed[at]] for at in met.covers if typed[at] in place))
    ]


def _is_phrase(met: Met) -> bool:
    return met.words > 1 and met.quality >= _PHRASE and not met.meaning.far


def _surest(
    met_at: Sequence[tuple[Met, frozenset[int]]],
) -> list[tuple[Met, frozenset[int], float]]:
    """Return of the sayings that mean the same by the same words the surest one."""
    found: dict[object, tuple[Met, frozenset[int], float]] = {}
    for met, covers in met_at:
        meaning = met.meaning
        if meaning.far:
            continue
        quality = met.quality * (_SHORTER if _within(met, covers, met_at) else 1.0)
        key = (covers, meaning.term, meaning.categories, meaning.service_id)
        if key not in found or found[key][2] < quality:
            found[key] = (met, covers, quality)
    return list(found.values())


def _within(met: Met, covers: frozenset[int], met_at: Sequence[tuple[Met, frozenset[int]]]) -> bool:
    """Tell whether a longer saying was typed around this one: *eten* in *geen eten*."""
    return any(
        one.words > met.words and one.quality >= _PHRASE and covers <= around
        for one, around in met_at
    )


def _told(typed: Sequence[str], meant: Sequence[Met]) -> tuple[str, ...]:
    """Return the typed words that say something: of nothing but small ones those of a saying."""
    said = {typed[at] for met in meant for at in met.covers}
    told = telling(typed)
    if said and all(word in dutch.STOP_WORDS for word in told):
        return tuple(word for word in told if word in said)
    return told


def _after_a_preposition(typed: Sequence[str]) -> frozenset[str]:
    """Return the words that stand after a preposition, once something was said before it."""
    said = False
    for number, word in enumerate(typed):
        if word in dutch.PREPOSITIONS and said:
            return frozenset(typed[number:]) - frozenset(typed[:number])
        said = said or not (word in dutch.STOP_WORDS or _is_pale(word))
    return frozenset()


def _far(met_at: Sequence[tuple[Met, frozenset[int]]]) -> tuple[frozenset[int], ...]:
    """Return the words that ask for what no social map has, unless help is meant by more."""
    return tuple(
        dict.fromkeys(
            covers
            for met, covers in met_at
            if met.meaning.far
            and (len(covers) > 1 or met.quality >= _FAR_WORD)
            and not any(_is_rather(one, around, met, covers) for one, around in met_at)
        )
    )


def _is_rather(help_: Met, around: frozenset[int], far: Met, covers: frozenset[int]) -> bool:
    """Tell whether help was meant by what may ask for something that no social map has."""
    if help_.meaning.far or not covers <= around:
        return False
    same = covers == around
    return not same or (help_.words, help_.quality) >= (far.words, far.quality)


def _is_pale(word: str) -> bool:
    """Tell whether a word goes with any kind of help; a number does too."""
    return word.isdigit() or not dutch.PALE_WORDS.isdisjoint(dutch.forms(word))


def _sense(met: Met, covers: frozenset[int], vocabulary: Vocabulary, *, quality: float) -> Sense:
    meaning = met.meaning
    term = tuple(
        frozenset(
            one.word
            for one in vocabulary.alternatives(word)
            if one.how in _OF_A_TERM and one.quality >= _TERM_SURE
        )
        for word in telling(dutch.words(meaning.term))
    )
    return Sense(
        covers=covers,
        quality=quality,
        said=meaning.said,
        named=meaning.term,
        codes=tuple(code_word(one) for one in meaning.categories),
        term=term,
        service_id=meaning.service_id,
    )


def _unit(
    word: str, vocabulary: Vocabulary, *, services: int, half: bool, known: bool, sure: bool
) -> Unit:
    pale = _is_pale(word)
    found = tuple(
        one
        for one in vocabulary.alternatives(word, half=half)
        # nobody mistypes a word that is a word
        if not (one.how is How.ERROR and (sure or pale))
    )
    means = {one.word: (one.quality, one.how) for one in found}
    parts = tuple(
        {one.word: (one.quality, How.PART) for one in vocabulary.alternatives(part)}
        for part in vocabulary.split(word)
    )
    count = min(sum(vocabulary.count(one.word) for one in found), services)
    weight = math.log(1 + services / (count + 1)) ** _RARE
    if pale:
        weight *= _PALE
    elif not found and not known and not parts:
        weight *= _STRANGE
    return Unit(typed=word, weight=weight, means=means, parts=parts, pale=pale)
