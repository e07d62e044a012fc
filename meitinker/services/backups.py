"""Making, listing, proving and putting back backups."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import clock, paths
from meitinker.errors import BackupError, StoreError
from meitinker.keys import KeyFile
from meitinker.store import backup, container, restoring
from meitinker.store.backup import SUFFIX, quiet
from meitinker.store.restoring import ANYWHERE, Border, Restored

if TYPE_CHECKING:
    from pathlib import Path

    from meitinker.keys import DeviceKeyring, StoreKey
    from meitinker.paths import StoreFolder
    from meitinker.store.backup import Progress
    from meitinker.store.container import Manifest
    from meitinker.store.database import Database

KEPT = 7
"""Backups kept on the device itself; those made elsewhere are never touched."""


class KeptBackup(msgspec.Struct, frozen=True):
    """A backup that lies on this device.

    Attributes:
        path: The file.
        made_at: UTC text.
        size: Bytes.
        commits: Savings it holds.
    """

    path: Path
    made_at: str
    size: int
    commits: int


def make(database: Database, target: Path | None = None, *, progress: Progress = quiet) -> Path:
    """Make a backup and prove it; return its file. Call it off the database thread.

    Args:
        database: The store.
        target: A file, or a folder such as a USB stick; None: among the device's own backups,
            of which the :data:`KEPT` newest stay.
        progress: Told what is done, how far, of how much; what it raises ends the work.

    Raises:
        BackupDamaged: What was written does not hold; nothing was kept of it.
        StoreError: The store cannot be read, or the disk said no.
        KeyFileDamaged: There is no whole key file to put in it.
    """
    place = target or paths.make_private(database.folder.backups)
    file = place / neutral_name() if place.is_dir() else place
    backup.make(database, file, progress=progress)
    if target is None:
        prune(database.folder)
    return file


def neutral_name() -> str:
    """Return a file name that tells when a backup was made, and nothing of whom."""
    return f"meitinker-{clock.local(clock.now()):%Y-%m-%d-%H%M%S}{SUFFIX}"


def made(folder: StoreFolder) -> list[KeptBackup]:
    """Return the backups on this device that can be read, newest first."""
    found = []
    for path in sorted(folder.backups.glob(f"*{SUFFIX}")):
        try:
            manifest = told(path)
            size = path.stat().st_size
        except (BackupError, StoreError, OSError):
            continue
        found.append(KeptBackup(path, manifest.made_at, size, manifest.commits))
    return sorted(found, key=lambda one: (one.made_at, one.path.name), reverse=True)


def told(path: Path) -> Manifest:
    """Return what a backup says of itself, before its key is known: nothing is proven yet.

    Raises:
        BackupDamaged: It is not a whole backup.
        StoreTooNew: A newer program made it.
        DiskFailed, StoreReadOnly: The disk said no.
    """
    with container.opened(path) as box:
        return box.manifest


def prune(folder: StoreFolder, keep: int = KEPT) -> int:
    """Remove all but the newest backups on this device; return how many went.

    Raises:
        DiskFailed, StoreReadOnly: A file cannot be removed.
    """
    old = made(folder)[keep:]
    with paths.disk_errors():
        for one in old:
            one.path.unlink(missing_ok=True)
    return len(old)


def restore_with_code(
    source: Path,
    folder: StoreFolder,
    code: str,
    *,
    border: Border = ANYWHERE,
    replace: bool = False,
    progress: Progress = quiet,
) -> Restored:
    """Put a backup back with its recovery code; a new passphrase comes next.

    On another device the old passphrase does not open: set one with
    ``KeyFile.reset_passphrase(folder.root, restored.key, new=…)``.

    Args:
        source: The backup.
        folder: Where the store is to be; a store there must be closed.
        code: The recovery code of the day the backup was made.
        border: Whose backup it must be, where that is known; never the example village's
            outside it.
        replace: Whether a store that is there may be put aside; it is kept and named.
        progress: Told how far it is.

    Raises:
        WrongRecoveryCode: It does not open this backup.
        StoreExists, StoreInUse, WrongOrganisation, BackupDamaged, StoreTooNew, StoreError: See
            :func:`meitinker.store.restoring.restore`; the store that was there is as it was.
    """
    return restoring.restore(
        source,
        folder,
        lambda staged: KeyFile.unlock_with_recovery(staged, code),
        border=border,
        replace=replace,
        progress=progress,
    )


def restore_with_key(
    source: Path, folder: StoreFolder, key: StoreKey, *, progress: Progress = quiet
) -> Restored:
    """Put a backup of this very store back: it was unlocked, and does not open.

    Nobody has to type anything again. The store that is there is put aside; its key file stays.

    Raises:
        WrongOrganisation: It is the backup of another store.
        StoreInUse, BackupDamaged, StoreTooNew, StoreError: See
            :func:`meitinker.store.restoring.restore`; the store that was there is as it was.
    """
    return restoring.restore(
        source,
        folder,
        restoring.opened_by(key),
        border=ANYWHERE,
        replace=True,
        own_keys=True,
        progress=progress,
    )


def restore_with_passphrase(
    source: Path,
    folder: StoreFolder,
    passphrase: str,
    *,
    border: Border = ANYWHERE,
    keyring: DeviceKeyring | None = None,
    replace: bool = False,
    progress: Progress = quiet,
) -> Restored:
    """Put a backup back with its passphrase: on the device where it was made.

    Raises:
        WrongPassphrase, KeyringSecretGone, KeyringRefused: It does not open this backup here;
            the recovery code does.
        StoreExists, StoreInUse, WrongOrganisation, BackupDamaged, StoreTooNew, StoreError: See
            :func:`meitinker.store.restoring.restore`; the store that was there is as it was.
    """
    return restoring.restore(
        source,
        folder,
        lambda staged: KeyFile.unlock(staged, passphrase, keyring=keyring),
        border=border,
        replace=replace,
        progress=progress,
    )
