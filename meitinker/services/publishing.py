"""The website of the social map: its public part, written to a folder that any web host serves."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain import reference
from meitinker.domain.map_services import MapService, ServiceStatus
from meitinker.domain.organisation import Municipality, Organisation
from meitinker.domain.records import Record
from meitinker.domain.village_places import VILLAGE_PLACES, PlaceEntry, middles
from meitinker.domain.villages import Village
from meitinker.exchange.site import search_files
from meitinker.exchange.site.folder import SiteFolder
from meitinker.exchange.site.pages import ASSETS, Page, Pages, assets
from meitinker.exchange.site.public import TOLD, PublicService, public_services
from meitinker.exchange.site.search_files import Searched
from meitinker.exchange.site.shelves import Shelves, SiteHeader
from meitinker.i18n import DUTCH
from meitinker.services import map_terms, thesaurus
from meitinker.store import indexing, map_search, map_upkeep, records
from meitinker.store.social_map import ServiceFilter

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence
    from pathlib import Path

    from meitinker.domain.session import Session
    from meitinker.domain.thesaurus import Meaning
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection

_BITE = 500
_TOLD_EVERY = 50


class Published(msgspec.Struct, frozen=True):
    """What was written: how many services, files and bytes."""

    services: int
    files: int
    size: int


class _Site(msgspec.Struct, frozen=True, kw_only=True):
    """What a site is made of; the store is not asked again while it is written."""

    about: SiteHeader
    shelved: Shelves
    searched: Searched


def publish(
    database: Database, session: Session, out: Path, *, languages: Sequence[str] = (DUTCH,)
) -> Generator[tuple[int, int], None, Published]:
    """Write the public part of the map as a website; yield how many pages are done, of how many.

    The site that was there stays whole until the new one is, and takes its place in one step.
    Closing the generator leaves everything as it was.

    Args:
        database: The store.
        session: Who publishes.
        out: The folder of the site: a new one, an empty one, or that of an earlier site.
        languages: What the pages speak, the one at the top first; what the map tells is as it is.

    Raises:
        SiteRefused: The folder is none of ours.
        StoreReadOnly, DiskFull, DiskFailed: It cannot be written.
    """
    folder = SiteFolder(out)
    folder.begin()
    try:
        while indexing.index_waiting(database, most=_BITE):
            yield 0, 0
        with database.reading() as connection:
            site = _site(connection, session)
        spoken = tuple(dict.fromkeys(languages))
        whole = sum(len(one) for one in _pages(site, spoken))
        yield 0, whole
        files = size = 0
        for name, data in _files(site, spoken):
            folder.write(name, data)
            files, size = files + 1, size + len(data)
            if files % _TOLD_EVERY == 0:
                yield min(files, whole), whole
        services = len(site.shelved.services)
        folder.finish(made_on=site.about.day.isoformat(), services=services)
    except BaseException:
        folder.leave()
        raise
    return Published(services, files, size)


def _files(site: _Site, spoken: Sequence[str]) -> Iterator[Page]:
    """Yield the files of the site."""
    yield from assets()
    searched = site.searched
    yield f"{ASSETS}/{search_files.INDEX}", search_files.index_file(searched)
    lines = search_files.lines_file(searched.services, site.about)
    yield f"{ASSETS}/{search_files.LINES}", lines
    for pages in _pages(site, spoken):
        yield from pages


def _pages(site: _Site, spoken: Sequence[str]) -> list[Pages]:
    return [Pages(site.shelved, site.about, code=code, spoken=spoken) for code in spoken]


def _site(connection: Connection, session: Session) -> _Site:
    found: list[Record] = []
    for kind in TOLD:
        found += records.find(connection, session, kind)
    tree = map_terms.tree_in(connection, session)
    villages = records.find(connection, session, Village)
    checked = {
        one.service_id: date.fromisoformat(one.checked_on)
        for one in map_upkeep.last_checks(connection, session)
        if one.checked_on
    }
    services = public_services(found, tree, checked)
    shelved = Shelves(services, tree, villages)
    public = sum(1 for one in found if isinstance(one, MapService) and one.public)
    return _Site(
        about=_about(connection, session, villages),
        shelved=shelved,
        searched=_searched(connection, session, shelved, count=public),
    )


def _about(connection: Connection, session: Session, villages: list[Village]) -> SiteHeader:
    who = records.known(connection, session, Organisation, session.organisation)
    municipalities = records.find(connection, session, Municipality)
    return SiteHeader(
        organisation=who.name if who else "",
        phone=who.phone if who else "",
        email=who.email if who else "",
        demo=who.demo if who else False,
        day=clock.today(),
        terms=map_terms.check_terms_in(connection, session),
        who_for=map_terms.who_for_in(connection, session),
        areas={
            **{str(one.id): one.name for one in villages},
            **{str(one.id): one.name for one in municipalities},
        },
    )


def _searched(
    connection: Connection, session: Session, shelved: Shelves, *, count: int
) -> Searched:
    """Return what is searched: only the words of public services, and nobody's own words."""
    known = {str(one.service.id): one for one in shelved.services}
    docs = map_search.wanted_docs(connection, session, ServiceFilter(running=False))
    held = map_search.held(connection, session, docs)
    services: list[PublicService] = []
    columns: dict[str, tuple[str, ...]] = {}
    for doc in sorted(held):
        one = held[doc]
        if one.service_id in known:
            services.append(known[one.service_id])
            columns[one.service_id] = (*one.columns, one.codes)
    villages = records.find(connection, session, Village)
    sayings: list[Meaning] = thesaurus.listed_in(connection, session)
    return Searched(
        services=tuple(services),
        columns=columns,
        closed=frozenset(
            one.service.id for one in services if one.service.status is not ServiceStatus.ACTIVE
        ),
        count=count,
        sayings=tuple(sayings),
        villages=tuple(villages),
        village_files=shelved.village_files,
        middles=middles(reference.shipped(VILLAGE_PLACES)[-1].read(list[PlaceEntry]), villages),
    )
