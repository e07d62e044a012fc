"""How far the story is: kept across processes in the folder of the tour."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from pathlib import Path

VILLAGE = "village"
"""The laptop on which the example village is played."""

DESK = "desk"
"""The computer of the back office in the example village; every other one begins empty."""

_FILE = "progress.json"


class Progress(msgspec.Struct):
    """The next chapter, how many pictures there are, and what a chapter left for a later one."""

    chapter: int = 0
    pictures: int = 0
    notes: dict[str, str] = {}


def read(out: Path) -> Progress:
    """Return how far the story in ``out`` is."""
    file = out / _FILE
    return msgspec.json.decode(file.read_bytes(), type=Progress) if file.exists() else Progress()


def keep(out: Path, progress: Progress) -> None:
    """Write down how far the story in ``out`` is."""
    (out / _FILE).write_bytes(msgspec.json.encode(progress))


def begin_at(out: Path, chapter: int) -> None:
    """Have the next process play from a chapter on."""
    keep(out, Progress(chapter=chapter))


def forget(out: Path) -> None:
    """The story has ended: leave nothing of it between the pictures."""
    (out / _FILE).unlink(missing_ok=True)
