"""Comparing what both sides hold, and reading again what differs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.store import holding, hub_facts, leaving, settings, starting_over
from sync.protocol import Compare, Compared
from sync.sums import Sums, bucket_of

if TYPE_CHECKING:
    from meitinker.store.database import Database
    from sync.protocol import Hub
    from sync.session import Bites


class Comparison:
    """Whether this laptop holds what the hub thinks it holds."""

    def __init__(self, database: Database, *, hub: Hub, bites: Bites) -> None:
        """Compare nothing yet."""
        self._database = database
        self._hub = hub
        self._bites = bites

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
        self._bites(
            lambda: starting_over.read_again(
                self._database, lambda dossier: bucket_of(dossier) in unequal
            )
        )
