"""How long the GUI thread is held: how late a key or click would be at any moment.

A precise timer beats on the GUI thread; a beat that comes late was held up by something, be it
work on that thread, a lane that kept the interpreter's lock, or the machine. The beats that a
hold swallowed are counted as if they had come (each would have waited as well), as one long
hold would hide among many good beats otherwise.

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
from typing import TYPE_CHECKING

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


class Hold(msgspec.Struct, frozen=True):
    """One long hold.

    Attributes:
        at: When it ended, in seconds since the start.
        milliseconds: How long it was.
        worked: For how many of these the GUI thread had a processor: the rest is another
            thread's, or another program's on a machine that is shared.
        step: During what.
        by: The program's own calls that the thread was in, the innermost first; empty for a
            hold too short to be looked at.
    """

    at: float
    milliseconds: float
    worked: float
    step: str
    by: str = ""


class Held(msgspec.Struct, frozen=True):
    """What was measured, in milliseconds.

    Attributes:
        waits: How late each beat came, those that a hold swallowed among them.
        worked: As ``waits`` would be if the GUI thread always had a processor.
    """

    beats: int
    median: float
    p999: float
    longest: float
    worst: tuple[Hold, ...]
    apart: dict[str, float]
    waits: tuple[float, ...]
    worked: tuple[float, ...]


class GuiHold(QObject):
    """Measures while the event loop runs.

    Attributes:
        step: What is going on, for the list of the worst; a tour sets it.
    """

    def __init__(self, parent: QObject | None = None, *, file: Path | None = None) -> None:
        """Begin at the next turn of the event loop."""
        super().__init__(parent)
        self.step = ""
        self._file = file
        self._waits: list[float] = []
        self._worked: list[float] = []
        self._worst: list[Hold] = []
        self._apart: dict[str, float] = {}
        self._paused = 0
        self._begun = time.perf_counter()
        self._by = HeldBy()
        self._last: tuple[float, float] | None = None
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
        if self._last is not None and _now()[0] - self._last[0] > BEAT / 1000:
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
            worst=tuple(sorted(self._worst, key=lambda one: -one.milliseconds)[:20]),
            apart=self._apart,
            waits=tuple(waits),
            worked=tuple(self._worked or [0.0]),
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
        wait, worked = ((new - old) * 1000 - BEAT for new, old in zip(now, before, strict=True))
        if wait > 3 * BEAT:
            at = round(now[0] - self._begun, 3)
            self._worst.append(Hold(at, round(wait, 1), round(max(worked, 0.0), 1), self.step, by))
        self._waits += _waits(wait)
        self._worked += _waits(worked)


def _now() -> tuple[float, float]:
    """Return the clock and the processor time of this thread, in seconds."""
    return time.perf_counter(), time.thread_time()


def _waits(longest: float) -> list[float]:
    """Return how late every beat came that a hold of ``longest`` ms swallowed, and the next."""
    waits = [longest - BEAT * n for n in range(int(max(longest, 0.0) // BEAT) + 1)]
    return [*(wait for wait in waits if wait > _NOTHING), 0.0]
