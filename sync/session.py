"""One exchange with the hub, step by step: meet, send, remove, fetch, compare.

:class:`SyncRun` works against any :class:`sync.protocol.Hub`. Every step may be cut off anywhere
and the next exchange goes on where it ended; what was typed is never held up, because the store
is used in bites.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, TypeVar

import msgspec

from meitinker.changes import NOTHING, Changes
from meitinker.errors import BugError

if TYPE_CHECKING:
    from meitinker.domain.session import Session
    from meitinker.store.database import Database
    from sync.protocol import Hub
    from sync.standing import LargeRemoval

T = TypeVar("T")


class Step(StrEnum):
    """What an exchange is busy with."""

    MEET = "meet"
    SEND = "send"
    FETCH = "fetch"
    REMOVE = "remove"
    PAPERS = "papers"
    COMPARE = "compare"


class Progress(msgspec.Struct, frozen=True):
    """How far a step is; ``of`` 0 where that is not known."""

    step: Step
    done: int = 0
    of: int = 0


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What an exchange did.

    Attributes:
        sent: Changes that the hub took note of.
        taken: Changes and records that came in.
        removed: Dossiers that left this laptop.
        same: Whether both sides hold the same; None where that was not compared.
        asks: A large removal that waits for a yes or no (:func:`answer`), or None.
        changes: What screens must show again.
        cancelled: Whether the user broke it off; what was done stays done.
    """

    sent: int = 0
    taken: int = 0
    removed: int = 0
    same: bool | None = None
    asks: LargeRemoval | None = None
    changes: Changes = NOTHING
    cancelled: bool = False


class Bites(Protocol):
    """Does a piece of work on the store when nothing more urgent waits, and returns its result.

    The screens pass the writing lane at its lowest urgency; without lanes it is done at once.
    """

    def __call__(self, work: Callable[[], T], /) -> T:
        """Do ``work``; what it raises is raised here."""


def at_once(work: Callable[[], T], /) -> T:
    """Do ``work`` here and now."""
    return work()


class SyncRun:
    """One exchange. Run it on a thread of its own, never on that of the screen or the store."""

    def __init__(
        self, database: Database, session: Session, *, hub: Hub, bites: Bites = at_once
    ) -> None:
        """Make it ready; nothing is asked or written yet."""
        self._database = database
        self._session = session
        self._hub = hub
        self._bites = bites

    def run(
        self,
        told: Callable[[Progress], None] = lambda _: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Outcome:
        """Exchange all there is.

        Args:
            told: Hears how far it is, on this thread.
            cancelled: Asked between two steps.

        Raises:
            SyncError: It did not come off; what came in or was sent before stays so, and the
                error stands in :attr:`sync.standing.Standing.trouble`.
            DiskFull, DiskFailed, StoreReadOnly: The store said no.
        """
        raise BugError("the exchange is not built yet")


def answer(database: Database, session: Session, *, remove: bool) -> None:
    """Keep a person's answer to a large removal; the next exchange acts on it.

    Args:
        database: The store.
        session: Who answers.
        remove: Whether the dossiers may go. No keeps them and asks again later.
    """
    raise BugError("the exchange is not built yet")


def export_queue(database: Database, session: Session) -> bytes:
    """Return all that was not accepted by the hub, as JSON that a person can read (F18, F22)."""
    raise BugError("the exchange is not built yet")
