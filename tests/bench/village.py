"""A village of 20,000 people to measure in: made once, kept in the temporary folder.

It holds 100,000 things in timelines (:mod:`tests.bench.filling`). Its name has the hash of what
makes it (generator, migrations, indexing), so that a change of those makes a new one. Every run
works in a copy; what is kept is never written to.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

import meitinker
from meitinker.paths import StoreFolder
from meitinker.services import example, opening
from tests.bench import filling

if TYPE_CHECKING:
    from collections.abc import Iterator

    from meitinker.domain.session import Session
    from meitinker.store.database import Database

PERSONS = 20_000
QUICK_PERSONS = 1_000

VARIABLE = "MEITINKER_BENCH_VILLAGE"
"""Names the folder of a large village to measure in, made before by an earlier run."""

_MAKERS = ("exchange", "services/example.py", "store/migrations", "store/indexing.py")


class Made(msgspec.Struct, frozen=True):
    """How a village was made: people, seconds, bytes of its folder, things in timelines."""

    persons: int
    seconds: float
    size: int
    timeline: int = 0


def kept(persons: int) -> tuple[Path, Made]:
    """Return the folder of the village of ``persons`` people, made now if it is not there."""
    root = Path(tempfile.gettempdir()) / f"meitinker-bench-{persons}-{_hash()}"
    if persons == PERSONS:
        root = Path(os.environ.get(VARIABLE, root))
    note = root / "made.json"
    begun = Made(persons, 0.0, 0)
    if note.exists():
        begun = msgspec.json.decode(note.read_bytes(), type=Made)
    if begun.timeline:
        return root, begun
    sys.stderr.write(f"Making a village of {persons} people; it is kept for the next run.\n")
    start = time.perf_counter()
    if not begun.size:
        shutil.rmtree(root, ignore_errors=True)
        example.guarded(StoreFolder(root / "store"), persons=persons).close()
    with opened(root) as (database, session):
        timeline = filling.fill(database, session)
    made = Made(persons, begun.seconds + time.perf_counter() - start, _size(root), timeline)
    note.write_bytes(msgspec.json.encode(made))
    return root, made


@contextmanager
def copied(persons: int) -> Iterator[Path]:
    """Lend a copy of the village (a folder with ``store`` in it); it is thrown away."""
    root, _ = kept(persons)
    with tempfile.TemporaryDirectory(prefix="meitinker-bench-") as name:
        copy = Path(name) / "village"
        shutil.copytree(root, copy)
        yield copy


@contextmanager
def opened(folder: Path) -> Iterator[tuple[Database, Session]]:
    """Open the village in ``folder`` as its own user."""
    from meitinker.store.database import Database

    store = StoreFolder(folder / "store")
    database = Database.open(store, example.unlocked(store, example.OPENS_WITH))
    try:
        yield database, opening.session_of(database)
    finally:
        database.close()


def _hash() -> str:
    base = Path(meitinker.__file__).parent
    total = hashlib.blake2b(digest_size=8)
    for place in (*(base / part for part in _MAKERS), Path(filling.__file__)):
        for file in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            total.update(file.read_bytes())
    return total.hexdigest()


def _size(root: Path) -> int:
    return sum(file.stat().st_size for file in root.rglob("*") if file.is_file())
