"""Making a backup while people work, and proving that it can be used.

The database is copied page by page from one moment in time, over a connection of its own, so
typing goes on and waits for nothing. What was written is opened again, checked and counted
before it takes its name: a file called a backup is one.
"""

from __future__ import annotations

import contextlib
import logging
import secrets
import shutil
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import msgspec

from meitinker import __version__, clock, paths
from meitinker.errors import AttachmentDamaged, BackupDamaged, MeitinkerError
from meitinker.keys import KeyFile
from meitinker.paths import StoreFolder
from meitinker.store import (
    attachments,
    container,
    counting,
    driver,
    journal,
    migrations,
    readlog,
    settings,
    state,
)
from meitinker.store.container import ATTACHMENTS, DATABASE, FORMAT, KEYS, Manifest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from meitinker.keys import StoreKey
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection
    from meitinker.store.state import StoreInfo

    Progress = Callable[[str, int, int], None]
    """Told what is being done (``copy``, ``write``, ``verify``), how much of it is done, and of
    how much. What it raises ends the work, leaves nothing behind and is passed on."""

SUFFIX = ".mtbackup"


class BackupNote(msgspec.Struct, frozen=True):
    """The last backup.

    Attributes:
        at: UTC text, or "" where none was made yet.
        elsewhere: Whether it was put outside this device's own folder.
    """

    at: str = ""
    elsewhere: bool = False


LAST = settings.Setting("last_backup", BackupNote, BackupNote())
"""The last backup, wherever it was put: a stick that was taken out tells nothing."""

_PAGES = 256
"""Pages of 4 KiB copied in one bite: a few milliseconds, also on a slow disk."""

_WORKSHOP = "making"
_DEMO = "SELECT 1 FROM organisation WHERE row_deleted = 0 AND demo = 1 LIMIT 1"

_log = logging.getLogger(__name__)
_one_at_a_time = threading.Lock()


def quiet(_what: str, _done: int, _of: int) -> None:
    """Tell nobody how far it is."""


def make(database: Database, target: Path, *, progress: Progress = quiet) -> Manifest:
    """Write a backup of the store to ``target`` and prove it; call it off the database thread.

    An attachment that is missing or damaged does not stop the backup: it is named in the
    manifest. A file that is at ``target`` already is replaced once the new one is proven.

    Args:
        database: The store; also one that is open for reading only.
        target: The file; by custom it ends in :data:`SUFFIX`.
        progress: Told how far it is.

    Returns:
        What the backup says of itself.

    Raises:
        BackupDamaged: What was written does not hold; nothing took the name.
        StoreDamaged: The store cannot be read.
        KeyFileDamaged, StoreMissing: There is no whole key file to put in it.
        DiskFull, DiskFailed, StoreReadOnly: It was not written.
    """
    new = target.with_name(f"{target.name}.{secrets.token_hex(4)}.new")
    with _one_at_a_time, workshop(database.folder) as shop:
        keys = KeyFile.copy_for_backup(database.folder.root)
        copy = shop / DATABASE
        manifest = _copy(database, copy, progress)
        whole, missing = _attachments(database, copy)
        manifest = msgspec.structs.replace(manifest, missing=tuple(missing))
        parts: dict[str, Path | bytes] = {DATABASE: copy, KEYS: keys}
        parts |= {ATTACHMENTS + name: database.folder.attachments / name for name in whole}
        try:
            bite = _bites(progress, "write", _total(parts))
            manifest = container.write(new, parts, manifest, key=database.key, bite=bite)
            copy.unlink()
            verify(new, database.key, shop=shop, progress=progress)
            with paths.disk_errors():
                new.replace(target)
                paths.sync_folder(target.parent)
        finally:
            with contextlib.suppress(OSError):
                new.unlink(missing_ok=True)
    _log.info("backup made of %d savings", manifest.commits)
    return manifest


def verify(path: Path, key: StoreKey, *, shop: Path, progress: Progress = quiet) -> Manifest:
    """Prove that the backup at ``path`` can be used, as a restore would use it.

    Args:
        path: The backup.
        key: Of the store it is of.
        shop: An empty private folder to work in.
        progress: Told how far it is.

    Raises:
        BackupDamaged: A part, a hash, the database, a chain or a count does not hold, or it was
            not made with this key.
        DiskFull, DiskFailed, StoreReadOnly: The disk said no.
    """
    with container.opened(path) as box:
        unpack(box, shop, progress=progress)
        prove(StoreFolder(shop), key, box.manifest)
        return box.manifest


