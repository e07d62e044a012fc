"""Putting a backup back: proven beside the store first, then taking its place in one move.

Everything happens in ``restoring/`` inside the store's folder until the backup is proven. Then a
written intent makes the move one thing: a cut before it leaves the old store, a cut after it is
finished by :func:`finish_interrupted` at the next start. The old store is kept aside.
"""

from __future__ import annotations

import contextlib
import logging
import os
import re
import shutil
from typing import TYPE_CHECKING

import msgspec

from meitinker import clock, paths
from meitinker.errors import (
    BackupDamaged,
    MeitinkerError,
    StoreDamaged,
    StoreError,
    StoreExists,
    WrongOrganisation,
)
from meitinker.keys import KeyFile
from meitinker.paths import StoreFolder
from meitinker.store import backup, container, driver, settings, state
from meitinker.store.database import Database
from meitinker.store.lock import StoreLock
from meitinker.store.mark import Mark

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from meitinker.ids import OrganisationId
    from meitinker.keys import StoreKey
    from meitinker.store.backup import Progress
    from meitinker.store.container import Manifest

STAGING = "restoring"

_INTENT = "swap.json"
_KEYS = ("keys.a", "keys.b")
_MOVED = (*_KEYS, "store.db", "store.mark", "attachments")
_LEFT_BEHIND = ("store.db-wal", "store.db-shm", "tries")
_ASIDE = re.compile(r"replaced-[0-9]{8}-[0-9]{6}(-[0-9]+)?")

_log = logging.getLogger(__name__)


class Restored(msgspec.Struct, frozen=True):
    """What a restore did.

    Attributes:
        manifest: Of the backup.
        key: The store's key, to set a passphrase with on a new device.
        aside: The folder in which the store that was there before is kept, or None.
    """

    manifest: Manifest
    key: StoreKey
    aside: Path | None


class Border(msgspec.Struct, frozen=True):
    """What a backup must belong to.

    Attributes:
        organisation: Id of the organisation, or None where there is none yet.
        demo: Whether this is the example village.
    """

    organisation: OrganisationId | None = None
    demo: bool = False


ANYWHERE = Border()
"""Where no organisation is known yet, outside the example village."""


class _Intent(msgspec.Struct, frozen=True):
    aside: str


def restore(
    source: Path,
    folder: StoreFolder,
    unlock: Callable[[Path], StoreKey],
    *,
    border: Border,
    replace: bool = False,
    own_keys: bool = False,
    progress: Progress = backup.quiet,
) -> Restored:
    """Make the store of the backup ``source`` the store in ``folder``.

    Args:
        source: The backup.
        folder: Where the store is to be; its store, if any, is closed.
        unlock: Opens a folder's key file by passphrase, recovery code or escrow.
        border: Whose backup it must be.
        replace: Whether a store that is there may be put aside.
        own_keys: Whether the key file that is there stays, as it opens the backup too: the
            passphrase and the code of the backup's day may be gone, or replaced for a reason.
        progress: Told how far it is.

    Raises:
        StoreExists: There is a store, and ``replace`` was not given.
        StoreInUse: It is open.
        WrongOrganisation: The backup belongs elsewhere.
        KeysError: The key file of the backup does not open.
        BackupDamaged: It does not hold.
        StoreTooNew: A newer program made it.
        DiskFull, DiskFailed, StoreReadOnly: The store that was there is as it was.
    """
    paths.make_private(folder.root)
    lock = StoreLock(folder.lock)
    try:
        _finish(folder)
        if folder.exists and not replace:
            raise StoreExists
        staged = StoreFolder(paths.make_private(folder.root / STAGING))
        try:
            with container.opened(source) as box:
                _require_border(box.manifest, border)
                KeyFile.place_from_backup(staged.root, box.read(container.KEYS))
                key = unlock(staged.root)
                _require_owner(folder, key, box.manifest, border)
                backup.unpack(box, staged.root, progress=progress)
                backup.prove(staged, key, box.manifest)
                if own_keys:
                    _drop_keys(staged)
                note = backup.BackupNote(
                    box.manifest.made_at, source.absolute().parent != folder.backups
                )
                _begin_anew(staged, key, box.manifest, note)
            aside = _swap(folder)
        except BaseException:
            if not (staged.root / _INTENT).exists():
                shutil.rmtree(staged.root, ignore_errors=True)
            raise
    finally:
        lock.release()
    folder.prepare()
    return Restored(box.manifest, key, aside)


