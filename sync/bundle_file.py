"""A bundle: the messages of one exchange in a file, for where there is no network.

A magic line, a head in clear (for whom, from whom, which number), then the messages, each
encrypted apart under a key of this file (XChaCha20-Poly1305, numbered from 0, bound to the head).
That key is sealed for the receiver; the last message is the sender's signature under the head and
all that came before. Nothing of a file is used before all of it was read and the signature held,
so a file that was cut, altered or put together from two is no bundle at all (A26).

Both parties are known by the Ed25519 key that they sign with; what is sealed is sealed for the
Curve25519 form of it.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, TypeVar

import msgspec
from nacl import bindings, utils
from nacl.exceptions import BadSignatureError, CryptoError
from nacl.public import SealedBox
from nacl.signing import SigningKey, VerifyKey

from meitinker import paths
from meitinker.errors import BundleDamaged, MessageTooLarge, RequestRefused
from sync import wire

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

T = TypeVar("T")

SUFFIX = ".meitinker"
MAGIC = b"meitinker bundle 1\n"

MOST_BYTES = 1 << 30
"""Bytes of a file from which on no attachment is added: what many sticks hold ends at 4 GB."""

REFUSED = "refused"
"""Name of the message in which a hub says that it does nothing for this device."""

_LENGTH_BYTES = 4
_LARGEST_HEAD = 4096
_KEY_BYTES = bindings.crypto_aead_xchacha20poly1305_ietf_KEYBYTES
_NONCE_BYTES = bindings.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
_LONGEST_NAME = 200
_LARGEST_SEALED = wire.LARGEST_PACKED + _LONGEST_NAME + 64
_MOST_PARTS = 100_000
_SIGNATURE = "signature"


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """What a bundle says before it is opened: ids only, nothing of anybody.

    Attributes:
        hub: The hub it goes to or comes from.
        device: The device it comes from or goes to.
        number: Number of the question, above all requests the device made before; an answer
            bears that of its question.
        answer: Whether it is an answer of the hub.
        key: The key of this file, sealed for the receiver, hex.
    """

    hub: str
    device: str
    number: int
    answer: bool = False
    key: str = ""


class Part(msgspec.Struct, frozen=True):
    """Where a message lies in a bundle; ``name`` says what it is, and of which file."""

    name: str
    number: int
    offset: int
    length: int


class BundleWriter:
    """Takes messages and writes them encrypted; made by :func:`writing`."""

    def __init__(self, file: IO[bytes], head: Head, secret: bytes, receiver: str) -> None:
        """Write the head, with a new key for ``receiver`` in it."""
        self._file = file
        self._secret = SigningKey(secret)
        self._key = utils.random(_KEY_BYTES)
        box = SealedBox(VerifyKey(bytes.fromhex(receiver)).to_curve25519_public_key())
        told = msgspec.structs.replace(head, key=box.encrypt(self._key).hex())
        self._head = msgspec.json.encode(told)
        self._sum = _sum_of(self._head)
        self._number = 0
        self.size = file.write(MAGIC + _length(self._head) + self._head)

    def add(self, name: str, message: object) -> None:
        """Add a message.

        Raises:
            MessageTooLarge: It is larger than anyone accepts.
        """
        self._add(name, wire.packed(message))

    def end(self) -> None:
        """Sign what was added; nothing is read of a bundle without that."""
        self._add(_SIGNATURE, self._secret.sign(_signed(self._sum.digest())).signature)

    def _add(self, name: str, body: bytes) -> None:
        plain = name.encode() + b"\n" + body
        self._sum.update(_length(plain) + plain)
        sealed = bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(
            plain, _bound(self._head), _nonce(self._number), self._key
        )
        self._number += 1
        self.size += self._file.write(_length(sealed) + sealed)


class Bundle:
    """A bundle that was read whole and whose signature holds; its messages are read when asked."""

    def __init__(self, path: Path, raw_head: bytes, key: bytes, parts: tuple[Part, ...]) -> None:
        """Take what :func:`opened` found."""
        self._path = path
        self._raw_head = raw_head
        self._key = key
        self.head = _head(raw_head)
        self.parts = parts

    def read(self, part: Part, shape: type[T]) -> T:
        """Return a message.

        Raises:
            BundleDamaged: It is no such message, or the file changed since it was opened.
            DiskFailed: It cannot be read.
        """
        with paths.disk_errors(), self._path.open("rb") as file:
            file.seek(part.offset)
            sealed = file.read(part.length)
        _name, body = _unsealed(sealed, self._raw_head, part.number, self._key)
        try:
            return wire.unpacked(body, shape)
        except (MessageTooLarge, RequestRefused) as error:
            raise BundleDamaged("not the message it says it is") from error


@contextmanager
def writing(path: Path, head: Head, *, secret: bytes, receiver: str) -> Iterator[BundleWriter]:
    """Lend a writer; the file appears whole when the block ends, and not at all when it fails.

    Args:
        path: Where; a file that is there is replaced.
        head: For whom and from whom; its ``key`` is filled in.
        secret: The sender's Ed25519 key, 32 bytes.
        receiver: The receiver's public Ed25519 key, hex.

    Raises:
        DiskFull, DiskFailed, StoreReadOnly: The disk said no.
    """
    beside = paths.beside(path)
    try:
        with paths.disk_errors():
            with paths.private_file(beside) as file:
                writer = BundleWriter(file, head, secret, receiver)
                yield writer
                writer.end()
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
            paths.sync_folder(path.parent)
    finally:
        with paths.disk_errors():
            beside.unlink(missing_ok=True)


def head_of(path: Path) -> Head:
    """Return what a file says of itself; nothing of that is proven.

    Raises:
        BundleDamaged: It is no bundle.
        DiskFailed: It cannot be read.
    """
    with paths.disk_errors(), path.open("rb") as file:
        return _head(_read_head(file))


def opened(path: Path, *, secret: bytes, sender: str) -> Bundle:
    """Read all of a bundle once, and return it when the sender's signature holds.

    Args:
        path: The file.
        secret: The receiver's Ed25519 key, 32 bytes.
        sender: The sender's public Ed25519 key, hex.

    Raises:
        BundleDamaged: It is not for this receiver, not of this sender, cut short or altered.
        DiskFailed: It cannot be read.
    """
    with paths.disk_errors(), path.open("rb") as file:
        raw_head = _read_head(file)
        key = _opened_key(_head(raw_head), secret)
        adding, parts, signature = _sum_of(raw_head), list[Part](), b""
        while length := file.read(_LENGTH_BYTES):
            if signature or len(parts) == _MOST_PARTS:
                raise BundleDamaged("more after its end, or more than anyone writes")
            offset = file.tell()
            size = _size(length, _LARGEST_SEALED)
            sealed = file.read(size)
            if len(sealed) != size:
                raise BundleDamaged("less than it says")
            before = adding.digest()
            name, body = _unsealed(sealed, raw_head, len(parts), key, adding)
            if name == _SIGNATURE:
                _require_signed(sender, before, body)
                signature = body
            else:
                parts.append(Part(name, len(parts), offset, len(sealed)))
    if not signature:
        raise BundleDamaged("cut short")
    return Bundle(path, raw_head, key, tuple(parts))


def _require_signed(sender: str, digest: bytes, signature: bytes) -> None:
    try:
        VerifyKey(bytes.fromhex(sender)).verify(_signed(digest), signature)
    except (BadSignatureError, ValueError, TypeError) as error:
        raise BundleDamaged("not signed by who should have") from error


def _read_head(file: IO[bytes]) -> bytes:
    if file.read(len(MAGIC)) != MAGIC:
        raise BundleDamaged("no bundle")
    return file.read(_size(file.read(_LENGTH_BYTES), _LARGEST_HEAD))


def _head(raw: bytes) -> Head:
    try:
        return msgspec.json.decode(raw, type=Head)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BundleDamaged("its head cannot be read") from error


def _opened_key(head: Head, secret: bytes) -> bytes:
    try:
        key = SealedBox(SigningKey(secret).to_curve25519_private_key()).decrypt(
            bytes.fromhex(head.key)
        )
    except (CryptoError, ValueError, TypeError) as error:
        raise BundleDamaged("not sealed for this receiver") from error
    if len(key) != _KEY_BYTES:
        raise BundleDamaged("a key of another length")
    return key


def _unsealed(
    sealed: bytes,
    raw_head: bytes,
    number: int,
    key: bytes,
    adding: hashlib._Hash | None = None,
) -> tuple[str, bytes]:
    try:
        plain = bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(
            sealed, _bound(raw_head), _nonce(number), key
        )
        raw_name, _break, body = plain.partition(b"\n")
        name = raw_name.decode()
    except (CryptoError, ValueError, TypeError) as error:
        raise BundleDamaged("altered, or cut short") from error
    if adding is not None:
        adding.update(_length(plain) + plain)
    return name, body


def _size(length: bytes, most: int) -> int:
    size = int.from_bytes(length, "big")
    if len(length) != _LENGTH_BYTES or size > most:
        raise BundleDamaged("cut short, or a part that is too long")
    return size


def _length(data: bytes) -> bytes:
    return len(data).to_bytes(_LENGTH_BYTES, "big")


def _nonce(number: int) -> bytes:
    # the key is of this file only, so a number is never used twice under it
    return number.to_bytes(_NONCE_BYTES, "big")


def _signed(digest: bytes) -> bytes:
    return MAGIC + digest


def _bound(raw_head: bytes) -> bytes:
    return hashlib.sha256(MAGIC + raw_head).digest()


def _sum_of(raw_head: bytes) -> hashlib._Hash:
    return hashlib.sha256(MAGIC + _length(raw_head) + raw_head)
