"""What holds the GUI thread: its stack, looked at from another thread while the hold lasts.

A sample says where the thread was, not how long each line took: of a long hold there are several
and the place where most of them were is told. A hold within Qt itself that keeps the
interpreter's lock is seen at its end, in the call that made it.
"""

from __future__ import annotations

import faulthandler
import re
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = str(Path(__file__).resolve().parents[2])

LATE = 0.02
"""Seconds without a beat after which the stack is looked at."""

_LOOK = 0.015
"""Seconds between two looks."""

_DEEP = 4
"""How many of the program's own calls are told of a stack, the innermost first."""

_NOT_OURS = ("/tests/", "/ui/tour/", "/cli/commands.py", "/__main__.py")
"""Where nothing is made: told only when the hold is right there."""

_CALL = re.compile(r'\s*File "(.+)", line (\d+) in (.+)')


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
        with tempfile.TemporaryFile("w+", encoding="utf-8") as file:
            while not self._end.wait(_LOOK):
                if time.perf_counter() - self._alive > LATE:
                    # Never by frames: who holds one holds what is in it, and would take apart
                    # here, on the wrong thread, what the function it is of has made.
                    file.seek(0)
                    file.truncate()
                    faulthandler.dump_traceback(file)
                    file.seek(0)
                    stack = own_calls(file.read(), self._watched)
                    if stack:
                        self._seen.append(stack)


def own_calls(said: str, thread: int) -> tuple[str, ...]:
    """Return the program's own calls of a thread in what faulthandler said, innermost first."""
    calls: list[str] = []
    for file, line, name in _calls(said, thread):
        if not file.startswith(ROOT) or "/.venv/" in file or len(calls) == _DEEP:
            continue
        file = file[len(ROOT) + 1 :]
        if not calls or not any(part in f"/{file}" for part in _NOT_OURS):
            calls.append(f"{file}:{line} {name}")
    return tuple(calls)


def _calls(said: str, thread: int) -> Iterator[tuple[str, str, str]]:
    within = False
    for line in said.splitlines():
        if "hread 0x" in line:
            within = int(line.split("0x")[1].split()[0], 16) == thread
        found = _CALL.match(line) if within else None
        if found:
            yield found[1], found[2], found[3]