def unpack(box: container.Container, target: Path, *, progress: Progress) -> None:
    """Write the database and the attachments of a backup into the folder ``target``.

    Raises:
        BackupDamaged: A part does not hold.
        DiskFull, DiskFailed, StoreReadOnly: It was not written.
    """
    bite = _bites(progress, "verify", box.size)
    folder = StoreFolder(target)
    box.extract(DATABASE, folder.database, bite)
    if box.attachments:
        paths.make_private(folder.attachments)
    for name in box.attachments:
        box.extract(ATTACHMENTS + name, folder.attachments / name, bite)
    with paths.disk_errors():
        for changed in {folder.root, folder.attachments if box.attachments else folder.root}:
            paths.sync_folder(changed)


def prove(folder: StoreFolder, key: StoreKey, manifest: Manifest) -> None:
    """Prove that what was unpacked into ``folder`` is what ``manifest`` promises.

    Raises:
        BackupDamaged: It is not, or the key is another store's.
    """
    if not manifest.genuine(key):
        raise BackupDamaged("manifest")
    try:
        connection = driver.connect(folder.database, key.sub(b"db"))
    except MeitinkerError:
        raise BackupDamaged("does not open") from None
    try:
        with driver.translated():
            _require(connection, manifest)
            kept = attachments.known_apart(connection)
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()
    for one in kept:
        if one.file not in manifest.missing:
            try:
                attachments.content(folder, key, one)
            except AttachmentDamaged:
                raise BackupDamaged("attachment") from None


@contextmanager
def workshop(folder: StoreFolder) -> Iterator[Path]:
    """Lend an empty private folder beside the store; it is gone afterwards.

    A kill leaves it behind; all in it is encrypted, and the next one begins with removing it.
    """
    shop = folder.backups / _WORKSHOP
    shutil.rmtree(shop, ignore_errors=True)
    paths.make_private(shop)
    try:
        yield shop
    finally:
        shutil.rmtree(shop, ignore_errors=True)


def _copy(database: Database, target: Path, progress: Progress) -> Manifest:
    """Copy the database as it is at this moment; the copy must amount to the same."""
    with contextlib.ExitStack() as stack:
        source = database.apart()
        stack.callback(source.close)
        copy = driver.connect(target, database.key.sub(b"db"))
        stack.callback(copy.close)
        with driver.translated():
            # Within one reading transaction: else every save of another makes it begin anew.
            source.execute("BEGIN")
            counted, digests = counting.counts(source), counting.digests(source)
            source.backup(
                copy,
                pages=_PAGES,
                progress=lambda _status, left, of: progress("copy", of - left, of),
            )
            copy.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            manifest = _manifest(copy, database.info, counted)
            same = counting.digests(copy) == digests
    if not same or manifest.counts != counted:
        raise BackupDamaged("the copy differs")
    return manifest


def _manifest(connection: Connection, info: StoreInfo, counted: dict[str, int]) -> Manifest:
    written = state.read(connection)
    return Manifest(
        format=FORMAT,
        program=__version__,
        layout=migrations.version(connection),
        store=info.store,
        organisation=info.organisation,
        demo=connection.execute(_DEMO).fetchone() is not None,
        made_at=clock.instant_text(clock.now()),
        commits=written.marked.commits,
        incarnation=written.marked.incarnation,
        head=written.head,
        counts=counted,
    )


def _attachments(database: Database, copy: Path) -> tuple[list[str], list[str]]:
    """Return the attachment files of the copied rows: those that hold, and those that do not."""
    connection = driver.connect(copy, database.key.sub(b"db"), read_only=True)
    try:
        with driver.translated():
            known = attachments.known_apart(connection)
    finally:
        connection.close()
    whole, missing = [], []
    for kept in known:
        try:
            attachments.content(database.folder, database.key, kept)
            whole.append(kept.file)
        except AttachmentDamaged:
            missing.append(kept.file)
    return whole, missing


def _require(connection: Connection, manifest: Manifest) -> None:
    # Tables that a later layout adds are not asked of an older backup, nor the reverse.
    if driver.integrity_problems(connection):
        raise BackupDamaged("integrity")
    written = state.read(connection)
    found = (written.marked.commits, written.marked.incarnation, written.head)
    if found != (manifest.commits, manifest.incarnation, manifest.head):
        raise BackupDamaged("state")
    if next(journal.problems(connection, written.head), None) is not None:
        raise BackupDamaged("chain")
    if next(readlog.problems(connection, written.read_head), None) is not None:
        raise BackupDamaged("read log")
    if migrations.version(connection) != manifest.layout:
        raise BackupDamaged("layout")
    if manifest.layout == migrations.LATEST and counting.counts(connection) != manifest.counts:
        raise BackupDamaged("counts")


def _total(parts: dict[str, Path | bytes]) -> int:
    with paths.disk_errors():
        return sum(
            len(part) if isinstance(part, bytes) else part.stat().st_size for part in parts.values()
        )


def _bites(progress: Progress, what: str, total: int) -> Callable[[int], None]:
    done = 0

    def bite(size: int) -> None:
        nonlocal done
        done += size
        progress(what, min(done, total), total)

    return bite