def mend_keys(source: Path, folder: StoreFolder, unlock: Callable[[Path], StoreKey]) -> StoreKey:
    """Put the key file of the backup ``source`` in the place of one that does not hold.

    The key of a store never changes, so that nothing else has to come from the backup.

    Raises:
        StoreInUse: The store is open.
        WrongOrganisation: The backup is of another store.
        KeysError: The key file of the backup does not open.
        BackupDamaged, StoreTooNew: It does not hold; a newer program made it.
        DiskFull, DiskFailed, StoreReadOnly: The disk said no.
    """
    lock = StoreLock(folder.lock)
    try:
        _finish(folder)
        staged = paths.make_private(folder.root / STAGING)
        try:
            with container.opened(source) as box:
                keys = box.read(container.KEYS)
            KeyFile.place_from_backup(staged, keys)
            key = unlock(staged)
            if not box.manifest.genuine(key):
                raise BackupDamaged("manifest")
            _require_opens(folder, key)
            KeyFile.place_from_backup(folder.root, keys, replace=True)
            return key
        finally:
            shutil.rmtree(staged, ignore_errors=True)
    finally:
        lock.release()


def opened_by(key: StoreKey) -> Callable[[Path], StoreKey]:
    """Return what opens only the backups of the store that has this key.

    What it returns raises ``WrongOrganisation`` for the backup of another store.
    """

    def unlock(staged: Path) -> StoreKey:
        if not _same_keys(StoreFolder(staged), key):
            raise WrongOrganisation("keys")
        return key

    return unlock


def finish_interrupted(folder: StoreFolder) -> bool:
    """Finish or drop a restore that was cut off; call it before the key file is opened.

    Returns:
        Whether a restore was finished.

    Raises:
        StoreInUse: Another program has the store open.
        DiskFull, DiskFailed, StoreReadOnly: The disk said no; a later call goes on.
    """
    if not (folder.root / STAGING).exists():
        return False
    lock = StoreLock(folder.lock)
    try:
        return _finish(folder)
    finally:
        lock.release()


def _finish(folder: StoreFolder) -> bool:
    staging = folder.root / STAGING
    intent = _intent(staging / _INTENT)
    if intent is None:
        shutil.rmtree(staging, ignore_errors=True)
        return False
    _move(folder, intent)
    _log.warning("finished a restore that was cut off")
    return True


def _require_border(manifest: Manifest, border: Border) -> None:
    foreign = border.organisation is not None and manifest.organisation != border.organisation
    if foreign or manifest.demo != border.demo:
        raise WrongOrganisation("backup")


def _require_opens(folder: StoreFolder, key: StoreKey) -> None:
    """Refuse a key of another store; of a damaged store the mark tells whose it is.

    That the store is damaged is then told when it is opened, beside the backups to put back.
    """
    if not folder.database.exists():
        return
    try:
        driver.connect(folder.database, key.sub(b"db"), read_only=True).close()
    except StoreDamaged:
        if not _marked_by(folder, key):
            raise WrongOrganisation("keys") from None


def _require_owner(folder: StoreFolder, key: StoreKey, manifest: Manifest, border: Border) -> None:
    """Refuse to put aside a store of another organisation.

    A store that opens with the backup's key is of the same owner, and so is a damaged one of
    which the key file or the mark was made with it. Of another one only its own key can tell, so
    whoever asks must say the organisation.

    Raises:
        WrongOrganisation: It is another organisation's, or may be.
        DiskFailed, StoreReadOnly: It could not be read, and nothing tells whose it is.
    """
    if not folder.database.exists() or border.organisation is not None:
        return
    try:
        connection = driver.connect(folder.database, key.sub(b"db"), read_only=True)
        try:
            found = state.info(connection).organisation
        finally:
            connection.close()
    except StoreError as error:
        if _same_keys(folder, key) or _marked_by(folder, key):
            return
        if not isinstance(error, StoreDamaged):
            raise
        raise WrongOrganisation("store") from None
    if found != manifest.organisation:
        raise WrongOrganisation("store")


