"""The key file on disk: its form, its two copies, and which of them is believed.

A copy is a magic line, a BLAKE2b checksum against damage, and a msgpack body. The checksum is
not a secret; against change by hand every slot authenticates the header, and a code under a key
derived from the store key covers the whole body once the store key is known.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
from typing import TYPE_CHECKING, Final

import msgspec

from meitinker.errors import KeyFileDamaged, StoreMissing, StoreTooNew
from meitinker.keys.cost import Stretch
from meitinker.paths import UNFINISHED, write_durably

if TYPE_CHECKING:
    from pathlib import Path

    from meitinker.keys.storekey import StoreKey
    from meitinker.paths import StoreFolder

FORMAT: Final = 1

_MAGIC: Final = b"meitinker keys\n"
_SUM_SIZE: Final = 32
_LARGEST: Final = 64 * 1024
_PURPOSE: Final = b"keyfile"


class SlotHeader(msgspec.Struct, frozen=True):
    """What every slot authenticates.

    Attributes:
        format: Version of this form; a higher one is refused.
        store: Random neutral id of the store.
    """

    format: int
    store: str


class Slot(msgspec.Struct, frozen=True):
    """One way to the store key.

    Attributes:
        kind: ``device``, ``alone``, ``recovery`` or ``escrow``.
        id: Random id; names the keyring entry of a device slot.
        made: UTC instant, ISO text.
        salt: For Argon2id, or for the key of a slot without a passphrase.
        nonce: Of XChaCha20-Poly1305.
        sealed: The store key, sealed.
        stretch: Argon2id's parameters where there is a passphrase.
        boxes: Escrow only: a sealed half for each officer.
    """

    kind: str
    id: str
    made: str
    salt: bytes
    nonce: bytes
    sealed: bytes
    stretch: Stretch | None = None
    boxes: tuple[bytes, ...] = ()

    def authenticated(self, header: SlotHeader) -> bytes:
        """Return the bytes that are authenticated with the sealed key: all but the key."""
        bare = msgspec.structs.replace(self, nonce=b"", sealed=b"")
        return msgspec.msgpack.encode((header, bare))


class Content(msgspec.Struct, frozen=True):
    """The body of the key file.

    Attributes:
        header: Authenticated by every slot.
        generation: Rises with every change; the higher intact copy is read first.
        slots: The ways to the key.
        code: Authentication of all the rest under a key derived from the store key.
    """

    header: SlotHeader
    generation: int
    slots: tuple[Slot, ...]
    code: bytes = b""

    def of(self, kind: str) -> tuple[Slot, ...]:
        """Return the slots of ``kind``."""
        return tuple(slot for slot in self.slots if slot.kind == kind)

    def with_slots(self, kinds: frozenset[str], *new: Slot) -> Content:
        """Return a copy where the slots of ``kinds`` gave way to ``new``."""
        kept = tuple(slot for slot in self.slots if slot.kind not in kinds)
        return msgspec.structs.replace(self, slots=kept + new)

    def authentication(self, key: StoreKey) -> bytes:
        """Return the code this content should bear."""
        body = msgspec.msgpack.encode(msgspec.structs.replace(self, code=b""))
        return hashlib.blake2b(body, key=key.sub(_PURPOSE), digest_size=32).digest()

    def genuine(self, key: StoreKey) -> bool:
        """Tell whether nothing was changed since it was written with ``key``."""
        return hmac.compare_digest(self.code, self.authentication(key))


class _Front(msgspec.Struct, frozen=True):
    header: SlotHeader


def packed(content: Content) -> bytes:
    """Return ``content`` as the bytes of one copy."""
    body = msgspec.msgpack.encode(content)
    return _MAGIC + _sum(body) + body


def unpacked(data: bytes) -> Content:
    """Return the content of one copy.

    Raises:
        KeyFileDamaged: The bytes are not a whole key file.
        StoreTooNew: Written by a newer program. Params: ``store`` and ``program``.
    """
    front = len(_MAGIC) + _SUM_SIZE
    body = data[front:]
    if not data.startswith(_MAGIC) or not hmac.compare_digest(
        data[len(_MAGIC) : front], _sum(body)
    ):
        raise KeyFileDamaged("checksum")
    try:
        version = msgspec.msgpack.decode(body, type=_Front).header.format
        if version > FORMAT:
            raise StoreTooNew("key file", store=version, program=FORMAT)
        return msgspec.msgpack.decode(body, type=Content)
    except msgspec.DecodeError as error:
        raise KeyFileDamaged("form") from error


def read_copies(folder: StoreFolder) -> tuple[Content, ...]:
    """Return the intact copies that differ, the newest first.

    Raises:
        StoreMissing: There is no key file.
        KeyFileDamaged: There is one, and neither copy is whole.
        StoreTooNew: Written by a newer program.
    """
    paths = (folder.keys_a, folder.keys_b)
    if not any(path.exists() for path in paths):
        raise StoreMissing("no key file")
    read = [content for path in paths for content in _whole(path)]
    if not read:
        raise KeyFileDamaged("neither copy")
    distinct = read if len(set(map(packed, read))) > 1 else read[:1]
    return tuple(sorted(distinct, key=lambda content: -content.generation))


def _whole(path: Path) -> list[Content]:
    try:
        return [unpacked(path.read_bytes()[:_LARGEST])]
    except (OSError, KeyFileDamaged):
        return []


def intact(folder: StoreFolder) -> tuple[bool, bool]:
    """Tell of each copy whether it is the newest content, whole."""
    newest = packed(read_copies(folder)[0])
    return _holds(folder.keys_a, newest), _holds(folder.keys_b, newest)


def write_copies(folder: StoreFolder, content: Content, key: StoreKey) -> Content:
    """Authenticate and write both copies, the second once the first is on the disk.

    Args:
        folder: Of the store.
        content: What to write; its generation is raised.
        key: The store key.

    Raises:
        StoreError: The disk is full, read-only or fails; one copy at least is whole.
    """
    raised = msgspec.structs.replace(content, generation=content.generation + 1)
    signed = msgspec.structs.replace(raised, code=raised.authentication(key))
    data = packed(signed)
    write_durably(folder.keys_a, data)
    write_durably(folder.keys_b, data)
    return signed


def sweep(folder: StoreFolder) -> None:
    """Remove what a crash left half written: it holds slots that were perhaps replaced."""
    for copy in (folder.keys_a, folder.keys_b, folder.tries):
        for left in folder.root.glob(f"{copy.name}.*{UNFINISHED}"):
            with contextlib.suppress(OSError):
                left.unlink()


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.read_bytes() == data
    except OSError:
        return False


def _sum(body: bytes) -> bytes:
    return hashlib.blake2b(body, digest_size=_SUM_SIZE, person=b"mt1keys.damage").digest()
