"""Laying a site down: whole in a folder beside the old one, and then in its place at once.

Killed at any moment, the old site is whole: until the last step nothing of it is touched, and that
step is one rename, where the system has a rename that lets two folders change places. Elsewhere
the old one steps aside for a moment, and the next run puts it back if nothing took its place.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from pathlib import Path

import msgspec

from meitinker import paths
from meitinker.errors import SiteRefused

MARK = "meitinker-site.json"
"""The file by which a folder is known as a site that this program made."""

VERSION = 1
_EXCHANGE = 2
_HERE = -100
_NO_SWAP_BUFFER = 0x2


class SiteMark(msgspec.Struct, frozen=True, kw_only=True):
    """What the folder says of itself; ``entries`` are the names that lie at its top."""

    made_by: str = "meitinker"
    version: int = VERSION
    made_on: str = ""
    services: int = 0
    entries: tuple[str, ...] = ()


class SiteFolder:
    """The place of a site; begin with :meth:`begin`, end with :meth:`finish` or :meth:`leave`."""

    def __init__(self, target: Path) -> None:
        """Take where the site is to stand; nothing is done yet."""
        self._target = target.absolute()
        self._new = self._target.with_name(f".{self._target.name}.meitinker-new")
        self._old = self._target.with_name(f".{self._target.name}.meitinker-old")
        self._made: set[Path] = set()

    def begin(self) -> None:
        """Clear what a run that was killed left behind, and make an empty folder to write in.

        Raises:
            SiteRefused: The place holds something else (``not_ours``), a file that is not of the
                site (``strange``), is no folder (``not_a_folder``), or lies in
                none (``no_parent``).
            StoreReadOnly, DiskFull, DiskFailed: Nothing can be written there.
        """
        if not self._target.parent.is_dir():
            raise SiteRefused("no parent", reason="no_parent")
        if not self._target.exists() and self._old.is_dir():
            self._old.rename(self._target)
        require_ours(self._target)
        with paths.disk_errors():
            for left in (self._new, self._old):
                if left.is_dir():
                    shutil.rmtree(left)
            _make(self._new)
        self._made = {self._new}

    def write(self, name: str, data: bytes) -> None:
        """Write a file of the site; ``name`` has slashes between its folders.

        Raises:
            StoreReadOnly, DiskFull, DiskFailed: It cannot be written.
        """
        path = self._new.joinpath(*name.split("/"))
        with paths.disk_errors():
            if path.parent not in self._made:
                for folder in (*reversed(path.parent.relative_to(self._new).parents), None):
                    made = path.parent if folder is None else self._new / folder
                    if made not in self._made:
                        _make(made)
                        self._made.add(made)
            # a web host reads it as another user, whatever else this program keeps to itself
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
            with os.fdopen(handle, "wb") as file:
                file.write(data)

    def finish(self, *, made_on: str, services: int) -> None:
        """Put the new site in the place of the old one.

        Raises:
            StoreReadOnly, DiskFull, DiskFailed: It cannot; the old one stands as it was.
        """
        with paths.disk_errors():
            entries = sorted({MARK, *os.listdir(self._new)})
            mark = SiteMark(made_on=made_on, services=services, entries=tuple(entries))
            self.write(MARK, msgspec.json.encode(mark))
            if hasattr(os, "sync"):
                os.sync()  # one for thousands of small files
            if not self._target.exists():
                self._new.rename(self._target)
            elif exchanged(self._new, self._target):
                shutil.rmtree(self._new)
            else:
                self._step_aside()
            paths.sync_folder(self._target.parent)

    def leave(self) -> None:
        """Take away what was written; the old site stands as it was."""
        shutil.rmtree(self._new, ignore_errors=True)

    def _step_aside(self) -> None:
        """Change places by two renames: the way where the system knows no better."""
        self._target.rename(self._old)
        try:
            self._new.rename(self._target)
        except OSError:
            self._old.rename(self._target)
            raise
        shutil.rmtree(self._old)


def require_ours(target: Path) -> None:
    """Refuse a place that holds anything but a site that this program made.

    Raises:
        SiteRefused: As :meth:`SiteFolder.begin`.
    """
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise SiteRefused("not a folder", reason="not_a_folder")
    if not target.is_dir():
        return
    with paths.disk_errors():
        there = set(os.listdir(target))
    if not there:
        return
    mark = read_mark(target)
    if mark is None:
        raise SiteRefused("not a site of ours", reason="not_ours")
    if there - set(mark.entries):
        raise SiteRefused("something else in it", reason="strange")


def read_mark(folder: Path) -> SiteMark | None:
    """Return what a site says of itself; None for a folder that is none of ours."""
    try:
        found = msgspec.json.decode((folder / MARK).read_bytes(), type=SiteMark)
    except (OSError, msgspec.MsgspecError):
        return None
    return found if found.made_by == SiteMark().made_by else None


def exchanged(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; False where this system cannot."""
    if sys.platform == "linux":
        call, rest = "renameat2", (_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE)
    elif sys.platform == "darwin":
        call, rest = "renamex_np", (os.fsencode(one), os.fsencode(other), _NO_SWAP_BUFFER)
    else:
        return False
    found = getattr(ctypes.CDLL(None, use_errno=True), call, None)
    return found is not None and found(*rest) == 0


def _make(folder: Path) -> None:
    folder.mkdir(mode=0o755)
