"""The words of the social map that are kept in memory between two keys.

The index tells by a number whether there is something new; what waits to be indexed is read as
it stands, each time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import msgspec

from meitinker.domain.thesaurus import Meaning, Thesaurus
from meitinker.domain.vocabulary import Vocabulary
from meitinker.services import thesaurus
from meitinker.store import map_search
from meitinker.store.database import Database
from meitinker.store.map_search import Held

if TYPE_CHECKING:
    from meitinker.domain.session import Session
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
    """

    version: int
    waiting: tuple[Held, ...]
    added: list[Meaning]
    vocabulary: Vocabulary
    services: int
    sayings: Thesaurus


_KEPT: WeakKeyDictionary[Database, Memory] = WeakKeyDictionary()


def remembered(database: Database, connection: Connection, session: Session) -> Memory:
    """Return the words, renewed where the directory or the sayings changed."""
    old = _KEPT.get(database)
    version = map_search.version(connection)
    waiting = tuple(map_search.waiting(connection, session))
    added = thesaurus.added_in(connection, session)
    fresh = old is not None and old.version == version
    if old is not None and fresh and old.waiting == waiting:
        vocabulary, services = old.vocabulary, old.services
    else:
        vocabulary, services = _words(connection, waiting), map_search.how_many(connection)
    if old is not None and fresh and old.added == added:
        sayings = old.sayings
    else:
        sayings = Thesaurus(thesaurus.meanings_in(connection, session))
    new = Memory(
        version=version,
        waiting=waiting,
        added=added,
        vocabulary=vocabulary,
        services=services,
        sayings=sayings,
    )
    _KEPT[database] = new
    return new


def _words(connection: Connection, waiting: tuple[Held, ...]) -> Vocabulary:
    counts = map_search.counts(connection)
    for one in waiting:
        for word in {word for column in one.columns for word in column.split()}:
            counts[word] = counts.get(word, 0) + 1
    return Vocabulary(counts)
