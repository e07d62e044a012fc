"""A backup as a file: packed, and encrypted so that it opens only unaltered and whole (A26).

A magic line, the header of a libsodium secretstream and chunks of 256 KiB under a key that lies
outside the hub's data. An export is the lines as they are; nobody who reads a backup takes one
for it, because anyone can write such lines.
"""

from __future__ import annotations

import zlib
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

from nacl import bindings
from nacl.exceptions import CryptoError

from meitinker import paths
from meitinker.errors import BackupDamaged

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from sync.hub.dump import Sink

MAGIC = b"meitinker hub backup 1\n"

_HEADER_BYTES = bindings.crypto_secretstream_xchacha20poly1305_HEADERBYTES
_SEAL_BYTES = bindings.crypto_secretstream_xchacha20poly1305_ABYTES
_CHUNK = 1 << 18
_LONGEST_LINE = 64 << 20


@contextmanager
def sealing(file: IO[bytes], key: bytes) -> Iterator[Sink]:
    """Lend a sink that packs and encrypts into ``file``; its end is written when the block ends."""
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    header = bindings.crypto_secretstream_xchacha20poly1305_init_push(state, key)
    file.write(MAGIC + header)
    sink = _Sealed(file, state)
    yield sink
    sink.end()


def opened(path: Path, key: bytes) -> Iterator[bytes]:
    """Yield the lines of a backup.

    Raises:
        BackupDamaged: It is not sealed, does not open with this key, was altered or cut short.
        DiskFailed: It cannot be read.
    """
    with paths.disk_errors(), path.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise BackupDamaged("not sealed")
        yield from _split(_unpacked(_unsealed(file, key)))


def lines(path: Path) -> Iterator[bytes]:
    """Yield the lines of an export, which anyone may have written.

    Raises:
        BackupDamaged: Its last line has no end.
        DiskFailed: It cannot be read.
    """
    with paths.disk_errors(), path.open("rb") as file:
        yield from _split(iter(lambda: file.read(_CHUNK), b""))


class _Sealed:
    def __init__(self, file: IO[bytes], state: Any) -> None:
        self._file = file
        self._state = state
        self._packer = zlib.compressobj()
        self._waiting = bytearray()

    def write(self, data: bytes, /) -> object:
        """Take bytes; a chunk is written when it is full."""
        self._waiting += self._packer.compress(data)
        while len(self._waiting) >= _CHUNK:
            self._push(_CHUNK, bindings.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE)
        return None

    def end(self) -> None:
        """Write the last chunk, which says that it is the last."""
        self._waiting += self._packer.flush()
        while len(self._waiting) > _CHUNK:
            self._push(_CHUNK, bindings.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE)
        self._push(len(self._waiting), bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL)

    def _push(self, size: int, tag: int) -> None:
        chunk = bytes(self._waiting[:size])
        del self._waiting[:size]
        self._file.write(
            bindings.crypto_secretstream_xchacha20poly1305_push(self._state, chunk, None, tag)
        )


def _unsealed(file: IO[bytes], key: bytes) -> Iterator[bytes]:
    state, tag = bindings.crypto_secretstream_xchacha20poly1305_state(), -1
    try:
        header = file.read(_HEADER_BYTES)
        bindings.crypto_secretstream_xchacha20poly1305_init_pull(state, header, key)
        while sealed := file.read(_CHUNK + _SEAL_BYTES):
            chunk, tag = bindings.crypto_secretstream_xchacha20poly1305_pull(state, sealed, None)
            yield chunk
    except (CryptoError, ValueError, TypeError):
        raise BackupDamaged("it does not open with this key, or was altered") from None
    if tag != bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL:
        raise BackupDamaged("cut short")


def _unpacked(pieces: Iterable[bytes]) -> Iterator[bytes]:
    unpacker = zlib.decompressobj()
    try:
        for piece in pieces:
            yield unpacker.decompress(piece)
        yield unpacker.flush()
    except zlib.error:
        raise BackupDamaged("not packed well") from None


def _split(pieces: Iterable[bytes]) -> Iterator[bytes]:
    rest = bytearray()
    for piece in pieces:
        rest += piece
        *lines, last = rest.split(b"\n")
        yield from (bytes(line) + b"\n" for line in lines)
        rest = last
        if len(rest) > _LONGEST_LINE:
            raise BackupDamaged("a line without an end")
    if rest:
        raise BackupDamaged("cut short")
