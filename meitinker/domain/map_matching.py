"""How well a service of the social map answers what was typed.

A service is worth the share of what was asked that it answers, by the words that stand in it or by
what the thesaurus knows that was meant. Below :data:`ENOUGH` it is no answer: then the empty one is
better than a wrong one. What asks for something that no social map has is answered by a service
only that bears the very word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.map_asking import MatchReason, Question, Sense, Unit
from meitinker.domain.thesaurus import telling
from meitinker.domain.vocabulary import How

if TYPE_CHECKING:
    from collections.abc import Sequence

COLUMNS = ("name", "everyday", "terms", "offer", "description", "provider", "place")
"""The columns of the index that hold words, what counts most first."""

FACTORS = (1.0, 1.0, 0.9, 0.65, 0.6, 0.6, 0.5)
"""What a word counts for in each of them."""

ENOUGH = 0.4
"""The share of what was asked that a service must answer."""

NEAR = 0.2
"""The share from which a service is named as the nearest, where none is an answer."""

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

_LOOSE = 0.8
"""What a word of a service counts that was typed within a saying: *eten* in *geen eten*."""

_ALL_PARTS = 0.85
_THERE = frozenset((How.SAME, How.HALF))
_NAME = 0.05
"""What it adds that the whole name was typed."""

_BACKWARDS = tuple(reversed(tuple(enumerate(FACTORS))))


class Prepared(msgspec.Struct, frozen=True):
    """A service ready to be weighed: what each of its words counts for, its codes, its name."""

    service_id: str
    have: dict[str, float]
    codes: frozenset[str]
    name: tuple[str, ...]


class Worth(msgspec.Struct, frozen=True):
    """How well a service answers, 0 to about 1, and why."""

    share: float
    reason: MatchReason | None


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
    meant = _meant(question, service)
    away = _away(question, direct)
    share, most, reason = 0.0, 0.0, None
    told_by = zip(question.units, direct, meant, strict=True)
    for number, (unit, (own, why), (value, by)) in enumerate(told_by):
        if number in away:
            continue
        if unit.phrase:
            own *= _LOOSE
        # what both say is surer than what one of them says
        told = unit.weight * (1.0 - (1.0 - own) * (1.0 - value))
        share += told
        if told > most:
            most, reason = told, (by.reason(question) if by and value > own else why)
    return Worth(share / question.weight + _name_typed(question, service.name), reason)


def _meant(question: Question, service: Prepared) -> list[tuple[float, Sense | None]]:
    """Return for each unit how surely the thesaurus means this service by it, and the sense."""
    found: list[tuple[float, Sense | None]] = [(0.0, None)] * len(question.units)
    for sense in question.senses:
        value = _as_meant(sense, service)
        for number in sense.covers if value else ():
            if value > found[number][0]:
                found[number] = (value, sense)
    return found


def _away(question: Question, direct: Sequence[tuple[float, MatchReason | None]]) -> frozenset[int]:
    """Return the units that ask for what no social map has, and this service neither."""
    return frozenset(
        number
        for covers in question.far
        if not all((why := direct[one][1]) and why.how in _THERE for one in covers)
        for number in covers
    )


def _direct(unit: Unit, have: dict[str, float]) -> tuple[float, MatchReason | None]:
    value, word, how = _best(unit.means, have)
    if unit.parts:
        of_parts = [_best(part, have) for part in unit.parts]
        together = _ALL_PARTS * sum(one for one, _, _ in of_parts) / len(of_parts)
        if together > value:
            value, how = together, How.PART
            word = " ".join(dict.fromkeys(met for _, met, _ in of_parts if met))
    if not value:
        return 0.0, None
    return value, MatchReason(typed=unit.typed, met=word, how=how)


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
