"""How long the GUI thread is held over the whole tour, with its four processes."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from tests.bench import children
from tests.bench.figure import Promise, figure
from tests.bench.gui_hold import Held
from ui.tour import play

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.bench.figure import Figure
    from tests.bench.gui_hold import Hold

_COMMAND = (sys.executable, "-m", "tests.bench.tour_child")

_EVERY_MODULE = """
from importlib import import_module
from pkgutil import walk_packages
import meitinker, ui
for package in (meitinker, ui):
    for one in walk_packages(package.__path__, f"{package.__name__}."):
        if not one.name.endswith(".__main__"):
            import_module(one.name)
"""

_TOLD = 10
"""How many holds are told with the step and the calls that made them."""


def figures(*, quick: bool = False) -> Sequence[Figure]:
    """Play the tour once; return the 99.9th percentile over all of it, and the longest hold.

    Raises:
        RuntimeError: The tour failed, so it says nothing.
    """
    del quick  # a tour cannot be shortened
    _keep_bytecode()
    with tempfile.TemporaryDirectory(prefix="meitinker-held-") as scratch:
        os.environ["MEITINKER_GUI_HOLDS"] = str(Path(scratch) / "held")
        if play(Path(scratch) / "tour", command=_COMMAND):
            raise RuntimeError("the tour failed")
        held = [
            msgspec.json.decode(file.read_bytes(), type=Held)
            for file in sorted(Path(scratch).glob("held.*"))
        ]
    return _told(held)


def _keep_bytecode() -> None:
    """Let the tour start as an installed program does, and not compile what it loads."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ.update(children.environment())
    subprocess.run([sys.executable, "-c", _EVERY_MODULE], check=True, cwd=children.ROOT)


def _told(held: Sequence[Held]) -> Sequence[Figure]:
    """Return the figures of all processes as one: the user goes through one tour.

    Each process alone has a few thousand beats at most, so its 99.9th percentile would be its
    third or fourth longest beat: in effect the maximum, under another name and another limit.
    """
    waits = [wait for one in held for wait in one.waits]
    worked = [wait for one in held for wait in one.worked]
    holds = sorted((h for one in held for h in one.worst), key=lambda h: -h.milliseconds)
    own = "of the processor only: what is left when no other program takes its turn"
    return (
        figure(
            "gui.tour.p999",
            waits,
            statistic="p99.9",
            promise=Promise(plus=50, words="at most 50 ms"),
            note=f"all {len(held)} processes of the tour together",
        ),
        replace(
            figure(
                "gui.tour.longest",
                waits,
                statistic="max",
                promise=Promise(plus=150, words="at most 150 ms"),
                note="; ".join(_told_briefly(hold) for hold in holds[:3]),
            ),
            worst=tuple(f"{_told_briefly(hold)}, by {hold.by}" for hold in holds[:_TOLD]),
        ),
        figure("gui.tour.worked.p999", worked, statistic="p99.9", note=own),
        figure("gui.tour.worked.longest", worked, statistic="max", note=own),
    )


def _told_briefly(hold: Hold) -> str:
    return f"{hold.milliseconds:.0f} ms ({hold.worked:.0f}) at {hold.step}"
