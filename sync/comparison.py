"""Comparing what both sides hold, and reading again what differs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.store import holding, hub_facts, leaving, settings, starting_over
from sync.protocol import Compare, Compared
from sync.sums import Sums, bucket_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.store.database import Database
    from sync.protocol import Hub
    from sync.session import Bites


class Comparison:
    """Whether this laptop holds what the hub thinks it holds.

    Attributes:
        same: What came out; None where it was not compared, or could not be told.
    """

    def __init__(self, database: Database, *, hub: Hub, bites: Bites) -> None:
        """Compare nothing yet."""
        self._database = database
        self._hub = hub
        self._bites = bites
        self.same: bool | None = None

    def is_due(self, *, moved: bool) -> bool:
        """Tell whether it is to be compared now.

        That is when anything moved, or once a day; not while a removal waits for a person.
        """
        with self._database.reading() as connection:
            went = settings.get(connection, hub_facts.WENT)
            asks = settings.get(connection, hub_facts.REMOVAL).dossiers
        today = _now()[:10]
        settled = went.same or went.repaired[:10] == today
        quiet = not moved and settled and went.compared[:10] == today
        return not (asks or quiet)

    def settle(self, fetch: Callable[[], bool]) -> bool:
        """Compare; ``fetch`` once more what differs, and compare again; tell whether to go on.

        What differed still is not fetched again today: what others must send first, after a hub
        was put back, comes by itself.
        """
        with self._database.reading() as connection:
            repaired = settings.get(connection, hub_facts.WENT).repaired[:10] == _now()[:10]
        compared = self.ask()
        if compared is not None and compared.unequal and not repaired:
            self.read_again(compared)
            if not fetch():
                return False
            self._keep(repaired=_now())
            compared = self.ask()
        if compared is not None:
            self.same = compared.same
            self._keep(compared=_now(), same=compared.same)
            if compared.same:
                self._keep(repaired="")
        return True

    def ask(self) -> Compared | None:
        """Ask the hub whether it holds the same; None where that cannot be told now.

        It cannot be told while something here cannot be read yet, or while a person must still
        say what becomes of dossiers that the hub lost.
        """
        with self._database.reading() as connection:
            lost = leaving.unlisted(connection)
            position = settings.get(connection, hub_facts.READING).position
        held = None if lost else holding.held(self._database)
        if held is None:
            return None
        sums = Sums()
        for one in held:
            sums.add(one.dossier, one.record_id, one.versions, deleted=one.deleted)
        compared = self._hub.compare(Compare(position=position, buckets=sums.buckets()))
        return None if compared.later else compared

    def read_again(self, compared: Compared) -> None:
        """Let what was read of the unequal buckets count as not read: it is fetched again."""
        unequal = frozenset(compared.unequal)
        again = starting_over.read_again(
            self._database, lambda dossier: bucket_of(dossier) in unequal
        )
        for bite in again:
            self._bites(bite)

    def _keep(self, **told: str | bool) -> None:
        def keep() -> None:
            with self._database.transaction() as transaction:
                went = settings.get(transaction.connection, hub_facts.WENT)
                settings.put(transaction, hub_facts.WENT, msgspec.structs.replace(went, **told))

        self._bites(keep)


def _now() -> str:
    return clock.instant_text(clock.now())
