"""From process start to the first painted unlock window, beside a bare PySide6 window."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING

from meitinker import labels
from meitinker.keys import StoreKey
from meitinker.services import opening
from tests.bench import children
from tests.bench.figure import Promise, figure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.bench.figure import Figure

PROMISE = Promise(times=1.5, words="at most 1.5 × a bare PySide6 window")


def figures(*, quick: bool) -> list[Figure]:
    """Return the start offscreen and, where there is an Xvfb, on an X screen."""
    rounds = 5 if quick else 15
    with _home() as home:
        found = [_figure("start.offscreen", rounds, home, {})]
        with children.virtual_screen() as display:
            if display:
                screen = {"QT_QPA_PLATFORM": "xcb", "DISPLAY": display}
                found.append(_figure("start.xcb", rounds, home, screen))
    return found


def _figure(name: str, rounds: int, home: str, screen: dict[str, str]) -> Figure:
    own: list[float] = []
    bare: list[float] = []
    for number in range(rounds + 1):
        for module, times in (("bare_window", bare), ("start_window", own)):
            told = children.told(module, MEITINKER_HOME=home, **screen)
            if number:  # the first round writes the bytecode
                times.append((told["painted"] - told["spawned"]) * 1000)
    return figure(name, own, promise=PROMISE, baseline=bare)


@contextmanager
def _home() -> Iterator[str]:
    """Lend a home with one store in it, so that the unlock page comes first."""
    with tempfile.TemporaryDirectory(prefix="meitinker-bench-") as name:
        before = os.environ.get("MEITINKER_HOME")
        os.environ["MEITINKER_HOME"] = name
        try:
            folder = labels.new_store()
            opening.create_with_key(folder, StoreKey.new(), opening.FirstUser(name="bench")).close()
        finally:
            if before is None:
                del os.environ["MEITINKER_HOME"]
            else:
                os.environ["MEITINKER_HOME"] = before
        yield name
