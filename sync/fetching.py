"""Fetching what others made: farewells, then fills, then places, in bites.

An answer of the hub is taken in piece by piece and the cursor is moved last, so that one that
was cut off is simply asked for again: places that are in already are passed over, and a fill
brings the same twice.

A dossier that left is let go of before anything else of the answer is taken in, and then the
hub is asked anew: it no longer sends what is of that dossier. It stays as long as words of it
wait to be sent or were refused. A large removal waits for a person.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, TypeVar

import msgspec

from meitinker.changes import Changes
from meitinker.errors import HubUnreachable
from meitinker.store import fills, hub_facts, leaving, received, settings
from meitinker.store.fills import Filled, FillPart
from meitinker.store.received import ListEntry
from sync import following
from sync.changes import arrived
from sync.protocol import Cursor, Let, Pull
from sync.removals import Removals

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from meitinker.domain.session import Session
    from meitinker.store.database import Database
    from sync.protocol import Fill, Hub, Judged, Pulled
    from sync.session import Bites

T = TypeVar("T")

LET_GO_AT_ONCE = 500
"""Dossiers of which the hub hears at once that they are gone: 20 kB, and it takes 256."""


class Fetching:
    """What comes from the hub, on its way into the store.

    Attributes:
        taken: Places and records that came in.
        of_others: How many of these this laptop did not write itself.
        removed: Dossiers that were let go of.
        removals: What a person is asked first.
    """

    def __init__(
        self,
        database: Database,
        session: Session,
        *,
        hub: Hub,
        bites: Bites,
        came_in: Callable[[Changes], None],
    ) -> None:
        """Fetch nothing yet; ``came_in`` hears after each bite what screens must show again."""
        self._database = database
        self._session = session
        self._hub = hub
        self._bites = bites
        self._came_in = came_in
        self.taken = self.of_others = 0
        self.removed = 0
        self.removals = Removals(database, bites=bites)
        self._stays: set[str] = set()

    def some(self) -> bool:
        """Ask once and take in the answer; tell whether there is more."""
        with self._database.reading() as connection:
            reading = settings.get(connection, hub_facts.READING)
        cursor = Cursor(position=reading.position, fill=reading.fill)
        answer = self._hub.pull(Pull(cursor=cursor, words=reading.anew))
        brings = answer.farewells or answer.fills or answer.places or answer.cursor != cursor
        if answer.more and not brings:
            raise HubUnreachable("an answer that says no more than the one before")
        if self._let_go(answer.farewells):
            return True
        self._take_fills(answer, anew=reading.anew)
        self._take_places(answer.places)
        self._move(answer)
        return answer.more

    def drop_lost(self) -> None:
        """Ask a person about dossiers that lie here and that the hub does not have any more."""
        with self._database.reading() as connection:
            unlisted = leaving.unlisted(connection)
            # words of such a dossier may wait at the hub for a person whom it knows no more
            lost = [one for one in unlisted if not leaving.waits(connection, one, kept_there=True)]
        self.removals.withdrawn(hub_facts.LOST, lost)
        agreed = self.removals.lost(lost)
        for dossier in agreed:
            self._empty(dossier, kept_there=True)
        if agreed:
            self._bites(self._database.fold_log)

    def _let_go(self, farewells: Collection[str]) -> bool:
        """Let go of dossiers that left, as far as they may; tell whether any went."""
        self._stays |= {one for one in farewells if self._waits(one)}
        self.removals.withdrawn(hub_facts.REMOVAL, farewells)
        leaves = [one for one in farewells if one not in self._stays]
        gone: set[str] = set()
        for run in _runs(self.removals.leaving(leaves), LET_GO_AT_ONCE):
            empty = tuple(one for one in run if self._empty(one))
            # from the file as well, before the hub hears that nothing lies here any more: while a
            # backup or a check reads on, it hears that with the next exchange
            if len(empty) > 0 and self._bites(self._database.fold_log):
                self._hub.let_go(Let(dossiers=empty))
                gone.update(empty)
        self._stays |= set(leaves) - gone
        return bool(gone)

    def _waits(self, dossier: str) -> bool:
        with self._database.reading() as connection:
            return leaving.waits(connection, dossier)

    def _empty(self, dossier: str, *, kept_there: bool = False) -> bool:
        """Let go of a dossier bite by bite; tell whether all of it went.

        What is typed meanwhile goes before the next bite, and keeps what is still there.
        """
        more = True
        while more:
            bite = self._bites(
                lambda: leaving.let_go_some(
                    self._database, self._session, dossier, kept_there=kept_there
                )
            )
            if bite.waits:
                return False
            self._show(bite.changes)
            more = bite.more
        self.removed += 1
        return True

    def _take_fills(self, answer: Pulled, *, anew: bool) -> None:
        for parts in _together(_parts(answer.fills)):
            self._show(self._bites(self._filling(parts)))
            self._count(sum(len(part.records) for part in parts))
        # only where the list is read again can anything lie here that it does not have any more
        for fill in answer.fills if anew else ():
            gone = self._bites(self._dropping(fill.dossier)) if fill.last else None
            if gone is not None:
                self._show(gone)

    def _filling(self, parts: list[FillPart]) -> Callable[[], Changes]:
        return lambda: fills.fill(self._database, self._session, parts, following.decide)

    def _dropping(self, dossier: str) -> Callable[[], Changes | None]:
        return lambda: leaving.drop_unlisted(self._database, dossier)

    def _take_places(self, places: Iterable[Judged]) -> None:
        for run in _runs(places, received.MOST):
            batch = [_place(one) for one in run]
            self._show(self._bites(self._receiving(batch)))
            own = sum(1 for one in run if one.change is None)
            self._count(len(batch), own=own)

    def _count(self, came: int, *, own: int = 0) -> None:
        self.taken += came
        self.of_others += came - own

    def _receiving(self, batch: list[ListEntry]) -> Callable[[], Changes]:
        return lambda: received.receive(self._database, self._session, batch, following.decide)

    def _move(self, answer: Pulled) -> None:
        """Keep how far was read, now that all of the answer is in."""

        def keep() -> None:
            with self._database.transaction() as transaction:
                before = settings.get(transaction.connection, hub_facts.READING)
                now = msgspec.structs.replace(
                    before, position=answer.cursor.position, fill=answer.cursor.fill
                )
                if now != before:
                    settings.put(transaction, hub_facts.READING, now)

        self._bites(keep)

    def _show(self, changes: Changes) -> None:
        if changes.items:
            self._came_in(changes)


def _place(one: Judged) -> ListEntry:
    return ListEntry(
        position=one.position,
        change_id=one.change_id,
        change=arrived(one.change) if one.change else None,
        told=following.told(one),
    )


def _parts(filled: Iterable[Fill]) -> Iterator[FillPart]:
    """Yield what fills bring, in pieces of one bite at most."""
    for fill in filled:
        for records in _runs(fill.records, fills.MOST):
            yield FillPart(
                dossier=fill.dossier,
                position=fill.position,
                records=tuple(
                    msgspec.convert(msgspec.structs.asdict(one), Filled) for one in records
                ),
            )
        if fill.lost:
            lost = tuple(_place(one) for one in fill.lost)
            yield FillPart(dossier=fill.dossier, position=fill.position, lost=lost)


def _together(parts: Iterable[FillPart]) -> Iterator[list[FillPart]]:
    """Yield parts of small dossiers together, as many as one bite takes."""
    some: list[FillPart] = []
    size = 0
    for part in parts:
        weight = len(part.records) + len(part.lost)
        if some and size + weight > fills.MOST:
            yield some
            some, size = [], 0
        some.append(part)
        size += weight
    if some:
        yield some


def _runs(items: Iterable[T], most: int) -> Iterator[tuple[T, ...]]:
    rest = iter(items)
    while run := tuple(islice(rest, most)):
        yield run
