"""Keeping a copy of a hub, and putting it back: files, and the proof that they are good."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from meitinker import paths
from meitinker.errors import BackupDamaged, BackupError
from sync.hub import dump, presence, putting_back, sealed_file
from sync.hub.home import HubHome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sync.hub.dump import Sink
    from sync.hub.home import OpenHub


def backup(hub: OpenHub, file: Path) -> dict[str, int]:
    """Write all of the hub, encrypted, and read it back; return the number of lines by table.

    Raises:
        BackupError: There is such a file, or no such folder.
        DiskFull, DiskFailed, StoreReadOnly: The disk said no.
    """
    key = bytes.fromhex(hub.keys.backup)
    taken = [path for name in dump.TAKEN_ALONG if (path := hub.folder / name).exists()]

    def write(sink: Sink) -> dict[str, int]:
        return _counts(dump.write(hub.database, sink, files=taken))

    return _written(file, key, write)


def export(hub: OpenHub, file: Path, organisation: str) -> dict[str, int]:
    """Write all of one organisation, open, and read it back; as :func:`backup`."""

    def write(sink: Sink) -> dict[str, int]:
        return _counts(dump.write(hub.database, sink, organisation))

    return _written(file, b"", write)


def restore(folder: Path, file: Path, *, replace: bool = False) -> tuple[str, ...]:
    """Put a backup back, proven before anything changes; return the organisations.

    Where there is no hub in ``folder``, the backup makes one; the keys must lie there, and a
    PostgreSQL must be named anew. Who is let in, with what role and where, is as it is here now;
    of an organisation that is not here yet, as it was then. Invitations that were not used are
    worth nothing.

    Raises:
        BackupDamaged: It does not open with the keys of this hub, or was altered.
        StoreExists: An organisation of it is there, and ``replace`` was not given.
        StoreInUse: The hub serves.
        StoreMissing: There is no hub, and no keys of one.
    """
    home = HubHome(folder)
    key = bytes.fromhex(home.keys().backup)
    proven = dump.verify(sealed_file.opened(file, key))
    if not home.exists:
        if not proven.files:
            raise BackupError("no files of a hub are in it")
        home.begin_from(proven.files)
    with home.opened() as hub, presence.alone(hub):
        return putting_back.put_back(
            hub.database, sealed_file.opened(file, key), proven=proven, replace=replace
        )


def take_in(
    hub: OpenHub, file: Path, *, replace: bool = False, accounts: bool = False
) -> tuple[str, ...]:
    """Put an export into a hub; return the organisations.

    Nothing proves who wrote it. So files of a hub are never taken from one, and users and
    devices only where that is said.

    Args:
        hub: The hub, open.
        file: The export.
        replace: Whether what the hub has of these organisations goes.
        accounts: Whether users, devices and invitations come along; else they are as here.

    Raises:
        BackupDamaged: A line is missing or was altered, or it holds files.
        StoreExists: An organisation of it is there, and ``replace`` was not given.
        StoreInUse: The hub serves.
    """
    proven = dump.verify(sealed_file.lines(file))
    if proven.files:
        raise BackupDamaged("files in an export")
    whose = putting_back.WhoseAccounts.THEIRS if accounts else putting_back.WhoseAccounts.OURS
    with presence.alone(hub):
        return putting_back.put_back(
            hub.database,
            sealed_file.lines(file),
            proven=proven,
            replace=replace,
            accounts=whose,
        )


def _written(file: Path, key: bytes, write: Callable[[Sink], dict[str, int]]) -> dict[str, int]:
    if file.exists() or not file.absolute().parent.is_dir():
        raise BackupError("there is such a file, or no such folder")
    unfinished = file.with_name(file.name + paths.UNFINISHED)
    try:
        with paths.disk_errors():
            unfinished.unlink(missing_ok=True)  # of one that a power cut ended
        with paths.disk_errors(), _private(unfinished) as target:
            if key:
                with sealed_file.sealing(target, key) as sink:
                    counts = write(sink)
            else:
                counts = write(target)
        dump.verify(sealed_file.opened(unfinished, key) if key else sealed_file.lines(unfinished))
        with paths.disk_errors():
            unfinished.rename(file)
            paths.sync_folder(file.absolute().parent)
    finally:
        unfinished.unlink(missing_ok=True)
    return counts


@contextmanager
def _private(path: Path) -> Iterator[IO[bytes]]:
    """Lend a new file that only this user can read; it is on the disk when the block ends."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, paths.FILE_MODE)
    with os.fdopen(handle, "wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def _counts(foot: dump.Foot) -> dict[str, int]:
    return {table: one.count for table, one in foot.sums.items()}
