"""Where help is and where it is not: villages against carer functions and life domains."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from functools import cache, partial
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from meitinker import clock
from meitinker.domain import coverage as rules
from meitinker.domain import rights
from meitinker.domain.coverage import Column, CountedService, Grid
from meitinker.domain.map_checks import is_due
from meitinker.domain.map_corrections import MISSING_SERVICE, MissingService
from meitinker.domain.map_services import EVERY_VILLAGE, CarerFunction, Vocabulary
from meitinker.domain.organisation import Municipality
from meitinker.domain.villages import Village, folded
from meitinker.domain.visits import LifeDomain
from meitinker.services import map_terms, social_map
from meitinker.store import coverage as reads
from meitinker.store import map_upkeep, records
from meitinker.store import social_map as lists
from meitinker.store.social_map import MapLine, ServiceFilter

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from meitinker.domain.map_checks import CheckTerms
    from meitinker.domain.map_terms import Tree
    from meitinker.domain.providers import ProviderKind
    from meitinker.domain.session import Session
    from meitinker.store.coverage import Area, Running
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection

FUNCTIONS: tuple[Column, ...] = tuple(CarerFunction)
DOMAINS: tuple[Column, ...] = tuple(LifeDomain)

Reached: TypeAlias = tuple[frozenset[str], frozenset[str]]
"""The villages that a service is for, and those that it is given in or named for."""


class CoveredVillage(msgspec.Struct, frozen=True, kw_only=True):
    """A village of the grid; ``services`` are all that run for its people.

    ``own`` are those of the village itself, ``stale`` those that are due for checking.
    """

    village_id: str
    name: str
    municipality: str
    services: int
    own: int
    stale: int


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """The whole of it on a day.

    Attributes:
        day: Of which day it is.
        villages: In order of name.
        by_function: Against the basic functions of carer support.
        by_domain: Against the life domains.
        services: Running services that are for at least one of the villages, each once.
        stale: How many of those are due for checking.
        missing: Open notes of missing help, the oldest first; none for who may not see them.
    """

    day: date
    villages: tuple[CoveredVillage, ...]
    by_function: Grid
    by_domain: Grid
    services: int
    stale: int
    missing: tuple[MissingService, ...] = ()


class CellService(msgspec.Struct, frozen=True):
    """A service of a cell, and whether it is due for checking."""

    line: MapLine
    stale: bool


class Double(msgspec.Struct, frozen=True):
    """A category in which several providers have something of a village itself, and what."""

    category: str
    label: str
    services: tuple[MapLine, ...]


class CellFile(msgspec.Struct, frozen=True, kw_only=True):
    """What lies behind a cell of the grid."""

    village: Village
    column: Column
    services: tuple[CellService, ...]
    doubles: tuple[Double, ...]
    missing: tuple[MissingService, ...]


def coverage(
    database: Database, session: Session, *, municipality_id: str | None = None
) -> Coverage:
    """Return where help is and where it is not, today.

    Args:
        database: The store.
        session: Who asks.
        municipality_id: Only villages of this one.
    """
    today = clock.today()
    with database.reading() as connection:
        villages = _villages(connection, session, municipality_id)
        towns = {str(one.id): one.name for one in records.find(connection, session, Municipality)}
        tree = map_terms.tree_in(connection, session)
        running = reads.running(connection, session)
        offers = _offers(connection, session, running, tree=tree, today=today)
        missing = _missing(connection, session)
    known = [village.id for village in villages]
    reached = [one for one in offers if not one.villages.isdisjoint(known)]
    cells = rules.cells(FUNCTIONS + DOMAINS, known, reached, missing=_noted(missing, tree))
    return Coverage(
        day=today,
        villages=_covered(villages, towns, reached),
        by_function=Grid(FUNCTIONS, cells),
        by_domain=Grid(DOMAINS, cells),
        services=len(reached),
        stale=sum(one.stale for one in reached),
        missing=tuple(
            one
            for one in missing
            if municipality_id is None or one.village_id is None or one.village_id in known
        ),
    )


def cell(database: Database, session: Session, village_id: str, column: Column) -> CellFile:
    """Return what lies behind a cell: its services by name, its doubles, what was missed there.

    Raises:
        NotVisible: There is no such village.
    """
    today = clock.today()
    with database.reading() as connection:
        village = records.get(connection, session, Village, village_id)
        asked = social_map.complete(connection, session, wanted(village_id, column))
        lines = lists.lines(connection, session, lists.ids(connection, session, asked))
        tree = map_terms.tree_in(connection, session)
        terms = map_terms.check_terms_in(connection, session)
        codes = _told_codes(connection, session)
        running = {one.service_id: one for one in reads.running(connection, session)}
        reach = _reach(connection, session)
        missing = _missing(connection, session)
    filled: dict[str, list[MapLine]] = defaultdict(list)
    for line in lines:
        if village_id not in reach[line.service_id][1]:
            continue
        for code in codes.get((line.service_id, Vocabulary.CATEGORY), ()):
            filled[code].append(line)
    doubles = (
        Double(code, tree.label(code), tuple(there))
        for code, there in filled.items()
        if len({running[line.service_id].provider_id for line in there}) > 1
    )
    return CellFile(
        village=village,
        column=column,
        services=tuple(
            CellService(
                line, is_stale(terms, today, running[line.service_id].kind, line.checked_on)
            )
            for line in lines
        ),
        doubles=tuple(sorted(doubles, key=lambda one: folded(one.label))),
        missing=tuple(
            one
            for one in missing
            if one.village_id == village_id and column in rules.missed_in(one, tree)
        ),
    )


def _villages(
    connection: Connection, session: Session, municipality_id: str | None
) -> list[Village]:
    found = records.find(connection, session, Village)
    if municipality_id is not None:
        found = [one for one in found if one.municipality_id == municipality_id]
    return sorted(found, key=lambda one: (folded(one.name), one.id))


def _covered(
    villages: Iterable[Village], towns: Mapping[str, str], offers: Iterable[CountedService]
) -> tuple[CoveredVillage, ...]:
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for (reached, own, stale), count in Counter(
        (one.villages, one.own, one.stale) for one in offers
    ).items():
        for village_id in reached:
            told = found[village_id]
            told[0] += count
            told[1] += count * (village_id in own)
            told[2] += count * stale
    return tuple(
        CoveredVillage(
            village_id=village.id,
            name=village.name,
            municipality=towns.get(village.municipality_id or "", ""),
            services=found[village.id][0],
            own=found[village.id][1],
            stale=found[village.id][2],
        )
        for village in villages
    )


def _offers(
    connection: Connection,
    session: Session,
    running: Iterable[Running],
    *,
    tree: Tree,
    today: date,
) -> list[CountedService]:
    """Return all running services as they count."""
    terms = map_terms.check_terms_in(connection, session)
    reach = _reach(connection, session)
    codes = _told_codes(connection, session)
    # Thousands of services share a handful of answers to each.
    about, stale = cache(partial(rules.about, tree)), cache(partial(is_stale, terms, today))
    found = []
    for one in running:
        key = one.service_id
        categories = codes.get((key, Vocabulary.CATEGORY), ())
        found.append(
            CountedService(
                one.provider_id,
                stale(one.kind, one.checked_on),
                *reach.get(key, _NOWHERE),
                categories,
                about(
                    categories,
                    codes.get((key, Vocabulary.LIFE_DOMAIN), ()),
                    codes.get((key, Vocabulary.CARER_FUNCTION), ()),
                ),
            )
        )
    return found


def is_stale(terms: CheckTerms, today: date, kind: ProviderKind, checked_on: str | None) -> bool:
    """Tell whether a service of a kind of provider is due; ``checked_on`` is ISO text."""
    day = date.fromisoformat(checked_on) if checked_on else None
    return is_due(day, terms.of(kind), today=today)


def _told_codes(
    connection: Connection, session: Session
) -> dict[tuple[str, Vocabulary], tuple[str, ...]]:
    """Return what services say themselves, each code once."""
    split = cache(lambda told: tuple(sorted({*told.split(",")})))
    return {
        (one.service_id, one.vocabulary): split(one.codes)
        for one in reads.codes(connection, session)
    }


def _reach(connection: Connection, session: Session) -> dict[str, Reached]:
    """Return the ids of the villages that each service is for, and those it is of itself."""
    villages = records.find(connection, session, Village)

    @cache
    def holds(areas: tuple[Area, ...]) -> Reached:
        everywhere = any(one.reach in EVERY_VILLAGE for one in areas)
        towns = {one.municipality_id for one in areas} - {""}
        named = frozenset(one.village_id for one in areas) - {""}
        reached = (
            str(one.id)
            for one in villages
            if everywhere or one.id in named or one.municipality_id in towns
        )
        return frozenset(reached), named

    @cache
    def given_too(reached: Reached, village_id: str) -> Reached:
        return reached[0], reached[1] | {village_id}

    found = {one: holds(areas) for one, areas in reads.areas(connection, session).items()}
    given: dict[str, set[str]] = defaultdict(set)
    for service, village_id in reads.places(connection, session):
        if service in found:
            found[service] = given_too(found[service], village_id)
        else:
            given[service].add(village_id)
    return {**found, **{one: (frozenset(there),) * 2 for one, there in given.items()}}


def _missing(connection: Connection, session: Session) -> tuple[MissingService, ...]:
    """Return the open notes of missing help, for those who may see them."""
    if not rights.reads(session.role, MISSING_SERVICE):
        return ()
    open_ones = [
        one.record_id for one in map_upkeep.missing(connection, session) if not one.answers
    ]
    return tuple(records.chosen(connection, session, MissingService, open_ones))


def _noted(missing: Iterable[MissingService], tree: Tree) -> dict[tuple[str, Column], int]:
    """Return how many notes there are in each cell."""
    found: dict[tuple[str, Column], int] = defaultdict(int)
    for one in missing:
        for column in rules.missed_in(one, tree) if one.village_id else ():
            found[str(one.village_id), column] += 1
    return found


def wanted(village_id: str, column: Column) -> ServiceFilter:
    """Return which services a cell holds, to list them in the place of the social map."""
    if isinstance(column, CarerFunction):
        return ServiceFilter(village_id=village_id, carer_function=column)
    return ServiceFilter(village_id=village_id, life_domain=column)


_NOWHERE: Reached = (frozenset(), frozenset())
