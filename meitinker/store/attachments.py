"""Files beside the store: each encrypted with a key of its own, which lies in its row.

A file is a magic line, the header of a libsodium secretstream and chunks of 64 KiB. It is named
by a keyed hash of its content, so the folder tells nothing and equal files are kept once. The
file is on the disk before its row is written; dropping the key from the row erases it.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec

from meitinker import clock, paths
from meitinker.errors import AttachmentDamaged

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from meitinker.keys import StoreKey
    from meitinker.paths import StoreFolder
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection

CHUNK = 64 * 1024
MAGIC = b"meitinker file 1\n"
KEY_BYTES = 32
GRACE = timedelta(days=1)
"""A file may wait this long for its row before it counts as left over."""

_HEADER_BYTES = 24
_SEAL_BYTES = 17
_NAME_DIGITS = frozenset("0123456789abcdef")
_NAME_LENGTH = 64

_KEY_OF = "SELECT key FROM attachment WHERE file = ? AND key <> '' LIMIT 1"
_KNOWN = "SELECT file, key, size FROM attachment WHERE file <> '' AND key <> '' ORDER BY file, key"
_KNOWN_APART = (
    "SELECT a.file, a.key, a.size, NOT EXISTS (SELECT 1 FROM change_header AS h"
    " WHERE h.record_id = a.id AND h.operation = 'create') AS elsewhere"
    " FROM attachment AS a WHERE a.file <> '' AND a.key <> '' ORDER BY a.file, elsewhere, a.key"
)
_ADDED_HERE = "SELECT 1 FROM change_header WHERE record_id = ? AND operation = 'create'"


class Kept(msgspec.Struct, frozen=True):
    """What the row of an attachment must know to read it back.

    Attributes:
        file: Name of the file: a keyed hash (hex) of its content.
        key: Key (hex) of this file alone.
        size: Bytes of the content.
        elsewhere: Whether another store named the file, with a key of its own: then its seals
            alone tell that it is the one.
    """

    file: str
    key: str
    size: int
    elsewhere: bool = False


def keep(database: Database, content: bytes) -> Kept:
    """Put ``content`` on the disk, for good, and return what its row must hold.

    Content that is kept already gets no second file; a file that was damaged is mended.

    Raises:
        DiskFull, DiskFailed, StoreReadOnly: It is not kept.
    """
    name = name_of(database.key, content)
    with database.reading() as connection:
        row = connection.execute(_KEY_OF, (name,)).fetchone()
    kept = Kept(name, row[0] if row else secrets.token_hex(KEY_BYTES), len(content))
    if row and _whole(database, kept):
        return kept
    paths.make_private(database.folder.attachments)
    paths.write_durably(database.folder.attachments / name, sealed(content, kept))
    return kept


def content(folder: StoreFolder, key: StoreKey, kept: Kept) -> bytes:
    """Return the content of a kept file, proven whole and unchanged.

    Raises:
        AttachmentDamaged: The file is missing, cut short or changed, or its key was dropped.
        DiskFailed, StoreReadOnly: The disk said no.
    """
    if not is_name(kept.file):
        raise AttachmentDamaged("name")
    with paths.disk_errors():
        try:
            data = (folder.attachments / kept.file).read_bytes()
        except FileNotFoundError:
            raise AttachmentDamaged("missing") from None
    found = unsealed(data, kept)
    named_well = kept.elsewhere or hmac.compare_digest(name_of(key, found), kept.file)
    if len(found) != kept.size or not named_well:
        raise AttachmentDamaged("content")
    return found


def name_of(key: StoreKey, content: bytes) -> str:
    """Return the name under which ``content`` is kept."""
    return hashlib.blake2b(content, key=key.sub(b"attach"), digest_size=32).hexdigest()


def is_name(name: str) -> bool:
    """Tell whether ``name`` is one that :func:`name_of` gives, and so safe as a file's."""
    return len(name) == _NAME_LENGTH and set(name) <= _NAME_DIGITS


