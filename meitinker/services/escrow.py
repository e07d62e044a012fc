"""The way in by two officers of the organisation together, when the user of a laptop is gone.

They get a new recovery code, which opens wherever such a code does. Each use is in the read log,
with the first signs of what both officers gave away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker import paths
from meitinker.errors import EscrowRefused, StoreBehind, StoreExists
from meitinker.keys import KeyFile, officers
from meitinker.services import opening, reading
from meitinker.store import restoring
from meitinker.store.backup import quiet
from meitinker.store.database import Database
from meitinker.store.restoring import ANYWHERE

if TYPE_CHECKING:
    from pathlib import Path

    from meitinker.keys import RecoveryCode
    from meitinker.paths import StoreFolder
    from meitinker.store.backup import Progress
    from meitinker.store.restoring import Restored


def new_officer(file: Path) -> str:
    """Make an officer, whose secret half comes in ``file``, and return the half to give away.

    Raises:
        StoreExists: There is such a file already; it is as it was.
        DiskFull, DiskFailed, StoreReadOnly: The disk said no.
    """
    if file.exists():
        raise StoreExists("officer")
    secret, given = officers.new()
    paths.write_durably(file, f"{secret}\n".encode())
    return given


def enrol(database: Database, given: tuple[str, str]) -> None:
    """Let two officers open this store together, from what both gave away.

    Backups that are made from now on open so as well.

    Raises:
        EscrowRefused: These are not the lines of two different officers; nothing was changed.
        DiskFull, DiskFailed, StoreReadOnly: The disk said no.
    """
    keys = officers.given_of(given)
    reading.escrow_used(database, opening.session_of(database), "set")
    KeyFile.enrol_escrow(database.folder.root, database.key, officers=keys)


def open_anew(folder: StoreFolder, files: tuple[Path, Path]) -> RecoveryCode:
    """Return a new recovery code of the store in ``folder``; the one before opens no more.

    Raises:
        EscrowRefused: These files are not of the two officers of this store.
        KeyFileDamaged, StoreError: It does not open; nothing was changed.
    """
    restoring.finish_interrupted(folder)
    secrets = _secrets(files)
    key = KeyFile.unlock_with_escrow(folder.root, secrets)
    try:
        database = Database.open(folder, key)
    except StoreBehind:
        database = Database.open(folder, key, recover=True)
    try:
        told = " ".join(("open", *(officers.named(secret) for secret in secrets)))
        reading.escrow_used(database, opening.session_of(database), told)
        return KeyFile.new_recovery_code(folder.root, key)
    finally:
        database.close()
        key.wipe()


def restore(
    files: tuple[Path, Path],
    source: Path,
    folder: StoreFolder,
    *,
    replace: bool = False,
    progress: Progress = quiet,
) -> Restored:
    """Put a backup back that two officers open together; :func:`open_anew` comes next.

    Raises:
        EscrowRefused: These files are not of the two officers of that backup.
        StoreExists, StoreInUse, WrongOrganisation, BackupDamaged, StoreTooNew, StoreError: See
            :func:`meitinker.store.restoring.restore`; the store that was there is as it was.
    """
    secrets = _secrets(files)
    return restoring.restore(
        source,
        folder,
        lambda staged: KeyFile.unlock_with_escrow(staged, secrets),
        border=ANYWHERE,
        replace=replace,
        progress=progress,
    )


def _secrets(files: tuple[Path, Path]) -> tuple[bytes, bytes]:
    with paths.disk_errors():
        try:
            first, second = (officers.secret_of(file.read_text("utf-8")) for file in files)
        except UnicodeDecodeError as error:
            raise EscrowRefused(reason="unreadable") from error
    return first, second
