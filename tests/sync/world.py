"""A small world in which laptops exchange sealed changes through a plain list.

::

    with World(folder, names="ab", seed=7) as world:
        a, b = world.replicas
        a.person("Jong")
        world.settle()
        assert world.same()

The stores are real and encrypted; only the network is missing. Each laptop has a clock of its
own, and some of them are years off.
"""

from __future__ import annotations

import random
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from meitinker import clock, ids
from meitinker.domain.kinds import KINDS
from meitinker.domain.merging import Verdict
from meitinker.domain.organisation import Device, User
from meitinker.domain.records import canonical
from meitinker.domain.villages import Village
from meitinker.ids import named_id
from meitinker.services import editing
from meitinker.store import conflicts, journal, received, replay, rows, sql
from meitinker.store.acts import act
from meitinker.store.received import ListEntry
from meitinker.store.state import StoreInfo
from sync import merge
from tests import stores

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from meitinker.changes import Changes
    from meitinker.domain.merging import Decide
    from meitinker.store.conflicts import Conflict
    from meitinker.store.database import Database
    from meitinker.store.journal import Sealed
    from tests.stores import TestStore

VILLAGES = ("Grou", "Warten", "Wergea")
START = datetime(2026, 11, 12, 9, 0, tzinfo=UTC)

Table = dict[str, dict[str, Any]]


class Receipt(NamedTuple):
    """What became of one change."""

    change_id: str
    verdict: Verdict


class Taken(NamedTuple):
    """What a pull did: a receipt a change in the order of judging, and what to show again."""

    receipts: list[Receipt]
    changes: Changes


class Replica:
    """One laptop: its store, its clock and what it knows to have sent."""

    def __init__(self, store: TestStore, skew: timedelta) -> None:
        """Use :class:`World`."""
        self.store = store
        self.skew = skew
        self.sent: set[str] = set()
        self.seconds = 0

    @property
    def database(self) -> Database:
        """Its store."""
        return self.store.database

    @contextmanager
    def awake(self) -> Iterator[None]:
        """Let this laptop's clock tell the time, a little later each time it is asked."""
        with clock.running(self._tick):
            yield

    def _tick(self) -> datetime:
        self.seconds += 1
        return START + self.skew + timedelta(seconds=self.seconds)

    def restart(self) -> None:
        """Close the program and open it again."""
        self.store.reopen()

    def unsent(self) -> list[Sealed]:
        """Seal what was typed and return what still has to be sent, oldest first."""
        with self.awake():
            editing.seal(self.database, self.store.session)
        with self.database.reading() as connection:
            found = journal.unsent(connection, most=100_000)
        return [change for change in found if change.header.change_id not in self.sent]

    def push(
        self, authority: list[Sealed], *, cut: int | None = None, reply_lost: bool = False
    ) -> None:
        """Send what waits; ``cut`` sends only so many, ``reply_lost`` forgets that it did."""
        going = self.unsent()[:cut]
        authority.extend(going)
        if not reply_lost:
            self.sent.update(change.header.change_id for change in going)

    def pull(
        self, authority: list[Sealed], *, cut: int | None = None, decide: Decide = merge.decide
    ) -> Taken:
        """Take in what is new in the list; ``cut`` takes only so many."""
        before = self._judged()
        done = max((row[0] for row in before), default=0)
        fresh = [
            ListEntry(position=at, change_id=change.header.change_id, change=change)
            for at, change in enumerate(authority[done:], done + 1)
        ][:cut]
        with self.awake():
            changes = received.receive(self.database, self.store.session, fresh, decide)
        new = sorted(self._judged() - before, key=lambda row: (row[1], row[0]))
        return Taken([Receipt(one, Verdict(verdict)) for *_when, one, verdict in new], changes)

    def _judged(self) -> set[tuple[int, int, str, str]]:
        """Return the places taken in: where, when judged (0: at once), which, and the verdict."""
        with self.database.reading() as connection:
            asked = "SELECT position, coalesce(turn, 0), change_id, verdict FROM received"
            return {tuple(row) for row in connection.execute(asked)}

    def table(self) -> Table:
        """Return all that must be the same everywhere, but for what a row calls changed."""
        found: Table = {}
        with self.database.reading() as connection:
            for kind in KINDS.values():
                for record_id, *_ in connection.execute(sql.select(kind.name)).fetchall():
                    row = rows.read(connection, kind, record_id)
                    assert row is not None
                    found[record_id] = {
                        "kind": kind.name,
                        "fields": {**row.fields, **row.extra},
                        "versions": row.versions,
                        "extra": sorted(row.extra),
                        "deleted": row.deleted,
                    }
        return found

    def aliases(self) -> dict[str, str]:
        """Return which merged file stands for whom."""
        with self.database.reading() as connection:
            return dict(connection.execute("SELECT alias, person_id FROM person_alias").fetchall())

    def cards(self) -> list[Conflict]:
        """Return the conflict cards, closed ones included, without the moment of finding."""
        with self.database.reading() as connection:
            touched = connection.execute("SELECT DISTINCT record_id FROM conflict ORDER BY 1")
            found = [
                c for (one,) in touched.fetchall() for c in conflicts.of_record(connection, one)
            ]
        return [msgspec.structs.replace(card, found_at="") for card in found]

    def waiting(self) -> list[str]:
        """Return the changes in quarantine."""
        with self.database.reading() as connection:
            return [one.change_id for one in received.quarantine(connection)]

    def problems(self) -> list[str]:
        """Return what does not hold in the chain of its own changes."""
        with self.database.reading() as connection:
            head = self.database.saved.head.hex()
            return list(journal.problems(connection, head))

    def told_otherwise(self) -> list[str]:
        """Return where the tables are not what the store's own check makes of both logs."""
        with self.database.reading() as connection:
            return list(replay.problems(connection))

    def state(self) -> bytes:
        """Return one value that is equal on two laptops if and only if they agree."""
        return canonical(
            {
                "table": self.table(),
                "aliases": self.aliases(),
                "cards": [msgspec.structs.asdict(card) for card in self.cards()],
                "waiting": self.waiting(),
            }
        )


