"""Saving without a save button: at most one second after the first unsaved key.

A throttle and not a debounce: who types without a pause is saved as well. This object
knows what was typed, what is on its way and what was committed; it says "saved" only when
nothing newer waits.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from meitinker import clock
from meitinker.errors import MeitinkerError

if TYPE_CHECKING:
    from datetime import datetime

    from ui.widgets.form_field import FormField

Value = str | int | None
Fields = dict[str, Value]
Done = Callable[[], None]
Failed = Callable[[MeitinkerError], None]
Save = Callable[[Fields, Done, Failed], None]

THROTTLE = 900
"""Milliseconds from the first unsaved key to the save; the promise is one second."""


class SaveKind(Enum):
    """How things stand with what was typed."""

    CLEAN = "clean"
    DIRTY = "dirty"
    SAVING = "saving"
    SAVED = "saved"
    FAILED = "failed"


@dataclass(frozen=True)
class SaveState:
    """How things stand, with what the screen needs to say so.

    Attributes:
        kind: See `SaveKind`.
        at: Instant of the last commit, or None before the first.
        error: Why the last save failed, only with FAILED.
    """

    kind: SaveKind
    at: datetime | None = None
    error: MeitinkerError | None = None


class Alarm(Protocol):
    """Calls back once after a while; a test holds its own."""

    def start(self, milliseconds: int, ring: Callable[[], None]) -> None:
        """Ring once, ``milliseconds`` from now."""

    def cancel(self) -> None:
        """Do not ring any more."""


class _TimerAlarm:
    """An `Alarm` of Qt's clock."""

    def __init__(self, parent: QObject) -> None:
        self._timer = QTimer(parent)
        self._timer.setSingleShot(True)
        # A coarse timer may be 5 % late, which would break the promise of one second.
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._timeout)
        self._ring: Callable[[], None] | None = None

    def start(self, milliseconds: int, ring: Callable[[], None]) -> None:
        self._ring = ring
        self._timer.start(milliseconds)

    def cancel(self) -> None:
        self._timer.stop()

    def _timeout(self) -> None:
        if self._ring is not None:
            self._ring()


class Autosave(QObject):
    """Collects edits of one record and hands them to ``save``.

    One save runs at a time; edits that arrive meanwhile go together into the next. After a
    failure everything stays here until `retry` or the next `flush`: a failed disk is not
    tried again on every key.

    Signals:
        stateChanged: A new `SaveState`.
        settled: Nothing is on its way any more; True when everything was committed.
    """

    stateChanged = Signal(object)
    settled = Signal(bool)

    def __init__(
        self, save: Save, parent: QObject | None = None, *, alarm: Alarm | None = None
    ) -> None:
        """Build it.

        Args:
            save: Starts a save of the given fields and returns at once; calls ``done`` after
                the commit and the store mark, or ``failed``, on the GUI thread.
            parent: As in Qt.
            alarm: Other than Qt's clock, for tests.
        """
        super().__init__(parent)
        self._save = save
        self._alarm: Alarm = alarm if alarm is not None else _TimerAlarm(self)
        self._waiting: Fields = {}
        self._sent: Fields | None = None
        self._due = False
        self._armed = False
        self._turn = 0
        self._state = SaveState(SaveKind.CLEAN)

    @property
    def state(self) -> SaveState:
        """How things stand now."""
        return self._state

    def unsaved(self) -> Fields:
        """Return everything that is not known to be committed."""
        return {**(self._sent or {}), **self._waiting}

    def put(self, field: str, value: Value) -> None:
        """Take in an edit; the save follows within a second."""
        self._waiting[field] = value
        if self._state.kind is SaveKind.FAILED:
            return
        if not self._armed and not self._due:
            self._armed = True
            self._alarm.start(THROTTLE, self._ring)
        if self._sent is None:
            self._become(SaveKind.DIRTY)

    def watch(self, name: str, field: FormField, read: Callable[[], Value]) -> None:
        """Save a field's edits under ``name``, and at once when it is left."""
        field.edited.connect(lambda: self.put(name, read()))
        field.left.connect(self.flush)

    def flush(self) -> None:
        """Save what waits now: a field, section or window is left, or the store is locked.

        `settled` follows, at once when there is nothing to save.
        """
        self._disarm()
        if self._sent is not None:
            self._due = bool(self._waiting)
        elif self._waiting:
            self._send()
        else:
            self.settled.emit(True)

    def _ring(self) -> None:
        self._armed = False
        if self._sent is not None:
            self._due = True
        elif self._waiting:
            self._send()

    def _send(self) -> None:
        self._sent, self._waiting = self._waiting, {}
        self._due = False
        self._turn += 1
        turn = self._turn
        self._become(SaveKind.SAVING)
        try:
            self._save(
                dict(self._sent), lambda: self._done(turn), lambda error: self._failed(turn, error)
            )
        except MeitinkerError as error:
            self._failed(turn, error)
        except BaseException:
            self._take_back()
            raise

    def _done(self, turn: int) -> None:
        if turn != self._turn or self._sent is None:
            return  # an answer that came twice, or after a failure was reported
        self._sent = None
        at = clock.now()
        if not self._waiting:
            self._become(SaveKind.SAVED, at=at)
            self.settled.emit(True)
            return
        # Newer text waits: what was committed is not all that is on the screen.
        self._become(SaveKind.DIRTY, at=at)
        if self._due:
            self._send()

    def _failed(self, turn: int, error: MeitinkerError) -> None:
        if turn != self._turn or self._sent is None:
            return
        self._take_back()
        self._become(SaveKind.FAILED, error=error)
        self.settled.emit(False)

    def _take_back(self) -> None:
        self._waiting = self.unsaved()
        self._sent = None
        self._due = False
        self._disarm()

    def _disarm(self) -> None:
        self._armed = False
        self._alarm.cancel()

    def _become(
        self, kind: SaveKind, *, at: datetime | None = None, error: MeitinkerError | None = None
    ) -> None:
        following = SaveState(kind, at or self._state.at, error)
        if following != self._state:
            self._state = following
            self.stateChanged.emit(following)
