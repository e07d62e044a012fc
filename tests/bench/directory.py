"""A social map of 10,000 services to measure in, the same every time.

Names, words and descriptions are put together from the words that the program ships (categories,
thesaurus, villages), so that the index has the words of a real one: few that are everywhere, and
many that are rare.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from meitinker import ids
from meitinker.domain import reference
from meitinker.domain.map_services import (
    Cost,
    MapService,
    Reach,
    ServiceArea,
    ServiceAttribute,
    Vocabulary,
)
from meitinker.domain.map_terms import CATEGORIES, CategoryEntry
from meitinker.domain.providers import Provider
from meitinker.domain.reference import VillageEntry
from meitinker.domain.thesaurus import THESAURUS, ThesaurusEntry
from meitinker.domain.villages import Village
from meitinker.ids import VillageId
from meitinker.store import indexing
from meitinker.store.acts import act

if TYPE_CHECKING:
    from collections.abc import Iterator

    from meitinker.domain.records import Record
    from meitinker.domain.session import Session
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection

SERVICES = 10_000
QUICK_SERVICES = 1_000
_BITE = 5_000
_PROVIDERS = 900
_SYLLABLES = ("ba", "do", "fe", "ga", "hi", "jo", "ka", "lu", "me", "no", "pe", "ri", "sa", "ti")
_FILLING = (
    "Wij helpen u graag. Bel ons of kom langs op het spreekuur in het dorpshuis.",
    "U kunt zich aanmelden bij de coördinator. Er zijn geen kosten aan verbonden.",
    "Vrijwilligers uit het dorp komen bij u thuis en denken met u mee.",
    "De groep komt elke week bij elkaar. Er is koffie en iedereen is welkom.",
)


def fill(database: Database, session: Session, *, services: int = SERVICES) -> None:
    """Add the directory and index it."""
    chance = random.Random(services)  # noqa: S311 - a directory that is the same every time
    waiting = list(_records(chance, services))
    for start in range(0, len(waiting), _BITE):
        with act(database, session, "directory.fill") as work:
            for record in waiting[start : start + _BITE]:
                work.create(record)
    while indexing.index_some(database, most=500):
        pass


def one_village(connection: Connection) -> str:
    """Return the id of a village of the directory."""
    return str(connection.execute("SELECT min(id) FROM village").fetchone()[0])


def _records(chance: random.Random, services: int) -> Iterator[Record]:
    villages = [
        Village(id=ids.record_id(), frisian_name=one.frisian_name, dutch_name=one.dutch_name)
        for one in reference.shipped("villages")[-1].read(list[VillageEntry])
    ]
    yield from villages
    providers = [
        Provider(id=ids.record_id(), name=f"Stichting {_made(chance).title()}")
        for _ in range(_PROVIDERS)
    ]
    yield from providers
    codes = reference.shipped(CATEGORIES)[-1].read(list[CategoryEntry])
    entries = reference.shipped(THESAURUS)[-1].read(list[ThesaurusEntry])
    for _ in range(services):
        entry = chance.choice(entries)
        village = chance.choice(villages)
        service = MapService(
            id=ids.record_id(),
            provider_id=chance.choice(providers).id,
            name=f"{entry.term.title()} {chance.choice((village.name, _made(chance).title()))}",
            keywords=", ".join(chance.sample(entry.said, min(3, len(entry.said)))),
            description=f"{chance.choice(_FILLING)} {_made(chance)} {_made(chance)}.",
            cost=chance.choice(list(Cost)),
        )
        yield service
        code = chance.choice([*entry.categories, *(one.code for one in codes[:2])])
        yield ServiceAttribute(
            id=ids.record_id(), service_id=service.id, vocabulary=Vocabulary.CATEGORY, code=code
        )
        everywhere = chance.random() < 0.1
        yield ServiceArea(
            id=ids.record_id(),
            service_id=service.id,
            reach=Reach.REGION if everywhere else Reach.VILLAGE,
            village_id=None if everywhere else VillageId(village.id),
        )


def _made(chance: random.Random) -> str:
    """Return a word that nobody has: names of places and people make an index large."""
    return "".join(chance.choice(_SYLLABLES) for _ in range(chance.randint(2, 4)))
