"""The program at work in a village of 20,000: first screen, memory, opening a file on screen."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from meitinker.services import resuming
from meitinker.store.settings import ScreenSpot
from tests.bench import children, files, village
from tests.bench.figure import Promise, figure

if TYPE_CHECKING:
    from pathlib import Path

    from tests.bench.figure import Figure

FIRST_SCREEN = Promise(plus=250, words="at most 250 ms, key derivation apart")
MEMORY = Promise(plus=150, times=1, words="at most a bare window + 150 MB")
ON_SCREEN = Promise(plus=50, words="at most 50 ms")
PAINTED = Promise(plus=100, words="at most 100 ms")
_PROMISED = ("today.", "week.")
HELD = Promise(plus=50, words="at most 50 ms")
LONGEST = Promise(plus=150, words="at most 150 ms")


def figures(*, quick: bool) -> list[Figure]:
    """Return what child processes measured that worked in the village."""
    rounds = 2 if quick else 7
    persons = village.QUICK_PERSONS if quick else village.PERSONS
    days: list[dict[str, Any]] = []
    bare: list[dict[str, Any]] = []
    with village.copied(persons) as folder:
        people = _prepare(folder)
        for _ in range(rounds):
            _end_at_today(folder)
            bare.append(children.told("bare_window", "memory"))
            days.append(children.told("work_day", *people, MEITINKER_EXAMPLE=str(folder)))
        shutil.rmtree(folder, ignore_errors=True)
    return [
        figure(
            "unlock.first_screen",
            [d["first_screen"] for d in days],
            promise=FIRST_SCREEN,
            note="from the derived key; the passphrase was typed at eight keys a second",
        ),
        figure(
            "unlock.whole",
            [d["first_whole"] for d in days],
            note="with what stands below the edge of the first screen",
        ),
        figure(
            "memory.resident",
            [d["resident"] for d in days],
            promise=MEMORY,
            baseline=[b["resident"] for b in bare],
            unit="MB",
            note="after every place was visited and files were opened",
        ),
        figure(
            "file.on_screen",
            [ms for d in days for ms in d["files"]],
            promise=ON_SCREEN,
            statistic="p95",
            note="from the click to the painted file of 200 items",
        ),
        *_places(days),
        *_held(days),
    ]


def _prepare(folder: Path) -> list[str]:
    """Give some people long files, and return their ids."""
    with village.opened(folder) as (database, session):
        return [str(person) for person in files.long_files(database, session, people=4)]


def _end_at_today(folder: Path) -> None:
    """Let the next day begin at Vandaag: the program goes straight to where the user was."""
    with village.opened(folder) as (database, _session):
        resuming.remember(database, ScreenSpot(screen="today"))


def _places(days: list[dict[str, Any]]) -> list[Figure]:
    def of(name: str) -> Figure:
        promise = PAINTED if name.startswith(_PROMISED) else None
        return figure(name, [day["places"][name] for day in days], promise=promise)

    return [of(name) for name in days[0]["places"]]


def _held(days: list[dict[str, Any]]) -> list[Figure]:
    note = "visiting the places, first builds included; the tour has the promise itself"
    p999 = [d["held"]["p999"] for d in days]
    longest = [d["held"]["longest"] for d in days]
    worst = sorted((h for d in days for h in d["held"]["worst"]), key=lambda h: -h["milliseconds"])
    told = tuple(
        f"{h['milliseconds']:.0f} ms ({h['worked']:.0f}) at {h['step']}, by {h['by']}"
        for h in worst[:10]
    )
    return [
        figure("gui_held.p99.9", p999, promise=HELD, note=note),
        replace(
            figure("gui_held.longest", longest, promise=LONGEST, statistic="max", note=note),
            worst=told,
        ),
    ]
