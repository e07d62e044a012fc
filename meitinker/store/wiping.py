"""Destroying a store by order of its hub: the keys first, then all else (F25).

Without its key slots a store is noise, so they go first, overwritten and synced. A note beside
the store tells that it was ordered and when: a program that was killed in between finishes it at
its next start, and the entrance can say what happened. Whether an order is the hub's is asked
before, in :mod:`sync.wiping`.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from typing import TYPE_CHECKING

import msgspec

from meitinker import paths
from meitinker.errors import StoreError, StoreInUse
from meitinker.store.lock import StoreLock

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from meitinker.paths import StoreFolder

_PIECE = 1 << 20


class Wiped(msgspec.Struct, frozen=True, kw_only=True):
    """The note that stays: when the hub ordered it, and when it was done (UTC text)."""

    ordered_at: str
    done_at: str


def destroy_keys(folder: StoreFolder, note: Wiped) -> None:
    """Write the note and destroy the key slots of a store; it can never be opened again.

    The store may be open still, in this process; the rest goes with :func:`finish`.

    Raises:
        DiskFailed, StoreReadOnly: A key file could not be overwritten, all others are gone; with
            the note the next start tries again.
    """
    _write_note(folder, note)
    try:
        _overwrite_all(_with_keys(folder))
    finally:
        if not is_ordered(folder):  # a full disk saves no keys, and has room once they are gone
            _write_note(folder, note)
    if folder.root.is_dir():
        with paths.disk_errors():
            paths.sync_folder(folder.root)


def _write_note(folder: StoreFolder, note: Wiped) -> None:
    with contextlib.suppress(StoreError):
        paths.write_durably(folder.wiped, msgspec.json.encode(note))


def is_ordered(folder: StoreFolder) -> bool:
    """Tell whether a store was ordered to go."""
    return folder.wiped.exists()


def note_of(folder: StoreFolder) -> Wiped | None:
    """Return the note of a store that was ordered to go; None where it cannot be read."""
    try:
        return msgspec.json.decode(folder.wiped.read_bytes(), type=Wiped)
    except (OSError, msgspec.DecodeError):
        return None


def finish(folder: StoreFolder) -> bool:
    """Destroy all that is left of a store that was ordered to go; tell whether nothing is.

    Nothing is done without the note, nor while another process has the store open: that one is
    about to end, and the next start finishes it.

    Raises:
        DiskFailed, StoreReadOnly: Something could not be removed; the keys are gone.
    """
    if not is_ordered(folder):
        return False
    try:
        lock = StoreLock(folder.lock)
    except StoreInUse:
        return False
    try:
        _overwrite_all(_with_keys(folder))
        with paths.disk_errors():
            for path in _rest(folder):
                _remove(path)
            paths.sync_folder(folder.root)
    finally:
        lock.release()
    return True


def forget(folder: StoreFolder) -> None:
    """Remove the note, and the empty folder: a new store was begun, so it was read."""
    shutil.rmtree(folder.root, ignore_errors=True)


def _with_keys(folder: StoreFolder) -> Iterator[Path]:
    """Yield every file that holds key slots: both copies, what a cut left of one, and backups.

    A store that was put aside for a backup lies in a folder of its own, with copies of them.
    """
    if folder.root.is_dir():
        yield from sorted(p for p in folder.root.rglob("keys.*") if p.is_file())
    if folder.backups.is_dir():
        yield from sorted(p for p in folder.backups.rglob("*") if p.is_file())


def _rest(folder: StoreFolder) -> Iterator[Path]:
    kept = {folder.wiped, folder.lock}
    yield from sorted(path for path in folder.root.iterdir() if path not in kept)


def _overwrite_all(files: Iterable[Path]) -> None:
    """Overwrite every one of the files, also where one of them refuses; then say so."""
    refused: OSError | None = None
    for path in list(files):
        try:
            _overwrite(path)
        except FileNotFoundError:
            pass
        except OSError as error:
            refused = error
    if refused is not None:
        with paths.disk_errors():
            raise refused


def _overwrite(path: Path) -> None:
    """Write noise over a file, make that durable, and remove it."""
    with path.open("r+b") as file:
        left = os.fstat(file.fileno()).st_size
        while left > 0:
            left -= file.write(secrets.token_bytes(min(left, _PIECE)))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
