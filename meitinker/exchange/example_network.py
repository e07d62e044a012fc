"""The networks of the example village: those of the stories by hand, the others by chance."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.network import Direction, Frequency, Nearness, Strain, Tie, TieKind
from meitinker.exchange import example_source as source
from meitinker.exchange.example_stories import story_id
from meitinker.ids import PersonId

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from meitinker.domain.people import Person
    from meitinker.exchange.example_source import Dice

_WOMEN = {"dochter", "zus", "vriendin", "buurvrouw", "kleindochter"}
_MEN = {"zoon", "broer", "buurman"}
_FAMILY = frozenset({TieKind.PARENT, TieKind.CHILD, TieKind.SIBLING, TieKind.OTHER_FAMILY})
"""Of whom nobody asks since when."""

_HEAVY_SHARE = 0.2


class _Strict(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A misspelt key in the hand-written file fails at once."""


class _TieStory(_Strict, frozen=True, kw_only=True):
    """One tie; ``person`` is the key of a story, for someone with a file of their own."""

    name: str
    relation: str
    kind: TieKind
    nearness: Nearness
    frequency: Frequency
    direction: Direction
    strain: Strain
    does: str = ""
    carer: bool = False
    may_be_called: bool | None = None
    phone: str = ""
    person: str = ""
    since_days: int | None = None
    until_days: int | None = None


class _Networks(_Strict, frozen=True, kw_only=True):
    """``usual`` are relation, kind, nearness, frequency and direction."""

    stories: dict[str, list[_TieStory]]
    usual: list[tuple[str, TieKind, Nearness, Frequency, Direction]]
    does: dict[Direction, list[str]]


@cache
def _networks() -> _Networks:
    return msgspec.json.decode(source.demo_file("networks"), type=_Networks)


def networks(dice: Dice, people: Iterable[Person], *, share: float) -> Iterator[Tie]:
    """Yield the ties of the stories, then those of some of the others.

    Args:
        dice: Its own, so that other parts of the village stay as they are.
        people: Everyone in the village.
        share: Of how many of the others, 0 to 1, the network was drawn.
    """
    told = {story_id(key): key for key in _networks().stories}
    for person in people:
        who = PersonId(person.id)
        if who in told:
            yield from _story(told[who], dice.today)
        elif dice.chance() < share and person.deceased_on is None:
            yield from _usual(who, dice)


def _story(key: str, today: date) -> Iterator[Tie]:
    for number, one in enumerate(_networks().stories[key]):
        fields = msgspec.structs.asdict(one)
        person, since, until = (
            fields.pop("person"), fields.pop("since_days"), fields.pop("until_days")
        )  # fmt: skip
        yield Tie(
            id=source.fixed_id(f"tie:{key}:{number}"),
            client_id=story_id(key),
            other_id=story_id(person) if person else None,
            since=_before(today, since),
            until=_before(today, until),
            **fields,
        )


def _usual(client: PersonId, dice: Dice) -> Iterator[Tie]:
    pool = _networks().usual
    for relation, kind, nearness, frequency, direction in dice.some_of(pool, dice.between(2, 6)):
        helps = direction in _networks().does and kind is not TieKind.PROFESSIONAL
        heavy = helps and dice.chance() < _HEAVY_SHARE
        noted = dice.days_ago(30, 600)
        known = None if kind in _FAMILY else dice.days_ago(700, 9000)
        yield Tie(
            id=dice.id_on(noted),
            client_id=client,
            name=_name(dice, relation) if kind is not TieKind.CLUB else "",
            relation=relation,
            kind=kind,
            nearness=nearness,
            frequency=frequency,
            direction=direction,
            does=dice.one_of(_networks().does[direction]) if helps else "",
            strain=Strain.HEAVY if heavy else Strain.LIGHT if helps else Strain.NOT_ASKED,
            since=known,
        )


def _name(dice: Dice, relation: str) -> str:
    given = dice.one_of(source.names().given)
    both = [] if relation in _MEN else list(given.mevrouw)
    both += [] if relation in _WOMEN else list(given.meneer)
    prefix, surname = dice.one_of(source.names().surnames)
    return " ".join(part for part in (dice.one_of(both), prefix, surname) if part)


def _before(today: date, days: int | None) -> date | None:
    return None if days is None else today - timedelta(days=days)
