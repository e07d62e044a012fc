"""Long work that goes in bites: told how far it is, and stopped between two of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from meitinker.errors import MeitinkerError

    Share = tuple[int, int]
    Job = Generator[Share, None, Any]


class BiteWork(QObject):
    """Does one piece of work at a time, a bite a turn, on a lane that the owner names.

    Signals:
        progressed: How much is done, and how much there is.
        ended: It is done; carries what it returned.
        stopped: The user stopped it between two bites.
        failed: The error that ended it.
    """

    progressed = Signal(int, int)
    ended = Signal(object)
    stopped = Signal()
    failed = Signal(object)

    def __init__(self, lane: Callable[..., None], parent: QObject) -> None:
        """Begin idle.

        Args:
            lane: ``tasks.file``, or ``tasks.write`` with its urgency; takes an owner, what is
                to be done, and ``done`` and ``failed``.
            parent: As in Qt.
        """
        super().__init__(parent)
        self._lane = lane
        self._job: Job | None = None
        self._stopping = False

    @property
    def running(self) -> bool:
        """Whether there is work under way."""
        return self._job is not None

    def start(self, job: Job) -> None:
        """Begin with a job, where none is under way."""
        if self._job is None:
            self._job, self._stopping = job, False
            self._lane(self, lambda: _bite(job), done=self._bitten, failed=self._broke_off)

    def stop(self) -> None:
        """Stop after the bite at hand; where that was the last, the work is done."""
        self._stopping = True

    def _bitten(self, answer: _Whole | Share) -> None:
        job = self._job
        if job is None:
            return
        if isinstance(answer, _Whole):
            self._job = None
            self.ended.emit(answer.result)
        elif self._stopping:
            self._lane(self, job.close, done=self._closed, failed=self._broke_off)
        else:
            self.progressed.emit(*answer)
            self._lane(self, lambda: _bite(job), done=self._bitten, failed=self._broke_off)

    def _closed(self, _nothing: None) -> None:
        self._job = None
        self.stopped.emit()

    def _broke_off(self, error: MeitinkerError) -> None:
        self._job = None
        self.failed.emit(error)


class _Whole:
    """What a job returned; a share is told apart from it by its type."""

    def __init__(self, result: object) -> None:
        self.result = result


def _bite(job: Job) -> _Whole | Share:
    """Runs on the lane: do one bite; return how far it is, or what came of all of it."""
    try:
        return next(job)
    except StopIteration as whole:
        return _Whole(whole.value)
