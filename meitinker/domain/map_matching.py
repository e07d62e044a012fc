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

ENOUGH = 0.43
"""The share of what was asked that a service must answer."""

NEAR = 0.2
"""The share from which a service is named as the nearest, where none is an answer."""

_PALE = 0.25
_MEANT = 0.9
"""What it counts that the thesaurus means a category of the service."""

_TERM_TOO = 0.06
"""What it adds that the very term stands in the service."""

_TERM = 0.92
"""What it counts that the very term stands there, where the thesaurus knows no category."""

_OWN_WORD = 0.95
"""What a word counts for in the name of a service and in its own words of every day."""

_LESS_NEAR = 0.08
"""What each category counts less than the one before it."""

_ALL_PARTS = 0.85
_RARE = 0.7
"""How much more a rare word tells than a common one: 1 is all that it is rarer."""

_STRANGE = 0.8
"""What a word tells that neither directory nor thesaurus knows."""

_AFTER = 0.75
"""What a word tells after a preposition: *zwemmen met reuma* is about swimming."""

_OF_A_TERM = frozenset((How.SAME, How.FORM, How.VERB, How.PART))
_TERM_SURE = 0.6
_NAME = 0.05
"""What it adds that the whole name was typed."""

_BACKWARDS = tuple(reversed(tuple(enumerate(FACTORS))))
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
    """

    typed: str
    weight: float
    means: dict[str, tuple[float, How]]
    parts: tuple[dict[str, tuple[float, How]], ...] = ()
    pale: bool = False

    @property
    def finds(self) -> tuple[str, ...]:
        """All words that it may mean, those of its parts as well."""
        return tuple(dict.fromkeys((*self.means, *(word for part in self.parts for word in part))))


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

    def reason(self, question: Question) -> Reason:
        """Return it as the reason for which a service answers."""
        typed = " ".join(question.units[one].typed for one in sorted(self.covers))
        return Reason(typed=typed, met=self.said, term=self.named)


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What was typed, spread over the words of the directory and of the thesaurus.

    ``weight`` is that of all units, ``meets`` the words of the directory that were typed.
    """

    units: tuple[Unit, ...]
    senses: tuple[Sense, ...] = ()
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


class Prepared(msgspec.Struct, frozen=True):
    """A service ready to be weighed: what each of its words counts for, its codes, its name."""

    service_id: str
    have: dict[str, float]
    codes: frozenset[str]
    name: tuple[str, ...]


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
    meant = thesaurus.meant(typed, half=half)
    place = {word: number for number, word in enumerate(told)}
    senses = tuple(
        _sense(met, covers, vocabulary)
        for met in meant
        if (covers := frozenset(place[typed[at]] for at in met.covers if typed[at] in place))
    )
    after = _after_a_preposition(typed)
    known = {number for sense in senses for number in sense.covers}
    units = tuple(
        _unit(
            word,
            vocabulary,
            services=services,
            half=half and word == typed[-1],
            known=place[word] in known,
        )
        for word in told
    )
    units = tuple(
        msgspec.structs.replace(unit, weight=unit.weight * _AFTER) if word in after else unit
        for word, unit in zip(told, units, strict=True)
    )
    return Question(
        units=units,
        senses=senses,
        weight=sum(unit.weight for unit in units),
        meets=frozenset(word for unit in units for word in unit.means),
    )


def _after_a_preposition(typed: Sequence[str]) -> frozenset[str]:
    """Return the words that stand after a preposition, once something was said before it."""
    said = False
    for number, word in enumerate(typed):
        if word in dutch.PREPOSITIONS and said:
            return frozenset(typed[number:]) - frozenset(typed[:number])
        said = said or not (word in dutch.STOP_WORDS or _is_pale(word))
    return frozenset()


def _is_pale(word: str) -> bool:
    return not dutch.PALE_WORDS.isdisjoint(dutch.forms(word))


def _sense(met: Met, covers: frozenset[int], vocabulary: Vocabulary) -> Sense:
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
        quality=met.quality,
        said=meaning.said,
        named=meaning.term,
        codes=tuple(code_word(one) for one in meaning.categories),
        term=term,
        service_id=meaning.service_id,
    )


def _unit(word: str, vocabulary: Vocabulary, *, services: int, half: bool, known: bool) -> Unit:
    found = vocabulary.alternatives(word, half=half)
    means = {one.word: (one.quality, one.how) for one in found}
    parts = tuple(
        {one.word: (one.quality, How.PART) for one in vocabulary.alternatives(part)}
        for part in vocabulary.split(word)
    )
    count = min(sum(vocabulary.count(one.word) for one in found), services)
    weight = math.log(1 + services / (count + 1)) ** _RARE
    if _is_pale(word):
        weight *= _PALE
    elif not found and not known and not parts:
        weight *= _STRANGE
    return Unit(typed=word, weight=weight, means=means, parts=parts, pale=_is_pale(word))


def prepare(service_id: str, columns: Sequence[str], codes: str) -> Prepared:
    """Return a service ready to be weighed.

    Args:
        service_id: The service.
        columns: Its folded words, in the order of :data:`COLUMNS`; none for one that is gone.
        codes: Its categories as :func:`code_word` has them, with spaces between.
    """
    have: dict[str, float] = {}
    for number, factor in _BACKWARDS if columns else ():
        have.update(dict.fromkeys(columns[number].split(), factor))
    return Prepared(
        service_id=service_id,
        have=have,
        codes=frozenset(codes.split()),
        name=telling(columns[0].split()) if columns else (),
    )


def worth(question: Question, service: Prepared) -> Worth:
    """Return how well a service answers ``question``."""
    if not question.weight:
        return Worth(0.0, None)
    direct = [_direct(unit, service.have) for unit in question.units]
    meant: list[tuple[float, Sense | None]] = [(0.0, None)] * len(question.units)
    for sense in question.senses:
        value = _as_meant(sense, service)
        for number in sense.covers if value else ():
            if value > meant[number][0]:
                meant[number] = (value, sense)
    share, most, reason = 0.0, 0.0, None
    told_by = zip(question.units, direct, meant, strict=True)
    for unit, (own, why), (value, by) in told_by:
        # what both say is surer than what one of them says
        told = unit.weight * (1.0 - (1.0 - own) * (1.0 - value))
        share += told
        if told > most:
            most, reason = told, (by.reason(question) if by and value > own else why)
    return Worth(share / question.weight + _name_typed(question, service.name), reason)


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


def _as_meant(sense: Sense, service: Prepared) -> float:
    if sense.service_id:
        return sense.quality if sense.service_id == service.service_id else 0.0
    term = min((_heard(one, service.have) for one in sense.term), default=0.0)
    if not sense.codes:
        return sense.quality * _TERM if term else 0.0
    there = next((number for number, one in enumerate(sense.codes) if one in service.codes), None)
    if there is None:
        return 0.0
    value = _MEANT - _LESS_NEAR * min(there, 2)
    # the name of a category stands in all that is of it, and says nothing more
    return sense.quality * (value + _TERM_TOO if term >= _OWN_WORD else value)


def _name_typed(question: Question, name: tuple[str, ...]) -> float:
    if not name:
        return 0.0
    return _NAME * sum(1 for word in name if word in question.meets) / len(name)


def _heard(words: frozenset[str], have: dict[str, float]) -> float:
    return max((have[word] for word in words if word in have), default=0.0)
