"""Where files live, and the one way of writing a small file that survives a power cut.

A computer may be shared: every user has a folder of their own under :func:`home`. Which there are
and what they are called is told by :mod:`meitinker.labels`.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from meitinker.errors import DiskFailed, DiskFull, StoreReadOnly

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER_MODE = 0o700
FILE_MODE = 0o600
_MODE_BITS = 0o777
UNFINISHED = ".new"
"""Ending of a file that is being written; one that lies there at start is of a crash."""

_HOME_VARIABLE = "MEITINKER_HOME"
_PIECE = 1 << 20
"""Bytes that are written again at a time."""

_LEAST_ROOM = 256 * 1024
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})
_NO_WRITING = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
_NO_SUCH_CALL = frozenset({errno.EINVAL, errno.ENOTSUP})


@contextlib.contextmanager
def disk_errors() -> Iterator[None]:
    """Turn an ``OSError`` of the block into the error that has a sentence.

    Raises:
        DiskFull: No room or quota left.
        StoreReadOnly: The folder or file cannot be written.
        DiskFailed: Every other input/output error.
    """
    try:
        yield
    except OSError as error:
        # The message of an OSError holds a path, which may hold a name: it stays behind.
        code = errno.errorcode.get(error.errno or 0, "unknown")
        if error.errno in _NO_ROOM:
            raise DiskFull(code) from None
        if error.errno in _NO_WRITING:
            raise StoreReadOnly(code) from None
        raise DiskFailed(code) from None


def home() -> Path:
    """Return the folder of all stores: ``MEITINKER_HOME`` or the platform's data folder."""
    chosen = os.environ.get(_HOME_VARIABLE)
    if chosen:
        return Path(chosen).expanduser().absolute()
    import platformdirs

    return Path(platformdirs.user_data_dir("meitinker", appauthor=False))


def make_private(folder: Path) -> Path:
    """Make ``folder`` (and its parents) for this user's eyes only, and return it.

    Raises:
        StoreReadOnly: The place cannot be written.
    """
    with disk_errors():
        folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        if os.name == "posix":
            folder.chmod(FOLDER_MODE)
    return folder


def sync_folder(folder: Path) -> None:
    """Make renames in ``folder`` durable; Windows does this by itself and offers no call.

    Nor does every share on a network or stick: what is on its way there is up to that.
    """
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _NO_SUCH_CALL:
            raise
    finally:
        os.close(handle)


def is_full(folder: Path) -> bool:
    """Tell whether the disk of ``folder`` has too little room to open a store in.

    SQLite says "disk I/O error" when it cannot make its ``-shm`` file.
    """
    with contextlib.suppress(OSError):
        return shutil.disk_usage(folder).free < _LEAST_ROOM
    return False


def sync_file(path: Path) -> None:
    """Make what was done to the file at ``path`` durable; nothing where there is none."""
    try:
        handle = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_again(path: Path) -> None:
    """Write what the file at ``path`` holds once more, durably; nothing where there is none.

    After an fsync that failed Linux takes what was to be written for clean: it can still be read,
    a later fsync succeeds without it, and it is gone with the power. What is written anew is not.
    """
    try:
        handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        return
    with os.fdopen(handle, "r+b", buffering=0) as file:
        while piece := file.read(_PIECE):
            file.seek(-len(piece), os.SEEK_CUR)
            file.write(piece)  # where it takes less, the rest is read again
        os.fsync(handle)


def write_durably(path: Path, data: bytes) -> None:
    """Replace ``path`` by ``data``: whole and on the disk, or as it was.

    A temporary file of this user only is written and fsynced, renamed over ``path``, and the
    folder is fsynced, in this order: a cut at any moment leaves the old or the new file.

    Raises:
        DiskFull: No room; ``path`` is as it was.
        StoreReadOnly: The folder cannot be written.
        DiskFailed: Any other input/output error.
    """
    new = beside(path)
    with disk_errors():
        try:
            _write_synced(new, data)
            os.replace(new, path)
        except BaseException:
            with contextlib.suppress(OSError):
                new.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


def beside(path: Path) -> Path:
    """Return where the file that is to replace ``path`` is written first."""
    import secrets

    return path.with_name(f"{path.name}.{secrets.token_hex(4)}{UNFINISHED}")


def private_file(path: Path, *, longer: bool = False) -> BinaryIO:
    """Open a new file for writing that only this user may read.

    Args:
        path: The file.
        longer: Whether one that is there already is made longer.

    Raises:
        OSError: There is one already, or none can be made.
    """
    how = os.O_APPEND if longer else os.O_EXCL
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | how, FILE_MODE)
    return os.fdopen(handle, "ab" if longer else "wb")


def keep_private(path: Path) -> None:
    """Let only this user read the file at ``path``, which a library opens: made if there is none.

    One that is there is never opened here: closing it would take away the locks that the library
    holds on it. A stick that knows no modes stays as it is.
    """
    if os.name != "posix":
        return
    with contextlib.suppress(FileExistsError):
        private_file(path).close()
        return
    with contextlib.suppress(OSError):
        if path.stat().st_mode & ~FILE_MODE & _MODE_BITS:
            path.chmod(FILE_MODE)


def _write_synced(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
    with os.fdopen(handle, "wb", buffering=0) as file:
        rest = memoryview(data)
        while rest:
            rest = rest[file.write(rest) or 0 :]
        os.fsync(file.fileno())


@dataclass(frozen=True)
class StoreFolder:
    """The names of everything that belongs to one store.

    Attributes:
        root: The folder of this store.
    """

    root: Path

    @property
    def database(self) -> Path:
        """The encrypted database."""
        return self.root / "store.db"

    @property
    def mark(self) -> Path:
        """The authenticated count of savings, beside the database."""
        return self.root / "store.mark"

    @property
    def lock(self) -> Path:
        """The file whose lock keeps a second copy of the program out."""
        return self.root / "store.lock"

    @property
    def keys_a(self) -> Path:
        """The first copy of the key file; always written before the second."""
        return self.root / "keys.a"

    @property
    def keys_b(self) -> Path:
        """The second copy of the key file."""
        return self.root / "keys.b"

    @property
    def tries(self) -> Path:
        """How many wrong passphrases came in a row, and when the last was."""
        return self.root / "tries"

    @property
    def attachments(self) -> Path:
        """The folder of encrypted attachments."""
        return self.root / "attachments"

    @property
    def arriving(self) -> Path:
        """Encrypted attachments of which a part has come from the hub."""
        return self.root / "arriving"

    @property
    def backups(self) -> Path:
        """The folder of backups made on this device."""
        return self.root / "backups"

    @property
    def log(self) -> Path:
        """The log, which holds no personal data."""
        return self.root / "log" / "meitinker.log"

    @property
    def wiped(self) -> Path:
        """The note that the hub ordered this store to be destroyed."""
        return self.root / "wiped"

    @property
    def exists(self) -> bool:
        """Whether a store or its key file is here."""
        return any(path.exists() for path in (self.database, self.keys_a, self.keys_b))

    def prepare(self) -> StoreFolder:
        """Make the folders, private to this user, and return this object.

        Raises:
            StoreReadOnly: The place cannot be written.
        """
        for folder in (self.root, self.attachments, self.backups, self.log.parent):
            make_private(folder)
        return self
