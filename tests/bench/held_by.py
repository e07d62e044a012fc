"""What holds the GUI thread: its stack, looked at from another thread while the hold lasts.

A sample says where the thread was, not how long each line took: of a long hold there are several
and the place where most of them were is told. A hold within Qt itself that keeps the
interpreter's lock is seen at its end, in the call that made it.
"""

from __future__ import annotations

import sys
import threading
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType

ROOT = str(Path(__file__).resolve().parents[2])

LATE = 0.02
"""Seconds without a beat after which the stack is looked at."""

_LOOK = 0.008
"""Seconds between two looks."""

_DEEP = 4
"""How many of the program's own calls are told of a stack, the innermost first."""

_NOT_OURS = ("/tests/", "/ui/tour/", "/commandline.py", "/__main__.py")
"""Where nothing is made: told only when the hold is right there."""


class HeldBy(threading.Thread):
    """Looks at the thread that makes it, whenever that has not said :meth:`alive` for long."""

    def __init__(self) -> None:
        """Look at the thread at hand from now on."""
        super().__init__(name="held-by", daemon=True)
        self._watched = threading.get_ident()
        self._alive = time.perf_counter()
        self._seen: list[tuple[str, ...]] = []
        self._end = threading.Event()
        self.start()

    def alive(self) -> str:
        """Tell that the thread goes on; return what held it before, the innermost call first."""
        self._alive = time.perf_counter()
        seen, self._seen = self._seen, []
        if not seen:
            return ""
        inner, _times = Counter(stack[0] for stack in seen).most_common(1)[0]
        whole = Counter(stack for stack in seen if stack[0] == inner).most_common(1)[0][0]
        return " < ".join(whole)

    def stop(self) -> None:
        """Look no more."""
        self._end.set()

    def run(self) -> None:
        """Look until told to stop."""
        while not self._end.wait(_LOOK):
            if time.perf_counter() - self._alive > LATE:
                frame = sys._current_frames().get(self._watched)
                stack = own_calls(frame)
                if stack:
                    self._seen.append(stack)


def own_calls(frame: FrameType | None) -> tuple[str, ...]:
    """Return the program's own calls that ``frame`` is in, the innermost first."""
    calls: list[str] = []
    while frame is not None and len(calls) < _DEEP:
        code = frame.f_code
        if code.co_filename.startswith(ROOT) and "/.venv/" not in code.co_filename:
            file = code.co_filename[len(ROOT) :]
            if not calls or not any(part in file for part in _NOT_OURS):
                calls.append(f"{file[1:]}:{frame.f_lineno} {code.co_qualname}")
        frame = frame.f_back
    return tuple(calls)
