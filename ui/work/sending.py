"""Exchanges with the hub: one at a time, on a thread of their own, never in the way of typing.

The thread waits for the network; to the store it only comes in bites on the writing lane, behind
everything that people do.
"""

from __future__ import annotations

import threading
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from meitinker.changes import Changes
from meitinker.errors import BugError, DeviceWiped, MeitinkerError
from meitinker.services import conflicts
from sync.reaching import enrol_over_the_network, from_a_stick, over_the_network
from sync.status import ExchangeStatus, exchange_status

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from meitinker.changes import Change
    from meitinker.domain.session import Session
    from meitinker.store.database import Database
    from sync.bundle import Packed
    from sync.invitation import Invitation
    from sync.protocol import Enrolled
    from sync.session import Bites, ExchangeOutcome, ExchangeProgress
    from ui.work.tasks import Tasks
    from ui.workplace import Workplace

T = TypeVar("T")

EVERY = 5 * 60 * 1000
"""Milliseconds between two exchanges that nobody asked for."""

TOGETHER = 150
"""Milliseconds within which what comes in is told to the screens at once: a first fill comes in
hundreds of bites."""

FIRST_AFTER = 3_000
"""Milliseconds after opening: the screen at hand comes first."""


class Exchange(Protocol):
    """Does one exchange on the thread at hand."""

    def __call__(
        self,
        database: Database,
        session: Session,
        *,
        bites: Bites,
        told: Callable[[ExchangeProgress], None],
        came_in: Callable[[Changes], None],
        cancelled: Callable[[], bool],
    ) -> ExchangeOutcome:
        """Exchange all there is; ``came_in`` hears after each bite what to show again.

        Raises:
            SyncError: It did not come off.
        """
        ...


class Enrolment(Protocol):
    """Lets the store belong to an organisation, on the thread at hand."""

    def __call__(
        self,
        database: Database,
        session: Session,
        *,
        invitation: Invitation,
        label: str,
        bites: Bites,
    ) -> Enrolled:
        """Enrol it; what is written goes through ``bites``.

        Raises:
            SyncError, WrongOrganisation: It was refused; nothing was changed.
        """
        ...


