"""One exchange with the hub, step by step: meet, send, remove, fetch, compare.

:class:`SyncRun` works against any :class:`sync.protocol.Hub`. Every step may be cut off anywhere
and the next exchange goes on where it ended; what was typed is never held up, because the store
is used in bites.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, TypeVar

import msgspec

from meitinker import __version__, clock
from meitinker.changes import Changes
from meitinker.errors import BugError, DeviceWiped, HubNotOurs, HubUnreachable, MeitinkerError
from meitinker.store import hub_facts, settings, starting_over
from sync import enrolment, learning, queue_file, versions, wiping
from sync.comparison import Comparison
from sync.fetching import Fetching
from sync.papers import Papers
from sync.protocol import Compare, Meet, Met
from sync.sending import Sending
from sync.status import LargeRemoval, first_question

if TYPE_CHECKING:
    from meitinker.domain.session import Session
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection
    from meitinker.store.settings import Setting
    from sync.protocol import Hub

T = TypeVar("T")


class ExchangeStep(StrEnum):
    """What an exchange is busy with."""

    MEET = "meet"
    SEND = "send"
    FETCH = "fetch"
    REMOVE = "remove"
    PAPERS = "papers"
    COMPARE = "compare"


class ExchangeProgress(msgspec.Struct, frozen=True):
    """How far a step is; ``of`` 0 where that is not known."""

    step: ExchangeStep
    done: int = 0
    of: int = 0


class ExchangeOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """What an exchange did.

    Attributes:
        sent: Changes that the hub took note of.
        taken: Changes and records that came in.
        of_others: How many of these this laptop did not write itself.
        removed: Dossiers that left this laptop.
        papers: Files of attachments that went or came whole.
        same: Whether both sides hold the same; None where that was not compared.
        asks: A large removal that waits for a yes or no (:func:`answer`), or None.
        cancelled: Whether the user broke it off; what was done stays done.
        other_reach: Whether the hub gave another role, other villages or its organisation: a new
            session is due.
    """

    sent: int = 0
    taken: int = 0
    of_others: int = 0
    removed: int = 0
    papers: int = 0
    same: bool | None = None
    asks: LargeRemoval | None = None
    cancelled: bool = False
    other_reach: bool = False


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
        self,
        database: Database,
        session: Session,
        *,
        hub: Hub,
        bites: Bites = at_once,
        came_in: Callable[[Changes], None] | None = None,
    ) -> None:
        """Make it ready; nothing is asked or written yet.

        Args:
            database: The store.
            session: Who works with it.
            hub: The hub, over whatever way.
            bites: Does work on the store.
            came_in: Hears after each bite, on the thread of the exchange, what screens must show
                again: also where the exchange ends in an error afterwards.
        """
        self._database = database
        self._session = session
        self._hub = hub
        self._bites = bites
        self._sending = Sending(database, session, hub=hub, bites=bites)
        self.following = self._sending.following
        self._came_in = came_in or _nobody
        self._fetching = Fetching(database, session, hub=hub, bites=bites, came_in=self._came_in)
        self._papers = Papers(database, hub=hub, bites=bites)
        self._sent = self._went_over = 0
        self._same: bool | None = None
        self._other_reach = False
        self._told: Callable[[ExchangeProgress], None] = _nobody
        self._cancelled: Callable[[], bool] = _never

    def run(
        self,
        told: Callable[[ExchangeProgress], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> ExchangeOutcome:
        """Exchange all there is.

        Args:
            told: Hears how far it is, on this thread.
            cancelled: Asked between two steps; the way to the hub may ask it within one.

        Raises:
            SyncError: It did not come off; what came in or was sent before stays so.
            DeviceWiped: The hub ordered to destroy the store: its keys are gone.
            DiskFull, DiskFailed, StoreReadOnly: The store said no.

        Whatever the error was, its name stands in
        :attr:`sync.status.ExchangeStatus.trouble`, as far as the store can still be written.
        """
        self._told, self._cancelled = told or _nobody, cancelled or _never
        try:
            whole = _unless_broken_off(self._exchange, self._cancelled)
        except Exception as error:
            # a fault of the disk or of ours as well: an exchange that nobody asked for tells it
            # nowhere else
            name = type(error if isinstance(error, MeitinkerError) else BugError()).__name__
            with contextlib.suppress(MeitinkerError, RuntimeError):
                self._keep_went(trouble=name)
            if isinstance(error, DeviceWiped):
                wiping.obey(self._database, self._session, error)
            raise
        removals = self._fetching.removals
        return ExchangeOutcome(
            sent=self._sent,
            taken=self._fetching.taken,
            of_others=self._fetching.of_others,
            removed=self._fetching.removed,
            papers=self._went_over,
            same=self._same,
            asks=first_question(removals.asks, removals.asks_lost),
            cancelled=not whole,
            other_reach=self._other_reach,
        )

    def greet(self) -> None:
        """Only say hello, so that the hub's answer counts as contact (the lease).

        Raises:
            SyncError: There was none.
            DiskFull, DiskFailed, StoreReadOnly: It could not be kept.
        """
        try:
            self._meet()
        except DeviceWiped as order:
            wiping.obey(self._database, self._session, order)
            raise

    def _exchange(self) -> bool:
        """Go through all steps; tell whether nobody broke it off."""
        self._told(ExchangeProgress(ExchangeStep.MEET))
        met = self._meet()
        learning.learn(self._database, self._session, bites=self._bites)
        # files go before farewells come: what leaves takes its files along
        if not (self._send() and self._send_papers()):
            return False
        self._empty_there(met)
        if not self._fetch():
            return False
        if self._bites(lambda: enrolment.settle_in(self._database, self._session)):
            self._other_reach = True
        if not (self._send() and self._send_papers() and self._fetch() and self._fetch_papers()):
            return False
        if not self._compare():
            return False
        self._keep_went(trouble="", done=clock.instant_text(clock.now()))
        return True

    def _meet(self) -> Met:
        waiting, since = self._sending.waiting()
        met = self._hub.meet(
            Meet(
                newest=versions.NEWEST,
                oldest=versions.OLDEST,
                program=__version__,
                waiting=waiting,
                waiting_since=since,
            )
        )
        belonging = self._get(hub_facts.BELONGING)
        if not belonging.hub:
            raise BugError("this store belongs to no hub")
        if met.hub != belonging.hub:
            raise HubNotOurs("another hub at the address")
        incarnation = self._database.saved.incarnation
        reading = self._get(hub_facts.READING)
        put_back = incarnation != self._get(hub_facts.INCARNATION)
        if reading.epoch and (reading.epoch != met.epoch or put_back):
            self._bites(
                lambda: starting_over.begin_anew(
                    self._database, epoch=met.epoch, incarnation=incarnation
                )
            )
        while self._bites(lambda: starting_over.put_some_away(self._database)):
            pass
        self._bites(lambda: self._keep_met(met, incarnation))
        return met

    def _keep_met(self, met: Met, incarnation: int) -> None:
        reach = enrolment.reach_of(met)
        with self._database.transaction() as transaction:
            connection = transaction.connection
            self._other_reach = settings.get(connection, hub_facts.REACH) != reach
            settings.put(transaction, hub_facts.REACH, reach)
            settings.put(transaction, hub_facts.INCARNATION, incarnation)
            reading = settings.get(connection, hub_facts.READING)
            reading = msgspec.structs.replace(reading, epoch=met.epoch)
            settings.put(transaction, hub_facts.READING, reading)
            number, at = self._met_by(connection, met)
            settings.put(transaction, hub_facts.MET_NUMBER, number)
            went = settings.get(connection, hub_facts.WENT)
            # It answers: what went wrong before is not how it stands any more.
            went = msgspec.structs.replace(went, met=at, lease_days=met.lease_days, trouble="")
            settings.put(transaction, hub_facts.WENT, went)
            settings.put(transaction, hub_facts.LATEST, self._latest(connection, at))

    def _met_by(self, connection: Connection, _met: Met) -> tuple[int, str]:
        """Return the number of the request that was answered, at least, and when (UTC text)."""
        return hub_facts.highest_number(connection), clock.instant_text(clock.now())

    def _latest(self, _connection: Connection, at: str) -> str:
        """Return the latest moment that counts for the lease: a hub that answers saw this clock."""
        return at

    def _send(self) -> bool:
        """Send all that waits; tell whether to go on."""
        sealed = self._sending.seal()
        if sealed.items:
            self._came_in(sealed)
        self._sending.ask_again()
        try:
            while not self._cancelled():
                waiting, _since = self._sending.waiting()
                self._told(ExchangeProgress(ExchangeStep.SEND, self._sent, self._sent + waiting))
                went = self._sending.some()
                self._sent += went
                if not went:
                    return True
        finally:
            self._sending.keep_answers()
        return False

    def _empty_there(self, met: Met) -> None:
        """Tell a hub that nothing here counts any more, where this store or that was put back."""
        reading = self._get(hub_facts.READING)
        if reading.anew and not reading.emptied:
            self._hub.compare(Compare(position=met.end))
            self._put(hub_facts.READING, msgspec.structs.replace(reading, emptied=True))

    def _fetch(self) -> bool:
        """Fetch all that is new; tell whether to go on."""
        more = True
        while more:
            if self._cancelled():
                return False
            self._told(ExchangeProgress(ExchangeStep.FETCH, self._fetching.taken))
            more = self._fetching.some()
        if self._get(hub_facts.READING).anew or self._get(hub_facts.LOST).dossiers:
            self._told(ExchangeProgress(ExchangeStep.REMOVE, self._fetching.removed))
            self._fetching.drop_lost()
            reading = self._get(hub_facts.READING)
            self._put(hub_facts.READING, msgspec.structs.replace(reading, anew=False))
        return True

    def _send_papers(self) -> bool:
        """Send the files of attachments; tell whether to go on."""
        self._told(ExchangeProgress(ExchangeStep.PAPERS))
        self._went_over += self._papers.send(self._cancelled)
        return not self._cancelled()

    def _fetch_papers(self) -> bool:
        """Fetch the files of attachments; tell whether to go on."""
        self._told(ExchangeProgress(ExchangeStep.PAPERS))
        self._went_over += self._papers.fetch(self._cancelled)
        return not self._cancelled()

    def _compare(self) -> bool:
        """Compare what both sides hold, and fetch again what differs; tell whether to go on."""
        moved = bool(self._sent or self._fetching.taken or self._fetching.removed)
        comparison = Comparison(self._database, hub=self._hub, bites=self._bites)
        if not comparison.is_due(moved=moved) or self._sending.waiting()[0]:
            return True
        self._told(ExchangeProgress(ExchangeStep.COMPARE))
        whole = comparison.settle(self._fetch)
        self._same = comparison.same
        return whole

    def _get(self, setting: Setting[T]) -> T:
        with self._database.reading() as connection:
            return settings.get(connection, setting)

    def _put(self, setting: Setting[T], value: T) -> None:
        def put() -> None:
            with self._database.transaction() as transaction:
                settings.put(transaction, setting, value)

        self._bites(put)

    def _keep_went(self, **told: str | bool) -> None:
        went = self._get(hub_facts.WENT)
        self._put(hub_facts.WENT, msgspec.structs.replace(went, **told))


def export_queue(database: Database, session: Session) -> bytes:
    """Return all that the hub did not accept, as JSON that a person can read (F18, F22).

    Raises:
        DiskFull, DiskFailed, StoreReadOnly: The export could not be written down, so there is none.
    """
    return queue_file.written(database, session)


def _unless_broken_off(exchange: Callable[[], bool], cancelled: Callable[[], bool]) -> bool:
    """Do an exchange; who broke it off need not hear that no answer came."""
    try:
        return exchange()
    except HubUnreachable:
        if cancelled():
            return False
        raise


def _nobody(_told: object) -> None:
    """Tell nobody."""


def _never() -> bool:
    return False
