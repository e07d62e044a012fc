"""Where help is, where it is not: a grid of villages against what help is about.

Pure counting. A *gap* is a cell without any running service; one that is filled from elsewhere
only (the region, a helpline) is told apart. *Stale* is a service that is due for checking.
*Double* is a category in which two or more providers each have a service of the village itself:
those are the ones to bring to one table. What a whole region shares is no double in each village.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import product
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from meitinker.domain.map_services import CarerFunction
from meitinker.domain.visits import LifeDomain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from meitinker.domain.map_corrections import MissingService
    from meitinker.domain.map_terms import Tree

Column: TypeAlias = CarerFunction | LifeDomain
"""What help is about: a basic function of carer support, or a life domain."""


class CellLook(StrEnum):
    """How a cell looks at first sight: the worst that is to be said of it."""

    GAP = "gap"
    ALL_STALE = "all_stale"
    SOME_STALE = "some_stale"
    GOOD = "good"


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """What one village has of one column.

    Attributes:
        count: Running services that are for people of the village.
        own: How many of these are of the village itself: given there, or meant for it by name.
        stale: How many of these are due for checking.
        doubles: Codes of the categories in which several providers have something of its own.
        missing: Open notes of help that somebody looked for here and did not find.
    """

    count: int = 0
    own: int = 0
    stale: int = 0
    doubles: tuple[str, ...] = ()
    missing: int = 0

    @property
    def look(self) -> CellLook:
        """How it looks at first sight."""
        if not self.count:
            return CellLook.GAP
        if self.stale == self.count:
            return CellLook.ALL_STALE
        return CellLook.SOME_STALE if self.stale else CellLook.GOOD


class CountedService(msgspec.Struct, frozen=True):
    """A running service as it counts.

    ``villages`` are the ids of those it is for, ``own`` of those that it belongs to itself.
    """

    provider_id: str
    stale: bool
    villages: frozenset[str]
    own: frozenset[str]
    categories: tuple[str, ...]
    columns: tuple[Column, ...]


def about(
    tree: Tree, categories: Iterable[str], domains: Iterable[str], functions: Iterable[str]
) -> tuple[Column, ...]:
    """Return what a service is about, as :meth:`~meitinker.domain.map_terms.Tree.facets` does.

    Args:
        tree: The categories.
        categories: The codes of its own.
        domains: Life domains that it names itself; without any, those of its categories.
        functions: Carer functions, likewise.
    """
    entries = [entry for code in categories if (entry := tree.get(code))]
    named = {*domains} or {one for entry in entries for one in entry.life_domains}
    fulfils = {*functions} or {one for entry in entries for one in entry.carer_functions}
    return (
        *(one for one in CarerFunction if one in fulfils),
        *(one for one in LifeDomain if one in named),
    )


def missed_in(note: MissingService, tree: Tree) -> tuple[Column, ...]:
    """Return the columns that a note of missing help is about: named, or as its category says."""
    named = (note.carer_function, note.life_domain)
    return tuple(one for one in named if one is not None) or about(tree, (note.category,), (), ())


class Grid(msgspec.Struct, frozen=True):
    """Cells by village and column; one that is not there is a gap."""

    columns: tuple[Column, ...]
    cells: Mapping[tuple[str, Column], Cell]

    def at(self, village_id: str, column: Column) -> Cell:
        """Return a cell."""
        return self.cells.get((village_id, column), _GAP)


_GAP = Cell()


def cells(
    columns: Sequence[Column],
    villages: Iterable[str],
    offers: Iterable[CountedService],
    *,
    missing: Mapping[tuple[str, Column], int],
) -> dict[tuple[str, Column], Cell]:
    """Return what each village has of each column, but for gaps of which nothing is to be said.

    Args:
        columns: What is asked.
        villages: The ids of the villages.
        offers: All running services.
        missing: Of villages and columns the open notes of missing help.
    """
    shown, known = frozenset(columns), frozenset(villages)
    there: dict[tuple[str, Column], _Sum] = defaultdict(_Sum)
    for alike in _alike(offers):
        like = alike.like
        for place in product(like.villages & known, shown.intersection(like.columns)):
            told = there[place]
            told.count += alike.count
            told.stale += alike.stale
            told.own += alike.count if place[0] in like.own else 0
            for category in like.categories if place[0] in like.own else ():
                told.fillers[category] |= alike.providers
    for place in missing:
        if place[0] in known and place[1] in shown:
            there[place].missing = missing[place]
    return {
        place: Cell(
            count=told.count,
            own=told.own,
            stale=told.stale,
            doubles=tuple(sorted(one for one, by in told.fillers.items() if len(by) > 1)),
            missing=told.missing,
        )
        for place, told in there.items()
    }


@dataclass(slots=True)
class _Sum:
    """A cell that is being counted; ``fillers`` are the providers by category."""

    count: int = 0
    own: int = 0
    stale: int = 0
    missing: int = 0
    fillers: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


@dataclass(slots=True)
class _Alike:
    """Services that differ in nothing that counts but their provider."""

    like: CountedService
    count: int = 0
    stale: int = 0
    providers: set[str] = field(default_factory=set)


def _alike(offers: Iterable[CountedService]) -> Iterable[_Alike]:
    """Return services counted together: thousands of them share a few hundred answers."""
    found: dict[object, _Alike] = {}
    for one in offers:
        key = (one.villages, one.own, one.categories, one.columns)
        alike = found.get(key)
        if alike is None:
            alike = found[key] = _Alike(one)
        alike.count += 1
        alike.stale += one.stale
        alike.providers.add(one.provider_id)
    return found.values()
