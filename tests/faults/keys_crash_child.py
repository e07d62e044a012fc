"""Changes a key file and is killed at its n-th step on the disk.

Usage: ``keys_crash_child.py FOLDER N safe|naive passphrase|recovery``. ``naive`` writes in place,
as a program without care would: the negative control.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

from meitinker.keys import KeyCost, KeyFile, Stretch, copies

OLD = "paard kaars nietig batterij"
NEW = "geheel andere woorden vandaag"
QUICK = KeyCost(device=Stretch(64 * 1024, 1), alone=Stretch(128 * 1024, 1), floor=0)


class FileRing:
    """A keyring of plain files beside the store, so that it outlives the crash."""

    name = "files"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)

    def get(self, entry: str) -> bytes | None:
        path = self.folder / entry
        return path.read_bytes() if path.exists() else None

    def put(self, entry: str, secret: bytes) -> None:
        (self.folder / entry).write_bytes(secret)

    def delete(self, entry: str) -> None:
        (self.folder / entry).unlink(missing_ok=True)


class Killer:
    """Counts calls that touch the disk and ends the process before the n-th."""

    def __init__(self, at: int) -> None:
        self.left = at

    def wrap(self, module: Any, name: str) -> None:
        real = getattr(module, name)

        def counted(*values: Any, **named: Any) -> Any:
            self.left -= 1
            if self.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*values, **named)

        setattr(module, name, counted)


def naive(path: Path, data: bytes) -> None:
    """Write in place, in two parts, as a cut in the middle of a write leaves it."""
    with path.open("wb", buffering=0) as file:
        file.write(data[:100])
        os.fsync(file.fileno())
        file.write(data[100:])
        os.fsync(file.fileno())


def main(folder: Path, at: int, way: str, change: str) -> None:
    ring = FileRing(folder.parent / "ring")
    key = KeyFile.unlock(folder, OLD, keyring=ring, cost=QUICK)
    killer = Killer(at)
    if way == "naive":
        # Both copies at once and in place: the second is already short when the first is.
        def both(path: Path, data: bytes) -> None:
            other = path.with_suffix(".b" if path.suffix == ".a" else ".a")
            other.write_bytes(b"")
            naive(path, data)
            naive(other, data)

        module: Any = copies
        module.write_durably = both
    for place, name in ((os, "fsync"), (os, "replace"), (os, "open"), (os, "unlink")):
        killer.wrap(place, name)
    if change == "passphrase":
        KeyFile.change_passphrase(folder, OLD, new=NEW, keyring=ring, cost=QUICK)
    else:
        KeyFile.new_recovery_code(folder, key)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4])
