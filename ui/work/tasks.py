"""Work off the GUI thread, on lanes, with answers on the GUI thread.

A screen hands over a function and what to do with its result. Be careful not to touch widgets in
the function: it runs on a lane. Results for a screen that is gone are dropped.

Answers are shown in the order in which they came, each in a turn of the event loop of its own:
two lanes answer at the same moment, and a key would wait for both.

A third lane takes what would hold up typing or a list: files that are read, made smaller,
encrypted and decrypted. It comes to the store only for a moment.
"""

from __future__ import annotations

from collections import deque
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from meitinker.changes import Changes
from meitinker.errors import BugError, MeitinkerError
from meitinker.store.lanes import Lane, Priority

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

T = TypeVar("T")

INDEX_AFTER = 2000
"""Milliseconds without a write after which waiting records are indexed for search."""


class Tasks(QObject):
    """The lanes of one open store.

    Signals:
        changed: ``Changes`` of a write, for every screen that shows what was touched.
        failed: A ``MeitinkerError`` that the asking screen did not take itself.
        rested: Nothing was written for a while: time for what waits (indexing, sealing).
    """

    changed = Signal(object)
    failed = Signal(object)
    rested = Signal()
    _answered = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        """Start the lanes."""
        super().__init__(parent)
        self._writing = Lane("store-write")
        self._reading = Lane("store-read")
        self._files = Lane("files")
        self._closed = False
        self._answers: deque[Callable[[], None]] = deque()
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.timeout.connect(self._show_next)
        self._painted = QTimer(self)  # a turn paints what was shown before it goes on
        self._painted.setSingleShot(True)
        self._painted.timeout.connect(self._turn.start)
        self._answered.connect(self._line_up, Qt.ConnectionType.QueuedConnection)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(INDEX_AFTER)
        self._rest.timeout.connect(self.rested)

    def write(
        self,
        owner: QObject,
        work: Callable[[], T],
        *,
        done: Callable[[T], None] | None = None,
        failed: Callable[[MeitinkerError], None] | None = None,
        urgency: Priority = Priority.ACTION,
    ) -> None:
        """Do ``work`` on the writing lane; then ``done`` or ``failed`` on the GUI thread.

        Args:
            owner: The screen that asks; when it is gone its answers are dropped.
            work: A service call; returns ``Changes`` where it changed anything.
            done: Takes the result.
            failed: Takes what went wrong, a fault of the program as a ``BugError``; without it
                that goes to :attr:`failed`.
            urgency: Typing goes first.
        """
        if self._closed:
            return
        future = self._writing.submit(work, urgency=urgency, kept=True)
        restarts = urgency is not Priority.BACKGROUND
        future.add_done_callback(partial(self._pass_on, owner, done, failed, restarts))

    def read(
        self,
        owner: QObject,
        work: Callable[[], T],
        *,
        done: Callable[[T], None],
        failed: Callable[[MeitinkerError], None] | None = None,
    ) -> None:
        """Do ``work`` on the reading lane; then ``done`` or ``failed`` on the GUI thread."""
        if self._closed:
            return
        future = self._reading.submit(work, kept=True)
        future.add_done_callback(partial(self._pass_on, owner, done, failed, False))

    def file(
        self,
        owner: QObject,
        work: Callable[[], T],
        *,
        done: Callable[[T], None],
        failed: Callable[[MeitinkerError], None],
        urgency: Priority = Priority.ACTION,
    ) -> None:
        """Do ``work`` with a file, a second long perhaps; then ``done`` or ``failed``."""
        if self._closed:
            return
        future = self._files.submit(work, urgency=urgency, kept=True)
        future.add_done_callback(partial(self._pass_on, owner, done, failed, True))

    def bite(self, work: Callable[[], T]) -> T:
        """Do ``work`` on the writing lane when nothing more urgent waits; return its result.

        For a thread that is no lane and not the GUI's: it waits here.

        Raises:
            RuntimeError: The lanes were closed.
        """
        return self._writing.submit(work, urgency=Priority.BACKGROUND).result()

    def close(self) -> None:
        """Finish what waits and end the lanes; answers still under way are dropped.

        A screen that asks anything after that, in a turn that was set before, gets no answer.
        """
        self._closed = True
        self._rest.stop()
        self._files.close()
        self._reading.close()
        self._writing.close()

    def _pass_on(
        self,
        owner: QObject,
        done: Callable[[Any], None] | None,
        failed: Callable[[MeitinkerError], None] | None,
        active: bool,
        future: Future[Any],
    ) -> None:
        """Runs on the lane: hands the answer to the GUI thread."""
        if shiboken6.isValid(self):
            self._answered.emit(partial(self._answer, owner, done, failed, active, future))

    def _line_up(self, answer: Callable[[], None]) -> None:
        self._answers.append(answer)
        if not (self._turn.isActive() or self._painted.isActive()):
            self._painted.start(0)

    def _show_next(self) -> None:
        answer = self._answers.popleft()
        if self._answers:
            # First, and never by a timer that repeats: an answer may open a dialog, which waits.
            self._painted.start(0)
        answer()

    def _answer(
        self,
        owner: QObject,
        done: Callable[[Any], None] | None,
        failed: Callable[[MeitinkerError], None] | None,
        active: bool,
        future: Future[Any],
    ) -> None:
        for lane in (self._writing, self._reading, self._files):
            lane.release()  # here, because what the work held may be a screen
        there = shiboken6.isValid(owner)
        error = future.exception()
        if error is None:
            result = future.result()
            if there and done is not None:
                done(result)
            if active:
                self._rest.start()
            if isinstance(result, Changes) and result.items:
                self.changed.emit(result)
        else:
            self._refuse(error, failed if there else None)

    def _refuse(
        self, error: BaseException, failed: Callable[[MeitinkerError], None] | None
    ) -> None:
        """Tell what went wrong; our own faults as well, and those also go to the log.

        A saver or a lock that got no answer would wait for ever, and say nothing.
        """
        ours = error if isinstance(error, MeitinkerError) else BugError(type(error).__name__)
        (failed or self.failed.emit)(ours)
        if ours.family == "bug":
            raise error


class Ahead(Generic[T]):
    """A reading that is begun before the screen that shows it is built."""

    def __init__(self, tasks: Tasks, work: Callable[[], T]) -> None:
        """Begin to read now."""
        self._answers: list[partial[None]] = []
        self._screen: tuple[QObject, Callable[[T], None], Callable[[MeitinkerError], None]] | None
        self._screen = None
        tasks.read(tasks, work, done=self._read, failed=self._refused)

    def hand_over(
        self,
        owner: QObject,
        *,
        done: Callable[[T], None],
        failed: Callable[[MeitinkerError], None],
    ) -> None:
        """Give the answer to its screen: at once where it is there already."""
        self._screen = (owner, done, failed)
        while self._answers:
            self._answers.pop()()

    def _read(self, result: T) -> None:
        if self._screen is None:
            self._answers.append(partial(self._read, result))
        elif shiboken6.isValid(self._screen[0]):
            self._screen[1](result)

    def _refused(self, error: MeitinkerError) -> None:
        if self._screen is None:
            self._answers.append(partial(self._refused, error))
        elif shiboken6.isValid(self._screen[0]):
            self._screen[2](error)
