"""What the example village is made of: names and texts from ``resources/demo``, and dice.

Everything invented comes from one seeded source, so that the same seed and day give the same
village on every machine: the tour's pictures and the bench's figures can be compared.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import accumulate
from random import Random
from typing import TYPE_CHECKING, TypeVar

import msgspec

from meitinker.domain.needs import Outcome, Step
from meitinker.domain.people import AddressForm
from meitinker.domain.visits import LifeDomain
from meitinker.ids import RecordId

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

T = TypeVar("T")

TEST_BSN_PREFIX = "9999"
"""Burgerservicenummers that begin so are kept for tests and never given to a person."""


class HelpTheme(msgspec.Struct, frozen=True, kw_only=True):
    """Why people ask for help, with sentences for every field of a file.

    ``result`` stands beside ``need``, pair by pair; ``material`` says that things may help.
    """

    theme: str
    domain: LifeDomain
    ages: tuple[int, int]
    material: bool
    question: list[str]
    notes: list[str]
    note: list[str]
    need: list[str]
    result: list[str]
    agreement: list[tuple[str, str]]
    conclusion: list[str]


class LadderReason(msgspec.Struct, frozen=True, kw_only=True):
    """A reason as it stands on the ladder, with what it says of the step."""

    outcome: Outcome
    text: str


class Situations(msgspec.Struct, frozen=True, kw_only=True):
    """Sentences that go with any theme."""

    opening: list[str]
    closing: list[str]
    relative: list[str]
    weekday: list[str]
    contact_note: list[str]
    safety_note: list[str]
    household_note: list[str]


class Cohort(msgspec.Struct, frozen=True, kw_only=True):
    """Given names of people born up to and including a year, the most common first."""

    until: int
    mevrouw: list[str]
    meneer: list[str]

    def names(self, form: AddressForm) -> list[str]:
        """Return the names that go with ``form``."""
        return self.mevrouw if form is AddressForm.MEVROUW else self.meneer


class Newcomers(msgspec.Struct, frozen=True, kw_only=True):
    """Full names of people who came from elsewhere, and the language of their interpreter."""

    language: str
    mevrouw: list[str]
    meneer: list[str]


class Names(msgspec.Struct, frozen=True, kw_only=True):
    """Names of people and streets; ``surnames`` are (prefix, name), the most common first."""

    given: list[Cohort]
    second: list[str]
    surnames: list[tuple[str, str]]
    newcomers: list[Newcomers]
    streets: list[str]


@cache
def themes() -> tuple[HelpTheme, ...]:
    """Return the themes of life that questions come from."""
    return tuple(_read("themes", list[HelpTheme]))


@cache
def ladder() -> dict[Step, list[LadderReason]]:
    """Return reasons for every step of the ladder."""
    return _read("ladder", dict[Step, list[LadderReason]])


@cache
def situations() -> Situations:
    """Return sentences that go with any theme."""
    return _read("situations", Situations)


@cache
def names() -> Names:
    """Return names of people and streets."""
    return _read("names", Names)


def _read(name: str, shape: type[T]) -> T:
    return msgspec.json.decode(demo_file(name), type=shape)


def demo_file(name: str) -> bytes:
    """Return the content of ``resources/demo/<name>.json``."""
    from importlib.resources import files

    return files("resources").joinpath("demo", f"{name}.json").read_bytes()


def fixed_id(name: str) -> RecordId:
    """Return the id of something that is the same in every example village, by its name.

    Ids of the example are not from :mod:`meitinker.ids`, which never gives one twice; they
    have the same form, and lie in 2026 by their time.
    """
    bits = int.from_bytes(hashlib.sha256(name.encode()).digest()[:16])
    return _id(_milliseconds(date(2026, 1, 1)), bits)


def test_bsns() -> Iterator[str]:
    """Yield BSNs from the range kept for tests that pass the eleven-test, about 9,090.

    Neighbours in the file should not have neighbouring numbers, hence the stride.
    """
    weights = range(9, 1, -1)
    for turn in range(10_000):
        first = f"{TEST_BSN_PREFIX}{turn * 7919 % 10_000:04d}"
        last = sum(w * int(d) for w, d in zip(weights, first, strict=True)) % 11
        if last < 10:
            yield f"{first}{last}"


class Dice:
    """The one source of chance of a village."""

    def __init__(self, seed: int, today: date) -> None:
        """Begin anew from ``seed``; nothing lies after ``today``."""
        self.today = today
        self._random = Random(seed)  # noqa: S311 - invents a village, guards nothing
        self.chance = self._random.random
        self.between = self._random.randint
        self.pareto = self._random.paretovariate

    def one_of(self, options: Sequence[T]) -> T:
        """Return one of ``options``, each as likely."""
        return options[int(self.chance() * len(options))]

    def some_of(self, options: Sequence[T], count: int) -> list[T]:
        """Return ``count`` different ones of ``options``."""
        return self._random.sample(options, count)

    def weighted(self, options: Sequence[T], cumulative: Sequence[float]) -> T:
        """Return one of ``options`` by running totals of their weights."""
        return self._random.choices(options, cum_weights=cumulative)[0]

    def days_ago(self, least: int, most: int) -> date:
        """Return a day in the past."""
        return self.today - timedelta(days=self.between(least, most))

    def id_on(self, day: date) -> RecordId:
        """Return a new id as if it was made on ``day``."""
        return _id(_milliseconds(day) + self.between(0, 86_399_999), self._random.getrandbits(76))


def zipf(count: int, *, flat: int = 3) -> list[float]:
    """Return running totals of weights that fall as names do: few common, many rare.

    The higher ``flat``, the less the first ones stand out.
    """
    return list(accumulate(1 / (rank + flat) for rank in range(count)))


def working_day(day: date) -> date:
    """Return ``day``, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def instant(day: date, hour: int, *, minute: int = 0) -> datetime:
    """Return an instant of ``day``; ``hour`` is UTC, one or two less than on the wall."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


_EPOCH = date(1970, 1, 1).toordinal()


def _milliseconds(day: date) -> int:
    return (day.toordinal() - _EPOCH) * 86_400_000


def _id(milliseconds: int, bits: int) -> RecordId:
    """Build an id in the form of a UUIDv7 (RFC 9562) from a time and 74 bits."""
    time = f"{milliseconds:012x}"
    counter, variant = bits & 0xFFF, 0x8000 | (bits >> 12) & 0x3FFF
    node = (bits >> 26) & 0xFFFF_FFFF_FFFF
    return RecordId(f"{time[:8]}-{time[8:]}-7{counter:03x}-{variant:04x}-{node:012x}")
