"""The store mark: what the store must at least hold when it is opened again.

SQLite cannot tell that the tail of a write-ahead log is gone: a flipped bit or a deleted file
reads as "nothing was written". So after every commit the number of commits and the head of the
chain are written beside the store, authenticated with the store key, in two slots by turns.
A slot is one 512-byte sector, so that a torn write spoils one slot at most.
"""

from __future__ import annotations

import errno
import os
import struct
from hashlib import blake2b
from typing import TYPE_CHECKING

import msgspec

from meitinker import clock, paths
from meitinker.errors import StoreDamaged

if TYPE_CHECKING:
    from pathlib import Path

_MAGIC = b"MTMARK1\x00"
_BODY = struct.Struct(">8sQQI32s")
_MAC_BYTES = 32
_SLOT = 512
_DISTANCE = 4096


class MarkState(msgspec.Struct, frozen=True):
    """What was promised as saved.

    Attributes:
        commits: Number of commits since the store was made.
        at: When the last one was, in milliseconds since 1970 (UTC).
        incarnation: The device's incarnation.
        head: Hash of the last header in the chain, 32 bytes.
    """

    commits: int
    at: int
    incarnation: int
    head: bytes

    def followed_by(self, head: str) -> MarkState:
        """Return the state after one commit more, made now, that ends the chain at ``head``."""
        return msgspec.structs.replace(
            self,
            commits=self.commits + 1,
            at=clock.milliseconds_of(clock.now()),
            head=bytes.fromhex(head),
        )


class Mark:
    """The mark file of one store."""

    def __init__(self, path: Path, key: bytes) -> None:
        """Take the file's path and the 32-byte subkey that authenticates it."""
        self._path = path
        self._key = key
        self._file = -1

    def read(self) -> MarkState | None:
        """Return the newest slot that holds, or None when there is none."""
        with paths.disk_errors():
            try:
                data = self._path.read_bytes()
            except FileNotFoundError:
                return None
        slots = (self._parse(data[at : at + _SLOT]) for at in (0, _DISTANCE))
        return max((s for s in slots if s), key=lambda s: s.commits, default=None)

    def missing(self, found: MarkState) -> int:
        """Return how many commits were promised that a store lacks which was ``found`` so.

        Raises:
            StoreDamaged: It is another chain.
        """
        promised = self.read()
        if promised is None:
            return 1 if found.commits > 1 else 0
        if promised.commits == found.commits and promised.head != found.head:
            raise StoreDamaged("the chain is not the one that was marked")
        return max(promised.commits - found.commits, 0)

    def write(self, state: MarkState) -> None:
        """Put ``state`` on disk; it is there for good when this returns.

        Raises:
            DiskFull, DiskFailed, StoreReadOnly: It is not.
        """
        body = _BODY.pack(_MAGIC, state.commits, state.at, state.incarnation, state.head)
        slot = (body + self._mac(body)).ljust(_SLOT, b"\x00")
        with paths.disk_errors():
            if self._file < 0:
                self._open()
            self._put(slot, _DISTANCE * (state.commits % 2))
            self._path.stat()  # An open file takes writes after its folder is gone.

    def close(self) -> None:
        """Let go of the file."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def _open(self) -> None:
        fresh = not self._path.exists()
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
        self._file = os.open(self._path, flags, 0o600)
        if fresh:
            self._put(b"\x00" * (_DISTANCE + _SLOT), 0)
            paths.sync_folder(self._path.parent)

    def _put(self, data: bytes, offset: int) -> None:
        os.lseek(self._file, offset, os.SEEK_SET)
        if os.write(self._file, data) != len(data):
            raise OSError(errno.ENOSPC, "short write")
        os.fsync(self._file)

    def _mac(self, body: bytes) -> bytes:
        return blake2b(body, key=self._key, digest_size=_MAC_BYTES).digest()

    def _parse(self, slot: bytes) -> MarkState | None:
        body, mac = slot[: _BODY.size], slot[_BODY.size : _BODY.size + _MAC_BYTES]
        if len(body) < _BODY.size or self._mac(body) != mac:
            return None
        magic, commits, at, incarnation, head = _BODY.unpack(body)
        return MarkState(commits, at, incarnation, head) if magic == _MAGIC else None
