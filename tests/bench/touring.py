"""How long the GUI thread is held over the whole tour, with its four processes."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from tests.bench.figure import Promise, figure
from tests.bench.gui_hold import Held
from ui.tour import play

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.bench.figure import Figure

_COMMAND = (sys.executable, "-m", "tests.bench.tour_child")


def figures(*, quick: bool = False) -> Sequence[Figure]:
    """Play the tour once; return the worst process's 99.9th percentile and the longest hold.

    Raises:
        RuntimeError: The tour failed, so it says nothing.
    """
    del quick  # a tour cannot be shortened
    with tempfile.TemporaryDirectory(prefix="meitinker-held-") as scratch:
        os.environ["MEITINKER_GUI_HOLDS"] = str(Path(scratch) / "held")
        if play(Path(scratch) / "tour", command=_COMMAND):
            raise RuntimeError("the tour failed")
        held = [
            msgspec.json.decode(file.read_bytes(), type=Held)
            for file in sorted(Path(scratch).glob("held.*"))
        ]
    longest = max(held, key=lambda one: one.longest)
    worst = "; ".join(f"{h.milliseconds:.0f} ms at {h.step}" for h in longest.worst[:3])
    return (
        figure(
            "gui.tour.p999",
            [one.p999 for one in held],
            statistic="max",
            promise=Promise(plus=50, words="at most 50 ms"),
            note="the worst of the processes of the tour",
        ),
        figure(
            "gui.tour.longest",
            [one.longest for one in held],
            statistic="max",
            promise=Promise(plus=150, words="at most 150 ms"),
            note=worst,
        ),
    )