def kept_size(size: int) -> int:
    """Return how many bytes the file has of a content of ``size`` bytes."""
    chunks = max(1, -(-size // CHUNK))
    return len(MAGIC) + _HEADER_BYTES + size + chunks * _SEAL_BYTES


def sealed(content: bytes, kept: Kept) -> bytes:
    """Return ``content`` as its file; the last chunk says that it is the last."""
    from nacl import bindings

    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    header = bindings.crypto_secretstream_xchacha20poly1305_init_push(
        state, bytes.fromhex(kept.key)
    )
    parts = [MAGIC, header]
    bound = kept.file.encode()
    for start in range(0, max(len(content), 1), CHUNK):
        last = start + CHUNK >= len(content)
        tag = (
            bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL
            if last
            else bindings.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
        )
        chunk = content[start : start + CHUNK]
        parts.append(bindings.crypto_secretstream_xchacha20poly1305_push(state, chunk, bound, tag))
    return b"".join(parts)


def unsealed(data: bytes, kept: Kept) -> bytes:
    """Return the content of a file's bytes.

    Raises:
        AttachmentDamaged: A byte was changed, the end is missing or something follows it, or
            the key is not this file's.
    """
    from nacl import bindings
    from nacl.exceptions import CryptoError

    start = len(MAGIC) + _HEADER_BYTES
    if not data.startswith(MAGIC) or len(data) < start + _SEAL_BYTES:
        raise AttachmentDamaged("form")
    try:
        state = bindings.crypto_secretstream_xchacha20poly1305_state()
        bindings.crypto_secretstream_xchacha20poly1305_init_pull(
            state, data[len(MAGIC) : start], bytes.fromhex(kept.key)
        )
        parts, tag = [], 0
        for at in range(start, len(data), CHUNK + _SEAL_BYTES):
            chunk, tag = bindings.crypto_secretstream_xchacha20poly1305_pull(
                state, data[at : at + CHUNK + _SEAL_BYTES], kept.file.encode()
            )
            parts.append(chunk)
    except (CryptoError, ValueError, TypeError):
        raise AttachmentDamaged("seal") from None
    if tag != bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL:
        raise AttachmentDamaged("cut short")
    return b"".join(parts)


def known(connection: Connection) -> list[Kept]:
    """Return every file that a row can open, removed records included: undo may need them."""
    found: dict[str, Kept] = {}
    for row in connection.execute(_KNOWN):
        found.setdefault(row[0], Kept(*row))
    return list(found.values())


def known_apart(connection: Connection) -> list[Kept]:
    """Return the same, and of each whether another store named it, by the chain of this one."""
    found: dict[str, Kept] = {}
    for file, key, size, elsewhere in connection.execute(_KNOWN_APART):
        found.setdefault(file, Kept(file, key, size, bool(elsewhere)))
    return list(found.values())


def was_added_elsewhere(connection: Connection, record_id: str) -> bool:
    """Tell whether an attachment came from another store."""
    return connection.execute(_ADDED_HERE, (record_id,)).fetchone() is None


def orphans(connection: Connection, folder: StoreFolder) -> list[Path]:
    """Return files without a row that have waited for one longer than :data:`GRACE`."""
    wanted = {kept.file for kept in known(connection)}
    return sorted(path for path in _files(folder) if path.name not in wanted and _waited(path))


def sweep(connection: Connection, folder: StoreFolder) -> int:
    """Remove what :func:`orphans` finds and return how many files went.

    Raises:
        DiskFailed, StoreReadOnly: A file cannot be removed.
    """
    found = orphans(connection, folder)
    with paths.disk_errors():
        for path in found:
            path.unlink(missing_ok=True)
    return len(found)


def _whole(database: Database, kept: Kept) -> bool:
    try:
        content(database.folder, database.key, kept)
    except AttachmentDamaged:
        return False
    return True


def _files(folder: StoreFolder) -> Iterator[Path]:
    if folder.attachments.is_dir():
        yield from (path for path in folder.attachments.iterdir() if path.is_file())


def _waited(path: Path) -> bool:
    try:
        written = clock.instant_of(path.stat().st_mtime_ns // 1_000_000)
    except OSError:
        return False
    return clock.now() - written > GRACE
