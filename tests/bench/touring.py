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
from ui.tour.chapters import CHAPTERS, HUB_FIRST, played_on

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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

    Beside a hub its server, its database and another laptop of the story may have the
    processors: those chapters are told apart as well.
    """
    hub = {played_on(number) for number in range(HUB_FIRST, len(CHAPTERS))}
    return [
        *_promised(held),
        *_split("gui.tour", held),
        *_split("gui.tour.by_itself", [one for one in held if one.laptop not in hub], whole=True),
        *_split("gui.tour.beside_hub", [one for one in held if one.laptop in hub], whole=True),
    ]


def _promised(held: Sequence[Held]) -> Iterator[Figure]:
    """Return what the promise is about: how late a key would be by the clock."""
    waits = [wait for one in held for wait in one.waits]
    holds = [hold for one in held for hold in one.worst]
    by_clock = sorted(holds, key=lambda h: -h.milliseconds)[:_TOLD]
    by_work = sorted(holds, key=lambda h: -h.worked)[:_TOLD]
    both = dict.fromkeys((*by_clock, *by_work))
    yield figure(
        "gui.tour.p999",
        waits,
        statistic="p99.9",
        promise=Promise(plus=50, words="at most 50 ms"),
        note=f"all {len(held)} processes of the tour together",
    )
    longest = figure(
        "gui.tour.longest",
        waits,
        statistic="max",
        promise=Promise(plus=150, words="at most 150 ms"),
        note="; ".join(_told_briefly(hold) for hold in by_clock[:3]),
    )
    yield replace(longest, worst=tuple(f"{_told_briefly(hold)}, by {hold.by}" for hold in both))


def _split(name: str, held: Sequence[Held], *, whole: bool = False) -> Iterator[Figure]:
    """Return what is left of the holds without what others took; with ``whole`` all of it too."""
    if not held:
        return
    wholly = [("", "by the clock", [w for one in held for w in one.waits])] if whole else []
    unqueued = [wait for one in held for wait in one.unqueued]
    worked = [wait for one in held for wait in one.worked]
    for measure, note, waits in (
        *wholly,
        (".unqueued", "by the clock, less the wait for a processor that others had", unqueued),
        (".worked", "work of the thread itself, by processor time", worked),
    ):
        yield figure(f"{name}{measure}.p999", waits, statistic="p99.9", note=note)
        yield figure(f"{name}{measure}.longest", waits, statistic="max", note=note)


def _told_briefly(hold: Hold) -> str:
    worked, queued = f"{hold.worked:.0f} worked", f"{hold.queued:.0f} queued"
    return f"{hold.milliseconds:.0f} ms ({worked}, {queued}) at {hold.step}"
