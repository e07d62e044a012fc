"""How long the GUI thread is held: how late a key or click would be at any moment.

A precise timer beats on the GUI thread; a beat that comes late was held up by something, be it
work on that thread, a lane that kept the interpreter's lock, or the machine. The beats that a
hold swallowed are counted as if they had come (each would have waited as well), as one long
hold would hide among many good beats otherwise.

Of each hold the kernel tells two parts: the work of this thread, and its wait for a processor
that others had. What is left is ours too: a lane that kept the lock, or the disk.

A tour switches it on by the environment variable :data:`VARIABLE`::

    hold = GuiHold.from_environment(application)
    ...
    if hold:
        with hold.apart("theme"):  # first paint, theme change, system dialogs, own pictures
            ...
        hold.finish()
"""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from PySide6.QtCore import QObject, Qt, QTimer

from tests.bench.figure import percentile
from tests.bench.held_by import HeldBy

if TYPE_CHECKING:
    from collections.abc import Iterator

VARIABLE = "MEITINKER_GUI_HOLD"
"""Names the file in which the measurement is left."""

BEAT = 5
"""Milliseconds between beats: the least hold that can be told is a few of these."""


_NOTHING = 0.001
"""Milliseconds under which a beat came in time."""

_TOLD = Path("/proc/thread-self/schedstat")
"""Where Linux tells of the thread that reads it: nanoseconds at work, and ready but waiting."""


class Hold(msgspec.Struct, frozen=True):
    """One long hold.

    Attributes:
        at: When it ended, in seconds since the start.
        milliseconds: How long it was.
        worked: For how many of these the GUI thread had a processor.
        queued: For how many of these it was ready to go on and others had the processors.
        step: During what.
        by: The program's own calls that the thread was in, the innermost first; empty for a
            hold too short to be looked at.
    """

    at: float
    milliseconds: float
    worked: float
    queued: float
    step: str
    by: str = ""


class Held(msgspec.Struct, frozen=True):
    """What was measured, in milliseconds.

    Attributes:
        worst: Every long hold, the longest first.
        waits: How late each beat came, those that a hold swallowed among them.
        unqueued: As ``waits``, less what the GUI thread waited for a processor that others had.
        worked: As ``waits`` would be if nothing but this thread's own work took time.
        laptop: On which laptop of the story it was.
    """

    beats: int
    median: float
    p999: float
    longest: float
    worst: tuple[Hold, ...]
    apart: dict[str, float]
    waits: tuple[float, ...]
    unqueued: tuple[float, ...]
    worked: tuple[float, ...]
    laptop: str = ""


class GuiHold(QObject):
    """Measures while the event loop runs.

    Attributes:
        step: What is going on, for the list of the worst; a tour sets it.
        laptop: On which laptop of the story; a tour sets that too.
    """

    def __init__(self, parent: QObject | None = None, *, file: Path | None = None) -> None:
        """Begin at the next turn of the event loop."""
        super().__init__(parent)
        self.step = ""
        self.laptop = ""
        self._file = file
        self._waits: list[float] = []
        self._unqueued: list[float] = []
        self._worked: list[float] = []
        self._worst: list[Hold] = []
        self._apart: dict[str, float] = {}
        self._paused = 0
        self._begun = time.perf_counter()
        self._by = HeldBy()
        self._last: _Moment | None = None
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    @classmethod
    def from_environment(cls, parent: QObject | None = None) -> GuiHold | None:
        """Return a probe when the environment asks for one."""
        file = os.environ.get(VARIABLE)
        return cls(parent, file=Path(file)) if file else None

    @contextmanager
    def apart(self, why: str) -> Iterator[None]:
        """Leave out what happens within the block; its length is told under ``why``."""
        self.part()  # what was done before it counts
        self._paused += 1
        start = time.perf_counter()
        try:
            yield
        finally:
            self._paused -= 1
            self._last = _now() if self._last is not None else None
            self._by.alive()
            longest = (time.perf_counter() - start) * 1000
            self._apart[why] = max(self._apart.get(why, 0.0), longest)

    def part(self) -> None:
        """End a hold here: between two keys of a tour, which a person types further apart.

        Within a beat of the last one nothing is noted, so that this never adds good beats.
        """
        if self._last is not None and time.perf_counter() - self._last.clock > BEAT / 1000:
            self._beat()

    def name(self, step: str) -> None:
        """Say what it was that was done since the last name: a step is told when it is over."""
        self._worst = [msgspec.structs.replace(h, step=h.step or step) for h in self._worst]

    def held(self) -> Held:
        """Return what was measured so far."""
        waits = self._waits or [0.0]
        return Held(
            beats=len(self._waits),
            median=percentile(waits, "median"),
            p999=percentile(waits, "p99.9"),
            longest=max(waits),
            worst=tuple(sorted(self._worst, key=lambda one: -one.milliseconds)),
            apart=self._apart,
            waits=tuple(waits),
            unqueued=tuple(self._unqueued or [0.0]),
            worked=tuple(self._worked or [0.0]),
            laptop=self.laptop,
        )

    def finish(self) -> Held:
        """Stop, leave the measurement in the file that was named, and return it."""
        self._timer.stop()
        self._by.stop()
        held = self.held()
        if self._file is not None:
            self._file.write_bytes(msgspec.json.encode(held))
        return held

    def _beat(self) -> None:
        now = _now()
        before, self._last = self._last, now
        by = self._by.alive()
        if before is None or self._paused:
            return
        wait, worked, queued = ((new - old) * 1000 for new, old in zip(now, before, strict=True))
        wait, worked, unqueued = wait - BEAT, worked - BEAT, wait - queued - BEAT
        if wait > 3 * BEAT:
            at = round(now.clock - self._begun, 3)
            took, had, stood = (round(max(one, 0.0), 1) for one in (wait, worked, queued))
            self._worst.append(Hold(at, took, had, stood, self.step, by))
        self._waits += _waits(wait)
        self._unqueued += _waits(unqueued)
        self._worked += _waits(worked)


class _Moment(NamedTuple):
    """The clock, and what this thread worked and waited for a processor, in seconds."""

    clock: float
    worked: float
    queued: float


def _now() -> _Moment:
    return _Moment(time.perf_counter(), time.thread_time(), _queued())


def _queued() -> float:
    """Return the seconds that this thread waited for a processor; 0 where no system tells."""
    try:
        return int(_TOLD.read_bytes().split()[1]) / 1e9
    except FileNotFoundError:
        return 0.0


def _waits(longest: float) -> list[float]:
    """Return how late every beat came that a hold of ``longest`` ms swallowed, and the next."""
    waits = [longest - BEAT * n for n in range(int(max(longest, 0.0) // BEAT) + 1)]
    return [*(wait for wait in waits if wait > _NOTHING), 0.0]