class World:
    """Laptops of one organisation and the list between them."""

    def __init__(self, folder: Path, *, names: str = "ab", seed: int = 0) -> None:
        """Make a laptop for each letter of ``names``; ``seed`` decides the rest."""
        self.random = random.Random(seed)  # noqa: S311  (a seeded world, not a secret)
        self.authority: list[Sealed] = []
        self._stack = ExitStack()
        first = stores.info()
        self.replicas = tuple(self._made(folder / name, first) for name in names)

    def __enter__(self) -> World:
        """Lend the world."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close every store."""
        self._stack.close()

    def _made(self, folder: Path, first: StoreInfo) -> Replica:
        about = StoreInfo(
            store=ids.new_id(),
            organisation=first.organisation,
            device=stores.info().device,
            user=stores.info().user,
        )
        skew = timedelta(days=self.random.choice((0, 0, -1, 400, 3650, -3650)))
        replica = Replica(self._stack.enter_context(stores.opened(folder, about=about)), skew)
        with (
            replica.awake(),
            act(replica.database, replica.store.session, "store.create", undoable=False) as work,
        ):
            for name in VILLAGES:
                village = named_id(f"village:{name}")
                work.create(Village(id=village, frisian_name=name, dutch_name=name))
            work.create(User(id=about.user, name="Sietske Proef"))
            work.create(Device(id=about.device, user_id=about.user))
        return replica

    def newer(
        self,
        kind: str,
        record_id: str,
        fields: dict[str, str | int | None],
        *,
        operation: str = "edit",
        base: dict[str, str] | None = None,
    ) -> Sealed:
        """Return a change by a laptop with a newer program, which knows more fields and kinds."""
        entry = journal.Entry(
            change_id=ids.change_id(),
            act_id=ids.new_id(),
            device="newer",
            author="someone",
            operation=operation,
            kind=kind,
            record_id=record_id,
            fields=fields,
            base=base or {},
        )
        return journal.bound(entry, incarnation=1, previous="0" * 64)

    def settle(self, decide: Decide = merge.decide) -> None:
        """Let everyone send everything and read everything."""
        for replica in self.replicas:
            replica.push(self.authority)
        for replica in self.replicas:
            replica.pull(self.authority, decide=decide)

    def same(self) -> bool:
        """Tell whether all laptops agree, to the last version and card."""
        return len({replica.state() for replica in self.replicas}) == 1