class Sending(QObject):
    """Runs the exchanges of one open store, and knows how sending stands.

    Signals:
        stood: How things stand (:class:`~sync.status.ExchangeStatus`), read from the store.
        began: An exchange has begun.
        progressed: How far it is (:class:`~sync.session.ExchangeProgress`).
        packed: What was put on a stick (:class:`~sync.bundle.Packed`).
        ended: What it did (:class:`~sync.session.ExchangeOutcome`), and whether a person asked.
        failed: The error that ended it, and whether a person asked for it.
        joined: This laptop belongs to an organisation now (:class:`~sync.protocol.Enrolled`).
        refused: The error by which it does not.
        over: This session must end, and why: ``joined``, as role and organisation are others
            now, or ``wiped``, as the hub ordered to destroy this store.
    """

    stood = Signal(object)
    began = Signal()
    progressed = Signal(object)
    packed = Signal(object)
    ended = Signal(object, bool)
    failed = Signal(object, bool)
    joined = Signal(object)
    refused = Signal(object)
    over = Signal(str)
    _told = Signal(object)

    def __init__(
        self,
        database: Database,
        session: Session,
        *,
        tasks: Tasks,
        exchange: Exchange = over_the_network,
        enrol: Enrolment = enrol_over_the_network,
        parent: QObject | None = None,
    ) -> None:
        """Begin at rest; ``exchange`` and ``enrol`` are how the hub is reached."""
        super().__init__(parent)
        self._database, self._session, self._tasks = database, session, tasks
        self._exchange, self._enrol = exchange, enrol
        self._stop = threading.Event()
        self._busy = self._asked = self._closed = self._is_new = False
        self.standing = ExchangeStatus()
        self._told.connect(self._hear, Qt.ConnectionType.QueuedConnection)
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY)
        self._timer.timeout.connect(self.start)
        self._new: dict[tuple[str, str], Change] = {}
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(TOGETHER)
        self._soon.timeout.connect(self._show_new)
        tasks.rested.connect(self.look)
        tasks.changed.connect(self._heed)

    @property
    def busy(self) -> bool:
        """Whether an exchange is under way."""
        return self._busy

    def begin(self) -> None:
        """Exchange soon, and from then on every few minutes."""
        self.look()
        self._timer.start()
        QTimer.singleShot(FIRST_AFTER, self, self.start)

    def look(self) -> None:
        """Read how things stand; :attr:`stood` tells."""
        if not self._closed:
            self._tasks.read(
                self, lambda: exchange_status(self._database, self._session), done=self._stand
            )

    def start(self, *, asked: bool = False) -> None:
        """Begin an exchange, unless one is under way; ``asked`` where a person wants it."""
        self._asked = self._asked or asked
        if self._busy or self._closed or not (self.standing.enrolled or asked):
            return
        self._begin(lambda: self._one_exchange(self._exchange))

    def take_in(self, path: Path) -> None:
        """Take in an answer on a stick; a person wants it."""
        if not (self._busy or self._closed):
            self._asked = True
            self._begin(lambda: self._one_exchange(partial(from_a_stick, path)))

    def pack(self, path: Path) -> None:
        """Put what waits on a stick; :attr:`packed` tells, or :attr:`failed`."""
        if self._busy or self._closed:
            return
        self._asked = self._busy = True
        self._on_thread(lambda: self._pack(path), done=self._packed, failed=self._failed)

    def join(self, invitation: Invitation, *, label: str) -> None:
        """Connect this laptop to the organisation that invites it; one try at a time."""
        if self._busy or self._closed:
            return
        self._busy = True
        self._on_thread(
            lambda: self._enrol(
                self._database,
                self._session,
                invitation=invitation,
                label=label,
                bites=self._tasks.bite,
            ),
            done=self._joined,
            failed=self._refused,
        )

    def stop(self) -> None:
        """Ask the exchange to end at its next step; what was done stays done."""
        self._stop.set()

    def close(self) -> None:
        """Begin nothing more; an exchange under way ends at its next step, and tells nobody."""
        self._closed = True
        self._timer.stop()
        self._soon.stop()
        self._stop.set()

    def _begin(self, work: Callable[[], ExchangeOutcome]) -> None:
        self._busy = True
        self._stop.clear()
        self.began.emit()
        self._on_thread(work, done=self._ended, failed=self._failed)

    def _pack(self, path: Path) -> Packed:
        """Runs on a thread of its own."""
        from sync import bundle

        return bundle.write(self._database, self._session, path, bites=self._tasks.bite)

    def _one_exchange(self, exchange: Exchange) -> ExchangeOutcome:
        """Runs on a thread of its own."""
        return exchange(
            self._database,
            self._session,
            bites=self._tasks.bite,
            told=lambda progress: self._tell(partial(self.progressed.emit, progress)),
            came_in=lambda changes: self._tell(partial(self._came_in, changes)),
            cancelled=self._stop.is_set,
        )

    def _on_thread(
        self,
        work: Callable[[], T],
        *,
        done: Callable[[T], None],
        failed: Callable[[MeitinkerError], None],
    ) -> None:
        """Do ``work`` on a thread of its own; then ``done`` or ``failed`` on the GUI thread."""

        def run() -> None:
            try:
                result = work()
            except MeitinkerError as error:
                self._tell(partial(failed, error))
            except Exception as error:
                self._tell(partial(failed, BugError(type(error).__name__)))
                if not self._closed:  # a store that was closed meanwhile is no fault
                    raise
            else:
                self._tell(partial(done, result))

        threading.Thread(target=run, name="exchange", daemon=True).start()

    def _tell(self, what: Callable[[], None]) -> None:
        if shiboken6.isValid(self):
            self._told.emit(what)

    def _hear(self, what: Callable[[], None]) -> None:
        if not self._closed:
            what()

    def _heed(self, changes: Changes) -> None:
        """Say at once how many choices wait where one was made; the rest waits until work rests."""
        if conflicts.asks_anew(changes):
            self.look()

    def _came_in(self, changes: Changes) -> None:
        """Tell the screens soon: what comes in within a moment is told together."""
        for item in changes.items:
            self._new[item.kind, item.record_id] = item
        if not self._soon.isActive():
            self._soon.start()

    def _show_new(self) -> None:
        self._soon.stop()
        new, self._new = self._new, {}
        if new:
            items = tuple(new.values())
            self._tasks.changed.emit(Changes(None, "sync.received", undoable=False, items=items))

    def _ended(self, outcome: ExchangeOutcome) -> None:
        asked = self._rest()
        self.ended.emit(outcome, asked)
        if self._is_new:
            self.over.emit("joined")

    def _packed(self, packed: Packed) -> None:
        self._came_in(packed.shown)
        self._rest()
        self.packed.emit(packed)

    def _failed(self, error: MeitinkerError) -> None:
        asked = self._rest()
        if isinstance(error, DeviceWiped) and self._database.folder.wiped.exists():
            self.over.emit("wiped")
            return
        self.failed.emit(error, asked)

    def _joined(self, enrolled: Enrolled) -> None:
        self._busy, self._is_new = False, True
        self.look()
        self.joined.emit(enrolled)
        self.start(asked=True)

    def _refused(self, error: MeitinkerError) -> None:
        self._busy = False
        self.refused.emit(error)

    def _rest(self) -> bool:
        self._show_new()
        asked, self._asked, self._busy = self._asked, False, False
        self.look()
        return asked

    def _stand(self, now: ExchangeStatus) -> None:
        self.standing = now
        self.stood.emit(now)


def sending_of(workplace: Workplace, parent: QObject) -> Sending:
    """Return the exchanges of a workplace's store, at rest."""
    return Sending(
        workplace.database,
        workplace.session,
        tasks=workplace.tasks,
        parent=parent,
    )
