"""The file of a backup: a zip without compression, of parts that are encrypted themselves.

Only the manifest can be read without the key: who made it, when, and how much of what. It holds
the hash of every part and is authenticated with the store's key, so that nothing can be taken
out, put in or mixed from two backups. What a zip says of itself is never believed: names come
from a fixed form, sizes and hashes from the manifest, and nothing is ever unpacked (A5, A20).
"""

from __future__ import annotations

import errno
import hashlib
import hmac
import os
import re
import struct
import zipfile
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import msgspec

from meitinker import __version__, paths
from meitinker.errors import BackupDamaged, StoreTooNew

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from meitinker.keys import StoreKey

    Bite = Callable[[int], None]
    """Told the number of bytes done since the last time; what it raises ends the work."""

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "store.db"
KEYS = "keys"
ATTACHMENTS = "attachments/"

_BITE = 256 * 1024
_MOST_MANIFEST = 64 * 1024 * 1024
_PART = re.compile(r"store\.db|keys|attachments/[0-9a-f]{64}")
_ANY_TIME = (1980, 1, 1, 0, 0, 0)
_ENCRYPTED = 0x1
_BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    EOFError,
    RuntimeError,
    NotImplementedError,
    struct.error,
    ValueError,
    KeyError,
    IndexError,
)


