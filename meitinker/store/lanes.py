"""Lanes: one thread each, on which the work for one connection waits its turn.

Writing has one lane, reading another. Typing goes before what a user clicked, and that before
imports, indexing and the like, which come in bites so that typing never waits behind them.
"""

from __future__ import annotations

import itertools
import queue
import threading
from concurrent.futures import Future
from enum import IntEnum
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class Urgency(IntEnum):
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
        self._closed = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def submit(self, work: Callable[[], T], *, urgency: Urgency = Urgency.ACTION) -> Future[T]:
        """Let ``work`` be done; its result or error arrives in the future.

        Raises:
            RuntimeError: The lane was closed.
        """
        if self._closed:
            raise RuntimeError("the lane is closed")
        future: Future[T] = Future()
        self._queue.put((urgency, next(self._order), _Job(work, future)))
        return future

    def close(self) -> None:
        """Finish everything that waits, then end the thread; a second call does nothing."""
        if not self._closed:
            self._closed = True
            self._queue.put((Urgency.CLOSING, next(self._order), None))
        if self._thread is not threading.current_thread():
            self._thread.join()

    def _run(self) -> None:
        while True:
            _, _, job = self._queue.get()
            if job is None:
                return
            job.do()


class _Job:
    def __init__(self, work: Callable[[], Any], future: Future[Any]) -> None:
        self._work = work
        self._future = future

    def do(self) -> None:
        if not self._future.set_running_or_notify_cancel():
            return
        try:
            result = self._work()
        except BaseException as error:  # whatever it was, the one who waits must hear of it
            self._future.set_exception(error)
        else:
            self._future.set_result(result)
