"""Large removals: a person says yes or no before many dossiers leave this laptop.

There are two questions, each with its own answer: about dossiers that left the reach of the user,
and about those that a hub, put back to an earlier day, has no more. A yes counts for the dossiers
that it was said of, for a day, and once; what is withdrawn takes its question and its yes along.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.store import hub_facts, leaving, settings
from meitinker.store.hub_facts import Removal

if TYPE_CHECKING:
    from collections.abc import Collection

    from meitinker.domain.session import Session
    from meitinker.store.database import Database
    from meitinker.store.settings import Setting
    from sync.session import Bites

LARGE_RECORDS = 50
LARGE_SHARE = 5
"""More records than this, or than one in so many of all, leave only after a person said yes."""


_A_DAY = timedelta(days=1)


class Removals:
    """What may go, and what a person is asked first.

    Attributes:
        asks: The question that was put in this exchange about what left, or None.
        asks_lost: The same about what the hub lost.
    """

    def __init__(self, database: Database, *, bites: Bites) -> None:
        """Ask nothing yet."""
        self._database = database
        self._bites = bites
        self.asks: Removal | None = None
        self.asks_lost: Removal | None = None

    def leaving(self, dossiers: list[str]) -> list[str]:
        """Return which of the dossiers that left the reach may go now."""
        if not dossiers:
            return []
        going, self.asks = self._agreed(hub_facts.REMOVAL, dossiers, always=False)
        return going

    def lost(self, dossiers: list[str]) -> list[str]:
        """Return which of the dossiers that the hub lost may go now; a person is always asked."""
        if not dossiers:
            return []
        going, self.asks_lost = self._agreed(hub_facts.LOST, dossiers, always=True)
        return going

    def withdrawn(self, setting: Setting[Removal], standing: Collection[str]) -> None:
        """Drop question and yes about dossiers that stay after all: those not in ``standing``."""
        known = self._read(setting)
        left = tuple(one for one in known.dossiers if one in standing)
        if left == known.dossiers:
            return
        records = sum(self._count(one) for one in left)
        kept = msgspec.structs.replace(known, dossiers=left, records=records)
        self._keep(setting, kept if left else Removal())

    def _agreed(
        self, setting: Setting[Removal], dossiers: list[str], *, always: bool
    ) -> tuple[list[str], Removal | None]:
        known, now, ahead = self._read(setting), _now(), _now(2 * _A_DAY)
        # what ends later than that was said while the clock ran ahead, and holds no more
        if known.agreed:
            self._keep(setting, Removal())
            if now <= known.until <= ahead:
                return [one for one in dossiers if one in known.dossiers], None
        elif now < known.not_before <= ahead and set(dossiers) <= set(known.dossiers):
            return [], None  # not counted: every exchange asks, and many may have been kept
        counts = [self._count(one) for one in dossiers]
        records, of = sum(counts), self._count("")
        large = records > LARGE_RECORDS or records * LARGE_SHARE > of
        if not (records and (large or always)):
            return dossiers, None
        asks = Removal(dossiers=tuple(dossiers), records=records, of=of)
        self._keep(setting, asks)
        return [], asks

    def _count(self, dossier: str) -> int:
        with self._database.reading() as connection:
            return leaving.count(connection, dossier)

    def _read(self, setting: Setting[Removal]) -> Removal:
        with self._database.reading() as connection:
            return settings.get(connection, setting)

    def _keep(self, setting: Setting[Removal], removal: Removal) -> None:
        def keep() -> None:
            with self._database.transaction() as transaction:
                settings.put(transaction, setting, removal)

        self._bites(keep)


def answer(database: Database, session: Session, *, remove: bool, lost: bool = False) -> None:
    """Keep a person's answer to a large removal; the next exchange acts on it.

    Args:
        database: The store.
        session: Who answers.
        remove: Whether the dossiers may go; a yes counts for a day. No keeps them and asks again
            tomorrow.
        lost: Whether it was asked about dossiers that the hub lost
            (:attr:`sync.status.LargeRemoval.lost_at_hub`).

    Raises:
        DiskFull, DiskFailed, StoreReadOnly: The answer was not kept.
    """
    setting = hub_facts.LOST if lost else hub_facts.REMOVAL
    tomorrow = _now(_A_DAY)
    with database.transaction() as transaction:
        asked = settings.get(transaction.connection, setting)
        told = msgspec.structs.replace(
            asked,
            agreed=remove,
            until=tomorrow if remove else "",
            not_before="" if remove else tomorrow,
        )
        settings.put(transaction, setting, told if asked.dossiers else Removal())


def _now(later: timedelta = timedelta()) -> str:
    return clock.instant_text(clock.now() + later)