class BackupPart(msgspec.Struct, frozen=True):
    """One part: its bytes and their SHA-256 (hex)."""

    size: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup says of itself; nothing personal.

    Attributes:
        format: Version of this form.
        program: Version of the program that made it.
        layout: Number of the store's newest migration.
        store: Id of the store.
        organisation: Id of the organisation whose store it is.
        demo: Whether it is the example village's.
        made_at: UTC text.
        commits: Savings it holds.
        incarnation: The device's.
        head: Hash (hex) of the last change.
        counts: Rows of each kind, and of what lies beside them.
        missing: Attachments (file names) that were missing or damaged when it was made.
        parts: Every part by name.
        code: Authentication of all the rest under the store's key.
    """

    format: int
    program: str
    layout: int
    store: str
    organisation: str
    demo: bool
    made_at: str
    commits: int
    incarnation: int
    head: str
    counts: dict[str, int]
    missing: tuple[str, ...] = ()
    parts: dict[str, BackupPart] = {}
    code: str = ""

    def authenticated(self, key: StoreKey) -> Manifest:
        """Return this manifest with its code."""
        return msgspec.structs.replace(self, code=self._code(key))

    def genuine(self, key: StoreKey) -> bool:
        """Tell whether it was made with ``key`` and not changed since."""
        return hmac.compare_digest(self.code, self._code(key))

    def _code(self, key: StoreKey) -> str:
        bare = msgspec.json.encode(msgspec.structs.replace(self, code=""), order="deterministic")
        return hashlib.blake2b(bare, key=key.sub(b"backup"), digest_size=32).hexdigest()


class _Front(msgspec.Struct, frozen=True):
    format: int
    program: str = ""


def write(
    target: Path,
    parts: Mapping[str, Path | bytes],
    manifest: Manifest,
    *,
    key: StoreKey,
    bite: Bite,
) -> Manifest:
    """Write the file of a backup at ``target``, on the disk for good.

    Args:
        target: Where; must not be there yet.
        parts: Content of each part, by name.
        manifest: All but the parts and the code.
        key: Authenticates the manifest.
        bite: Told how far it is.

    Returns:
        The manifest as written.

    Raises:
        DiskFull, DiskFailed, StoreReadOnly: It was not written.
    """
    written: dict[str, BackupPart] = {}
    with paths.disk_errors(), paths.private_file(target) as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as box:
            for name, content in parts.items():
                written[name] = _put(box, name, content, bite)
            whole = msgspec.structs.replace(manifest, parts=written).authenticated(key)
            _put(box, MANIFEST, msgspec.json.encode(whole), bite)
        file.flush()
        os.fsync(file.fileno())
    return whole


def _put(box: zipfile.ZipFile, name: str, content: Path | bytes, bite: Bite) -> BackupPart:
    info = zipfile.ZipInfo(name, _ANY_TIME)
    info.external_attr = paths.FILE_MODE << 16
    found, size = hashlib.sha256(), 0
    with box.open(info, "w", force_zip64=True) as out:
        for piece in _pieces(content):
            out.write(piece)
            found.update(piece)
            size += len(piece)
            bite(len(piece))
    return BackupPart(size, found.hexdigest())


def _pieces(content: Path | bytes) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    with content.open("rb") as file:
        while piece := file.read(_BITE):
            yield piece


@contextmanager
def opened(path: Path) -> Iterator[Container]:
    """Open the file of a backup; nothing in it is believed before it is compared.

    Raises:
        BackupDamaged: It is not a whole backup.
        StoreTooNew: A newer program made it. Params: ``store`` and ``program``.
        DiskFailed, StoreReadOnly: The disk said no.
    """
    with ExitStack() as stack:
        with damage():
            box = stack.enter_context(zipfile.ZipFile(stack.enter_context(path.open("rb"))))
            container = Container(box)
        # Outside: what the reader's own work raises is no damage.
        yield container


class Container:
    """An open backup, of which names and sizes agree with its manifest."""

    def __init__(self, box: zipfile.ZipFile) -> None:
        """Use :func:`opened`."""
        self._box = box
        infos = {info.filename: info for info in box.infolist()}
        if len(infos) != len(box.infolist()) or MANIFEST not in infos:
            raise BackupDamaged("names")
        if infos[MANIFEST].file_size > _MOST_MANIFEST:
            raise BackupDamaged("manifest")
        for info in infos.values():
            _require_plain(info)
        self.manifest = _manifest(box.read(MANIFEST))
        promised = {name: part.size for name, part in self.manifest.parts.items()}
        there = {name: info.file_size for name, info in infos.items() if name != MANIFEST}
        if promised != there or not all(_PART.fullmatch(name) for name in there):
            raise BackupDamaged("parts")
        if not {DATABASE, KEYS} <= there.keys():
            raise BackupDamaged("parts")

    @property
    def attachments(self) -> list[str]:
        """Names of the attachment files, without their folder."""
        return [
            name.removeprefix(ATTACHMENTS)
            for name in self.manifest.parts
            if name.startswith(ATTACHMENTS)
        ]

    @property
    def size(self) -> int:
        """Bytes of all parts."""
        return sum(part.size for part in self.manifest.parts.values())

    def read(self, name: str) -> bytes:
        """Return a (small) part.

        Raises:
            BackupDamaged: It does not hold.
        """
        with damage():
            data = self._box.read(name)
            self._require(name, len(data), hashlib.sha256(data).hexdigest())
        return data

    def extract(self, name: str, target: Path, bite: Bite) -> None:
        """Write a part to ``target``, which is not there yet, on the disk for good.

        Raises:
            BackupDamaged: It does not hold.
            DiskFull, DiskFailed, StoreReadOnly: It was not written.
        """
        found, size = hashlib.sha256(), 0
        with damage(), self._box.open(name) as source, paths.private_file(target) as out:
            while piece := source.read(_BITE):
                found.update(piece)
                size += len(piece)
                out.write(piece)
                bite(len(piece))
            out.flush()
            os.fsync(out.fileno())
        self._require(name, size, found.hexdigest())

    def _require(self, name: str, size: int, sha256: str) -> None:
        if self.manifest.parts[name] != BackupPart(size, sha256):
            raise BackupDamaged("hash")


@contextmanager
def damage() -> Iterator[None]:
    """Turn what reading a broken file raises into :class:`BackupDamaged`."""
    try:
        with paths.disk_errors():
            try:
                yield
            except OSError as error:
                # zipfile seeks where a broken directory points, and that is no disk error.
                if error.errno in (None, errno.EINVAL):
                    raise BackupDamaged("seek") from None
                raise
    except _BROKEN:
        raise BackupDamaged("form") from None


def _require_plain(info: zipfile.ZipInfo) -> None:
    stored = info.compress_type == zipfile.ZIP_STORED and info.file_size == info.compress_size
    if not stored or info.flag_bits & _ENCRYPTED:
        raise BackupDamaged("compressed")


def _manifest(data: bytes) -> Manifest:
    try:
        front = msgspec.json.decode(data, type=_Front)
        if front.format > FORMAT:
            raise StoreTooNew("backup", store=front.program, program=__version__)
        return msgspec.json.decode(data, type=Manifest)
    except msgspec.DecodeError:
        raise BackupDamaged("manifest") from None
