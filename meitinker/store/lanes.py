"""Lanes: one thread each, on which the work for one connection waits its turn.

Writing has one lane, reading another. Typing goes before what a user clicked, and that before
imports, indexing and the like, which come in bites so that typing never waits behind them.

Work holds on to what it needs, a screen perhaps. Where the lane's thread were the last to let go
of that, it would delete it too, and Qt's objects may only be deleted on the thread they live on.
So work can be *kept*: whoever asked lets go of it with :meth:`Lane.release`.
"""

from __future__ import annotations

import itertools
import queue
import threading
from collections import deque
from concurrent.futures import Future
from enum import IntEnum
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class Priority(IntEnum):
    """What goes first."""

    TYPING = 0
    ACTION = 1
    BACKGROUND = 2
    CLOSING = 3


class Lane:
    """A thread that does one thing at a time, the most urgent first."""

    def __init__(self, name: str) -> None:
        """Start the thread under ``name``."""
        self._queue: queue.PriorityQueue[tuple[int, int, _Job | None]] = queue.PriorityQueue()
        self._order = itertools.count()
        self._kept: deque[_Job] = deque()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def submit(
        self, work: Callable[[], T], *, urgency: Priority = Priority.ACTION, kept: bool = False
    ) -> Future[T]:
        """Let ``work`` be done; its result or error arrives in the future.

        Args:
            work: What is to be done.
            urgency: What goes first.
            kept: Whether ``work``, its answer and the future's callbacks stay until
                :meth:`release` or :meth:`close`.

        Raises:
            RuntimeError: The lane was closed.
        """
        if self._closed:
            raise RuntimeError("the lane is closed")
        future: Future[T] = Future()
        self._queue.put((urgency, next(self._order), _Job(work, future, kept)))
        return future

    def release(self) -> None:
        """Let go of the kept work that is done, but for the last, which the lane may still hold."""
        while len(self._kept) > 1:
            self._kept.popleft()

    def close(self) -> None:
        """Finish everything that waits, then end the thread; a second call does nothing."""
        if not self._closed:
            self._closed = True
            self._queue.put((Priority.CLOSING, next(self._order), None))
        if self._thread is not threading.current_thread():
            self._thread.join()
            self._kept.clear()

    def _run(self) -> None:
        while True:
            _, _, job = self._queue.get()
            if job is None:
                return
            if job.kept:
                # the lane let go of all earlier ones when it took this one
                self._kept.append(job)
            job.do()


class _Job:
    def __init__(self, work: Callable[[], Any], future: Future[Any], kept: bool) -> None:
        self._work = work
        self._future = future
        self.kept = kept

    def do(self) -> None:
        if not self._future.set_running_or_notify_cancel():
            return
        try:
            result = self._work()
        except BaseException as error:  # whatever it was, the one who waits must hear of it
            self._future.set_exception(error)
        else:
            self._future.set_result(result)
