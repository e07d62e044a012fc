"""The words of the social map that are kept in memory between two keys.

The index tells by a number whether there is something new; what waits to be indexed is read as
it stands, each time.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import msgspec

from meitinker.domain.map_matching import Prepared, prepare
from meitinker.domain.vocabulary import Vocabulary
from meitinker.services import thesaurus
from meitinker.store import map_search
from meitinker.store.database import Database
from meitinker.store.map_search import Held
from meitinker.store.social_map import ServiceFilter

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from meitinker.domain.session import Session
    from meitinker.domain.thesaurus import Meaning, Thesaurus
    from meitinker.store.driver import Connection


class Memory(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept, and what tells that it still holds.

    Attributes:
        version: The number of the index.
        waiting: Services that wait to be indexed, as they stand.
        added: The sayings that people added.
        vocabulary: The words of the directory.
        services: How many services it has.
        sayings: All that people say.
        prepared: Services that were weighed, by their numbers.
        wanted: The numbers of what was filtered by.
    """

    version: int
    waiting: tuple[Held, ...]
    added: list[Meaning]
    vocabulary: Vocabulary
    services: int
    sayings: Thesaurus
    prepared: dict[int, Prepared]
    wanted: dict[ServiceFilter, frozenset[int]]


_MOST_PREPARED = 3_000
"""Services kept ready: what a day of searching meets, and some megabytes."""

_KEPT: WeakKeyDictionary[Database, Memory] = WeakKeyDictionary()


@contextmanager
def at_hand(database: Database, session: Session) -> Iterator[tuple[Connection, Memory]]:
    """Read within the block, with the words at hand.

    What was shipped is cut before the connection is taken: what is being typed would wait for it.
    """
    thesaurus.shipped_sayings()
    with database.reading() as connection:
        yield connection, remembered(database, connection, session)


def remembered(database: Database, connection: Connection, session: Session) -> Memory:
    """Return the words, renewed where the directory or the sayings changed."""
    old = _KEPT.get(database)
    version = map_search.version(connection)
    waiting = tuple(map_search.waiting(connection, session))
    added = thesaurus.added_in(connection, session)
    fresh = old is not None and old.version == version
    same = fresh and old is not None and old.waiting == waiting
    if old is not None and same:
        vocabulary, services = old.vocabulary, old.services
    else:
        vocabulary, services = _words(connection, waiting), map_search.how_many(connection)
    if old is not None and fresh and old.added == added:
        sayings = old.sayings
    else:
        sayings = thesaurus.ready(thesaurus.meanings_in(connection, session))
    new = Memory(
        version=version,
        waiting=waiting,
        added=added,
        vocabulary=vocabulary,
        services=services,
        sayings=sayings,
        prepared=old.prepared if old is not None and fresh else {},
        wanted=old.wanted if old is not None and same else {},
    )
    _KEPT[database] = new
    return new


def forget(database: Database) -> None:
    """Let go of the words of a store; the next key reads them again."""
    _KEPT.pop(database, None)


def _words(connection: Connection, waiting: tuple[Held, ...]) -> Vocabulary:
    counts = map_search.counts(connection)
    for one in waiting:
        for word in {word for column in one.columns for word in column.split()}:
            counts[word] = counts.get(word, 0) + 1
    return Vocabulary(counts)


def prepared(
    memory: Memory, connection: Connection, session: Session, docs: Collection[int]
) -> list[Prepared]:
    """Return services ready to be weighed; those weighed at an earlier key are not read again."""
    if len(memory.prepared) > _MOST_PREPARED:
        memory.prepared.clear()
    unread = [doc for doc in docs if doc not in memory.prepared]
    for doc, one in map_search.held(connection, session, unread).items() if unread else ():
        memory.prepared[doc] = prepare(one.service_id, one.columns, one.codes)
    return [memory.prepared[doc] for doc in docs if doc in memory.prepared]


def wanted_docs(
    memory: Memory, connection: Connection, session: Session, wanted: ServiceFilter
) -> frozenset[int]:
    """Return the numbers of all services that are wanted; asked once, and not at every key."""
    if wanted not in memory.wanted:
        memory.wanted[wanted] = map_search.wanted_docs(connection, session, wanted)
    return memory.wanted[wanted]