def _same_keys(folder: StoreFolder, key: StoreKey) -> bool:
    """Tell whether the key file in ``folder`` was written with ``key``: its store is damaged."""
    from meitinker.keys import copies

    try:
        return any(content.genuine(key) for content in copies.read_copies(folder))
    except MeitinkerError:
        return False


def _marked_by(folder: StoreFolder, key: StoreKey) -> bool:
    """Tell whether the mark in ``folder`` was made with ``key``."""
    return Mark(folder.mark, key.sub(b"mark")).read() is not None


def _drop_keys(staged: StoreFolder) -> None:
    """Let the key file in the staging folder go: what is not there does not move."""
    with paths.disk_errors():
        for copy in (staged.keys_a, staged.keys_b):
            copy.unlink()


def _begin_anew(
    staged: StoreFolder, key: StoreKey, manifest: Manifest, note: backup.BackupNote
) -> None:
    """Give the staged store a mark of its own, today's layout and a new incarnation.

    The backup it came of was still to be made when its database was copied: it is noted now.

    Raises:
        BackupDamaged: It does not open as a store.
    """
    connection = driver.connect(staged.database, key.sub(b"db"))
    try:
        with driver.translated():
            marked = state.read(connection).marked
    finally:
        connection.close()
    mark = Mark(staged.mark, key.sub(b"mark"))
    try:
        mark.write(marked)
    finally:
        mark.close()
    database = Database.open(staged, key)
    try:
        if database.info.organisation != manifest.organisation:
            raise BackupDamaged("organisation")
        database.new_incarnation()
        with database.transaction() as transaction:
            settings.put(transaction, backup.LAST, note)
    finally:
        database.close()
    with paths.disk_errors():
        staged.lock.unlink(missing_ok=True)
        paths.sync_folder(staged.root)


def _swap(folder: StoreFolder) -> Path | None:
    staging = folder.root / STAGING
    intent = _Intent(_free_name(folder))
    paths.write_durably(staging / _INTENT, msgspec.json.encode(intent))
    return _move(folder, intent)


def _move(folder: StoreFolder, intent: _Intent) -> Path | None:
    """Put the old files aside and the staged ones in place; every step may come again.

    As long as a file waits in the staging folder, one of its name in the store's is the old one.
    """
    root, staging, aside = folder.root, folder.root / STAGING, folder.root / intent.aside
    with contextlib.suppress(OSError):
        folder.attachments.rmdir()  # Empty, as a new folder is made: nothing to keep.
    waiting = [name for name in _MOVED if (staging / name).exists()]
    old = [name for name in waiting if (root / name).exists()]
    if "store.db" in waiting:
        # All that belongs to the old database goes, also what the new one has no part like.
        old += [name for name in (*_LEFT_BEHIND, "attachments") if (root / name).exists()]
    with paths.disk_errors():
        if old:
            paths.make_private(aside)
        for name in dict.fromkeys(old):
            _put_aside(root / name, aside / name)
        for changed in (aside, root):
            if changed.is_dir():
                paths.sync_folder(changed)
        for name in waiting:
            os.replace(staging / name, root / name)
        paths.sync_folder(root)
        (staging / _INTENT).unlink()
        paths.sync_folder(staging)
    shutil.rmtree(staging, ignore_errors=True)
    return aside if aside.is_dir() else None


def _put_aside(path: Path, aside: Path) -> None:
    """Move a file or folder aside; of a key file a copy.

    By its key file a store is found at the start, which is where a cut move is finished: so
    there is one in place at every moment.
    """
    if path.name in _KEYS:
        paths.write_durably(aside, path.read_bytes())
    else:
        os.replace(path, aside)


def _intent(path: Path) -> _Intent | None:
    with contextlib.suppress(FileNotFoundError, msgspec.DecodeError), paths.disk_errors():
        if path.exists():
            found = msgspec.json.decode(path.read_bytes(), type=_Intent)
            return found if _ASIDE.fullmatch(found.aside) else None
    return None


def _free_name(folder: StoreFolder) -> str:
    name = f"replaced-{clock.now():%Y%m%d-%H%M%S}"
    number = 1
    found = name
    while (folder.root / found).exists():
        number += 1
        found = f"{name}-{number}"
    return found
