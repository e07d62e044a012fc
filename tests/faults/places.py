"""Folders that are full or may only be read, for real.

As root a folder with mode 555 stays writable, so root mounts: a small tmpfs, a read-only view.
Where root may not mount (a container) the child becomes ``nobody`` or gets a size limit.
"""

from __future__ import annotations

import os
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def _mount(*arguments: str) -> bool:
    return subprocess.run(["mount", *arguments], capture_output=True, check=False).returncode == 0


@contextmanager
def small_disk(folder: Path, *, kilobytes: int) -> Iterator[bool]:
    """Make ``folder`` a disk of its own for the block; give False where that is not allowed."""
    folder.mkdir(parents=True, exist_ok=True)
    options = f"size={kilobytes}k,mode=700"
    mounted = os.geteuid() == 0 and _mount("-t", "tmpfs", "-o", options, "tmpfs", str(folder))
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(folder: Path) -> Path:
    """Take all room that is left on the disk of ``folder`` and return the file that holds it."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (65_536, 4096, 512, 1):
            try:
                while file.write(b"x" * size):
                    pass
            except OSError:
                continue
    return ballast


@contextmanager
def read_only(folder: Path) -> Iterator[bool]:
    """Let nobody write under ``folder`` in the block; give False where that cannot be done."""
    if os.geteuid() != 0:
        modes = {path: path.stat().st_mode for path in (folder, *folder.rglob("*"))}
        for path, mode in modes.items():
            path.chmod(mode & ~0o222)
        try:
            yield True
        finally:
            for path, mode in modes.items():
                path.chmod(mode)
        return
    mounted = _mount("--bind", str(folder), str(folder))
    closed = mounted and _mount("-o", "remount,bind,ro", str(folder))
    try:
        yield closed
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)
